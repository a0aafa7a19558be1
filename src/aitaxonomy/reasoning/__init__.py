"""Reasoning with proofs: an ontology is compiled to rules, and its facts are closed under them.

`reasoner.Reasoner` is the entry point; its method `closure` is for data of any size.
"""
