"""The certificate of a release: what others' tools say of it, each with its version and the day."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tools.release.frozen import ROOT

#: Each judge: what it judges, its package or the beginning of its jar, and the tests that ask it.
JUDGES = {
    "OWLAPI": ("the profile OWL 2 DL of all modules", "owlapi-distribution",
               "tests/owl/test_owlapi.py::test_modules_load_alone_and_are_owl_2_dl"),
    "ELK": ("consistency of everything", "elk-reasoner",
            "tests/owl/test_owlapi.py::test_the_full_root_is_owl_2_dl_and_elk_finds_it_consistent"),
    "HermiT": ("the class hierarchy, which our rules find as well", "org.semanticweb.hermit",
               "tests/reasoning/test_core.py::test_the_rules_find_the_hierarchy_that_hermit_finds"),
    "owlready2": ("each root loads", "owlready2",
                  "tests/owl/test_exports.py::test_owlready2_loads_each_root"),
    "rdflib": ("the questions have the same rows", "rdflib",
               "tests/test_questions.py::test_engines_give_the_same_rows"),
    "pySHACL": ("what ships has no violation", "pyshacl",
                "tests/validation/test_fixtures.py::"
                "test_what_ships_has_no_violation_and_no_warning_but_the_known_ones"),
    "shacl": ("the same by a validator in Rust", "shacl", "tests/validation/test_judge.py"),
    "W3C": ("the test cases of OWL 2", "", "tests/reasoning/test_w3c.py"),
    "sssom-py": ("the mappings", "sssom", "tests/test_outside.py::test_sssom_takes_the_mappings"),
    "cffconvert": ("the citation", "cffconvert",
                   "tests/test_outside.py::test_cffconvert_takes_the_citation"),
}  # fmt: skip


def judged() -> list[dict[str, Any]]:
    """Ask each judge by the tests that do, and return the verdicts."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        run = [sys.executable, "-m", "pytest", "-q", "-m", "", f"--junitxml={report}"]
        asked = [test for _, _, test in JUDGES.values()]
        subprocess.run([*run, *asked], cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
        cases = list(ET.parse(report).iter("testcase"))
    day = datetime.date.today().isoformat()
    return [
        {"judge": judge, "of": of, "version": tool_version(package), "day": day, "asked_by": test}
        | verdict(cases, test)
        for judge, (of, package, test) in JUDGES.items()
    ]


def verdict(cases: list[ET.Element], test: str) -> dict[str, Any]:
    """Return the verdict of the cases of a test file, or of one test in it.

    >>> case = ET.fromstring('<testcase classname="tests.test_x" name="test_a[1]"/>')
    >>> verdict([case], "tests/test_x.py::test_a")
    {'verdict': 'passed', 'cases': 1, 'failed': 0, 'skipped': 0}
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
    told = "failed" if failed else "passed" if len(mine) > skipped else "not asked"
    return {"verdict": told, "cases": len(mine), "failed": failed, "skipped": skipped}


def tool_version(package: str) -> str:
    """Return the version of a package, or of a jar that is there.

    >>> tool_version("packaging")[0].isdigit(), tool_version("no-such-tool")
    (True, '')
    """
    try:
        return version(package) if package else ""
    except PackageNotFoundError:
        jars = Path(os.environ.get("OWLAPI_JARS", ROOT / ".cache" / "owlapi")).glob(f"{package}-*")
        return next((each.stem.removeprefix(package).lstrip("-.") for each in jars), "")
