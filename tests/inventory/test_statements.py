"""Records as statements: in our vocabulary, with sources and reasons, in valid N-Triples."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aitaxonomy import Taxonomy
from aitaxonomy.inventory import (  # fmt: skip
    Conclusion,
    Derivation,
    Match,
    Matcher,
    Record,
    Source,
    Statements,
    Tally,
    read_records,
)
from aitaxonomy.inventory.import_rules.rules import complete
from aitaxonomy.rdf.namespaces import AIT, AIX, OWL, PREFIXES, RDF, RDFS, SKOS

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/aitaxonomy/inventory/"
TYPE = RDF + "type"


class Graph:
    """The triples of lines, looked up by local names."""

    def __init__(self, lines: Iterable[str]) -> None:
        text = "\n".join(lines)
        self.triples = [(t.subject, t.predicate, t.object) for t in
                        ox.parse(text, ox.RdfFormat.N_TRIPLES)]  # fmt: skip

    def of(self, name: str, property: str) -> set[str]:
        prefix, _, local = property.rpartition(":")
        predicate = PREFIXES[prefix or "ait"] + local
        return {
            o.value.removeprefix(AIX).removeprefix(AIT)
            for s, p, o in self.triples
            if getattr(s, "value", "") == BASE + name and p.value == predicate
        }

    def reasons(self, name: str, property: str, value: str) -> set[str]:
        """The comments of the annotation of a statement."""
        nodes: dict[object, dict[str, str]] = {}
        for s, p, o in self.triples:
            nodes.setdefault(s, {})[p.value] = o.value
        return {
            facts[RDFS + "comment"]
            for facts in nodes.values()
            if facts.get(TYPE) == OWL + "Axiom"
            and facts[OWL + "annotatedSource"] == BASE + name
            and facts[OWL + "annotatedProperty"] == property
            and facts[OWL + "annotatedTarget"] == value
        }


def record(name: str = "Gadget", **fields: object) -> Record:
    return Record(name, Source("my models.csv", "csv", 7), **fields)  # type: ignore[arg-type]


def graph(
    *records: Record,
    match: Match | None = None,
    tally: Tally | None = None,
    matcher: Matcher | None = None,
) -> Graph:
    statements = Statements(tally=tally or Tally(), matcher=matcher)
    lines = [line for each in records for line in statements.lines(each, match)]
    return Graph([*lines, *statements.rest()])


def test_the_frame() -> None:
    found = graph(record(id="acme/gadget:1", aliases=("Gizmo",)))
    assert found.of("acme-gadget-1", "rdf:type") == {OWL + "NamedIndividual", "AIArtifact"}
    assert found.of("acme-gadget-1", "rdfs:label") == {"Gadget"}
    assert found.of("acme-gadget-1", "skos:notation") == {"acme/gadget:1"}
    assert found.of("acme-gadget-1", "skos:altLabel") == {"Gizmo"}
    assert found.of("acme-gadget-1", "dcterms:source") == {"file:my%20models.csv#L7"}
    labels = {o.value for s, _, o in found.triples if s.value == "file:my%20models.csv"}
    assert labels == {"my models.csv, read as csv"}


def test_facts_of_a_model() -> None:
    found = graph(
        record(
            developer="meta-llama", provider="Acme Cloud", tasks=("text-to-image",),
            inputs=("text",), outputs=("image", "embedding"), parameters=7, active_parameters=3,
            architecture="diffusion transformer", released="2024-05", retired="2025-01-02",
            licence="apache-2.0", access=("api-access",), open_weights=True, context_window=9,
            output_limit=8,
            knowledge_cutoff="2023-10", training_data=("Common Crawl",), primary="image",
        )
    )  # fmt: skip
    expected = {
        "developedBy": {"meta-ai"},
        "providedBy": {BASE + "organization/acme-cloud"},
        "performsTask": {"text-to-image"},
        "nativelyAccepts": {"text"},
        "nativelyGenerates": {"image"},
        "hasOutput": {"embedding"},
        "hasPrimaryModality": {"image"},
        "parameterCount": {"7"},
        "activeParameterCount": {"3"},
        "hasArchitecture": {"diffusion-transformer"},
        "availableSince": {"2024-05"},
        "retiredOn": {"2025-01-02"},
        "hasLicence": {"apache-2.0"},
        "hasAccess": {"api-access", "downloadable-weights"},
        "contextWindow": {"9"},
        "outputLimit": {"8"},
        "knowledgeCutoff": {"2023-10"},
        "trainedOn": {"common-crawl"},
    }
    assert {name: found.of("gadget", name) for name in expected} == expected
    assert found.of("organization/acme-cloud", "rdfs:label") == {"Acme Cloud"}
    assert "Organization" in found.of("organization/acme-cloud", "rdf:type")
    assert found.of("organization/acme-cloud", "dcterms:source")


@pytest.mark.parametrize(
    ("how", "property"),
    [("fine-tuned", "fineTunedFrom"), ("adapter", "adapterOf"), ("merged", "mergedFrom"),
     ("quantised", "quantizedFrom"), ("distilled", "distilledFrom"), ("built on", "hasComponent")],
)  # fmt: skip
def test_lineage(how: str, property: str) -> None:
    found = graph(record(derived_from=(Derivation("x/Base 1", how),)), record("x/Base 1"))
    assert found.of("gadget", property) == {BASE + "x-base-1"}
    assert found.of("x-base-1", "rdfs:label") == {"x/Base 1"}
    alone = graph(record(derived_from=(Derivation("x/Base 1", how),)))
    kind = "AIArtifact" if how == "built on" else "AIModel"
    assert kind in alone.of("x-base-1", "rdf:type"), "a base that no row describes"
    assert alone.of("x-base-1", "dcterms:source") == {"file:my%20models.csv#L7"}


def test_lineage_from_the_graph_and_from_itself(ai: Taxonomy) -> None:
    tally = Tally()
    statements = Statements(tally=tally, matcher=ai.content.matcher)
    of = (Derivation("meta-llama/Llama-3.2-3B"), Derivation("Gadget"))
    model = record(kind="model", derived_from=of)
    found = Graph([*statements.lines(model), *statements.rest()])
    assert found.of("gadget", "derivedFrom") == {"llama-3.2-3b"}
    assert tally.noted == {"a system derived from itself, left out": 1}


def test_a_system_has_no_facts_of_a_model() -> None:
    tally = Tally()
    fields = {"outputs": ("text",), "inputs": ("text",), "parameters": 7, "primary": "text"}
    system = record(
        "Gadget",
        kind="chatbot",
        derived_from=(Derivation("Engine"),),
        concluded=(Conclusion("LLM", "x"),),
        **fields,
    )
    found = graph(system, tally=tally)
    assert found.of("gadget", "rdf:type") == {OWL + "NamedIndividual", "ConversationalSystem"}
    assert found.of("gadget", "generates") == {"text"}
    assert found.of("gadget", "accepts") == {"text"}
    assert found.of("gadget", "poweredBy") == {BASE + "engine"}
    for property in ("nativelyGenerates", "parameterCount", "derivedFrom"):
        assert not found.of("gadget", property)
    assert tally.noted == {
        "the size of a system that is not a model, left out": 1,
        "a base model that the inventory does not list": 1,
    }


def test_a_system_made_of_systems(ai: Taxonomy) -> None:
    other = record("Engine", kind="application")
    found = graph(record(kind="application", derived_from=(Derivation("Engine"),)), other)
    assert found.of("gadget", "poweredBy") == {BASE + "engine"}
    statements = Statements(tally=Tally(), matcher=ai.content.matcher)
    of = (Derivation("GPT-4o"), Derivation("ChatGPT"))
    lines = statements.lines(record(kind="application", derived_from=of))
    assert Graph([*lines, *statements.rest()]).of("gadget", "poweredBy") == {"gpt-4o", "chatgpt"}


def test_an_entry_of_the_list_comes_before_a_known_system_wherever_it_stands(ai: Taxonomy) -> None:
    base = record("GPT-4o")
    built = record("Desk", kind="application", derived_from=(Derivation("GPT-4o"),))
    for order in ((base, built), (built, base)):
        statements = Statements(tally=Tally(), matcher=ai.content.matcher)
        lines = [line for each in order for line in statements.lines(each)]
        found = Graph([*lines, *statements.rest()])
        assert found.of("desk", "poweredBy") == {BASE + "gpt-4o"}


@pytest.mark.parametrize(
    ("kind", "property"),
    [("application", "poweredBy"), ("model family", "hasComponent"), ("model", "hasComponent")],
)
@pytest.mark.parametrize("base", ["ChatGPT", "Claude", "Claude family", "Llama 2 family"])
def test_what_is_built_on_a_family_or_a_product(
    ai: Taxonomy, kind: str, property: str, base: str
) -> None:
    known = {"ChatGPT": "chatgpt", "Llama 2 family": "llama-2-family"}.get(base, "claude")
    statements = Statements(tally=Tally(), matcher=ai.content.matcher)
    built = record(kind=kind, derived_from=(Derivation(base, "fine-tuned"),))
    found = Graph([*statements.lines(built), *statements.rest()])
    assert found.of("gadget", property) == {known}
    ours = {p.value.removeprefix(AIT) for s, p, _ in found.triples if p.value.startswith(AIT)}
    assert ours == {property}, "a model is derived from models alone"


def test_a_model_made_from_what_a_later_row_says_is_none() -> None:
    made = record(derived_from=(Derivation("Engine", "fine-tuned"),))
    found = graph(made, record("Engine", kind="application"))
    assert found.of("gadget", "hasComponent") == {BASE + "engine"}
    assert not found.of("gadget", "fineTunedFrom")


def test_what_is_built_on_llm_technology_is_such(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "products.csv"
    path.write_text(
        "name,kind,built_on\n"
        "zyp Claude desk,application,Claude\n"
        "zyp family desk,application,Llama 2 family\n"
        "zyp chat desk,chatbot,ChatGPT\n"
        "zyp desk on a desk,application,zyp chat desk\n"
        "zyp easel,application,DALL-E\n"
    )
    found = {each.name: each for each in ai.read(path).classify()}
    wider = {name: str(each.verdicts["LLMTechnology"]) for name, each in found.items()}
    assert wider.pop("zyp easel") != "entailed"
    assert set(wider.values()) == {"entailed"} and len(wider) == 4
    assert not any(each.conflicts for each in found.values())


def test_conclusions_carry_their_rule() -> None:
    found = graph(complete(record(kind="model", tasks=("text-generation",))))
    assert "LLM" in found.of("gadget", "rdf:type")
    (why,) = found.reasons("gadget", TYPE, AIT + "LLM")
    assert why.startswith("By import rule: it is offered as a text generator")
    assert found.reasons("gadget", AIT + "hasPrimaryModality", AIX + "text") == {why}


def test_what_is_planned_has_not_happened() -> None:
    tally = Tally()
    found = graph(record(retired="2999-01-01", released="2999-01"), tally=tally)
    assert not found.of("gadget", "retiredOn") | found.of("gadget", "availableSince")
    assert tally.noted == {"a date that lies ahead, left out": 2}


def test_transduction_generates_nothing() -> None:
    tasks = ("automatic-speech-recognition",)
    found = graph(complete(record(kind="model", tasks=tasks)))
    assert found.of("gadget", "transducesTo") == {"text"}
    assert not found.of("gadget", "nativelyGenerates")


def test_a_match_is_a_link_with_its_confidence() -> None:
    same = graph(record(), match=Match(AIX + "gpt-4o", 1.0, "exact"))
    assert same.of("gadget", "skos:exactMatch") == {"gpt-4o"}
    close = graph(record(), match=Match(AIX + "gpt-4o", 0.5, "family"))
    assert close.of("gadget", "skos:closeMatch") == {"gpt-4o"}
    skos = SKOS
    (why,) = close.reasons("gadget", skos + "closeMatch", AIX + "gpt-4o")
    assert why == "By comparing names: family, confidence 0.50."


def test_the_kind_of_what_is_the_same_is_taken_over(ai: Taxonomy) -> None:
    matcher = ai.content.matcher
    match = Match(AIX + "chatgpt", 1.0, "exact")
    same = graph(record(), match=match, matcher=matcher)
    assert "AIApplication" in same.of("gadget", "rdf:type")
    stated = graph(record(kind="model"), match=match, matcher=matcher)
    assert "AIApplication" not in stated.of("gadget", "rdf:type")
    close = graph(record(), match=Match(AIX + "chatgpt", 0.6, "similar"), matcher=matcher)
    assert "AIArtifact" in close.of("gadget", "rdf:type")


def test_repeated_ids_are_kept_apart() -> None:
    tally = Tally()
    found = graph(record("A"), record("a"), record("A!"), record("A 2"), tally=tally)
    names = {s.value for s, p, o in found.triples if o.value == AIT + "AIArtifact"}
    assert names == {BASE + name for name in ("a", "a-2", "a-3", "a-2-2")}
    assert tally.noted == {"an id or name that occurs again, kept apart": 3}


def test_languages_by_name_and_by_tag() -> None:
    found = graph(record(languages=("German", "pt-BR", "zh_Hans", "german")))
    assert found.of("gadget", "ait:supportsLanguage") == {
        "german-language", "portuguese-language", "chinese-language",
    }  # fmt: skip


def test_what_has_no_word_is_tallied_and_left_out() -> None:
    tally = Tally()
    found = graph(
        record(kind="toaster", outputs=("smell",), tasks=("toasting",), licence="my own",
               architecture="bread", access=("by mail",), training_data=("x", "y"),
               languages=("code",), released="2024", primary="smell"),
        tally=tally,
    )  # fmt: skip
    used = {p.value.removeprefix(AIT) for _, p, _ in found.triples if p.value.startswith(AIT)}
    assert used == set()
    assert tally.unknown_fields == {
        "'toaster' is not one of our kinds": 1,
        "'smell' is not one of our modalities": 2,
        "'toasting' is not one of our tasks": 1,
        "a licence that we have no name for": 1,
        "an architecture that we have no name for": 1,
        "a way of access that we have no name for": 1,
        "training data that we have no name for": 2,
        "a language that we have no name for": 1,
    }
    assert tally.noted == {"a year without a month, left out": 1}


@settings(max_examples=100, deadline=None)
@given(
    name=st.text(st.characters(), max_size=30),
    id=st.none() | st.text(st.characters()),
    developer=st.none() | st.text(st.characters()),
    file=st.text(st.characters(exclude_categories=["Cs"])),
)
def test_whatever_stands_in_a_name_the_lines_are_valid(
    name: str, id: str | None, developer: str | None, file: str
) -> None:
    wild = Record(name, Source(file, "csv", 1), id=id, developer=developer)
    lines = Statements(tally=Tally()).lines(wild)
    assert all("\n" not in line and "\r" not in line for line in lines)
    found = Graph(lines)
    assert len(found.triples) == len(lines)


def test_the_example_is_understood_whole(ai: Taxonomy) -> None:
    tally = Tally()
    matcher = ai.content.matcher
    statements = Statements(tally=tally, matcher=matcher)
    lines = []
    for each in read_records(ROOT / "examples" / "models.csv", tally=tally):
        lines += statements.lines(each, matcher.match(each))
    found = Graph([*lines, *statements.rest()])
    assert not tally.unknown_fields
    assert not tally.skipped
    assert found.of("gpt-4o", "skos:exactMatch") == {"gpt-4o"}
    assert found.of("helpdesk", "poweredBy") == {BASE + "gpt-4o"}
    assert found.of("tickets", "derivedFrom") == {"distilbert"}
    assert "NonGenerativeAI" in found.of("tickets", "rdf:type")


def test_a_bare_name_is_of_no_kind_that_the_list_does_not_state() -> None:
    found = graph(record())
    assert found.of("gadget", "rdf:type") == {OWL + "NamedIndividual", "AIArtifact"}
    sized = graph(record(parameters=7))
    assert "AIModel" in sized.of("gadget", "rdf:type"), "only models have parameters"
    listed = Record("Gadget", Source("a.json", "litellm", 7))
    assert "AIModel" in graph(listed).of("gadget", "rdf:type"), "a list of models"


def test_what_writes_and_may_be_a_system_is_an_llm_in_the_wider_sense() -> None:
    found = graph(complete(record(tasks=("text-generation",))))
    assert {"AIArtifact", "LLMTechnology"} <= found.of("gadget", "rdf:type")
    assert not {"AIModel", "LLM"} & found.of("gadget", "rdf:type")


def test_what_is_built_on_known_technology_is_such_without_a_kind(ai: Taxonomy) -> None:
    def types(base: str, **fields: object) -> set[str]:
        built = record(derived_from=(Derivation(base),), **fields)
        return graph(complete(built), matcher=ai.content.matcher).of("gadget", "rdf:type")

    assert "LLMTechnology" in types("GPT-4o")
    assert "LLMTechnology" in types("Azure OpenAI", kind="application")
    assert "GenerativeAI" in types("Stable Diffusion XL")
    assert types("zyzzyva") == {OWL + "NamedIndividual", "AIArtifact"}
    open_ = types("GPT-4o", tasks=("text-classification",))
    assert not {"LLMTechnology", "NonGenerativeAI"} & open_


def test_the_size_of_an_adapter_is_that_of_its_base() -> None:
    tally = Tally()
    base = (Derivation("Qwen/Qwen2.5-0.5B", "adapter"),)
    lora = complete(
        record(kind="model", tasks=("text-generation",), parameters=9_000_000_000,
               derived_from=base)
    )  # fmt: skip
    small = ["SmallLanguageModel", "SubBillionParameterModel"]
    assert [each.kind for each in lora.concluded] == small
    assert not graph(lora, tally=tally).of("gadget", "parameterCount")
    assert tally.noted["the size of an adapter without its base, left out"] == 1


def test_proposals_are_stated_only_if_accepted(ai: Taxonomy) -> None:
    uses = complete(record(description=("It drafts replies.",)))

    def graph_of(each: Record, *, accept: bool, match: Match | None = None) -> Graph:
        statements = Statements(tally=Tally(), accept=accept)
        return Graph(statements.lines(each, match))

    assert "GenerativeAI" not in graph_of(uses, accept=False).of("gadget", "rdf:type")
    accepted = graph_of(uses, accept=True)
    assert "GenerativeAI" in accepted.of("gadget", "rdf:type")
    assert accepted.of("gadget", "performsTask") == {"text-generation"}
    (why,) = accepted.reasons("gadget", TYPE, AIT + "GenerativeAI")
    assert why == (
        'Proposed by the words "drafts replies" (description 1, character 4); confidence 0.88, '
        "and accepted."
    )
    known = graph_of(uses, accept=True, match=Match(AIX + "bert-base", 1.0, "exact"))
    assert "GenerativeAI" not in known.of("gadget", "rdf:type"), "what is known of it decides"
