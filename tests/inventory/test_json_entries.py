"""JSON entry by entry: as the standard library reads it, with the line of each."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.plain_values import entries

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("json") / "a.json"


@settings(max_examples=60, deadline=None)
@given(value=st.lists(VALUES, max_size=4) | st.dictionaries(st.text(), VALUES, max_size=4),
       indent=st.sampled_from([None, 1]))  # fmt: skip
def test_equals_the_standard_library(path: Path, value: Any, indent: int) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    path.write_text(text.encode("utf-8", "replace").decode(), encoding="utf-8")
    expected = json.loads(path.read_text(encoding="utf-8"))
    found = list(entries(path))
    if isinstance(expected, dict):
        assert [(entry.key, entry.value) for entry in found] == list(expected.items())
    else:
        assert [entry.value for entry in found] == expected


def test_lines_and_lists_within(path: Path) -> None:
    path.write_text('{\n "v": 1,\n "data": [\n  {"a": 1},\n  {"a":\n 2}\n ]\n}\n')
    found = [tuple(entry) for entry in entries(path, ("data",))]
    assert found == [("v", 1, 2), ("data", {"a": 1}, 4), ("data", {"a": 2}, 5)]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[\n{"a": 1},\n{"a": ', 3, "Expecting value"),
        ('[\n1\n2]', 3, "Expecting ',' delimiter"),
        ('{"a": 1,}', 1, "Illegal trailing comma|Expecting property name"),
        ('{"a" 1}', 1, "Expecting ':' delimiter"),
        ("{1: 2}", 1, "Expecting property name"),
        ('{"a": 1}\n{"b": 2}', 2, "Extra data"),
        ('"text"', 1, "neither a list nor an object"),
        ("[" * 100_000, 1, "nested too deeply"),
        ('[{"a": "\x01"}]', 1, "Invalid control character"),
    ],
)  # fmt: skip
def test_faults_name_the_line(path: Path, text: str, line: int, what: str) -> None:
    path.write_text(text)
    with pytest.raises(ImportFault, match=rf"a\.json:{line}: .*(?:{what})"):
        list(entries(path))
