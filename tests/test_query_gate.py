"""The gate of queries against another grammar: what it lets through has no SERVICE and no FROM."""

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql import prepareQuery

from aitaxonomy.errors import QueryRefused
from aitaxonomy.graph.questions import claim_checks, question_files
from aitaxonomy.store.guard import check_query, parses
from aitaxonomy.store.query_text import with_prefixes
from aitaxonomy.store.rdflib_dataset import dataset

pytestmark = pytest.mark.judges

#: The words, what they may hide in, and what makes a query of them. No IRI can be connected to.
_LISTED = (
    "SERVICE service FROM from NAMED SILENT SERVICESILENT FROM:x SERVICE:x from:from :x a AS "
    "<urn:x> <urn:x#from> <urn:it's> ?s ?from $service _:from 'a'@from 1 1SERVICE true BIND "
    "{ } ( ) . ; , ' \" # \\ < <?s && || = / | + ^ ^^ * FILTER EXISTS GRAPH OPTIONAL"
)
WORDS = _LISTED.split()
HIDING = [
    "\n",
    " ",
    "'''",
    '"""',
    "'from <urn:x>'",
    "'SERVICE <urn:x> {'",
    "# SERVICE <urn:x> { }\n",
]
FRAMES = [
    "ASK {} {{ ?s ?p ?o {} }}",
    "SELECT * {} WHERE {{ ?s ?p ?o . {} }} ORDER BY ?s",
    "PREFIX : <urn:d:> PREFIX from: <urn:f:> PREFIX service: <urn:g:> ASK {} {{ ?s ?p ?o {} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {} WHERE {{ {} }}",
    "SELECT * {{ ?s ?p ?o FILTER(?s {} ?o) {} }}",
    "SELECT * {{ VALUES (?a ?b) {{ (<urn:x> {} <urn:y>) }} {} }}",
]
TEXT = st.lists(st.sampled_from(WORDS + HIDING), max_size=8).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda space: space.join(words))
)


def _is_refused(query: str) -> bool:
    try:
        check_query(query)
    except QueryRefused:
        return True
    return False


@settings(
    max_examples=1_500,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(st.sampled_from(FRAMES), TEXT, TEXT)
def test_the_gate_and_the_algebra_of_rdflib_agree(frame: str, one: str, two: str) -> None:
    query = frame.format(one, two)
    if not parses(query):
        assert not _is_refused(query)
        return
    try:
        dataset(ox.Store()).query(prepareQuery(query))
    except QueryRefused:
        assert _is_refused(query)
    except Exception:
        assume(False)  # the other grammar is narrower
    else:
        assert not _is_refused(query)


@pytest.mark.parametrize(
    "query",
    [
        r"ASK { ?s ?p 'a\u005C' SERVICE <urn:x> {} #'" + "\n}",
        "ASK { ?s ?p ?o #\r SERVICE <urn:x> {}\n}",
    ],
)
def test_what_another_grammar_takes_for_text_is_refused(query: str) -> None:
    """rdflib resolves escapes before all else, and ends comments later: so it is not the gate."""
    dataset(ox.Store()).query(prepareQuery(query))
    assert _is_refused(query)


@pytest.mark.parametrize("path", [*question_files().values(), *claim_checks().values()], ids=str)
def test_every_query_of_ours_passes(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert not _is_refused(with_prefixes(text))
