"""Programs for those who keep the graph; the library uses none of them."""
