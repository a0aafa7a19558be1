"""Words for people: names joined as a sentence does, long texts cut for one line."""

import re
from collections.abc import Sequence

#: Controls of terminals (C0, C1), of the direction of text and of its tags; what has no width.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
#: The beginning of a formula, also of one that is marked as text already; and numbers.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


def natural(names: Sequence[str]) -> str:
    """Join names as a sentence does.

    >>> natural(["text", "image", "code"])
    'text, image and code'
    """
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


def with_article(noun: str) -> str:
    """Return a noun with its indefinite article; "AI" and "technology" are not counted.

    >>> with_article("organization"), with_article("LLM"), with_article("generative AI")
    ('an organization', 'an LLM', 'generative AI')
    """
    if noun.endswith((" AI", " technology")):
        return noun
    return f"{'an' if noun[:1].lower() in tuple('aeio') or noun.startswith('LLM') else 'a'} {noun}"


def several(noun: str) -> str:
    """Return a noun in the plural, if it is one of those that systems make or take in numbers.

    >>> several("image"), several("text")
    ('images', 'text')
    """
    return f"{noun}s" if noun in ("animation", "image", "mathematical proof") else noun


def clipped(text: str, width: int = 60) -> str:
    """Return a text, or its beginning where it is longer than a width.

    >>> clipped("large language model", 10), clipped("LLM", 10)
    ('large lan…', 'LLM')
    """
    return text if len(text) <= width else text[: width - 1] + "…"


def for_spreadsheets(cell: str) -> str:
    """Return the text of a cell such that no spreadsheet takes it for a formula.

    An apostrophe precedes a cell that begins as a formula does, as OWASP advises; numbers are left
    as they are. `from_spreadsheets` takes it away.

    >>> for_spreadsheets("=1+1"), for_spreadsheets("-12.5"), for_spreadsheets("GPT-4")
    ("'=1+1", '-12.5', 'GPT-4')
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def from_spreadsheets(cell: str) -> str:
    """Return the text that `for_spreadsheets` was given.

    >>> from_spreadsheets("'=1+1"), from_spreadsheets("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell, 1) else cell


def visible(text: str) -> str:
    r"""Return a text with characters that move, hide or reorder others shown as escapes.

    These are control characters, except ends of lines and tabs, and those of Unicode that change
    the direction of text, have no width, or are half of a character.

    >>> print(visible("\x1b[2J"), visible("safe\u202egpj.exe"), visible("DALL·E 3"))
    \x1b[2J safe\u202egpj.exe DALL·E 3
    """
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
