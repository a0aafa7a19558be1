"""How tests of inventories read the small samples in `data/`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aitaxonomy.inventory.formats import module
from aitaxonomy.inventory.record import Record, Tally

DATA = Path(__file__).parent / "data"
Sample = Callable[[str, str], tuple[dict[str, Record], Tally]]


@pytest.fixture
def data() -> Path:
    """The folder of samples."""
    return DATA


@pytest.fixture
def sample() -> Sample:
    """Read a sample by the reader of a format alone: records by name, and the tally."""

    def read(format: str, name: str) -> tuple[dict[str, Record], Tally]:
        tally = Tally()
        records = list(module(format).read(DATA / name, tally))
        by_name = {record.name: record for record in records}
        assert len(by_name) == len(records)
        return by_name, tally

    return read
