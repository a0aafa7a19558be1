"""The entities of RDF/XML that only name texts, as Protégé declares them for namespaces.

They are written out before a parser gets the file, which then knows of no document type. Only
declarations in the file itself count, whose values are plain text: no markup, no other entities.
A document type that has anything else stays, and is refused.
"""

from __future__ import annotations

import re
from pathlib import Path

from aitaxonomy.errors import ImportFault

#: A file may become so many times as long; and always one of this many bytes.
_TIMES, _ALWAYS = 10, 1 << 20
_COMMENT = rb"<!--.*?(?:-->|\Z)"
_INSTRUCTION = rb"<\?.*?(?:\?>|\Z)"
_NAME = rb"[A-Za-z_\x80-\xff][\w.\x80-\xff-]*+"
_START = re.compile(
    rb"\A(?:\s++|%b|%b)*+(?P<type><!DOCTYPE\s++[\w.:-]++\s*+\[)" % (_COMMENT, _INSTRUCTION),
    re.DOTALL,
)
_DECLARATION = re.compile(
    rb"""(?:\s++|%b)*+(?:<!ENTITY\s++(?P<name>%b)\s++(?:"(?P<one>[^"<&%%]*+)"|'(?P<other>[^'<&%%]*+)')"""
    rb"""\s*+>|(?P<end>\]\s*+>))""" % (_COMMENT, _NAME),
    re.DOTALL,
)
_REFERENCE = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|%b|%b|&(?P<name>%b);" % (_COMMENT, _INSTRUCTION, _NAME), re.DOTALL
)
#: Those that XML has itself; what a file says of them changes nothing.
_BUILT_IN = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_QUOTED = ((b'"', b"&quot;"), (b"'", b"&#39;"), (b">", b"&gt;"))


def expanded(data: bytes, path: Path) -> bytes:
    """Return XML with its plain entities written out, and without the document type; lines stay.

    Any other document type is left as it is.

    >>> text = b'<!DOCTYPE a [ <!ENTITY e "urn:e:"> ]><a b="&e;c">&amp;<![CDATA[&e;]]></a>'
    >>> expanded(text, Path("a.owl")).decode()
    '<a b="urn:e:c">&amp;<![CDATA[&e;]]></a>'

    Raises `ImportFault` for text that becomes over ten times as long by that, and over 1 MiB.
    """
    start = _START.match(data)
    if start is None:
        return data
    values: dict[bytes, bytes] = {}
    at = start.end()
    while declared := _DECLARATION.match(data, at):
        at = declared.end()
        if declared["end"]:
            break
        value = declared["one"] if declared["other"] is None else declared["other"]
        for sign, entity in _QUOTED:
            value = value.replace(sign, entity)
        if declared["name"] not in _BUILT_IN:
            values.setdefault(declared["name"], value)
    else:
        return data
    lines = b"\n" * data.count(b"\n", start.start("type"), at)
    return data[: start.start("type")] + lines + _written_out(data, at, values, path)


def _written_out(data: bytes, start: int, values: dict[bytes, bytes], path: Path) -> bytes:
    """The text from an offset on, with the values of the entities."""
    room = max(_TIMES * len(data), _ALWAYS)

    def value(match: re.Match[bytes]) -> bytes:
        nonlocal room
        found = values.get(match["name"] or b"")
        if found is None:
            return match[0]
        room -= len(found)
        if room < 0:
            line = data.count(b"\n", 0, start + match.start()) + 1
            raise ImportFault(
                f"{path}:{line}: entities make the XML over {_TIMES} times as long, which is "
                "refused: save the file without them, or as Turtle"
            )
        return found

    return _REFERENCE.sub(value, data[start:])
