"""The result of every reader of an inventory: one record per system, and a tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple, get_type_hints

from aitaxonomy.text import clipped

#: The number of left-out fields that the text of a tally lists.
_SHOWN = 8
#: The number of different reasons that it lists of each sort, and the characters of each.
_LISTED, _WIDEST = 20, 200
#: So many characters of a value that is remarked on are kept.
_LONGEST = 200


class Source(NamedTuple):
    """The place of a record: its file, the format it was read in, and its line if known."""

    file: str
    format: str
    line: int | None = None

    def __str__(self) -> str:
        """Return file and line as a compiler would print them.

        >>> str(Source("models.csv", "csv", 3))
        'models.csv:3'
        """
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Derivation(NamedTuple):
    """The base of a system, and the way of derivation: "fine-tuned", "adapter", "merged" ...

    `how` is "built on" where the inventory does not say.
    """

    of: str
    how: str = "built on"


class Conclusion(NamedTuple):
    """A kind that an import rule concludes, and the reason.

    `kind` is the local name of a class of ours, such as "LLM".
    """

    kind: str
    because: str


class Proposal(NamedTuple):
    """A suggestion by words of an entry: nothing follows from it unless it is accepted.

    Attributes:
        means: the local name of the class or the task that the words suggest.
        words: the words, as they stand in the entry.
        field: where they stand: "name", "labels" or "description".
        number: which of the texts of that field, from 1.
        start: the character of that text at which they start, from 1.
        confidence: above 0, up to 1.
        because: why they suggest it, in words, where the words alone do not tell.

    >>> print(Proposal("GenerativeAI", "drafts replies", "description", 1, 10, 0.9))
    GenerativeAI: "drafts replies" (description 1, character 10; confidence 0.90)

    """

    means: str
    words: str
    field: str
    number: int
    start: int
    confidence: float
    because: str = ""

    @property
    def place(self) -> str:
        """The place of the words in the entry."""
        text = self.field if self.field == "name" else f"{self.field} {self.number}"
        return f"{text}, character {self.start}"

    def __str__(self) -> str:
        why = f"; {self.because}" if self.because else ""
        return f'{self.means}: "{self.words}" ({self.place}; confidence {self.confidence:.2f}{why})'


class RecordField(NamedTuple):
    """The treatment of a field of a record by readers, writers and import rules.

    Attributes:
        type: how its values are read: "text", "texts", "count", "date", "flag", "modality",
            "modalities", "organizations" or "systems".
        column: its heading in our tables; "" where they do not have it.
        properties: the properties that state it, by local names, the preferred one first.
        range: the class of the individuals that it names, by local name; "" for other values.
        bill: the name of its property in our bills of materials; "" where CycloneDX has a field.
        called: what one of its values is called in messages, or what an unknown one is.
        many: whether it takes all columns of a list that fit.
        of_words: whether its cells are words, never sentences.
        shown: whether it is shown as a column where the format has no columns.
        name: its name in the record.

    """

    type: str = "text"
    column: str = ""
    properties: tuple[str, ...] = ()
    range: str = ""
    bill: str = ""
    called: str = ""
    many: bool = False
    of_words: bool = False
    shown: bool = False
    name: str = ""


Texts = tuple[str, ...]
_Field = RecordField
_TAKEN = ("nativelyAccepts", "accepts")
_MADE = ("nativelyGenerates", "generates", "transducesTo", "hasOutput")
_NO = "not one of our modalities"
_DATED = ("announcedOn", "availableSince", "weightsReleasedOn", "paperPublishedOn")


class Record(NamedTuple):
    """A system of an inventory; the row of a field says where the field is read and written.

    Names of modalities are local names of ours ("text", "image", "speech"); tasks are task ids of
    the Hugging Face Hub; dates are written YYYY, YYYY-MM or YYYY-MM-DD. A field that is empty or
    None was not given, which is never a "no". All other names stay as the inventory spells them.
    `primary_because` is the import rule that gave `primary`, None where the inventory states it.
    `undecided` holds, in words, why a field does not decide whether the system is generative.
    `description` has free text about use and purpose, `labels` the raw words of columns that
    classify ("Classical/Predictive Machine Learning").
    `proposed` is what the words of both suggest. `of_models` tells whether the list calls what it
    lists models. `row` has the headings and the cells of a table, as they stand there, to be shown.

    >>> Record("Mistral 7B", Source("models.csv", "csv", 2), outputs=("text",)).outputs
    ('text',)
    """

    # fmt: off
    name: Annotated[str, _Field("text", "name", bill="name")]
    source: Source
    id: Annotated[str | None, _Field("text", "id", bill="id", shown=True)] = None
    aliases: Annotated[Texts, _Field("texts", bill="alias")] = ()
    kind: Annotated[str | None,
        _Field("text", "kind", bill="kind", of_words=True, shown=True)] = None
    developer: Annotated[str | None,
        _Field("organizations", "developer", ("developedBy",), of_words=True, shown=True)] = None
    provider: Annotated[str | None,
        _Field("organizations", "provider", ("providedBy",), shown=True)] = None
    tasks: Annotated[Texts,
        _Field("texts", "task", ("performsTask",), "Task", "task", "not one of our tasks",
               of_words=True, shown=True)] = ()
    inputs: Annotated[Texts,
        _Field("modalities", "input", _TAKEN, "Modality", "input", _NO,
               of_words=True, shown=True)] = ()
    outputs: Annotated[Texts,
        _Field("modalities", "output", _MADE, "Modality", "output", _NO,
               of_words=True, shown=True)] = ()
    primary: Annotated[str | None,
        _Field("modality", "primary", ("hasPrimaryModality",), "Modality", "primary", _NO)] = None
    primary_because: str | None = None
    parameters: Annotated[int | None,
        _Field("count", "parameters", ("parameterCount",), bill="parameters", shown=True)] = None
    active_parameters: Annotated[int | None,
        _Field("count", "", ("activeParameterCount",), bill="active-parameters")] = None
    architecture: Annotated[str | None,
        _Field("text", "architecture", ("hasArchitecture",), "Architecture", "architecture",
               called="an architecture")] = None
    derived_from: Annotated[tuple[Derivation, ...],
        _Field("systems", "built_on", many=True, of_words=True)] = ()
    released: Annotated[str | None,
        _Field("date", "released", _DATED, bill="released", shown=True)] = None
    retired: Annotated[str | None,
        _Field("date", "retired", ("retiredOn",), bill="retired", shown=True)] = None
    licence: Annotated[str | None,
        _Field("text", "licence", ("hasLicence",), "Licence",
               called="a licence", shown=True)] = None
    access: Annotated[Texts,
        _Field("texts", "access", ("hasAccess",), "AccessLevel", "access",
               called="a way of access", shown=True)] = ()
    open_weights: Annotated[bool | None, _Field("flag", bill="open-weights")] = None
    context_window: Annotated[int | None,
        _Field("count", "context_window", ("contextWindow",), bill="context-window",
               shown=True)] = None
    output_limit: Annotated[int | None,
        _Field("count", "", ("outputLimit",), bill="output-limit")] = None
    knowledge_cutoff: Annotated[str | None,
        _Field("date", "knowledge_cutoff", ("knowledgeCutoff",), bill="knowledge-cutoff",
               shown=True)] = None
    training_data: Annotated[Texts,
        _Field("texts", "training_data", ("trainedOn",), "TrainingData",
               called="training data")] = ()
    languages: Annotated[Texts,
        _Field("texts", "languages", ("supportsLanguage",), "Language", "language",
               called="a language", shown=True)] = ()
    concluded: tuple[Conclusion, ...] = ()
    undecided: Texts = ()
    labels: Annotated[Texts, _Field("texts", "labels", bill="label", many=True)] = ()
    description: Annotated[Texts,
        _Field("texts", "description", bill="description", many=True, shown=True)] = ()
    proposed: tuple[Proposal, ...] = ()
    of_models: bool = False
    row: tuple[list[str], list[str]] | None = None
    # fmt: on

    @property
    def called(self) -> str:
        """The name to look up: of what a file sets up the id, as its own name is anybody's."""
        return (self.source.format == "deployment" and self.id) or self.name


def _fields() -> Iterator[RecordField]:
    for name, hint in get_type_hints(Record, include_extras=True).items():
        for row in getattr(hint, "__metadata__", ()):
            yield row._replace(name=name)


FIELDS = tuple(sorted(_fields(), key=lambda each: each.name != "id"))
"""The fields that a list may state: the id, and the others in the order of the record."""
COLUMNS: Mapping[str, RecordField] = {each.column: each for each in FIELDS if each.column}
"""The fields that tables have, by our headings."""


class Spot(NamedTuple):
    """The place of an entry in its list.

    Attributes:
        row: of a table the row, of another list the number of the entry, from 1.
        line: its line in the file, None where it is not known.
        name: what the entry is called.
        part: the sheet or the list in the file, "" where there is but one.

    """

    row: int
    line: int | None
    name: str
    part: str = ""


class Remark(NamedTuple):
    """The object of a remark: a value in a column.

    Attributes:
        about: "unread" (what is not a number or day), "unknown" (a word), "future" (a day), "again"
            (an id), "pair" (a licence beside a way of access), "size" (beside a name that states
            another), "against" (a kind that a name speaks against), "error" (of a spreadsheet),
            "claim" (of what is certainly a known system), or "base" (of what is built on one).
        field: our name of the column.
        column: the list's name of it.
        value: what stands there.
        other: of a pair, the other value; of a size, the name; of what a name speaks against, the
            words of the name; of a claim, the IRI of the known system; of a word, what is meant
            where that is certain.

    """

    about: str
    field: str
    column: str
    value: str
    other: str = ""


class Headed(NamedTuple):
    """The columns of a list: all headings, and place and heading of those of each field."""

    headings: Sequence[str]
    columns: Mapping[str, Sequence[tuple[int, str]]]


@dataclass(repr=False)
class Tally:
    """The tally of a reader: values read, skipped and not understood, with remarks.

    Attributes:
        left_out: counts of fields that have no meaning here, such as prices, by their name.
        columns: what a list was read as: which column was taken for which field.
        remarks: each remark with the places that it is made at.
        lists: the columns of each part of the file; none where the reader does not tell them.
        part: the sheet or the list in the file that is being read.
        spot: the place of the entry in hand.

    >>> tally = Tally()
    >>> tally.read += 1
    >>> tally.skip("mode 'search' is not a system", "tavily/search")
    >>> print(tally)
    read 1, mapped 0, skipped 1
      skipped 1: mode 'search' is not a system (tavily/search)

    """

    read: int = 0
    mapped: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    unknown_fields: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    columns: str = ""
    remarks: dict[Remark, list[Spot]] = field(default_factory=dict)
    lists: dict[str, Headed] = field(default_factory=dict)
    part: str = ""
    spot: Spot = field(default=Spot(0, None, ""))
    _cells: Sequence[str] = ()
    _headed: Headed | None = None

    def skip(self, reason: str, what: str) -> None:
        """Count a skipped entry; the first of each reason is its example."""
        self._count(self.skipped, reason, what)

    def unknown(self, field_or_value: str, where: str, of: tuple[str, str] | None = None) -> None:
        """Count a field or value that is not understood; the entry itself is kept.

        A remark is made on it where `of` has our name of its column, and the value.
        """
        self._count(self.unknown_fields, field_or_value, where)
        if of:
            self.remark("unknown", *of)

    def note(self, what: str, where: str) -> None:
        """Count something worth knowing about an entry that is kept."""
        self._count(self.noted, what, where)

    def _count(self, counts: Counter[str], what: str, example: str) -> None:
        counts[what] += 1
        self.examples.setdefault(what, example)

    def leave(self, fields: Iterable[str], but: frozenset[str]) -> None:
        """Count the fields of an entry that the reader does not read.

        >>> tally = Tally()
        >>> tally.leave({"name": "A", "price": 1}, frozenset({"name"}))
        >>> print(tally)
        read 0, mapped 0, skipped 0
          left out, without a meaning here: price (1)
        """
        self.left_out.update(str(each) for each in fields if each not in but)

    def begin(self, header: Sequence[str], places: Mapping[str, tuple[int, ...]]) -> None:
        """Begin a list whose columns are known."""
        headings = [" ".join(cell.split()) for cell in header]
        columns = {field: [(p, headings[p]) for p in found] for field, found in places.items()}
        self._headed = self.lists[self.part] = Headed(headings, columns)

    def step(self, row: int, line: int | None, name: str, cells: Sequence[str] = ()) -> None:
        """Go on to the next entry."""
        self.spot, self._cells = Spot(row, line, name, self.part), cells

    def heading(self, field: str, part: str) -> str | None:
        """Return the heading of the first column of a field in a part, None if it has none."""
        if part not in self.lists:
            return field
        return next((heading for _, heading in self.lists[part].columns.get(field, ())), None)

    def remark(self, about: str, field: str, value: str, other: str = "") -> None:
        """Keep a remark on a value of the entry in hand; none on what stands in no column.

        >>> tally = Tally()
        >>> tally.begin(["Tool", "Size"], {"name": (0,), "parameters": (1,)})
        >>> tally.step(3, 3, "Aurora", ["Aurora", "-7"])
        >>> tally.remark("unread", "parameters", "-7")
        >>> [(remark.column, spots[0].row) for remark, spots in tally.remarks.items()]
        [('Size', 3)]
        """
        found = self._headed.columns.get(field, ()) if self._headed else ()
        columns = [heading for place, heading in found if self._cells[place]]
        if len(columns) > 1:  # that which has the value, or asks the question that it answers
            columns = [h for p, h in found if value in self._cells[p] or h[:-1] in value] or columns
        for column in columns[:1] if self._headed else [field]:
            remark = Remark(about, field, column, value[:_LONGEST], other)
            self.remarks.setdefault(remark, []).append(self.spot)

    def mistake(self, column: str, value: str) -> None:
        """Keep a remark on an error of a spreadsheet in a column of the entry in hand."""
        self.remarks.setdefault(Remark("error", "", column, value), []).append(self.spot)

    def to_json(self) -> dict[str, object]:
        """Return the counts as JSON: read, mapped, skipped, unknown_fields, noted ...

        `columns` is there only where something about them was to be found out.
        """
        return {
            "read": self.read,
            "mapped": self.mapped,
            "skipped": self._listed(self.skipped),
            "unknown_fields": self._listed(self.unknown_fields),
            "noted": self._listed(self.noted),
            "left_out": [{"field": f, "count": n} for f, n in self.left_out.most_common()],
            **({"columns": self.columns} if self.columns else {}),
        }

    def _listed(self, counts: Counter[str]) -> list[dict[str, object]]:
        return [
            {"reason": reason, "count": count, "example": self.examples[reason]}
            for reason, count in counts.most_common()
        ]

    def __str__(self) -> str:
        lines = [f"read {self.read}, mapped {self.mapped}, skipped {self.skipped.total()}"]
        if self.columns:
            lines.append(f"  columns: {self.columns}")
        words = {
            "skipped": self.skipped,
            "not understood": self.unknown_fields,
            "noted": self.noted,
        }
        for word, counts in words.items():
            lines += [
                f"  {word} {n}: {clipped(why, _WIDEST)} ({self.examples[why]})"
                for why, n in counts.most_common(_LISTED)
            ]
            if (others := len(counts) - _LISTED) > 0:
                lines.append(f"  {word}: and {others:,} more")
        if fields := ", ".join(f"{name} ({n})" for name, n in self.left_out.most_common(_SHOWN)):
            others = len(self.left_out) - _SHOWN
            more = f" and {others} more fields" if others > 0 else ""
            lines.append(f"  left out, without a meaning here: {fields}{more}")
        return "\n".join(lines)
