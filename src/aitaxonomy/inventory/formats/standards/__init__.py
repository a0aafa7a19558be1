"""Formats that a specification lays down: bills of materials, model metadata, linked data."""
