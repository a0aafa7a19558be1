"""The pictures of the site: drawn from the ontology and the graph, in a page and as files."""
