"""Catalogues of models, harvested: what they claim of things that we know, beside the ledger.

`python -m tools.ledger harvest` reads snapshots of catalogues, files or folders; nothing is
fetched. `docs/freshness.md` tells how it is used.
"""
