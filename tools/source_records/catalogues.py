"""Statements of catalogues about our artifacts, by the records in their snapshots.

The readers of inventories read a snapshot; the matcher tells which artifact a record is about, and
`records.tsv` does where the names differ: catalogue, artifact, and the record's name or file. A
folder of snapshots has `versions.tsv`: name, version (a commit) and day of each; what is not in it
is not read.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph

from aitaxonomy import Taxonomy
from aitaxonomy.inventory.importing import import_file
from aitaxonomy.rdf.namespaces import AIT, AIX
from tools.catalogues import READERS

#: Catalogues whose dates are those of papers.
_OF_PAPERS = ("epoch",)
#: A record is about an artifact that its name matches so well.
_SURE = 0.9


@dataclass(frozen=True)
class Catalogue:
    """A catalogue: how to read a snapshot of it, and how to cite a record.

    Attributes:
        name: its name in `versions.tsv`.
        whole: matches the addresses of the catalogue as a whole.
        files: patterns for its files in the folder of snapshots.
        address: the address of a record, with `{version}`, `{file}`, `{lines}` or `{name}` in it.
        locator: where the record stands, if its address does not say that.
        format: the format of inventories in which it is read; "" if only names and lines are.

    """

    name: str
    whole: str
    files: tuple[str, ...]
    address: str
    locator: str
    format: str


#: The pages on which makers tell when models go.
PAGES = {
    "anthropic": "https://platform.claude.com/docs/en/about-claude/model-deprecations",
    "google": "https://ai.google.dev/gemini-api/docs/deprecations",
    "openai": "https://developers.openai.com/api/docs/deprecations",
}
CATALOGUES = (
    Catalogue("helm", r"https://crfm\.stanford\.edu/helm/?|.*/main/.*model_metadata\.yaml",
              ("helm/model_metadata.yaml",),
              "https://github.com/stanford-crfm/helm/blob/{version}/src/helm/config/{file}#{lines}",
              "", "helm"),
    Catalogue("models.dev", r"https://models\.dev/?",
              ("models.dev/models/*/*.toml", "models.dev/providers/*/models/**/*.toml"),
              "https://github.com/anomalyco/models.dev/blob/{version}/{file}", "", "models.dev"),
    Catalogue("epoch", r"https://epoch\.ai/data/ai-models", ("epoch/ai-models.csv",),
              "https://epoch.ai/data/ai-models", 'row "{name}"', "epoch"),
    Catalogue("osai", r"https://osai-index\.eu/?", ("osai/*.yaml",),
              "https://osai-index.eu/", "record {file}", "osai"),
    Catalogue("ecosystem-graphs",
              r"https://crfm\.stanford\.edu/ecosystem-graphs/?|.*/ecosystem-graphs/blob/main/.*",
              ("ecosystem-graphs/assets/*.yaml",),
              "https://github.com/stanford-crfm/ecosystem-graphs/blob/{version}/{file}#{lines}",
              "", ""),
    Catalogue("litellm", r"https://docs\.litellm\.ai/?", ("litellm/*.json",),
              "https://github.com/BerriAI/litellm/blob/{version}/{file}#{lines}", "", "litellm"),
    Catalogue("openrouter", r"https://openrouter\.ai/?", ("openrouter/*.json",),
              "https://openrouter.ai/api/v1/models", 'id "{name}"', "openrouter"),
    Catalogue("mistral-page", r"https://docs\.mistral\.ai/?", (),
              "https://github.com/mistralai/platform-docs-public/blob/{version}/{file}", "",
              "mistral-page"),
    *(Catalogue(f"{name}-page", re.escape(address), (), address, 'row "{name}"', "")
      for name, address in PAGES.items()),
)  # fmt: skip


class Place(NamedTuple):
    """A record of a catalogue: its address, where it stands if that does not say so, its day."""

    document: str
    locator: str
    as_of: str


#: A statement of an artifact: property, and value in N-Triples.
Fact = tuple[str, str]
#: By artifact and name of a catalogue: the records about the artifact, and what each states.
Stated = dict[str, dict[str, dict[Place, frozenset[Fact]]]]


def catalogue_of(document: str) -> str | None:
    """Return the name of the catalogue that an address names as a whole, or None.

    >>> catalogue_of("https://models.dev")
    'models.dev'
    """
    return next((c.name for c in CATALOGUES if re.fullmatch(c.whole, document)), None)


def stated(ai: Taxonomy, folder: Path) -> Stated:
    """Return what the snapshots in a folder state of the artifacts of a taxonomy.

    Raises `ImportFault` for a snapshot that cannot be read.
    """
    with (folder / "versions.tsv").open(encoding="utf-8") as file:
        versions = {row["name"]: row for row in csv.DictReader(file, delimiter="\t")}
    found: Stated = defaultdict(lambda: defaultdict(dict))
    for catalogue in (each for each in CATALOGUES if each.name in versions):
        version = versions[catalogue.name]
        paths = sorted(each for glob in catalogue.files for each in folder.glob(glob))
        for path in filter(Path.is_file, paths):  # a snapshot may have links that lead nowhere
            name_of_file = path.relative_to(folder / catalogue.name).as_posix()
            known = _Known(catalogue.name, name_of_file)
            records = (
                _read(ai, path, catalogue.format, known)
                if catalogue.format
                else _named(ai, path, known)
            )
            text = path.read_text(encoding="utf-8").splitlines()
            for artifact, name, line, facts in records:
                at = {
                    "version": version["version"],
                    "file": name_of_file,
                    "lines": lines_of_item(text, line),
                    "name": name,
                }
                document, locator = catalogue.address.format(**at), catalogue.locator.format(**at)
                found[artifact][catalogue.name][Place(document, locator, version["day"])] = facts
    return found


def lines_of_item(text: Sequence[str], number: int) -> str:
    """Return the anchor of the item of a YAML list that a key on a line, by its number, is of.

    >>> lines_of_item(["- name: a", "  size: 1", "", "# the last", "- size: 2", "  name: b"], 6)
    'L5-L6'
    >>> lines_of_item(["- name: a", "  size: 1", "", "# the last", "- size: 2", "  name: b"], 1)
    'L1-L2'
    """
    key = re.match(r"[ -]*", text[number - 1])
    depth = key.end() if key else 0
    dash = f"{'- ':>{depth}}"
    first = next((n for n in range(number, 0, -1) if text[n - 1].startswith(dash)), number)
    last = first
    for n, line in enumerate(text[first:], first + 1):
        if line.strip() and not line.lstrip().startswith("#"):
            if not line.startswith(" " * depth):
                break
            last = n
    return f"L{first}-L{last}" if last > first else f"L{first}"


_Record = tuple[str, str, int, frozenset[Fact]]


@cache
def _by_hand() -> dict[tuple[str, str], list[str]]:
    found = defaultdict(list)
    with Path(__file__).with_name("records.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            found[row["catalogue"], row["record"]].append(AIX + row["artifact"])
    return found


class _Known(NamedTuple):
    """A file of a catalogue, of whose records it may be known by hand what they are about."""

    catalogue: str
    file: str

    def artifacts(self, name: str) -> set[str]:
        """Return the artifacts that a record of a name is known to be about."""
        stem = self.file.rsplit("/", 1)[-1].removesuffix(".yaml")
        keys = {name, self.file, stem}
        return {iri for key in keys for iri in _by_hand().get((self.catalogue, key), ())}


def _read(ai: Taxonomy, path: Path, format: str, known: _Known) -> Iterator[_Record]:
    """Yield artifact, name, line and statements of each record that is surely about an artifact."""
    imported = import_file(path, READERS.get(format, format), matcher=ai.content.matcher)
    facts: dict[str, set[Fact]] = defaultdict(set)
    for quad in pyoxigraph.parse(path=imported.statements, format=pyoxigraph.RdfFormat.N_TRIPLES):
        p = quad.predicate.value
        if p == AIT + "availableSince" and format in _OF_PAPERS:
            p = AIT + "paperPublishedOn"
        facts[quad.subject.value].add((p, str(quad.object)))
    for iri, entry in imported.entries.items():
        artifacts = known.artifacts(entry.name)
        if entry.match and entry.match.confidence >= _SURE:
            artifacts.add(entry.match.iri)
        for artifact in sorted(artifacts):
            yield artifact, entry.name, entry.line or 1, frozenset(facts[iri])


def _named(ai: Taxonomy, path: Path, known: _Known) -> Iterable[_Record]:
    """Yield the records of a list of which names and lines alone are read."""
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if at := re.fullmatch(r"  name: (.+)", text):
            name = at[1].strip("'\"")
            artifacts = known.artifacts(name)
            match = ai.content.matcher.match_name(name)
            if match and match.confidence >= _SURE:
                artifacts.add(match.iri)
            for artifact in sorted(artifacts):
                yield artifact, at[1], number, frozenset()
