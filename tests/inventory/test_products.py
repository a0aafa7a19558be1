"""Products in cells: several in the place of one system, or one in that of a vendor."""

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.inventory import Derivation, Record, Source, Tally
from aitaxonomy.inventory.known import systems_in


def row(name: str, **fields: object) -> Record:
    return Record(name, Source("tools.csv", "csv", 3), **fields)  # type: ignore[arg-type]


def names(ai: Taxonomy, cell: str, **fields: object) -> list[str]:
    found = systems_in(row(cell, **fields), ai.content.matcher, Tally())
    return [each.name for each in found]


@pytest.mark.parametrize(
    ("cell", "several"),
    [("ChatGPT, Gemini, Claude", ["ChatGPT", "Gemini", "Claude"]),
     ("ChatGPT and Claude", ["ChatGPT", "Claude"]),
     ("Grammarly; Microsoft 365 Copilot; Zyzzyva Pro",
      ["Grammarly", "Microsoft 365 Copilot", "Zyzzyva Pro"]),
     ("ChatGPT\nMidjourney", ["ChatGPT", "Midjourney"])],
)  # fmt: skip
def test_a_cell_that_lists_products_is_several(ai: Taxonomy, cell: str, several: list[str]) -> None:
    assert names(ai, cell) == several


@pytest.mark.parametrize(
    "cell",
    ["ChatGPT", "Claude, Anthropic", "Reports, letters and maps", "Ticket router, second version",
     "ChatGPT, which we use for letters to citizens and for the press", "Weights & Biases"],
)  # fmt: skip
def test_what_may_be_one_name_stays_one(ai: Taxonomy, cell: str) -> None:
    assert names(ai, cell) == [cell]


def test_what_has_an_id_is_one(ai: Taxonomy) -> None:
    assert names(ai, "ChatGPT, Claude", id="17") == ["ChatGPT, Claude"]


def test_a_product_in_the_place_of_a_vendor_is_what_it_is_built_on(ai: Taxonomy) -> None:
    bot = row("Zyzzyva bot", developer="ChatGPT Enterprise; Acme")
    (found,) = systems_in(bot, ai.content.matcher, Tally())
    assert found.derived_from == (Derivation("ChatGPT Enterprise"),)
    assert found.developer == "Acme"
    (kept,) = systems_in(row("Zyzzyva bot", developer="OpenAI"), ai.content.matcher, Tally())
    assert (kept.developer, kept.derived_from) == ("OpenAI", ())
