"""Reads RDF files in every syntax, with checks, and with errors that name file and line."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import ImportFault
from aitaxonomy.files import base, source
from aitaxonomy.rdf.blank_nodes import numbered
from aitaxonomy.rdf.rdf12 import is_rdf12, may_have_rdf12, rdf12_fault, refuse_rdf12
from aitaxonomy.store.screening import (
    MAX_ATTRIBUTES,
    MAX_DEPTH,
    as_utf8,
    check_size,
    json_depth_fault,
    refuse_other_owl,
)

if TYPE_CHECKING:
    import pyoxigraph as ox

#: The names of the RDF syntaxes, each with pyoxigraph's name and the file suffixes.
SYNTAXES = {
    "turtle": ("TURTLE", (".ttl",)),
    "ntriples": ("N_TRIPLES", (".nt",)),
    "nquads": ("N_QUADS", (".nq",)),
    "trig": ("TRIG", (".trig",)),
    "n3": ("N3", (".n3",)),
    "rdfxml": ("RDF_XML", (".rdf", ".owl", ".xml")),
    "jsonld": ("JSON_LD", (".jsonld", ".json")),
}

#: What helps with a broken file of the package's own.
MEND = "Mend the file, or install aitaxonomy again."
_ENTITIES = "which is refused: save the file without them, or as Turtle"
_DECLARED, _USED = re.compile(rb"<!ENTITY\s+(\S+)"), re.compile(rb"&([^&;\s]+);")
#: Entities may make a file so many times as long; and always as long as so many bytes.
_TIMES, _ALWAYS = 10, 1 << 20
_DEEP = f"nested over {MAX_DEPTH} levels deep: flatten it, or save it as Turtle"
_WIDE = f"an element with over {MAX_ATTRIBUTES:,} attributes: make elements of them"
_LONG = "a text, IRI or comment of over 16 MiB: shorten it, or put it into a file of its own"
_NO_MEMORY = "reading this takes more memory than there is: split the file"


def read_triples(path: Path | str, format: str | None = None) -> Iterator[ox.Triple]:
    """Yield the triples of a file; no other file or address that it refers to is opened.

    Only RDF 1.1 is read, in UTF-8 or an encoding that a byte order mark or XML declares.

    Raises `ImportFault` for a file that is missing, empty, binary, truncated, dangerous (XML with
    entities that are more than names of texts, JSON-LD with a remote context, text that is nested
    over 128 levels deep or has terms of over 16 MiB), in another syntax than its name says, or in
    RDF 1.2.

    >>> from aitaxonomy._data import folder
    >>> sum(1 for _ in read_triples(folder("ontology") / "core.ttl")) > 1000
    True
    """
    for quad in _quads(Path(path), format):
        yield quad.triple


def read_own(path: Path) -> Iterator[ox.Quad]:
    """Yield the quads of one of the package's own Turtle files, which need no guards.

    Raises `ImportFault` for one that is broken, as it may be where people work on it.
    """
    import pyoxigraph as ox

    with explained(path, MEND):
        yield from ox.parse(path=str(path), rename_blank_nodes=True)


def rewrite(path: Path, format: str | None, target: Path) -> None:
    """Write the triples of a file as N-Triples, with new labels for blank nodes.

    Raises `ImportFault`, as `read_triples` does.
    """
    import pyoxigraph as ox

    ox.serialize(read_triples(path, format), output=target, format=ox.RdfFormat.N_TRIPLES)


def _quads(path: Path, format: str | None) -> Iterator[ox.Quad]:
    import pyoxigraph as ox

    if format is not None and format not in SYNTAXES:
        raise ImportFault(f"unknown format {format!r}: take one of {', '.join(SYNTAXES)}")
    data = read_utf8(path)
    refuse_other_owl(path, data[:2000].decode("utf-8", "replace"), named=format is None)
    syntax = format or guess_syntax(path, data)
    _check_depth(data, syntax, path)
    suspect = may_have_rdf12(data, syntax)
    if suspect:
        refuse_rdf12(data, syntax, path)
    try:
        with explained(path):
            quads = ox.parse(data, getattr(ox.RdfFormat, SYNTAXES[syntax][0]), base_iri=base(path))
            checked = suspect or syntax == "n3"
            # Blank nodes unlike those of any other file, and the same whenever this one is read.
            yield from numbered(
                _checked(quads, data, syntax, path) if checked else quads,
                f"b{hashlib.sha256(data).hexdigest()[:16]}n",
            )
    except ImportFault:
        raise
    except (ValueError, OSError) as error:
        raise ImportFault(f"{path}: {error}") from None


def _checked(quads: Iterator[ox.Quad], data: bytes, syntax: str, path: Path) -> Iterator[ox.Quad]:
    """Yield the quads; raise `ImportFault` at what would be taken for something else.

    That is RDF 1.2, and the content of formulas of N3, which they do not assert.
    """
    import pyoxigraph as ox

    for quad in quads:
        if is_rdf12(quad.object):
            raise rdf12_fault(data, syntax, path)
        if syntax == "n3" and not isinstance(quad.graph_name, ox.DefaultGraph):
            raise ImportFault(f"{path}: formulas of N3 in braces are not read: leave them out")
        yield quad


def guess_syntax(path: Path, data: bytes) -> str:
    """Return the syntax of a file: that of its name, checked against its content.

    >>> guess_syntax(Path("a.ttl"), b"@prefix ex: <urn:ex> .")
    'turtle'

    Raises `ImportFault` if the two disagree, or neither identifies a syntax.
    """
    start = data[:2000].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    seen = None
    if start.startswith(("<?xml", "<rdf:RDF", "<!DOCTYPE", "<Ontology")):
        seen = "rdfxml"
    elif start.startswith(("{", "[{", "[ {", "[\n")) and '"' in start:
        seen = "jsonld"
    suffix = path.suffix.lower()
    named = next((name for name, (_, ends) in SYNTAXES.items() if suffix in ends), None)
    if named is None and seen is None:
        if any(word in start for word in ("@prefix", "PREFIX ", "@base", "> <", " a ")):
            return "turtle"
        known = ", ".join(end for _, ends in SYNTAXES.values() for end in ends)
        raise ImportFault(f"{path}: unknown format; name the file {known}, or give --format")
    two_way = {"rdfxml", "jsonld"}
    if named and named != seen and (seen in two_way or (named in two_way and seen is None)):
        is_ = f"looks like {seen}" if seen else f"does not look like {named}"
        raise ImportFault(f"{path}: named for {named}, but {is_}: rename it, or give its format")
    return named or seen or "turtle"


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Tell of a file that is not there, or that cannot be read, as an `ImportFault`."""
    try:
        yield
    except FileNotFoundError:
        raise ImportFault(f"{path}: no such file") from None
    except IsADirectoryError:
        raise ImportFault(f"{path}: a folder; name a file in it") from None
    except OSError as error:
        raise ImportFault(f"{path}: {error.strerror or error}") from None
    except MemoryError:
        raise ImportFault(f"{path}: {_NO_MEMORY}") from None


def read_utf8(path: Path) -> bytes:
    """Return the bytes of an RDF file, in UTF-8 without a byte order mark.

    Raises `ImportFault` for a file that is missing, too large, empty, binary, or not in the
    encoding that it declares.
    """
    with faults(path):
        given = source(path)
        check_size(given)
        data = as_utf8(given.read_bytes(), path)
    if not data.strip():
        raise ImportFault(f"{path}: the file is empty; is it the right one?")
    if data[:2] in (b"PK", b"\x1f\x8b") or b"\0" in data[:8192]:
        raise ImportFault(
            f"{path}: a binary file, not RDF: unpack or convert it first (UTF-16 without its mark "
            "looks like one)"
        )
    return data


def _check_depth(data: bytes, syntax: str, path: Path) -> None:
    """Refuse JSON and XML that is nested too deeply for a parser; of XML, entities as well."""
    if syntax == "rdfxml":
        _check_xml(data, path)
    elif syntax == "jsonld" and (at := json_depth_fault(data)) is not None:
        line = data.count(b"\n", 0, at) + 1
        raise ImportFault(f"{path}:{line}: {_DEEP}")


def _check_xml(data: bytes, path: Path) -> None:
    """Refuse deep XML, and entities that are more than names of texts: they can grow to gigabytes.

    Protégé declares such names for namespaces.
    """
    from io import BytesIO
    from xml.sax import ContentHandler, SAXParseException
    from xml.sax.xmlreader import AttributesImpl

    from defusedxml import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    values: dict[bytes, str] = {}

    class PlainEntities(DefusedExpatParser):  # type: ignore[misc]
        def defused_entity_decl(self, name: str, parametric: bool, value: str, *more: Any) -> None:
            if parametric or value is None or set(value) & {"&", "<"}:
                super().defused_entity_decl(name, parametric, value, *more)
            values[name.encode()] = value

    class Depth(ContentHandler):
        depth = 0

        def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
            if attrs.get("rdf:parseType") == "Triple":  # skipped by the parser unless it says 1.2
                raise rdf12_fault(data, "rdfxml", path)
            if values and self.depth == 0:
                _check_growth(values, data, f"{path}:{parser.getLineNumber()}")
            self.depth += 1
            if self.depth > MAX_DEPTH or len(attrs) > MAX_ATTRIBUTES:
                fault = _DEEP if self.depth > MAX_DEPTH else _WIDE
                raise ImportFault(f"{path}:{parser.getLineNumber()}: {fault}")

        def endElement(self, name: str) -> None:  # noqa: N802
            self.depth -= 1

    parser = PlainEntities()
    parser.setContentHandler(Depth())
    try:
        parser.parse(BytesIO(data))
    except DefusedXmlException:
        raise ImportFault(
            f"{path}:{parser.getLineNumber()}: the XML declares entities that are not plain text, "
            f"{_ENTITIES}"
        ) from None
    except SAXParseException as error:
        raise ImportFault(
            f"{path}:{error.getLineNumber()}: not well-formed XML: {error.getMessage()}"
        ) from None


def _check_growth(values: Mapping[bytes, str], data: bytes, place: str) -> None:
    """Refuse XML with an entity of two values, or that entities make much longer."""
    if any(n > 1 for n in Counter(found[1] for found in _DECLARED.finditer(data)).values()):
        raise ImportFault(f"{place}: the XML declares an entity twice, {_ENTITIES}")
    used = Counter(found[1] for found in _USED.finditer(data))
    if sum(len(values.get(n, "")) * used[n] for n in used) > max(_TIMES * len(data), _ALWAYS):
        raise ImportFault(
            f"{place}: entities make the XML over {_TIMES} times as long, {_ENTITIES}"
        )


@contextmanager
def explained(
    path: Path, remedy: str = "Is the file complete and in the right syntax?"
) -> Iterator[None]:
    """Turn what the parser says of a broken file into an `ImportFault` with file and line."""
    try:
        yield
    except SyntaxError as error:
        raise ImportFault(_explain(error, path, remedy)) from None
    except MemoryError as error:
        long = "maximal size" in str(error)
        raise ImportFault(f"{path}: {_LONG if long else _NO_MEMORY}") from None


def _explain(error: SyntaxError, path: Path, remedy: str) -> str:
    where = f"{path}:{error.lineno}" if error.lineno else str(path)
    if "LoadDocumentCallback" in error.msg:
        return f"{where}: the JSON-LD names a remote context, and none is fetched: put it inline"
    what = error.msg.removeprefix("Parser error ")
    return f"{where}: cannot be parsed ({what}). {remedy}"
