"""Trees: a term, what is narrower, and so on; as lines and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from aitaxonomy.graph.membership import ARTIFACT
from aitaxonomy.graph.neighbours import Relatives
from aitaxonomy.graph.term import Term
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.text import clipped

Node = TypeVar("Node", bound=Hashable)
#: The kinds that the whole taxonomy is shown by.
TOP = ("AIArtifact", "Modality", "Architecture", "Task", "TrainingData", "TrainingMethod",
       "AccessLevel", "OpennessLevel", "Licence")  # fmt: skip


def lines(
    root: Node,
    label: Callable[[Node], str],
    children: Callable[[Node], Sequence[Node]],
    depth: int | None = None,
) -> Iterator[str]:
    r"""Yield the lines of a tree, of any depth or so many levels below its root.

    A node that would be below itself is left out, so that circles end.

    >>> print(*lines("a", str.upper, lambda name: ("b", "a") if name == "a" else ()), sep="\n")
    A
    └── B
    """
    yield label(root)
    path: dict[Node, None] = {root: None}

    def below(node: Node) -> list[Node]:
        below = children(node) if depth is None or len(path) <= depth else ()
        return [child for child in below if child not in path]

    todo = [("", root, below(root), 0)]
    while todo:
        indent, node, nodes, place = todo.pop()
        if place == len(nodes):
            del path[node]
            continue
        child, last = nodes[place], place == len(nodes) - 1
        yield f"{indent}{'└── ' if last else '├── '}{label(child)}"
        todo.append((indent, node, nodes, place + 1))
        path[child] = None
        todo.append((indent + ("    " if last else "│   "), child, below(child), 0))


class Tree:
    """A term with its narrower terms, or the whole taxonomy; `str()` draws it.

    >>> from aitaxonomy import Taxonomy
    >>> print(Taxonomy().tree("LLMBasedSystem"))
    LLM-based system
    └── LLM agent
        └── coding agent
    """

    def __init__(
        self,
        roots: Sequence[Term],
        children: Callable[[Term], Sequence[Term]],
        name: str,
        depth: int | None = None,
    ) -> None:
        self.roots, self.depth = tuple(roots), depth
        """The terms that the tree begins with: one, or those of the whole taxonomy."""
        self.children = cache(children)
        """Returns the terms right below a term."""
        self._name = name

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process with all that is below the roots."""
        below: dict[Term, Sequence[Term]] = {}
        todo = list(self.roots)
        while todo:
            if (term := todo.pop()) not in below:
                below[term] = self.children(term)
                todo.extend(below[term])
        return Tree, (self.roots, below.__getitem__, self._name, self.depth)

    def __str__(self) -> str:
        drawn = (lines(root, str, self.children, self.depth) for root in self.roots)
        return "\n\n".join(map("\n".join, drawn))

    def __repr__(self) -> str:
        return f"<Tree of {clipped(self._name)}>"

    def to_json(self) -> Any:
        """Return the documented JSON of the root with all that is wider, or of each root."""
        found = [self._document(root, ()) for root in self.roots]
        if len(found) > 1:
            return found
        children = found[0].pop("children")
        wider = [term.curie for term in self.roots[0].ancestors]
        return {**found[0], "ancestors": wider, "children": children}

    def _document(self, term: Term, above: tuple[Term, ...]) -> dict[str, Any]:
        path = (*above, term)
        deeper = self.depth is None or len(above) < self.depth
        children = self.children(term) if deeper else ()
        below = [self._document(t, path) for t in children if t not in path]
        return {"term": term.curie, "label": term.label, "children": below}


def tree_of(
    relatives: Relatives, root: Term | None, *, instances: bool, depth: int | None = None
) -> Tree:
    """Return the tree below a term, or of the whole taxonomy, of at most so many levels.

    Individuals are below the kind that they belong to most closely. Systems are too many, and are
    shown only with `instances`.
    """
    artifact = relatives.term(ARTIFACT)

    def children(term: Term) -> tuple[Term, ...]:
        if term.kind == "individual":
            return relatives.narrower(term)
        below = term.children
        if term != artifact and (instances or not term <= artifact):
            covered = {each for child in below for each in child.instances}
            own = (each for each in term.instances if each not in covered)
            below += tuple(each for each in own if relatives.is_top(each))
        return below

    if root is not None:
        return Tree((root,), children, root.label, depth)
    return Tree([relatives.term(AIT + name) for name in TOP], children, "the taxonomy", depth)
