"""Names of records and the systems of a graph that they may stand for."""
