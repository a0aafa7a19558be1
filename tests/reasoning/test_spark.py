"""The closure on Spark: the same code as on Polars, with a session of the caller's.

PySpark is a large install (400 MB) and part of no extra: `pip install pyspark`, and a Java runtime.
CI is without it. Run this file by itself, with PYSPARK_PYTHON set to its Python.
The time goes into Spark's planning of each query: on two cores that others share, members alone
took 65 s and with the denials for the headline kinds, which are the same joins by more rules,
105 s. The latter are compared as well with AITAXONOMY_JUDGE=all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generate
import pytest

from aitaxonomy.reasoning.evaluation.engines import SparkEngine
from aitaxonomy.reasoning.reasoner import Reasoner
from conftest import HEADLINES, with_rounds

pytestmark = pytest.mark.judges

SYSTEMS = 20
KINDS = HEADLINES if os.environ.get("AITAXONOMY_JUDGE") == "all" else None
#: What suits small data: one task for each join, no planning anew, no compiling of each query.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}


@pytest.fixture(scope="module")
def session(java: None) -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="no PySpark: pip install pyspark")
    made = sql.SparkSession.builder.master("local[1]").config(map=SETTINGS).getOrCreate()
    made.sparkContext.setLogLevel("OFF")
    yield made
    made.stop()


def test_spark_derives_what_polars_derives(terms: Reasoner, session: Any, tmp_path: Path) -> None:
    path = tmp_path / "systems.nt"
    generate.write(path, SYSTEMS)
    expected = terms.closure([path], kinds=KINDS)
    found = terms.closure([path], kinds=KINDS, engine=SparkEngine(session))
    assert (found.rounds, found.derived) == (expected.rounds, expected.derived)
    assert with_rounds(found) == with_rounds(expected)
    assert sum(map(len, with_rounds(expected).values())) > 500
