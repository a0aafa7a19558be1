"""Records back to the formats that other tools read, one module each; this is the list of them.

A module has two names: `FORMAT`, what the format is called, and `write`, which takes records and
an open text file, writes record by record, and returns how many.
"""
