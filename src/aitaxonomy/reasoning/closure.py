"""The closure of an ontology with an inventory of any size, by joins over integer columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.reasoning import axioms as ax
from aitaxonomy.reasoning.axioms import OWL
from aitaxonomy.reasoning.demand import goal_directed, members_only
from aitaxonomy.reasoning.encode import TYPE, Encoded, Terms, angled, as_ntriples, bare, encode_files
from aitaxonomy.reasoning.engines import Engine, engine_named
from aitaxonomy.reasoning.evaluation import Evaluation, Progress
from aitaxonomy.reasoning.prepared import Prepared, prepare
from aitaxonomy.reasoning.proof import Proof, say
from aitaxonomy.reasoning.rowindex import MOST, Found, RowIndex
from aitaxonomy.reasoning.rules import (
    CLASH,
    DISTINCT,
    SAME,
    Atom,
    GroundFact,
    Predicate,
    Program,
    member,
)
from aitaxonomy.reasoning.search import Facts, Search, Writer
from aitaxonomy.reasoning.start import Numbers
from aitaxonomy.store.needs import EVERYTHING, Pattern

if TYPE_CHECKING:
    import polars as pl

SAME_AS = f"<{OWL}sameAs>"
_ENTAILED, _REFUTED, _UNKNOWN = "entailed", "refuted", "unknown"


Prove = Callable[[Program, Facts, GroundFact], Proof]
"""Finds the proof of a fact by the rules of a program."""


class Closure:
    """All that follows from a program and data files; made by `close`.

    >>> from aitaxonomy.reasoning.compiler import compile_ontology
    >>> cat, pet = ax.Named("urn:Cat"), ax.Named("urn:Pet")
    >>> onto = ax.Ontology(
    ...     (ax.SubClassOf(cat, pet),), (ax.ClassAssertion("urn:felix", cat),),
    ...     vocabulary=ax.Vocabulary(frozenset({"urn:Cat", "urn:Pet"})))
    >>> close(compile_ontology(onto), onto.vocabulary).members("urn:Pet")
    ['urn:felix']
    """

    def __init__(
        self,
        program: Program,
        evaluation: Evaluation,
        terms: Terms,
        encoded: Encoded,
        prove: Prove | None = None,
    ) -> None:
        self.program = program
        self.engine = evaluation.engine
        self.terms = terms
        self.unknown: Mapping[str, int] = encoded.unknown
        """Undeclared properties and classes in the data, with their numbers of uses."""
        self._evaluation, self._relations = evaluation, evaluation.relations
        self._encoded, self._prove = encoded, prove
        self._indexes: dict[Predicate, RowIndex | pl.DataFrame] = {}
        self._stated = {
            GroundFact(fact.predicate, fact.terms): axiom for fact, axiom in program.given.items()
        }

    # --- counts

    @property
    def rounds(self) -> int:
        """In how many rounds the facts arose."""
        return self._evaluation.patterns.top

    @cached_property
    def derived(self) -> int:
        """How many facts about classes and links were derived (denials and helpers not counted)."""
        shown = [each for each in self.predicates() if _property_of(each) is not None]
        return sum(derived for _, derived in map(self._relations.sizes, shown))

    # --- reading

    def predicates(self) -> list[Predicate]:
        """The predicates that have facts."""
        return self._relations.predicates()

    def rows(self, predicate: Predicate) -> pl.DataFrame:
        """The facts of a predicate as numbers, with the round of each (0: asserted)."""
        import polars as pl

        rows = self._relations.rows(predicate)
        schema = dict.fromkeys(["x"] if predicate.unary else ["x", "y"], pl.UInt32)
        schema |= {"round": pl.UInt16}
        if rows is None:
            return pl.DataFrame(schema=schema)
        return self.engine.collect(rows).cast(dict(schema))

    def members(self, cls: str) -> list[str]:
        """The members of a named class, by IRI."""
        return self._names(member(ax.Named(cls)))

    def non_members(self, cls: str) -> list[str]:
        """The individuals that are provably no members of the class (if it was asked for)."""
        return self._names(member(ax.Named(cls)).opposite)

    def _names(self, predicate: Predicate) -> list[str]:
        names = self.rows(predicate).select(_bare(self.terms, "x")).to_series()
        return names.sort().to_list()

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The individuals of which the data files say something, by IRI (not the ontology's)."""
        return tuple(sorted(self.subject_numbers.select(_bare(self.terms, "x")).to_series()))

    @cached_property
    def subject_numbers(self) -> pl.DataFrame:
        """The same as numbers, in the column `x`."""
        import polars as pl

        data = self._encoded
        frames = [*([] if data.rows is None else [data.rows]), *data.declared]
        names = [f"<{name}>" for name in _named_subjects(data.odd)]
        odd = pl.DataFrame({"x": self.terms.numbers(names)}, schema={"x": pl.UInt32})
        return pl.concat([odd, *(frame.select("x") for frame in frames)]).unique().sort("x")

    def verdicts(self, kinds: Iterable[str], *, subjects_only: bool = False) -> pl.DataFrame:
        """A row for each individual: its IRI, and its verdict for each kind.

        `subjects_only` leaves out individuals of which the data files say nothing.
        """
        import polars as pl

        table = self.subject_numbers if subjects_only else self._individuals()
        for kind in kinds:
            yes = self.rows(member(ax.Named(kind)))["x"]
            no = self.rows(member(ax.Named(kind)).opposite)["x"]
            verdict = (
                pl.when(pl.col("x").is_in(yes.implode()))
                .then(pl.lit(_ENTAILED))
                .when(pl.col("x").is_in(no.implode()))
                .then(pl.lit(_REFUTED))
                .otherwise(pl.lit(_UNKNOWN))
            )
            table = table.with_columns(verdict.alias(kind))
        return table.select(_bare(self.terms, "x").alias("individual"), pl.exclude("x"))

    def kinds_of(
        self, individuals: Iterable[str] | None = None, *, subjects_only: bool = True
    ) -> pl.DataFrame:
        """A row for each individual: its IRI, and all named classes it is a member of (sorted).

        By default for the subjects of the data files; individuals without a kind have an empty
        list.
        """
        import polars as pl

        if individuals is not None:
            names = [angled(each) for each in individuals]
            wanted = pl.DataFrame({"x": self.terms.numbers(names)}, schema={"x": pl.UInt32})
        else:
            wanted = self.subject_numbers if subjects_only else self._individuals()
        classes = sorted(
            {
                each.of.iri
                for each in self.predicates()
                if each.kind == "is" and isinstance(each.of, ax.Named) and each.of != ax.THING
            }
        )
        pairs = [
            self.rows(member(ax.Named(cls)))
            .select("x", kind=pl.lit(cls))
            .join(wanted, on="x", how="semi")
            for cls in classes
        ]
        none = pl.DataFrame(schema={"x": pl.UInt32, "kind": pl.String})
        kinds = pl.concat([none, *pairs]).group_by("x").agg(pl.col("kind").sort().alias("kinds"))
        return wanted.join(kinds, on="x", how="left", maintain_order="left").select(
            _bare(self.terms, "x").alias("individual"),
            pl.col("kinds").fill_null(pl.lit([], dtype=pl.List(pl.String))),
        )

    def values(self, prop: str) -> pl.DataFrame:
        """The stated and inferred values of a property: `individual` and `value`.

        IRIs are bare; data values are written as in N-Triples.
        """
        return self.rows(Predicate("role", prop)).select(
            _bare(self.terms, "x").alias("individual"), _bare(self.terms, "y").alias("value")
        )

    def why(self, individual: str, cls: str) -> Proof | None:
        """The proof that an individual is, or is not, a member of a class; None if unknown.

        Why it is not, is known for the kinds that the closure was asked for.
        """
        yes = GroundFact(member(ax.Named(cls)), (individual,))
        for goal in (yes, GroundFact(yes.predicate.opposite, (individual,))):
            if self.round(goal) is not None:
                if self._prove is not None:
                    return self._prove(self.program, self, goal)
                writer = Writer(ax.Ontology())
                steps = Search(self.program, self).derivation(goal)
                return writer.proof(say(goal, writer.words), steps, self.stated)
        return None

    def _individuals(self) -> pl.DataFrame:
        import polars as pl

        asserted = [
            self.rows(predicate).filter(pl.col("round") == 0).select("x")
            for predicate in self.predicates()
            if _property_of(predicate) is not None
        ]
        return pl.concat(asserted).unique().sort("x")

    def inferred(self, wanted: Collection[Pattern] = (EVERYTHING,)) -> Iterator[pl.DataFrame]:
        """What follows and is not stated: frames of N-Triples terms, `s`, `p` and `o`.

        `wanted` are patterns of the statements to give, by default all.
        """
        import polars as pl

        for predicate in self.predicates():
            name = _property_of(predicate)
            condition = None if name is None else self._condition(predicate, name, wanted)
            if name is None or condition is None:
                continue
            rows = self.rows(predicate).filter((pl.col("round") > 0) & condition)
            if not rows.height:
                continue
            target = self.terms.decode(pl.col("y")) if not predicate.unary else None
            of = predicate.of
            if target is None:
                target = pl.lit(angled(of.iri) if isinstance(of, ax.Named) else "")
            yield rows.select(
                self.terms.decode(pl.col("x")).alias("s"),
                pl.lit(name).alias("p"),
                target.alias("o"),
            )

    def _condition(
        self, predicate: Predicate, name: str, wanted: Collection[Pattern]
    ) -> pl.Expr | None:
        """The rows of a predicate that some pattern matches; None if there can be none."""
        import polars as pl

        found: pl.Expr | None = None
        for s, p, o in wanted:
            if p not in (None, name):
                continue
            fits = pl.lit(value=True)
            if s is not None:
                fits &= pl.col("x") == self.terms.number(s)
            if o is not None and not predicate.unary:
                fits &= pl.col("y") == self.terms.number(o)
            elif o is not None and f"<{getattr(predicate.of, 'iri', '')}>" != o:
                continue
            found = fits if found is None else found | fits
        return found

    def write(self, path: str | Path) -> int:
        """Write the inferred triples as N-Triples; the number of triples."""
        import polars as pl

        count = 0
        with Path(path).open("wb") as file:
            for frame in self.inferred():
                count += frame.height
                lines = frame.select(pl.format("{} {} {} .", "s", "p", "o"))
                lines.write_csv(file, include_header=False, quote_style="never")
        return count

    # --- what a proof search reads

    def round(self, fact: GroundFact) -> int | None:
        """The round of a fact, None if it does not hold."""
        for _, round_ in self.match(Atom(fact.predicate, fact.terms), {}):
            return round_
        return None

    def match(self, atom: Atom, bound: dict[int, str]) -> Iterator[tuple[tuple[str, ...], int]]:
        """The facts that an atom matches under some bindings, with their rounds."""
        import polars as pl

        values = [bound.get(term) if isinstance(term, int) else term for term in atom.terms]
        if atom.predicate == DISTINCT:
            if None not in values and values[0] != values[1]:
                yield (str(values[0]), str(values[1])), 0
            return
        if atom.predicate not in self._indexes:
            self._indexes[atom.predicate] = self._index(atom.predicate)
        index = self._indexes[atom.predicate]
        if isinstance(index, RowIndex):
            yield from index.find(values)
            return
        found = index
        for name, value in zip("xy", values, strict=False):
            if value is not None:
                found = found.filter(pl.col(name) == self.terms.number(angled(value)))
        decoded = found.select(
            *(_bare(self.terms, name) for name in found.columns if name != "round"), "round"
        )
        for row in decoded.rows():
            yield row[:-1], row[-1]

    def _index(self, predicate: Predicate) -> RowIndex | pl.DataFrame:
        """Facts by their terms if they are not many, else as numbers."""
        rows = self.rows(predicate)
        if rows.height > MOST:
            return rows
        return RowIndex(lambda: self._decoded(predicate))

    def _decoded(self, predicate: Predicate) -> list[Found]:
        rows = self.rows(predicate)
        rounds = rows["round"].to_list()
        decoded = rows.select(_bare(self.terms, name) for name in rows.columns if name != "round")
        return list(zip(decoded.rows(), rounds, strict=True))

    def stated(self, fact: GroundFact) -> ax.Axiom | None:
        """The axiom that states the fact: of the ontology, or a statement of the data."""
        if fact in self._stated:
            return self._stated[fact]
        if self.round(fact) != 0:
            return None
        of = fact.predicate.of
        if fact.predicate.kind == "role":
            return ax.PropertyAssertion(fact.terms[0], str(of), fact.terms[1])
        return ax.ClassAssertion(fact.terms[0], of) if isinstance(of, ax.Named) else None

    def clashes(self, limit: int = 100) -> list[GroundFact]:
        """Individuals at which the facts contradict each other, at most `limit` of them."""
        import polars as pl

        found = self.rows(CLASH).head(limit).select(self.terms.decode(pl.col("x")))
        return [GroundFact(CLASH, (bare(name),)) for name in found.to_series()]


def close(
    program: Program,
    vocabulary: ax.Vocabulary,
    paths: Iterable[str | Path] = (),
    *,
    recompile: Callable[[list[str], Encoded], Program] | None = None,
    kinds: Collection[str] | None = None,
    engine: str | Engine = "polars",
    progress: Progress | None = None,
    prove: Prove | None = None,
) -> Closure:
    """Close the facts of the program and of N-Triples files under its rules.

    `kinds` are the classes for which non-members are wanted too; None means members alone, by the
    rules that need no denial. `recompile` gives the program again, with the lines that only the
    ordinary parser reads, such as anonymous classes. `prove` finds proofs for `Closure.why`.
    """
    prepared = _prepared(program, vocabulary, kinds)
    terms, encoded = _encode(paths, prepared, vocabulary)
    if encoded.odd and recompile is not None:
        prepared = _prepared(recompile(encoded.odd, encoded), vocabulary, kinds)
        terms, encoded = _encode(paths, prepared, vocabulary)
    evaluation = Evaluation(
        prepared, _numbers(terms, vocabulary), terms, engine_named(engine), progress
    )
    evaluation.run(None if encoded.rows is None else evaluation.engine.frame(encoded.rows))
    return Closure(prepared.program, evaluation, terms, encoded, prove)


def _prepared(
    program: Program, vocabulary: ax.Vocabulary, kinds: Collection[str] | None
) -> Prepared:
    """The program made ready for a question; what was asked lately is kept."""
    wanted = None if kinds is None else frozenset(kinds)
    for source, asked, prepared in _READY:
        if source is program and asked == wanted:
            return prepared
    directed = members_only(program) if kinds is None else goal_directed(program, kinds)
    _READY.append((program, wanted, prepare(directed, vocabulary)))
    del _READY[:-_MOST_READY]
    return _READY[-1][2]


_MOST_READY = 4
_READY: list[tuple[Program, frozenset[str] | None, Prepared]] = []


def _encode(
    paths: Iterable[str | Path], prepared: Prepared, vocabulary: ax.Vocabulary
) -> tuple[Terms, Encoded]:
    """Read the files; the constants of the program come first among the terms."""
    terms = Terms([*prepared.names, TYPE, SAME_AS])
    with as_ntriples(paths) as files:
        encoded = encode_files(
            files,
            terms,
            classes=vocabulary.classes,
            roles=vocabulary.object_properties | vocabulary.data_properties | {SAME_AS[1:-1]},
            ignored=vocabulary.annotation_properties | _STANDARD_ANNOTATIONS,
        )
    return terms, encoded


def _numbers(terms: Terms, vocabulary: ax.Vocabulary) -> Numbers:
    """The numbers of the properties."""
    data = frozenset(terms.number(angled(iri)) for iri in vocabulary.data_properties)
    roles = {
        terms.number(angled(iri)): Predicate("role", iri)
        for iri in (*vocabulary.object_properties, *vocabulary.data_properties)
    }
    return Numbers(terms.number(TYPE), roles | {terms.number(SAME_AS): SAME}, data)


def _bare(terms: Terms, column: str) -> pl.Expr:
    """A column of numbers as terms, IRIs without angle brackets."""
    import polars as pl

    name = terms.decode(pl.col(column))
    inside = name.str.strip_prefix("<").str.strip_suffix(">")
    return pl.when(name.str.starts_with("<")).then(inside).otherwise(name)


def _named_subjects(lines: list[str]) -> list[str]:
    """The subjects, as far as they have a name, of lines that only the ordinary parser reads."""
    import pyoxigraph as ox

    parsed = ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
    subjects = (quad.subject for quad in parsed)
    return sorted({each.value for each in subjects if isinstance(each, ox.NamedNode)})


_STANDARD_ANNOTATIONS = frozenset(
    f"http://www.w3.org/2000/01/rdf-schema#{name}"
    for name in ("label", "comment", "seeAlso", "isDefinedBy")
) | {f"{OWL}{name}" for name in ("versionInfo", "deprecated", "versionIRI", "imports")}


def _property_of(predicate: Predicate) -> str | None:
    """The RDF property, in N-Triples, that facts of the predicate are written with, if any."""
    if predicate.kind == "role":
        return angled(str(predicate.of))
    if predicate == SAME:
        return SAME_AS
    if predicate.kind == "is" and isinstance(predicate.of, ax.Named) and predicate.of != ax.THING:
        return TYPE
    return None
