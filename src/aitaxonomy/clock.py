"""The clock: which day it is. Everything asks here, so that a test can set the day."""

import datetime


def today() -> str:
    """Return the day of today where this runs, as ISO 8601 writes it.

    >>> len(today())
    10
    """
    return datetime.date.today().isoformat()
