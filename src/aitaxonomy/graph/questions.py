"""Competency questions, each in a file with its parameters and expected answer; and answers."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy import clock
from aitaxonomy._data import folder
from aitaxonomy.errors import HeaderFault, QueryRefused, UnknownQuestion
from aitaxonomy.html import Link, fragment
from aitaxonomy.rdf.namespaces import XSD as _XSD
from aitaxonomy.rdf.namespaces import expand
from aitaxonomy.store.table import Column, Framed, Table, Value
from aitaxonomy.text import clipped

if TYPE_CHECKING:
    import pyoxigraph as ox

_PARAMETER = re.compile(
    r"^([ \t]*VALUES \?(\w+) \{ )(\"[^\"\n]*\"(?:@[\w-]+|\^\^\S+)?|\S+)( \}[ \t]*)$", re.MULTILINE
)
_REQUIRED = ("title", "question", "source", "answer")
_OPTIONAL = ("tree", "values")
#: The header keys that only the check of a claim may have.
_OF_CHECKS = ("by_definition",)
_CHECKS = "claims"


@dataclass(frozen=True)
class Question:
    """A competency question.

    Attributes:
        name: the question in a few words, as in `every-llm-is-generative-ai`.
        title: a heading for lists.
        question: the question as a person asks it.
        source: where the question comes from.
        expected: the checked answer: true, false, or a table with rows, includes, excludes.
        query: the SPARQL text, parameters at their defaults.
        parameters: the value of each parameter as it stands in the query: the default, for a day
            an example.
        values: what a parameter may be, where the question knows nothing else.
        tree: if each row is an edge of a tree, the columns of the parent and its label, the child
            and its label, and the relation of the child to the parent; otherwise empty.
        by_definition: for the check of a claim, the terms whose definitions entail it, if any.

    """

    name: str
    title: str
    question: str
    source: str
    expected: Any = field(repr=False, compare=False)
    query: str = field(repr=False)
    parameters: Mapping[str, str] = field(compare=False)
    values: Mapping[str, Sequence[str]] = field(compare=False, default_factory=dict)
    tree: tuple[str, ...] = ()
    by_definition: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON of a list of questions."""
        return {"name": self.name, "question": self.question, "parameters": self.defaults}

    @classmethod
    def read(cls, path: Path) -> Question:
        """Read a question file; raises `HeaderFault` with file and line."""
        text = path.read_text(encoding="utf-8")
        optional = _OF_CHECKS if path.parent.name == _CHECKS else _OPTIONAL
        head = read_header(text, path, _REQUIRED, optional)
        asked = cls(
            name=path.stem,
            title=head["title"],
            question=head["question"],
            source=head["source"],
            expected=head["answer"],
            query=text,
            parameters={m[2]: m[3] for m in _PARAMETER.finditer(text)},
            values=head.get("values", {}),
            tree=tuple(head.get("tree", ())),
            by_definition=tuple(head.get("by_definition", ())),
        )
        if asked.by_definition and not asked.is_yes_no:
            raise HeaderFault(f"{path}:1: what is true by definition is asked of axioms: use ASK")
        return asked

    def __repr__(self) -> str:
        return f"<Question {clipped(self.name, 80)}>"

    @property
    def is_yes_no(self) -> bool:
        """Return whether the answer is yes or no: ASK, or SELECT with `?answer` as first column."""
        body = re.sub(r"^#.*$", "", self.query, flags=re.MULTILINE)
        return bool(
            re.search(
                r"^\s*ASK\b|SELECT\s+(DISTINCT\s+)?(\?answer|\(.{0,80}AS \?answer)",
                body,
                re.MULTILINE,
            )
        )

    @property
    def example(self) -> dict[str, str]:
        """The values in the file: CURIEs, and literals as people write them.

        >>> question("models-that-power-a-product").example
        {'product': 'aix:chatgpt', 'date': '2023-06-30'}
        """
        return {name: _plain(value) for name, value in self.parameters.items()}

    @property
    def days(self) -> tuple[str, ...]:
        """The parameters that are a day: without a value they are today, whatever the file says."""
        return tuple(
            name for name, value in self.parameters.items() if _datatype(value) == _XSD + "date"
        )

    @property
    def defaults(self) -> dict[str, str]:
        """Return the default of each parameter: that of the file, but a day is today.

        >>> question("models-that-power-a-product").defaults["date"] == clock.today()
        True
        """
        return {**self.example, **dict.fromkeys(self.days, clock.today())}

    def words(self, values: Mapping[str, str], label: Callable[[str], str]) -> str:
        """Return values of parameters in words; `label` gives that of an IRI.

        >>> asked = question("models-that-power-a-product")
        >>> asked.words(asked.example, lambda iri: "ChatGPT")
        'product: ChatGPT; date: 2023-06-30'
        """

        def said(name: str, value: str) -> str:
            if not _is_literal(self.parameters[name]):
                return label(expand(value) or value)
            return f"{value} (today)" if name in self.days and value == clock.today() else value

        each = (f"{name.replace('_', ' ')}: {said(name, value)}" for name, value in values.items())
        return "; ".join(each)

    def pieces(self) -> list[tuple[str, str]]:
        """Return the query in pieces, each with the parameter whose default it is, or "".

        >>> [piece for piece in question("dall-e-is-an-llm").pieces() if piece[1]]
        [('aix:dall-e-3', 'system'), ('ait:LLM', 'kind')]
        """
        found, end = [], 0
        for match in _PARAMETER.finditer(self.query):
            found += [(self.query[end : match.start(3)], ""), (match[3], match[2])]
            end = match.end(3)
        return [*found, (self.query[end:], "")]

    def bind(self, values: Mapping[str, str]) -> str:
        """Return the query with parameters set; each value is a CURIE, an IRI or a literal text.

        >>> q = question("every-llm-is-generative-ai")
        >>> next(x for x in q.bind({"kind": "ait:LanguageModel"}).splitlines() if "?kind {" in x)
        '  VALUES ?kind { <https://w3id.org/aitaxonomy#LanguageModel> }'

        Raises `UnknownQuestion` for an unknown parameter, `QueryRefused` for an invalid value.
        """
        for name in values:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise UnknownQuestion(f"{self.name} has no parameter {name!r}; it has: {known}")

        def put(match: re.Match[str]) -> str:
            value = values.get(match[2])
            if value is None:
                return match[0]
            name, known = match[2].replace("_", "-"), self.values.get(match[2])
            if known and value not in known:
                raise QueryRefused(f"--{name} {value!r}: take one of {', '.join(known)}")
            try:
                return f"{match[1]}{_term(value, match[3])}{match[4]}"
            except ValueError as error:
                raise QueryRefused(f"--{name} {value!r} {error}") from None

        return _PARAMETER.sub(put, self.query)


def _term(value: str, default: str) -> ox.NamedNode | ox.Literal:
    """Return a value as a term of the sort of the default: an IRI, or a literal of its datatype.

    Raises `ValueError` for an invalid value.
    """
    import pyoxigraph as ox

    if not _is_literal(default):
        if (iri := expand(value)) is None:
            raise ValueError("is not a name of a term: give a CURIE or an IRI")
        try:
            return ox.NamedNode(iri)
        except ValueError as error:
            raise ValueError(f"is not an IRI: {error}") from None
    datatype = _XSD + "integer" if default[0].isdigit() else _datatype(default)
    if datatype in _FORMS:
        parse, form = _FORMS[datatype]
        try:
            parse(value)
        except ValueError:
            raise ValueError(f"is not a {form}") from None
        return ox.Literal(value, datatype=ox.NamedNode(datatype))
    language = default.rpartition('"')[2].removeprefix("@")
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def _is_literal(value: str) -> bool:
    """Return whether a value, as it stands in a query, is a literal, not a name."""
    return value[:1] == '"' or value[:1].isdigit()


def _plain(value: str) -> str:
    """Return a value, as it stands in a query, as people write it."""
    return value[1:].rpartition('"')[0] if value[:1] == '"' else value.strip("<>")


def _datatype(literal: str) -> str:
    return expand(literal.rpartition("^^")[2]) or "" if "^^" in literal else ""


def _day(text: str) -> object:
    from datetime import date

    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):  # what `date` reads is more
        raise ValueError(text)
    return date.fromisoformat(text)


def _month(text: str) -> object:
    return _day(f"{text}-01")


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):  # what `int` reads is more
        raise ValueError(text)
    return int(text)


#: Datatype -> what reads it, and what to say of a value that it does not read.
_FORMS: dict[str, tuple[Callable[[str], object], str]] = {
    _XSD + "date": (_day, "day: write one such as 2023-06-30"),
    _XSD + "gYearMonth": (_month, "month: write one such as 2026-04"),
    _XSD + "integer": (_whole_number, "whole number"),
}


@dataclass(frozen=True)
class Answer(Framed):
    """The answer to a question; truthy for yes, and for rows.

    Attributes:
        question: the question answered.
        answer: True, False, or None (undecided, or the question asks for rows).
        table: the rows; for a yes or no they are the witnesses.
        parameters: the value of each parameter: a CURIE (or IRI), or the text of a literal.

    """

    question: Question
    answer: bool | None
    table: Table
    parameters: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, question: Question, table: Table, parameters: Mapping[str, str] | None = None
    ) -> Answer:
        """Read yes or no off a table: the value of ASK, or of the column ?answer.

        Without other `parameters`, the query was asked as it stands in its file.
        """
        asked = question.example if parameters is None else parameters
        if table.form == "ASK":
            empty = replace(table, columns=(), terms=(), form="SELECT")
            return cls(question, bool(table), empty, asked)
        if not question.is_yes_no:
            return cls(question, None, table, asked)
        verdicts = {row[0] for row in table.rows}
        rest = replace(
            table, columns=table.columns[1:], terms=tuple(row[1:] for row in table.terms)
        )
        truth = verdicts.pop() if len(verdicts) == 1 else None
        return cls(question, None if truth is None else bool(truth), rest, asked)

    @classmethod
    def in_words(
        cls,
        text: str,
        read_as: str,
        columns: tuple[str, ...],
        rows: Iterable[tuple[str, ...]],
        *,
        links: Callable[[str], Link],
        query: str = "",
    ) -> Answer:
        """Return the answer to a question in plain words, from rows of texts and IRIs."""
        import pyoxigraph as ox

        def term(value: str) -> ox.NamedNode | ox.Literal:
            of_web = value.startswith(("http://", "https://")) and " " not in value
            return ox.NamedNode(value) if of_web else ox.Literal(value)

        terms = tuple(tuple(map(term, row)) for row in rows)
        title = f"read as: {read_as}{'' if terms else '; nothing is known of it'}"
        asked = Question(text, title, text, "", None, query, {})
        return cls(asked, None, Table(columns, terms, _link=links))

    @property
    def source(self) -> str:
        """The source of the question."""
        return self.question.source

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows as tuples of Python values."""
        return self.table.rows

    def __bool__(self) -> bool:
        return bool(self.answer) if self.question.is_yes_no else bool(self.table)

    @property
    def asked_with(self) -> str:
        """The values of the parameters in words, or how open words were read; else empty."""
        if not self.question.source:
            return self.question.title
        return self.question.words(self.parameters, self.table.label)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a dict a row; names are CURIEs."""
        return self.table.to_dicts()

    def _columns(self) -> dict[str, Column]:
        return self.table._columns()

    def to_json(self) -> dict[str, Any]:
        """Return the documented JSON of `ask`."""
        return {
            "question": self.question.question,
            "title": self.question.title,
            "parameters": dict(self.parameters),
            "answer": self.answer,
            "columns": list(self.table.columns),
            "rows": self.to_dicts(),
            "source": self.source,
        }

    def __str__(self) -> str:
        if not self.question.is_yes_no:
            return f"{len(self.table)} rows"
        return {True: "yes", False: "no", None: "unknown"}[self.answer]

    def __repr__(self) -> str:
        return f"<Answer {clipped(self.question.name)}: {self}>"

    def for_html(self) -> dict[str, Any]:
        """The values of the template `answer.html`."""
        tones = {True: "good", False: "bad", None: "unknown"}
        return {
            "question": self.question.question,
            "asked_with": self.asked_with,
            "answer": str(self),
            "tone": tones[self.answer] if self.question.is_yes_no else "info",
            "source": self.source,
            **_without_labels_of_links(self.table.for_html()),
        }

    def _repr_html_(self) -> str:
        return fragment("answer.html", **self.for_html())


@cache
def question_files() -> Mapping[str, Path]:
    """Return the name and the file of every question, by name.

    >>> "every-llm-is-generative-ai" in question_files()
    True
    """
    return {path.stem: path for path in sorted(folder("queries").glob("*.rq"))}


@cache
def claim_checks() -> Mapping[str, Path]:
    """Return the name and the file of every query that checks a claim of the article."""
    return {path.stem: path for path in sorted((folder("queries") / _CHECKS).glob("*.rq"))}


@cache
def question(name: str) -> Question:
    """Return a question by its name.

    Raises `UnknownQuestion` with similar names.
    """
    files = question_files()
    if name not in files:
        close = difflib.get_close_matches(name, files, 3, 0.4)
        hint = f"did you mean {' or '.join(close)}?" if close else "`ask` alone lists them"
        raise UnknownQuestion(f"no question is named {name!r}; {hint}")
    return Question.read(files[name])


_MARK = "#:"


def read_header(
    text: str, path: Path | str, required: Collection[str], optional: Collection[str] = ()
) -> dict[str, Any]:
    r"""Return the header of `text` as a dict; `path` is used in messages only.

    >>> read_header('#: title = "Yes"\nASK {}', "q.rq", ["title"])
    {'title': 'Yes'}

    Raises `HeaderFault` with file and line for TOML that does not parse, and for a missing or an
    unknown key.
    """
    lines = text.splitlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith(_MARK)), len(lines))
    block = "\n".join(line.removeprefix(_MARK).removeprefix(" ") for line in lines[:count])
    try:
        header = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        raise HeaderFault(f"{path}: the header is not TOML: {error}. Mend that line.") from None
    for key in required:
        if key not in header:
            raise HeaderFault(f"{path}:1: the header has no {key!r}: add '#: {key} = ...'")
    for key in header:
        if key not in required and key not in optional:
            line = next((i for i, t in enumerate(lines, 1) if t.startswith(f"{_MARK} {key}")), 1)
            known = ", ".join([*required, *optional])
            raise HeaderFault(f"{path}:{line}: unknown key {key!r} in the header; known: {known}")
    return header


def _without_labels_of_links(table: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a table without columns that repeat the texts of the links beside."""
    rows = table["rows"]
    shown = [
        place for place in range(len(table["columns"]))
        if not place or not rows
        or any(row[place] != getattr(row[place - 1], "text", None) for row in rows)
    ]  # fmt: skip
    columns = [table["columns"][place] for place in shown]
    return table | {"columns": columns, "rows": [[row[i] for i in shown] for row in rows]}
