"""`Taxonomy`, the one object: it finds, answers, reasons and validates by delegating."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from aitaxonomy import _data
from aitaxonomy.claims import ClaimVerdict, check_claims
from aitaxonomy.compare import Comparison, compare
from aitaxonomy.errors import UnknownTerm
from aitaxonomy.names import Fact, Names, describe, facts_of
from aitaxonomy.places import Places
from aitaxonomy.questions import Answer, Question, question, question_files
from aitaxonomy.store import ASSERTED, INFERRED, SYNTAXES, GraphStore, read_triples
from aitaxonomy.store.shipped import cached_hash, content_hash, inferred_file, prepared_store
from aitaxonomy.terms import PREFIXES, Table, Term, curie, expand

if TYPE_CHECKING:
    import owlready2
    import pyoxigraph as ox
    import rdflib

    from aitaxonomy.advice import Advice, Adviser, Wishes
    from aitaxonomy.classification import Classification, Conventions
    from aitaxonomy.inference import Inference
    from aitaxonomy.inventory import Tally
    from aitaxonomy.inventory.importing import Imported
    from aitaxonomy.large import Watch
    from aitaxonomy.reasoning import Proof, Reasoner, Verdict
    from aitaxonomy.reasoning.hierarchy import Classification as ClassifiedTerms
    from aitaxonomy.store.files import DataFiles
    from aitaxonomy.validation import Report

_AIT = PREFIXES["ait"]
_TYPE = PREFIXES["rdf"] + "type"
_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
_SUBPROPERTY = PREFIXES["rdfs"] + "subPropertyOf"
_RELATED = {
    # The next step up or down: a class between the two is none, equivalents aside.
    "parents": """SELECT DISTINCT ?x WHERE { { <%(iri)s> rdfs:subClassOf|rdfs:subPropertyOf ?x }
        UNION { <%(iri)s> a ?x . ?x a owl:Class . FILTER NOT EXISTS { <%(iri)s> a owl:Class } }
        FILTER(isIRI(?x) && ?x != <%(iri)s> && ?x != owl:Thing) }""",
    "children": """SELECT DISTINCT ?x WHERE { ?x rdfs:subClassOf|rdfs:subPropertyOf <%(iri)s>
        FILTER(isIRI(?x) && ?x != <%(iri)s> && ?x != owl:Nothing) }""",
    "instances": "SELECT DISTINCT ?x WHERE { ?x a <%(iri)s> FILTER(isIRI(?x)) }",
}
_STEPS = "|".join(
    f"<{_AIT}broader{name}>"
    for name in ("Modality", "Architecture", "Task", "TrainingData", "Method", "Access")
)
_NARROWER = f"SELECT DISTINCT ?x {{ ?x {_STEPS} <%(iri)s> }}"
_BROADER = f"ASK {{ <%(iri)s> {_STEPS} ?x }}"
_WITNESSES = """SELECT ?x ?kind {
  ?x a <%(kind)s> ; ait:isNotA <%(other)s> ; a ?kind . ?kind a owl:Class .
  FILTER(%(sort)s EXISTS { ?x ait:exemplarOf ?any })
}"""
_WIDER = "SELECT ?wider { <%(other)s> rdfs:subClassOf ?wider . ?wider a owl:Class }"
_HEAD = """PREFIX ait: <https://w3id.org/aitaxonomy#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


@dataclass(frozen=True)
class Hierarchy:
    """A consistent ontology's classes: (narrower, wider) CURIEs, unsatisfiable ones, what follows.

    `derived` counts all statements that the engine derived.
    """

    subclasses: list[tuple[str, str]]
    unsatisfiable: list[str]
    derived: int


class Taxonomy:
    """The shipped ontology and knowledge graph, with or without data of your own.

    Loading is lazy; what follows from the shipped graph comes with the package, what follows from
    your data is worked out when first asked for. A taxonomy never changes: `+` makes a new one.

    >>> ai = Taxonomy()
    >>> ai["LLM"] <= ai["GenerativeAI"], ai["GenerativeAI"] <= ai["LLM"]
    (True, False)
    >>> str(ai.is_a("DALL·E 3", "LLM").verdict)
    'refuted'
    """

    watch: Watch | None = None
    """Is entered while large data is reasoned over, and told how far that is."""

    def __init__(self) -> None:
        self._data: tuple[tuple[Path, str | None], ...] = ()
        self._imports: tuple[Imported, ...] = ()
        self._shipped = self

    # --- content

    def __add__(self, data: str | Path | Iterable[str | Path]) -> Taxonomy:
        """Return a new taxonomy with files added, RDF or inventories; see `read`."""
        files = [data] if isinstance(data, str | Path) else list(data)
        return self._with([(Path(file), None) for file in files])

    def read(
        self,
        path: str | Path,
        format: str | None = None,
        *,
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Taxonomy:
        """Return a new taxonomy with a file added: RDF, or an inventory in another format.

        Args:
            path: the file.
            format: an RDF syntax, or a format of inventories such as csv, huggingface or litellm;
                guessed from the content when not given.
            columns: for tables: our name of a column (`name`, `developer` ...) and the file's.
            progress: is told how many systems have been read.

        Raises:
            ImportFault: the file cannot be read, or not further.

        """
        return self._with([(Path(path), format)], columns, progress)

    def _with(
        self,
        files: Iterable[tuple[Path, str | None]],
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Taxonomy:
        from aitaxonomy.inventory import guess_format

        other = Taxonomy()
        other._shipped, other._data, other._imports = self._shipped, self._data, self._imports
        graphs = False
        for path, format in files:
            if format in SYNTAXES or (format or guess_format(path)) == "rdf":
                other._data += ((path, format),)
                graphs = True
            else:
                found = self._import(path, format, columns, progress)
                other._imports += (found,)
                if found.entries:
                    other._data += ((found.statements, "ntriples"),)
        if graphs:
            _ = other._asserted  # so that a faulty file is told of here and now
        return other

    def _import(
        self,
        path: Path,
        format: str | None,
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Imported:
        from aitaxonomy.inventory.importing import import_file
        from aitaxonomy.inventory.matching import Matcher

        matcher = Matcher(self._shipped.names)
        return import_file(path, format, matcher=matcher, columns=columns, progress=progress)

    @cached_property
    def _asserted(self) -> GraphStore:
        store = GraphStore()
        files = _data.ontology_files()
        store.load_shipped(files)
        if self._files is not None:
            store.supply(ASSERTED, self._files.lines)
            return store
        for path, format in self._own_files():
            store.add(read_triples(path, format))
        return store

    @cached_property
    def _files(self) -> DataFiles | None:
        """The added files, if they are too large for each triple to pass through Python."""
        from aitaxonomy.store.files import DataFiles, too_large

        return DataFiles(own) if too_large(own := self._own_files()) else None

    def _own_files(self) -> list[tuple[Path, str | None]]:
        """The added files but for shipped ones, which would double their blank nodes."""
        shipped = {path.resolve() for path in _data.ontology_files()}
        return [(path, format) for path, format in self._data if path.resolve() not in shipped]

    @cached_property
    def _store(self) -> GraphStore:
        """The asserted and the inferred graph, for queries of our own."""
        return (None if self._data else prepared_store()) or self._memory

    @cached_property
    def _memory(self) -> GraphStore:
        """The same in memory: it can be shared with rdflib, and with the process of a query."""
        store = self._asserted
        if not self._data and cached_hash() == content_hash():
            store.load_inferred(_data.INFERRED)
        else:
            self._inference.fill(store)
        return store

    @property
    def data_files(self) -> tuple[Path, ...]:
        """The files that were added to the shipped content."""
        return tuple(path for path, _ in self._data)

    def triples(self) -> list[ox.Triple]:
        """Return everything asserted, as RDF triples of pyoxigraph."""
        return self._asserted.triples(ASSERTED)

    @property
    def graph(self) -> rdflib.Graph:
        """The content as an rdflib graph over the same store: asserted and inferred together."""
        return self._memory.rdflib

    @cached_property
    def owl(self) -> owlready2.World:
        """The asserted content as an owlready2 world of its own, with the reasoner not yet run."""
        from aitaxonomy.reasoning.objects import owlready_world

        return owlready_world(self._asserted.triples())

    def export(self, folder: str | Path, format: str = "turtle") -> list[Path]:
        """Write the asserted ontology and what follows from it to files in a folder.

        Args:
            folder: made if it is not there.
            format: turtle, rdfxml, owlxml, functional, ntriples or jsonld; csv, cyclonedx or
                huggingface for the systems alone.

        Returns:
            The files written: `aitaxonomy.*` and, in the RDF formats, `aitaxonomy-inferred.*`; of
            the systems `systems.*`, or a model card each.

        """
        from aitaxonomy.export import export

        return export(self._memory, Path(folder), format)

    # --- names and terms

    @cached_property
    def names(self) -> Names:
        """The index of labels, synonyms and names."""
        return Names(self._store)

    def __getitem__(self, name: str) -> Term:
        """Return a term by name, label, synonym, CURIE or IRI; raises `UnknownTerm`."""
        return self.term(self.names.find(name))

    def __contains__(self, name: str) -> bool:
        try:
            self.names.find(name)
        except UnknownTerm:
            return False
        return True

    def term(self, iri: str) -> Term:
        """Return the term of a full IRI."""
        return describe(self._store, self.names, iri, self._related)

    def _related(self, iri: str, relation: str) -> tuple[Term, ...]:
        if relation == "ancestors":
            found = {str(row[0]) for row in self._rows("parents", iri)}
            return self._terms(found)
        found = {str(row[0]) for row in self._rows(relation, iri)}
        if relation in ("parents", "children"):
            # The inferred hierarchy is closed: what lies beyond a neighbour is none.
            found -= {str(row[0]) for near in found for row in self._rows(relation, near)}
        return self._terms(found)

    def _rows(self, relation: str, iri: str) -> Table:
        return self._store.select(_HEAD + _RELATED[relation] % {"iri": iri})

    def _terms(self, iris: Iterable[str]) -> tuple[Term, ...]:
        terms = (self.term(iri) for iri in iris)
        return tuple(sorted(terms, key=lambda term: (term.label.casefold(), term.iri)))

    def facts(self, term: Term) -> list[Fact]:
        """Return what is known of an individual or class, with the source of each statement."""
        return facts_of(self._store, self.names, term.iri)

    def narrower(self, term: Term) -> tuple[Term, ...]:
        """Return the individuals whose next broader one is the given one, as of a modality."""
        rows = self._store.select(_HEAD + _NARROWER % {"iri": term.iri})
        return self._terms(str(row[0]) for row in rows.rows)

    def is_top(self, term: Term) -> bool:
        """Tell whether an individual has no broader one."""
        return not self._store.ask(_HEAD + _BROADER % {"iri": term.iri})

    # --- questions

    def questions(self) -> list[Question]:
        """Return all competency questions, by name."""
        return [question(name) for name in question_files()]

    def ask(self, name: str, **parameters: str | Term) -> Answer:
        """Answer a competency question by its name.

        Parameters are given by name, label, CURIE or IRI. Raises `UnknownQuestion`, also for an
        unknown parameter, and `UnknownTerm`.

        >>> bool(Taxonomy().ask("every-llm-is-generative-ai"))
        True
        """
        asked = question(name)
        asked.bind(dict.fromkeys(parameters.keys() - asked.parameters, ""))  # refuses those
        values = {
            key: self._value(value, asked.parameters[key]) for key, value in parameters.items()
        }
        return Answer.of(asked, self._store.select(asked.bind(values)))

    def _value(self, value: str | Term, default: str) -> str:
        """Return a parameter's value: what a name stands for, where the default is a name."""
        if isinstance(value, Term):
            return value.iri
        if default.startswith('"') or default[:1].isdigit():
            return value
        sort = "class" if default.startswith("ait:") else "individual"
        sort = "artifact" if sort == "individual" and self._is_artifact(default) else sort
        return self.names.find(value, prefer=(sort,))

    def _is_artifact(self, name: str) -> bool:
        return self._holds(expand(name) or name, _TYPE, _AIT + "AIArtifact")

    def sparql(
        self,
        query: str,
        *,
        timeout: float = 30.0,
        limit: int = 10_000,
        asserted: bool = False,
    ) -> Table:
        """Run any read-only SPARQL 1.1 query over the asserted and the inferred graph.

        Args:
            query: the query, with its own PREFIX lines.
            timeout: seconds after which it is stopped.
            limit: rows after which it is cut, `truncated` then being true.
            asserted: whether only the asserted graph is seen.

        Raises:
            QueryRefused: SERVICE, FROM, updates, and what is no SPARQL, too deep or too large.
            QueryTimeout: the time limit was reached.

        """
        store = self._asserted if asserted else self._memory
        return store.sparql(query, timeout=timeout, limit=limit, inferred=not asserted)

    def compare(self, a: str | Term, b: str | Term) -> Comparison:
        """Compare two kinds or systems side by side."""
        one, other = (x if isinstance(x, Term) else self[x] for x in (a, b))
        return compare(self._store.select, self.names.label, one, other)

    def recommend(self, **wishes: Unpack[Wishes]) -> Advice:
        """Advise which approach and which systems to take, for what is asked.

        Args:
            wishes: use_case, content (one type or several), native, integrated, open_weights,
                open_source, closed, commercial, access ("api", "self-hosted" or "app"), reasoning,
                agent, max_parameters, min_context (tokens), released_after (a day), language,
                region; each may be left out.

        Raises:
            UnknownTerm: a name that nothing has, with what comes close.
            QueryRefused: a value out of bounds, options that exclude each other, or none at all.

        >>> advice = Taxonomy().recommend(use_case="Code Assistance", open_weights=True)
        >>> advice.approaches[0].approach, advice.approaches[0].rating
        ('LLM', 'High')

        """
        return self._adviser.recommend(wishes)

    @cached_property
    def _adviser(self) -> Adviser:
        from aitaxonomy.advice import Adviser

        return Adviser(self._store.select, self.names)

    def claims(self) -> list[ClaimVerdict]:
        """Check every claim of the article against the graph."""
        return check_claims(self._store.select)

    # --- reasoning

    def is_a(self, thing: str | Term, kind: str | Term) -> Verdict:
        """Tell whether a thing is of a kind: entailed, refuted or unknown; the proof on demand.

        The thing may be a kind itself: entailed when each of its members is of the other kind,
        refuted when one provably is not.
        """
        from aitaxonomy.inference import REFUTED_KINDS
        from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN, Verdict

        if (own := self._own(thing, kind)) is not None:
            return self._inference.verdict(*own, "", is_class=False, witness=None)
        subject = thing.iri if isinstance(thing, Term) else self.names.find(thing)
        target = kind.iri if isinstance(kind, Term) else self.names.find(kind, prefer=("class",))
        witness, is_class = None, self._is_class(subject)
        if is_class:
            below = subject == target or self._holds(subject, _SUBCLASS, target)
            witness = self._witness(subject, target)
            against = witness is not None
        else:
            below = self._holds(subject, _TYPE, target)
            against = self._holds(subject, _AIT + "isNotA", target)
        truth = ENTAILED if below else REFUTED if against else UNKNOWN
        if truth is UNKNOWN and target not in REFUTED_KINDS:
            return self._inference.verdict(subject, target, "", is_class=is_class, witness=None)

        @cache
        def exact() -> Verdict:
            return self._inference.verdict(
                subject, target, truth, is_class=is_class, witness=witness
            )

        return Verdict(subject, target, truth, lambda: exact().proof, lambda: exact().missing)

    def _own(self, thing: str | Term, kind: str | Term) -> tuple[str, str] | None:
        """Return the IRIs of a thing of large data and a shipped kind; None if they are not that.

        They are found without an index of all names. What is shipped goes before the data.
        """
        from aitaxonomy.large import LargeInference

        names = [each.iri if isinstance(each, Term) else each for each in (thing, kind)]
        known = self._shipped
        if self._files is None or names[0] in known or names[1] not in known:
            return None
        assert isinstance(self._inference, LargeInference)
        found = self._inference.find(names[0])
        return (found, known.names.find(names[1], prefer=("class",))) if found else None

    def _witness(self, kind: str, other: str) -> str | None:
        """Return an individual of a kind that is provably none of another, and instructive."""
        from aitaxonomy.reasoning.witness import dullness

        names = {"kind": kind, "other": other}
        wider = {str(row[0]) for row in self._store.select(_HEAD + _WIDER % names).rows} - {other}
        # Exemplars are best, so the many others need not be looked at where there are some.
        for sort, exemplar in (("", True), ("NOT", False)):
            kinds: dict[str, set[str]] = {}
            query = _HEAD + _WITNESSES % (names | {"sort": sort})
            for thing, of in self._store.select(query).rows:
                kinds.setdefault(str(thing), set()).add(str(of))
            if kinds:
                return min(kinds, key=lambda x: dullness(x, kinds[x], wider, exemplar=exemplar))
        return None

    def why(self, thing: str | Term, kind: str | Term) -> Proof | None:
        """Return the proof that a thing is, or is not, of a kind; None where it is unknown."""
        return self.is_a(thing, kind).proof

    def _holds(self, subject: str, predicate: str, value: str) -> bool:
        return self._store.ask(f"ASK {{ <{subject}> <{predicate}> <{value}> }}")

    def _is_class(self, iri: str) -> bool:
        return self._holds(iri, _TYPE, PREFIXES["owl"] + "Class")

    @cached_property
    def _inference(self) -> Inference:
        from aitaxonomy.inference import Inference
        from aitaxonomy.large import LargeInference

        if self._files is not None:
            places = Places(self._asserted, self.data_files)
            return LargeInference(self._shipped._asserted, self._files, places, self.watch)
        data = [t for path, format in self._own_files() for t in read_triples(path, format)]
        return Inference(self._asserted, data, Places(self._asserted, self.data_files))

    @property
    def reasoner(self) -> Reasoner:
        """The rule closure over everything asserted, with the class hierarchy of HermiT."""
        return self._inference.reasoner

    def hermit(self, timeout: float = 300.0) -> ClassifiedTerms:
        """Check consistency of everything asserted, and classify the terms, by HermiT.

        Raises `EngineMissing` without Java, `InconsistentOntology`, `ReasonerTimeout`.
        """
        from aitaxonomy.reasoning.hierarchy import classify_terms

        return classify_terms(self._asserted.triples(), timeout=timeout)

    def hierarchy(self, engine: str = "closure", timeout: float = 300.0) -> Hierarchy:
        """Check consistency and return the hierarchy, by "closure" or by "hermit".

        Raises `InconsistentOntology` with the clashing statements, and what `hermit` raises.
        """
        if engine == "hermit":
            found = self.hermit(timeout)
            pairs = sorted(found.subclasses)
            count = len(found.subclasses) + len(found.subproperties)
            unsatisfiable = [curie(iri) for iri in found.unsatisfiable]
        else:
            self._inference.check()
            store = self._memory
            rows = store.select(
                f"SELECT ?a ?b {{ ?a <{_SUBCLASS}> ?b FILTER(isIRI(?a) && isIRI(?b)) }}"
            )
            pairs = sorted((str(a), str(b)) for a, b in rows.rows)
            count = self._inference.count(store)
            unsatisfiable = [curie(a) for a, b in pairs if b == PREFIXES["owl"] + "Nothing"]
        return Hierarchy([(curie(a), curie(b)) for a, b in pairs], unsatisfiable, count)

    def without_rule(self) -> list[tuple[str, str]]:
        """Return the axioms that the closure does not use, each with the reason."""
        from aitaxonomy.reasoning.manchester import manchester

        known = [(manchester(axiom), why) for axiom, why in self.reasoner.unsupported]
        return known + [(text, "not read") for text in self.reasoner.unread]

    def renew(self, timeout: float = 300.0) -> Path:
        """Work out anew what is shipped as inferred, and write it; for developers."""
        found = self.hermit(timeout)
        hierarchy = [
            *((a, _SUBCLASS, b) for a, b in found.subclasses),
            *((a, _SUBPROPERTY, b) for a, b in found.subproperties),
        ]
        self._asserted.set_inferred(self._inference.infer(hierarchy))
        text = inferred_file(self._asserted.triples(INFERRED), content_hash())
        _data.INFERRED.write_text(text, encoding="utf-8")
        return _data.INFERRED

    # --- inventories

    def classify(
        self,
        kinds: Iterable[str] | None = None,
        conventions: Conventions | None = None,
        progress: Callable[[str, int], None] | None = None,
    ) -> Classification:
        """Classify every AI system, model or product that the added files describe.

        Args:
            kinds: kinds to give verdicts for, by any name; default the five headline kinds.
            conventions: where the definitions rest on a choice, the choice; default the shipped.
            progress: is told what is being derived, and how many facts there are.

        >>> mine = Taxonomy() + _data.folder("queries").parent / "examples" / "inventory.ttl"
        >>> [(system.name, str(system.verdicts["GenerativeAI"])) for system in mine.classify()]
        [('Aurora', 'entailed'), ('Help desk assistant', 'entailed')]

        """
        from aitaxonomy.classification import HEADLINE, Origins, Shipped, classify
        from aitaxonomy.inference import shipped_hierarchy

        read = {found.statements: found for found in self._imports}
        files = [read.get(path) or self._import(path, f or "rdf") for path, f in self._own_files()]
        names = self._shipped.names
        wanted = [names.find(kind, prefer=("class",)).removeprefix(_AIT) for kind in kinds or ()]
        pairs = [(a, b) for a, p, b in shipped_hierarchy() if p == _SUBCLASS]
        return classify(
            Shipped(self._shipped.triples(), pairs, names.label),
            [found.statements for found in files],
            Origins(files, names.label),
            kinds=wanted or HEADLINE,
            conventions=conventions,
            progress=progress,
        )

    @property
    def tallies(self) -> dict[str, Tally]:
        """What the reading of each inventory has read, skipped and not understood, by file."""
        return {str(found.path): found.tally for found in self._imports}

    # --- validation

    def validate(
        self,
        engine: str = "auto",
        *,
        shapes: str | Path | Iterable[str | Path] | None = None,
        timeout: float = 600.0,
    ) -> Report:
        """Validate the added files, or else the shipped content, against SHACL shapes.

        What an inventory leaves out is a warning: it is incomplete, not wrong.

        Args:
            engine: "pyshacl", "fast", or "auto" for the fast one where it is installed and the
                shapes use only what it is proven on.
            shapes: files with shapes, or folders of Turtle files, instead of the shipped ones.
            timeout: seconds after which it is stopped.

        Raises:
            ShapesFault: shapes that are missing or make no sense, or that are refused: recursive,
                hostile, or with parts that are not run.
            EngineMissing: the fast engine is asked for and not installed.
            ValidationTimeout: the time limit was reached.

        >>> mine = Taxonomy() + _data.folder("queries").parent / "examples" / "inventory.ttl"
        >>> mine.validate().summary()
        'conforms: 0 violations, 0 warnings, 0 infos'

        """
        import pyoxigraph as ox

        from aitaxonomy.validation import Data, validate
        from aitaxonomy.validation.names import curie as named_in_reports

        places = Places(self._asserted, self.data_files)
        named = [shapes] if isinstance(shapes, str | Path) else shapes
        report = validate(
            Data(self._asserted.whole(), ox.NamedNode(ASSERTED)),
            [Path(path) for path in named] if named else _data.folder("shapes"),
            places.subjects_of(self.data_files) if self._data or self._imports else None,
            lambda subject, path: self._place(places, subject, path),
            engine=engine,
            timeout=timeout,
        )
        iris = (iri for file in self._imports for iri in (*file.entries, *file.bases))
        read = set(map(named_in_reports, iris))
        return report.with_gaps_as_warnings(read) if read else report

    def _place(
        self, places: Places, subject: str, path: str | None
    ) -> tuple[str, int | None] | None:
        """Return where a statement stands: of an inventory, in the file that was given."""
        for file in self._imports:
            if subject in file.entries:
                return str(file.path), file.entries[subject].line
        made = {str(file.statements): str(file.path) for file in self._imports}
        found = places.of(subject, path)
        return (made[found[0]], None) if found and found[0] in made else found
