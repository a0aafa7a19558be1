"""A report as HTML: one page with its style inside, every text escaped, no script."""

from collections import Counter
from html import escape
from itertools import groupby

from aitaxonomy.validation.report.outcome import SEVERITIES, Fault, Outcome

_STYLE = (
    ":root{color-scheme:light dark}"
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}"
    "h2{font-size:1.1rem;margin:2rem 0 .3rem}"
    ".verdict{border-left:.4rem solid;padding:.4rem .8rem;font-size:1.1rem}"
    ".bad,.violation{color:light-dark(#a00000,#ff9d9d)}.good{color:light-dark(#00601a,#8fdc9f)}"
    ".warning{color:light-dark(#7a4b00,#ffc46b)}.info{color:light-dark(#1f4f7a,#9cc9f5)}"
    "table{border-collapse:collapse;width:100%}table.overview{width:auto}"
    "th,td{border-bottom:1px solid #8886;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    "th{font-weight:600}"
    ".number{text-align:right;white-space:nowrap}code{font-size:.9em;overflow-wrap:anywhere}"
    "td.fact{min-width:15rem}td.rule{min-width:11rem}td.where{min-width:10rem}"
)
_COLUMNS = ("Line", "Severity", "Subject", "What is wrong, and the remedy", "Statement", "Rule")
#: From so many faults on, a table tells first which rules object most often.
_MANY = 30


def page(report: Outcome) -> str:
    """Return the whole page.

    >>> page(Outcome(True, "pyshacl", ())).startswith("<!DOCTYPE html>")
    True
    """
    verdict = "good" if report.conforms else "bad"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Validation report</title><style>{_STYLE}</style></head><body>"
        f'<h1>Validation report</h1><p class="verdict {verdict}">{escape(report.summary())}</p>'
        f"<p>Only violations break conformity. Engine: {escape(report.engine)}.</p>"
        f"{_overview(report)}{table(report)}</body></html>\n"
    )


def table(report: Outcome) -> str:
    """Return the faults as a table for each file, or a sentence if there is none."""
    if not report.faults:
        return "<p>No fault was found.</p>"
    groups = groupby(report.faults, key=lambda fault: fault.file)
    return "".join(_of_file(file, list(faults)) for file, faults in groups)


def _of_file(file: str | None, faults: list[Fault]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _COLUMNS)
    rows = "".join(_row(fault) for fault in faults)
    title = "Without a file" if file is None else f"<code>{escape(file)}</code>"
    return f"<h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(fault: Fault) -> str:
    return (
        f'<tr><td class="number">{fault.line or ""}</td>'
        f'<td class="{escape(fault.severity)}">{escape(fault.severity)}</td>'
        f'<td class="where"><code>{escape(fault.where)}</code></td><td>{escape(fault.message)}</td>'
        f'<td class="fact"><code>{escape(fault.fact())}</code></td>'
        f'<td class="rule"><code>{escape(fault.rule)}</code></td></tr>'
    )


def _overview(report: Outcome) -> str:
    """Return how often each rule objects, the gravest and then the most frequent first."""
    if len(report.faults) < _MANY:
        return ""
    counts = Counter((fault.severity, fault.rule) for fault in report.faults)
    ranked = sorted(counts.items(), key=lambda each: (SEVERITIES.index(each[0][0]), -each[1]))
    rows = "".join(
        f'<tr><td class="number">{count:,}</td><td class="{severity}">{severity}</td>'
        f"<td><code>{escape(rule)}</code></td></tr>"
        for (severity, rule), count in ranked
    )
    head = '<th scope="col">Times</th><th scope="col">Severity</th><th scope="col">Rule</th>'
    return f'<h2>Rules that object</h2><table class="overview"><tr>{head}</tr>{rows}</table>'
