"""Forward chaining on sets of individuals, kept as the bits of integers."""
