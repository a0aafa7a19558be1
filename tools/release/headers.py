"""Version and day, wherever they stand: headers of the ontology, package, citation, changelog."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tools.release.changes import HEAD, TABLE
from tools.release.frozen import ROOT
from tools.release.number import Meaning

_HEADER = re.compile(r"^<[^>]+> a owl:Ontology ;.*?\.$", re.MULTILINE | re.DOTALL)
_UNRELEASED = "## [Unreleased]\n"
#: Files with the number, and what stands before it there.
_NUMBERED = {
    "pyproject.toml": r'^version = "',
    "src/aitaxonomy/_data.py": r'^__version__ = "',
    "CITATION.cff": r"^version: ",
    "codemeta.json": r'^  "version": "',
    "ontology/alignments/mappings.sssom.tsv": r"^#mapping_set_version: ",
    "docs/validation.md": r"(?:rev: v|aitaxonomy-|aitaxonomy@v)",
    "registrations/bioregistry.json": r'"version": "',
    "registrations/server.json": r'(?:"version": "|aitaxonomy\[mcp\]==)',
    "registrations/zenodo.json": r'"version": "',
}
_DATED = {
    "CITATION.cff": r"^date-released: ",
    "codemeta.json": r'^  "(?:dateModified|datePublished)": "',
    "registrations/zenodo.json": r'"publication_date": "',
}
_DAY = r"\d{4}-\d\d-\d\d"


def edits(old: str, new: str, day: str, meaning: Meaning) -> Iterator[tuple[Path, str]]:
    """Yield each file that a release changes, with its new text.

    Args:
        old: the number of the version before.
        new: the number of this version.
        day: the day of the release, as ISO 8601 writes it.
        meaning: what changed in meaning, and what breaks.

    """
    number = re.escape(old)
    texts: dict[Path, str] = {}
    for found, form, value in (
        *((file, rf"({before}){number}", new) for file, before in _NUMBERED.items()),
        *((file, rf"({before}){_DAY}", day) for file, before in _DATED.items()),
    ):
        path = ROOT / found
        if path.is_file():
            text = texts.get(path) or path.read_text(encoding="utf-8")
            texts[path], count = re.subn(form, rf"\g<1>{value}", text, flags=re.MULTILINE)
            if not count:
                raise SystemExit(f"{found}: no {old} to replace, by {form}")
    yield from texts.items()
    for path in sorted((ROOT / "ontology").rglob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        yield path, _HEADER.sub(lambda each: header(each[0], old, new, day, meaning), text, count=1)
    yield ROOT / "CHANGELOG.md", changelog(old, new, day, meaning)
    told = TABLE.with_name(f"entailments-{new}.tsv")
    yield told, TABLE.read_text(encoding="utf-8")
    yield TABLE, "\t".join(HEAD) + "\n"


def header(text: str, old: str, new: str, day: str, meaning: Meaning) -> str:
    """Return the header of a module for a version.

    >>> was = '''<urn:x> a owl:Ontology ;
    ...     dcterms:issued "2026-11-26"^^xsd:date ;
    ...     owl:versionIRI <https://w3id.org/aitaxonomy/0.2.0/x> ;
    ...     owl:versionInfo "0.2.0" .'''
    >>> print(header(was, "0.2.0", "0.3.0", "2026-12-01", Meaning(1, 0, 0, 0)))
    <urn:x> a owl:Ontology ;
        dcterms:issued "2026-12-01"^^xsd:date ;
        owl:versionIRI <https://w3id.org/aitaxonomy/0.3.0/x> ;
        owl:priorVersion <https://w3id.org/aitaxonomy/0.2.0/x> ;
        owl:incompatibleWith <https://w3id.org/aitaxonomy/0.2.0/x> ;
        owl:versionInfo "0.3.0" .
    """
    text = re.sub(
        r"\n    owl:(?:priorVersion|incompatibleWith|backwardCompatibleWith) <[^>]+> ;", "", text
    )
    text = re.sub(rf'(dcterms:(?:issued|modified) "){_DAY}', rf"\g<1>{day}", text)
    text = re.sub(r"(The aitaxonomy authors \()\d{4}", rf"\g<1>{day[:4]}", text)
    text = re.sub(rf"(aitaxonomy/|version |versionInfo \"){re.escape(old)}", rf"\g<1>{new}", text)
    if "owl:versionInfo" not in text:
        return text
    relation = "backwardCompatibleWith" if meaning.compatible else "incompatibleWith"
    before = rf"<https://w3id.org/aitaxonomy/{old}\1>"
    return re.sub(
        rf"    owl:versionIRI <https://w3id.org/aitaxonomy/{re.escape(new)}([^>]*)> ;",
        rf"\g<0>\n    owl:priorVersion {before} ;\n    owl:{relation} {before} ;",
        text,
    )


def changelog(old: str, new: str, day: str, meaning: Meaning) -> str:
    """Return the changelog with the unreleased part as that of the version."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    part = (
        f"{_UNRELEASED}\n## [{new}] - {day}\n\nCompared with {old}: {meaning}. "
        f"`aitaxonomy diff {old}` tells each conclusion with its cause.\n"
    )
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        causes = Counter(row["cause"] or "not found" for row in rows)
    if causes:
        told = ", ".join(f"{cause} {count}" for cause, count in causes.most_common())
        part += (
            f"\nSince the last frozen state {causes.total()} conclusions changed, by cause: "
            f"{told}. `docs/entailments-{new}.tsv` has each.\n"
        )
    if meaning.breaks:
        part += "\n" + "\n".join(meaning.breaks) + "\n"
    if _UNRELEASED not in text:
        raise SystemExit("CHANGELOG.md: no part [Unreleased]")
    return text.replace(_UNRELEASED, part, 1).replace(TABLE.name, f"entailments-{new}.tsv")
