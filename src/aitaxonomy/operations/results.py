"""The work of each operation: from a taxonomy, values of parameters and the body of a request.

Each returns a result whose `to_json` is its one JSON form; how it looks to people is the business
of each face.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from aitaxonomy.errors import AITaxonomyError, UnknownTerm
from aitaxonomy.graph.mappings import foreign
from aitaxonomy.graph.names import normalized
from aitaxonomy.operations.parameters import ParameterFault, Values
from aitaxonomy.rdf.namespaces import curie, expand
from aitaxonomy.scratch import ScratchFolder

if TYPE_CHECKING:
    from aitaxonomy.graph.term import Term
    from aitaxonomy.taxonomy import Taxonomy

#: The name in answers of a list that was sent: its path is not for others to see.
_LIST = "list"
#: What a file in Turtle begins with.
_TURTLE = (b"@prefix", b"@base", b"PREFIX", b"prefix")


class Result(Protocol):
    """The result of an operation."""

    def to_json(self) -> Any:
        """Return the documented JSON."""


@dataclass(frozen=True)
class Document:
    """A result that is JSON already."""

    json: Any

    def to_json(self) -> Any:
        """Return the documented JSON."""
        return self.json


@dataclass(frozen=True)
class TermHits:
    """The terms that a search finds, best first."""

    terms: Sequence[Term]

    def to_json(self) -> list[dict[str, str]]:
        """Return the documented JSON of `search`."""
        return [
            {"term": t.curie, "label": t.label, "kind": t.kind, "definition": t.definition}
            for t in self.terms
        ]


def is_a(ai: Taxonomy, given: Values, _: bytes) -> Result:
    """Return the verdict on a thing and a kind."""
    strict, conventions = given.get("strict", False), not given.get("without_conventions", False)
    return ai.is_a(given["thing"], given["kind"], strict=strict, conventions=conventions)


def check(ai: Taxonomy, given: Values, _: bytes) -> Result:
    """Return the verdict on a claim."""
    return ai.check(given["claim"], conventions=not given.get("without_conventions", False))


def search(ai: Taxonomy, given: Values, _: bytes) -> TermHits:
    """Return what a text finds."""
    return TermHits(ai.search(given["text"]))


def show(ai: Taxonomy, given: Values, _: bytes) -> Term:
    """Return a term."""
    return ai[given["term"]]


def tree(ai: Taxonomy, given: Values, _: bytes) -> Result:
    """Return the tree below a term."""
    return ai.tree(**given)


def compare(ai: Taxonomy, given: Values, _: bytes) -> Result:
    """Return two things side by side."""
    return ai.compare(given["a"], given["b"])


def find(ai: Taxonomy, given: Values, _: bytes) -> Result:
    """Return the systems that filters let through."""
    return ai.find(**given)


@dataclass(frozen=True)
class ShortAdvice:
    """Advice, of whose systems so many are shown."""

    advice: Any
    limit: int

    def to_json(self) -> Any:
        """Return the documented JSON of `recommend`."""
        return self.advice.to_json(self.limit)


def recommend(ai: Taxonomy, given: Values, _: bytes) -> ShortAdvice:
    """Return advice for a purpose and wishes."""
    wishes = {name: value for name, value in given.items() if name != "limit"}
    return ShortAdvice(ai.recommend(**wishes), given["limit"])


def questions(ai: Taxonomy, _: Values, __: bytes) -> Document:
    """Return all questions."""
    return Document([each.to_json() for each in ai.questions()])


def ask(ai: Taxonomy, given: Values, _: bytes) -> Result:
    """Return the answer to a question."""
    more = {key.replace("-", "_"): each for key, each in given.items() if key != "question"}
    return ai.ask(given["question"], **more)


def sparql(ai: Taxonomy, given: Values, _: bytes) -> Result:
    """Return the rows of a query."""
    more = {name: each for name, each in given.items() if name != "query"}
    return ai.sparql(given["query"], **more)


def claims(ai: Taxonomy, _: Values, __: bytes) -> Result:
    """Return the claims of the article with their verdicts."""
    return ai.claims()


def sources(ai: Taxonomy, _: Values, __: bytes) -> Document:
    """Return how many statements rest on which sort of source."""
    from aitaxonomy.graph.sourcing import sourcing

    header = "statements", "number", "share", "of flagships", "share of flagships"
    rows = sourcing(ai.content.store.select).rows()
    return Document([dict(zip(header, row, strict=True)) for row in rows])


def classify(ai: Taxonomy, given: Values, body: bytes) -> Result:
    """Return what each system of a list is."""
    return _of_list(ai, given, body, lambda mine: mine.classify(
        kinds=given.get("kind")).to_json(proofs=given.get("why", False)))  # fmt: skip


def validate(ai: Taxonomy, given: Values, body: bytes) -> Result:
    """Return what is wrong with a list or RDF."""
    return _of_list(ai, given, body, lambda mine: mine.validate().to_json())


def _of_list(ai: Taxonomy, given: Values, body: bytes, work: Any) -> Document:
    """Return what is said of a list that was sent, in which its path is not told."""
    with ScratchFolder() as folder:
        turtle = given.get("read_as") == "turtle" or body.lstrip().startswith(_TURTLE)
        file = Path(folder) / f"{_LIST}{'.ttl' if turtle else ''}"  # whose lines can be told
        file.write_bytes(body)
        accept = given.get("accept_proposals", False)
        try:
            text = json.dumps(work(ai.read(file, given.get("read_as"), accept_proposals=accept)))
        except AITaxonomyError as error:
            raise type(error)(str(error).replace(str(file), _LIST)) from None
        return Document(json.loads(text.replace(str(file), _LIST)))


# --- identifiers


@dataclass(frozen=True)
class CheckedTerm:
    """The meaning of an identifier, if it is known, and the terms with such a label."""

    id: str
    label: str
    verdict: str
    means: str | None = None
    means_label: str | None = None
    label_is: str | None = None
    hint: str = ""


def check_terms(ai: Taxonomy, given: Values, _: bytes) -> Document:
    """Return for identifiers with labels whether each exists, and means what its label says."""
    terms = [_checked(ai, *_pair(each)) for each in given["pair"]]
    right = all(term.verdict == "match" for term in terms)
    return Document({"all_match": right, "terms": [asdict(term) for term in terms]})


def _pair(text: str) -> tuple[str, str]:
    name, equals, label = text.partition("=")
    if not (name and equals and label):
        raise ParameterFault(f"pair: {text[:60]!r}: write ID=LABEL, as in aix:gpt-4=GPT-4")
    return name, label


def _checked(ai: Taxonomy, name: str, label: str) -> CheckedTerm:
    iri, label_is = expand(name), _called(ai, label)
    if iri and (hint := ai.names.warning(iri)):
        new = ai.names.current(iri)
        of = curie(new), ai.names.label(new)
        return CheckedTerm(name, label, "deprecated", *of, label_is, hint)
    try:
        if name not in ai.names and (mapped := foreign(name)):
            same = normalized(label) == normalized(mapped.object_label)
            ours = curie(mapped.subject), mapped.subject_label
            return CheckedTerm(
                name, label, "match" if same else "other meaning", *ours,
                None if same else mapped.object_label, mapped.said,
            )  # fmt: skip
        found = ai.names.find(name)
    except UnknownTerm as error:
        return CheckedTerm(name, label, "no such identifier", label_is=label_is, hint=str(error))
    if iri != found:
        hint = f"a label, not an identifier: did you mean {curie(found)!r}?"
        return CheckedTerm(name, label, "no such identifier", label_is=label_is, hint=hint)
    means = curie(found), ai.names.label(found)
    if ai.names.meanings(label, [found]):
        return CheckedTerm(name, label, "match", *means)
    return CheckedTerm(name, label, "other meaning", *means, label_is)


def _called(ai: Taxonomy, label: str) -> str | None:
    """Return what has a label, as a CURIE."""
    try:
        return ai[label].curie
    except UnknownTerm:
        return None
