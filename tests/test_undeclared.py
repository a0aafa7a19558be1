"""Things that are asked for and that nobody declared: they are what the data uses them as."""

from __future__ import annotations

import pytest

from aitaxonomy import Taxonomy, UnknownTerm

DATA = """@prefix ait: <https://w3id.org/aitaxonomy#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<urn:u> a <urn:U> . <urn:k> a <urn:K> . <urn:K> a owl:Class .
<urn:w> ait:developedBy <urn:org> ; <urn:made-up> 7 .
"""


@pytest.fixture(scope="module")
def mine(ai: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    path = tmp_path_factory.mktemp("undeclared") / "f.ttl"
    path.write_text(DATA, encoding="utf-8")
    return ai + path


@pytest.mark.judges
@pytest.mark.parametrize(
    ("thing", "kind", "verdict"),
    [
        ("urn:u", "urn:U", "entailed"),
        ("<urn:u>", "<urn:U>", "entailed"),
        ("urn:k", "urn:U", "unknown"),
        ("urn:k", "urn:K", "entailed"),
        # Only linked to: an organization, by the range of the link, and so no model.
        ("urn:org", "LLM", "refuted"),
        ("urn:w", "urn:U", "unknown"),
    ],
)
def test_what_is_only_used_is_looked_up(
    mine: Taxonomy, thing: str, kind: str, verdict: str
) -> None:
    found = mine.is_a(thing, kind)
    assert (found.thing, str(found.verdict)) == (thing.strip("<>"), verdict)
    assert bool(found.proof) is (verdict != "unknown")


#: A thing, a kind, and which of them is nowhere; the last two are spelled nearly as what there is.
NOWHERE = [
    ("urn:u", "urn:V", "urn:V"),
    ("urn:q", "urn:U", "urn:q"),
    ("urn:K", "urn:uu", "urn:uu"),
    ("urn:W", "LLM", "urn:W"),
]


@pytest.mark.parametrize(("thing", "kind", "missing"), NOWHERE)
def test_what_is_nowhere_is_told(mine: Taxonomy, thing: str, kind: str, missing: str) -> None:
    with pytest.raises(UnknownTerm, match=f"nothing is called '{missing}': neither the graph nor"):
        mine.is_a(thing, kind)


def test_what_is_of_a_kind_is_no_kind(mine: Taxonomy) -> None:
    with pytest.raises(UnknownTerm, match="not a kind"):
        mine.is_a("urn:u", "urn:org")


def test_a_kind_that_is_only_used_is_still_told_of(mine: Taxonomy) -> None:
    told = [str(each) for each in mine.without_rule()]
    assert any("urn:U is not declared as a class" in each for each in told)
    assert any("urn:made-up" in each for each in told)
