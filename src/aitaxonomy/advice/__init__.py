"""Advice: which approach and which system for the content to make and the context of use."""
