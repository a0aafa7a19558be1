"""Write the index of properties and the picture of an answer, as `docs/` shows them.

Run `python docs/list_properties.py` after a change of properties or of the proof.
"""

from html import escape
from pathlib import Path
from textwrap import wrap
from urllib.parse import urlsplit

from aitaxonomy import Taxonomy

DOCS = Path(__file__).parent
INDEX, PICTURE = DOCS / "properties.md", DOCS / "pictures" / "answer.svg"
_HEAD = """# Index of properties

`python docs/list_properties.py` writes this page from the ontology. Each property links to
its page, with its definition and examples; `aitaxonomy show NAME` prints the same.

| property | name in SPARQL | from | to |
|---|---|---|---|
"""
_QUERY = """SELECT ?property ?label ?from ?to WHERE {
  VALUES ?sort { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
  ?property a ?sort ; rdfs:label ?label FILTER(LANG(?label) = "en")
  FILTER(STRSTARTS(STR(?property), STR(ait:)) && NOT EXISTS { ?property owl:deprecated true })
  OPTIONAL { ?property rdfs:domain/rdfs:label ?from FILTER(LANG(?from) = "en") }
  OPTIONAL { ?property rdfs:range ?range
    OPTIONAL { ?range rdfs:label ?name FILTER(LANG(?name) = "en") }
    BIND(COALESCE(?name, IF(ISIRI(?range), REPLACE(STR(?range), ".*#", ""), "")) AS ?to) }
} ORDER BY LCASE(?label) ?from"""
_STYLE = """text { font: 15px system-ui, sans-serif; fill: #1f2933 }
.asked { font-size: 20px; font-weight: 600 }
.no { font-size: 20px; font-weight: 700; fill: #b42318 }
.place { font: 12px ui-monospace, monospace; fill: #52606d }"""


def index(ai: Taxonomy) -> str:
    """Return the page with a row for each property."""
    rows: dict[str, dict[str, str]] = {}
    for row in ai.sparql(_QUERY).to_dicts():  # a row for each domain
        first = rows.setdefault(row["property"], row)
        if row["from"] != first["from"]:
            first["from"] += f" and {row['from']}"
    lines = (
        f"| [{row['label']}](https://w3id.org/aitaxonomy#{name.partition(':')[2]}) | `{name}` "
        f"| {row['from'] or ''} | {row['to'] or ''} |\n"
        for name, row in rows.items()
    )
    return _HEAD + "".join(lines)


def picture(ai: Taxonomy) -> str:
    """Return the picture of a refuted question: each step of its proof with its place."""
    proof = ai.why("DALL·E 3", "LLM")
    assert proof is not None
    y, parts = 76, []
    for step in proof.steps:
        source = urlsplit(step.location.source or "").hostname
        place = " · ".join(filter(None, (step.location.file, source or f"rule: {step.name}")))
        for n, line in enumerate(wrap(f"{step.number}. {step.text[0].upper()}{step.text[1:]}", 92)):
            parts.append(_text("", 32 + 18 * bool(n), y, line))
            y += 21
        parts.append(_text("place", 50, y, place))
        y += 30
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {y}" role="img">',
            "<title>Is DALL·E 3 a large language model? No, with the proof</title>",
            f"<style>{_STYLE}</style>",
            f'<rect x="1" y="1" width="758" height="{y - 2}" rx="10" fill="#fff" stroke="#ccc"/>',
            _text("asked", 32, 40, "Is DALL·E 3 a large language model?"),
            _text("no", 660, 40, "✗ No"),
            *parts,
            "</svg>",
            "",
        ]
    )


def _text(style: str, x: int, y: int, text: str) -> str:
    return f'<text class="{style}" x="{x}" y="{y}">{escape(text)}</text>'


if __name__ == "__main__":
    taxonomy = Taxonomy()
    INDEX.write_text(index(taxonomy), encoding="utf-8")
    PICTURE.write_text(picture(taxonomy), encoding="utf-8")
