"""The error tree: everything this package raises on purpose, each also a builtin."""

from collections.abc import Sequence


class AITaxonomyError(Exception):
    """The root of all errors of this package; its text says what, where, and the remedy.

    >>> issubclass(UnknownTerm, AITaxonomyError) and issubclass(UnknownTerm, KeyError)
    True
    """

    def __str__(self) -> str:
        """Return the message alone: `KeyError` would print its `repr`."""
        return str(self.args[0]) if self.args else ""


class UnknownTerm(AITaxonomyError, KeyError):
    """No term, individual or system has this name, label, CURIE or IRI."""


class UnknownQuestion(AITaxonomyError, KeyError):
    """No question has this name, or a question has no such parameter."""


class HeaderFault(AITaxonomyError, ValueError):
    """A `#:` header of a query or fixture is malformed, incomplete or has an unknown key."""


class QueryRefused(AITaxonomyError, ValueError):
    """A query is malformed, too deep or too large, or asks for what a read-only query may not."""


class QueryTimeout(AITaxonomyError, TimeoutError):
    """A query did not end within its time limit and was stopped."""


class ImportFault(AITaxonomyError, ValueError):
    """A file cannot be read: missing, empty, binary, truncated, hostile or of an unknown format."""


class InconsistentOntology(AITaxonomyError, ValueError):
    """The statements contradict each other; `clashes` holds what clashes, in words."""

    def __init__(self, message: str, clashes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.clashes = tuple(clashes)


class ReasonerFault(AITaxonomyError, ValueError):
    """A reasoner cannot take an ontology, which says nothing about whether that is consistent."""


class ReasonerTimeout(AITaxonomyError, TimeoutError):
    """A reasoner did not end within its time limit and was stopped."""


class ClaimFault(AITaxonomyError, ValueError):
    """A text is not a claim in any of the forms that are understood; the message lists these."""


class ProofFault(AITaxonomyError, ValueError):
    """A document is not a proof: a part of it is missing, or of the wrong kind."""


class TooManyLinks(AITaxonomyError, ValueError):
    """More follows from the data than can be listed; the message has the property and a remedy."""


class ShapesFault(AITaxonomyError, ValueError):
    """Shapes are missing, malformed, recursive or hostile, or say what no engine here obeys."""


class ValidationTimeout(AITaxonomyError, TimeoutError):
    """A validation did not end within its time limit and was stopped."""


class EngineMissing(AITaxonomyError, ImportError):
    """An optional engine is not installed; the message has the command that installs it."""


class StoreCorrupt(AITaxonomyError, OSError):
    """An on-disk store is damaged; the message has the command that rebuilds it."""


class ServerFault(AITaxonomyError, OSError):
    """A server cannot be started as it was asked for: its address, its folder or its token."""


class StoreLocked(AITaxonomyError, OSError):
    """An on-disk store is being built by another process; the message says by which."""


class EndpointFault(AITaxonomyError, ConnectionError):
    """A SPARQL endpoint cannot be reached or trusted, or sends something other than an answer."""


class EndpointBusy(EndpointFault):
    """A SPARQL endpoint has too much to do; `retry_after` has the seconds it asks to wait for."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
