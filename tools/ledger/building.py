"""Turtle and catalogs, made of tables: facts, records of their sources, imports, mappings."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from aitaxonomy import _data
from aitaxonomy._data import module_iri
from aitaxonomy.graph.mappings import FILE
from aitaxonomy.rdf.namespaces import AIX, PREFIXES, RDFS, curie
from aitaxonomy.rdf.turtle import canonical, written
from aitaxonomy.rdf.turtle.writer import PrefixedNames
from tools.ledger.catalogs import catalogs
from tools.ledger.checks import faults
from tools.ledger.claims import Claims, claims_of_rows
from tools.ledger.mapping_axioms import turtle
from tools.ledger.tables import REJECTED, SOURCES, Ledger, LedgerFault

FACTS, RECORDS = _data.OF_SYSTEMS
_PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
_HEAD = """\
# Made from ontology/ledger/{name}.tsv: edit that, then run `python -m tools.ledger build`.
{prefixes}
<{iri}> a owl:Ontology ;
    dcterms:title "aitaxonomy: {module}"@en ;
    dcterms:description "{about}"@en ;
    dcterms:creator aix:aitaxonomy-authors ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    owl:versionIRI <https://w3id.org/aitaxonomy/{version}/{module}> ;
    owl:imports {imports} .
"""
_ABOUT = {
    FACTS: "The models, families, products and offerings that {maker} developed, alone or named "
    "first.",
    RECORDS: "The sources of what systems/{name} states, on each statement, with the remarks on "
    "it.",
}


class Building:
    """The Turtle that the ledger of an ontology is made into.

    Args:
        ontology: the folder `ontology`.

    """

    def __init__(self, ontology: Path) -> None:
        self.ontology = ontology
        self.ledger = Ledger(ontology / "ledger")

    @cached_property
    def claims(self) -> Mapping[str, Claims]:
        """The claims of each table, by developer; raises `LedgerFault` with all faults."""
        ledger = self.ledger
        wrong = [
            f"{ledger.path(name)}:{line}: {told}"
            for name, line, told in faults(ledger, self.defined, datetime.date.today())
        ]
        if wrong:
            raise LedgerFault("\n".join(wrong))
        return {
            name: claims_of_rows((row for _, row in ledger.rows(name)), ledger)
            for name in ledger.names()
        }

    def table(self, name: str, claims: Claims | None = None) -> str:
        """Return the table of a developer, with its claims or others, and what was rejected."""
        old = self.ledger.rows(name) if self.ledger.path(name).exists() else []
        aside = {self.ledger.identity(row): row.aside() for _, row in old}
        rows = [
            row._replace(marks=f"{row.marks} {more}".strip()) if more else row
            for row in (claims or self.claims[name]).rows(self.ledger)
            for more in [aside.get(self.ledger.identity(row), "")]
        ]
        return self.ledger.text([*rows, *(row for _, row in old if REJECTED in row.marked())])

    def tables(self) -> Iterator[tuple[str, str]]:
        """Yield each table by name, in canonical order, with what follows from addresses."""
        for name in self.claims:
            yield name, self.table(name)
        yield SOURCES, self.ledger.sources_text()

    def files(self, names: Collection[str] = ()) -> Iterator[tuple[Path, str]]:
        """Yield the files that are made, with their texts: those of some developers, or all."""
        for name in names or self.claims:
            facts = list(self.claims[name].facts(name))
            yield self._file(FACTS, name), self._text(FACTS, name, facts, self._linked(name, facts))
            records = self.claims[name].annotations()
            yield self._file(RECORDS, name), self._text(RECORDS, name, records, [f"{FACTS}/{name}"])
        root = self.ontology / "aitaxonomy-full.ttl"
        yield root, self._root(root.read_text(encoding="utf-8"))

    def write(self, names: Collection[str] = ()) -> list[Path]:
        """Write what has changed, remove files whose table is gone, and return all of these."""
        changed = [
            self.ledger.path(name) for name, text in self.tables() if self.ledger.write(name, text)
        ]
        for path, text in self.files(names):
            changed += _written(path, text)
        for path in self.stale():
            path.unlink()
            changed.append(path)
        for path, text in self.others().items():
            changed += _written(path, text)
        return changed

    def differing(self) -> list[Path]:
        """Return the files that are not as they would be written."""
        made = [(self.ledger.path(name), text) for name, text in self.tables()]
        made += [*self.files(), *self.others().items()]
        return [*self.stale(), *(path for path, text in made if _is_other(path, text))]

    def others(self) -> dict[Path, str]:
        """Return the files, with their texts, that are made of others than the ledger."""
        table = self.ontology / FILE
        mappings = {table.with_name("mappings.ttl"): turtle(table)} if table.exists() else {}
        return mappings | catalogs(self.ontology)

    def stale(self) -> list[Path]:
        """Return the files that no table is the origin of."""
        files = {path for part in (FACTS, RECORDS) for path in (self.ontology / part).glob("*.ttl")}
        return sorted(path for path in files if path.stem not in self.claims)

    def _file(self, part: str, name: str) -> Path:
        return self.ontology / part / f"{name}.ttl"

    @cached_property
    def defined(self) -> set[str]:
        """The CURIEs of all that modules besides the tables define."""
        return {curie(each.strip("<>")) for each in self._defined}

    @cached_property
    def _defined(self) -> dict[str, str]:
        """The module of each thing that no table is about."""
        found = {}
        for path in self.ontology.glob("*.ttl"):
            if path.stem not in (_data.EXEMPLARS, _data.INFERRED, _data.CONVENTIONS):
                for quad in parse(path=path, format=RdfFormat.TURTLE):
                    if quad.predicate.value == RDFS + "isDefinedBy":
                        found[str(quad.subject)] = path.stem
                    elif quad.predicate.value == RDFS + "label" and path.stem == "organizations":
                        self._labels[str(quad.subject)] = quad.object.value
        return found

    @cached_property
    def _home(self) -> dict[str, str]:
        """The module that defines each thing."""
        found = dict(self._defined)
        for name, claims in self.claims.items():
            found |= {f"<{iri}>": f"{FACTS}/{name}" for iri in claims.artifacts}
        return found

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {}

    def _linked(self, name: str, facts: Iterable[Triple]) -> set[str]:
        terms = {*_data.modules_of("terms")} - {"terms"}
        linked = {self._home.get(str(each.object), "terms") for each in facts}
        return {"terms", *linked} - {f"{FACTS}/{name}"} - terms

    def _text(self, part: str, name: str, triples: Iterable[Triple], imports: Iterable[str]) -> str:
        _ = self._home
        maker = self._labels.get(f"<{AIX}{name}>", name)
        module = f"{part}/{name}"
        head = _HEAD.format(
            name=name, prefixes=_PREFIXES, iri=module_iri(module), module=module,
            about=_ABOUT[part].format(maker=maker, name=name), version=_data.__version__,
            imports=" , ".join(f"<{module_iri(each)}>" for each in sorted(imports)),
        )  # fmt: skip
        comment, _, rest = head.partition("\n")
        header = [quad.triple for quad in parse(rest, format=RdfFormat.TURTLE)]
        return written([*header, *triples], PrefixedNames({}), [comment], module)

    def _root(self, text: str) -> str:
        """Return the full root, which imports the sources, and through them the facts."""
        lead = f"        <{_data.ONTOLOGY}/"
        lines = text.splitlines()
        old = [line.removeprefix(lead).split(">")[0] for line in lines if line.startswith(lead)]
        kept = [each for each in old if not each.startswith((f"{FACTS}/", f"{RECORDS}/"))]
        new = sorted([*kept, *(f"{RECORDS}/{name}" for name in self.claims)])
        imports = " ,\n".join(f"{lead}{each}>" for each in new)
        start = next(i for i, line in enumerate(lines) if line.startswith(lead))
        end = f"{lines[start + len(old) - 1].split('>')[1].strip()}"
        return canonical(
            "\n".join([*lines[:start], f"{imports} {end}", *lines[start + len(old) :]])
        )


def _is_other(path: Path, text: str) -> bool:
    return not path.exists() or path.read_bytes() != text.encode()


def _written(path: Path, text: str) -> list[Path]:
    if not _is_other(path, text):
        return []
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [path]
