"""Source records: the tier of a source, where in it a fact stands, and which facts it states.

A record annotates the source of an entry, in the Turtle file of the entry. This package writes and
checks records; the library reads them.
"""
