"""`Taxonomy`, the one object: it finds, answers, reasons and validates by delegating."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Unpack, overload

from aitaxonomy import _data, clock
from aitaxonomy.errors import AITaxonomyError, ImportFault
from aitaxonomy.graph.claims import Claims, check_claims
from aitaxonomy.graph.comparison import Comparison, compare
from aitaxonomy.graph.deprecation import tell
from aitaxonomy.graph.facts import KnownFacts
from aitaxonomy.graph.names import Names
from aitaxonomy.graph.neighbours import Relatives
from aitaxonomy.graph.query_terms import unknown_terms
from aitaxonomy.graph.questions import Answer, Question, question, question_files
from aitaxonomy.graph.search import TermSearch
from aitaxonomy.graph.term import Term
from aitaxonomy.graph.trees import Tree, tree_of
from aitaxonomy.inference.content import Added, Content
from aitaxonomy.rdf.namespaces import AIT, OWL, RDF, RDFS, curie, expand
from aitaxonomy.scratch import ScratchFolder
from aitaxonomy.store import ASSERTED, INFERRED, GraphStore
from aitaxonomy.store.sources import CitedSource
from aitaxonomy.store.table import Table
from aitaxonomy.text import clipped

if TYPE_CHECKING:
    import owlready2
    import pyoxigraph as ox
    import rdflib

    from aitaxonomy.advice.adviser import Adviser
    from aitaxonomy.advice.find import FoundSystems
    from aitaxonomy.advice.report import Advice
    from aitaxonomy.advice.wishes import Filters, Sorting, Wishes
    from aitaxonomy.classification import Classification, Conventions
    from aitaxonomy.classification.backends import Backend
    from aitaxonomy.classification.dataset import DatasetClassification
    from aitaxonomy.classification.duties import Duties
    from aitaxonomy.classification.since import Since
    from aitaxonomy.export import ExportFormat
    from aitaxonomy.inference.alone import Alone, Hierarchy, ReasoningEngine
    from aitaxonomy.inference.inference import Watch
    from aitaxonomy.inventory import Tally
    from aitaxonomy.linting.known import ClaimJudge
    from aitaxonomy.owl.hermit import InferredHierarchy
    from aitaxonomy.reasoning.proofs.check import ProofCheck
    from aitaxonomy.reasoning.proofs.proof import Proof
    from aitaxonomy.reasoning.reasoner import Reasoner
    from aitaxonomy.reasoning.rules.omissions import LeftOut
    from aitaxonomy.reasoning.verdict import Verdict
    from aitaxonomy.validation import Report
    from aitaxonomy.versions.difference import Difference

_TYPE = RDF + "type"
_SUBCLASS = RDFS + "subClassOf"
_INFERRED = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{INFERRED}> {{ ?s ?p ?o }} }}"
_SUBPROPERTY = RDFS + "subPropertyOf"

Frame = TypeVar("Frame")
ReadFormat = Literal[
    "turtle", "ntriples", "nquads", "trig", "n3", "rdfxml", "jsonld", "rdf",
    "cyclonedx", "spdx", "croissant", "litellm", "openrouter", "models.dev", "huggingface",
    "mlflow", "oasf", "deployment", "workbook", "csv", "tsv", "linked-data",
    "objects", "page", "names",
]  # fmt: skip
"""Formats that `read` accepts: RDF syntaxes, and formats of inventories."""


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

    def __init__(self) -> None:
        self.content = Content()
        """The files, with the graphs and the engine that come of them."""

    @staticmethod
    def alone(files: str | Path | Iterable[str | Path]) -> Alone:
        """Return what RDF files say by themselves: consistency, hierarchy, verdicts, proofs.

        The shipped ontology and graph are left out, so that any ontology can be read.
        Raises `ImportFault`.

        >>> from aitaxonomy._data import folder
        >>> core = Taxonomy.alone(folder("ontology") / "core.ttl")
        >>> str(core.is_a("LLM", "GenerativeAI").verdict)
        'entailed'
        """
        from aitaxonomy.inference.alone import Alone

        return Alone([files] if isinstance(files, str | Path) else files)

    @staticmethod
    def open(store: str | Path) -> Taxonomy:
        """Return the taxonomy of a store on disk, as `build` wrote it; nothing is reasoned again.

        It answers as the taxonomy that was built does. Any number of processes may read a store,
        also while another builds it anew: they go on with the state that they have opened. Use it
        in a `with` statement, or call `close`, so that a build can remove that state.

        Raises:
            StoreCorrupt: there is no store, or it is damaged, or of another version; the message
                has the command that builds it again.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     Taxonomy().build(folder + "/store")
        ...     with Taxonomy.open(folder + "/store") as ai:
        ...         str(ai.is_a("DALL·E 3", "LLM").verdict)
        'refuted'

        """
        from aitaxonomy.inference.store_folder import Stored

        return _over(Stored(store))

    @staticmethod
    def connect(url: str, *, timeout: float = 30.0, token: str | None = None) -> Taxonomy:
        """Return the taxonomy that a SPARQL 1.1 server has, such as one that serves a store.

        Questions, terms, search, comparisons and advice are queries, which the server answers.
        Verdicts, proofs, classification, validation and exports, and `+`, need the data here, and
        raise `EndpointFault`.

        Nothing is asked before it is needed. Failed requests are repeated. A server that hangs,
        redirects elsewhere or sends no results raises an error that says so.

        Args:
            url: the address for queries, http or https.
            timeout: seconds that each query may take.
            token: is sent along as bearer token.

        Raises:
            EndpointFault: the address is invalid; later, the server cannot be reached or trusted.
            EngineMissing: httpx is not installed (extra `endpoint`).

        >>> Taxonomy.connect("ftp://localhost/")
        Traceback (most recent call last):
        aitaxonomy.errors.EndpointFault: ftp://localhost/: is not an address of the web: ...

        """
        from aitaxonomy.inference.remote import Remote
        from aitaxonomy.store.protocol import Endpoint

        return _over(Remote(Endpoint(url, timeout=timeout, token=token)))

    def build(self, store: str | Path) -> None:
        """Write everything that is stated, and what follows, to a store on disk.

        The store is a folder. An old store is replaced in one step when all of the new one is
        written: a crash leaves the old one or the new one.

        Raises:
            InconsistentOntology: the statements contradict each other.
            StoreLocked: another process is building this store.
            ImportFault: the folder cannot be written, or has other things in it.

        """
        from aitaxonomy.inference.store_folder import build

        build(self.content, store)

    def close(self) -> None:
        """Release a store on disk, or close the connections to an endpoint; else do nothing."""
        self.content.close()

    def __enter__(self) -> Taxonomy:
        """Return the taxonomy, which is closed at the end of the `with` statement."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def watch(self) -> Watch | None:
        """A context manager, entered while large data is reasoned over; it gets the progress."""
        return self.content.watch

    @watch.setter
    def watch(self, watch: Watch | None) -> None:
        self.content.watch = watch

    def __reduce__(self) -> tuple[Callable[[Content], Taxonomy], tuple[Content]]:
        """Travel to another process by the added files, which are read again there."""
        return _over, (self.content,)

    # --- content

    def __add__(self, data: str | Path | Iterable[str | Path]) -> Taxonomy:
        """Return a new taxonomy with files added, RDF or inventories; see `read`."""
        files = [data] if isinstance(data, str | Path) else list(data)
        return self._with([(Path(file), None) for file in files])

    def read(
        self,
        path: str | Path,
        format: ReadFormat | None = None,
        *,
        columns: Mapping[str, str] | None = None,
        accept_proposals: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Taxonomy:
        """Return a new taxonomy with a file added: RDF, or an inventory in another format.

        Args:
            path: the file.
            format: an RDF syntax, or a format of inventories such as csv, huggingface or litellm;
                guessed from the content when not given.
            columns: for tables: our name of a column (`name`, `developer` ...) and the file's.
            accept_proposals: whether what the words of an inventory suggest counts as stated.
            progress: is called with the number of systems read so far.

        Raises:
            ImportFault: the file cannot be read, or not further.

        """
        return self._with([(Path(path), format)], columns, progress, accept_proposals)

    def _with(
        self,
        files: Iterable[Added],
        columns: Mapping[str, str] | None = None,
        progress: Callable[[int], None] | None = None,
        accept: bool = False,
    ) -> Taxonomy:
        return _over(self.content.whole.with_files(files, columns, progress, accept=accept))

    @property
    def data_files(self) -> tuple[Path, ...]:
        """The files that were added to the shipped content."""
        return self.content.files

    def triples(self) -> list[ox.Triple]:
        """Return everything asserted, as RDF triples of pyoxigraph."""
        return self.content.whole.asserted.triples(ASSERTED)

    @property
    def graph(self) -> rdflib.Graph:
        """The content as a read-only rdflib graph: asserted and inferred together."""
        content = self.content.whole
        # What is shipped is shared by all in this process, and the store below can be changed.
        return (content.memory if content.added else content.memory.in_memory()).rdflib

    @cached_property
    def owl(self) -> owlready2.World:
        """Everything that is stated, and what follows, as an owlready2 world of its own.

        Objects have their inferred types, so no reasoner needs to be run. To run HermiT
        (`owlready2.sync_reasoner`), load the smaller root, which `export` writes as `aitaxonomy`.

        >>> llm = Taxonomy().owl["https://w3id.org/aitaxonomy#LLM"]
        >>> "gpt-4o" in {model.name for model in llm.instances()}
        True
        """
        from aitaxonomy.export import merged
        from aitaxonomy.owl.owlready import owlready_world

        return owlready_world(merged(self.content.whole.memory, _data.ROOTS[-1]))

    def export(self, folder: str | Path, format: ExportFormat = "turtle") -> list[Path]:
        """Write each root of the ontology as one file into a folder.

        Args:
            folder: made if it is not there.
            format: turtle, rdfxml, ntriples or jsonld; csv, cyclonedx or huggingface for the
                systems alone.

        Returns:
            The files written: the terms alone, `aitaxonomy` with the best-known systems, and
            `aitaxonomy-full` with everything that is stated or follows; each is one ontology
            without imports. Of the systems `systems.*`, or a model card each.

        """
        from aitaxonomy.export import export

        return export(self.content.whole.memory, Path(folder), format)

    # --- names and terms

    @property
    def names(self) -> Names:
        """The index of labels, synonyms and names."""
        return self.content.names

    @property
    def _store(self) -> GraphStore:
        return self.content.store

    def __getitem__(self, name: str | Term) -> Term:
        """Return a term by name, label, synonym, CURIE or IRI; raises `UnknownTerm`.

        A deprecated term answers under its own names, with the warning `DeprecatedTerm`; all that
        is asked of it, such as `is_a` and `compare`, is asked of what replaces it.
        """
        if isinstance(name, Term):
            return name
        found = self.names.find(name)
        return self.term(self.names.former(name) or found)

    def _meant(self, name: str | Term) -> Term:
        """Return the term that a name means: of a deprecated one what replaces it."""
        names = self.names
        return self.term(names.current(name.iri) if isinstance(name, Term) else names.find(name))

    def __contains__(self, name: object) -> bool:
        """Tell whether a name stands for something here, or a term is one of those."""
        if isinstance(name, Term):
            return name.iri in self._search.terms
        return isinstance(name, str) and name in self.names

    def __iter__(self) -> Iterator[Term]:
        """Iterate over all classes, properties and individuals, by IRI: terms before systems."""
        return map(self.term, self._search.terms)

    def __len__(self) -> int:
        """Return the number of classes, properties and individuals."""
        return len(self._search.terms)

    def __bool__(self) -> bool:
        """Return True; a taxonomy always has terms, and need not be loaded to tell."""
        return True

    def _ipython_key_completions_(self) -> list[str]:
        """Return what notebooks offer after `ai["`: labels, and the local names of our terms."""
        terms = self._search.terms
        short = {iri.removeprefix(AIT) for iri in terms if iri.startswith(AIT)}
        return sorted(short | set(map(self.names.label, terms)))

    def __repr__(self) -> str:
        given = {found.statements: found.path for found in self.content.imports}
        files = ", ".join(given.get(path, path).name for path in self.data_files)
        return f"<Taxonomy {_data.__version__}{' with ' + clipped(files) if files else ''}>"

    def search(self, text: str) -> list[Term]:
        """Return the terms and systems that have a text in a name or the definition, best first.

        A part of a name or synonym is enough; see `aitaxonomy.graph.search` for the order. Of a
        deprecated term it takes the whole name.

        >>> [term.label for term in Taxonomy().search("diffus")][:3]
        ['diffusion model', 'DiffusionGemma', 'diffusion model']
        """
        found = self._search.find(text)
        if old := self.names.former(text):
            tell(self.names.warning(old))
            found.insert(0, old)
        return [self.term(iri) for iri in found]

    def tree(
        self, term: str | Term | None = None, *, instances: bool = False, depth: int | None = None
    ) -> Tree:
        """Return the tree of what is narrower than a term, or of the whole taxonomy; print it.

        Args:
            term: where it begins; default each of the top kinds.
            instances: whether the systems of each kind are in it.
            depth: the most levels below the root; None for all.

        Raises:
            UnknownTerm: nothing has this name.

        >>> print(Taxonomy().tree("LanguageModel"))
        language model
        ├── large language model
        ...

        """
        root = None if term is None else self._meant(term)
        return tree_of(self._relatives, root, instances=instances, depth=depth)

    def term(self, name: str) -> Term:
        """Return the term of a name, as `ai[name]` does, or of any IRI, even if it is unknown."""
        return self._relatives.term(expand(name) or name) if ":" in name else self[name]

    @cached_property
    def _relatives(self) -> Relatives:
        return Relatives(self._store, self.names, partial(_relatives, self.content))

    @cached_property
    def _search(self) -> TermSearch:
        return TermSearch(self._store, self.names)

    def facts(self, term: str | Term) -> KnownFacts:
        """Return what is known of an individual or class, with the source of each statement."""
        return self[term].facts

    def sources(self, term: str | Term) -> list[CitedSource]:
        """Return the sources of a thing, the best source tier first: where, and of when.

        >>> ai = Taxonomy()
        >>> [each.tier for each in ai.sources("Whisper")][:1]
        ['maker']
        """
        return self._relatives.sources(self[term].iri)

    def narrower(self, term: str | Term) -> tuple[Term, ...]:
        """Return the individuals directly narrower than the given one, as of a modality."""
        return self._relatives.narrower(self._meant(term))

    def is_top(self, term: str | Term) -> bool:
        """Tell whether an individual has no broader one."""
        return self._relatives.is_top(self._meant(term))

    # --- questions

    def questions(self) -> list[Question]:
        """Return all competency questions, by name."""
        return [question(name) for name in question_files()]

    def ask(self, name: str, **parameters: str | Term) -> Answer:
        """Answer a question in plain words, or a competency question by its name.

        Parameters are given by name, label, CURIE or IRI. A day that is not given is today; any
        other parameter has the default of the question's file. Raises `UnknownQuestion`, also for
        an unknown parameter, and `UnknownTerm`.

        >>> Taxonomy().ask("When was GPT-4 released?").to_dicts()[0]["value"]
        '2023-03-14'

        >>> bool(Taxonomy().ask("every-llm-is-generative-ai"))
        True
        >>> dict(Taxonomy().ask("available-at-a-date", date="2023-04-01").parameters)
        {'date': '2023-04-01'}
        """
        is_slug = name.count("-") > 1 and " " not in name.strip()  # "task-of-llm" is a slip
        if not parameters and not is_slug and name not in question_files():
            from aitaxonomy.answers.open_questions import OpenQuestions

            asks = OpenQuestions(self.content.whole, self._relatives, self.ask, self.recommend)
            try:
                return asks.answer(name)
            except AITaxonomyError:
                if " " in name.strip():
                    raise
        asked = question(name)
        asked.bind(dict.fromkeys(parameters.keys() - asked.parameters, ""))  # refuses those
        values = asked.defaults | {
            key: self._value(value, asked.parameters[key]) for key, value in parameters.items()
        }
        table = self._store.select(asked.bind(values))
        return Answer.of(asked, replace(table, _link=self.content.links), values)

    def _value(self, value: str | Term, default: str) -> str:
        """Return a parameter's value: what a name stands for, where the default is a name."""
        if isinstance(value, Term):
            return curie(value.iri)
        if default.startswith('"') or default[:1].isdigit():
            return value
        sort = "class" if default.startswith("ait:") else "individual"
        sort = "artifact" if sort == "individual" and self._is_artifact(default) else sort
        return curie(self.names.find(value, prefer=(sort,)))

    def _is_artifact(self, name: str) -> bool:
        return self._store.ask("ASK { ?this a ait:AIArtifact }", this=expand(name) or name)

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
            query: the query; our prefixes (`ait:`, `aix:` ...) and those of RDF, RDFS, OWL, XSD,
                SKOS, SHACL and Dublin Core terms need no PREFIX lines.
            timeout: seconds after which it is stopped.
            limit: rows after which it is cut, `truncated` then being true.
            asserted: whether only the asserted graph is seen.

        Raises:
            QueryRefused: SERVICE, FROM, updates, and what is not SPARQL, too deep or too large.
            QueryTimeout: the time limit was reached.

        """
        store = self.content.queried(asserted=asserted)
        table = store.sparql(query, timeout=timeout, limit=limit, inferred=not asserted)
        notes = tuple(unknown_terms(query, store, lambda: self.names))
        return replace(table, notes=notes, _link=self.content.links)

    def compare(self, a: str | Term, b: str | Term) -> Comparison:
        """Compare two kinds or systems side by side."""
        found = compare(self._store.select, self.names.label, self._meant(a), self._meant(b))
        return replace(found, _link=self.content.links)

    def recommend(self, purpose: str | Term | None = None, **wishes: Unpack[Wishes]) -> Advice:
        """Advise which approach and which systems to take, for what is asked.

        Args:
            purpose: a use case, area of application, task or content type, in free words.
            wishes: use_case (a rated one, by its name), instead_of (a system to find others for,
                which do what it does), content (one type or several), native, integrated,
                open_weights, open_source, fully_open, closed, commercial, access ("api", "self-
                hosted" or "app"), reasoning, agent, max_parameters, max_memory (gigabytes to run it
                in), min_context (tokens), max_price (US dollars for a million tokens read),
                licence, released_after (a day), language, region, data_region (where data may be
                kept), without (makers, countries or systems to leave out), prefer ("cheap", "long-
                context" or "newest"); each may be left out.

        Raises:
            UnknownTerm: a name that nothing has, with what comes close.
            QueryRefused: a value out of bounds, options that exclude each other, or none at all.

        >>> advice = Taxonomy().recommend(use_case="Code Assistance", open_weights=True)
        >>> advice.approaches[0].approach, advice.approaches[0].rating
        ('LLM', 'High')

        """
        return replace(
            self._adviser.recommend({"purpose": purpose, **wishes}), _link=self.content.links
        )

    def find(
        self,
        kind: str | Term | None = None,
        *,
        sort: Sorting = "newest",
        limit: int | None = None,
        retired: bool = False,
        rejected: bool = False,
        **filters: Unpack[Filters],
    ) -> FoundSystems:
        """Return the systems that are known to meet what is asked, and those that may.

        Names are read as the ontology defines them: `kind` is a class.

        Args:
            kind: the class that a system has to belong to.
            sort: "newest", "oldest", "smallest", "largest", "longest-context", "cheapest", "name".
            limit: the most systems that are listed; None for all.
            retired: whether retired systems are included.
            rejected: whether those that are known not to meet it are listed as well.
            filters: developer, country, content (made; one or several), accepts (taken in; one or
                several), native, integrated, open_weights, open_source, fully_open, closed,
                commercial, licence (one, or a kind of licence), access ("api", "self-hosted" or
                "app"), reasoning, agent, min_parameters, max_parameters, min_context (tokens),
                max_price (US dollars for a million tokens read), released_after, released_before
                (days), max_memory (gigabytes to run it in), language, region, data_region; each may
                be left out.

        Raises:
            UnknownTerm: a name that nothing has, with what comes close.
            QueryRefused: a value out of bounds, or options that exclude each other.

        >>> found = Taxonomy().find("LLM", open_weights=True, language="Polish", sort="smallest")
        >>> found.known[0].name, found.known[0].parameters
        ('Phi-4-mini', (3800000000,))

        """
        from aitaxonomy.advice.find import find

        criteria = self._adviser.filters({"kind": kind, **filters})
        return find(
            self._adviser.ground, criteria, clock.today(),
            sort=sort, limit=limit, retired=retired, rejected=rejected,
        )  # fmt: skip

    @cached_property
    def _adviser(self) -> Adviser:
        from aitaxonomy.advice.adviser import Adviser
        from aitaxonomy.answers.judge import Judge

        ground = replace(self.content.systems, truth=Judge(self.content).truth)
        return Adviser(self._store.select, self.names, ground)

    def claims(self) -> Claims:
        """Check every claim of the article against the graph."""
        return replace(check_claims(self._store.select), _link=self.content.links)

    # --- reasoning

    def is_a(
        self,
        thing: str | Term,
        kind: str | Term,
        *,
        strict: bool = False,
        conventions: bool = True,
    ) -> Verdict:
        """Tell whether a thing is of a kind: entailed, refuted or unknown; the proof on demand.

        Plain words are read as people use them: a family is spoken of by its members, a product by
        what it gives its users. The kind may be anything that follows "is": "LLM", "open source",
        "made by Google", "newer than GPT-4". A `Term`, a CURIE or an IRI as the kind is read as
        the ontology defines it.

        The thing may be a kind itself: entailed when each of its members is of the other kind,
        refuted when one provably is not.

        Args:
            thing: a system or a kind, by any name, CURIE or IRI.
            kind: what is asked of it.
            strict: read a plain word as the ontology defines it, too.
            conventions: whether statements and readings that rest on a convention count.

        Raises:
            UnknownTerm: nothing has the name; the message has what comes close.

        >>> ai = Taxonomy()
        >>> found = ai.is_a("ChatGPT", "LLM")
        >>> str(found.verdict), found.sense, str(found.strict.verdict)
        ('entailed', 'everyday', 'refuted')
        >>> str(ai.is_a("ChatGPT", ai["LLM"]).verdict)
        'refuted'

        """
        from aitaxonomy.answers.senses import Senses

        senses = Senses(self.content.whole, conventions=conventions)
        return senses.verdict(thing, kind, strict=strict)

    def why(self, thing: str | Term, kind: str | Term, *, strict: bool = False) -> Proof | None:
        """Return the proof that a thing is, or is not, of a kind; None where there is none.

        See `is_a` for the arguments.
        """
        return self.is_a(thing, kind, strict=strict).proof

    def check(self, claim: str, *, conventions: bool = True) -> Verdict:
        """Tell whether a claim in plain words is entailed, refuted or unknown.

        A claim may have all that `is_a` understands after "is": `X is Y`, `X was made by Y`,
        `X runs on Y`, `every`, `no`, `some`, `most` and `not all` X are Y, and two claims joined
        by "but". A refuted claim about a kind comes with a witness against it. (`claims` are those
        of the article.)

        Raises:
            ClaimFault: the claim has another form.
            UnknownTerm: the claim has a name that nothing bears.

        >>> str(Taxonomy().check("every LLM is generative AI").verdict)
        'entailed'
        >>> str(Taxonomy().check("not all generative AI are LLMs").verdict)
        'entailed'

        """
        from aitaxonomy.answers.claims import decide, read_claim

        content = self.content.whole
        return decide(content, read_claim(content, claim), conventions=conventions)

    def check_proof(self, proof: Proof | object, *, any_axioms: bool = False) -> ProofCheck:
        """Check a proof, or its JSON: each step by its rule alone, and that its axioms are stated.

        Args:
            proof: a proof, or the parsed JSON of `why --format json`, or its list of steps.
            any_axioms: take the axioms for true, whether or not these files state them.

        Raises:
            ProofFault: the document is not a proof.

        >>> ai = Taxonomy()
        >>> bool(ai.check_proof(ai.why("LLM", "GenerativeAI")))
        True

        """
        from aitaxonomy.inference.stated_axioms import StatedAxioms
        from aitaxonomy.reasoning.proofs.check import check_proof
        from aitaxonomy.reasoning.proofs.proof import Proof

        document = proof.to_json() if isinstance(proof, Proof) else proof
        found = check_proof(document)
        if any_axioms:
            return found
        return check_proof(document, StatedAxioms(self.content.whole.inference, found.axioms))

    @property
    def reasoner(self) -> Reasoner:
        """The rule closure over everything asserted, with the class hierarchy of HermiT."""
        return self.content.whole.inference.everything

    def hermit(self, timeout: float = 300.0) -> InferredHierarchy:
        """Check consistency of everything asserted, and classify the terms, by HermiT.

        Raises `EngineMissing` without Java, `InconsistentOntology`, `ReasonerTimeout`, and
        `ReasonerFault` for what HermiT cannot take.
        """
        from aitaxonomy.inference.premises import lesser_known
        from aitaxonomy.owl.hermit import classify_terms

        content = self.content.whole
        triples = content.asserted.triples()
        return classify_terms(
            triples,
            leave_out=lesser_known(triples),
            timeout=timeout,
            locate=content.places.of_triple,
        )

    def difference(
        self,
        old: str | Path,
        new: str | Path | None = None,
        *,
        listed: str | Path | None = None,
    ) -> Difference:
        """Return what two versions of the ontology conclude differently, and why.

        Args:
            old: a frozen version such as `0.2.0`, a commit of the repository in the working folder
                (`HEAD~1`, or `HEAD~1:mine.ttl` for a path in it), a folder with `ontology/`, a
                wheel, or RDF of yours, a file or folder, which is read beside what is installed.
            new: the same of the newer version; default what is installed.
            listed: a list of systems: then what changed about these.

        Returns:
            the changed conclusions, each with the statements that are gone or new; `str()` words
            them, `to_markdown` and `to_json` write them.

        Raises:
            ImportFault: there is no such version or list, or it cannot be read.

        >>> Taxonomy().difference("no-such-version")
        Traceback (most recent call last):
        aitaxonomy.errors.ImportFault: no-such-version: no folder, file or wheel of this name...

        """
        from aitaxonomy.versions.difference import Difference
        from aitaxonomy.versions.foreign import HierarchyDifference, foreign_version
        from aitaxonomy.versions.version import Version, files_of, version

        older, newer = files_of(old), files_of(new) if new else None
        if newer and (first := foreign_version(older)) and (then := foreign_version(newer)):
            return HierarchyDifference(first, then)
        shipped = self.content.whole.shipped
        own = shipped.with_files([(Path(listed), None)]) if listed else None
        now = version(newer, shipped) if newer else Version("what is installed", shipped)
        return Difference(version(older, shipped), now, own)

    def hierarchy(self, engine: ReasoningEngine = "closure", timeout: float = 300.0) -> Hierarchy:
        """Check consistency and return the hierarchy, by our rules or by HermiT.

        Args:
            engine: "closure" (our rules) or "hermit".
            timeout: seconds after which HermiT is ended.

        Raises `InconsistentOntology` with the clashing statements, what `hermit` raises, and
        `ValueError` for another engine.

        """
        from aitaxonomy.inference.alone import Hierarchy, check_engine

        check_engine(engine)
        if engine == "hermit":
            return Hierarchy.by_hermit(self.hermit(timeout))
        content = self.content.whole
        content.inference.check()
        store = content.store
        rows = store.select(
            f"SELECT ?a ?b {{ ?a <{_SUBCLASS}> ?b FILTER(isIRI(?a) && isIRI(?b)) }}"
        )
        pairs = sorted((str(a), str(b)) for a, b in rows.rows)
        unsatisfiable = [curie(a) for a, b in pairs if b == OWL + "Nothing"]
        listed = [(curie(a), curie(b)) for a, b in pairs if not b.startswith(OWL)]
        consistency = content.inference.consistency
        return Hierarchy(
            listed,
            unsatisfiable,
            int(str(store.select(_INFERRED).rows[0][0])),
            consistency.proved_by,
            consistency.doubts,
        )

    def without_rule(self) -> list[LeftOut]:
        """Return the axioms and statements that the closure does not use, each with the reason."""
        from aitaxonomy.inference.alone import missing_imports

        content = self.content.whole
        missing = missing_imports(content.asserted, content.places.of_triple)
        others = [each for each in missing if AIT.removesuffix("#") not in each.axiom]
        return [*content.inference.left_out(), *others]

    # --- inventories

    @overload
    def classify(
        self,
        data: None = None,
        *,
        kinds: Iterable[str] | None = None,
        conventions: Conventions | None = None,
        progress: Callable[[str, int], None] | None = None,
    ) -> Classification: ...
    @overload
    def classify(
        self, data: Frame, *, kinds: Iterable[str] | None = None,
        conventions: Conventions | None = None, progress: Callable[[str, int], None] | None = None,
    ) -> Frame: ...  # fmt: skip
    def classify(
        self,
        data: Any = None,
        *,
        kinds: Iterable[str] | None = None,
        conventions: Conventions | None = None,
        progress: Callable[[str, int], None] | None = None,
    ) -> Any:
        """Classify every AI system, model or product that the added files describe, or a frame.

        Args:
            data: a frame of pandas or Polars with a row for each system, read as a CSV file would
                be; the result is then a frame as well.
            kinds: kinds to give verdicts for, by any name; default the five headline kinds.
            conventions: where the definitions rest on a choice, the choice; default the shipped.
            progress: is called with the current step and the number of facts.

        >>> mine = Taxonomy() + _data.folder("queries").parent / "examples" / "inventory.ttl"
        >>> [(system.name, str(system.verdicts["GenerativeAI"])) for system in mine.classify()]
        [('Aurora', 'entailed'), ('Help desk assistant', 'entailed')]

        """
        from aitaxonomy.classification import HEADLINE, classify

        if data is not None:
            is_polars = hasattr(data, "write_csv")
            with ScratchFolder() as folder:
                file = Path(folder) / "frame.csv"
                table = data.write_csv() if is_polars else data.to_csv(index=False)
                file.write_bytes(table.encode())
                rows = self.read(file, "csv").classify(
                    kinds=kinds, conventions=conventions, progress=progress
                )
                return rows.to_polars() if is_polars else rows.to_pandas()
        content = self.content.whole
        files = content.imported()
        names = content.shipped.names
        wanted = [names.find(kind).removeprefix(AIT) for kind in kinds or ()]
        return classify(
            content.premises,
            files,
            label=names.label,
            kinds=wanted or HEADLINE,
            conventions=conventions,
            locate=content.locate,
            table=content.shipped.verdicts,
            progress=progress,
        )

    def duties(
        self,
        *,
        day: str | None = None,
        answers: str | Path | None = None,
        progress: Callable[[str, int], None] | None = None,
    ) -> Duties:
        """Return the obligations of law that bear on the systems of the added lists, or may.

        An open question is never taken for a no. This is not legal advice.

        Args:
            day: the day, as ISO 8601 writes it; default today.
            answers: a table (CSV, TSV or XLSX) of `Duties.questions` with the last column filled
                in.
            progress: is called with the current step and the number of facts.

        Raises:
            ImportFault: an answer that cannot be read.

        >>> mine = Taxonomy() + _data.folder("queries").parent / "examples" / "inventory.ttl"
        >>> found = mine.duties(day="2026-12-01")
        >>> [(each.system, each.section, each.state) for each in found if not each.missing]
        []

        """
        from aitaxonomy.classification import bearing, obligations

        select = self.content.store.select
        bound = obligations.obligations(select)
        told = bearing.read_answers(Path(answers), bound) if answers else {}
        systems = self.classify(kinds=obligations.kinds_asked(bound), progress=progress)
        day, files = day or clock.today(), self.content.imports
        return bearing.duties(systems, bound, select, day, told, files=files)

    def since(self, last: str | Path, found: Classification) -> Since:
        """Return what changed in a classification of the added lists since an earlier one, and why.

        Args:
            last: the earlier result, as JSON, XLSX, CSV or TSV; of a workbook the columns of the
                list are compared as well.
            found: the classification now.

        Raises:
            ImportFault: that file is not such a result.

        """
        from aitaxonomy.classification.since import since
        from aitaxonomy.versions.difference import Difference
        from aitaxonomy.versions.version import Version, frozen, version

        mine = self.content.whole
        installed = Version("what is installed", mine.shipped)
        older = (Difference(version(each, mine.shipped), installed, mine)
                 for each in reversed(frozen()))  # fmt: skip
        return since(Path(last), found, found.columns, older)

    def classify_dataset(
        self,
        source: str | Path,
        result: str | Path,
        *,
        backend: str | Backend = "polars",
        kinds: Iterable[str] | None = None,
        conventions: Conventions | None = None,
        columns: Mapping[str, str] | None = None,
        progress: Callable[[str], None] = lambda _step: None,
    ) -> DatasetClassification:
        """Classify a list of any size, where it is: Parquet, CSV or N-Triples in, Parquet out.

        Killed, it goes on from the last whole round when it is called again, on any backend.

        Args:
            source: a folder or pattern of Parquet or CSV with the columns of lists (`name`,
                `developer`, `task` ...), or of N-Triples in our vocabulary.
            result: the folder to write: Parquet, or N-Quads if its name ends in .nq.
            backend: "polars", "duckdb" (on disk, beyond memory), "sail", "spark" or "ballista".
            kinds: kinds to give verdicts for, by any name; default the five headline kinds.
            conventions: where the definitions rest on a choice, the choice; default the shipped.
            columns: our name of a column and that of the source, where it differs.
            progress: is called with the name of each step that begins.

        Raises:
            ImportFault: the source is not there, has no names or cannot be read; the result is
                there; or files are added to this taxonomy.
            EngineMissing: there is no such backend, or it is not installed.

        >>> lists = _data.folder("queries").parent / "examples" / "models.csv"
        >>> with ScratchFolder() as folder:
        ...     print(Taxonomy().classify_dataset(lists, f"{folder}/result").verdicts["LLM"])
        {'entailed': 2, 'refuted': 4}

        """
        from aitaxonomy.classification import HEADLINE
        from aitaxonomy.classification.dataset import classify_dataset

        if self.content.added:
            raise ImportFault("a data set is classified by what ships alone: leave out other files")
        names = self.content.names
        wanted = [names.find(kind).removeprefix(AIT) for kind in kinds or ()]
        return classify_dataset(
            source, result, backend=backend, kinds=wanted or HEADLINE, conventions=conventions,
            columns=columns, label=names.label, progress=progress,
        )  # fmt: skip

    @property
    def tallies(self) -> dict[str, Tally]:
        """The values of each inventory that were read, skipped and not understood, by file."""
        return {str(found.path): found.tally for found in self.content.imports}

    # --- validation

    def validate(
        self,
        *,
        shapes: str | Path | Iterable[str | Path] | None = None,
        timeout: float = 600.0,
    ) -> Report:
        """Validate the added files, or else the shipped content, against SHACL shapes.

        Of added files, the report holds the faults of the subjects that they add or say more about;
        of lists those of their rows and columns, in their words. A value that a list leaves out
        is not a fault, and is reported once.

        Args:
            shapes: files with shapes, or folders of Turtle files, instead of the shipped ones.
            timeout: seconds after which such shapes are stopped.

        Raises:
            ShapesFault: shapes that are missing or make no sense, or that are refused: recursive,
                hostile, or with parts that are not run.
            ValidationTimeout: the time limit was reached.

        >>> mine = Taxonomy() + _data.folder("queries").parent / "examples" / "inventory.ttl"
        >>> mine.validate().summary()
        'conforms: 0 violations, 0 warnings, 0 infos'

        """
        import pyoxigraph as ox

        from aitaxonomy.linting import linted
        from aitaxonomy.validation import Data, validate

        content = self.content.whole
        named = [shapes] if isinstance(shapes, str | Path) else shapes
        asserted, graph = content.asserted, ox.NamedNode(ASSERTED)
        report = validate(
            Data(asserted.store, graph, asserted.sent() if named else None),
            [Path(path) for path in named] if named else None,
            content.subjects() if content.added else None,
            content.place,
            timeout=timeout,
        )
        read = {iri for file in content.imports for iri in (*file.entries, *file.bases)}
        if read:
            known = partial(_known, content.shipped, clock.today())
            report = linted(report.with_gaps_as_warnings(read), content.imports, known)
        return replace(report, _link=content.links)


@lru_cache(maxsize=1)
def _known(shipped: Content, today: str) -> ClaimJudge:
    """Return what judges the claims of lists about the shipped systems."""
    from aitaxonomy.linting.known import ClaimJudge

    label, matcher, table = shipped.names.label, shipped.matcher, shipped.verdicts
    return ClaimJudge(
        shipped.systems,
        lambda iri: matcher.system(iri).developers,
        label,
        today,
        truth=table.truth if table else lambda _thing, _kind: None,
    )


def _over(content: Content) -> Taxonomy:
    taxonomy = Taxonomy()
    taxonomy.content = content
    return taxonomy


def _relatives(content: Content) -> Relatives:
    return _over(content)._relatives
