"""The command line: `aitaxonomy COMMAND ...`; see `docs` and `aitaxonomy --help`."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from aitaxonomy.errors import AITaxonomyError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 2 for bad input, else what the command says.

    >>> main(["is", "ChatGPT", "LLM", "--format", "csv"])  # doctest: +ELLIPSIS
    thing,kind,verdict
    ChatGPT,large language model,refuted
    1
    """
    from aitaxonomy.cli.parser import parse

    _write_utf8()
    options, rest = parse(sys.argv[1:] if arguments is None else list(arguments))
    try:
        code: int = options.run(options, rest)
        sys.stdout.flush()
        return code
    except AITaxonomyError as error:
        print(f"aitaxonomy: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output has had enough; nothing more can be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("aitaxonomy: interrupted", file=sys.stderr)
        return 130


def _write_utf8() -> None:
    """Let names such as DALL·E through, whatever the locale; machine formats are UTF-8 anyway."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")
