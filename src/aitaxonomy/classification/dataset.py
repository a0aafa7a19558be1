"""Classifies data sets of any size: what rows state is reduced to profiles, and these are judged.

The rows stay in the engine. Each becomes a key of what it states; links between rows refine these
keys in rounds, until rows with one key are linked to rows with one key alike. The closure is then
that of one individual for each key. Each round is Parquet, and is not done again after an end.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from aitaxonomy.classification.backends import BACKENDS, Backend, cleared, files_of, matching
from aitaxonomy.classification.classify import HEADLINE, classify
from aitaxonomy.classification.conventions import Conventions
from aitaxonomy.classification.row_profiles import INDIVIDUAL, MAPPED, TYPE, row_map
from aitaxonomy.classification.system import based, curie_of
from aitaxonomy.errors import EngineMissing, ImportFault
from aitaxonomy.files import write_whole
from aitaxonomy.inference.content import shipped_content
from aitaxonomy.inventory.import_rules.facts import named
from aitaxonomy.inventory.importing import Entry, Imported
from aitaxonomy.inventory.matching.matcher import Match
from aitaxonomy.inventory.record import Proposal, Tally
from aitaxonomy.rdf.namespaces import AIT
from aitaxonomy.scratch import ScratchFolder
from aitaxonomy.text import clipped

if TYPE_CHECKING:
    import polars as pl

#: So many profiles, and what these are linked with, are judged in one closure.
CHUNK = 2_000
_PROFILE = "urn:aitaxonomy:profile:"
_OF_PROFILE = ("kinds", "generates", "missing", "proposed", "basis")

# What a link goes to: another row, else a known system, else a name of which nothing is known.
_EDGES = """
SELECT DISTINCT l.entry AS s,
  CASE WHEN n.entry IS NULL AND l.known <> '' THEN l.if_known
       WHEN n.entry LIKE '%1' THEN l.if_other ELSE l.if_model END AS p,
  CASE WHEN n.entry IS NOT NULL THEN n.entry
       WHEN l.known <> '' THEN l.known ELSE l.target END AS o,
  CASE WHEN n.entry IS NOT NULL THEN 'row' WHEN l.known <> '' THEN 'known' ELSE 'bare' END AS sort,
  l.kind AS kind
FROM (SELECT * FROM mapped WHERE what = 'link') l
LEFT JOIN (SELECT iri, min(entry) AS entry FROM mapped WHERE what = 'row' GROUP BY iri) n
  ON l.target = n.iri
"""
_NODES = """
SELECT r.entry AS id, min(r.key) AS own, min(r.key) AS sig
FROM (SELECT * FROM mapped WHERE what = 'row') r
JOIN (SELECT s AS id FROM edges UNION SELECT o AS id FROM edges WHERE sort = 'row') e
  ON r.entry = e.id
GROUP BY r.entry
UNION ALL
SELECT o AS id,
  CASE WHEN max(kind = 'AIModel') THEN 'bare AIModel' ELSE 'bare AIArtifact' END AS own,
  CASE WHEN max(kind = 'AIModel') THEN 'bare AIModel' ELSE 'bare AIArtifact' END AS sig
FROM edges WHERE sort = 'bare' GROUP BY o
"""
_COLORED = """
SELECT s.id AS id, s.own AS own, r.color AS color FROM signed s
JOIN (SELECT sig, CAST(row_number() OVER (ORDER BY sig) AS BIGINT) AS color
      FROM (SELECT DISTINCT sig FROM signed) d) r
  ON s.sig = r.sig
"""
_SIGNED = """
SELECT n.id AS id, n.own AS own,
  CAST(n.color AS STRING) || '|' || coalesce(g.parts, '') AS sig
FROM colored n LEFT JOIN (
  SELECT id, {gathered} AS parts FROM (
    SELECT e.s AS id, '>' || e.p || ' ' || coalesce(CAST(c.color AS STRING), e.o) AS part
    FROM edges e LEFT JOIN colored c ON e.o = c.id
    UNION
    SELECT e.o AS id, '<' || e.p || ' ' || CAST(c.color AS STRING) AS part
    FROM edges e JOIN colored c ON e.s = c.id WHERE e.sort <> 'known'
  ) halves GROUP BY id
) g ON n.id = g.id
"""
_COUNTED = "SELECT max(color) AS n FROM colored"
_PROFILES = """
SELECT p.profile AS profile, p.own AS own, min(t.said) AS said FROM (
  SELECT coalesce('c-' || CAST(n.color AS STRING), r.key) AS profile, r.key AS own
  FROM (SELECT * FROM mapped WHERE what = 'row') r LEFT JOIN colored n ON r.entry = n.id
  UNION
  SELECT 'c-' || CAST(color AS STRING) AS profile, own FROM colored WHERE own LIKE 'bare %'
) p
LEFT JOIN (SELECT * FROM mapped WHERE what = 'said') t ON p.own = t.key
GROUP BY p.profile, p.own
"""
_LINKS = """
SELECT DISTINCT 'c-' || CAST(a.color AS STRING) AS s, e.p AS p,
  coalesce('c-' || CAST(b.color AS STRING), e.o) AS o
FROM edges e JOIN colored a ON e.s = a.id LEFT JOIN colored b ON e.o = b.id
"""
_COUNTS = """
SELECT what, name, CAST(sum(CAST(said AS BIGINT)) AS BIGINT) AS n FROM mapped
WHERE what = 'read' OR what = 'skipped' GROUP BY what, name
"""
_TALLIED = "SELECT {columns}, count(*) AS n FROM judged GROUP BY {columns}"
_JUDGED = """
SELECT r.name AS name, r.iri AS iri, v.kinds AS kinds, v.generates AS generates,
  r.known_as AS known_as, r.confidence AS confidence,
  CASE WHEN v.missing = '' OR r.left_open = '' THEN v.missing
       ELSE v.missing || '; ' || r.left_open END AS missing,
  v.proposed AS proposed, v.basis AS basis, {kinds}
FROM (SELECT * FROM mapped WHERE what = 'row') r
LEFT JOIN colored n ON r.entry = n.id
JOIN verdicts v ON coalesce('c-' || CAST(n.color AS STRING), r.key) = v.profile
"""


class _Question(NamedTuple):
    """The question that is asked of each profile."""

    kinds: tuple[str, ...]
    conventions: Conventions
    label: Callable[[str], str]


@dataclass(frozen=True)
class DatasetClassification:
    """The counts of a classified data set; the verdicts are in its folder, as Parquet.

    Attributes:
        folder: the result.
        read: how many rows there were.
        systems: how many systems they list.
        skipped: how many rows were left out, by the reason.
        verdicts: how many systems have each verdict, by kind.
        profiles: how many different profiles were judged.
        rounds: in how many rounds links between rows were followed.

    """

    folder: str
    read: int
    systems: int
    skipped: Mapping[str, int]
    verdicts: Mapping[str, Mapping[str, int]]
    profiles: int
    rounds: int

    def __str__(self) -> str:
        lines = [
            f"read {self.read:,}, systems {self.systems:,}, profiles {self.profiles:,}, "
            f"rounds {self.rounds}: {self.folder}",
            *(f"  skipped {count:,}: {why}" for why, count in self.skipped.items()),
        ]
        for kind, found in self.verdicts.items():
            told = (f"{found.get(each, 0):,} {each}" for each in ("entailed", "refuted", "unknown"))
            lines.append(f"  {kind}: {', '.join(told)}")
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Return the counts as JSON, with the members of this class as keys."""
        return asdict(self)


def classify_dataset(
    source: str | Path,
    result: str | Path,
    *,
    backend: str | Backend = "polars",
    kinds: Iterable[str] = HEADLINE,
    conventions: Conventions | None = None,
    columns: Mapping[str, str] | None = None,
    label: Callable[[str], str],
    progress: Callable[[str], None] = lambda _step: None,
) -> DatasetClassification:
    """Classify the rows of a data set.

    Args:
        source: a folder of Parquet or CSV, or a pattern of such files, with the columns of lists.
        result: the folder to write; while the work goes on, it holds the rounds in `_rounds`.
        backend: one of `BACKENDS`, or a backend, which stays open.
        kinds: local names of the kinds to give verdicts for.
        conventions: by default those of the ontology.
        columns: our name of a column, and that of the source, where it differs.
        label: gives the label of an IRI.
        progress: is called with the name of each step that begins.

    Raises:
        ImportFault: the source cannot be read, or has no names; the result is another folder; or
            a kind is not one of ours.
        EngineMissing: there is no such backend, or it is not installed.

    """
    wanted, chosen = tuple(dict.fromkeys(kinds)), conventions or Conventions()
    if others := [each for each in wanted if not each.isidentifier()]:
        raise ImportFault(f"{others[0]} is not one of our kinds, which alone have verdicts")
    pattern, target = files_of(str(source)), Path(result)
    mapped = tuple(sorted((columns or {}).items()))
    steps = _Steps(target, _told_of(pattern, wanted, chosen, mapped), progress)
    made = isinstance(backend, str)
    if isinstance(backend, str):
        if backend not in BACKENDS:
            raise EngineMissing(f"no backend {backend!r}: choose one of {', '.join(BACKENDS)}")
        backend = BACKENDS[backend]()
    try:
        return _judged(
            _Work(backend, steps), pattern, partial(row_map, chosen.large_from, mapped),
            _Question(wanted, chosen, label),
        )  # fmt: skip
    finally:
        if made:
            backend.close()


class _Steps:
    """The steps that are done, each a folder of Parquet; the manifest names them."""

    def __init__(
        self, result: Path, about: Mapping[str, Any], progress: Callable[[str], None]
    ) -> None:
        self.result, self.folder = result, result / "_rounds"
        self._file, self._progress = self.folder / "manifest.json", progress
        if result.exists() and not (
            result.is_dir() and (self._file.exists() or not any(result.iterdir()))
        ):
            raise ImportFault(f"{result}: is there already: remove it, or name another folder")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._manifest: dict[str, Any] = {"about": about, "done": []}
        if self._file.exists():
            found = json.loads(self._file.read_text(encoding="utf-8"))
            if found["about"] == json.loads(json.dumps(about)):
                self._manifest = found
                return
            cleared(self.folder).mkdir()
        self._keep()

    def step(self, name: str, make: Callable[[Path], None]) -> Path:
        """Return the folder of a step, which is made if it is not there whole."""
        target = self.folder / name
        if name not in self._manifest["done"]:
            self._progress(name)
            part = cleared(self.folder / f"{name}.part")
            make(part)
            part.rename(cleared(target))
            self._manifest["done"].append(name)
            self._keep()
        return target

    def finish(self, step: Path) -> None:
        """Move the files of the last step into the result, and remove the rounds."""
        for number, file in enumerate(sorted(step.glob("*.parquet"))):
            file.replace(self.result / f"part-{number:06}.parquet")
        cleared(self.folder)

    def _keep(self) -> None:
        write_whole(self._file, json.dumps(self._manifest, indent=1) + "\n")


class _Work:
    """The queries of a backend, each a step."""

    def __init__(self, backend: Backend, steps: _Steps) -> None:
        self.backend, self.steps = backend, steps
        self._views: dict[str, Path] = {}

    def put(self, view: str, path: Path) -> None:
        self._views[view] = path

    def query(self, step: str, view: str, sql: str, **schema: type) -> None:
        """Run a query over the views so far; its rows become a view."""
        text = sql.format(gathered=self.backend.gathered.format("part")) if "{g" in sql else sql

        def make(part: Path) -> None:
            used = {name: path for name, path in self._views.items() if name in text}
            self.backend.query(text, used, part)
            _with_schema(part, schema)

        self._views[view] = self.steps.step(step, make)

    def rows(self, view: str) -> pl.LazyFrame:
        """Return the rows of a view."""
        import polars as pl

        return pl.scan_parquet(f"{self._views[view]}/*.parquet")


def _with_schema(part: Path, schema: Mapping[str, type]) -> None:
    """Write a file without rows where an engine wrote none, since there are none."""
    import polars as pl

    if not any(part.glob("*.parquet")):
        part.mkdir(parents=True, exist_ok=True)
        pl.DataFrame(schema=schema).write_parquet(part / "part-000000.parquet")


def _judged(
    work: _Work,
    pattern: str,
    make: Callable[[], Any],
    asked: _Question,
) -> DatasetClassification:
    import polars as pl

    backend, steps, kinds = work.backend, work.steps, asked.kinds

    def mapped(part: Path) -> None:
        try:
            backend.map(pattern, make, MAPPED, part)
        except (ImportFault, MemoryError):
            raise
        except Exception as fault:  # each engine has its own
            told = clipped(str(fault), 300)
            raise ImportFault(f"{pattern}: cannot be read as a list of systems: {told}") from fault

    work.put("mapped", steps.step("mapped", mapped))
    work.query("edges", "edges", _EDGES, s=str, p=str, o=str, sort=str, kind=str)
    rounds = _rounds(work)
    work.query("profiles", "profiles", _PROFILES, profile=str, own=str, said=str)
    work.query("links", "links", _LINKS, s=str, p=str, o=str)
    profiles, links = work.rows("profiles"), work.rows("links")
    verdicts = steps.step("verdicts", lambda part: _verdicts(profiles, links, part, asked))
    work.put("verdicts", verdicts)
    told = ", ".join(f"v.{each} AS {each}" for each in kinds)
    judged = _JUDGED.format(kinds=told)
    work.query("judged", "judged", judged, **dict.fromkeys(
        ("name", "iri", *_OF_PROFILE, "known_as", "confidence", *kinds), str))  # fmt: skip
    tallied = _TALLIED.format(columns=", ".join(kinds))
    work.query("counts", "counts", _COUNTS, what=str, name=str, n=int)
    work.query("tallied", "tallied", tallied, **dict.fromkeys(kinds, str), n=int)
    found: dict[str, dict[str, int]] = {kind: defaultdict(int) for kind in kinds}
    systems = 0
    for *truths, n in work.rows("tallied").select(*kinds, "n").collect().rows():
        systems += n
        for kind, truth in zip(kinds, truths, strict=True):
            found[kind][truth] += n
    counts = work.rows("counts").select("what", "name", "n").sort("what", "name").collect().rows()
    count = work.rows("verdicts").select(pl.len()).collect().item()
    steps.finish(steps.folder / "judged")
    return DatasetClassification(
        str(steps.result),
        sum(n for what, _, n in counts if what == "read"),
        systems,
        {why: n for what, why, n in counts if what == "skipped"},
        {kind: dict(sorted(truths.items())) for kind, truths in found.items()},
        count,
        rounds,
    )


def _rounds(work: _Work) -> int:
    """Refine the colours of linked rows until that tells no more apart; return the rounds."""
    signed = {"id": str, "own": str, "sig": str}
    colored = {"id": str, "own": str, "color": int}
    work.query("signed-0", "signed", _NODES, **signed)
    work.query("round-0", "colored", _COLORED, **colored)
    count, before, number = _count(work, 0), -1, 0
    while count != before:
        number, before = number + 1, count
        work.query(f"signed-{number}", "signed", _SIGNED, **signed)
        work.query(f"round-{number}", "colored", _COLORED, **colored)
        count = _count(work, number)
    return number


def _count(work: _Work, number: int) -> int:
    work.query(f"count-{number}", "counted", _COUNTED, n=int)
    return int(work.rows("counted").collect()["n"].sum())


def _verdicts(profiles: pl.LazyFrame, links: pl.LazyFrame, target: Path, asked: _Question) -> None:
    """Judge each profile, some thousands of them at a time."""
    import polars as pl

    target.mkdir(parents=True)
    schema = dict.fromkeys(("profile", *_OF_PROFILE, *asked.kinds), pl.String)
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
    """Yield the profiles, with each all that it is linked with, in any number of steps."""
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
    asked: _Question,
) -> Iterator[tuple[str, ...]]:
    """Yield a row for each profile, of which one individual is classified."""
    entries: dict[str, Entry] = {}
    file = folder / "profiles.nt"
    with file.open("w", encoding="utf-8") as out:
        for profile, own, text in profiles:
            iri = f"{_PROFILE}{profile}"
            about: dict[str, Any] = json.loads(text) if text else {
                "lines": [f"_ {TYPE} <{AIT}{own.removeprefix('bare ')}>"], "match": None,
                "means": [],
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


def _told_of(
    pattern: str,
    kinds: tuple[str, ...],
    conventions: Conventions,
    columns: tuple[tuple[str, str], ...],
) -> dict[str, Any]:
    """Return what a result depends on: rounds of another source or question are not taken up."""
    from aitaxonomy.store.shipped_ontology import content_hash

    found = [] if "://" in pattern else [each.absolute() for each in sorted(matching(pattern))]
    files = [[str(each), each.stat().st_size, each.stat().st_mtime_ns] for each in found]
    return {"source": pattern, "files": files, "kinds": list(kinds), "columns": list(columns),
            "conventions": asdict(conventions), "ontology": content_hash()}  # fmt: skip
