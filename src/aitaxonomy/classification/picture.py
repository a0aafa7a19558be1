"""A summary picture of a classification: how many systems of each kind generate each modality."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

#: A colour for each group, in the order of `GROUPS`; told apart in the common colour deficiencies.
COLOURS = ("#3b5bdb", "#f08c00", "#868e96", "#dee2e6")
_LEFT, _ROW, _BAR, _WIDTH, _TOP = 190, 30, 20, 560, 40


def picture(
    groups: Mapping[str, Mapping[str, int]],
    label: Callable[[str], str],
    *,
    nothing: str = "no content, or not known",
) -> str:
    """Return an SVG with one bar a modality, divided into the groups of systems that generate it.

    Args:
        groups: for each group and modality, the number of systems; "" stands for no modality.
        label: gives the name of a modality.
        nothing: what the bar of no modality is called.

    >>> svg = picture({"LLM": {"ait:text": 3}, "other": {"": 1}}, str)
    >>> svg.startswith("<svg"), ">3<" in svg, "no content" in svg
    (True, True, True)

    """
    totals: dict[str, int] = {}
    for counts in groups.values():
        for modality, count in counts.items():
            totals[modality] = totals.get(modality, 0) + count
    order = sorted(totals, key=lambda m: (m == "", -totals[m], m))
    widest = max(totals.values(), default=1)
    height = _TOP + _ROW * len(order) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 60} {height}" '
        'role="img" font-family="system-ui, sans-serif" font-size="13">',
        "<title>Systems by kind and by what they generate</title>",
        *_legend(list(groups)),
    ]
    for row, modality in enumerate(order):
        name = label(modality) if modality else nothing
        bars = [groups[group].get(modality, 0) for group in groups]
        parts += _bar(_TOP + _ROW * row, name, bars, widest)
    return "".join([*parts, "</svg>"])


def _legend(groups: Sequence[str]) -> list[str]:
    parts, x = [], _LEFT
    for group, colour in zip(groups, COLOURS, strict=False):
        parts.append(f'<rect x="{x}" y="8" width="12" height="12" rx="2" fill="{colour}"/>')
        parts.append(f'<text x="{x + 17}" y="19">{escape(group)}</text>')
        x += 40 + 7 * len(group)
    return parts


def _bar(y: int, name: str, counts: Sequence[int], widest: int) -> list[str]:
    parts = [f'<text x="{_LEFT - 10}" y="{y + 15}" text-anchor="end">{escape(name)}</text>']
    x = float(_LEFT)
    for count, colour in zip(counts, COLOURS, strict=False):
        width = _WIDTH * count / widest
        if count:
            parts.append(
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}" fill="{colour}"/>'
            )
        x += width
    parts.append(f'<text x="{x + 6:.1f}" y="{y + 15}">{sum(counts)}</text>')
    return parts
