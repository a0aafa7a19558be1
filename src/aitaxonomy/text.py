"""Words for people: names joined as a sentence does, long texts cut for one line."""

from collections.abc import Sequence


def natural(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    >>> natural(["text", "image", "code"])
    'text, image and code'
    """
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


def clipped(text: str, width: int = 60) -> str:
    """Return a text, or its beginning where it is longer than a width.

    >>> clipped("large language model", 10), clipped("LLM", 10)
    ('large lan…', 'LLM')
    """
    return text if len(text) <= width else text[: width - 1] + "…"
