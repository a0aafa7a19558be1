"""HTML: well-formed, escaped whatever the values are, with labels and links to the web alone."""

import json
import pickle
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import polars as pl
import pyoxigraph as ox
import pytest

import aitaxonomy.html
from aitaxonomy import Taxonomy
from aitaxonomy.advice.report import Advice
from aitaxonomy.advice.result import (
    AdvisedApproach,
    AdvisedSystem,
    DatedFact,
    Meaning,
    Reason,
    Rejected,
    WhatIf,
)
from aitaxonomy.classification import Classification, Classified
from aitaxonomy.graph.claims import Claims, ClaimVerdict
from aitaxonomy.graph.comparison import Comparison
from aitaxonomy.graph.questions import Answer, Question
from aitaxonomy.graph.term import Term
from aitaxonomy.html import Link, fragment, link, page, render
from aitaxonomy.inventory.matching.matcher import Match
from aitaxonomy.owl.axioms import ClassAssertion, Named
from aitaxonomy.rdf.namespaces import expand
from aitaxonomy.rdf.positions.location import Location
from aitaxonomy.reasoning.proofs.proof import Proof, Step
from aitaxonomy.reasoning.rules.model import GroundFact, member
from aitaxonomy.reasoning.verdict import ENTAILED, UNKNOWN, Ground, Missing, Verdict
from aitaxonomy.store.table import Table
from aitaxonomy.validation import Fault, Report

TEMPLATES = Path(aitaxonomy.html.__file__).parent / "templates"
#: Ends an attribute, a cell and a style, and would run.
EVIL = """"'></style></td><script>alert(1)</script><a onclick="x" href='javascript:alert(2)'>&"""
SCRIPT = "javascript:alert(3)"
VOID = {"br", "input", "meta"}


class Document(HTMLParser):
    """Checks that tags are balanced, and keeps what a reader sees and can follow."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.hrefs: dict[str, str] = {}
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a":
            self.href = str(dict(attrs)["href"])
            self.hrefs[self.href] = ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.remove(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes another"

    def handle_data(self, data: str) -> None:
        if self.open[-1:] in (["style"], ["script"]):
            return
        self.text += data
        if "a" in self.open:
            self.hrefs[self.href] += data


def evil_link(name: str) -> Link:
    return Link(EVIL, name)


def evil_term(relations: bool = True) -> Term:
    def related(_iri: str, _relation: str) -> tuple[Term, ...]:
        return (evil_term(relations=False),) if relations else ()

    texts = (EVIL, EVIL)
    return Term(SCRIPT, EVIL, EVIL, texts, EVIL, texts, texts, texts, (SCRIPT,), EVIL,
                related, evil_link)  # fmt: skip


def evil_proof() -> Proof:
    fact = GroundFact(member(Named("urn:Kind")), ("urn:x",))
    axiom = ClassAssertion("urn:x", Named("urn:Kind"))
    step = Step(1, fact, None, (axiom,), (), EVIL, (EVIL,), (Location(EVIL, 7, SCRIPT),))
    return Proof(EVIL, (step, replace(step, number=2, premises=(1,))), evil_link)


def evil_verdict() -> Verdict:
    beside = Verdict(SCRIPT, SCRIPT, ENTAILED, lambda: None, tuple)
    return Verdict(SCRIPT, SCRIPT, UNKNOWN, evil_proof, lambda: (Missing(SCRIPT, EVIL),),
                   "everyday", beside, EVIL, EVIL, None, (Ground(EVIL, Location(EVIL, 7, SCRIPT)),),
                   (EVIL,), lambda _: (SCRIPT,), evil_link)  # fmt: skip


def evil_table() -> Table:
    row = (ox.Literal(EVIL), ox.NamedNode(SCRIPT), None)
    return Table((EVIL, "iri", "none"), (row,), truncated=True, _link=evil_link)


def evil_answer() -> Answer:
    asked = Question(EVIL, EVIL, EVIL, EVIL, True, "SELECT ?x {}", {})
    return Answer(asked, None, evil_table())


def evil_claims() -> Claims:
    names = (SCRIPT,)
    claim = ClaimVerdict(EVIL, EVIL, EVIL, SCRIPT, EVIL, "undecided", names, names, names, EVIL)
    return Claims((claim,), evil_link)


def evil_comparison() -> Comparison:
    row, cited = (EVIL, EVIL, EVIL, EVIL), ((SCRIPT,), ("urn:other",))
    return Comparison(evil_term(), evil_term(), (row,), (row,), (cited, cited), evil_link)


def evil_advice() -> Advice:
    reason = Reason(EVIL, (SCRIPT,))
    fact = DatedFact(EVIL, 1, EVIL, EVIL, (SCRIPT,))
    return Advice(
        (AdvisedApproach(EVIL, EVIL, (reason,)),),
        (
            AdvisedSystem(EVIL, SCRIPT, (reason,), (EVIL,), (fact,), "open"),
            AdvisedSystem(EVIL, SCRIPT, (reason,), ("else",), (), "open"),
            AdvisedSystem(EVIL, SCRIPT, (reason,), (), (), "outdated"),
        ),
        (Rejected(EVIL, SCRIPT, EVIL, reason),),
        (WhatIf(EVIL, EVIL, SCRIPT, EVIL), WhatIf(EVIL, None, None, None)),
        evil_link,
        Meaning(EVIL, SCRIPT, EVIL, (reason,), (EVIL,)),
    )


def evil_report() -> Report:
    fault = Fault(EVIL, 7, SCRIPT, EVIL, EVIL, EVIL, EVIL, "violation")
    faults = (*[fault] * 40, replace(fault, file=None, line=None))
    return Report(False, faults, evil_link)


def evil_classification() -> Classification:
    system = Classified(
        EVIL,
        SCRIPT,
        (SCRIPT,),
        (SCRIPT,),
        {"LLM": UNKNOWN, "GenerativeAI": ENTAILED},
        (SCRIPT,),
        (),
        Match(SCRIPT, 0.5, EVIL),
        ("GenerativeAI",),
        (EVIL,),
        (EVIL,),
        (EVIL,),
        EVIL,
    )
    subjects = pl.DataFrame({"individual": [SCRIPT], "profile": [0]})
    kinds = ("LLM", "GenerativeAI")
    return Classification(subjects, lambda _iri, _profile: system, kinds, lambda _name: EVIL)


SHOWN: dict[str, Callable[[], str]] = {
    "term": lambda: evil_term()._repr_html_(),
    "proof": lambda: evil_proof()._repr_html_(),
    "verdict": lambda: evil_verdict()._repr_html_(),
    "table": lambda: evil_table()._repr_html_(),
    "answer": lambda: evil_answer()._repr_html_(),
    "claims": lambda: evil_claims()._repr_html_(),
    "comparison": lambda: evil_comparison()._repr_html_(),
    "advice": lambda: evil_advice()._repr_html_(),
    "report": lambda: evil_report()._repr_html_(),
    "report page": lambda: evil_report().to_html(),
    "classification": lambda: evil_classification()._repr_html_(),
    "classification page": lambda: evil_classification().to_html(EVIL, [EVIL], evil_report()),
}


def only_runs(text: str, scripts: list[str]) -> bool:
    """Tell whether a page forbids everything but its own styles and these scripts."""
    (policy,) = re.findall(r'Content-Security-Policy" content="(.*?)"', text)
    digests = [b64encode(sha256(each.encode()).digest()).decode() for each in scripts]
    allowed = " ".join(f"'sha256-{each}'" for each in digests) or "'none'"
    return policy == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_is_escaped_and_well_formed(name: str) -> None:
    text = SHOWN[name]()
    document = Document(text)
    assert EVIL in document.text, "a value is shown as it is"
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    data = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert (len(scripts), len(data)) == ((4, 1) if name == "classification page" else (0, 0))
    assert document.tags.count("script") == len(scripts) + len(data)
    assert not any("alert" in script for script in scripts)
    for each in data:
        assert "<" not in each and EVIL in json.loads(each)["columns"][0]["values"]
    assert not text.startswith("<!doctype") or only_runs(text, scripts)
    assert not {each for each in document.attributes if each.startswith("on")}
    assert not document.hrefs, "an address that is not of the web is not a link"
    # Nothing is loaded from elsewhere.
    assert not {"link", "img", "iframe", "object", "embed"} & set(document.tags)
    assert "src" not in document.attributes


def test_every_template_is_shown() -> None:
    used: set[str] = set()
    for path in TEMPLATES.glob("*.html"):
        used |= set(re.findall(r'"([\w.]+\.(?:html|css))"', path.read_text(encoding="utf-8")))
    source = TEMPLATES.parents[1]
    for module in source.rglob("*.py"):
        used |= set(re.findall(r'"(\w+\.(?:html|js))"', module.read_text(encoding="utf-8")))
    assert {path.name for path in TEMPLATES.iterdir() if path.is_file()} <= used
    modules = (source / "site").rglob("*.py")
    pages = "".join(module.read_text(encoding="utf-8") for module in modules)
    of_site = [path for path in (TEMPLATES / "site").rglob("*") if path.is_file()]
    pages += "".join(path.read_text(encoding="utf-8") for path in of_site)  # which include others
    assert len(of_site) > 10
    for path in of_site:
        assert f'"{path.stem}"' in pages or f"site/{path.name}" in pages, path.name


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError, match="rows"):
        render("table.html", columns=["a"], notes=[])


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ('https://example.org/"onclick="x', True),
        ("HTTP://example.org/", True),
        (SCRIPT, False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("http:alert(1)", False),
        ("https://[broken", False),
        ("//example.org/", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str, followed: bool) -> None:
    row = [Link("there", url)]
    document = Document(render("table.html", columns=["a"], rows=[row], notes=[]))
    assert list(document.hrefs.items()) == ([(url, "there")] if followed else [])
    assert "there" in document.text
    assert document.attributes <= {"class", "scope", "href", "title"}


def test_a_page_follows_the_reader_and_an_output_its_notebook() -> None:
    values = {"columns": ["a"], "rows": [["x"]], "notes": []}
    whole, part = page("table.html", EVIL, **values), fragment("table.html", **values)
    assert whole.startswith("<!doctype html>") and Document(whole).text.strip().startswith(EVIL)
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    assert style.strip() in whole and style.strip() in part
    assert ".aitaxonomy-page { color-scheme: light dark;" in style
    assert 'class="aitaxonomy-page"' in whole and 'class="aitaxonomy-page"' not in part
    assert "url(" not in style and "@import" not in style and "<" not in style


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2, of `#rgb` or `#rrggbb`."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_colours_are_told_from_the_ground() -> None:
    """Texts by 4.5, areas by 3, as WCAG 2 asks at level AA."""
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    colour = r"light-dark\((#\w+), (#\w+)\)"
    (ground,) = re.findall(rf"background: {colour}", style)
    texts = re.findall(rf"(?:--(?:soft|good|bad|warn|info|link)|[ {{]color): {colour}", style)
    areas = re.findall(rf"--area: {colour}", style)
    assert len(texts) == 7 and len(areas) == 2
    for pairs, least in ((texts, 4.5), (areas, 3)):
        for pair in pairs:
            for shown, behind in zip(pair, ground, strict=True):
                assert contrast(shown, behind) >= least, (shown, behind)


# --- what the shipped graph shows


AIT, AIX = "https://w3id.org/aitaxonomy#", "https://w3id.org/aitaxonomy/id/"


def test_a_term_shows_its_neighbours_and_sources(ai: Taxonomy) -> None:
    found = Document(ai["LLM"]._repr_html_())
    assert found.hrefs[AIT + "LLM"] == "ait:LLM"
    for near in (*ai["LLM"].parents, *ai["LLM"].children[:12]):
        assert found.hrefs[near.iri] == near.label
    assert found.hrefs["https://arxiv.org/abs/2303.18223"] == "arxiv.org/abs/2303.18223"
    assert found.hrefs[AIX + "seed-article"] == "seed article on generative AI and LLMs"
    for text in (ai["LLM"].definition, *ai["LLM"].examples, *ai["LLM"].counter_examples):
        assert text in found.text


def test_a_verdict_shows_the_steps_of_its_proof(ai: Taxonomy) -> None:
    verdict = ai.is_a("ChatGPT", "LLM")
    found = Document(verdict._repr_html_())
    assert found.hrefs[AIX + "chatgpt"] == "ChatGPT"
    assert found.hrefs[AIT + "LLM"] == "large language model"
    assert "refuted" in found.text and "entailed" in found.text
    assert verdict.proof
    for step in verdict.proof.steps:
        assert step.text in found.text and step.name in found.text
        for words, place in zip(step.axiom_words, step.locations, strict=True):
            assert place.place in found.text
            assert words[1:] in found.text or step.rule is None
            source = expand(place.source or "") or place.source
            assert not source or any(source in href for href in found.hrefs)
    open_ = ai.is_a("Bard", "MultimodalPlatform")
    assert open_.verdict is UNKNOWN and open_.missing
    assert all(each.words in Document(open_._repr_html_()).text for each in open_.missing)


def test_cells_are_labels_with_links(ai: Taxonomy) -> None:
    answer = ai.ask("members-of-a-family")
    found = Document(answer._repr_html_())
    assert found.hrefs[AIX + "gpt-4o"] == "GPT-4o"
    assert answer.question.question in found.text and answer.source in found.text
    yes = Document(ai.ask("every-llm-is-generative-ai")._repr_html_())
    assert "yes" in yes.text and "table" not in yes.tags
    many = ai.sparql("SELECT ?x { ?x a ?kind }", limit=150)
    text = Document(many._repr_html_()).text
    assert "and 50 more rows" in text and "raise it for more" in text


def test_claims_show_verdicts_and_exceptions(ai: Taxonomy) -> None:
    claims = ai.claims()
    found = Document(claims._repr_html_())
    assert found.tags.count("tr") == len(claims) + 1
    for claim in claims:
        assert claim.text in found.text and claim.verdict in found.text
    assert claims[:2] == claims.verdicts[:2]


def test_a_comparison_cites_each_side_or_its_one_source(ai: Taxonomy) -> None:
    article = Document(ai.compare("GenerativeAI", "LLM")._repr_html_())
    assert article.text.count("seed article on generative AI and LLMs") == 1
    assert article.tags.count("table") == 2
    facts = ai.compare("GPT-4o", "Claude")
    found = Document(facts._repr_html_())
    assert len(facts.cited) == len(facts.aspects) + len(facts.use_cases)
    assert found.hrefs[AIX + "gpt-4o"] == "GPT-4o" and "and 2 more]" in found.text


def test_advice_folds_what_fell_out(ai: Taxonomy) -> None:
    advice = ai.recommend(use_case="Creative Art", content="image", open_weights=True)
    shown = advice._repr_html_()
    found = Document(shown)
    before, folded = shown.split("<details>")
    assert advice.systems[0].name in before
    assert advice.rejected[0].name in folded and advice.rejected[0].reason.text in folded
    first = advice.systems[0]
    assert found.hrefs[first.iri.replace("aix:", "https://w3id.org/aitaxonomy/id/")].startswith(
        first.name
    )
    assert f"Fell out: {len(advice.rejected)}" in found.text
    assert f"and {len(advice.shown(999)) - 10} more" in found.text


def test_a_report_names_subjects_without_reasoning(ai: Taxonomy, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix ait: <https://w3id.org/aitaxonomy#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        '<https://example.org/m> a ait:AIModel ; rdfs:label "Mine" ;\n'
        "    ait:activeParameterCount 37.5 .\n"
    )
    mine = ai + path
    report = mine.validate()
    found = Document(report.to_html())
    assert not report and found.hrefs["https://example.org/m"].startswith("Mine")
    assert "<https://example.org/m>" in found.text
    # The data contradicts itself: to reason over it would raise.
    assert "Mine" in Document(report._repr_html_()).text


def test_results_can_be_sent_to_another_process(ai: Taxonomy) -> None:
    answer = ai.ask("members-of-a-family")
    sent = pickle.loads(pickle.dumps(answer))
    assert sent == answer
    assert "w3id.org/aitaxonomy/id/gpt-4o" in Document(sent._repr_html_()).text
    assert link("https://example.org/a/").text == "example.org/a"
