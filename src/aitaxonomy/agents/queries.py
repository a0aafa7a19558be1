"""Tools that query: ask, sparql."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from aitaxonomy.agents.answers import AnsweredQuestion, Listed, Rows
from aitaxonomy.agents.arguments import Limit, Parameters, Query, Question, Start
from aitaxonomy.agents.terms import page
from aitaxonomy.errors import QueryTimeout
from aitaxonomy.rdf.namespaces import IRI, curie, expand
from aitaxonomy.taxonomy import Taxonomy

#: Seconds that a query of an agent may take.
_SECONDS = 10.0


def ask(
    ai: Taxonomy,
    question: Question = None,
    parameters: Parameters = None,
    limit: Limit = 50,
    start: Start = 0,
) -> AnsweredQuestion:
    """Answer a prepared question by its name; without one, list the questions.

    Values of parameters are names, as of systems and kinds; a day that is not given is today.
    Raises `UnknownQuestion`, `UnknownTerm`, and `QueryRefused` for a value that a parameter may
    not have.

    >>> ask(Taxonomy(), "every-llm-is-generative-ai").answer
    'yes'
    """
    if question is None:
        listed = [Listed(q.name, q.question, q.defaults) for q in ai.questions()]
        questions, more = page(listed, limit, start, "questions")
        return AnsweredQuestion(questions=questions, more=more)
    answer = ai.ask(question, **(parameters or {}))
    shown, more = page(answer.rows, limit, start, "rows")
    words: dict[bool | None, Any] = {True: "yes", False: "no", None: "undecided"}
    return AnsweredQuestion(
        question=answer.question.question,
        parameters=dict(answer.parameters),
        answer=words[answer.answer] if answer.question.is_yes_no else None,
        columns=list(answer.table.columns),
        rows=_cells(shown),
        labels=_labels(ai, [*shown, [IRI(expand(x) or x) for x in answer.parameters.values()]]),
        source=answer.source,
        more=more,
    )


def sparql(ai: Taxonomy, query: Query, limit: Limit = 50) -> Rows:
    """Run a read-only SPARQL query over what is stated and what follows; known prefixes are given.

    It ends after ten seconds. Raises `QueryRefused` (SERVICE, FROM, updates, what is no SPARQL) and
    `QueryTimeout`.

    >>> sparql(Taxonomy(), "ASK { aix:gpt-4 a ait:LLM }").rows
    [[True]]
    """
    try:
        table = ai.sparql(query, timeout=_SECONDS, limit=limit)
    except QueryTimeout:
        raise QueryTimeout(f"stopped after {_SECONDS:g} s: make the query narrower") from None
    rows = table.rows
    return Rows(list(table.columns), _cells(rows), table.truncated, _labels(ai, rows))


def _cells(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Return rows in the types of JSON, names as CURIEs."""
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> Any:
    if isinstance(value, IRI):
        return value.curie
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _labels(ai: Taxonomy, rows: Iterable[Sequence[Any]]) -> dict[str, str]:
    """Return the labels of the names in rows."""
    labels = ai.names.labels
    found = {value for row in rows for value in row if isinstance(value, IRI) and value in labels}
    return {curie(iri): labels[iri] for iri in sorted(found)}
