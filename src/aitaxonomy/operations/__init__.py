"""The operations of the library, each declared once: parameters, result and JSON.

The command line, HTTP with its OpenAPI description, the tools of agents and the reference are made
from this table. How a result looks to people is the business of each face.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aitaxonomy.advice.wishes import ACCESS, PREFERENCES, SORTINGS
from aitaxonomy.operations import parameters, results, schemas
from aitaxonomy.operations.parameters import Parameter, ParameterFault, Values, unknown

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

__all__ = [
    "OPERATIONS",
    "VERBS",
    "Operation",
    "Parameter",
    "ParameterFault",
    "Values",
    "unknown",
    "values_of",
]  # fmt: skip


@dataclass(frozen=True)
class Operation:
    """A verb of the library.

    Attributes:
        summary: what it does, in a line.
        parameters: what may be given.
        run: gives the result, from a taxonomy, the values and the body.
        schema: the JSON Schema of the result's JSON.
        more: the rest of the description, for agents and the reference.
        free: whether other parameters are passed on as texts.
        body: what the body of the request holds, "" for a request without one.
        tool: its name among the tools of agents, "" if they are not offered it.
        unlisted: the parameters that agents are not offered: each costs them tokens; of those that
            have a default for few, that is what they get.
        unsaid: the members of its JSON that agents are not told.
        pages: whether agents may read on in its lists, and how many entries they get at first.

    """

    summary: str
    parameters: tuple[Parameter, ...]
    run: Callable[[Taxonomy, Values, bytes], results.Result]
    schema: Mapping[str, Any]
    more: str = ""
    free: bool = False
    body: str = ""
    tool: str = ""
    unlisted: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    pages: int = 0

    def read(self, given: Iterable[tuple[str, Any]]) -> Values:
        """Return the values of parameters; raises `ParameterFault`.

        >>> OPERATIONS["is"].read([("system", "ChatGPT"), ("kind", "LLM")])
        {'thing': 'ChatGPT', 'kind': 'LLM'}
        """
        return parameters.read(self.parameters, given, free=self.free)


_A_THING = ("name", "system", "term", "subject", "id", "iri", "entity")
_THING = Parameter(
    "thing", "a system, or a kind: then each of its members", required=True, positional=True,
    names_a_term=True, other_names=_A_THING,
)  # fmt: skip
_KIND = Parameter(
    "kind",
    'what follows "is": LLM, open source, made by Google; a CURIE such as ait:LLM strictly',
    required=True, positional=True, names_a_term=True, joined_by=("a", "an", "is"),
    other_names=("class", "type", "category", "predicate"),
)  # fmt: skip
#: The parts of the steps of a proof that agents get from `why` alone.
_IN_SHORT = ("axiom", "premises", "file", "line", "source_tier", "source_locator", "predicate")
_STRICT = Parameter("strict", "read the kind as the ontology defines it", "boolean")
_BARE = Parameter("without_conventions", "leave out what rests on a convention", "boolean")
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_CLASS = Parameter(
    "kind", "the class of the systems, such as LLM", names_a_term=True,
    other_names=("class", "type", "category"),
)  # fmt: skip
_READ_AS = Parameter("read_as", "its format (default: guessed)", other_names=("format",))


def _flag(name: str, text: str, group: str = "") -> Parameter:
    return Parameter(name, text, "boolean", group=group)


def _side(name: str, text: str, *others: str, after: tuple[str, ...] = ()) -> Parameter:
    return Parameter(name, text, required=True, positional=True, names_a_term=True,
                     other_names=others, joined_by=after)  # fmt: skip


#: What may be asked of a system.
_FILTERS = (
    Parameter("developer", "the organization that developed it, such as Mistral AI",
              other_names=("maker", "company", "provider", "organization", "vendor")),
    Parameter("country", "where its developer is based, such as China, or EU"),
    Parameter("content", "a content type to make", many=True,
              other_names=("output", "generates", "modality")),
    Parameter("accepts", "a modality to take in, such as image", many=True,
              other_names=("input",)),
    _flag("native", "a model that makes the content itself", "way"),
    _flag("integrated", "a system into which models are integrated", "way"),
    _flag("open_weights", "weights for anybody to use, change and pass on", "openness"),
    _flag("open_source", "weights under an open-source licence", "openness"),
    _flag("fully_open", "the same, and open training data", "openness"),
    _flag("closed", "weights, data and code kept back", "openness"),
    Parameter("licence", 'a licence or a kind of licence, such as MIT or "permissive licence"',
              other_names=("license",)),
    _flag("commercial", "a licence or terms that permit commercial use"),
    _flag("reasoning", "a model trained to reason"),
    _flag("agent", "an agent, or a model that calls tools"),
    Parameter("access", "how it is used", values=tuple(ACCESS)),
    Parameter("min_parameters", "such as 70e9 or 70B", "number", other_names=("min_size",)),
    Parameter("max_parameters", "such as 10e9 or 10B", "number", other_names=("max_size",)),
    Parameter("min_context", "in tokens, such as 128k", "number", other_names=("context",)),
    Parameter("max_price", "US dollars for a million tokens read", "number"),
    Parameter("max_memory", "gigabytes to run it in", "number", other_names=("memory", "vram")),
    Parameter("released_after", "a day, YYYY-MM-DD", pattern=_DAY, other_names=("since",)),
    Parameter("released_before", "a day, YYYY-MM-DD", pattern=_DAY, other_names=("until",)),
    Parameter("language", "such as German, or de", many=True, other_names=("lang",)),
    Parameter("region", "where it is offered, such as Switzerland, CH or EU"),
    Parameter("data_region", "where data have to stay, such as EU"),
    Parameter("without", "a maker, country or system to leave out", many=True,
              other_names=("exclude", "not")),
)  # fmt: skip

OPERATIONS: dict[str, Operation] = {
    "is": Operation(
        "Tell whether a thing is of a kind, and why",
        (_THING, _KIND, _STRICT, _BARE),
        results.is_a, schemas.VERDICT, tool="is_a", unsaid=_IN_SHORT,
        more="Plain words are read as people use them, a CURIE as the ontology defines it. "
        "Unknown is not no: `missing` says what would decide it.",
    ),
    "why": Operation(
        "Prove that a thing is, or is not, of a kind",
        (_THING, _KIND, _STRICT, _BARE),
        results.is_a, schemas.VERDICT, tool="why", unlisted=("without_conventions",),
        more="Each step can be checked by itself: rule, axiom, file and line.",
    ),
    "check": Operation(
        "Tell whether a claim holds, and why",
        (Parameter(
                "claim", 'such as "every LLM is generative AI", "ChatGPT generates images"',
                required=True, positional=True, is_sentence=True, longest=2000,
                other_names=("statement", "text", "sentence"),
            ), _BARE),
        results.check, schemas.CHECKED, tool="check_claim", unsaid=_IN_SHORT,
        more="Forms: X is Y; X is not Y; every, no, some, most, not all X are Y; X generates, "
        "accepts, speaks, runs on, was made by Y.",
    ),
    "search": Operation(
        "Find systems and terms by part of a name or definition",
        (Parameter("text", "each of its words must be there", required=True, positional=True,
                   is_sentence=True, longest=200, other_names=("query", "q", "name", "term")),),
        results.search, schemas.TERMS, tool="search", pages=10,
    ),
    "show": Operation(
        "Show what a term or system is, with its facts and sources",
        (Parameter("term", "by any of its names, its CURIE or IRI", required=True,
                   positional=True, names_a_term=True, is_sentence=True,
                   other_names=("name", "thing", "system", "kind", "id", "iri", "entity")),),
        results.show, schemas.TERM, tool="describe", pages=100, unsaid=("sources", "module", "iri"),
    ),
    "tree": Operation(
        "Show what is narrower than a kind, as a tree",
        (Parameter("term", "the kind to start from (default: all of them)", positional=True,
                   names_a_term=True, other_names=("kind", "name", "class", "root")),
         _flag("instances", "with the systems of each kind"),
         Parameter("depth", "levels below it at most", "integer", few=1)),
        results.tree, schemas.TREE, tool="tree",
        more="`ancestors` has all that is wider, `children` what is next narrower.",
    ),
    "find": Operation(
        "List systems by kind, maker, licence, size, price and more",
        (
            Parameter(_CLASS.name, _CLASS.text, positional=True, names_a_term=True,
                      other_names=_CLASS.other_names),
            *_FILTERS,
            Parameter("sort", "what comes first", values=SORTINGS, default="newest",
                      other_names=("order", "sort_by")),
            _flag("retired", "let retired systems in"),
            _flag("rejected", "list those that are known not to fit as well"),
            Parameter("limit", "systems at most", "integer", default=20),
        ),
        results.find, schemas.FOUND, tool="find", unlisted=("integrated", "rejected", "without"),
        more="`known` ones fit; of `open` ones something is not known: that is not no.",
    ),
    "recommend": Operation(
        "Advise which approach and which systems to take, with reasons",
        (
            Parameter("purpose", 'free words, such as "a cheap translator for Polish"',
                      positional=True, is_sentence=True, group="purpose",
                      other_names=("task", "goal")),
            Parameter("use_case", 'a rated one, such as "Creative Art"', group="purpose"),
            Parameter("instead_of", "a system to find others for, such as ChatGPT",
                      other_names=("alternative_to",)),
            _CLASS,
            *_FILTERS,
            Parameter("prefer", "which systems come first", values=tuple(PREFERENCES)),
            Parameter("limit", "systems at most", "integer", default=10, few=5),
        ),
        results.recommend, schemas.ADVICE, tool="recommend",
        unlisted=("integrated", "country", "accepts", "min_parameters", "max_price",
                  "max_memory", "data_region", "released_before", "kind", "licence", "developer",
                  "instead_of", "without"),
        unsaid=("rejected",),
        more="Give a purpose or wishes.",
    ),
    "compare": Operation(
        "Compare two kinds or systems side by side",
        (_side("a", "a kind or system", "first", "one", "left"),
         _side("b", "the other", "second", "other", "right", "with",
               after=("vs", "vs.", "versus", "and", "with", "to"))),
        results.compare, schemas.COMPARISON, tool="compare",
    ),
    "check-terms": Operation(
        "Tell whether identifiers exist, and mean what their labels say",
        (Parameter("pair", "ID=LABEL, such as aix:gpt-4=GPT-4", required=True, positional=True,
                   many=True, longest=400, other_names=("pairs", "terms")),),
        results.check_terms, schemas.CHECKED_TERMS, tool="check_terms",
        more="Use it before identifiers are written anywhere.",
    ),
    "questions": Operation(
        "List all questions, with the defaults of their parameters",
        (), results.questions, schemas.QUESTIONS,
    ),
    "ask": Operation(
        "Answer a question in plain words, or a prepared one",
        (Parameter("question", '"who made Claude?", or a name of `questions`', required=True),),
        results.ask, schemas.ANSWER, tool="ask", free=True, pages=50,
        more="Without `question` the tool lists the questions. Values of parameters are names, as "
        "of systems; a day that is not given is today.",
    ),
    "sparql": Operation(
        "Run a read-only SPARQL 1.1 query",
        (Parameter("query", "its text", required=True, longest=60_000, other_names=("sparql",)),
         Parameter("limit", "rows at most", "integer", default=10_000, few=50),
         _flag("asserted", "leave out what is inferred"),
         Parameter("timeout", "seconds after which it ends", "number", default=30.0, few=10.0)),
        results.sparql, schemas.ROWS, tool="sparql", unlisted=("timeout",),
        more="It sees what is stated and what follows; known prefixes are given. Agents have ten "
        "seconds for it.",
    ),
    "claims": Operation(
        "Check each claim of the article against the graph",
        (), results.claims, schemas.CLAIMS,
    ),
    "sources": Operation(
        "Count the statements by the sort of their sources, with place and age",
        (), results.sources, schemas.SOURCES,
    ),
    "classify": Operation(
        "Tell what each system of a list is",
        (
            _READ_AS,
            Parameter("kind", "a kind to decide (default: the headline kinds)", many=True),
            _flag("why", "with the proof of each verdict"),
            _flag("accept_proposals", "count what words suggest as stated"),
        ),
        results.classify, schemas.CLASSIFIED, tool="classify", unlisted=("why",),
        unsaid=("iri", "where", "natively_generates", "from_known"),
        body="a list of systems in any format that `aitaxonomy import` reads",
        more="`missing` and `left_open` say what would decide the rest.",
    ),
    "validate": Operation(
        "Tell what is wrong with RDF, or with a list of systems",
        (_READ_AS,),
        results.validate, schemas.REPORT, tool="validate",
        body="RDF, or a list of systems in any format that `aitaxonomy import` reads",
        more="Each fault has its remedy.",
    ),
}  # fmt: skip


#: The operations that HTTP has paths of their own for: SPARQL has a protocol.
VERBS = {name: each for name, each in OPERATIONS.items() if name != "sparql"}


def values_of(name: str, given: Mapping[str, Any]) -> Values:
    """Return what is given for the parameters of an operation, without what is not.

    >>> values_of("find", {"kind": "LLM", "language": None, "format": "json"})
    {'kind': 'LLM'}
    """
    known = [each.name for each in OPERATIONS[name].parameters]
    found = {each: given.get(each) for each in known}
    return {name: each for name, each in found.items() if each is not None and each is not False}
