"""Classifies data sets of any size: what rows state is reduced to profiles, and these are judged.

The rows stay in the engine. The closure is that of one individual for each profile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from aitaxonomy.classification.backends import BACKENDS, Backend, files_of, matching, syntax
from aitaxonomy.classification.classify import HEADLINE
from aitaxonomy.classification.conventions import Conventions
from aitaxonomy.classification.dataset_rounds import Steps, Work, refine
from aitaxonomy.classification.profile_verdicts import OF_PROFILE, ProfileQuestion, judge_profiles
from aitaxonomy.classification.row_profiles import MAPPED, GraphProfiles, Quads, RowProfiles, Terms
from aitaxonomy.errors import EngineMissing, ImportFault

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
{linked}"""
# What rows of a graph are linked with: property, object, and the kind of what no row lists.
_LINKED = """LEFT JOIN (
  SELECT s, {gathered} AS links FROM (
    SELECT e.s AS s, e.p || ' ' || coalesce(o.iri, e.o) || ' '
      || CASE WHEN e.sort = 'bare' THEN e.kind ELSE '' END AS part
    FROM edges e LEFT JOIN (SELECT * FROM mapped WHERE what = 'row') o ON e.o = o.entry
  ) parts GROUP BY s) l ON r.entry = l.s
"""
# Each subject of a graph, with its statements, and the labels of its developers.
_SUBJECTS = """
SELECT s, {gathered} AS text FROM (
  SELECT s, p || ' ' || o AS part FROM triples
  UNION
  SELECT t.s AS s, 'developer ' || d.o AS part FROM triples t JOIN triples d ON t.o = d.s
  WHERE t.p LIKE '%#developedBy>' AND d.p LIKE '%#label>'
) parts GROUP BY s
"""


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
        source: a folder or pattern of Parquet or CSV with the columns of lists, or of N-Triples.
        result: the folder to write, of N-Quads if its name ends in .nq, else of Parquet; while the
            work goes on, it holds the rounds in `_rounds`.
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
    mapped = dict(sorted((columns or {}).items()))
    steps = Steps(target, _told_of(pattern, wanted, chosen, mapped), progress)
    made = isinstance(backend, str)
    if isinstance(backend, str):
        if backend not in BACKENDS:
            raise EngineMissing(f"no backend {backend!r}: choose one of {', '.join(BACKENDS)}")
        backend = BACKENDS[backend]()
    profiles = GraphProfiles if syntax(pattern) == "nt" else RowProfiles
    make = partial(profiles, chosen.large_from, mapped, steps.graphs)
    asked = ProfileQuestion(wanted, chosen, label)
    try:
        return _judged(Work(backend, steps), pattern, make, asked)
    finally:
        if made:
            backend.close()


def _judged(
    work: Work, pattern: str, make: Callable[[], Any], asked: ProfileQuestion
) -> DatasetClassification:
    import polars as pl

    steps, kinds = work.steps, asked.kinds
    if syntax(pattern) == "nt":
        work.map("triples", pattern, Terms, ("s", "p", "o"))
        work.query("subjects", "subjects", _SUBJECTS, s=str, text=str)
        pattern = work.files("subjects")
    work.map("mapped", pattern, make, MAPPED)
    rounds = refine(work)
    profiles, links = work.rows("profiles"), work.rows("links")
    work.step("verdicts", lambda part: judge_profiles(profiles, links, part, asked))
    told = [f"v.{each} AS {each}" for each in kinds]
    told += ["r.said AS stated", "coalesce(l.links, '') AS links"] if steps.graphs else []
    judged = _JUDGED.format(kinds=", ".join(told), linked=_LINKED if steps.graphs else "")
    work.query("judged", "judged", judged, **dict.fromkeys(
        ("name", "iri", *OF_PROFILE, "known_as", "confidence", *kinds), str))  # fmt: skip
    if steps.graphs:
        work.map("quads", work.files("judged"), partial(Quads, kinds), ("line",))
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
    steps.finish(steps.folder / ("quads" if steps.graphs else "judged"))
    return DatasetClassification(
        str(steps.result),
        sum(n for what, _, n in counts if what == "read"),
        systems,
        {why: n for what, why, n in counts if what == "skipped"},
        {kind: dict(sorted(truths.items())) for kind, truths in found.items()},
        count,
        rounds,
    )


def _told_of(
    pattern: str,
    kinds: tuple[str, ...],
    conventions: Conventions,
    columns: Mapping[str, str],
) -> dict[str, Any]:
    """Return what a result depends on: rounds of another source or question are not taken up."""
    from aitaxonomy.store.shipped_ontology import content_hash

    found = [] if "://" in pattern else [each.absolute() for each in sorted(matching(pattern))]
    files = [[str(each), each.stat().st_size, each.stat().st_mtime_ns] for each in found]
    return {"source": pattern, "files": files, "kinds": list(kinds), "columns": columns,
            "conventions": asdict(conventions), "ontology": content_hash()}  # fmt: skip
