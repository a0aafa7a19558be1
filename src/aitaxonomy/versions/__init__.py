"""Versions: what two states of an ontology conclude differently, and which statements cause it."""
