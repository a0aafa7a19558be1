# PYTHON_ARGCOMPLETE_OK
"""The command line: `aitaxonomy COMMAND ...`; see `docs` and `aitaxonomy --help`."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from aitaxonomy.errors import AITaxonomyError

#: The exit code of a fault of ours: none that a command gives for an answer.
_INTERNAL = 70


def run() -> int:
    """Run the command of this process under supervision, and return its exit code.

    What ends the command early, as a lack of memory, is told as any other failure is.
    """
    from aitaxonomy.process import WorkCrashed, WorkOutOfMemory, WorkTimeout
    from aitaxonomy.process.supervision import supervised

    if "_ARGCOMPLETE" in os.environ or sys.flags.dev_mode:
        return main()
    words = sys.argv[1:]
    try:
        return supervised(main)
    except WorkTimeout as error:
        return _failed(words, error, f"{error}: raise --timeout, or give it less")
    except WorkOutOfMemory as error:
        return _failed(words, error, f"{error}: raise --memory, or give it less")
    except WorkCrashed as error:
        number = -(error.code or 0)
        name = signal.strsignal(number) or f"signal {number}"
        remedy = "too little memory?" if number == signal.SIGKILL else "please report it"
        return _failed(words, error, f"the command was ended ({name}): {remedy}", _INTERNAL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 2 for bad input, else what the command says.

    >>> main(["is", "ChatGPT", "LLM", "--format", "csv"])  # doctest: +ELLIPSIS
    thing,kind,verdict
    ChatGPT,large language model,refuted
    1
    """
    from aitaxonomy.cli.parser import parse
    from aitaxonomy.process.supervision import bound

    _write_utf8()
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        options, rest = parse(words)
        bound(getattr(options, "timeout", None), getattr(options, "memory", None))
        code: int = options.run(options, rest)
        sys.stdout.flush()
        return code
    except AITaxonomyError as error:
        return _failed(words, error, str(error))
    except BrokenPipeError:
        # The reader of our output has had enough; nothing more can be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _failed(words, error, f"{place}{error.strerror or error}")
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor may pass on another
        print("aitaxonomy: interrupted", file=sys.stderr)
        return 130
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        import traceback  # here and not above: a cold start is felt, a fault is rare

        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        text = f"a fault of this program, at {where}: {type(error).__name__}: {error}"
        remedy = "please report it, with what `python -X dev -m aitaxonomy ...` prints"
        return _failed(words, error, f"{' '.join(text.split())}; {remedy}", _INTERNAL)


def _failed(words: Sequence[str], error: Exception, message: str, code: int = 2) -> int:
    """Tell of an error on standard error, as JSON to those who want JSON; return the exit code."""
    if "--format=json" in words or ("--format", "json") in pairwise(words):
        document = {"error": {"type": type(error).__name__, "message": message}}
        print(json.dumps(document, ensure_ascii=False), file=sys.stderr)
    else:
        print(f"aitaxonomy: {message}", file=sys.stderr)
    return code


def _write_utf8() -> None:
    """Let names such as DALL·E through, whatever the locale; machine formats are UTF-8 anyway."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")
