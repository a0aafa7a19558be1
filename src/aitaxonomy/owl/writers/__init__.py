"""Axioms and expressions as text: functional-style syntax, Manchester syntax, English."""
