"""Proofs: found in a closure, reduced to minimal axioms, written in words, checked step by step."""
