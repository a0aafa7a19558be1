"""The values of the templates that show a classification."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from aitaxonomy.classification.summary import Summary
from aitaxonomy.classification.system import Classified, Known
from aitaxonomy.html import Link
from aitaxonomy.inventory.import_rules.tasks import tasks
from aitaxonomy.inventory.record import Proposal
from aitaxonomy.rdf.namespaces import AIT, AIX, curie, expand
from aitaxonomy.reasoning import ENTAILED, REFUTED, UNKNOWN

_LEFT, _ROW, _WIDTH, _TOP = 190, 30, 560, 40
#: The name of the bar for systems without a known modality.
_NOTHING = "no content, or not known"


def picture(groups: Mapping[str, Mapping[str, int]], label: Callable[[str], str]) -> dict[str, Any]:
    """Return the values of the template `picture.html`: the position of a bar for each modality.

    A bar is divided into the groups of systems that generate the modality.

    Args:
        groups: for each group and modality, the number of systems; "" stands for no modality.
        label: gives the name of a modality.

    >>> drawn = picture({"LLM": {"ait:text": 3}, "other": {"": 1}}, str)
    >>> [(bar["name"], bar["total"]) for bar in drawn["bars"]]
    [('ait:text', 3), ('no content, or not known', 1)]

    """
    totals: dict[str, int] = {}
    for counts in groups.values():
        for modality, count in counts.items():
            totals[modality] = totals.get(modality, 0) + count
    order = sorted(totals, key=lambda m: (m == "", -totals[m], m))
    scale = _WIDTH / max(totals.values(), default=1)
    return {
        "width": _LEFT + _WIDTH + 60,
        "height": _TOP + _ROW * len(order) + 10,
        "left": _LEFT,
        "legend": _legend(list(groups)),
        "bars": [
            _bar(
                _TOP + _ROW * row,
                label(modality) if modality else _NOTHING,
                {group: counts.get(modality, 0) for group, counts in groups.items()},
                scale,
            )
            for row, modality in enumerate(order)
        ],
    }


def _legend(groups: Sequence[str]) -> list[tuple[str, int]]:
    places, x = [], _LEFT
    for group in groups:
        places.append((group, x))
        x += 40 + 7 * len(group)
    return places


def _bar(y: int, name: str, counts: Mapping[str, int], scale: float) -> dict[str, Any]:
    parts, x = [], float(_LEFT)
    for number, (group, count) in enumerate(counts.items(), 1):
        width = count * scale
        if count:
            title = f"{group}, {name}: {count}"
            parts.append(
                {"group": number, "x": f"{x:.1f}", "width": f"{width:.1f}", "title": title}
            )
        x += width
    total = sum(counts.values())
    return {"y": y, "name": name, "parts": parts, "end": f"{x + 6:.1f}", "total": total}


#: Gives the label of an IRI or CURIE.
Label = Callable[[str], str]
_WORDS = {ENTAILED: "yes", REFUTED: "no", UNKNOWN: "not known"}
#: The number of systems with conflicts that are shown.
_CONFLICTS = 100


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
    heads = {kind: label(f"ait:{kind}") for kind in kinds}
    figures = [(summary.systems, "systems")]
    figures += [(count, group) for group, count in summary.totals.items()]
    listed = [_row(system, label) for system in systems]
    return {
        "figures": [*figures, (summary.matched, "known by name")],
        "picture": picture(summary.groups, label),
        "missing": [(_in_words(fact, heads), count) for fact, count in summary.missing],
        "left_open": summary.left_open,
        "contradictory": summary.contradictory,
        "conflicts": [
            (each.name, _in_words("; ".join(each.conflicts), heads), each.place or "")
            for each in islice(contradictory, _CONFLICTS)
        ],
        "kinds": list(heads.values()),
        "systems": listed,
        "proposed": any(row["proposed"] for row in listed),
        "rest": summary.systems - len(listed),
    }


def _row(system: Classified, label: Label) -> dict[str, Any]:
    known = system.known_as
    return {
        "name": system.name,
        "kinds": [_link(kind, label) for kind in system.most_specific],
        "verdicts": [
            {"truth": str(truth), "word": _WORDS[truth], "borrowed": kind in system.borrowed}
            for kind, truth in system.verdicts.items()
        ],
        "generates": ", ".join(map(label, system.generates)),
        "known_as": known and _known(known, label),
        "proposed": [_proposed(each, label) for each in system.proposed],
    }


def _proposed(proposal: Proposal, label: Label) -> dict[str, str]:
    means = curie((AIX if proposal.means in tasks() else AIT) + proposal.means)
    certain = f"{proposal.place}, {proposal.confidence:.0%}"
    return {"means": label(means), "words": proposal.words, "place": certain}


def _known(known: Known, label: Label) -> dict[str, Any]:
    return {"link": _link(known.iri, label), "confidence": f"{known.confidence:.0%}"}


def _link(name: str, label: Label) -> Link:
    return Link(label(name), expand(name) or name)


def _in_words(text: str, heads: Mapping[str, str]) -> str:
    """Return a text with the labels of kinds and the words for verdicts."""
    words = {**heads, **{str(truth): word for truth, word in _WORDS.items()}}
    return re.sub(r"\w+", lambda match: words.get(match[0], match[0]), text)


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
