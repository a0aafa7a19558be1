"""OWL 2: its structural model, read from RDF and written in every syntax; HermiT; owlready2."""
