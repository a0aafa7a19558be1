"""The mappings: nothing dangles, table and Turtle are equal, and exact matches do no harm."""

import csv
import datetime
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from tools.ledger.mapping_axioms import turtle

from aitaxonomy import ImportFault, InconsistentOntology, _data
from aitaxonomy.graph.mappings import (
    FALSE_FRIEND,
    FILE,
    Mapping,
    mappings,
    read,
    table,
    translate,
)
from aitaxonomy.rdf.namespaces import PREFIXES, XSD
from aitaxonomy.reasoning.reasoner import Reasoner
from aitaxonomy.store import read_triples

pytestmark = pytest.mark.judges

DATA = Path(__file__).parent / "data"
ONTOLOGY = _data.folder("ontology")
AIT, AIX, OWL, RDF, RDFS, SKOS = (
    PREFIXES[name] for name in ("ait", "aix", "owl", "rdf", "rdfs", "skos")
)
TYPE = RDF + "type"
COLUMNS = [
    *("subject_id", "subject_label", "predicate_modifier", "predicate_id", "object_id"),
    *("object_label", "mapping_justification", "confidence", "comment", "mapping_date"),
]
KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "object property",
    OWL + "DatatypeProperty": "data property",
    OWL + "AnnotationProperty": "annotation property",
    OWL + "NamedIndividual": "individual",
}
DECLARED = {kind: iri for iri, kind in KINDS.items()}
VOCABULARIES = {
    *("AIO", "DPV AI", "AIRO", "VAIR", "IBM AI Atlas Nexus", "ML-Schema", "FAIR4ML", "MLDCAT-AP"),
    *("schema.org", "IPTC Digital Source Type", "Wikidata", "Hugging Face tasks", "SPDX 3 AI"),
    *("SPDX License List", "CycloneDX", "OASF", "AgentO", "MIT AI Risk Repository"),
    "ISO/IEC 22989",
}
#: Where classes stand in an axiom of another vocabulary: properties stand at the other ends.
CLASS_ENDS = {
    **dict.fromkeys(("subClassOf", "disjointWith"), (0, 1)),
    **dict.fromkeys(("domain", "range"), (1,)),
    "subPropertyOf": (),
}
Fact = tuple[str, str, str]


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def targets() -> dict[str, dict[str, str]]:
    return {row["iri"]: row for row in rows_of("alignment_targets.tsv")}


@cache
def own(*, systems: bool = True) -> ox.Store:
    store = ox.Store()
    for path in _data.ontology_files():
        if systems or path.parent == ONTOLOGY:
            for t in read_triples(path):
                store.add(ox.Quad(t.subject, t.predicate, t.object))
    return store


def values(subject: str, predicate: str) -> list[str]:
    node = ox.NamedNode(subject)
    quads = own().quads_for_pattern(node, ox.NamedNode(predicate), None)
    return [quad.object.value for quad in quads]


def kind(subject: str) -> str:
    return next(KINDS[t] for t in values(subject, TYPE) if t in KINDS)


def ids(rows: Iterable[Mapping]) -> list[str]:
    return sorted(f"{m.subject} {m.relation} {m.object_curie}" for m in rows)


# --- the table


def test_header_and_columns_are_those_of_sssom() -> None:
    lines = (ONTOLOGY / FILE).read_text(encoding="utf-8").splitlines()
    header = [line.removeprefix("#") for line in lines if line.startswith("#")]
    slots = dict(
        line.split(": ", 1) for line in header if not line.startswith(" ") and ": " in line
    )
    assert slots["mapping_set_id"] == "https://w3id.org/aitaxonomy/alignments/mappings"
    assert slots["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "curie_map:" in header
    body = lines[len(header) :]
    assert body[0].split("\t") == COLUMNS
    assert {len(line.split("\t")) for line in body} == {len(COLUMNS)}


def test_each_row_is_well_formed_and_there_once() -> None:
    rows = table()[1]
    doubled = Counter((m.subject, m.predicate, m.object) for m in rows)
    assert [key for key, count in doubled.items() if count > 1] == []
    for m in rows:
        assert m.justification in ("semapv:ManualMappingCuration", "semapv:LexicalMatching"), m
        assert datetime.date.fromisoformat(m.date) <= datetime.date.today(), m
        assert m.comment == m.comment.strip() and 0 < m.confidence <= 1, m
        # A false friend denies identity and says why.
        assert not m.negated or (m.predicate == "skos:exactMatch" and m.comment.endswith(".")), m


def test_no_subject_dangles() -> None:
    for m in table()[1]:
        assert values(m.subject, RDFS + "isDefinedBy"), f"{m.subject} is not a term of ours"
        assert m.subject_label in values(m.subject, RDFS + "label"), m


def test_no_object_dangles() -> None:
    known = targets()
    for m in table()[1]:
        assert m.object in known, f"{m.object}: look it up and add it to alignment_targets.tsv"
        assert m.object_label == known[m.object]["label"], m
    assert known.keys() == {m.object for m in table()[1]}
    assert all(row["seen"] for row in known.values())
    assert {row["vocabulary"] for row in known.values()} == VOCABULARIES


def test_an_exact_match_is_one_to_one_and_between_things_of_one_kind() -> None:
    exact = [m for m in table()[1] if m.predicate == "skos:exactMatch" and not m.negated]
    ours = Counter((m.subject, targets()[m.object]["vocabulary"]) for m in exact)
    theirs = Counter(m.object for m in exact)
    assert max(ours.values()) == max(theirs.values()) == 1
    for m in exact:
        here, there = kind(m.subject), targets()[m.object]["kind"]
        assert there in (here, "item") or (there == "property" and "property" in here), m


def test_no_pair_is_both_a_false_friend_and_an_exact_or_nested_match() -> None:
    denied = {(m.subject, m.object) for m in table()[1] if m.negated}
    assert {("airo:Modality", AIT + "Modality"), ("aio:LargeLanguageModel", AIT + "LLM")} <= {
        (m.object_curie, m.subject) for m in table()[1] if m.negated
    }
    same = [m for m in table()[1] if m.predicate == "skos:exactMatch" and not m.negated]
    assert [m for m in same if (m.subject, m.object) in denied] == []


@pytest.mark.parametrize(("prefix", "namespace"), [("hf", "Task"), ("spdxlic", "Licence")])
def test_every_term_with_a_notation_is_mapped_by_it(prefix: str, namespace: str) -> None:
    query = f"""SELECT ?term ?code WHERE {{ ?term <{SKOS}notation> ?code ;
        a/<{RDFS}subClassOf>* <{AIT}{namespace}> }}"""
    for term, code in own().query(query):
        (found,) = {m.subject for m in translate([f"{prefix}:{code.value}"]).popitem()[1][:1]}
        assert found == term.value


# --- the two forms


def test_the_turtle_says_the_same_as_the_table() -> None:
    text = (ONTOLOGY / "alignments" / "mappings.ttl").read_text(encoding="utf-8")
    assert text == turtle(ONTOLOGY / FILE), (
        "mappings.ttl differs from the table: run `python -m tools.ledger build`"
    )


def test_the_turtle_holds_each_row_and_no_other() -> None:
    """Read back without the code that wrote it."""
    graph = list(read_triples(ONTOLOGY / "alignments" / "mappings.ttl"))
    friend = AIT + "hasFalseFriend"
    stated = {
        (t.subject.value, t.predicate.value, t.object.value)
        for t in graph
        if t.predicate.value == friend
        or (t.predicate.value.startswith(SKOS) and t.predicate.value.endswith("Match"))
    }
    expected = {
        (m.subject, friend if m.negated else SKOS + m.predicate.removeprefix("skos:"), m.object)
        for m in table()[1]
    }
    assert stated == expected
    evidence: dict[object, dict[str, str]] = {}
    for t in graph:
        evidence.setdefault(t.subject, {})[t.predicate.value] = t.object.value
    axioms = [e for e in evidence.values() if e.get(TYPE) == OWL + "Axiom"]
    sssom = "https://w3id.org/sssom/"
    written = {
        (
            *(e[OWL + "annotated" + part] for part in ("Source", "Property", "Target")),
            e[sssom + "object_label"],
            e[sssom + "mapping_justification"],
            float(e[sssom + "confidence"]),
            e[sssom + "mapping_date"],
            e.get(RDFS + "comment", ""),
        )
        for e in axioms
    }
    semapv = table()[0]["semapv"]
    assert len(axioms) == len(table()[1])
    assert written == {
        (
            m.subject,
            friend if m.negated else SKOS + m.predicate.removeprefix("skos:"),
            m.object,
            m.object_label,
            semapv + m.justification.removeprefix("semapv:"),
            m.confidence,
            m.date,
            m.comment,
        )
        for m in table()[1]
    }


# --- logic


def foreign_facts() -> list[Fact]:
    """Axioms of the other vocabularies, with declarations of what they speak of."""
    facts = []
    for row in rows_of("alignment_axioms.tsv"):
        prefix, _, local = row["predicate"].partition(":")
        facts.append((row["subject"], PREFIXES[prefix] + local, row["object"]))
        ends = CLASS_ENDS[local]
        classes = [row["subject" if at == 0 else "object"] for at in ends]
        facts += [(c, TYPE, DECLARED["class"]) for c in classes if not c.startswith(XSD)]
        properties = {0, 1} - set(ends)
        for iri in (row["subject" if at == 0 else "object"] for at in properties):
            stated = targets().get(iri, {}).get("kind", "object property")
            facts.append((iri, TYPE, DECLARED.get(stated, DECLARED["object property"])))
    return facts


def as_axioms(m: Mapping) -> list[Fact]:
    """What a mapping says in OWL: exact as equivalence, broad and narrow as inclusion."""
    here, there = kind(m.subject), targets()[m.object]["kind"]
    if m.negated or here == "annotation property" or there in ("field", "item"):
        return []
    name = {"class": "Class", "individual": ""}.get(here, "Property")
    if name == "Property" and there not in (here, "property"):
        return []
    if name != "Property" and there != here:
        return []
    declaration = (m.object, TYPE, DECLARED[here])
    match m.predicate:
        case "skos:exactMatch" if here == "individual":
            return [declaration, (m.subject, OWL + "sameAs", m.object)]
        case "skos:exactMatch":
            return [declaration, (m.subject, f"{OWL}equivalent{name}", m.object)]
        case "skos:broadMatch" if name:
            return [declaration, (m.subject, f"{RDFS}sub{name}Of", m.object)]
        case "skos:narrowMatch" if name:
            return [declaration, (m.object, f"{RDFS}sub{name}Of", m.subject)]
    return []


def one_of_each(facts: Iterable[Fact]) -> list[Fact]:
    """An individual of every foreign class, so that a class that can have none clashes."""
    classes = {s for s, p, o in facts if p == TYPE and o == OWL + "Class" and not s.startswith(AIT)}
    return [
        fact
        for n, cls in enumerate(sorted(classes))
        for fact in [
            (f"urn:one:{n}", TYPE, OWL + "NamedIndividual"),
            (f"urn:one:{n}", TYPE, cls),
        ]
    ]


def triples(facts: Iterable[Fact]) -> list[ox.Triple]:
    return [ox.Triple(*map(ox.NamedNode, fact)) for fact in facts]


def reasoner(facts: Iterable[Fact], *, systems: bool = True) -> Reasoner:
    return Reasoner([*(quad.triple for quad in own(systems=systems)), *triples(facts)])


@pytest.fixture(scope="module")
def everything() -> list[Fact]:
    return [*foreign_facts(), *(fact for m in table()[1] for fact in as_axioms(m))]


@pytest.fixture(scope="module")
def judge(everything: list[Fact]) -> Reasoner:
    """Ours, the mappings as axioms, and an individual of every foreign class."""
    encoder = ("urn:x", TYPE, table()[0]["aio"] + "EncoderLLM")
    return reasoner([*everything, *one_of_each(everything), encoder])


@pytest.fixture(scope="module")
def of_terms(everything: list[Fact]) -> Reasoner:
    """Our terms, and the mappings as axioms."""
    return reasoner(everything, systems=False)


@pytest.mark.judges
def test_with_mappings_as_axioms_ours_stays_consistent(
    everything: list[Fact], judge: Reasoner
) -> None:
    stated = Counter(p.rpartition("#")[2] for _, p, _ in everything)
    assert stated["equivalentClass"] >= 10 and stated["equivalentProperty"] >= 10
    assert stated["sameAs"] >= 60 and stated["subClassOf"] >= 100
    assert judge.unread == ()
    assert judge.unsupported == ()
    judge.check()


def test_mappings_as_axioms_carry_knowledge_over(judge: Reasoner) -> None:
    assert AIT + "NonGenerativeAI" in judge.kinds("urn:x")
    wider = {table()[0]["nexus"] + "AiModel", table()[0]["aio"] + "LanguageModel"}
    assert wider <= set(judge.kinds(AIX + "gpt-4"))


FALSE_FRIENDS = {
    "aio-encoders-are-llms": (
        (AIT + "LLM", "equivalentClass", "aio:LargeLanguageModel"),
        [("urn:x", TYPE, "aio:EncoderLLM")],
    ),
    "nexus-adapters-are-llms": (
        (AIT + "LLM", "equivalentClass", "nexus:LargeLanguageModel"),
        [("urn:x", TYPE, "nexus:Adapter"), ("urn:x", AIT + "hasPrimaryModality", AIX + "image")],
    ),
    "airo-software-is-a-modality": (
        (AIT + "Modality", "equivalentClass", "airo:Modality"),
        [("urn:x", TYPE, "vair:Software"), ("urn:x", TYPE, AIT + "AISystem")],
    ),
    "airo-training-data-are-components": (
        (AIT + "hasComponent", "equivalentProperty", "airo:hasComponent"),
        [("urn:x", "airo:hasTrainingData", AIX + "common-crawl")],
    ),
    "mls-runs-have-outputs": (
        (AIT + "hasOutput", "equivalentProperty", "mls:hasOutput"),
        [("urn:x", TYPE, "mls:Model"), ("urn:x", AIT + "hasOutput", AIX + "class-label")],
    ),
    "mls-runs-achieve-tasks": (
        (AIT + "performsTask", "equivalentProperty", "mls:achieves"),
        [("urn:x", TYPE, "mls:Model"), ("urn:x", AIT + "performsTask", AIX + "translation")],
    ),
    "hf-reinforcement-learning-is-a-task": (
        (AIX + "reinforcement-learning", "sameAs", "hf:reinforcement-learning"),
        [],
    ),
}


def iri(text: str) -> str:
    prefix, colon, local = text.partition(":")
    return table()[0][prefix] + local if prefix in table()[0] else prefix + colon + local


def examples(name: str) -> list[Fact]:
    own_name = f"urn:{name}"
    return [
        (iri(s).replace("urn:x", own_name), p if p == TYPE else iri(p), iri(o))
        for s, p, o in FALSE_FRIENDS[name][1]
    ]


@pytest.mark.judges
def test_the_examples_of_false_friends_are_consistent(of_terms: Reasoner) -> None:
    facts = [fact for name in FALSE_FRIENDS for fact in examples(name)]
    of_terms.with_data(triples(facts)).check()


@pytest.mark.parametrize("name", FALSE_FRIENDS)
def test_a_false_friend_taken_for_the_same_contradicts(of_terms: Reasoner, name: str) -> None:
    """The rule is not idle: each identity that the table denies breaks something by itself."""
    subject, relation, foreign = FALSE_FRIENDS[name][0]
    assert [m for m in mappings(subject) if m.object_curie == foreign and m.negated]
    taken = [
        (iri(foreign), TYPE, DECLARED[kind(subject)]),
        (subject, OWL + relation, iri(foreign)),
    ]
    judge = of_terms.with_data(triples([*examples(name), *taken]))
    with pytest.raises(InconsistentOntology):
        judge.check()


# --- the reader


def test_translate_takes_iris_curies_and_other_addresses() -> None:
    terms = [
        *("wd:Q115305900", "https://www.wikidata.org/wiki/Q115305900"),
        *("https://huggingface.co/tasks/summarization", "http://schema.org/license"),
        *("<https://w3id.org/airo#AISystem>", "nobody:knows", "plain words"),
    ]
    found = translate(terms)
    assert list(found) == terms
    first = [
        ms[0].subject.removeprefix(AIT).removeprefix(AIX) if ms else None for ms in found.values()
    ]
    assert first == ["LLM", "LLM", "summarization", "hasLicence", "AISystem", None, None]


def test_a_query_translates_as_well() -> None:
    """The example for other tools says of each of its terms what `translate` says."""
    store = ox.Store()
    for file in (*_data.ontology_files(), ONTOLOGY / "alignments" / "mappings.ttl"):
        store.bulk_load(path=file, format=ox.RdfFormat.TURTLE)
    example = ONTOLOGY.parent / "examples" / "foreign-terms-among-ours.rq"
    rows = [
        tuple(term.value if term else "" for term in row)
        for row in store.query(example.read_text(encoding="utf-8"))
    ]
    found = translate(dict.fromkeys(row[0] for row in rows))
    assert len(found) == 4
    assert sorted(rows) == sorted(
        (foreign, m.subject, m.subject_label, m.relation, m.comment)
        for foreign, ms in found.items()
        for m in ms
    )


def test_answers_come_best_first_and_false_friends_last() -> None:
    ranked = [m.relation for m in mappings("ait:LLM")]
    assert ranked[0] != FALSE_FRIEND and ranked[-1] == FALSE_FRIEND
    assert [r == FALSE_FRIEND for r in ranked] == sorted(r == FALSE_FRIEND for r in ranked)
    assert ids(mappings("ait:LLM")) == ids(mappings(AIT + "LLM"))
    assert str(mappings("ait:Modality")[-1]).startswith("modality is false friend of ")


@pytest.mark.parametrize(
    ("old", "new"),
    [("ait:LLM", "nope:LLM"), ("skos:broadMatch", "skos:sameMatch"), ("\t0.9\t", "\tmuch\t"),
     ("\t0.9\t", "\t1.9\t"), ("\t\tskos", "\tMaybe\tskos")],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, old: str, new: str) -> None:
    text = (ONTOLOGY / FILE).read_text(encoding="utf-8")
    lines = text.splitlines()
    line = next(n for n, row in enumerate(lines) if row.startswith("ait:LLM\t") and "broad" in row)
    lines[line] = lines[line].replace(old, new)
    path = tmp_path / Path(FILE).name
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ImportFault, match=rf"{path.name}:{line + 1}: .*curie_map"):
        read(path)
