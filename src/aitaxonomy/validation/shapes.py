"""Shapes: read from files, brought into one form, and asked for their names, paths and messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.errors import ShapesFault
from aitaxonomy.rdf.namespaces import OWL, RDF, RDFS, SH, shown
from aitaxonomy.rdf.nodes import is_named, is_node, show
from aitaxonomy.store import read_triples

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.rdf.nodes import Term

    Node = ox.NamedNode | ox.BlankNode

_TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
_CLASSES = (RDFS + "Class", OWL + "Class")
#: What leads from a shape to one that it uses.
_USES = ("property", "node", "not", "qualifiedValueShape", "and", "or", "xone", "sparql")
#: A step of a path -> how SPARQL writes it around what it is applied to.
_STEPS = {
    "inversePath": "^{}",
    "zeroOrMorePath": "{}*",
    "oneOrMorePath": "{}+",
    "zeroOrOnePath": "{}?",
}


def load_shapes(paths: Path | Iterable[Path]) -> ox.Store:
    """Return the shapes of files in one store; of a folder, those of all its Turtle files.

    A shape that is a class at the same time gets the class as `sh:targetClass`, in so many words.
    Raises `ShapesFault` where there is no shape, `ImportFault` for a file that cannot be read.

    >>> from aitaxonomy._data import folder
    >>> len(load_shapes(folder("shapes"))) > 1000
    True
    """
    import pyoxigraph as ox

    given = [paths] if isinstance(paths, Path) else list(paths)
    files = [file for path in given for file in _files(path)]
    store, default = ox.Store(), ox.DefaultGraph()
    for file in files:
        store.bulk_extend(
            ox.Quad(t.subject, t.predicate, t.object, default) for t in read_triples(file)
        )
    _name_class_targets(store)
    if not any(holds(store, None, SH + target) for target in _TARGETS):
        names = ", ".join(map(str, given))
        raise ShapesFault(
            f"no shapes in {names}: a check without shapes proves nothing. Name a file in which "
            "a shape has a target, such as sh:targetClass."
        )
    return store


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.ttl")) if path.is_dir() else [path]


def _name_class_targets(store: ox.Store) -> None:
    import pyoxigraph as ox

    of_type, target = ox.NamedNode(RDF + "type"), ox.NamedNode(SH + "targetClass")
    for shape in [ox.NamedNode(SH + name) for name in ("NodeShape", "PropertyShape")]:
        for quad in list(store.quads_for_pattern(None, of_type, shape)):
            for kind in _CLASSES:
                as_class = ox.Quad(quad.subject, of_type, ox.NamedNode(kind), ox.DefaultGraph())
                if as_class in store:
                    store.remove(as_class)
                    store.add(ox.Quad(quad.subject, target, quad.subject, ox.DefaultGraph()))


def holds(store: ox.Store, subject: Node | None, predicate: str, value: Term | None = None) -> bool:
    """Tell whether a store holds a statement with these parts."""
    import pyoxigraph as ox

    found = store.quads_for_pattern(subject, ox.NamedNode(predicate), value)
    return any(True for _ in found)


def values(store: ox.Store, subject: Term, predicate: str) -> list[Term]:
    """Return the values of a property, in a stable order."""
    import pyoxigraph as ox

    if not is_node(subject):
        return []
    found = store.quads_for_pattern(subject, ox.NamedNode(predicate), None)
    return sorted((quad.object for quad in found), key=str)


def items(store: ox.Store, head: Term) -> Iterator[Term]:
    """Yield the members of a list that is known to be well-formed."""
    while firsts := values(store, head, RDF + "first"):
        yield firsts[0]
        head = values(store, head, RDF + "rest")[0]


def name_of(store: ox.Store, shape: Node) -> str:
    """Return the name of a shape, or of the nearest that uses it; else what such a one is about.

    >>> import pyoxigraph as ox
    >>> shapes = ox.Store()
    >>> shapes.load(f"_:s <{SH}targetClass> <urn:C> .", ox.RdfFormat.N_TRIPLES)
    >>> name_of(shapes, next(iter(shapes)).subject)
    '[sh:targetClass <urn:C>]'
    """
    users = list(_users(store, shape))
    if named := next((user for user in users if is_named(user)), None):
        return show(named)
    # The label of a blank node is another one each time, and says nothing.
    about = (
        f"[{shown(SH + target)} {show(values(store, user, SH + target)[0])}]"
        for user in users
        for target in _TARGETS
        if values(store, user, SH + target)
    )
    return next(about, show(shape))


def _users(store: ox.Store, shape: Node) -> Iterator[Node]:
    """Yield a shape and those that use it, nearest first."""
    import pyoxigraph as ox

    seen: set[Node] = {shape}
    todo: list[Node] = [shape]
    while todo:
        node = todo.pop(0)
        yield node
        for predicate in [SH + use for use in _USES] + [RDF + "first", RDF + "rest"]:
            for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), node):
                user = quad.subject
                if is_node(user) and user not in seen:
                    seen.add(user)
                    todo.append(user)


def path_of(store: ox.Store, shape: Node) -> ox.NamedNode | str | None:
    """Return the path of a shape: a property as it is, a longer one in the syntax of SPARQL."""
    paths = values(store, shape, SH + "path")
    if not paths:
        return None
    return paths[0] if is_named(paths[0]) else _written(store, paths[0])


def _written(store: ox.Store, path: Term) -> str:

    if is_named(path):
        return shown(path.value)
    if choices := values(store, path, SH + "alternativePath"):
        return "|".join(_inner(store, part) for part in items(store, choices[0]))
    for name, form in _STEPS.items():
        if parts := values(store, path, SH + name):
            return form.format(_inner(store, parts[0]))
    return "/".join(_inner(store, part) for part in items(store, path))


def _inner(store: ox.Store, path: Term) -> str:
    """Return a part of a path, in brackets where it would be read otherwise without."""
    text = _written(store, path)
    plain = not any(sign in text.split("<", 1)[0] for sign in "|/^*+?")
    return text if plain or text[-1] in "*+?" or text[0] == "^" else f"({text})"


def in_english(messages: Iterable[Term]) -> str | None:
    """Return the message to show: the English one, else one without language, else the first."""
    import pyoxigraph as ox

    texts = [message for message in messages if isinstance(message, ox.Literal)]
    texts.sort(key=lambda m: (_rank(m.language), m.language or "", m.value))
    return texts[0].value if texts else None


def _rank(language: str | None) -> int:
    return 1 if language is None else 0 if language.split("-")[0] == "en" else 2


def text_at(store: ox.Store, shape: Node) -> str | None:
    """Return the message that a shape states itself, in English if there is one."""
    return in_english(values(store, shape, SH + "message"))


def severity_of(store: ox.Store, shape: Node) -> str:
    """Return the IRI of the severity that a shape states, or else that of a violation."""
    stated = next(iter(values(store, shape, SH + "severity")), None)
    return getattr(stated, "value", SH + "Violation")


def prefixes_of(shapes: ox.Store) -> dict[str, str]:
    """Return the prefixes that the shapes declare, but none that two of them use differently."""
    import pyoxigraph as ox

    rows = shapes.query(
        "SELECT ?prefix ?namespace { ?x sh:prefix ?prefix ; sh:namespace ?namespace }",
        prefixes={"sh": SH},
    )
    assert isinstance(rows, ox.QuerySolutions)
    pairs = {(row["prefix"].value, row["namespace"].value) for row in rows}
    uses = Counter(prefix for prefix, _ in pairs)
    return {prefix: namespace for prefix, namespace in pairs if uses[prefix] == 1}
