"""The values of the templates of a report: counts, bars, systems, conflicts and questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from aitaxonomy.classification.grid import WORDS, Grid, Label, certain, heads_of, in_words
from aitaxonomy.classification.summary import GROUPS, Summary
from aitaxonomy.classification.system import Classified, curie_of
from aitaxonomy.html import Link
from aitaxonomy.rdf.namespaces import expand
from aitaxonomy.reasoning.verdict import ENTAILED, UNKNOWN
from aitaxonomy.text import clipped, visible

#: The number of systems with conflicts that are shown, of owners, and of questions.
_CONFLICTS, _BARS, _QUESTIONS = 100, 12, 15
#: The most characters of a name that are shown.
_LONGEST = 300


def bars(counts: Iterable[tuple[str, Mapping[str, int]]]) -> list[dict[str, Any]]:
    """Return the values of the template `bars.html`: bars that are divided into groups.

    Args:
        counts: the name of each bar, with the number of systems in each group.

    >>> (bar,) = bars([("text", {"LLM technology": 3, "undecided": 1})])
    >>> bar["total"], [(part["group"], part["share"]) for part in bar["parts"]]
    (4, [(1, '75.00'), (5, '25.00')])

    """
    listed = list(counts)
    most = max((sum(each.values()) for _, each in listed), default=0) or 1
    return [
        {
            "name": name,
            "total": sum(each.values()),
            "parts": [
                {
                    "group": number,
                    "share": f"{100 * each[group] / most:.2f}",
                    "title": f"{group}: {each[group]:,}",
                }
                for number, group in enumerate(GROUPS, 1)
                if each.get(group)
            ],
        }
        for name, each in listed
    ]


def _by_modality(summary: Summary, label: Label) -> list[tuple[str, Mapping[str, int]]]:
    """Return what is generated, the most frequent first, with how many in each group do."""
    totals: Counter[str] = Counter()
    for counts in summary.groups.values():
        totals.update(counts)
    order = sorted(totals.keys() - {""}, key=lambda m: (-totals[m], m))
    return [
        (label(m), {group: counts[m] for group, counts in summary.groups.items()}) for m in order
    ]


def shown(
    summary: Summary,
    systems: Iterable[Classified],
    contradictory: Iterable[Classified],
    kinds: Iterable[str],
    label: Label,
) -> dict[str, Any]:
    """Return the values of the template `classification.html`.

    Args:
        summary: the counts over all systems.
        systems: the systems to list.
        contradictory: the systems with conflicts.
        kinds: the local names of the kinds with verdicts.
        label: gives the labels of kinds, modalities and known systems.

    """
    heads = heads_of(kinds, label)
    listed = [_row(system, label) for system in systems]
    llms = summary.verdicts.get("LLM", {})
    return {
        "systems_in_all": summary.systems,
        "matched": summary.matched,
        "groups": [
            {
                "number": number,
                "name": group,
                "count": count,
                "share": _share(count, summary),
                "alone": summary.totals_claimed.get(group, 0),
                "suggested": summary.totals_suggested.get(group, 0),
            }
            for number, (group, count) in enumerate(summary.totals.items(), 1)
        ],
        "llms": llms.get(ENTAILED, 0),
        "llms_open": llms.get(UNKNOWN, 0),
        "suggested": [(label(curie_of(means)), n) for means, n in summary.proposed],
        "produced": bars(_by_modality(summary, label)),
        "nothing": sum(counts[""] for counts in summary.groups.values()),
        "missing": [(in_words(fact, heads), count) for fact, count in summary.missing],
        "left_open": summary.left_open,
        "contradictory": summary.contradictory,
        "conflicts": [
            (_short(each.name), in_words("; ".join(each.conflicts), heads), each.place or "")
            for each in islice(contradictory, _CONFLICTS)
        ],
        "kinds": list(heads.values()),
        "systems": listed,
        "proposed": any(row["proposed"] for row in listed),
        "rest": summary.systems - len(listed),
    }


def of_all(grid: Grid) -> dict[str, Any]:
    """Return what the template `classification_page.html` shows beyond that, of all rows."""
    questions = grid.questions()
    owners = sorted(grid.by_owner().items(), key=lambda each: -each[1].total())
    return {
        "questions": questions[:_QUESTIONS],
        "more_questions": max(0, len(questions) - _QUESTIONS),
        "more_open": sum(count for _, _, count in questions[_QUESTIONS:]),
        "owner": grid.owner.name if grid.owner else "",
        "owners": bars((name or "(empty)", counts) for name, counts in owners[:_BARS]),
        "more_owners": max(0, len(owners) - _BARS),
        "data": grid.to_json(),
    }


def _share(count: int, summary: Summary) -> str:
    share = count / summary.systems if summary.systems else 0.0
    return "< 1%" if 0 < share < 0.01 else f"{share:.0%}"


def _row(system: Classified, label: Label) -> dict[str, Any]:
    known = system.known_as
    return {
        "name": _short(system.name),
        "kinds": [_link(kind, label) for kind in system.most_specific],
        "verdicts": [
            {"truth": str(truth), "word": WORDS[truth], "borrowed": kind in system.borrowed}
            for kind, truth in system.verdicts.items()
        ],
        "generates": ", ".join(map(label, system.generates)),
        "known_as": known
        and {"link": _link(known.iri, label), "confidence": f"{known.confidence:.0%}"},
        "proposed": [
            {"means": label(curie_of(each.means)), "words": each.words, "place": certain(each)}
            for each in system.proposed
        ],
    }


def _short(name: str) -> str:
    return clipped(visible(name), _LONGEST)


def _link(name: str, label: Label) -> Link:
    return Link(label(name), expand(name) or name)


def faults(summary: str, report: Mapping[str, Any]) -> dict[str, Any]:
    """Return the messages of a validation, each with its number of occurrences.

    Args:
        summary: the outcome in one line.
        report: the documented JSON of the validation.

    >>> found = {"faults": [{"severity": "info", "message": "Thin: add to it."}] * 2}
    >>> faults("conforms", found)["counts"]
    [('info', 'Thin: add to it.', 2)]

    """
    counts = Counter((fault["severity"], fault["message"]) for fault in report["faults"])
    ranked = [(severity, message, n) for (severity, message), n in counts.most_common()]
    return {"summary": summary, "counts": ranked}
