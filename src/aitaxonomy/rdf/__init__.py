"""RDF terms and syntax: namespaces, literals, canonical Turtle, and positions in files."""
