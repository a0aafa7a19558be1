"""The commands that find and show terms: search, show, tree, translate."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from aitaxonomy.cli.output import bold, print_json, print_rows
from aitaxonomy.cli.queries import taxonomy
from aitaxonomy.graph.mappings import mappings
from aitaxonomy.graph.mappings import translate as find_translations
from aitaxonomy.graph.names import Fact
from aitaxonomy.graph.term import Term
from aitaxonomy.rdf.namespaces import curie
from aitaxonomy.store.sources import CitedSource
from aitaxonomy.text import clipped

#: The columns of what `search` finds.
_FOUND = ("term", "label", "kind", "definition")


def search(options: argparse.Namespace, _: list[str]) -> int:
    """Print the terms that a text fits, best first; 1 if it fits none."""
    text = " ".join(options.text)
    found = taxonomy(options).search(text)
    if options.format == "json":
        print_json([dict(zip(_FOUND, _row(term), strict=True)) for term in found])
    elif options.format == "table" and found:
        rows = [(*_row(term)[:-1], clipped(term.definition)) for term in found]
        print_rows(_FOUND, rows, "table")
    elif options.format != "table":
        print_rows(_FOUND, map(_row, found), options.format)
    if not found:
        print(f"aitaxonomy: nothing has {text!r} in a name or the definition; try a part of it",
              file=sys.stderr)  # fmt: skip
    return 0 if found else 1


def _row(term: Term) -> tuple[str, ...]:
    return term.curie, term.label, term.kind, term.definition


def show(options: argparse.Namespace, _: list[str]) -> int:
    """Show a term: what it is, what is known of it, and who says so."""
    ai = taxonomy(options)
    term = ai[options.term]
    facts = ai.facts(term)
    if options.format == "json":
        print_json(_document(term, facts, ai.sources(term)))
    elif options.format == "table":
        _describe(term, facts, ai.sources(term))
    else:
        rows = [(f.property, f.value, "" if f.asserted else "inferred", f.source) for f in facts]
        print_rows(("property", "value", "status", "source"), rows, options.format)
    return 0


def _document(
    term: Term, facts: Iterable[Fact], sources: Iterable[CitedSource]
) -> dict[str, object]:
    """Return the documented JSON of a term."""
    return {
        "iri": term.iri,
        "name": term.curie,
        "kind": term.kind,
        "label": term.label,
        "also_known_as": list(term.alt_labels),
        "definition": term.definition,
        "examples": list(term.examples),
        "counter_examples": list(term.counter_examples),
        "notes": list(term.notes),
        "parents": [t.curie for t in term.parents],
        "children": [t.curie for t in term.children],
        "facts": [
            {"property": f.property, "value": f.value, "inferred": not f.asserted,
             "source": f.source, "as_of": f.as_of, "tier": f.tier, "locator": f.locator,
             "preferred": f.preferred}
            for f in facts
        ],
        "mappings": [
            {"relation": m.relation, "term": m.object_curie, "label": m.object_label}
            for m in mappings(term.iri)
        ],
        "sources": [
            {"document": s.document, "tier": s.tier, "locator": s.locator, "as_of": s.as_of,
             "last_checked": s.last_checked}
            for s in sources
        ],
        "module": term.module,
    }  # fmt: skip


def _describe(term: Term, facts: Iterable[Fact], sources: Sequence[CitedSource]) -> None:
    """Print a term for people, a line for each thing that is known of it."""
    width = min(shutil.get_terminal_size().columns, 100)

    def line(name: str, text: str) -> None:
        if text:
            print(textwrap.fill(f"{name}: {text}", width, subsequent_indent="    "))

    print(f"{bold(term.label)}  ({term.kind} {term.curie})")
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
        rows += [(term, "", "", "no counterpart", "") for term, ms in found.items() if not ms]
        print_rows(("foreign", "ours", "name", "ours is", "note"), rows, options.format)
    return 0 if all(any(not m.negated for m in ms) for ms in found.values()) else 1


def tree(options: argparse.Namespace, _: list[str]) -> int:
    """Show the narrower terms of a term, and of those, and so on."""
    found = taxonomy(options).tree(options.term, instances=options.instances)
    if options.format == "json":
        documents = found.to_dicts()
        print_json(documents[0] if options.term else documents)
    else:
        print(found)
    return 0
