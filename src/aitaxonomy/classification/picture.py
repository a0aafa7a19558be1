"""A summary picture of a classification: how many systems of each kind generate each modality."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

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
