"""The content of a SPARQL server: queries are answered there, and reasoning is done here.

For proofs, reports and exports all that is asserted there is fetched, once. What the shipped files
say is known here already, in the form that is quick to reason with: the rest is added to that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.errors import EndpointFault
from aitaxonomy.files import stand_in
from aitaxonomy.graph.names import Links, Names
from aitaxonomy.inference.content import Added, Content, Recipe, shipped_content
from aitaxonomy.process.scratch import ScratchFolder
from aitaxonomy.store import ASSERTED, GraphStore
from aitaxonomy.store.endpoint import EndpointStore
from aitaxonomy.store.files import DataFiles
from aitaxonomy.store.protocol import Endpoint

if TYPE_CHECKING:
    import pyoxigraph as ox

    from aitaxonomy.inference.inference import Inference


class Connected(Content):
    """The content of an endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__((), (), shipped_content())
        self._endpoint = endpoint
        self.start = self

    def __reduce__(self) -> tuple[Callable[[Endpoint], Connected], tuple[Endpoint]]:
        """Travel to another process by the address."""
        return Connected, (self._endpoint,)

    @property
    def read(self) -> Recipe:
        """The file with what was fetched, if there is any."""
        return tuple((path, format, None, False) for path, format in self.whole.own)

    def close(self) -> None:
        """Close the connections."""
        self._endpoint.close()

    @cached_property
    def store(self) -> GraphStore:
        """The server."""
        return EndpointStore(self._endpoint)

    def queried(self, *, asserted: bool) -> GraphStore:
        """Return the server."""
        return self.store

    @cached_property
    def names(self) -> Names:
        """The index of the names that the server has."""
        return Names(self.store)

    @cached_property
    def links(self) -> Links:
        """The links, with labels as the server has them."""
        return Links(lambda _: self.store)

    @cached_property
    def whole(self) -> Content:
        """The shipped content, and what else is asserted on the server.

        Raises:
            EndpointFault: the server lacks statements of the shipped ontology, or has another
                version of them, or does not tell what is asserted.

        """
        more, missing = beyond(
            self.store.triples(ASSERTED), self.shipped.asserted.triples(ASSERTED)
        )
        if missing:
            raise EndpointFault(
                f"{self._endpoint.shown}: lacks {missing:,} statements of the ontology that this "
                "program has, so that nothing can be proved: load a store of this version there"
            )
        if not more:
            return self.shipped
        self._folder = ScratchFolder()
        fetched = Path(self._folder.name) / "fetched.nt"
        fetched.write_text("".join(f"{triple} .\n" for triple in more), encoding="utf-8")
        stand_in(fetched)
        found = Content(((fetched, "ntriples"),), shipped=self.shipped)
        found.start, found.watch = self, self.watch
        return found

    @property
    def asserted(self) -> GraphStore:
        """The store of what is asserted, here."""
        return self.whole.asserted

    @property
    def memory(self) -> GraphStore:
        """The same with what follows, in memory."""
        return self.whole.memory

    @property
    def data(self) -> DataFiles:
        """What the server has beyond the shipped content."""
        return self.whole.data

    @property
    def inference(self) -> Inference:
        """The inference over all that was fetched."""
        return self.whole.inference

    def with_files(
        self,
        files: Iterable[Added],
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
        *,
        accept: bool = False,
    ) -> Content:
        """Return all of this content with more files; see `Content.with_files`."""
        return self.whole.with_files(files, columns, progress, accept=accept)


def beyond(triples: Iterable[ox.Triple], known: Iterable[ox.Triple]) -> tuple[list[ox.Triple], int]:
    """Return the triples that are not among those known, and how many of these are missing.

    Blank nodes, which have other labels everywhere, are compared by what is said of them. What is
    new brings along all that is said of the blank nodes in it.

    >>> import pyoxigraph as ox
    >>> p, o = ox.NamedNode("urn:p"), ox.Literal("o")
    >>> one, same = (ox.Triple(ox.BlankNode(), p, o) for _ in range(2))
    >>> beyond([one], [same])
    ([], 0)
    """
    triples = list(triples)
    forms, of_known = _Forms(triples), _Forms(known)
    written, expected = list(map(forms.triple, triples)), set(map(of_known.triple, of_known.all))
    todo = [each for each, form in zip(triples, written, strict=True) if form not in expected]
    found = dict.fromkeys(todo)
    while todo:
        each = todo.pop()
        for end in (each.subject, each.object):
            about = [t for t in forms.about.get(end, ()) if t not in found]
            found |= dict.fromkeys(about)
            todo += about
    return list(found), len(expected.difference(written))


class _Forms:
    """The forms of some triples, in which blank nodes are what is said of them.

    A blank node that leads back to itself is the same as no other one.
    """

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        import pyoxigraph as ox

        self.all = list(triples)
        self._blank = ox.BlankNode
        #: What is said of each blank node.
        self.about: dict[Any, list[ox.Triple]] = defaultdict(list)
        for triple in self.all:
            if isinstance(triple.subject, ox.BlankNode):
                self.about[triple.subject].append(triple)
        self._of: dict[Any, Any] = {}

    def triple(self, triple: ox.Triple) -> Any:
        """Return the form of a triple: itself, where there is no blank node in it."""
        ends = triple.subject, triple.object
        if not any(isinstance(end, self._blank) for end in ends):
            return triple
        subject, value = map(self._term, ends)
        return subject, triple.predicate, value

    def _term(self, term: Any) -> Any:
        if not isinstance(term, self._blank):
            return term
        todo, open_ = [term], set()
        while todo:
            node = todo[-1]
            if node in self._of:
                todo.pop()
                continue
            below = {
                t.object for t in self.about.get(node, ()) if isinstance(t.object, self._blank)
            }
            new = [each for each in below if each not in self._of]
            if node in open_ or not new:
                todo.pop()
                whole = not new and node not in below
                self._of[node] = self._form(node) if whole else (id(self), node)
            else:
                open_.add(node)
                todo += new
        return self._of[term]

    def _form(self, node: Any) -> int:
        """Return a number for what is said of a node, in the same process for the same."""
        said = sorted(
            (t.predicate.value, str(self._of.get(t.object, t.object)))
            for t in self.about.get(node, ())
        )
        return hash(tuple(said))
