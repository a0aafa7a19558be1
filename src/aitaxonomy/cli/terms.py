"""The commands that find and show terms: search, show, tree, translate."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from aitaxonomy.cli.output import bold, print_json, print_rows
from aitaxonomy.cli.queries import answered
from aitaxonomy.errors import UnknownTerm
from aitaxonomy.graph.facts import Fact
from aitaxonomy.graph.mappings import foreign, mappings
from aitaxonomy.graph.mappings import translate as find_translations
from aitaxonomy.graph.term import Term
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.store.sources import CitedSource
from aitaxonomy.text import clipped

#: The columns of what `search` finds.
_FOUND = ("term", "label", "kind", "definition")


def search(options: argparse.Namespace, _: list[str]) -> int:
    """Print the terms that a text fits, best first; 1 if it fits none."""
    found = answered("search", options)[1]
    rows = [list(row.values()) for row in found.to_json()]
    if options.format == "table":
        rows = [[*row[:-1], clipped(row[-1])] for row in rows]
    if rows or options.format != "table":
        print_rows(_FOUND, rows, options.format)
    if not rows:
        print(f"aitaxonomy: nothing has {options.text!r} in a name or the definition; try a part",
              file=sys.stderr)  # fmt: skip
    return 0 if rows else 1


def show(options: argparse.Namespace, _: list[str]) -> int:
    """Show a term: what it is, what is known of it, and who says so."""
    ai, term = answered("show", options)
    if options.format == "table":
        _describe(term, term.facts, ai.sources(term))
    else:
        rows = [(f.property, f.value, "" if f.asserted else "inferred", f.source)
                for f in term.facts]  # fmt: skip
        print_rows(("property", "value", "status", "source"), rows, options.format)
    return 0


def check_terms(options: argparse.Namespace, _: list[str]) -> int:
    """Print for identifiers with labels whether they match; 1 if one does not."""
    found = answered("check-terms", options)[1]
    document = found.to_json()
    rows = [list(each.values()) for each in document["terms"]]
    print_rows(list(document["terms"][0]), rows, options.format)
    return 0 if document["all_match"] else 1


def _describe(term: Term, facts: Iterable[Fact], sources: Sequence[CitedSource]) -> None:
    """Print a term for people, a line for each thing that is known of it."""
    width = min(shutil.get_terminal_size().columns, 100)

    def line(name: str, text: str) -> None:
        if text:
            print(textwrap.fill(f"{name}: {text}", width, subsequent_indent="    "))

    print(f"{bold(term.label)}  ({term.kind} {term.curie})")
    line("warning", term.warning)
    line("definition", term.definition)
    line("also known as", ", ".join(term.alt_labels))
    line("is a", ", ".join(parent.label for parent in term.parents))
    line("narrower", ", ".join(child.label for child in term.children))
    if term.kind == "class":
        instances = term.instances
        more = f" and {len(instances) - 12} more" if len(instances) > 12 else ""
        line("members", ", ".join(i.label for i in instances[:12]) + more)
    for name, texts in (
        ("example", term.examples),
        ("counter-example", term.counter_examples),
        ("note", term.notes),
    ):
        for text in texts:
            line(name, text)
    numbers = {source.document: number for number, source in enumerate(sources, 1)}
    for name, values in _by_property(facts, numbers).items():
        line(name, ", ".join(values))
    for found in mappings(term.iri):
        line(found.relation, f"{found.object_curie} ({found.object_label})")
    for source in sources:
        about = f" ({source})" if str(source) else ""
        line(f"source {numbers[source.document]}", curie(source.document) + about)


def _by_property(facts: Iterable[Fact], numbers: Mapping[str, int]) -> dict[str, list[str]]:
    """Return the values of each property, each once, with the numbers of its sources."""
    said: dict[tuple[str, str, bool, bool], list[int]] = defaultdict(list)
    for fact in facts:
        sources = said[fact.property, fact.value, fact.asserted, fact.preferred]
        if fact.source in numbers:
            sources.append(numbers[fact.source])
    values: dict[str, list[str]] = defaultdict(list)
    for (name, value, asserted, preferred), sources in said.items():
        note = "" if asserted else " (inferred)"
        note += " (preferred)" if preferred else ""
        by = f" [{', '.join(map(str, sorted(sources)))}]" if sources else ""
        values[name].append(value + note + by)
    return values


def translate(options: argparse.Namespace, _: list[str]) -> int:
    """Print what terms of other vocabularies are among ours; 1 if one has no counterpart."""
    found = find_translations(options.term)
    if options.format == "json":
        print_json(
            {
                term: [
                    {"relation": m.relation, "term": curie(m.subject), "label": m.subject_label}
                    for m in ms
                ]
                for term, ms in found.items()
            }
        )
    else:
        rows = [
            (term, m.subject_label, curie(m.subject), m.relation, m.comment)
            for term, ms in found.items()
            for m in ms
        ]
        missing = (term for term, ms in found.items() if not ms)
        rows += [(term, "", "", "no counterpart", _unknown(term)) for term in missing]
        print_rows(("foreign", "ours", "name", "ours is", "note"), rows, options.format)
    return 0 if all(any(not m.negated for m in ms) for ms in found.values()) else 1


def _unknown(term: str) -> str:
    """Return why a term has no counterpart."""
    try:
        foreign(term)
    except UnknownTerm as error:
        return str(error)
    return "of no vocabulary that has mappings"


def tree(options: argparse.Namespace, _: list[str]) -> int:
    """Show the narrower terms of a term, and of those, and so on."""
    found = answered("tree", options)[1]
    if options.format != "json":
        print(found)
    return 0
