"""N-Triples by columns: however a line is spaced, it says what the ordinary parser reads."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyoxigraph as ox
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aitaxonomy.rdf.namespaces import RDF, XSD
from aitaxonomy.reasoning.reasoner import Reasoner

TERMS = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:A> a owl:Class ; rdfs:subClassOf <urn:B> . <urn:B> a owl:Class .
<urn:p> a owl:ObjectProperty ; rdfs:domain <urn:B> ; rdfs:range <urn:A> .
<urn:n> a owl:DatatypeProperty ; rdfs:domain <urn:A> . <urn:note> a owl:AnnotationProperty .
"""
KINDS = ("urn:A", "urn:B")
REASONER = Reasoner(ox.parse(TERMS, format=ox.RdfFormat.TURTLE))

#: The same name in two spellings, and a property as a subject, which looks like an annotation.
SUBJECTS = st.sampled_from(["<urn:s>", "<urn:café>", "<urn:caf\\u00E9>", "<urn:note>"])
VALUES = st.sampled_from(
    ['"a b"', '"x\\"y"', '"t\ta"', '"<urn:p>"', '"# no"', '" . "', '"é"@fr', f'"5"^^<{XSD}integer>']
)
PAIRS = st.one_of(
    st.tuples(st.just(f"<{RDF}type>"), st.sampled_from(["<urn:A>", "<urn:B>", "<urn:Nowhere>"])),
    st.tuples(st.just("<urn:p>"), SUBJECTS | VALUES),
    st.tuples(st.just("<urn:n>"), SUBJECTS | VALUES),
    st.tuples(st.sampled_from(["<urn:note>", "<urn:undeclared>"]), SUBJECTS | VALUES),
)
PLAIN = st.tuples(st.just(""), *[st.just(" ")] * 3, st.just(""))
SPACED = st.tuples(
    st.sampled_from(["", " ", "\t", "     "]),
    *[st.sampled_from(["", " ", "  ", "\t", " \t"])] * 3,
    st.sampled_from(["", " ", " # note", " # <urn:s> <urn:p> <urn:o> .", "#"]),
)
STATEMENTS = st.builds(
    lambda s, pair, gaps: f"{gaps[0]}{s}{gaps[1]}{pair[0]}{gaps[2]}{pair[1]}{gaps[3]}.{gaps[4]}",
    SUBJECTS, PAIRS, PLAIN | SPACED,
)  # fmt: skip
SILENCE = st.sampled_from(["", "   ", "#", "# of three words", "\t# <urn:s> <urn:p> <urn:o> ."])
LINES = st.lists(STATEMENTS | STATEMENTS | STATEMENTS | SILENCE, min_size=1, max_size=10)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(LINES, st.sampled_from(["\n", "\r\n"]), st.booleans())
@example(["", "<urn:s> <urn:p> <urn:o> ."], "\n", True)  # the first line tells no columns
@example(["    <urn:s> <urn:p> <urn:o> ."], "\n", True)  # one that seems to be blank
@example(["<urn:s>\t<urn:p> <urn:note> ."], "\n", True)  # one that seems to be an annotation
@example(['<urn:s> <urn:n> " . b" .', '<urn:s> <urn:n> "x> . b" .'], "\n", True)  # seem to end
@example(["<urn:s> <urn:p> <urn:o> .", "<urn:x> <urn:p> <urn:y> ."], "\r", True)
def test_lines_say_what_the_parser_reads(lines: list[str], end: str, ended: bool) -> None:
    text = end.join(lines) + (end if ended else "")
    triples = list(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    by_triples = REASONER.with_data(triples).verdicts(KINDS)
    expected = {
        kind: sorted(thing for thing, verdicts in by_triples.items() if verdicts[kind])
        for kind in KINDS
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.nt"
        path.write_bytes(text.encode())
        closure = REASONER.closure([path])
    assert {kind: closure.members(kind) for kind in KINDS} == expected


def test_blank_nodes_are_of_one_file_alone(tmp_path: Path) -> None:
    for name, kind in (("one", "urn:A"), ("two", "urn:B")):
        text = f"_:b <{RDF}type> <{kind}> .\n_:b <urn:p> <urn:{name}> .\n"
        (tmp_path / f"{name}.nt").write_text(text, encoding="utf-8")
    closure = REASONER.closure([tmp_path / "one.nt", tmp_path / "two.nt"])
    assert len(closure.members("urn:B")) == 4  # two nodes, and what each is linked with
    assert len(closure.values("urn:p")["individual"].unique()) == 2


def test_members_of_nothing_contradict(tmp_path: Path) -> None:
    path = tmp_path / "nothing.nt"
    path.write_text(f"<urn:s> <{RDF}type> <http://www.w3.org/2002/07/owl#Nothing> .\n")
    assert REASONER.closure([path]).clashes()
