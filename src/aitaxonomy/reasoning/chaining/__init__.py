"""Forward chaining, one fact at a time: closures of few individuals, for proofs and classes."""
