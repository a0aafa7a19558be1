"""The ledger: claims in tables, from which the Turtle of systems and of their sources is made.

`ontology/ledger/<developer>.tsv` has a claim in a row. `build` makes of it the facts in
`ontology/systems/<developer>.ttl` and the records of their sources in `ontology/sources/`;
`absorb` turns Turtle that somebody edited into rows. The page on it is `docs/ledger.md`.
"""
