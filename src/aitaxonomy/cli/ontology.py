"""The commands about files, and those that serve: export, build, diff, site, serve, mcp, ..."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from aitaxonomy import _data
from aitaxonomy.cli.inventories import with_files
from aitaxonomy.cli.output import print_json, progress_bar, remark
from aitaxonomy.cli.queries import taxonomy
from aitaxonomy.errors import EngineMissing, ImportFault
from aitaxonomy.files import STANDARD_INPUT, source, write_whole

if TYPE_CHECKING:
    from aitaxonomy.agents.http import Exchange
    from aitaxonomy.taxonomy import Taxonomy

#: The names of formats by the suffixes of their files.
_ALSO = {"ttl": "turtle", "rdf": "rdfxml", "xml": "rdfxml", "nt": "ntriples", "json-ld": "jsonld"}


def export(options: argparse.Namespace, _: list[str]) -> int:
    """Write the ontology to files."""
    from aitaxonomy.export import FORMATS

    format = _ALSO.get(options.format, options.format)
    if format not in FORMATS:
        raise ImportFault(f"unknown format {options.format!r}: take one of {', '.join(FORMATS)}")
    for path in taxonomy(options).export(options.folder, format):
        print(path)
    return 0


def build(options: argparse.Namespace, _: list[str]) -> int:
    """Write a store on disk."""
    ai = with_files(options)
    ai.watch = partial(progress_bar, "reasoning")
    ai.build(options.folder)
    for file, tally in ai.tallies.items():
        print(f"{file}: {tally}", file=sys.stderr)
    print(options.folder)
    return 0


def diff(options: argparse.Namespace, _: list[str]) -> int:
    """Print what two versions conclude differently."""
    found = taxonomy(options).difference(options.old, options.new, listed=options.listed)
    if options.format == "kgcl":
        told = found.to_kgcl()
        print(told)
        if told.left_out:
            remark(f"{told.left_out:,} changes have no form in KGCL")
        return int(bool(found))
    asked = list(found.questions(Path(options.queries))) if options.queries else []
    if options.format == "json":
        rows = [{"question": name, "lost": lost, "gained": more} for name, lost, more in asked]
        print_json({**found.to_json(), "questions": rows})
        return int(bool(found))
    print(found.to_markdown() if options.format == "markdown" else found)
    for name, lost, more in asked:
        print(f"question {name}: {len(lost)} rows lost, {len(more)} gained")
    return int(bool(found))


def site(options: argparse.Namespace, _: list[str]) -> int:
    """Write the taxonomy as pages."""
    from aitaxonomy.cli.manual import manual
    from aitaxonomy.site import build as write
    from aitaxonomy.site.sparql import is_bundled

    place = Path(options.folder)
    place.mkdir(parents=True, exist_ok=True)  # fails before the work, not after it
    with progress_bar("writing") as told:
        files, size = write(taxonomy(options), place, told, home=options.home, commands=manual())
    print(f"{files:,} files, {size / 1e6:.1f} MB: begin with {Path(options.folder) / 'index.html'}")
    if not is_bundled():
        remark("its pages run no queries; in a checkout, `npm ci && npm run bundle` mends that")
    return 0


def draw(options: argparse.Namespace, _: list[str]) -> int:
    """Write the main kinds, or what is below a term, as a picture."""
    from aitaxonomy.site.pictures import taxonomy as pictures

    ai = taxonomy(options)
    drawn = pictures.below(ai, ai[options.term]) if options.term else pictures.main_kinds(ai)
    write_whole(Path(options.file), drawn.file().decode())
    print(options.file)
    return 0


def where(_: argparse.Namespace, __: list[str]) -> int:
    """Print where the packaged files lie."""
    for name in ("ontology", "queries", "shapes"):
        print(f"{name}\t{_data.folder(name)}")
    print(f"inferred\t{_data.module_file(_data.INFERRED)}")
    return 0


def format_(options: argparse.Namespace, _: list[str]) -> int:
    """Write Turtle files canonically, or tell which are not."""
    folders = [_data.folder(name) for name in ("ontology", "shapes")]
    ground = (file for folder in folders for file in sorted(folder.rglob("*.ttl")))
    differing = []
    for path, after in _formatted(map(Path, options.file) if options.file else ground):
        if path == STANDARD_INPUT and not options.check:
            print(after, end="")
            continue
        if path.exists() and source(path).read_text(encoding="utf-8") == after:
            continue
        differing.append(path)
        if not options.check:
            write_whole(path, after)
    for path in differing:
        print(f"{path}: {'not canonical' if options.check else 'formatted'}")
    if differing and options.check:
        print("aitaxonomy: run `aitaxonomy format`", file=sys.stderr)
        return 1
    return 0


def _formatted(files: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each file with its canonical text."""
    from aitaxonomy.rdf.turtle import canonical

    for path in files:
        try:
            text = source(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ImportFault(f"{path}: no readable Turtle file: {error}") from None
        yield path, canonical(text, path=str(path))


def serve(options: argparse.Namespace, _: list[str]) -> int:
    """Serve until told to end."""
    for name in ("starlette", "uvicorn"):
        if find_spec(name) is None:
            raise EngineMissing(f"serving needs {name}: pip install 'aitaxonomy[serve]'")
    from aitaxonomy.server import Settings
    from aitaxonomy.server import serve as start
    from aitaxonomy.server.settings import read_token

    settings = Settings(
        host=options.host,
        port=options.port,
        site=Path(options.site) if options.site else None,
        workers=options.workers or Settings.workers,
        timeout=options.timeout,
        memory=options.memory or Settings.memory,
        limit=options.limit,
        cache=options.cache,
        origins=tuple(options.cors),
        names=tuple(options.name),
        token=read_token(Path(options.token_file) if options.token_file else None),
    )
    if not settings.is_local and settings.token is None:
        remark(
            f"whoever reaches {settings.host} can ask: a token in a file closes it (--token-file)"
        )
    ai = taxonomy(options)
    agents = _agents()

    def listening(address: str) -> None:
        places = [f"SPARQL at {address}sparql", f"the API in {address}openapi.json"]
        if agents:
            places.append(f"agents at {address}mcp")
        print(f"{address} ({', '.join(places)})", flush=True)

    start(ai, settings, listening, agents)
    return 0


def mcp(options: argparse.Namespace, _: list[str]) -> int:
    """Serve language-model agents until the input ends, or over HTTP until a signal comes."""
    from aitaxonomy.agents import serve as listen
    from aitaxonomy.agents import serve_streams

    ai = taxonomy(options)
    ai.watch = None
    if options.http:
        listen(ai, options.port)
    else:
        serve_streams(ai)
    return 0


def _agents() -> Callable[[Taxonomy], Exchange] | None:
    """Return what makes answers to agents, None where the package for that is not installed."""
    if find_spec("mcp") is None:
        return None
    from aitaxonomy.agents import exchange

    return exchange
