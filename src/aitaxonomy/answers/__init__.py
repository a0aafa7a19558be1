"""Answers: whether a thing or a class is what words say, in the everyday or the strict sense."""
