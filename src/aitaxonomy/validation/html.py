"""A report as HTML: one page with its style inside, every text escaped, no script."""

from html import escape

from aitaxonomy.validation.report import Fault, Report

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.4rem;"
    "text-align:left;vertical-align:top}.violation{color:#a00000}.warning{color:#7a4b00}"
    ".info{color:#1f4f7a}code{overflow-wrap:anywhere}"
)
_COLUMNS = ("Severity", "Where", "What is wrong, and the remedy", "Fact", "Rule")


def page(report: Report) -> str:
    """Return the whole page.

    >>> page(Report(True, "pyshacl", ())).startswith("<!DOCTYPE html>")
    True
    """
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Validation report</title><style>{_STYLE}</style></head><body>"
        f"<h1>Validation report</h1><p>{escape(report.summary())} "
        f"(engine: {escape(report.engine)})</p>{table(report)}</body></html>\n"
    )


def table(report: Report) -> str:
    """Return the faults as a table, or a sentence if there is none."""
    if not report.faults:
        return "<p>No fault was found.</p>"
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _COLUMNS)
    rows = "".join(_row(fault) for fault in report.faults)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(fault: Fault) -> str:
    fact = " ".join(part for part in (fault.path, fault.value) if part is not None)
    place = fault.place()
    where = fault.where if place == fault.where else f"{place} {fault.where}"
    return (
        f'<tr><td class="{escape(fault.severity)}">{escape(fault.severity)}</td>'
        f"<td><code>{escape(where)}</code></td><td>{escape(fault.message)}</td>"
        f"<td><code>{escape(fact)}</code></td><td><code>{escape(fault.rule)}</code></td></tr>"
    )
