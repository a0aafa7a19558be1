"""Makes a release: freezes versions, tells what changed in meaning, and writes what is published.

    python -m tools.release freeze                 # the state of this checkout, to compare with
    python -m tools.release freeze 44b5f8b5 0.2.0  # a commit, by the number that it had
    python -m tools.release changes                # writes the table of changed conclusions
    python -m tools.release 0.3.0 --check          # what a release would be, and what it lacks
    python -m tools.release 0.3.0                  # writes number and day wherever they stand
    python -m tools.release dist                   # dist/0.3.0/, from what is committed

The number follows from what changed in meaning since the last release, and from what breaks of the
interface for Python (`interface.py`); another is refused.

`--check` writes nothing and ends with 1 if something is missing.
"""
