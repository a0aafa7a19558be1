"""The pages of things, made by processes of their own beside the one that makes the rest.

They are new interpreters: a copy of a process that has used Polars would wait for its threads for
ever.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from typing import TYPE_CHECKING

from aitaxonomy.site.pages import Files, Pages, with_twins

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

#: How many things a process gets at a time.
_AT_ONCE = 40
#: The pages that a worker makes, from its start on.
_own: list[Pages] = []


@contextlib.contextmanager
def of_things(ai: Taxonomy, home: str, iris: Sequence[str], processes: int) -> Iterator[Files]:
    """Have the files of things made from now on; they come in the order of the things.

    Args:
        ai: the taxonomy, which goes to the processes pickled.
        home: where the site will stand.
        iris: the things.
        processes: how many make them; the main module of a program that asks for them is imported
            again by each, so it has to mind `__name__`.

    """
    parts = [iris[start : start + _AT_ONCE] for start in range(0, len(iris), _AT_ONCE)]
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(ai, home)
    ) as pool:
        yield chain.from_iterable(pool.map(_make, parts))


def _begin(ai: Taxonomy, home: str) -> None:
    _own.append(Pages(ai, home))


def _make(iris: Iterable[str]) -> list[tuple[str, bytes]]:
    return list(with_twins(file for iri in iris for file in _own[0].of_thing(iri)))
