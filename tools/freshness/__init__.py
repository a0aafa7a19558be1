"""Catalogues of models, held against the shipped graph: a work list for its keepers.

    python -m tools.freshness litellm@1.99=prices.json models.dev@1a2b3c4=models.dev/

Catalogues come as files or folders; nothing is fetched. `docs/freshness.md` tells how it is used.
"""
