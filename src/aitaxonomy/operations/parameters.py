"""The parameters of operations: what each means, and how a value of it is read."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aitaxonomy.errors import AITaxonomyError

Values = dict[str, Any]
#: The longest value of a parameter, in characters; names and sentences are shorter.
_LONGEST = 2000
_WORDS = {
    "boolean": "true or false",
    "integer": "a whole number from 0 to 999999",
    "number": "a number from 0 on, such as 7e9 or 7B",
    "string": "a text",
}
_NUMBER = re.compile(r"(\d+(?:\.\d*)?(?:[eE][+]?\d{1,3})?|\.\d+)([kKmMbBtT]?)")
_SUFFIXES = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}


class ParameterFault(AITaxonomyError, ValueError):
    """A parameter is missing, unknown, given twice, or not what it has to be."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation.

    Attributes:
        name: as in Python and in an address; on the command line with hyphens.
        text: what it is, for people.
        type: "string", "boolean", "number" or "integer".
        required: whether a request must have it.
        many: whether it may be given several times.
        values: what it may be, if that is a list.
        pattern: what it looks like, as a regular expression.
        longest: the most characters of a text.
        positional: whether the command line takes it without its name.
        group: parameters of one group exclude each other.
        default: its value where none is given.
        few: the default for agents, for whom a long answer is dear.
        names_a_term: whether it takes the name of a term, which a shell can complete.
        is_sentence: whether the command line takes several words for it.
        other_names: names that people and agents give it as well.
        joined_by: words that may stand before it on the command line.

    """

    name: str
    text: str
    type: str = "string"
    required: bool = False
    many: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""
    longest: int = _LONGEST
    positional: bool = False
    group: str = ""
    default: Any = None
    few: Any = None
    names_a_term: bool = False
    is_sentence: bool = False
    other_names: tuple[str, ...] = ()
    joined_by: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """The option of the command line.

        >>> Parameter("max_parameters", "").option
        '--max-parameters'
        """
        return "--" + self.name.replace("_", "-")

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its value."""
        said: dict[str, Any] = {"type": self.type}
        if self.type == "string":
            said |= {"minLength": 1, "maxLength": self.longest}
        elif self.type != "boolean":
            said |= {"minimum": 0}
        if self.pattern:
            said["pattern"] = self.pattern
        if self.values:
            said = {"type": "string", "enum": list(self.values)}
        return {"type": "array", "items": said} if self.many else said

    def read(self, given: Any) -> Any:
        """Return the value of a text, or of a value of JSON; raises `ParameterFault`.

        >>> Parameter("limit", "", "integer").read("7"), Parameter("size", "", "number").read("7B")
        (7, 7000000000.0)
        """
        text = str(given).lower() if isinstance(given, bool) else given
        if isinstance(text, int | float):
            text = str(int(text)) if isinstance(text, int) or text.is_integer() else str(text)
        if not isinstance(text, str):
            raise ParameterFault(f"{self.name}: {given!r:.40} is not {_WORDS[self.type]}")
        if self.type == "string":
            return self._read_text(text)
        if self.type == "boolean" and text in ("true", "false"):
            return text == "true"
        if self.type == "integer" and text.isascii() and text.isdigit() and len(text) < 7:
            return int(text)
        if self.type == "number" and (found := _NUMBER.fullmatch(text)):
            value = float(found[1]) * _SUFFIXES[found[2].upper()]
            if 0 <= value < math.inf:
                return value
        raise ParameterFault(f"{self.name}: {text[:40]!r} is not {_WORDS[self.type]}")

    def _read_text(self, text: str) -> str:
        if not text.strip() or len(text) > self.longest or "\0" in text:
            raise ParameterFault(f"{self.name}: give 1 to {self.longest} characters")
        if self.values and text not in self.values:
            raise ParameterFault(f"{self.name}: take one of {', '.join(self.values)}")
        return text


def read(
    parameters: Iterable[Parameter], given: Iterable[tuple[str, Any]], *, free: bool = False
) -> Values:
    """Return the values of parameters; raises `ParameterFault`.

    Args:
        parameters: what may be given.
        given: pairs of name and text, or value of JSON.
        free: whether others are passed on as texts.

    """
    known: Mapping[str, Parameter] = {
        name: each for each in parameters for name in (each.name, *each.other_names)
    }
    values: Values = {}
    for name, value in given:
        found = known.get(name) or (Parameter(name, "") if free else None)
        if found is None:
            raise ParameterFault(unknown("parameter", name, {p.name: p for p in known.values()}))
        if found.many:
            several = value if isinstance(value, list) else [value]
            values.setdefault(found.name, []).extend(map(found.read, several))
        elif found.name in values:
            raise ParameterFault(f"{found.name}: give it once")
        else:
            values[found.name] = found.read(value)
    for each in known.values():
        if each.required and each.name not in values:
            raise ParameterFault(f"{each.name} is missing: {each.text}")
    return {each.name: each.default for each in known.values() if each.default} | values


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return that a name is not known, with the one that comes close, or all of them.

    >>> unknown("parameter", "kin", ["thing", "kind"])
    "'kin' is not a parameter; did you mean 'kind'?"
    """
    import difflib

    close = difflib.get_close_matches(name, list(known), 1, 0.6)
    hint = f"did you mean {close[0]!r}?" if close else f"take one of: {', '.join(known) or 'none'}"
    return f"{name[:40]!r} is not a {what}; {hint}"
