"""The JSON Schemas of what the operations answer, as `docs/cli.md` says it in words."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "integer"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}
_TRUTH: Schema = {"type": "string", "enum": ["entailed", "refuted", "unknown"]}


def _object(**members: Schema) -> Schema:
    return {"type": "object", "properties": members, "required": list(members)}


_SAID: dict[str, Schema] = {
    "thing": _TEXT,
    "kind": _TEXT,
    "verdict": _TRUTH,
    "proof": _OBJECTS,
    "missing": _TEXTS,
    "predicate": _TEXT,
    "sense": {"type": "string", "enum": ["everyday", "strict"]},
    "note": _TEXT,
    "strict": {"anyOf": [_object(verdict=_TRUTH, proof=_OBJECTS), {"type": "null"}]},
    "members": {
        "anyOf": [
            _object(entailed=_NUMBER, refuted=_NUMBER, unknown=_NUMBER, exceptions=_TEXTS),
            {"type": "null"},
        ]
    },
    "proves": {"anyOf": [_object(thing=_TEXT, kind=_TEXT), {"type": "null"}]},
    "grounds": _OBJECTS,
    "basis": {"type": "string", "enum": ["sourced", "claimed", "convention"]},
    "by_convention": _TEXTS,
    "read_as": _TEXTS,
}
VERDICT = _object(**_SAID)
CHECKED = _object(claim=_TEXT, claim_owl={"type": ["string", "null"]}, **_SAID)
COMPARISON = _object(a=_TEXT, b=_TEXT, aspects=_OBJECTS, use_cases=_OBJECTS)
_MEANING = {"type": ["object", "null"]}
ADVICE = _object(meaning=_MEANING, approaches=_OBJECTS, systems=_OBJECTS, rejected=_OBJECTS,
                 what_if=_OBJECTS, order=_TEXT)  # fmt: skip
_FOUND: Schema = {
    "type": "array",
    "items": _object(
        name=_TEXT, iri=_TEXT, developers=_TEXTS, released=_TEXT,
        parameters={"type": "array", "items": _NUMBER},
        context={"type": ["integer", "null"]}, price={"type": ["number", "null"]},
        licences=_TEXTS, reasons=_TEXTS, open_questions=_TEXTS,
    ),
}  # fmt: skip
_COUNTS: Schema = {"type": "object", "additionalProperties": _NUMBER}
FOUND = _object(known=_FOUND, open=_FOUND, rejected=_FOUND, counts=_COUNTS, more=_COUNTS)
TERMS: Schema = {
    "type": "array", "items": _object(term=_TEXT, label=_TEXT, kind=_TEXT, definition=_TEXT),
}  # fmt: skip
TERM = _object(
    iri=_TEXT, name=_TEXT, kind=_TEXT, label=_TEXT, also_known_as=_TEXTS, definition=_TEXT,
    examples=_TEXTS, counter_examples=_TEXTS, notes=_TEXTS, parents=_TEXTS, ancestors=_TEXTS,
    children=_TEXTS, facts=_OBJECTS, mappings=_OBJECTS, sources=_OBJECTS, module=_TEXT,
)  # fmt: skip
_BRANCH = _object(term=_TEXT, label=_TEXT, children=_OBJECTS)
_ROOT = _object(term=_TEXT, label=_TEXT, ancestors=_TEXTS, children=_OBJECTS)
TREE: Schema = {"anyOf": [_ROOT, {"type": "array", "items": _BRANCH}]}
CHECKED_TERMS = _object(
    all_match={"type": "boolean"},
    terms={"type": "array", "items": _object(id=_TEXT, label=_TEXT, verdict=_TEXT)},
)
ROWS: Schema = {
    "type": "object",
    "properties": {"head": {"type": "object"}, "results": {"type": "object"},
                   "boolean": {"type": "boolean"}, "truncated": {"type": "boolean"},
                   "notes": _TEXTS},
}  # fmt: skip
CLAIMS: Schema = {"type": "array", "items": _object(claim=_TEXT, verdict=_TEXT)}
SOURCES = _OBJECTS
REPORT = _object(conforms={"type": "boolean"}, faults=_OBJECTS)
_VALUES: Schema = {"type": "object", "additionalProperties": _TEXT}
QUESTIONS: Schema = {
    "type": "array", "items": _object(name=_TEXT, question=_TEXT, parameters=_VALUES),
}  # fmt: skip
ANSWER = _object(
    question=_TEXT,
    title=_TEXT,
    parameters=_VALUES,
    answer={"type": ["boolean", "null"]},
    columns=_TEXTS,
    rows=_OBJECTS,
    source=_TEXT,
)
CLASSIFIED: Schema = {
    "type": "array",
    "items": _object(
        name=_TEXT, kinds=_TEXTS, verdicts={"type": "object"}, basis={"type": "object"}
    ),
}
ERROR = _object(error=_object(type=_TEXT, message=_TEXT))
