"""RDF without any graph: names, literals, lists, canonical Turtle, and positions in files."""
