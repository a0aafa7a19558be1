"""Proofs: found in a closure, made minimal, told in words, checked step by step."""
