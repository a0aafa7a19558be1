"""The verdicts on the profiles of a data set: the closure of one individual for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from aitaxonomy.classification.classify import classify
from aitaxonomy.classification.conventions import Conventions
from aitaxonomy.classification.row_profiles import INDIVIDUAL, TYPE
from aitaxonomy.classification.system import based, curie_of
from aitaxonomy.inference.content import shipped_content
from aitaxonomy.inventory.import_rules.facts import named
from aitaxonomy.inventory.importing import Entry, Imported
from aitaxonomy.inventory.matching.matcher import Match
from aitaxonomy.inventory.record import Proposal, Tally
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.scratch import ScratchFolder

if TYPE_CHECKING:
    import polars as pl

#: So many profiles, and what these are linked with, are judged in one closure.
CHUNK = 2_000
_PROFILE = "urn:aitaxonomy:profile:"
OF_PROFILE = ("kinds", "generates", "missing", "proposed", "basis")


class ProfileQuestion(NamedTuple):
    """The question that is asked of each profile."""

    kinds: tuple[str, ...]
    conventions: Conventions
    label: Callable[[str], str]


def judge_profiles(
    profiles: pl.LazyFrame, links: pl.LazyFrame, target: Path, asked: ProfileQuestion
) -> None:
    """Judge each profile, some thousands of them at a time."""
    import polars as pl

    target.mkdir(parents=True)
    schema = dict.fromkeys(("profile", *OF_PROFILE, *asked.kinds), pl.String)
    pl.DataFrame(schema=schema).write_parquet(target / "part-none.parquet")
    number = 0
    for chunk in _chunks(profiles.select("profile"), links):
        texts = profiles.join(chunk.lazy(), on="profile", how="semi")
        linked = links.join(chunk.lazy(), left_on="s", right_on="profile", how="semi")
        with ScratchFolder() as folder:
            found = _closed(_streamed(texts), _streamed(linked), Path(folder), asked)
            while rows := list(islice(found, CHUNK)):
                table = pl.DataFrame(rows, schema=schema, orient="row")
                table.write_parquet(target / f"part-{number:06}.parquet")
                number += 1


def _streamed(rows: pl.LazyFrame) -> Iterator[tuple[Any, ...]]:
    for frame in rows.collect_batches(chunk_size=CHUNK):
        yield from frame.iter_rows()


def _chunks(profiles: pl.LazyFrame, links: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """Yield the profiles, each together with all that it is linked with, directly or not."""
    import polars as pl

    names = profiles.sort("profile").collect()
    place = names.with_row_index("place")
    pairs = (
        links.select("s", "o")
        .join(place.lazy(), left_on="s", right_on="profile")
        .join(place.lazy(), left_on="o", right_on="profile")
        .select("place", "place_right").collect()
    )  # fmt: skip
    above = list(range(names.height))

    def root(number: int) -> int:
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    for one, other in pairs.iter_rows():
        above[root(one)] = root(other)
    groups = names.with_columns(group=pl.Series(map(root, range(names.height)), dtype=pl.UInt32))
    sizes = groups.group_by("group").agg(first=pl.col("profile").first(), size=pl.len())
    chunk = (pl.col("size").cum_sum().shift(fill_value=0) // CHUNK).alias("chunk")
    placed = groups.join(sizes.sort("first").select("group", chunk), on="group")
    for each in placed.select("chunk", "profile").partition_by("chunk", maintain_order=False):
        yield each.select("profile")


def _closed(
    profiles: Iterable[tuple[str, str, str | None]],
    links: Iterable[tuple[str, str, str]],
    folder: Path,
    asked: ProfileQuestion,
) -> Iterator[tuple[str, ...]]:
    """Yield a row for each profile, of which one individual is classified."""
    entries: dict[str, Entry] = {}
    file = folder / "profiles.nt"
    with file.open("w", encoding="utf-8") as out:
        for profile, own, text in profiles:
            iri = f"{_PROFILE}{profile}"
            about: dict[str, Any] = json.loads(text) if text else {
                "lines": [f"_ {TYPE} <{AIT}{kind}>"] if (kind := own.removeprefix("bare ")) else [],
                "match": None, "means": [],
            }  # fmt: skip
            out.write(f"<{iri}> {TYPE} {INDIVIDUAL} .\n")
            for line in about["lines"]:
                terms = (f"<{iri}{each[1:]}>" if each[0] == "_" else each
                         for each in line.split(" ", 2))  # fmt: skip
                out.write(" ".join((*terms, ".\n")))
            match = Match(*about["match"]) if about["match"] else None
            proposed = tuple(Proposal(each, "", "name", 1, 1, 1.0) for each in about["means"])
            entries[iri] = Entry(profile, None, match, (), proposed)
        for s, p, o in links:
            other = o if o.startswith("http") else f"{_PROFILE}{o}"
            out.write(f"<{_PROFILE}{s}> {named(p)} <{other}> .\n")
    content = shipped_content()
    of = Imported(file, "dataset", file, entries, frozenset(), Tally(), ScratchFolder())
    found = classify(
        content.premises, [of], label=asked.label, kinds=asked.kinds,
        conventions=asked.conventions, table=content.verdicts,
    )  # fmt: skip
    for system in found:
        if system.iri in entries:
            yield (
                system.name, " ".join(system.most_specific), " ".join(system.generates),
                "; ".join(system.missing),
                " ".join(dict.fromkeys(curie_of(each.means) for each in system.proposed)),
                based(system.basis), *map(str, system.verdicts.values()),
            )  # fmt: skip
