"""The rows of fields: what they name is there, and whatever goes through them gets each field."""

from pathlib import Path

from aitaxonomy import Taxonomy
from aitaxonomy.inventory import Record, Tally, read_stated
from aitaxonomy.inventory.convert import write_records
from aitaxonomy.inventory.formats.lists.headings import known
from aitaxonomy.inventory.record import COLUMNS, FIELDS, Source
from aitaxonomy.rdf.namespaces import AIT

#: A value of each type.
VALUES = {"count": 7, "date": "2024-05-01", "flag": True, "modality": "text"}
#: The values of fields that are looked up.
KNOWN = {"derived_from": (), "kind": "AIModel", "tasks": ("translation",)}


def filled() -> Record:
    """A record with a value in each field."""
    given = {each.name: VALUES.get(each.type, f"Some {each.name}") for each in FIELDS}
    given |= {each.name: ("text",) for each in FIELDS if each.type in ("texts", "modalities")}
    return Record(source=Source("a.csv", "csv"), **given | KNOWN)


def test_properties_and_ranges_are_terms_of_the_ontology(ai: Taxonomy) -> None:
    named = {name for each in FIELDS for name in (*each.properties, each.range) if name}
    assert len(named) > 20
    assert not [name for name in named if AIT + name not in ai.names.labels]


def test_headings_are_of_fields() -> None:
    assert {each.field for each in known()} - {"model"} == set(COLUMNS) - {""}


def test_a_field_with_a_column_or_a_name_in_bills_is_read_back(tmp_path: Path) -> None:
    for name, fields in (
        ("a.csv", COLUMNS.values()),
        ("a.cdx.json", [each for each in FIELDS if each.bill]),
    ):
        write_records([filled()], tmp_path / name)
        (back,) = read_stated(tmp_path / name, tally=Tally())
        empty = [each.name for each in fields if not getattr(back, each.name)]
        assert set(empty) <= {"derived_from"}
