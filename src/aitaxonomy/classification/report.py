"""The classification as an HTML page that a manager can read, without anything from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from aitaxonomy.classification.picture import picture
from aitaxonomy.classification.result import Classification, Classified
from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN, Truth

if TYPE_CHECKING:
    from aitaxonomy.validation import Report

#: So many systems stand in a page; a browser has trouble with many more.
MOST = 2000
_WORDS = {ENTAILED: "yes", REFUTED: "no", UNKNOWN: "not known"}
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;color:#212529;margin:2rem auto;
max-width:76rem;padding:0 1rem}
h1{font-size:1.6rem;margin:0}h2{font-size:1.2rem;margin-top:2.2rem}.soft{color:#6c757d}
.figures{display:flex;gap:1rem;flex-wrap:wrap;margin:1.2rem 0}
.figures div{border:1px solid #dee2e6;border-radius:8px;padding:.7rem 1.1rem;min-width:8rem}
.figures b{display:block;font-size:1.7rem;line-height:1.2}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #e9ecef;vertical-align:top}
thead th{position:sticky;top:0;background:#fff;border-bottom:2px solid #adb5bd}
.entailed{color:#2b8a3e;font-weight:600}.refuted{color:#c92a2a}.unknown{color:#868e96}
.known{border-bottom:1px dotted}.scroll{overflow-x:auto}svg{max-width:54rem;width:100%}
input{font:inherit;padding:.35rem .6rem;width:22rem;max-width:100%;margin:.4rem 0}
"""
_FILTER = """
document.getElementById("find").addEventListener("input",e=>{const t=e.target.value.toLowerCase();
for(const r of document.querySelectorAll("#systems tbody tr"))
r.hidden=!r.textContent.toLowerCase().includes(t)})
"""


def page(
    found: Classification,
    title: str,
    notes: Iterable[str] = (),
    report: Report | None = None,
) -> str:
    """Return a whole page.

    Args:
        found: the classification.
        title: the heading, as a rule the name of the inventory.
        notes: what the reading of the inventory left out, a line each.
        report: what its validation found.

    """
    body = [
        f"<h1>{escape(title)}</h1>",
        '<p class="soft">Which of these systems are generative AI, which are large language '
        "models, what they can produce, and what is not known.</p>",
        fragment(found, limit=MOST),
        *_faults(report),
        *_notes(list(notes)),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"{''.join(body)}<script>{_FILTER}</script></body></html>"
    )


def fragment(found: Classification, limit: int) -> str:
    """Return figures, picture and tables as HTML; at most `limit` systems are listed."""
    summary = found.summary
    figures = [(str(summary.systems), "systems")]
    figures += [(str(count), group) for group, count in summary.totals.items()]
    figures.append((str(summary.matched), "known by name"))
    boxes = "".join(f"<div><b>{number}</b>{escape(what)}</div>" for number, what in figures)
    return "".join(
        [
            f'<div class="figures">{boxes}</div>',
            "<h2>What they produce</h2>",
            picture(summary.groups, found.label),
            *_counted(
                "What would decide the open cases",
                "Fact to find out, and what it decides",
                [(_in_words(found, fact), count) for fact, count in summary.missing],
            ),
            *_counted("Left open, and why", "What the inventory says", summary.left_open),
            *_conflicts(found),
            _systems(found, limit),
        ]
    )


def _counted(title: str, head: str, counts: Sequence[tuple[str, int]]) -> list[str]:
    """Return a table of texts, each with the number of systems; nothing if there are none."""
    if not counts:
        return []
    rows = "".join(f"<tr><td>{escape(what)}</td><td>{n}</td></tr>" for what, n in counts)
    return [
        f"<h2>{title}</h2>",
        f"<table><thead><tr><th>{head}</th><th>Systems</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>",
    ]


def _in_words(found: Classification, text: str) -> str:
    """Return a text with kinds and verdicts in the words of people."""
    words = {kind: found.label(f"ait:{kind}") for kind in found.kinds}
    words |= {str(truth): word for truth, word in _WORDS.items()}
    return re.sub(r"\w+", lambda match: words.get(match[0], match[0]), text)


def _conflicts(found: Classification) -> list[str]:
    if not found.summary.contradictory:
        return []
    faulty = islice((system for system in found if system.conflicts), 100)
    rows = "".join(
        f"<tr><td>{escape(system.name)}</td><td>"
        f"{escape(_in_words(found, '; '.join(system.conflicts)))}</td>"
        f"<td>{escape(system.place or '')}</td></tr>"
        for system in faulty
    )
    return [
        f"<h2>Look at these: in {found.summary.contradictory} something does not fit</h2>",
        "<table><thead><tr><th>System</th><th>What does not fit</th><th>Where</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>",
    ]


def _systems(found: Classification, limit: int) -> str:
    head = "".join(
        f"<th>{escape(text)}</th>"
        for text in (
            "System",
            "Kind",
            *(found.label(f"ait:{kind}") for kind in found.kinds),
            "Generates",
            "Known as",
        )
    )
    rows = "".join(_row(found, system) for system in islice(found, limit))
    rest = len(found) - limit
    more = f'<p class="soft">{rest} more are in the CSV and JSON formats.</p>' if rest > 0 else ""
    return (
        '<h2>Every system</h2><input id="find" placeholder="Show only rows with this text">'
        f'<div class="scroll"><table id="systems"><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
        '<p class="soft">Dotted: taken from the known system of this name, where the inventory '
        "says nothing.</p>"
    )


def _row(found: Classification, system: Classified) -> str:
    label = found.label
    cells = [
        escape(system.name),
        escape(", ".join(map(label, system.most_specific))),
        *(_verdict(truth, kind in system.borrowed) for kind, truth in system.verdicts.items()),
        escape(", ".join(map(label, system.generates))),
        escape(f"{label(system.known_as.iri)} ({system.known_as.confidence:.0%})")
        if system.known_as
        else "",
    ]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _verdict(truth: Truth, borrowed: bool) -> str:
    extra = " known" if borrowed else ""
    return f'<span class="{truth}{extra}">{_WORDS[truth]}</span>'


def _faults(report: Report | None) -> list[str]:
    if report is None:
        return []
    counts = Counter((fault.severity, fault.message) for fault in report)
    rows = "".join(
        f"<tr><td>{escape(severity)}</td><td>{escape(message)}</td><td>{count}</td></tr>"
        for (severity, message), count in counts.most_common()
    )
    return [
        f"<h2>Validation: {escape(report.summary())}</h2>",
        "<table><thead><tr><th>Weight</th><th>What is wrong or missing, and the remedy</th>"
        f"<th>Systems</th></tr></thead><tbody>{rows}</tbody></table>",
    ]


def _notes(notes: list[str]) -> list[str]:
    if not notes:
        return []
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return [f"<h2>What the reading left out</h2><ul>{items}</ul>"]
