"""`Taxonomy`: names, terms, comparison, exports, other libraries' views, what is shipped."""

import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, get_args

import pyoxigraph as ox
import pytest
import rdflib
from tools.renewal import generated

import aitaxonomy
from aitaxonomy import QueryRefused, Taxonomy, UnknownTerm, __version__, _data, errors
from aitaxonomy._data import module_iri
from aitaxonomy.advice.wishes import ACCESS, Access
from aitaxonomy.export import FORMATS, ExportFormat, merged
from aitaxonomy.graph.trees import lines
from aitaxonomy.inference.alone import Hierarchy
from aitaxonomy.inference.inference import Inference
from aitaxonomy.inference.inferred_graph import InferredGraph
from aitaxonomy.inference.premises import Premises, shipped_hierarchy
from aitaxonomy.inventory.formats import MODULES
from aitaxonomy.owl.hermit import InferredHierarchy
from aitaxonomy.owl.module_extraction import excerpt
from aitaxonomy.rdf.namespaces import AIT, AIX, OWL, RDF, RDFS
from aitaxonomy.reasoning.rules.omissions import LeftOut
from aitaxonomy.store import INFERRED, SYNTAXES
from aitaxonomy.store.shipped_ontology import RENEW, cached_hash, content_hash
from aitaxonomy.taxonomy import ReadFormat

#: The article's table, cell for cell in our words, and its matrix of use cases.
ASPECTS = [
    ("Scope", "text, images, audio, video, code", "text above all"),
    ("Training Data", "multimodal: images, audio, text, structured data", "text, code"),
    (
        "Applications",
        "image synthesis, video generation, AI art, music",
        "chatbots, content generation, code assistance",
    ),
    ("Examples", "DALL·E, Midjourney, MusicLM", "GPT-4, Claude, LLaMA, PaLM"),
    ("Complexity", "several neural architectures possible", "mostly transformers"),
]
USE_CASES = [
    ("creative art", "High", "Limited"),
    ("content writing", "Medium", "High"),
    ("code assistance", "Low", "High"),
    ("multimodal media generation", "High", "Low"),
    ("data summarization", "Medium", "High"),
]
STALE = f"the shipped inferences are not those of the ontology: run `{RENEW}`"

# --- names


@pytest.mark.parametrize(
    "name",
    [
        "LLM",
        "large language model",
        "Large Language Model",
        "ait:LLM",
        AIT + "LLM",
        f"<{AIT}LLM>",
    ],
)
def test_a_class_by_any_name(ai: Taxonomy, name: str) -> None:
    assert ai[name].curie == "ait:LLM"
    assert name in ai


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("DALL·E 3", "aix:dall-e-3"),
        ("dall-e 3", "aix:dall-e-3"),
        ("GPT-4", "aix:gpt-4"),
        ("gpt4", "aix:gpt-4"),
        ("CNN", "ait:ConvolutionalModel"),  # a class comes before the architecture
        ("text-generation", "aix:text-generation"),
        ("Apache-2.0", "aix:apache-2.0"),
        ("developedBy", "ait:developedBy"),
    ],
)
def test_other_things_by_label_synonym_and_notation(ai: Taxonomy, name: str, curie: str) -> None:
    assert ai[name].curie == curie


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("LLLM", "large language model"),
        ("GenerativAI", "generative AI"),
        ("Midjurney", "Midjourney"),
    ],
)
def test_near_misses_are_named(ai: Taxonomy, typo: str, meant: str) -> None:
    with pytest.raises(UnknownTerm, match=f"nothing is called '{typo}'; did you mean .*{meant}"):
        _ = ai[typo]
    assert typo not in ai


@pytest.mark.parametrize("name", ["", " ", "·", "qqqqqqqqqqqq", "ait:NoSuch", AIT + "NoSuch"])
def test_nothing_has_a_remedy_too(ai: Taxonomy, name: str) -> None:
    with pytest.raises(UnknownTerm, match=r"did you mean|`search` finds"):
        _ = ai[name]


# --- terms


def test_order_of_classes(ai: Taxonomy) -> None:
    llm, generative, image = ai["LLM"], ai["GenerativeAI"], ai["ImageGenerator"]
    assert llm <= generative
    assert llm < generative
    assert generative >= llm
    assert generative > llm
    assert not generative <= llm
    assert not llm < ai["LLM"]
    assert llm <= ai["LLM"]
    assert not llm <= image
    assert not image <= llm
    with pytest.raises(TypeError):
        _ = llm <= "GenerativeAI"


def test_order_of_properties(ai: Taxonomy) -> None:
    assert ai["ait:nativelyGenerates"] < ai["ait:generates"]
    assert not ai["ait:generates"] <= ai["ait:nativelyGenerates"]


def test_parents_children_ancestors_instances(ai: Taxonomy) -> None:
    llm = ai["LLM"]
    parents, ancestors = {t.curie for t in llm.parents}, {t.curie for t in llm.ancestors}
    assert {"ait:GenerativeAI", "ait:AIModel", "ait:AIArtifact"} <= ancestors
    assert parents < ancestors
    assert "ait:AIArtifact" not in parents
    assert llm.curie not in ancestors
    children = {t.curie for t in llm.children}
    assert {"ait:TextOnlyOutputLLM", "ait:MultimodalLLM", "ait:CodeLLM"} <= children
    assert "ait:TextOnlyLLM" not in children  # text in besides
    assert "ait:TextOnlyLLM" in {t.curie for t in ai["TextOnlyOutputLLM"].children}
    for parent in llm.parents:
        assert llm in parent.children
    members = {t.curie for t in llm.instances}
    assert {"aix:gpt-4", "aix:palm-2"} <= members
    assert not members & {"aix:chatgpt", "aix:dall-e-3", "aix:bert"}
    assert ai["ait:AIArtifact"] in ai["GPT-4"].ancestors
    assert all(not (a < b) for a in ai["GPT-4"].parents for b in ai["GPT-4"].parents)


def test_every_class_hangs_together(ai: Taxonomy) -> None:
    rows = ai.content.asserted.select(
        "SELECT ?c { ?c a <http://www.w3.org/2002/07/owl#Class> FILTER(isIRI(?c)) }"
    )
    for (iri,) in rows.rows:
        term = ai.term(str(iri))
        assert term not in term.ancestors
        assert set(term.parents) <= set(term.ancestors)
        assert all(parent in term.ancestors for p in term.parents for parent in p.ancestors)


def test_what_links_to_a_thing_decides_a_verdict_without_the_whole_graph() -> None:
    ai = Taxonomy()
    found = ai.is_a("Dense network", "ait:NonNeuralBackbone")
    assert str(found.verdict) == "refuted"
    assert found.proof
    whole = vars(ai.content.inference)
    assert "everything" not in whole
    assert whole["_closure"] is None


def test_a_term_is_a_frozen_value(ai: Taxonomy) -> None:
    llm = ai["LLM"]
    assert llm.kind == "class"
    assert llm.definition.startswith("A language model")
    assert llm.examples[0].startswith("GPT-4")
    assert any(text.startswith("BERT") for text in llm.counter_examples)
    assert llm.module == "https://w3id.org/aitaxonomy/core"
    assert llm == ai["large language model"]
    assert hash(llm) == hash(ai["ait:LLM"])
    assert str(llm) == "large language model"
    with pytest.raises(AttributeError):
        llm.label = "x"  # type: ignore[misc]


def test_facts_tell_source_and_whether_inferred(ai: Taxonomy) -> None:
    facts = {(f.property, f.value): f for f in ai.facts(ai["ChatGPT"])}
    assert facts["developed by", "OpenAI"].asserted
    assert not facts["generates via component", "image"].asserted


# --- comparison


def test_the_articles_table_cell_for_cell(ai: Taxonomy) -> None:
    found = ai.compare("GenerativeAI", "LLM")
    assert [row[:3] for row in found.aspects] == ASPECTS
    assert [row[:3] for row in found.use_cases] == USE_CASES
    assert {row[3] for row in (*found.aspects, *found.use_cases)} == {"aix:seed-article"}
    assert (found.a.curie, found.b.curie) == ("ait:GenerativeAI", "ait:LLM")


def test_the_other_way_round_swaps_the_columns(ai: Taxonomy) -> None:
    found = ai.compare(ai["LLM"], ai["GenerativeAI"])
    assert [(a, c, b) for a, b, c, _ in found.aspects] == ASPECTS
    assert [(a, c, b) for a, b, c, _ in found.use_cases] == USE_CASES


def test_systems_are_compared_by_their_facts(ai: Taxonomy) -> None:
    found = ai.compare("GPT-4", "DALL·E 3")
    rows = {name: (a, b) for name, a, b, _ in found.aspects}
    assert rows["primary modality"] == ("text", "image")
    assert rows["developed by"] == ("OpenAI", "OpenAI")
    assert found.use_cases == ()
    assert "GPT-4 | DALL·E 3" in str(found)


# --- views and exports


@pytest.mark.parametrize("root", _data.ROOTS)
def test_merged_export_is_one_ontology_without_imports(ai: Taxonomy, root: str) -> None:
    owl = OWL
    triples = merged(ai.content.memory, root)
    headers = [t.subject.value for t in triples if t.object == ox.NamedNode(owl + "Ontology")]
    assert headers == [module_iri(root)]
    assert not [t for t in triples if t.predicate == ox.NamedNode(owl + "imports")]


@pytest.mark.judges
def test_an_export_with_data_of_ones_own_has_them_in_the_full_root(
    ai: Taxonomy, scratch: Callable[[str], Path], tmp_path: Path
) -> None:
    mine = ai + scratch("aix:mine a owl:NamedIndividual , ait:RuleBasedAI .")
    for path in mine.export(tmp_path, "ntriples"):
        text = path.read_text(encoding="utf-8")
        assert ("/id/mine>" in text) is (path.stem == _data.ROOTS[-1])
        follows = f"<{AIX}mine> <{RDF}type> <{AIT}NonGenerativeAI>"
        assert (follows in text) is (path.stem == _data.ROOTS[-1])


def test_unknown_export_format_is_told(ai: Taxonomy, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown format 'excel': take one of turtle, rdfxml"):
        ai.export(tmp_path / "out", "excel")
    assert not (tmp_path / "out").exists()


def test_a_graph_is_read_only_and_a_copy_is_not(ai: Taxonomy) -> None:
    one = ai.graph
    said = tuple(rdflib.URIRef(f"urn:ex:{each}") for each in "spo")
    assert "read-only" in repr(one)
    for change in (one.add, one.remove):
        with pytest.raises(QueryRefused, match=r"read-only: change a copy"):
            change(said)
    small = (ai + Path(__file__).parents[1] / "examples/inventory.ttl").graph
    with pytest.raises(QueryRefused):
        small.parse(data="<urn:a> <urn:b> <urn:c> .", format="turtle")
    assert said not in ai.graph


def test_a_term_knows_its_facts(ai: Taxonomy) -> None:
    model = ai["GPT-4o"]
    assert model["developed by"] == model.developer == ("OpenAI",)
    assert model.released == "2024-05-13"
    assert model.licence
    assert model["retired on"] == ()
    with pytest.raises(UnknownTerm, match="developed by"):
        model["developd by"]
    assert model.facts == ai.facts("GPT-4o") == ai.facts(model.iri)
    assert model.facts.to_polars().columns[:3] == ["property", "value", "inferred"]
    assert len(model.facts.to_pandas()) == len(model.facts)


def test_a_frame_is_classified_and_gives_a_frame(ai: Taxonomy) -> None:
    import pandas as pd
    import polars as pl

    rows = {"name": ["GPT-4", "Our bot"], "developer": ["OpenAI", "we"]}
    for frame in (pl.DataFrame(rows), pd.DataFrame(rows)):
        found = ai.classify(frame, kinds=["LLM"])
        assert type(found) is type(frame)
        assert list(found["name"]) == ["GPT-4", "Our bot"]
        assert list(found["LLM"]) == ["entailed", "unknown"]


def test_each_result_is_json(ai: Taxonomy) -> None:
    results = [
        ai["LLM"], ai.facts("GPT-4"), ai.is_a("ChatGPT", "LLM"), ai.compare("LLM", "GenerativeAI"),
        ai.find("LLM", limit=2), ai.recommend("chatbots"), ai.claims(), ai.tree("LLM"),
        ai.sparql("ASK { ait:LLM a owl:Class }"), ai.check("every LLM is generative AI"),
        ai.ask("every-llm-is-generative-ai"), ai.why("LLM", "GenerativeAI"),
    ]  # fmt: skip
    assert all(json.dumps(each.to_json()) for each in results)
    assert ai.check("every LLM is generative AI").to_json()["claim"]


def test_a_query_is_told_of_terms_that_do_not_exist(ai: Taxonomy) -> None:
    (note,) = ai.sparql("SELECT ?x { ?x a ait:LLMM }").notes
    assert note == "nothing is called 'ait:LLMM'; did you mean 'ait:LLM'?"
    query = "SELECT ?x { ?x a ait:LLM # ait:Not\n FILTER(?x != aix:gpt-4 && STR(?x) != 'ait:No') }"
    assert ai.sparql(query, limit=1).notes == ()


def test_graph_is_rdflibs_with_the_same_content(ai: Taxonomy) -> None:
    assert isinstance(ai.graph, rdflib.Graph)
    node = rdflib.URIRef
    llm, generative = node(AIT + "LLM"), node(AIT + "GenerativeAI")
    assert (llm, rdflib.RDFS.subClassOf, generative) in ai.graph
    assert (node(AIX + "gpt-4"), rdflib.RDF.type, llm) in ai.graph
    count = len(ai.content.store.triples()) + len(ai.content.store.triples(INFERRED))
    assert sum(1 for _ in ai.graph.triples((None, None, None))) == count


@pytest.mark.judges
def test_owl_is_a_world_of_its_own(ai: Taxonomy, tmp_path: Path) -> None:
    import owlready2

    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix ait: <https://w3id.org/aitaxonomy#> .\n"
        "@prefix aix: <https://w3id.org/aitaxonomy/id/> .\n"
        "aix:mine a <http://www.w3.org/2002/07/owl#NamedIndividual> , ait:AIModel .\n"
    )
    mine = ai + path
    assert isinstance(ai.owl, owlready2.World)
    assert mine.owl is not ai.owl
    assert ai.owl is not owlready2.default_world
    assert ai.owl[AIT + "LLM"].iri == AIT + "LLM"
    assert ai.owl[AIX + "gpt-4"] in ai.owl[AIT + "LLM"].instances()
    assert mine.owl[AIX + "mine"] is not None
    assert ai.owl[AIX + "mine"] is None
    assert owlready2.default_world[AIT + "LLM"] is None


# --- what is shipped as inferred


def test_shipped_inferences_are_for_this_content() -> None:
    assert cached_hash() == content_hash(), STALE


def test_hash_tells_content_and_names(tmp_path: Path) -> None:
    one, other = tmp_path / "a.ttl", tmp_path / "b.ttl"
    one.write_text("x")
    other.write_text("y")
    assert len({content_hash([one]), content_hash([other]), content_hash([one, other])}) == 3
    before = content_hash([one])
    one.rename(tmp_path / "c.ttl")
    assert content_hash([tmp_path / "c.ttl"]) != before


@pytest.mark.judges
def test_generated_modules_are_what_follows_from_the_others(ai: Taxonomy) -> None:
    """What is in the files for all tools is what the library concludes, and says so at its head."""
    assert _as_generated(ai, ai.content.inferred.triples()) == _shipped(), STALE
    assert all(lines[0].startswith("# Generated: do not edit") for lines in _shipped().values())


def _as_generated(ai: Taxonomy, inferred: Iterable[ox.Triple]) -> dict[str, list[str]]:
    """The lines of the generated modules, if these triples were inferred."""
    store = ai.content.asserted.copy()
    store.set_inferred(inferred)
    return {name: text.splitlines() for name, text in generated(store.triples(INFERRED)).items()}


def _shipped() -> dict[str, list[str]]:
    names = (_data.EXEMPLARS, _data.INFERRED)
    return {
        name: _data.module_file(name).read_text(encoding="utf-8").splitlines() for name in names
    }


@pytest.mark.judges
def test_a_hierarchy_that_is_given_takes_the_place_of_the_shipped_one(
    ai: Taxonomy, tmp_path: Path
) -> None:
    """A renewal must not go on from what it is to replace."""
    path = tmp_path / "terms.ttl"
    path.write_text("""
@prefix ait: <https://w3id.org/aitaxonomy#> . @prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
ex:A a owl:Class . ex:B a owl:Class . ex:a a owl:NamedIndividual , ex:A .
""")
    told = [("https://example.org/A", RDFS + "subClassOf", "https://example.org/B")]
    content = (ai + path).content
    here = excerpt(content.asserted.triples(), {"https://example.org/a"})
    inference = Inference(Premises(here, told))
    found = {str(triple) for triple in InferredGraph(inference).triples()}
    a, kind, b = "<https://example.org/a>", f"<{RDF}type>", "<https://example.org/B>"
    assert f"{a} {kind} {b}" in found


@pytest.mark.judges
def test_terms_of_the_data_are_classified(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "terms.ttl"
    path.write_text("""
@prefix ait: <https://w3id.org/aitaxonomy#> . @prefix aix: <https://w3id.org/aitaxonomy/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:A a owl:Class ; rdfs:subClassOf ait:AIModel , ait:AISystem .
ex:C a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( ait:LLM [ a owl:Restriction ;
    owl:onProperty ait:developedBy ; owl:hasValue aix:openai ] ) ] .
""")
    taxonomy = ai + path
    found = taxonomy.hierarchy()
    assert found.unsatisfiable == ["https://example.org/A"]
    above = {wide for narrow, wide in found.subclasses if narrow == "https://example.org/C"}
    assert above == {
        "ait:AIArtifact", "ait:AIModel", "ait:GenerativeAI", "ait:GenerativeModel", "ait:LLM",
        "ait:LLMTechnology", "ait:LanguageModel", "ait:MachineLearningAI", "ait:TextGenerator",
    }  # fmt: skip
    ours = {pair for pair in found.subclasses if not pair[0].startswith("https://example.org/")}
    assert ours == set(ai.hierarchy().subclasses)
    assert taxonomy["https://example.org/C"] <= taxonomy["LLM"]


def test_shipped_hierarchy_is_what_hermit_finds(ai: Taxonomy, hermit: InferredHierarchy) -> None:
    """What the generated modules, see above, are concluded from, bar what is stated anyway."""
    assert hermit.unsatisfiable == ()
    subclass, subproperty = (RDFS + name for name in ("subClassOf", "subPropertyOf"))
    found = {
        *((a, subclass, b) for a, b in hermit.subclasses),
        *((a, subproperty, b) for a, b in hermit.subproperties),
    }
    stated = {
        (str(t.subject)[1:-1], t.predicate.value, str(t.object)[1:-1])
        for t in ai.content.asserted.triples()
    }
    shipped = set(shipped_hierarchy())
    assert found - stated <= shipped, STALE
    for low, _, high in shipped - found:  # by the facts about values, of which HermiT is not told
        proof = ai.why(ai.term(low), ai.term(high))
        assert proof is not None and ai.check_proof(proof), (low, high)


# --- what a user holds in hand


def test_a_taxonomy_is_a_collection_of_its_terms(ai: Taxonomy) -> None:
    terms = list(ai)
    assert len(terms) == len(ai) == len({term.iri for term in terms})
    assert terms == list(ai), "the order is the same each time"
    assert all(term.kind in ("class", "property", "individual") for term in terms)
    assert {ai["LLM"], ai["GPT-4"], ai["developedBy"]} <= set(terms)
    assert not any(term.iri.startswith("_:") for term in terms)
    first_system = next(i for i, term in enumerate(terms) if term.iri.startswith(AIX))
    assert all(term.iri.startswith(AIT) for term in terms[:first_system])


def test_what_is_in_a_taxonomy(ai: Taxonomy, scratch: Callable[[str], Path]) -> None:
    mine = ai + scratch('aix:mine a owl:NamedIndividual , ait:AIModel ; rdfs:label "Mine" .')
    assert "Mine" in mine
    assert mine["Mine"] in mine
    assert mine["Mine"] not in ai
    assert 3 not in ai
    assert len(mine) == len(ai) + 1


def test_a_taxonomy_is_true_without_loading_anything() -> None:
    fresh = Taxonomy()
    assert fresh
    assert repr(fresh) == f"<Taxonomy {__version__}>"
    assert vars(fresh.content).keys() == {"_added", "_imports", "recipe", "shipped", "start"}


def test_keys_are_completed(ai: Taxonomy) -> None:
    keys = ai._ipython_key_completions_()
    assert {"LLM", "large language model", "DALL·E 3", "developedBy"} <= set(keys)
    assert keys == sorted(set(keys))
    assert all(key in ai for key in keys[::97])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("LLM", "ait:LLM"),  # a synonym that is the text, of a class
        ("diffus", "ait:DiffusionModel"),  # a name that begins so
        ("dall e 3", "aix:dall-e-3"),  # whatever stands between the words
        ("Dall·E-3", "aix:dall-e-3"),
        ("idjourne", "aix:midjourney"),  # inside a name
        ("Sprachmodell", "ait:LanguageModel"),  # in another language
        ("noise step by step", "ait:DiffusionModel"),  # words of the definition
        ("image generators", "ait:ImageGenerator"),  # a plural
        ("open source llm", "ait:OpenSourceAI"),  # nothing has all three words
    ],
)
def test_search_puts_the_best_first(ai: Taxonomy, text: str, first: str) -> None:
    assert ai.search(text)[0].curie == first


def test_search_ranks_names_before_definitions(ai: Taxonomy) -> None:
    found = ai.search("diffusion")
    assert len(found) > 20
    named = ["diffusion" in " ".join((t.label, *t.alt_labels)).casefold() for t in found]
    assert named.index(False) > 5
    assert len(set(found)) == len(found)
    assert ai.search("qqqqq") == ai.search("") == ai.search("·") == []


def test_tree_is_drawn_and_nested(ai: Taxonomy) -> None:
    tree = ai.tree("LLMBasedSystem")
    assert str(tree).splitlines() == ["LLM-based system", "└── LLM agent", "    └── coding agent"]
    document = tree.to_json()
    assert document["term"] == "ait:LLMBasedSystem"
    assert document["children"][0]["children"] == [
        {"term": "ait:CodingAgent", "label": "coding agent", "children": []}
    ]
    assert str(ai.tree(ai["LLMBasedSystem"])) == str(tree)
    assert "GPT-4" in str(ai.tree("LLM", instances=True)).replace("│", "").split("── ", 9)[-1]
    assert len(ai.tree().roots) == str(ai.tree()).count("\n\n") + 1
    with pytest.raises(UnknownTerm, match="did you mean"):
        ai.tree("LLLM")


def test_lines_of_a_tree_end_where_data_go_in_circles() -> None:
    circle = {"a": ["b", "c"], "b": ["a", "b", "c"], "c": []}
    assert list(lines("a", str, circle.__getitem__)) == ["a", "├── b", "│   └── c", "└── c"]


def test_a_tree_may_be_deeper_than_the_stack() -> None:
    drawn = list(lines(0, str, lambda number: [number + 1] if number < 3000 else []))
    assert len(drawn) == 3001
    assert drawn[:3] == ["0", "└── 1", "    └── 2"]


def test_everything_has_a_short_repr(ai: Taxonomy) -> None:
    mine = ai + "examples/models.csv"
    verdict, advice = ai.is_a("ChatGPT", "LLM"), ai.recommend(content="image")
    found, report, answer = mine.classify(), mine.validate(), ai.ask("tasks-of-llms")
    assert verdict.proof is not None
    each: list[object] = [
        ai, mine, ai["LLM"], ai.tree("LLM"), verdict, verdict.proof, *verdict.proof.steps, answer,
        answer.table, *ai.questions(), advice, *advice.systems, *advice.approaches,
        *advice.rejected, *advice.what_if, *(each for s in advice.systems for each in s.reasons),
        *(r.reason for r in advice.rejected), *ai.facts(ai["GPT-4"]), *ai.claims(), report, *report,
        found, *found, found.summary, ai.compare("GPT-4", "LLM"), *mine.tallies.values(),
        Hierarchy([("ait:LLM", "ait:GenerativeAI")] * 9999, [], 9999),
        InferredHierarchy((), frozenset((str(i), "b") for i in range(9999)), frozenset(),
                          frozenset()),
        LeftOut("poweredBy " * 99, "only in part"),
    ]  # fmt: skip
    for value in each:
        assert len(repr(value)) <= 120, repr(value)
        assert "\n" not in repr(value)
        assert repr(value).startswith("<")
    assert repr(verdict) == "<Verdict aix:chatgpt ait:LLM: entailed>"
    assert repr(ai.is_a("ChatGPT", "ait:LLM")) == "<Verdict aix:chatgpt ait:LLM: refuted>"
    assert repr(mine) == f"<Taxonomy {__version__} with models.csv>"
    assert repr(answer).startswith("<Answer tasks-of-llms: ")


def test_frames_of_an_answer_have_labels(ai: Taxonomy) -> None:
    frame = ai.ask("suitability-for-a-use-case").to_polars()
    assert frame.columns[:2] == ["approach", "approach_label"]
    assert "rating_label_label" not in frame.columns
    assert frame["approach"][0].startswith(AIX)
    assert set(frame["approach_label"]) == {"generative AI", "LLM"}
    query = "SELECT ?m ?n { ?m a ait:LLM ; ait:parameterCount ?n } LIMIT 3"
    numbers = ai.sparql(query).to_polars()
    assert [str(each) for each in numbers.dtypes] == ["String", "String", "Int64"]
    pandas = ai.sparql(query).to_pandas()
    assert list(pandas.columns) == numbers.columns
    assert pandas["n"].sum() == numbers["n"].sum()


# --- the door: exported names, allowed words


def test_the_package_shows_what_it_exports() -> None:
    assert set(aitaxonomy.__all__) <= set(dir(aitaxonomy))
    for name in aitaxonomy.__all__:
        value = getattr(aitaxonomy, name)
        assert not isinstance(value, type) or value.__name__ == name
    assert {"Taxonomy", "Term", "Verdict", "Proof", "Answer", "Report", "Advice",
            "Classification", "Comparison"} <= set(aitaxonomy.__all__)  # fmt: skip
    with pytest.raises(AttributeError, match="has no attribute 'Taxonomi'"):
        _ = aitaxonomy.Taxonomi


def test_what_public_methods_return_is_exported() -> None:
    """Each class of ours that stands in an annotation of a public method, bar what is internal."""
    seen = set()
    for name, member in vars(Taxonomy).items():
        function = getattr(member, "fget", None) or getattr(member, "func", None) or member
        if name.startswith("_") or not inspect.isfunction(function):
            continue
        returned = str(inspect.signature(function).return_annotation)
        seen |= {w for w in re.findall(r"[\w.]+", returned) if w[0].isupper() and w != "None"}
    foreign = {"Path"}
    # Is set by the command line, for its progress bar; a data frame is that of another library.
    internal = {"Watch", "Any"}
    assert len(seen) > 15
    assert seen - foreign - internal <= set(aitaxonomy.__all__)


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, aitaxonomy; dir(aitaxonomy);"
        "print([m for m in sys.modules if m.startswith('aitaxonomy.')],"
        "{'pyoxigraph', 'polars', 'rdflib', 'owlready2'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['aitaxonomy._data', 'aitaxonomy.errors'] set()\n"


def test_every_error_is_raised_by_something() -> None:
    sources = Path(aitaxonomy.__file__).parent.rglob("*.py")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    for name, value in vars(errors).items():
        if isinstance(value, type) and issubclass(value, Exception) and name != "AITaxonomyError":
            assert re.search(rf"(?:raise|return) {name}\(", text), f"nobody raises {name}"


def test_words_that_are_allowed_are_those_that_are_checked(ai: Taxonomy, tmp_path: Path) -> None:
    assert set(get_args(ExportFormat)) == set(FORMATS)
    assert set(get_args(ReadFormat)) == {*SYNTAXES, *MODULES, "rdf"}
    assert set(get_args(Access)) == set(ACCESS)
    assert ai.read("examples/inventory.ttl", "rdf")["Aurora"].iri
    wrong: Any = "x"
    with pytest.raises(ValueError, match="unknown engine 'x': take one of closure, hermit"):
        ai.hierarchy(wrong)
    with pytest.raises(ValueError, match="unknown format 'x': take one of"):
        ai.read("examples/models.csv", wrong)
    with pytest.raises(KeyError, match="no access is called 'x'"):
        ai.recommend(access=wrong)
