"""What hostile queries and files are made of, and that none of it gets through."""

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rdflib.plugins.sparql import prepareQuery

import aitaxonomy
from aitaxonomy import AITaxonomyError, ImportFault, QueryRefused, QueryTimeout, Taxonomy
from aitaxonomy.store import sandbox
from aitaxonomy.store.guard import check_query

#: The folder with the package that is tested, be it installed or not.
SOURCE = Path(aitaxonomy.__file__).parents[1]
HARMLESS = "ASK { ?s ?p ?o }"


def children() -> set[str]:
    """Process ids of the children of this process."""
    tasks = Path("/proc/self/task")
    if not tasks.is_dir():
        pytest.skip("needs /proc to see child processes")
    return {pid for task in tasks.iterdir() for pid in (task / "children").read_text().split()}


@pytest.fixture
def before() -> set[str]:
    """The children that tests of other files have left in this process."""
    return children()


# --- 1: deep and huge queries


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("ASK { " + "{ ?s ?p ?o } UNION " * 10_000 + "{ ?s ?p ?o } }", "broke its process"),
        ("ASK " + "{" * 5_000 + "?s ?p ?o" + "}" * 5_000, "5000 levels deep, over 128"),
        ("ASK { ?s ?p ?o FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }", "levels deep"),
        ("ASK { ?s ?p " + "[ ?p " * 5_000 + "?o" + " ]" * 5_000 + " }", "levels deep"),
        ("ASK { ?s " + "(" * 300 + "<urn:p>" + ")*" * 300 + " ?o }", "levels deep"),
        ("ASK { ?s ?p " + "<<( ?s ?p " * 300 + "?o" + " )>>" * 300 + " }", "levels deep"),
        ("ASK { ?s ?p '" + "x" * 300_000 + "' }", "bytes, over 262144"),
        ("ASK { ?s ?p '" + "ä" * 140_000 + "' }", "bytes, over 262144"),
        (
            "SELECT ?t5000 { BIND(TRIPLE(<urn:s>, <urn:p>, 1) AS ?t0) "
            + "".join(f"BIND(TRIPLE(<urn:s>, <urn:p>, ?t{i}) AS ?t{i + 1}) " for i in range(5_000))
            + "}",
            "narrower or flatter|cannot be run",
        ),
    ],
    ids=["unions", "groups", "brackets", "blanks", "paths", "terms", "long", "utf-8", "deep row"],
)
def test_deep_and_huge_queries_are_refused(ai: Taxonomy, query: str, message: str) -> None:
    with pytest.raises(QueryRefused, match=message):
        ai.sparql(query)
    assert ai.sparql(HARMLESS)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p ?o FILTER(" + "1+" * 5_000 + "1 = 2) } # from",
        "ASK { ?s ?p ?o FILTER(" + "1+" * 60_000 + "1 = 2) } # from",
        "ASK { VALUES ?x {" + " <urn:from>" * 20_000 + " } }",
        "ASK { " + "?s ?p ?o . " * 500 + "} # from",
        "ASK {} '" + "\\'" * 64_000,
        "ASK { # from" + "(" * 100_000,
        "ASK { ?s ?p " + "<" * 100_000,
        "ASK { ?s ?p " + "'''\\" * 50_000,
        "ASK { FILTER(" + "?x<?y&&" * 30_000 + "1) }",
    ],
    ids=["sum", "long sum", "values", "triples", "quotes", "comment", "less", "long quotes", "and"],
)
def test_a_query_is_looked_at_in_the_child_alone(
    ai: Taxonomy, query: str, monkeypatch: pytest.MonkeyPatch, before: set[str]
) -> None:
    """Its words make the query one to be looked at, and its form one that takes a parser long."""
    here: list[str] = []

    class Watched:
        def __init__(self, real: Callable[..., Any]) -> None:
            self.real = real

        def __call__(self, *of: Any) -> Any:
            here.append(query)
            return self.real(*of)

        def __reduce__(self) -> tuple[Any, ...]:
            return partial, (self.real,)  # a child has the real one

    for name in ("check_query", "syntax_fault"):
        monkeypatch.setattr(sandbox, name, Watched(getattr(sandbox, name)))
    try:
        told = str(ai.sparql(query, timeout=1).form)
    except (QueryRefused, QueryTimeout) as error:
        told = str(error)
    assert told == "ASK" or any(
        word in told for word in ("stopped after 1 s", "broke its process", "not valid SPARQL")
    )
    assert not here
    assert children() <= before


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p ?o FILTER(" + "1+" * 60_000 + "1 = 2) }",
        "ASK { ?s " + "<urn:p>/" * 25_000 + "<urn:p> ?o }",
        "ASK { ?s ?p ?o FILTER(" + "!" * 100_000 + "true) }",
        "ASK { ?s ?p ?o FILTER(" + "-" * 5_000 + "1 = 2) }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + "1," * 80_000 + "1)) }",
    ],
    ids=["sum", "path", "not", "minus", "in"],
)
def test_long_chains_end_as_an_answer_or_an_error(
    ai: Taxonomy, query: str, before: set[str]
) -> None:
    """They nest without brackets: whatever they do to the engine, this process lives on."""
    try:
        ai.sparql(query, timeout=2)
    except (QueryRefused, QueryTimeout) as error:
        assert "\n" not in str(error)[:60]
    assert ai.sparql(HARMLESS)
    assert children() <= before


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?s ?p '" + "{" * 500 + "' }",
        'ASK { ?s ?p """' + "{" * 500 + '""" }',
        "ASK { ?s ?p ?o } # " + "{" * 500,
        "ASK { ?s ?p ?o . #\n <urn:x#" + "(" * 500 + "> ?q 'it''s' }",
    ],
)
def test_brackets_in_strings_comments_and_iris_do_not_count(query: str) -> None:
    assert not is_too_deep(query)


def is_too_deep(query: str) -> bool:
    try:
        check_query(query)
    except QueryRefused as error:
        return "levels deep" in str(error)
    return False


def test_brackets_after_a_comment_count() -> None:
    with pytest.raises(QueryRefused, match="500 levels deep"):
        check_query("ASK { ?s ?p ?o . #\n" + "{" * 499 + "}" * 500)


# --- 3 and 4: SERVICE, FROM, LOAD, updates

_GIVE = "SELECT * { ?s ?p ?o }"
FORBIDDEN = {
    "service": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "service silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "service in lower case": "SELECT * { service <URL> { ?s ?p ?o } }",
    "service without spaces": "SELECT*{SERVICE<URL>{?s ?p ?o}}",
    "service by variable": "SELECT * { VALUES ?x { <URL> } SERVICE ?x { ?s ?p ?o } }",
    "service in optional": "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <URL> { ?s ?q ?r } } }",
    "service in subquery": "SELECT * { { SELECT * { { SERVICE <URL> { ?s ?p ?o } } } } }",
    "service in exists": "ASK { ?s ?p ?o FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "service in bind": "ASK { BIND(EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) }",
    "service in order": "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "service in construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "service in describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "service after a comment": "SELECT * { SERVICE # '\n <URL> { ?s ?p ?o } }",
    "service after an odd quote": "SELECT * { ?s ?p ?o # it's\n SERVICE <URL> { ?s ?q ?r } }",
    "escaped service": r"SELECT * { \u0053ERVICE <URL> { ?s ?p ?o } }",
    "escaped whole": r"SELECT * { \u0053\u0045\u0052\u0056\u0049\u0043\u0045 <URL> { ?s ?p ?o } }",
    "escaped long": r"SELECT * { \U00000053ERVICE <URL> { ?s ?p ?o } }",
    "from": "SELECT * FROM <URL> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "from in construct": "CONSTRUCT { ?s ?p ?o } FROM <URL> WHERE { ?s ?p ?o }",
    "from in ask": "ASK FROM <URL> { ?s ?p ?o }",
    "from in describe": "DESCRIBE <urn:x> FROM <URL>",
    "from a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "escaped from": r"SELECT * \u0046ROM <URL> { ?s ?p ?o }",
    "load": "LOAD <URL>",
    "load into": "LOAD SILENT <URL> INTO GRAPH <urn:g>",
    "insert": "INSERT DATA { <urn:s> <urn:p> <urn:o> }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "modify": "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "using": "DELETE { ?s ?p ?o } USING <URL> WHERE { ?s ?p ?o }",
    "clear": "CLEAR ALL",
    "drop": "DROP GRAPH <urn:g>",
    "two": _GIVE + " ; DROP ALL",
    # The grammar of the engine needs no space, and reads these as two words each.
    "silent in one word": "ASK { SERVICESILENT<URL> { ?s ?p ?o } }",
    "service like a name": "PREFIX : <URL> ASK { SERVICE:x { ?s ?p ?o } }",
    "service like a known name": "PREFIX : <URL> PREFIX service: <urn:x> ASK { SERVICE:x {} }",
    "service after a number": "ASK { ?s ?p 1SERVICE<URL> { ?s ?p ?o } }",
    "service after true": "ASK { ?s ?p trueSERVICE<URL> { ?s ?p ?o } }",
    "service after less": "ASK { ?s ?p ?o FILTER(?o<?s#>\n) SERVICE <URL> {} #>'''\n}",
    "service after a triple term": "ASK { ?s ?p <<( ?s ?p ?o )>> SERVICE <URL> { ?s ?p ?o } }",
    "service in lateral": "ASK { LATERAL { SERVICE <URL> { ?s ?p ?o } } }",
    "from in one word": "ASKFROM<URL>{}",
    "from named in one word": "ASK FROMNAMED<URL>{}",
    "from like a name": "PREFIX : <URL> PREFIX from: <urn:x> ASK FROM:x {}",
    "from after a bracket": "SELECT(1 AS ?x)FROM<URL>{}",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_leaves_the_graph_or_changes_it_is_refused(
    ai: Taxonomy, listener: object, name: str
) -> None:
    before = len(ai.content.store.store)
    with pytest.raises(QueryRefused):
        ai.sparql(FORBIDDEN[name].replace("URL", f"{listener.url}/x"))  # type: ignore[attr-defined]
    assert len(ai.content.store.store) == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service ?from ?load { ?service ?from ?load } LIMIT 1",
        "SELECT ?s { ?s ?p ?o FILTER(STR(?o) != 'SERVICE <urn:x> { }') } LIMIT 1",
        'SELECT ?s { ?s ?p ?o FILTER(STR(?o) != "FROM") } LIMIT 1',
        "SELECT ?s { ?s ?p ?o FILTER(STR(?o) != '''LOAD ' <x>''') } LIMIT 1",
        "SELECT ?s { ?s ?p ?o } LIMIT 1 # SERVICE FROM LOAD",
        "# LOAD <urn:x>\nSELECT ?s { ?s ?p ?o } LIMIT 1",
        "SELECT ?s { ?s ?p ?o FILTER(?s != <https://example.org/SERVICE#FROM>) } LIMIT 1",
        "PREFIX load: <urn:from:> SELECT ?s { ?s ?p ?o FILTER(?s != load:service) } LIMIT 1",
        r"SELECT ?s { ?s ?p ?o FILTER(STR(?o) != '\u0053ERVICE') } LIMIT 1",
        "SELECT ?s { ?s ?p ?o FILTER(STR(?o) != 'DROP ALL; INSERT DATA') } LIMIT 1",
        "SELECT ?from { ?from ?p ?o } LIMIT 1 # " + "x" * 9_000,
        "SELECT ?from ?From ?fRom { ?from ?From ?fRom } LIMIT 1",
        r"SELECT ?from { ?from ?p ?o FILTER(STR(?o) != '\from \\from \u00EFrom') } LIMIT 1",
        "SELECT ?from { ?from ?p ?o " + "OPTIONAL { ?from ?p ?o } " * 85 + "} LIMIT 1",
        "SELECT ?from { " + "?from ?p ?o . " * 85 + "} LIMIT 1",
        "SELECT ?from { " + "{ " * 37 + "?from ?p ?o" + " }" * 37 + " } LIMIT 1",
        "SELECT ?from { ?from ?p ?o FILTER(" + "STR(" * 23 + "?o" + ")" * 23 + " != 'x') } LIMIT 1",
        "SELECT ?from { ?from ?p ?o FILTER NOT EXISTS { ?from ?p <<( ?s ?p ?o )>> } } LIMIT 1",
        "VERSION '1.2' SELECT ?from { ?from ?p ?o FILTER(!isTRIPLE(?o)) } LIMIT 1",
        "PREFIX from: <urn:x:> SELECT ?s { ?s ?p ?o FILTER(?s != from:from) } LIMIT 1",
        "SELECT ?s { ?s ?p ?o FILTER(LANG(?o) != 'x' || ?o != 'x'@service) } LIMIT 1",
        "SELECT ?s { _:from ?p ?s } LIMIT 1",
    ],
)
def test_the_words_may_stand_where_they_mean_nothing(ai: Taxonomy, query: str) -> None:
    assert len(ai.sparql(query)) == 1


def test_the_words_may_stand_in_answers_without_rows(ai: Taxonomy) -> None:
    assert ai.sparql("CONSTRUCT { ?s ?p 'SERVICE' } { ?s ?p ?o } LIMIT 1").form == "CONSTRUCT"


@pytest.mark.parametrize("query", ["", "SELECT", "SELECT * { ?s ?p }", "SELECT ?x { FROM }"])
def test_what_is_no_sparql_is_refused(ai: Taxonomy, query: str) -> None:
    with pytest.raises(QueryRefused):
        ai.sparql(query)


# --- 2: time, memory, rows

BOMBS = {
    "product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
    "distinct": "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "concat": "SELECT (STRLEN(?z) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?v0) "
    + "".join(f"BIND(CONCAT({', '.join([f'?v{i}'] * 16)}) AS ?v{i + 1}) " for i in range(9))
    + "BIND(?v9 AS ?z) }",
    "group concat": "SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f), STR(?i))) AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "not exists": "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(?f = ?a) } }",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_stopped_and_the_next_query_is_answered(
    ai: Taxonomy, name: str, before: set[str]
) -> None:
    with pytest.raises((QueryTimeout, QueryRefused)) as caught:
        ai.sparql(BOMBS[name], timeout=1, limit=10)
    assert any(word in str(caught.value) for word in ("narrower", "--timeout"))
    assert children() <= before
    assert ai.sparql(HARMLESS)


def test_product_times_out(ai: Taxonomy, before: set[str]) -> None:
    with pytest.raises(QueryTimeout, match=r"stopped after 0\.5 s: make it narrower, or raise"):
        ai.sparql(BOMBS["product"], timeout=0.5)
    assert children() <= before


def test_rows_are_capped_and_that_is_told(ai: Taxonomy) -> None:
    query = "SELECT ?s { ?s ?p ?o } LIMIT 20"
    cut = ai.sparql(query, limit=7)
    assert (len(cut), cut.truncated) == (7, True)
    assert cut.to_json()["truncated"] is True
    whole = ai.sparql(query, limit=20)
    assert (len(whole), whole.truncated) == (20, False)
    assert "truncated" not in whole.to_json()
    construct = ai.sparql("CONSTRUCT WHERE { ?s ?p ?o }", limit=3)
    assert (len(construct), construct.truncated) == (3, True)
    assert (len(ai.sparql(query, limit=0)), ai.sparql(query, limit=0).truncated) == (0, True)


def test_rows_beyond_one_batch_arrive_in_full(ai: Taxonomy) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 5000"
    assert (
        len(set(ai.sparql(query).terms)) == len(set(ai.content.store.select(query).terms)) == 5000
    )


def test_endless_rows_stop_at_the_cap(ai: Taxonomy, before: set[str]) -> None:
    table = ai.sparql("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", limit=2_500)
    assert (len(table), table.truncated) == (2_500, True)
    assert children() <= before


# --- 3: no connection, no other file


def test_reading_and_asking_open_no_socket(no_sockets: None) -> None:
    ai = Taxonomy()
    assert ai.ask("every-llm-is-generative-ai")
    assert ai.sparql(HARMLESS)
    assert ai.is_a("DALL·E 3", "LLM").verdict == "refuted"


@pytest.mark.judges
def test_imports_are_not_followed(ai: Taxonomy, listener: object, tmp_path: Path) -> None:
    url = listener.url  # type: ignore[attr-defined]
    path = tmp_path / "importing.ttl"
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        f"<urn:mine> a owl:Ontology ; owl:imports <{url}/more.ttl> , <file:///etc/passwd> .\n"
    )
    mine = ai + path
    mine.validate()
    assert mine.owl.graph is not None
    assert len(list(mine.owl.ontologies)) >= 1
    assert len(mine.graph) > 10_000


def test_remote_context_is_refused(listener: object, tmp_path: Path) -> None:
    path = tmp_path / "remote.jsonld"
    url = listener.url  # type: ignore[attr-defined]
    path.write_text(json.dumps({"@context": f"{url}/context.jsonld", "@id": "urn:a", "name": "x"}))
    with pytest.raises(ImportFault, match="names a remote context, and none is fetched"):
        _ = Taxonomy() + path


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "URL/e">]>',
        '<!DOCTYPE x [<!ENTITY % e SYSTEM "URL/e.dtd"> %e;]>',
        '<!DOCTYPE x SYSTEM "URL/x.dtd">',
        '<!DOCTYPE x PUBLIC "-//X//Y" "URL/x.dtd">',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_external_entities_are_not_fetched(listener: object, tmp_path: Path, dtd: str) -> None:
    path = tmp_path / "external.rdf"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    path.write_text(
        f'<?xml version="1.0"?>\n{dtd.replace("URL", listener.url)}\n'  # type: ignore[attr-defined]
        f'<rdf:RDF xmlns:rdf="{rdf}" xmlns:ex="urn:ex:"><rdf:Description rdf:about="urn:a">'
        "<ex:p>&e;</ex:p></rdf:Description></rdf:RDF>"
    )
    with pytest.raises(ImportFault):
        _ = Taxonomy() + path


# --- 11: the import


def _fresh(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), **environment},
        check=False,
        timeout=60,
    )


def test_import_loads_no_engine_opens_no_socket_and_writes_nothing(tmp_path: Path) -> None:
    done = _fresh(
        """
        import sys
        events = []
        watched = ("socket.", "os.mkdir", "os.remove", "os.rename", "subprocess.")
        def audit(event, arguments):
            if event == "open" and isinstance(arguments[2], int) and arguments[2] & 3:
                events.append((event, arguments[0]))
            elif event.startswith(watched):
                events.append((event, arguments))
        sys.addaudithook(audit)
        sys.dont_write_bytecode = True
        import aitaxonomy
        engines = {"rdflib", "owlready2", "pyshacl", "polars", "pyoxigraph", "pandas", "rich",
                   "multiprocessing", "socket", "oxrdflib"}
        assert not engines & sys.modules.keys(), engines & sys.modules.keys()
        assert not events, events
        assert aitaxonomy.Taxonomy.__name__ == "Taxonomy"
        """,
        PYTHONDONTWRITEBYTECODE="1",
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_works_without_home_and_without_write_access(tmp_path: Path) -> None:
    """A question from a folder and an installation that nothing may be written to."""
    done = _fresh(
        """
        import os, sys
        sys.dont_write_bytecode = True
        def audit(event, arguments):
            if event == "open" and isinstance(arguments[2], int) and arguments[2] & 3:
                if not isinstance(arguments[0], int) and arguments[0] != os.devnull:
                    raise PermissionError(f"written: {arguments[0]}")
            if event in ("os.mkdir", "os.rename", "os.remove", "os.symlink"):
                raise PermissionError(f"{event} {arguments}")
        sys.addaudithook(audit)
        assert "HOME" not in os.environ
        from aitaxonomy import Taxonomy
        ai = Taxonomy()
        assert ai.ask("every-llm-is-generative-ai")
        assert ai.sparql("ASK { ?s ?p ?o }")
        assert ai["LLM"] <= ai["GenerativeAI"]
        """
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_all_errors_are_ours_and_builtin() -> None:
    assert issubclass(QueryTimeout, TimeoutError)
    assert issubclass(QueryRefused, ValueError)
    assert issubclass(ImportFault, ValueError)
    assert all(issubclass(e, AITaxonomyError) for e in (QueryTimeout, QueryRefused, ImportFault))


# --- 6: terms are bound


@pytest.mark.parametrize(
    "iri",
    [
        "https://w3id.org/aitaxonomy#LLM> ?p ?o . SERVICE <URL> {?a ?b ?c} } #",
        "https://w3id.org/aitaxonomy#LLM> ?p ?o . SERVICE SILENT <URL> {?a ?b ?c} } #",
        "urn:x y",
        "urn:x\n",
        'urn:x"',
    ],
)
def test_an_iri_that_is_none_gets_nowhere(ai: Taxonomy, listener: object, iri: str) -> None:
    iri = iri.replace("URL", listener.url)  # type: ignore[attr-defined]
    with pytest.raises(QueryRefused, match="is not an IRI"):
        ai.term(iri)
    for use in (ai.is_a, ai.compare):
        with pytest.raises(AITaxonomyError):
            use(iri, "LLM")
    with pytest.raises(AITaxonomyError):
        ai.ask("every-llm-is-generative-ai", kind=iri)


@pytest.mark.parametrize(
    ("question", "parameter", "value", "told"),
    [
        ("available-at-a-date", "date", "yesterday", "is not a day: write one such as 2023-06-30"),
        ("available-at-a-date", "date", "2023-13-45", "is not a day"),
        ("available-at-a-date", "date", "20230601", "is not a day"),
        ("models-that-power-a-product", "date", "", "is not a day"),
        ("any-to-any-systems", "at_least", "3 } #", "is not a whole number"),
        ("any-to-any-systems", "at_least", "1" * 5_000, "is not a whole number"),
        ("shortlist", "way", "nonsense", "take one of natively, any"),
        ("shortlist", "content_type", "<urn:x> <urn:y>", "nothing is called"),
    ],
)
def test_a_parameter_is_checked(
    ai: Taxonomy, question: str, parameter: str, value: str, told: str
) -> None:
    with pytest.raises(AITaxonomyError, match=told):
        ai.ask(question, **{parameter: value})


@pytest.mark.parametrize(
    "text",
    ['"', "\\", "'}", '" } #', "\x00", "\n", "\u202e", "é", "x" * 100_000, '"@en', '"^^<urn:x>'],
)
def test_a_literal_parameter_may_be_any_text(ai: Taxonomy, text: str) -> None:
    assert not ai.ask("entity-of-an-alias", alias=text).rows


# --- rdflib


def test_the_rdflib_graph_reaches_nothing_and_takes_no_update(
    ai: Taxonomy, listener: object
) -> None:
    url = listener.url  # type: ignore[attr-defined]
    service = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    with pytest.raises(QueryRefused, match="SERVICE"):
        ai.graph.query(service)
    with pytest.raises(QueryRefused, match="SERVICE"):
        ai.graph.query(prepareQuery(service))
    with pytest.raises(QueryRefused, match="FROM"):
        ai.graph.query(f"ASK FROM <{url}> {{ ?s ?p ?o }}")
    with pytest.raises(QueryRefused, match="read-only"):
        ai.graph.update(f"LOAD <{url}>")
    assert len(ai.graph.query("SELECT ?from { ?from a ait:LLM } LIMIT 2")) == 2


# --- rows


def test_rows_are_cut_by_their_bytes_as_well(ai: Taxonomy) -> None:
    """A query of some hundred bytes whose rows have a megabyte each."""
    text = "BIND('0123456789abcdef' AS ?v0) " + "".join(
        f"BIND(CONCAT({', '.join([f'?v{i}'] * 16)}) AS ?v{i + 1}) " for i in range(4)
    )
    table = ai.sparql(f"SELECT ?s ?v4 {{ {text} ?s ?p ?o }}", limit=1_000, timeout=60)
    assert table.truncated
    assert 0 < len(table) <= 256
