"""The commands about inventories: classify, import."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy.cli.output import (
    bold,
    check_output,
    fitted,
    output_to,
    print_book,
    print_rows,
    progress_bar,
)
from aitaxonomy.cli.queries import taxonomy
from aitaxonomy.errors import ImportFault
from aitaxonomy.files import write_whole

if TYPE_CHECKING:
    from aitaxonomy.classification import Classification
    from aitaxonomy.classification.duties import Duties
    from aitaxonomy.taxonomy import Taxonomy
    from aitaxonomy.validation import Fault, Report


#: The endings of the files that `classify` writes.
_SUFFIXES = ("csv", "tsv", "xlsx", "json", "html")
#: Up to this number, each fault of a rule has its line.
_SHOWN = 10


def classify(options: argparse.Namespace, _: list[str]) -> int:
    """Print what each system of the inventories is."""
    from aitaxonomy.classification import Conventions

    if options.backend:
        return _of_dataset(options)
    check_output(options.output)
    format = options.format or _format_of(options.output)
    if options.why and format not in ("table", "json"):
        raise ImportFault(f"--why is for the formats table and json, not for {format}")
    asked = options.duties or options.date or options.answers
    if asked and format not in ("xlsx", "html"):
        raise ImportFault(
            "--duties is for a workbook or a page: name one, as in -o register.xlsx; for rows "
            "of them alone, `duties`"
        )
    ai = with_files(options)
    conventions = Conventions(options.large_from, options.transduction_generates)
    with progress_bar("reasoning") as told:
        found = ai.classify(
            kinds=options.kind, conventions=conventions, progress=lambda _, facts: told(facts)
        )
    law = _law(options, ai) if asked else None
    changes = ai.since(options.since, found) if options.since else None
    report = ai.validate() if options.validate else None
    tallies = [f"{file}: {tally}" for file, tally in ai.tallies.items()]
    with output_to(options.output):
        if format == "html":
            title = options.title or ", ".join(Path(file).name for file in options.file)
            print(found.to_html(title, tallies, report, law, changes))
        elif format == "json":
            for line in found.json_lines(proofs=options.why):
                print(line)
        elif options.why:
            _print_proofs(found)
        elif format == "xlsx":
            print_book(found.sheets(law, changes))
        else:
            print_rows(found.columns, found.rows(), format, found.LEAST)
    for line in (*tallies, str(found.summary), *(() if report is None else _wrong(report))):
        print(line, file=sys.stderr)
    for each in (law, changes):
        if each is not None:
            print(each, file=sys.stderr)
    return 0


def duties(options: argparse.Namespace, _: list[str]) -> int:
    """Print what law asks of each system of the inventories, or the questions that decide it."""
    from aitaxonomy.classification.duties import ANSWERED

    check_output(options.output)
    format = options.format or _format_of(options.output)
    found = _law(options, with_files(options))
    with output_to(options.output):
        if options.questions:
            print_rows(ANSWERED, found.questions(), format)
        else:
            print_rows(found.columns, found.rows(), format, ("iri", "where"))
    print(found, file=sys.stderr)
    return 0


def _law(options: argparse.Namespace, ai: Taxonomy) -> Duties:
    with progress_bar("reasoning") as told:
        return ai.duties(
            day=options.date, answers=options.answers, progress=lambda _, facts: told(facts)
        )


def _of_dataset(options: argparse.Namespace) -> int:
    """Classify a data set where it is, and tell the counts."""
    from aitaxonomy.classification import Conventions

    others = (
        "format", "title", "why", "validate", "read_as", "accept_proposals", "duties", "date",
        "answers", "since",
    )  # fmt: skip
    if given := [f"--{each.replace('_', '-')}" for each in others if getattr(options, each)]:
        raise ImportFault(f"{given[0]} is not for a data set: leave it or --backend out")
    if len(options.file) != 1 or not options.output:
        raise ImportFault("--backend takes one folder or one pattern in quotes, and -o FOLDER")
    found = taxonomy(options).classify_dataset(
        options.file[0],
        options.output,
        backend=options.backend,
        kinds=options.kind,
        conventions=Conventions(options.large_from, options.transduction_generates),
        columns=column_map(options.column),
        progress=lambda step: print(f"step {step}", file=sys.stderr),
    )
    print(found)
    return 0


def _format_of(output: str | None) -> str:
    """Return the format that the name of a file says, "table" for .txt and for none.

    Raises `ImportFault` for another ending.

    >>> _format_of("systems.xlsx"), _format_of(None)
    ('xlsx', 'table')
    """
    suffix = Path(output or "").suffix.lower().removeprefix(".")
    if suffix in _SUFFIXES:
        return suffix
    if suffix not in ("", "txt"):
        known = ", ".join(f".{each}" for each in (*_SUFFIXES, "txt"))
        raise ImportFault(
            f"{output}: no format goes with .{suffix}: end it in one of {known}, or name a --format"
        )
    return "table"


def _wrong(report: Report) -> list[str]:
    """Return in lines what is wrong or missing: of lists each fault, at most some of each rule."""
    faults: dict[tuple[str, str], list[Fault]] = {}
    for fault in report:
        of = fault.message if fault.row is None else fault.rule
        faults.setdefault((fault.severity, of), []).append(fault)
    lines = [f"validation {report.summary()}"]
    for (severity, of), found in sorted(faults.items(), key=lambda each: -len(each[1])):
        if found[0].row is None:
            lines.append(f"  {len(found)} x {severity}: {of} ({found[0].place()})")
            continue
        lines += [f"  {severity}: {each.told} ({each.place()})" for each in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"  {severity}: {len(found) - _SHOWN:,} more of {of}")
    return lines


def with_files(options: argparse.Namespace) -> Taxonomy:
    """Return the taxonomy with the files that a command names, read as its options say."""
    ai, columns = taxonomy(options), column_map(options.column)
    for name in options.file:
        with progress_bar(f"reading {name}") as told:
            ai = ai.read(
                name,
                options.read_as,
                columns=columns,
                accept_proposals=options.accept_proposals,
                progress=told,
            )
    return ai


def column_map(pairs: list[str]) -> dict[str, str] | None:
    """Return what `--column OURS=THEIRS` says, None where it is not given."""
    found = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not (ours and equals):
            raise ImportFault(
                f"--column {pair!r}: write OURS=THEIRS, as in --column name=Model; for none, OURS="
            )
        found[ours] = theirs
    return found or None


def _print_proofs(found: Classification) -> None:
    """Print the verdicts of each system, each with its proof."""
    for system in found:
        print(bold(f"{system.name}: {', '.join(map(found.label, system.most_specific))}"))
        for kind, truth in system.verdicts.items():
            known = " (as the known system of this name)" if kind in system.borrowed else ""
            print(f"  {found.label(f'ait:{kind}')}: {truth}{known}")
            if proof := system.why(kind):
                indented = "    " + str(proof).replace("\n", "\n    ")
                print(fitted(indented))


def import_(options: argparse.Namespace, _: list[str]) -> int:
    """Turn an inventory into our vocabulary, or into another format of inventories."""
    from aitaxonomy.inventory.convert import convert

    check_output(options.counts)
    with progress_bar(f"reading {options.file}") as told:
        tally = convert(
            Path(options.file),
            sys.stdout if options.output is None else Path(options.output),
            None if options.inventory == "auto" else options.inventory,
            matcher=lambda: taxonomy(options).content.whole.matcher,
            columns=column_map(options.column),
            progress=told,
        )
    if options.counts:
        text = json.dumps(tally.to_json(), ensure_ascii=False, indent=2) + "\n"
        write_whole(Path(options.counts), text)
    else:
        print(tally, file=sys.stderr)
    return 0
