"""Access to terms and systems: names, neighbours, questions, claims, comparison, mappings."""
