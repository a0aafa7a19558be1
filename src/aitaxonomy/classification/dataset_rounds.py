"""The steps that make profiles of the rows of a data set, each kept as Parquet.

Each row has a key of what it states; links between rows refine these keys in rounds, until rows
with the same key have the same links to keys. After an interruption, finished steps are not
repeated.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aitaxonomy.classification.backends import Backend, MapMaker, cleared
from aitaxonomy.errors import ImportFault
from aitaxonomy.files import write_whole
from aitaxonomy.text import clipped

if TYPE_CHECKING:
    import polars as pl

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
SELECT o AS id, 'bare ' || max(kind) AS own, 'bare ' || max(kind) AS sig
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


class Steps:
    """The steps that are done, each a folder of Parquet; the manifest names them."""

    def __init__(
        self, result: Path, about: Mapping[str, Any], progress: Callable[[str], None]
    ) -> None:
        self.result, self.folder = result, result / "_rounds"
        self.graphs = result.suffix == ".nq"
        self._file, self._progress = self.folder / "manifest.json", progress
        if result.exists() and not (
            result.is_dir() and (self._file.exists() or not any(result.iterdir()))
        ):
            raise ImportFault(f"{result}: is there already: remove it, or name another folder")
        self.folder.mkdir(parents=True, exist_ok=True)
        self._manifest: dict[str, Any] = {"about": about, "done": []}
        if self._file.exists():
            with suppress(ValueError, KeyError, TypeError, RecursionError):  # it is damaged
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
        ending = ".nq" if self.graphs else ".parquet"
        for number, file in enumerate(sorted(step.glob("[!._]*"))):
            file.replace(self.result / f"part-{number:06}{ending}")
        cleared(self.folder)

    def _keep(self) -> None:
        write_whole(self._file, json.dumps(self._manifest, indent=1) + "\n")


class Work:
    """The queries of a backend, each a step."""

    def __init__(self, backend: Backend, steps: Steps) -> None:
        self.backend, self.steps = backend, steps
        self._views: dict[str, Path] = {}

    def step(self, name: str, make: Callable[[Path], None]) -> None:
        """Take a step, whose rows become a view of its name."""
        self._views[name] = self.steps.step(name, make)

    def map(self, step: str, source: str, make: MapMaker, columns: Sequence[str]) -> None:
        """Map the rows of files; raises `ImportFault` if an engine cannot read them."""

        def made(part: Path) -> None:
            try:
                self.backend.map(source, make, columns, part)
            except (ImportFault, MemoryError):
                raise
            except Exception as fault:  # each engine has its own
                told = clipped(str(fault), 300)
                what = f"{source}: cannot be read as a list of systems: {told}"
                raise ImportFault(what) from fault

        self.step(step, made)

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

        return pl.scan_parquet(self.files(view))

    def files(self, view: str) -> str:
        """Return the pattern of the files of a view."""
        return f"{self._views[view]}/*.parquet"


def _with_schema(part: Path, schema: Mapping[str, type]) -> None:
    """Write a file without rows where an engine wrote no file, as there were no rows."""
    import polars as pl

    if not any(part.glob("*.parquet")):
        part.mkdir(parents=True, exist_ok=True)
        pl.DataFrame(schema=schema).write_parquet(part / "part-000000.parquet")


def refine(work: Work) -> int:
    """Make the profiles of the rows that are mapped, and the links between these.

    Returns the number of rounds after which the colours of linked rows no longer changed.
    """
    work.query("edges", "edges", _EDGES, s=str, p=str, o=str, sort=str, kind=str)
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
    work.query("profiles", "profiles", _PROFILES, profile=str, own=str, said=str)
    work.query("links", "links", _LINKS, s=str, p=str, o=str)
    return number


def _count(work: Work, number: int) -> int:
    work.query(f"count-{number}", "counted", _COUNTED, n=int)
    return int(work.rows("counted").collect()["n"].sum())
