"""One system of an inventory as every reader yields it, whatever format it came in."""

from __future__ import annotations

from typing import NamedTuple


class Source(NamedTuple):
    """Where a record stands: the file, the format it was read in, and the line if there is one."""

    file: str
    format: str
    line: int | None = None

    def __str__(self) -> str:
        """Return file and line as a compiler would print them.

        >>> str(Source("models.csv", "csv", 3))
        'models.csv:3'
        """
        return self.file if self.line is None else f"{self.file}:{self.line}"


class Derivation(NamedTuple):
    """What a system was made from, and how: "fine-tuned", "adapter", "merged", "quantised" ...

    `how` is "built on" where the inventory does not say.
    """

    of: str
    how: str = "built on"


class Conclusion(NamedTuple):
    """A kind that follows from a field by an import rule, not from a statement, and why.

    `kind` is the local name of a class of ours, such as "LLM".
    """

    kind: str
    because: str


class Record(NamedTuple):
    """A system of an inventory.

    Names of modalities are local names of ours ("text", "image", "speech"); tasks are task ids of
    the Hugging Face Hub; dates are written YYYY, YYYY-MM or YYYY-MM-DD. A field that is empty or
    None was not given, which is never a "no". All other names stay as the inventory spells them.
    `primary_because` is the import rule that gave `primary`, None where the inventory states it.
    `undecided` holds, in words, why a field does not decide whether the system is generative.

    >>> Record("Mistral 7B", Source("models.csv", "csv", 2), outputs=("text",)).outputs
    ('text',)
    """

    name: str
    source: Source
    id: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    developer: str | None = None
    provider: str | None = None
    tasks: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    primary: str | None = None
    primary_because: str | None = None
    parameters: int | None = None
    active_parameters: int | None = None
    architecture: str | None = None
    derived_from: tuple[Derivation, ...] = ()
    released: str | None = None
    retired: str | None = None
    licence: str | None = None
    access: tuple[str, ...] = ()
    open_weights: bool | None = None
    context_window: int | None = None
    knowledge_cutoff: str | None = None
    training_data: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    concluded: tuple[Conclusion, ...] = ()
    undecided: tuple[str, ...] = ()
