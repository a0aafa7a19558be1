"""The knowledge of the proof checker: statements, and when each rule is sound."""
