"""Catalogues of models: each has the fields that its keeper laid down."""
