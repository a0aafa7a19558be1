"""Entity matching: the systems of a graph that the names in a record may denote."""
