"""The terms and systems as people ask for them: names, neighbours, questions, claims, mappings."""
