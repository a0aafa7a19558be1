"""RDF in vocabularies of machine learning: MLDCAT-AP and FAIR4ML in Turtle, N-Triples, RDF/XML.

Each described model is an object whose keys are the local names of its properties, and is read as
any other object; RDF in our own vocabulary needs no import. JSON-LD is read as the JSON it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.documents import FileStart, has_models
from aitaxonomy.inventory.formats.lists.headings import plain
from aitaxonomy.inventory.formats.lists.objects import read_objects
from aitaxonomy.inventory.record import Record, Tally
from aitaxonomy.rdf.namespaces import AIT, RDF
from aitaxonomy.store import read_triples

FORMAT = "linked-data"

_MODELS = frozenset(("MachineLearningModel", "MLModel", "Model"))
#: A thing that is said to be one, in Turtle, N-Triples or RDF/XML.
_MODEL = re.compile(
    r"(?:\sa\s+|#type>\s+|rdf:type\s+|<)(?:[\w-]*:|<[^<>\s]*[#/])(?:MachineLearningModel|MLModel)\b"
)
#: The properties by which a linked thing has a name.
_NAMES = ("name", "title", "label", "prefLabel", "identifier")


def recognises(start: FileStart) -> bool:
    """Return whether a file is Turtle or RDF/XML with a model in one of the vocabularies.

    One in our own vocabulary is not, whatever it names of others.
    """
    if start.form in ("json", "workbook") or AIT in start.text or not has_models(start.text):
        return False
    return _MODEL.search(start.text) is not None


def read(
    path: Path, tally: Tally, columns: Mapping[str, str] | None = None, **_: Any
) -> Iterator[Record]:
    """Yield one record per described model; raises `ImportFault`."""
    things: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in read_triples(path, None):
        subject, value = str(triple.subject), triple.object
        key = "type" if triple.predicate.value == RDF + "type" else plain(triple.predicate.value)
        said = getattr(value, "value", str(value))
        things[subject][key].append(plain(said) if key == "type" else said)
    models = {
        subject: facts for subject, facts in things.items() if _MODELS.intersection(facts["type"])
    }
    if not models:
        raise ImportFault(f"{path}: no machine-learning model is described in it")
    listed = [
        {
            "id": subject.strip("<>"),
            **{key: _named(values, things) for key, values in facts.items()},
        }
        for subject, facts in models.items()
    ]
    yield from read_objects({"models": listed}, path, FORMAT, tally, columns=columns)


def _named(values: list[str], things: Mapping[str, Mapping[str, list[str]]]) -> list[str]:
    """Return values, each that is a thing of the file with a name as its name."""
    found = []
    for value in values:
        facts = things.get(f"<{value}>", {})
        found += next((facts[name][:1] for name in _NAMES if name in facts), [value])
    return found
