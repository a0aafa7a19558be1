"""Mappings between our terms and those of other vocabularies, read from the SSSOM table.

People edit `mappings.sssom.tsv` in `ontology/alignments/`. `mappings.ttl` beside it says the same
for ontology editors; `python -m tools.ledger build` writes it.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aitaxonomy import _data
from aitaxonomy.errors import ImportFault, UnknownTerm
from aitaxonomy.rdf.namespaces import PREFIXES, curie, expand

FILE = "alignments/mappings.sssom.tsv"
#: The words for each predicate, in the order in which mappings are listed.
RELATIONS: MappingOf[str, str] = {
    "skos:exactMatch": "same as",
    "skos:closeMatch": "close to",
    "skos:narrowMatch": "wider than",
    "skos:broadMatch": "narrower than",
    "skos:relatedMatch": "related to",
}
FALSE_FRIEND = "false friend of"
# Other namespaces in use for the same terms.
_ALIASES: MappingOf[str, str] = {
    "http://schema.org/": "https://schema.org/",
    "https://www.wikidata.org/wiki/Property:": "http://www.wikidata.org/entity/",
    "https://www.wikidata.org/wiki/": "http://www.wikidata.org/entity/",
    "https://huggingface.co/tasks/": "https://huggingface.co/models?pipeline_tag=",
    "https://spdx.org/licenses/": "http://spdx.org/licenses/",
    "https://cv.iptc.org/": "http://cv.iptc.org/",
}


@dataclass(frozen=True)
class Mapping:
    """A row of the table: how a term of ours relates to one of another vocabulary.

    Attributes:
        subject: the IRI of our term.
        subject_label: its label.
        predicate: the CURIE of a SKOS mapping property.
        negated: whether the row denies the predicate, which marks a false friend.
        object: the IRI of the foreign term.
        object_curie: the same with the prefix of the table.
        object_label: its label.
        justification: the CURIE of the kind of evidence, of the semapv vocabulary.
        confidence: from 0 to 1.
        comment: how the two differ; possibly empty.
        date: the day of the mapping, such as 2026-11-24.

    """

    subject: str
    subject_label: str
    predicate: str
    negated: bool
    object: str
    object_curie: str
    object_label: str
    justification: str
    confidence: float
    comment: str
    date: str

    @property
    def relation(self) -> str:
        """The relation of our term to the foreign one, in words.

        >>> mappings("aix:mit")[0].relation
        'same as'
        """
        return FALSE_FRIEND if self.negated else RELATIONS[self.predicate]

    @property
    def is_exact(self) -> bool:
        """Return whether both terms mean the same, so that a verdict on one holds of the other."""
        return self.predicate == "skos:exactMatch" and not self.negated

    @property
    def said(self) -> str:
        """The mapping without its comment, as in "LLM (ait:LLM) is close to dpvai:LLM"."""
        of = f"{self.subject_label} ({curie(self.subject)})"
        return f"{of} is {self.relation} {self.object_curie}"

    def __str__(self) -> str:
        """Return the mapping as one line of text."""
        line = f"{self.subject_label} is {self.relation} {self.object_curie} ({self.object_label})"
        return f"{line}: {self.comment}" if self.comment else line


def mappings(term_iri: str) -> tuple[Mapping, ...]:
    """Return the mappings of a term of ours (IRI or CURIE), best first, false friends last.

    >>> [m.object_curie for m in mappings("ait:Modality") if m.negated][0]
    'airo:Modality'
    >>> mappings("ait:NoSuchTerm")
    ()
    """
    return _by_subject().get(expand(term_iri) or term_iri, ())


def translate(foreign: Iterable[str]) -> dict[str, list[Mapping]]:
    """Return the mappings of each foreign term (IRI, or CURIE with a prefix of the table).

    The keys are the terms as given; a term without mappings has an empty list. False friends come
    last and have `negated` set: they are warnings, not translations.

    >>> found = translate(["hf:text-to-image", "http://spdx.org/licenses/MIT", "hf:unknown"])
    >>> {term: [m.subject_label for m in ms][:1] for term, ms in found.items()}
    {'hf:text-to-image': ['text-to-image'], 'http://spdx.org/licenses/MIT': ['MIT License'], \
'hf:unknown': []}
    """
    return {term: list(_by_object().get(_foreign_iri(term), ())) for term in foreign}


def foreign(name: str) -> Mapping | None:
    """Return the best mapping of an identifier of a mapped vocabulary; None for any other name.

    Raises:
        UnknownTerm: no mapping has it, such as one that was made up, or its only mapping is that
            of a false friend; the message has similar ones.

    >>> foreign("nexus:AiModel").said, foreign("GPT-4")
    ('AI model (ait:AIModel) is same as nexus:AiModel', None)

    """
    if ":" not in name:
        return None
    iri = _foreign_iri(name)
    found = _by_object().get(iri, ())
    if found and not found[0].negated:
        return found[0]
    if found:
        raise UnknownTerm(f"{found[0].said}: {found[0].comment}")
    own = {*PREFIXES, "semapv"}
    spaces = {prefix: space for prefix, space in table()[0].items() if prefix not in own}
    of = next((each for each, space in spaces.items() if iri.startswith(space)), None)
    if of is None:
        return None
    known = {m.object_curie for m in table()[1] if m.object_curie.startswith(f"{of}:")}
    close = difflib.get_close_matches(f"{of}:{iri.removeprefix(spaces[of])}", sorted(known), 2)
    hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else ""
    raise UnknownTerm(f"{name!r} is not known: no mapping of {of}: has it{hint}")


def read(path: Path) -> tuple[dict[str, str], tuple[Mapping, ...]]:
    """Return the prefixes and the rows of an SSSOM table.

    Raises `ImportFault` with file and line for a row that cannot be read.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    known = dict(_curie_map(lines[:count]))
    rows = []
    for row in (reader := csv.DictReader(lines[count:], delimiter="\t")):
        try:
            rows.append(_mapping(row, known))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ImportFault(
                f"{path}:{count + reader.line_num}: no readable mapping ({error!r}). Give every "
                "column a value of its kind, and declare each prefix in the curie_map above."
            ) from None
    return known, tuple(rows)


def _curie_map(header: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield prefix and namespace of the block `curie_map:` of the header."""
    inside = False
    for line in (line.removeprefix("#") for line in header):
        if not line.startswith(" "):
            inside = line.strip() == "curie_map:"
        elif inside:
            prefix, _, namespace = line.strip().partition(": ")
            yield prefix, namespace.strip('"')


def _mapping(row: MappingOf[str, str], known: MappingOf[str, str]) -> Mapping:
    if row["predicate_id"] not in RELATIONS or row["predicate_modifier"] not in ("", "Not"):
        raise ValueError(f"{row['predicate_modifier']} {row['predicate_id']}".strip())
    if not 0 <= (confidence := float(row["confidence"])) <= 1:
        raise ValueError(row["confidence"])
    return Mapping(
        subject=_expanded(row["subject_id"], known),
        subject_label=row["subject_label"],
        predicate=row["predicate_id"],
        negated=row["predicate_modifier"] == "Not",
        object=_expanded(row["object_id"], known),
        object_curie=row["object_id"],
        object_label=row["object_label"],
        justification=row["mapping_justification"],
        confidence=confidence,
        comment=row["comment"],
        date=row["mapping_date"],
    )


def _expanded(curie: str, known: MappingOf[str, str]) -> str:
    prefix, _, local = curie.partition(":")
    return known[prefix] + local


def _foreign_iri(term: str) -> str:
    term = term.removeprefix("<").removesuffix(">")
    prefix, _, local = term.partition(":")
    if not local.startswith("//") and prefix in table()[0]:
        return table()[0][prefix] + local
    for other, usual in _ALIASES.items():
        if term.startswith(other):
            return usual + term.removeprefix(other)
    return term


@cache
def table() -> tuple[dict[str, str], tuple[Mapping, ...]]:
    """Return the prefixes of the shipped table with their namespaces, and its rows in order.

    >>> table()[0]["aio"], len(table()[1]) > 300
    ('https://w3id.org/aio/', True)
    """
    return read(_data.folder("ontology") / FILE)


@cache
def _by_subject() -> dict[str, tuple[Mapping, ...]]:
    return _grouped((m.subject, m) for m in table()[1])


@cache
def _by_object() -> dict[str, tuple[Mapping, ...]]:
    return _grouped((m.object, m) for m in table()[1])


def _grouped(pairs: Iterable[tuple[str, Mapping]]) -> dict[str, tuple[Mapping, ...]]:
    groups: dict[str, list[Mapping]] = {}
    for key, mapping in pairs:
        groups.setdefault(key, []).append(mapping)
    return {key: tuple(sorted(group, key=_rank)) for key, group in groups.items()}


def _rank(mapping: Mapping) -> tuple[bool, int, float]:
    return mapping.negated, list(RELATIONS).index(mapping.predicate), -mapping.confidence
