"""Processes: work in a child under limits, a command under supervision, temporary folders."""


class WorkTimeout(TimeoutError):
    """The work did not end within its time limit; its process was killed."""


class WorkOutOfMemory(MemoryError):
    """The work took more memory than it may; its process was killed."""


class WorkTooLarge(RuntimeError):
    """The work gave more bytes than are taken; its process was killed."""


class WorkCrashed(RuntimeError):
    """The process ended without a result; `code` is its exit code, or minus the signal."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"the child process ended with exit code {code}")
        self.code = code


class WorkBusy(RuntimeError):
    """Nobody was free for the work in time, or too much of it takes long already."""


class WorkFailed(RuntimeError):
    """The work ended with an error of this `kind`, the name of its class; the text is its text."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
