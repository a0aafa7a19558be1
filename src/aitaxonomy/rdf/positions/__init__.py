"""File and line: where subjects and statements stand in Turtle and N-Triples."""
