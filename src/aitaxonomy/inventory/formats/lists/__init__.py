"""Lists of anybody's making, as tables or as objects: columns are found by what they are called."""
