"""What a checker of proofs knows: the statements it reads, and when each rule is sound."""
