"""What is written is read back: CycloneDX, model cards, JSON-LD, CSV; by record and in full."""

import io
import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from aitaxonomy import Taxonomy, _data
from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory import jsonld
from aitaxonomy.inventory.convert import write_table
from aitaxonomy.inventory.formats import module
from aitaxonomy.inventory.formats.catalogues import huggingface
from aitaxonomy.inventory.formats.plain_values import load_yaml
from aitaxonomy.inventory.formats.standards import cyclonedx
from aitaxonomy.inventory.graph_records import records_of
from aitaxonomy.inventory.record import Derivation, Record, Source, Tally
from aitaxonomy.rdf.namespaces import AIT, AIX, XSD

HERE = Source("there.csv", "csv")
FULL = Record(
    name="Letter Writer, second",
    source=HERE,
    id="example-lab/letter-writer-2",
    aliases=("LW2", "letter writer II"),
    kind="AIModel",
    developer="Example Lab",
    provider="Model Shop",
    tasks=("text-generation", "translation"),
    inputs=("text", "image"),
    outputs=("text", "code"),
    primary="text",
    parameters=7_000_000_000,
    active_parameters=1_000_000_000,
    architecture="transformer",
    derived_from=(Derivation("mistralai/Mistral-7B-v0.1", "fine-tuned"),),
    released="2024-02",
    retired="2025-12-31",
    licence="Apache-2.0",
    access=("api-access", "open-weights"),
    open_weights=True,
    context_window=32_768,
    output_limit=4_096,
    knowledge_cutoff="2023-09",
    training_data=("c4", "Books (old, new)"),
    languages=("Norwegian", "pt-BR"),
    description=("Drafts letters for the mayor.",),
    labels=("Generative AI", "NLP"),
)
APPLICATION = Record(
    'Desk "helper"',
    HERE,
    kind="AIApplication",
    inputs=("speech",),
    derived_from=(Derivation("LW"),),
)
RECORDS = [FULL, APPLICATION, Record("no, nothing known", HERE), FULL._replace(name="a twin")]


def written(write: Callable[[Iterable[Any], io.StringIO], int], things: Iterable[Any]) -> str:
    out = io.StringIO()
    write(things, out)
    return out.getvalue()


def without_source(records: Iterable[Record]) -> list[Record]:
    return [record._replace(source=HERE, row=None) for record in records]


@pytest.fixture(scope="module")
def shipped(ai: Taxonomy) -> list[Record]:
    return list(records_of(ai.content.store))


# --- systems of the graph


def test_a_shipped_system_as_a_record(ai: Taxonomy) -> None:
    iri = AIX + "codestral"
    (record,) = records_of(ai.content.store, [iri])
    assert (record.name, record.id, record.kind) == ("Codestral", "aix:codestral", "AIModel")
    # What the maker says, not the catalogue, which has another count.
    assert (record.developer, record.parameters) == ("Mistral AI", 22_000_000_000)
    # The most specific modalities, as asserted, and the primary one, which may be inferred.
    assert (record.inputs, record.outputs, record.primary) == (("text",), ("code", "text"), "text")
    assert record.tasks == ("code-completion", "code-generation", "text-generation")
    assert (record.released, record.context_window) == ("2024-05-29", 32_768)


def test_every_system_of_the_graph_is_a_record(ai: Taxonomy, shipped: list[Record]) -> None:
    query = "SELECT DISTINCT ?x { ?x a <https://w3id.org/aitaxonomy#AIArtifact> FILTER(isIRI(?x)) }"
    assert len(shipped) == len(ai.content.store.select(query)) > 500
    kinds = {record.kind for record in shipped}
    assert kinds >= {"AIModel", "AIApplication", "AIPlatform", "ModelFamily"}


def test_several_values_of_which_none_is_preferred_are_left_out(ai: Taxonomy) -> None:
    iri = AIX + "mistral-7b"
    windows = ai._store.select(f"SELECT ?n {{ <{iri}> <{AIT}contextWindow> ?n }}")
    (record,) = records_of(ai.content.store, [iri])
    assert len(windows) > 1 and record.context_window is None


def test_a_component_is_no_base(ai: Taxonomy) -> None:
    iris = [AIX + name for name in ("sdxl", "bing-image-creator")]
    for iri in iris:
        query = f"SELECT ?y {{ <{iri}> <{AIT}hasComponent> ?y }}"
        assert ai.content.store.select(query).rows, "the test would show nothing"
    model, product = records_of(ai.content.store, iris)
    assert model.derived_from == ()
    assert [base.of for base in product.derived_from] == ["DALL·E 3"], "what powers it"


# --- CycloneDX


def test_cyclonedx_is_read_back(tmp_path: Path, shipped: list[Record]) -> None:
    records = [*RECORDS, *shipped]
    path = tmp_path / "bill.json"
    path.write_text(written(cyclonedx.write, records), encoding="utf-8")
    back = list(module("cyclonedx").read(path, Tally()))
    assert without_source(back) == without_source(records)


def test_cyclonedx_has_what_its_schema_requires() -> None:
    bill = json.loads(written(cyclonedx.write, RECORDS))
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    refs = [component["bom-ref"] for component in bill["components"]]
    assert len(set(refs)) == len(refs) == len(RECORDS)
    assert all(component["type"] and component["name"] for component in bill["components"])
    model, application, *_ = bill["components"]
    assert model["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert (model["type"], application["type"]) == ("machine-learning-model", "application")
    assert "modelCard" not in application, "only models have one"


# --- CSV


def as_in_a_table(record: Record) -> Record:
    """The record as far as a table has columns for it."""
    derived = tuple(Derivation(each.of) for each in record.derived_from)
    return Record(
        record.name,
        HERE,
        derived_from=derived,
        **{name: getattr(record, name) for name in (*_ONE, *_SEVERAL)},
    )


_SEVERAL = ("tasks", "inputs", "outputs", "access", "languages", "description", "labels",
            "training_data")  # fmt: skip
_ONE = (
    "id", "kind", "developer", "provider", "primary", "parameters", "architecture", "released",
    "licence", "context_window", "retired", "knowledge_cutoff",
)  # fmt: skip


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_tables_are_read_back(format: str, tmp_path: Path, shipped: list[Record]) -> None:
    records = [*RECORDS, *shipped]
    path = tmp_path / f"a.{format}"
    text = written(partial(write_table, format=format), records)
    path.write_text(text, encoding="utf-8", newline="")
    tally = Tally()
    back = list(module(format).read(path, tally))
    assert without_source(back) == [as_in_a_table(record) for record in records]
    assert not tally.skipped and not tally.unknown_fields


# --- model cards


def test_a_card_is_front_matter_that_the_hub_knows() -> None:
    text = huggingface.card(FULL)
    assert text.startswith("---\n") and text.endswith("\n---\n")
    assert load_yaml(text.strip("-\n"), "card.md") == {
        "model_name": "Letter Writer, second",
        "language": ["no", "pt"],
        "license": "apache-2.0",
        "pipeline_tag": "text-generation",
        "base_model": ["mistralai/Mistral-7B-v0.1"],
        "base_model_relation": "finetune",
        "datasets": ["c4"],
        "tags": ["translation"],
    }


def test_a_card_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "card.md"
    path.write_text(huggingface.card(FULL), encoding="utf-8")
    (back,) = module("huggingface").read(path, Tally())
    assert (back.name, back.licence, back.tasks) == (FULL.name, "apache-2.0", ("text-generation",))
    assert (back.derived_from, back.training_data) == (FULL.derived_from, ("c4",))


def test_a_licence_of_its_own_and_relations_that_differ() -> None:
    mixed = FULL._replace(
        licence="House terms",
        derived_from=(Derivation("a/b", "merged"), Derivation("c/d", "quantised")),
    )
    card = load_yaml(huggingface.card(mixed).strip("-\n"), "card.md")
    assert (card["license"], card["license_name"]) == ("other", "House terms")
    assert card["base_model"] == ["a/b", "c/d"]
    assert "base_model_relation" not in card


def test_a_task_that_the_hub_lacks_is_no_pipeline_tag() -> None:
    card = huggingface.card(FULL._replace(tasks=("game-playing", "text-to-speech")))
    assert load_yaml(card.strip("-\n"), "c")["pipeline_tag"] == "text-to-speech"


def test_one_card_describes_one_model() -> None:
    with pytest.raises(ImportFault, match="there are 4: name a folder"):
        written(huggingface.write, RECORDS)


def test_every_shipped_system_has_a_card(shipped: list[Record]) -> None:
    for record in shipped:
        assert load_yaml(huggingface.card(record).strip("-\n"), record.name)["model_name"]


# --- JSON-LD


def canonical(triples: Iterable[ox.Triple]) -> set[ox.Quad]:
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def read_back(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(text.encode(), ox.RdfFormat.JSON_LD)]


@pytest.mark.parametrize("name", ["core.ttl", "systems/openai.ttl", "systems/meta-ai.ttl"])
def test_json_ld_says_what_the_triples_say(name: str) -> None:
    path = _data.folder("ontology") / name
    triples = [q.triple for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]
    text = written(jsonld.write, triples)
    assert canonical(read_back(text)) == canonical(triples)
    assert text.count('"@context"') == 1


def test_values_that_look_like_others() -> None:
    xsd, s, p = XSD, ox.NamedNode("urn:s"), ox.NamedNode(AIT + "asOf")
    count = ox.NamedNode(AIT + "parameterCount")
    literals = [
        ox.Literal("007", datatype=ox.NamedNode(xsd + "integer")),
        ox.Literal("x", datatype=ox.NamedNode(xsd + "integer")),
        ox.Literal("1" + "0" * 30, datatype=ox.NamedNode(xsd + "integer")),
        ox.Literal("-5", datatype=ox.NamedNode(xsd + "integer")),
        ox.Literal("7"),
        ox.Literal("1", datatype=ox.NamedNode(xsd + "boolean")),
        ox.Literal(True),
        ox.Literal("2024", datatype=ox.NamedNode(xsd + "gYear")),
        ox.Literal("hei", language="no"),
        ox.NamedNode("urn:o"),
        ox.BlankNode("b"),
    ]
    triples = [ox.Triple(s, each, value) for each in (p, count) for value in literals]
    assert canonical(read_back(written(jsonld.write, triples))) == canonical(triples)


def test_the_context_has_a_term_for_every_property_of_ours(ai: Taxonomy) -> None:
    rows = ai._store.select(
        """PREFIX owl: <http://www.w3.org/2002/07/owl#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?p ?sort ?range WHERE {
          VALUES ?sort { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
          ?p a ?sort . FILTER NOT EXISTS { ?p owl:deprecated true }
          OPTIONAL { ?p rdfs:range ?range FILTER(isIRI(?range)) }
          FILTER(STRSTARTS(STR(?p), "https://w3id.org/aitaxonomy#")) }""",
        inferred=False,
    ).rows
    wanted: dict[str, Any] = {}
    for iri, sort, range in rows:
        name, kind = str(iri).rpartition("#")[2], str(sort).rpartition("#")[2]
        type = "@id" if kind == "ObjectProperty" else None
        if kind == "DatatypeProperty" and range:
            type = str(range).replace(XSD, "xsd:")
        wanted[name] = {"@id": f"ait:{name}", "@type": type} if type else f"ait:{name}"
    given = {k: v for k, v in jsonld.context()["@context"].items() if "ait:" in str(v)}
    assert given == wanted


# --- what no format may lose silently


def test_every_field_of_a_record_is_tried() -> None:
    """A field added to records turns up here, to be thought of in the writers.

    What import rules add is not written: whoever reads the file adds it again. The words that
    they read have no field in the other formats, and that a list is one of models is said by its
    headings.
    """
    derived = {
        "concluded", "undecided", "primary_because", "proposed", "labels", "description", "row",
        "of_models",
    }  # fmt: skip
    empty = Record("", HERE)
    tried = {name for name in Record._fields if getattr(FULL, name) != getattr(empty, name)}
    assert tried | derived | {"source"} == set(Record._fields)
