# PYTHON_ARGCOMPLETE_OK
"""The command line: `aitaxonomy COMMAND ...`; see `docs` and `aitaxonomy --help`."""

from __future__ import annotations

import gc
import json
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import FrameType

from aitaxonomy._data import __version__
from aitaxonomy.cli.streams import output_fault, readable
from aitaxonomy.errors import AITaxonomyError

#: The exit codes of what failed: none of them is one that a command gives for an answer.
_BAD_INPUT, _INTERNAL, _INTERRUPTED = 2, 70, 130
#: The characters that are shown on both sides of one that is not Unicode.
_AROUND = 30


def run() -> int:
    """Run the command of this process, and return its exit code."""
    # What a command makes lives until its end: looking for garbage takes a tenth of its time.
    gc.set_threshold(100_000, 50, 100)
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, _leave)
    return main()


def _leave(number: int, _: FrameType | None) -> None:
    """End in good order: temporary folders go, and children end."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 2 for bad input, else what the command says.

    >>> main(["is", "ChatGPT", "ait:LLM", "--format", "csv"])  # doctest: +ELLIPSIS
    thing,kind,verdict
    ChatGPT,large language model,refuted
    1
    """
    with readable():
        return _run(sys.argv[1:] if arguments is None else list(arguments))


def _run(words: list[str]) -> int:
    """Run a command on streams that are readable, and return its exit code."""
    try:
        code = _answer(words)
        sys.stdout.flush()
        if (fault := output_fault()) is not None:
            raise fault
    except SystemExit:  # by a signal
        raise
    except BaseException as error:
        if "--debug" in words and not isinstance(error, KeyboardInterrupt):
            import traceback

            traceback.print_exc()
        return _failed(words, error)
    return code


def _answer(words: list[str]) -> int:
    from aitaxonomy.cli.parser import parse
    from aitaxonomy.graph.deprecation import listening

    try:
        options, rest = parse(words)
    except SystemExit as ended:  # --help and --version
        return int(ended.code or 0)
    with listening() as told:
        code: int = options.run(options, rest)
    for text in told:
        print(f"aitaxonomy: {text}", file=sys.stderr)
    return code


def _failed(words: Sequence[str], error: BaseException) -> int:
    """Tell why a command failed, in a line or two on standard error; return the exit code."""
    fault = output_fault()
    if isinstance(fault or error, BrokenPipeError):
        return 0  # the reader of our output has had enough of it
    if fault is None:
        code, message = _explained(error)
    else:
        code, message = _BAD_INPUT, f"cannot write the output: {fault.strerror or fault}"
    with suppress(OSError):  # nobody listens
        _tell(words, type(error).__name__, message)
    return code


def _explained(error: BaseException) -> tuple[int, str]:
    """Return the exit code of an error, and its message."""
    code, message = _BAD_INPUT, str(error)
    if isinstance(error, KeyboardInterrupt):
        code, message = _INTERRUPTED, "interrupted"
    elif isinstance(error, OSError) and not isinstance(error, AITaxonomyError):
        place = f"{error.filename}: " if error.filename else ""
        message = f"{place}{error.strerror or error}"
    elif isinstance(error, MemoryError):
        message = "not enough memory for this: give less data at once, or more memory"
    elif isinstance(error, UnicodeEncodeError) and "surrogates" in error.reason:
        part = error.object[max(0, error.start - _AROUND) : error.end + _AROUND]
        message = f"{part!r}: no valid UTF-8; write it otherwise, or rename the file"
    elif not isinstance(error, AITaxonomyError):
        code, message = _INTERNAL, _fault(error)
    return code, message


def _tell(words: Sequence[str], type_: str, message: str) -> None:
    """Print an error, as JSON to those who want JSON."""
    if "--format=json" in words or ("--format", "json") in pairwise(words):
        document = {"error": {"type": type_, "message": message}}
        print(json.dumps(document, ensure_ascii=False), file=sys.stderr)
    else:
        print(f"aitaxonomy: {message}", file=sys.stderr)


def _fault(error: BaseException) -> str:
    """Return a line about a fault of this program, and how it can be reported."""
    import traceback  # here and not above: a cold start is felt, a fault is rare

    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown line"
    text = f"a fault of this program, at {where}: {type(error).__name__}: {error}"
    log = _log("".join(traceback.format_exception(error)))
    remedy = f"please report it with {log or 'what the same command prints with --debug'}"
    return f"{' '.join(text.split())}; {remedy}"


def _log(text: str) -> str:
    """Write a text to a new file that nobody else can read; return its name, "" if that fails."""
    import tempfile

    try:
        descriptor, name = tempfile.mkstemp(prefix="aitaxonomy-", suffix=".log", text=True)
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:  # noqa: PTH123
            file.write(f"aitaxonomy {__version__}, Python {sys.version}, {sys.platform}\n{text}")
    except OSError:
        return ""
    return name
