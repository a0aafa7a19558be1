"""Which column of a list is which field, by its heading and by what its cells hold.

The same for the columns of a table and for the keys of objects. A column without a value does not
count.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import NamedTuple

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.fields import date, whole
from aitaxonomy.inventory.formats.lists.headings import (
    fields_of,
    key,
    other_list,
    plain,
    says_model,
    words,
)
from aitaxonomy.inventory.import_rules.entry_kinds import class_of
from aitaxonomy.inventory.import_rules.labels import Label, answer_label, asked, find_labels
from aitaxonomy.inventory.import_rules.tasks import find_task
from aitaxonomy.inventory.matching.developers import find_organization, without_remark
from aitaxonomy.inventory.record import COLUMNS
from aitaxonomy.inventory.vocabulary import find_value, known_systems
from aitaxonomy.text import clipped

#: Fields that take all columns that fit, and fields whose cells are words, never sentences.
_MANY = frozenset(column for column, field in COLUMNS.items() if field.many)
_OF_WORDS = {"model", *(column for column, field in COLUMNS.items() if field.of_words)}
#: So many rows show what a column holds.
SAMPLE = 200
#: So many characters of a cell are looked at.
_LOOKED_AT = 300
_FLAG = re.compile(r"\W*(?:[a-z]\)\s*)?(?:yes|no|y|n|true|false|ja|nein|oui|non|sí|si)\b", re.I)
_PARTS = re.compile(r"[;,|]")
#: A part of a cell of more words is a sentence.
_SENTENCE = 6
_LETTERS, _bare = re.compile(r"[^\W\d_]{3}"), partial(re.compile(r"\d+").sub, "")
#: Scores of what cells alone tell: names of models, and prose.
_NAMED_MODELS, _PROSE = 0.45, 0.2
#: Headings of models that a row is not built on, and words of those that it may be.
_BESIDE = re.compile(
    r"weak|fallback|alternativ|compet|compar|previous|former|next|replac|success|judge|eval|"
    r"reward|draft|bisher|nachfolg|vorgänger",
    re.IGNORECASE,
)
_OF_MODELS = re.compile(r"mod[eè]l|llm|engine|\bKI\b|\bAI\b|模型|モデル|모델", re.IGNORECASE)
#: Headings of prose about other things than what a system does.
_ASIDE = re.compile(
    r"justif|comment|note|remark|risk|mitigat|polic|legal|law|contact|privacy|data|train|impact|"
    r"status|stage|reason|review|approv|cost|url|link|address|demograph|appeal|monitor|failsafe|"
    r"consult|change|paper|blog|citation|abstract|access|owner|ato\b|bemerk|kommentar|risik|daten|rechts|begründ|remarque|"
    r"risque|donnée|observaci|riesgo|datos",
    re.IGNORECASE,
)


class Columns(NamedTuple):
    """The places of the fields of a list; several of `name` are tried one after the other.

    Attributes:
        places: the columns of each field.
        told: in one line, what was taken for what and how to change it; "" if nothing was guessed.

    """

    places: Mapping[str, tuple[int, ...]]
    told: str = ""


def find_columns(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    given: Mapping[str, str] | None = None,
    where: str = "",
) -> Columns:
    """Return which column is which field.

    Args:
        header: the headings.
        rows: the first rows, at most `SAMPLE`; none where the list has none.
        given: our name of a column and its heading, which come before what is found; of what has
            the heading "" no column is taken.
        where: the file and line of the header, for messages.

    Raises:
        ImportFault: a given column is not there, no column has names, or the list has no AI
            systems.

    >>> found = find_columns(["System Name", "Use Case Name"], [["", "Helpdesk"], ["", "Triage"]])
    >>> found.places, found.told
    ({'name': (1,)}, "name 'Use Case Name'; to take another: --column 'name=System Name'")

    """
    cells = [[cell for row in rows if i < len(row) and (cell := row[i].strip()[:_LOOKED_AT])]
             for i in range(len(header))]  # fmt: skip
    seen = _Sample(header, rows, cells)
    given = given or {}
    fixed = _given(header, {ours: theirs for ours, theirs in given.items() if theirs}, where)
    if "name" not in fixed and (other := other_list(header)):
        raise ImportFault(
            f"{where}: a list of {other[0]}, as its columns say ({other[1]}), and none of AI "
            "systems; if it is one, name its column: --column name=HEADING"
        )
    places = _assigned(seen, fixed, frozenset(given) - fixed.keys())
    if "name" not in places:
        listed = clipped(", ".join(map(_line, filter(str.strip, header))), 400)
        raise ImportFault(
            f"{where}: no column with names; there are: {listed}. Call one of them name, "
            "or map it to name: --column name=HEADING"
        )
    as_ours = all(key(header[place]) == key(ours) for ours, [place, *_] in places.items())
    return Columns(places, "" if as_ours else _told(seen, places, fixed))


def known_share(cells: Sequence[str], field: str = "name") -> float:
    """Return the share of cells that hold what a field has, such as known names or tasks.

    >>> known_share(["ChatGPT", "Claude", "Our desk"]) > 0.6, known_share(["Meta"], "developer")
    (True, 1.0)
    """
    fits = _FITS[field]
    return sum(map(bool, map(fits, cells))) / len(cells) if cells else 0.0


class _Sample(NamedTuple):
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    cells: Sequence[Sequence[str]]

    def cell(self, row: Sequence[str], place: int) -> str:
        return row[place][:_LOOKED_AT] if place < len(row) else ""

    def usable(self, place: int) -> bool:
        """Return whether a column has values that are more than yes and no."""
        cells = self.cells[place]
        flags = sum(1 for cell in cells if _FLAG.match(cell))
        return not self.rows or (bool(cells) and flags < max(1, len(cells) * 0.6))

    def wordy(self, place: int) -> bool:
        """Return whether the cells of a column are sentences, and no lists of words."""
        parts = [part for cell in self.cells[place] for part in _PARTS.split(cell)]
        return sum(len(part.split()) for part in parts) > _SENTENCE * len(parts)

    def holding(self, field: str, but: set[int]) -> int | None:
        """Return the first of the other columns whose cells are what a field has, or None."""
        for place, cells in enumerate(self.cells):
            full = self.usable(place) and 2 * len(cells) >= max(2, len(self.rows))
            if full and place not in but and known_share(cells, field) >= 0.7:
                return place
        return None

    def answers(self, place: int) -> bool:
        """Return whether the cells of a column answer a heading that asks for a kind."""
        heading, cells = self.header[place], self.cells[place]
        if not cells or asked(heading) is None:
            return False
        return sum(1 for cell in cells if answer_label(heading, cell)) > len(cells) / 2

    def names_models(self, place: int) -> bool:
        """Return whether the cells of a column are names of known models and products.

        The fewer have to be known, the more the heading says.
        """
        heading, cells = self.header[place], self.cells[place]
        if not self.usable(place) or not cells or self.wordy(place) or _BESIDE.search(heading):
            return False
        if not fields_of(heading).keys() <= {"kind", "labels", "architecture"}:
            return False
        parts = [_PARTS.split(cell)[0].strip() for cell in cells]
        found = sum(1 for part in parts if key(without_remark(part)) in known_systems())
        return found >= len(cells) * (0.2 if _OF_MODELS.search(heading) else 0.5)

    def classifies(self, place: int) -> bool:
        """Return whether two in five cells of a column whose heading says nothing are labels."""
        cells = self.cells[place] if not fields_of(self.header[place]) else ()
        told = (any(isinstance(e, Label) and e.means for e in find_labels(c)) for c in cells)
        return len(cells) > 2 and sum(told) >= 0.4 * len(cells) and not self.wordy(place)

    def prose(self, place: int) -> bool:
        """Return whether a column has sentences, as a rule another one in each row."""
        cells, heading = self.cells[place], self.header[place]
        if len(cells) < 2 or not self.usable(place) or not self.wordy(place):
            return False
        return 2 * len({*cells}) > len(cells) and not _ASIDE.search(heading)

    def candidates(self) -> Iterator[tuple[float, str, int]]:
        """Yield score, field and place of what the headings and cells suggest."""
        for place, heading in enumerate(self.header):
            if self.answers(place):
                yield 0.9, "labels", place
                continue
            usable = self.usable(place)
            if self.names_models(place):
                yield _NAMED_MODELS, "model", place
            if self.prose(place):
                yield _PROSE, "description", place
            if self.classifies(place):
                yield _PROSE, "labels", place
            for field, likeness in fields_of(heading).items():
                ours = key(heading) == key(field)
                if not (usable or (ours and self.cells[place])):
                    continue
                if field in _OF_WORDS and self.wordy(place):
                    if field in ("task", "input", "output"):
                        yield 0.3, "description", place
                    continue
                fits = not likeness.if_fits or not self.rows
                if fits or known_share(self.cells[place], field) >= 0.3:
                    yield likeness.score, field, place


def _given(header: Sequence[str], given: Mapping[str, str], where: str) -> dict[str, int]:
    if unknown := set(given) - set(COLUMNS):
        ours, theirs = ", ".join(COLUMNS), ", ".join(sorted(unknown))
        raise ImportFault(f"{theirs}: no column of ours; the map may have {ours}")
    keys = [key(_line(cell)) for cell in header]
    fixed = {}
    for ours, theirs in given.items():
        if key(_line(theirs)) not in keys:
            seen = clipped(", ".join(map(_line, header)), 400)
            raise ImportFault(f"{where}: no column {theirs!r} for {ours}; there are: {seen}")
        fixed[ours] = keys.index(key(_line(theirs)))
    return fixed


def _assigned(
    seen: _Sample, fixed: Mapping[str, int], without: Set[str]
) -> dict[str, tuple[int, ...]]:
    """Give each column to one field, the best pairs first; descriptions may be names as well."""
    found: dict[str, list[int]] = {field: [place] for field, place in fixed.items()}
    taken = set(fixed.values())
    candidates = (each for each in seen.candidates() if each[1] not in without)
    ranked = sorted(candidates, key=lambda each: (-each[0], each[2]))
    names = [place for _, field, place in ranked if field == "name" and place not in taken]
    if "name" not in fixed and (first := _name(names, ranked, seen)) is not None:
        found["name"] = [first]
        taken.add(first)
    for _, field, place in ranked:
        if place in taken or (field in found and field not in _MANY):
            continue
        if field == "model":
            field = _model_field(seen, found, place)  # noqa: PLW2901
            if field in without or (field in found and field not in _MANY):
                continue
        elif field == "name":
            continue
        if field:
            found.setdefault(field, []).append(place)
            taken.add(place)
    for field in ("developer", "task"):
        if (
            field not in found
            and field not in without
            and (held := seen.holding(field, taken)) is not None
        ):
            found[field] = [held]
            taken.add(held)
    if "name" in found and "name" not in fixed:
        both = {*found.get("description", ()), *found.get("id", ())}.intersection(names)
        found["name"] += [p for p in names if p in both or p not in taken]
    return {field: tuple(found[field]) for field in COLUMNS if field in found}


def _name(
    names: Sequence[int], ranked: Iterable[tuple[float, str, int]], seen: _Sample
) -> int | None:
    """Return the column of names: by its heading, else by known names in it, else that of ids."""
    if names:
        return names[0]
    if models := [place for _, field, place in ranked if field == "model"]:
        return models[0]
    # Only where no heading tells are the names of all known systems looked up.
    makers = {place for _, field, place in ranked if field in ("developer", "provider")}
    shares = {
        p: known_share(cells)
        for p, cells in enumerate(seen.cells)
        if p not in makers and seen.usable(p)
    }
    best = max(shares, key=lambda p: shares[p], default=None)
    if best is not None and shares[best] >= 0.5:
        return best
    for _, field, place in ranked:
        cells = seen.cells[place]
        lettered = sum(1 for cell in cells if _LETTERS.search(cell))
        if field == "id" and (not seen.rows or lettered >= len(cells) / 2):
            return place
    return None


def _model_field(seen: _Sample, found: Mapping[str, list[int]], place: int) -> str:
    """Return what a model beside a name is: another spelling of it, or what it is built on."""
    if "name" not in found:
        return "name"
    name = found["name"][0]
    told = "model" in fields_of(seen.header[place])
    cells = seen.cells[place]
    if "id" in words(seen.header[place]) and 1 == len({*map(_bare, cells)}) < len(cells):
        return "" if "id" in found else "id"  # which numbers the rows
    pairs = [({*words(seen.cell(row, name))}, {*words(seen.cell(row, place))}) for row in seen.rows]
    pairs = [(one, other) for one, other in pairs if one and other]
    same = sum(1 for one, other in pairs if 2 * len(one & other) >= min(len(one), len(other)))
    if pairs and same >= len(pairs) / 2:
        return "id" if told and "id" not in found else ""
    # Of a list of models a further column of such names may say anything.
    models = says_model(seen.header[name]) or known_share(seen.cells[name]) >= 0.5
    return "built_on" if told or not models else ""


def _told(seen: _Sample, places: Mapping[str, tuple[int, ...]], fixed: Mapping[str, int]) -> str:
    """Return in one line what was taken for what, why where cells told, and how to change it."""
    header = seen.header
    shown = {p: repr(clipped(_line(header[p]), 40)) for each in places.values() for p in each}
    parts = [
        f"{field} {(' else ' if field == 'name' else ' + ').join(shown[p] for p in ps)}"
        for field, ps in places.items()
    ]
    first = places["name"][0]
    others = [p for p in places["name"][1:] if p != first]
    others += [p for p, each in enumerate(header) if "name" in fields_of(each) and p != first]
    others += [p for p, each in enumerate(header) if p not in shown and each.strip()]
    others += [p for ps in places.values() for p in ps if p != first]
    told = ", ".join(parts)
    if others:
        told += f"; to take another: --column {shlex.quote(f'name={_line(header[others[0]])}')}"
    for field, ps in places.items():
        by_cells = [shown[p] for p in ps if field not in fixed and _by_cells(seen, field, p)]
        if by_cells:
            told += f"; by what the cells hold, {field} {' + '.join(by_cells)}: "
            told += f"to take another --column {field}=HEADING, for none --column {field}="
    return told


def _by_cells(seen: _Sample, field: str, place: int) -> bool:
    """Return whether the cells rather than the heading made a column one of a field."""
    if field in ("name", "developer", "task"):
        return False
    fields = fields_of(seen.header[place]).keys()
    return field not in fields and not (field in ("built_on", "id") and "model" in fields)


def _line(heading: str) -> str:
    return " ".join(heading.split())


#: Tells of a cell whether it is what a field has.
_FITS: Mapping[str, Callable[[str], object]] = {
    "name": lambda cell: key(cell) in known_systems(),
    "developer": find_organization,
    "task": lambda cell: find_task(cell.split(",")[0].strip()),
    "kind": lambda cell: any(class_of(plain(part.strip())) for part in cell.split(";")),
    "output": partial(find_value, "Modality"),
    "parameters": whole,
    "released": date,
}
