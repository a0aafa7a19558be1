"""OWL 2: its structural model, read from RDF and written in every syntax; engines; owlready2."""
