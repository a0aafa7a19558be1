"""The verbs of the library as requests: their parameters, and the JSON that answers them.

The JSON is that of the command line (`--format json`), made by the same functions.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import AITaxonomyError
from aitaxonomy.process.scratch import ScratchFolder
from aitaxonomy.server import schemas

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

Parameters = dict[str, Any]
#: The longest value of a parameter, in characters; names and sentences are shorter.
_LONGEST = 2000
#: What a list that was sent is called in answers: its path is nobody's business.
_LIST = "list"


class ParameterFault(AITaxonomyError, ValueError):
    """A parameter is missing, unknown, given twice, or not what it has to be."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a request.

    Attributes:
        name: as in the address.
        text: what it is, for people.
        type: "string", "boolean", "number" or "integer".
        required: whether a request must have it.
        many: whether it may be given several times.
        values: what it may be, if that is a list.
        pattern: what it looks like, for who reads the description.

    """

    name: str
    text: str
    type: str = "string"
    required: bool = False
    many: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""

    def read(self, text: str) -> Any:
        """Return the value of a text; raises `ParameterFault`.

        >>> Parameter("limit", "", "integer").read("7")
        7
        """
        if self.type == "string":
            if not text.strip() or len(text) > _LONGEST or "\0" in text:
                raise ParameterFault(f"{self.name}: give 1 to {_LONGEST} characters")
            if self.values and text not in self.values:
                raise ParameterFault(f"{self.name}: one of {', '.join(self.values)}")
            return text
        if self.type == "boolean" and text in ("true", "false"):
            return text == "true"
        if self.type == "integer" and text.isascii() and text.isdigit() and len(text) < 7:
            return int(text)
        if self.type == "number" and text.isascii() and text.strip() == text:
            try:
                value = float(text)
            except ValueError:
                value = math.inf
            if 0 <= value < math.inf:
                return value
        raise ParameterFault(f"{self.name}: {text[:40]!r} is no {_WORDS[self.type]}")


_WORDS = {
    "boolean": "true or false", "integer": "whole number from 0 to 999999",
    "number": "number from 0 on",
}  # fmt: skip


@dataclass(frozen=True)
class Verb:
    """A verb of the library.

    Attributes:
        summary: what it does, in a line.
        parameters: what may be given.
        answer: gives the JSON document, from a taxonomy, the parameters and the body.
        schema: the JSON Schema of that document.
        free: whether other parameters are passed on as texts.
        body: what the body of the request holds, "" for a request without one.

    """

    summary: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Taxonomy, Parameters, bytes], Any]
    schema: Mapping[str, Any]
    free: bool = False
    body: str = ""

    def read(self, given: Iterable[tuple[str, str]]) -> Parameters:
        """Return the values of parameters; raises `ParameterFault`.

        >>> VERBS["is"].read([("thing", "ChatGPT"), ("kind", "LLM")])
        {'thing': 'ChatGPT', 'kind': 'LLM'}
        """
        known = {each.name: each for each in self.parameters}
        values: Parameters = {}
        for name, text in given:
            found = known.get(name) or (Parameter(name, "") if self.free else None)
            if found is None:
                raise ParameterFault(f"{name[:40]!r} is no parameter: {', '.join(known) or 'none'}")
            if found.many:
                values.setdefault(name, []).append(found.read(text))
            elif name in values:
                raise ParameterFault(f"{name}: give it once")
            else:
                values[name] = found.read(text)
        missing = [
            each.name for each in self.parameters if each.required and each.name not in values
        ]
        if missing:
            raise ParameterFault(f"{missing[0]} is missing")
        return values


# --- what answers


def _is(ai: Taxonomy, given: Parameters, _: bytes) -> Any:
    strict, conventions = given.get("strict", False), not given.get("without_conventions", False)
    found = ai.is_a(given["thing"], given["kind"], strict=strict, conventions=conventions)
    return found.to_dict()


def _check(ai: Taxonomy, given: Parameters, _: bytes) -> Any:
    from aitaxonomy.inference.claims import decide, read_claim

    claim = read_claim(ai.content, given["claim"])
    conventions = not given.get("without_conventions", False)
    return {**claim.to_dict(), **decide(ai.content, claim, conventions=conventions).to_dict()}


def _compare(ai: Taxonomy, given: Parameters, _: bytes) -> Any:
    return ai.compare(given["a"], given["b"]).to_dict()


def _recommend(ai: Taxonomy, given: Parameters, _: bytes) -> Any:
    limit = given.pop("limit", 10)
    return ai.recommend(**given).to_dict(limit)


def _questions(ai: Taxonomy, _: Parameters, __: bytes) -> Any:
    return [each.to_dict() for each in ai.questions()]


def _ask(ai: Taxonomy, given: Parameters, _: bytes) -> Any:
    name = given.pop("question")
    return ai.ask(name, **{key.replace("-", "_"): value for key, value in given.items()}).to_json()


def _classify(ai: Taxonomy, given: Parameters, body: bytes) -> Any:
    with ScratchFolder() as folder:
        file = Path(folder) / _LIST
        file.write_bytes(body)
        accept = given.get("accept_proposals", False)
        try:
            mine = ai.read(file, given.get("read_as"), accept_proposals=accept)
            lines = list(
                mine.classify(given.get("kind")).json_lines(proofs=given.get("why", False))
            )
        except AITaxonomyError as error:
            raise type(error)(str(error).replace(str(file), _LIST)) from None
        return json.loads("".join(lines).replace(str(file), _LIST))


_THING = Parameter("thing", "a system, or a kind: then each of its members", required=True)
_KIND = Parameter(
    "kind",
    'what follows "is": LLM, open source, made by Google; a CURIE such as ait:LLM strictly',
    required=True,
)
_STRICT = Parameter("strict", "read the kind as the ontology defines it", "boolean")
_BARE = Parameter("without_conventions", "leave out what rests on a convention", "boolean")
_FLAGS = {
    "native": "a model that makes the content itself",
    "integrated": "a system into which models are integrated",
    "open_weights": "weights for anybody to use, change and pass on",
    "open_source": "these under an open-source licence",
    "closed": "weights, data and code kept back",
    "commercial": "a licence or terms that permit commercial use",
    "reasoning": "a model trained to reason",
    "agent": "an agent, or a model that calls tools",
}

VERBS: Mapping[str, Verb] = {
    "is": Verb(
        "Whether a thing is of a kind, and why",
        (_THING, _KIND, _STRICT, _BARE),
        _is,
        schemas.VERDICT,
    ),
    "why": Verb(
        "The proof that a thing is, or is not, of a kind",
        (_THING, _KIND, _STRICT, _BARE),
        _is,
        schemas.VERDICT,
    ),
    "check": Verb(
        "Whether a claim holds, and why",
        (Parameter("claim", 'such as "every LLM is generative AI"', required=True), _BARE),
        _check,
        schemas.CHECKED,
    ),
    "compare": Verb(
        "Two kinds or systems side by side",
        (Parameter("a", "a kind or system", required=True),
         Parameter("b", "the other", required=True)),
        _compare,
        schemas.COMPARISON,
    ),
    "recommend": Verb(
        "Which approach and which systems to take",
        (
            Parameter("purpose", 'free words, such as "customer support"'),
            Parameter("use_case", 'a rated one, such as "Creative Art"'),
            Parameter("content", "a content type to make", many=True),
            *(Parameter(name, text, "boolean") for name, text in _FLAGS.items()),
            Parameter("access", "how it is used", values=("api", "self-hosted", "app")),
            Parameter("max_parameters", "such as 10e9", "number"),
            Parameter("min_context", "in tokens", "number"),
            Parameter("released_after", "a day, YYYY-MM-DD", pattern=r"^\d{4}-\d{2}-\d{2}$"),
            Parameter("language", "such as German, or de"),
            Parameter("region", "such as Switzerland, CH or EU"),
            Parameter("prefer", "what goes first", values=("cheap", "long-context", "newest")),
            Parameter("limit", "systems at most (default: 10)", "integer"),
        ),
        _recommend,
        schemas.ADVICE,
    ),
    "questions": Verb(
        "All questions, with the defaults of their parameters", (), _questions, schemas.QUESTIONS
    ),
    "ask": Verb(
        "The answer to a question; its parameters by their names; a day is today by default",
        (Parameter("question", "its name, as /questions lists it", required=True),),
        _ask,
        schemas.ANSWER,
        free=True,
    ),
    "classify": Verb(
        "What each system of a list is",
        (
            Parameter("read_as", "the format of the list (default: guessed)"),
            Parameter("kind", "a kind to decide (default: the headline kinds)", many=True),
            Parameter("why", "with the proof of each verdict", "boolean"),
            Parameter("accept_proposals", "count what words suggest as stated", "boolean"),
        ),
        _classify,
        schemas.CLASSIFIED,
        body="a list of systems in any format that `aitaxonomy import` reads",
    ),
}  # fmt: skip
