"""The closure on Spark: the same code as on Polars, with a session of the caller's.

PySpark (and its Java) is a large install and no part of the extras: `pip install pyspark`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generate
import pytest

from aitaxonomy.reasoning import Reasoner
from aitaxonomy.reasoning.closure import Closure
from aitaxonomy.reasoning.engines import SparkEngine
from conftest import HEADLINES

SYSTEMS = 20
#: What suits small data: few tasks for each join, no planning anew, no compiling of each query.
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}


@pytest.fixture(scope="module")
def session(java: None) -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="pip install pyspark, to run it on Spark")
    made = sql.SparkSession.builder.master("local[2]").config(map=SETTINGS).getOrCreate()
    made.sparkContext.setLogLevel("OFF")
    yield made
    made.stop()


def facts(closure: Closure) -> dict[str, set[tuple[object, ...]]]:
    """All facts with their rounds, terms by name."""
    import polars as pl

    found = {}
    for predicate in closure.predicates():
        rows = closure.rows(predicate)
        names = [pl.col("round") if c == "round" else closure.terms.bare(c) for c in rows.columns]
        if rows.height:
            found[str(predicate)] = set(rows.select(names).rows())
    return found


def test_spark_derives_what_polars_derives(terms: Reasoner, session: Any, tmp_path: Path) -> None:
    path = tmp_path / "systems.nt"
    generate.write(path, SYSTEMS)
    expected = terms.closure([path], kinds=HEADLINES)
    found = terms.closure([path], kinds=HEADLINES, engine=SparkEngine(session))
    assert (found.rounds, found.derived) == (expected.rounds, expected.derived)
    assert facts(found) == facts(expected)
    assert sum(map(len, facts(expected).values())) > 1_000
