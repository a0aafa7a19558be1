"""Canonical Turtle, as this project keeps it on disk: one text for each graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aitaxonomy.errors import ImportFault
from aitaxonomy.rdf.rdf12 import may_have_rdf12, refuse_rdf12
from aitaxonomy.rdf.turtle.graph import Graph
from aitaxonomy.rdf.turtle.tokens import is_directive
from aitaxonomy.rdf.turtle.tokens import tokens as all_tokens
from aitaxonomy.rdf.turtle.writer import PrefixedNames, Writer

if TYPE_CHECKING:
    from pyoxigraph import Triple


def canonical(text: str, *, path: str = "<text>") -> str:
    """Return a Turtle text in canonical form; errors name the `path`.

    The result has an isomorphic graph, is determined by the graph, the declared prefixes and the
    comment lines at the top, and is its own canonical form.

    Raises `ImportFault` for a text that is not Turtle 1.1, or has a comment that would be lost.

    >>> print(canonical('@prefix ex: <http://example.org/> . ex:b ex:n 1 . ex:a ex:p ex:b, [] .'))
    @prefix ex: <http://example.org/> .
    <BLANKLINE>
    ex:a ex:p ex:b , [] .
    <BLANKLINE>
    ex:b ex:n 1 .
    <BLANKLINE>
    """
    text = text.removeprefix("\ufeff")
    comments = _leading_comments(text, path)
    triples, declared = _parse(text, path)
    return written(triples, PrefixedNames(declared), comments, path)


def written(triples: list[Triple], names: PrefixedNames, comments: list[str], path: str) -> str:
    """Return triples in canonical form, below lines of comments; see `canonical`."""
    try:
        blocks = list(Writer(Graph.of(triples), names).blocks())
    except RecursionError as error:
        raise ImportFault(
            f"{path}: brackets are nested too deeply to be written; name the inner nodes"
        ) from error
    prefixes = [f"@prefix {prefix}: <{names.used[prefix]}> ." for prefix in sorted(names.used)]
    parts = ["\n".join(comments), "\n".join(prefixes), *blocks]
    return "\n\n".join(part for part in parts if part) + "\n"


def _leading_comments(text: str, path: str) -> list[str]:
    """Return the comment lines before the first statement; refuse any later comment.

    Comments between the prefixes count as leading, and end up above them.
    """
    lines: list[str] = []
    directive, body, last = False, False, 0
    for token in all_tokens(text):
        if token.kind != "comment":
            body = body or not (directive or is_directive(token) or token.text == ".")
            directive = is_directive(token) or (directive and token.kind not in ("iri", "string"))
        elif body:
            raise ImportFault(
                f"{path}:{token.line}: this comment would be lost in formatting; "
                "move it to the top of the file or into an rdfs:comment"
            )
        else:
            if last and token.line > last + 1:
                lines.append("")
            lines.append(token.text.rstrip())
            last = token.line
    return lines


def _parse(text: str, path: str) -> tuple[list[Triple], dict[str, str]]:
    import pyoxigraph

    data = text.encode()
    if may_have_rdf12(data, "turtle"):
        refuse_rdf12(data, "turtle", path)
    try:
        parser = pyoxigraph.parse(input=data, format=pyoxigraph.RdfFormat.TURTLE)
        return [quad.triple for quad in parser], parser.prefixes
    except SyntaxError as error:
        reason = str(error.msg).removeprefix("Parser error at ")
        raise ImportFault(f"{path}:{error.lineno}: not valid Turtle ({reason}); mend it") from error
    except MemoryError as error:
        raise ImportFault(
            f"{path}: a text, IRI or comment of over 16 MiB, or no memory left: shorten it"
        ) from error


__all__ = ["canonical"]
