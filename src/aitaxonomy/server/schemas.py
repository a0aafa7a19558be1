"""The JSON Schemas of what the verbs answer, as `docs/cli.md` says it in words."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
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
    "wider": {"anyOf": [_object(kind=_TEXT, verdict=_TRUTH), {"type": "null"}]},
}
VERDICT = _object(**_SAID)
CHECKED = _object(claim=_TEXT, claim_owl=_TEXT, **_SAID)
COMPARISON = _object(a=_TEXT, b=_TEXT, aspects=_OBJECTS, use_cases=_OBJECTS)
ADVICE = _object(approaches=_OBJECTS, systems=_OBJECTS, rejected=_OBJECTS, what_if=_OBJECTS)
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
    "items": _object(name=_TEXT, kinds=_TEXTS, verdicts={"type": "object"}),
}
ERROR = _object(error=_object(type=_TEXT, message=_TEXT))
