"""The rows of a report as columns, in which each text stands once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from aitaxonomy.classification.duties import Duties
from aitaxonomy.classification.summary import (
    GROUPS,
    OWNER,
    UNDECIDED,
    by_the_list_alone,
    group_of,
    open_question,
)
from aitaxonomy.classification.system import Classified, curie_of
from aitaxonomy.inventory.record import Proposal
from aitaxonomy.rdf.namespaces import expand
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN
from aitaxonomy.text import visible

#: Gives the label of an IRI or CURIE.
Label = Callable[[str], str]
#: What a verdict rests on that no source confirms.
ALONE = "the list's word alone"
#: The verdicts in a report.
WORDS = {ENTAILED: "yes", REFUTED: "no", UNKNOWN: "not known"}
#: Headings of who answers for a system, the best first.
_OWNERS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\b(?:owner|eigentümer(?:in)?|verantwortlich\w*|propriétaire|responsable|propietario|"
        r"proprietario|responsabile|eigenaar|responsável|właściciel|ägare|ejer|omistaja)\b|"
        "负责人|所有者|担当|소유자|владелец|المالك",
        r"\b(?:agency|department|ministry|authority|behörde|ministerium|abteilung|ministère|"
        r"organisme|departamento|ministerio|ministero|ente|afdeling|órgão|dział|avdelning)\b|"
        "部门|部門|부서|подразделение",
        r"\b(?:bureau|business unit|division|team|office|unit|organi[sz]ation|organisatie|referat|"
        r"direction|ufficio)\b",
    )
)
#: The share of rows with a text that makes an own column one to show; that with the same kind at
#: which the column of kinds tells too little.
_FILLED, _ALIKE = 0.5, 0.9
#: The most different texts of a column that sorts, and the least length of one that describes.
_SORTS, _DESCRIBES = 60, 40


class Column:
    """A column: a text for each row, of which only one copy is kept.

    >>> column = Column("Team")
    >>> column.put(0, "HR"); column.put(2, "HR")
    >>> column.to_json(3)
    {'name': 'Team', 'role': 'own', 'shown': False, 'values': ['', 'HR'], 'at': [1, 0, 1]}
    """

    def __init__(self, name: str, role: str = "own", *, shown: bool = False) -> None:
        self.name, self.role, self.shown = visible(name), role, shown
        self.texts: list[str] = []
        self._once = {"": ""}

    def put(self, row: int, text: str) -> None:
        """Set the text of a row; rows come in order, and those left out are empty."""
        self.texts += [""] * (row - len(self.texts))
        self.texts.append(self._once.setdefault(each := visible(text), each))

    def counts(self) -> Counter[str]:
        """Return how many rows have each text, empty ones left out."""
        return Counter(filter(None, self.texts))

    def to_json(self, rows: int) -> dict[str, Any]:
        """Return the column for a number of rows; many texts, most of them once, stand in a row."""
        texts = self.texts + [""] * (rows - len(self.texts))
        told = {"name": self.name, "role": self.role, "shown": self.shown}
        if len(self._once) > max(_SORTS, rows / 2):
            return {**told, "texts": texts}
        numbers = {text: number for number, text in enumerate(self._once)}
        return {**told, "values": list(numbers), "at": [numbers[text] for text in texts]}


class Grid(NamedTuple):
    """All rows of a report.

    Attributes:
        rows: how many there are.
        columns: all columns, those of the list in its order.
        owner: the column that tells who answers for each system, if there is one.

    """

    rows: int
    columns: tuple[Column, ...]
    owner: Column | None

    def column(self, role: str) -> Column:
        """Return the first column of a role."""
        return next(each for each in self.columns if each.role == role)

    def by_owner(self) -> dict[str, Counter[str]]:
        """Return for each owner how many systems are in each group."""
        found: dict[str, Counter[str]] = {}
        if self.owner:
            pairs = (self.owner.texts, self.column("group").texts)
            for name, group in zip_longest(*pairs, fillvalue=""):
                found.setdefault(name, Counter())[group] += 1
        return found

    def questions(self) -> list[tuple[str, str, int]]:
        """Return the questions to vendors and owners, each with how many systems it decides.

        Each owner has one question about all systems with the same gap.
        """
        owners = self.owner.texts if self.owner else []
        told = (self.column("ask").texts, self.column("whom").texts, owners)
        found: Counter[tuple[str, str]] = Counter()
        for ask, whom, owner in zip_longest(*told, fillvalue=""):
            if ask:
                found[ask, owner or whom if whom == OWNER else whom] += 1
        return [(ask, whom, count) for (ask, whom), count in found.most_common()]

    def to_json(self) -> dict[str, Any]:
        """Return what the page reads: the groups in order, and the columns that say something."""
        columns = [
            each.to_json(self.rows)
            for each in self.columns
            if each.counts() or each.role in ("name", "group")
        ]
        return {"rows": self.rows, "groups": list(GROUPS), "columns": columns}


def grid_of(
    systems: Iterable[Classified],
    heads: Mapping[str, str],
    label: Label,
    duties: Duties | None = None,
) -> Grid:
    """Return the rows of a report.

    Args:
        systems: the systems.
        heads: the labels of the kinds with verdicts, by local name.
        label: gives the labels of kinds, modalities and known systems.
        duties: what law asks of the systems.

    """
    given = [
        Column("System", "name", shown=True), Column("Group", "group", shown=True),
        Column("Kind", "kind", shown=True), Column("Its words suggest", "suggested", shown=True),
        Column("To find out", "ask", shown=True), Column("From whom", "whom"),
        *(Column(head, "verdict") for head in heads.values()), Column("Rests on", "basis"),
        Column("Generates", "generates"), Column("Known as", "known"),
        Column("Address of the known system", "known address"),
        Column("Taken from the known system", "borrowed"), Column("Why", "why"),
        Column("Words", "words"), Column("Missing facts", "missing"),
        Column("Left open", "left open"), Column("What does not fit", "conflicts"),
        Column("File", "file"), Column("Line", "line"),
        Column("Duties", "duties"), Column("Priority", "priority"),
        Column("Words suggest of Annex III", "area", shown=bool(duties)),
    ]  # fmt: skip
    own: dict[str, Column] = {}
    lengths: Counter[str] = Counter()
    rows = 0
    for system in systems:
        of = duties.of_systems.get((system.name, system.place or ""), []) if duties else []
        cells = (
            *_cells(system, heads, label),
            "\n".join(map(str, of)),
            "".join(map(str, duties.priority(of))) if duties else "",
            "\n".join(dict.fromkeys(area for each in of for area in each.suggested)),
        )
        for column, text in zip(given, cells, strict=True):
            if text:
                column.put(rows, text)
        for heading, text in system.listed.own.items():
            own.setdefault(heading, Column(heading)).put(rows, text)
            lengths[visible(heading)] += len(text)
        rows += 1
    owner = _owner(own, rows)
    if owner:
        owner.shown, owner.role = True, "owner"
    kinds = given[2].counts()
    given[2].shown = max(kinds.values(), default=0) < _ALIKE * rows
    _show([each for each in own.values() if not _repeats(each, given[0], owner)], lengths, rows)
    return Grid(rows, (*given, *own.values()), owner)


def _cells(system: Classified, heads: Mapping[str, str], label: Label) -> tuple[str, ...]:
    """Return what stands in the columns that every report has."""
    question = open_question(system)
    known = system.known_as
    path, _, line = (system.place or "").rpartition(":")
    return (
        system.name,
        group_of(system),
        ", ".join(map(label, system.most_specific)),
        ", ".join(dict.fromkeys(label(curie_of(each.means)) for each in system.proposed)),
        question.ask if question else "",
        question.whom if question else "",
        *(WORDS[truth] for truth in system.verdicts.values()),
        _basis(system),
        ", ".join(map(label, system.generates)),
        f"{label(known.iri)} ({known.confidence:.0%})" if known else "",
        (expand(known.iri) or known.iri) if known else "",
        "; ".join(heads[kind] for kind in system.borrowed),
        "\n".join(_why(system, label)),
        "; ".join(f"“{each.words}” ({certain(each)})" for each in system.proposed),
        "\n".join(in_words(each, heads) for each in system.missing),
        "\n".join(system.left_open),
        "\n".join(in_words(each, heads) for each in system.conflicts),
        path if line.isdigit() else system.place or "",
        line if line.isdigit() else "",
    )


def _basis(system: Classified) -> str:
    """Return what the group of a system rests on: the list alone, or sources as well."""
    if not system.basis or group_of(system) == UNDECIDED:
        return ""
    return ALONE if by_the_list_alone(system) else "sources"


def _why(system: Classified, label: Label) -> Iterable[str]:
    """Yield in a few words what the verdicts rest on."""
    if system.borrowed and system.known_as:
        yield f"{label(system.known_as.iri)} is known by this name"
    if set(system.verdicts.values()) != {UNKNOWN}:
        alone = by_the_list_alone(system) and group_of(system) != UNDECIDED
        words = "by the list's word alone: " if alone else ""
        yield from (f"{words}{each}" for each in system.listed.because)


def _owner(own: Mapping[str, Column], rows: int) -> Column | None:
    """Return the column that tells who answers for the systems."""
    for words in _OWNERS:
        for heading, column in own.items():
            counts = column.counts()
            several = len(counts) <= max(_SORTS, rows / 2)
            short = len(heading) <= _DESCRIBES and all(len(text) <= 120 for text in counts)
            if words.search(heading) and counts.total() >= _FILLED * rows and several and short:
                return column
    return None


def _repeats(column: Column, name: Column, owner: Column | None) -> bool:
    """Return whether a column says again what the system or its owner is called."""
    same = 2 * (column.counts() & name.counts()).total() > column.counts().total()
    words = owner.name.split()[:1] if owner else []
    return same or any(word in column.name for word in words)


def _show(columns: Iterable[Column], lengths: Mapping[str, int], rows: int) -> None:
    """Show the first own column that describes, and the first that sorts."""
    sorting = describing = False
    for column in columns:
        counts = column.counts()
        if counts.total() < _FILLED * rows or len(counts) < 2:
            continue
        long = lengths[column.name] / counts.total() >= _DESCRIBES and len(counts) > rows / 4
        if long and not describing:
            column.shown = describing = True
        elif len(counts) <= min(_SORTS, rows / 3) and not (long or sorting):
            column.shown = sorting = True


def certain(proposal: Proposal) -> str:
    """Return where the words of a proposal stand, how certain it is, and why, where given."""
    parts = (proposal.place, f"{proposal.confidence:.0%}", proposal.because)
    return ", ".join(filter(None, parts))


def in_words(text: str, heads: Mapping[str, str]) -> str:
    """Return a text with the labels of kinds and the words for verdicts."""
    words = {**heads, **{str(truth): word for truth, word in WORDS.items()}}
    return re.sub(r"\w+", lambda match: words.get(match[0], match[0]), text)


def heads_of(kinds: Iterable[str], label: Label) -> dict[str, str]:
    """Return the labels of kinds by their local names."""
    return {kind: label(f"ait:{kind}") for kind in kinds}
