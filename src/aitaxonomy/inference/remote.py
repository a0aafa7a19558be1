"""The content of a SPARQL server, which answers questions and queries; nothing is reasoned here."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from aitaxonomy.errors import EndpointFault
from aitaxonomy.graph.names import Links, Names
from aitaxonomy.inference.content import Content, shipped_content
from aitaxonomy.store import GraphStore
from aitaxonomy.store.endpoint import EndpointStore
from aitaxonomy.store.protocol import Endpoint

if TYPE_CHECKING:
    from aitaxonomy.graph.systems import SystemFacts
    from aitaxonomy.inference.inference import Inference
    from aitaxonomy.inference.verdict_table import VerdictTable


class Remote(Content):
    """The content of a SPARQL server."""

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__((), (), shipped_content())
        self._endpoint = endpoint

    def __reduce__(self) -> tuple[Callable[[Endpoint], Remote], tuple[Endpoint]]:
        """Travel to another process by the address."""
        return Remote, (self._endpoint,)

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
    def systems(self) -> SystemFacts:
        """The facts about the systems that the server has."""
        from aitaxonomy.graph.systems import read_system_facts

        return read_system_facts(self.store.select, self.names.label)

    @cached_property
    def links(self) -> Links:
        """The links, with labels as the server has them."""
        return Links(lambda _: self.store)

    @property
    def verdicts(self) -> VerdictTable | None:
        """None: the server may have more than what is shipped."""
        return None

    @property
    def inference(self) -> Inference:
        """Raise `EndpointFault`."""
        return self.whole.inference

    @property
    def whole(self) -> Content:
        """Raise `EndpointFault`: the statements are on the server."""
        raise EndpointFault(
            f"{self._endpoint.shown}: a server answers questions and queries alone: to reason over "
            "its data, or to add files, read the data here, from files or from a store of `build`"
        )
