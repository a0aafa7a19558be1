"""Settings of a server at its start."""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from aitaxonomy.errors import ServerFault

#: The variable of the environment that may hold the token.
TOKEN = "AITAXONOMY_TOKEN"
#: The characters that a token has at least: fewer could be guessed.
_SHORTEST = 16
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Settings:
    """How a server is reached, and what a request may take.

    Attributes:
        host: the address that it listens at.
        port: its port; 0 for one that is free.
        site: a folder of pages, as `aitaxonomy site` writes them, or None.
        workers: how many queries run at once, beside as many that take long.
        timeout: seconds that a query may take.
        memory: bytes that a query may take on top of what the server holds.
        limit: rows that a result may have.
        cache: bytes of answers that are kept, for when the same is asked again.
        origins: the web origins whose pages may read answers; "*" for all.
        names: the names that a request may call the server by, beside its own.
        token: what a request has to bear, or None.

    """

    host: str = "127.0.0.1"
    port: int = 8000
    site: Path | None = None
    workers: int = max(2, os.cpu_count() or 1)
    timeout: float = 30.0
    memory: int = 1 << 30
    limit: int = 10_000
    cache: int = 64 << 20
    origins: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    token: bytes | None = None

    @property
    def is_local(self) -> bool:
        """Return whether only programs of this machine reach the server.

        >>> Settings().is_local, Settings(host="0.0.0.0").is_local
        (True, False)
        """
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def known_as(self) -> frozenset[str] | None:
        """The names that a request may call the server by; None for any.

        A page of anybody may have a name of its own lead to this machine, and then read what it
        asks for. So the name that a request gives must be one that only we have.

        >>> sorted(Settings(names=("ai.example.org",)).known_as or ())
        ['127.0.0.1', '::1', 'ai.example.org', 'localhost']
        >>> Settings(host="0.0.0.0").known_as is None
        True
        """
        if not (self.is_local or self.names):
            return None
        own = (self.host, *_LOOPBACK) if self.is_local else (self.host,)
        return frozenset(each.lower().strip("[]") for each in (*own, *self.names))


def read_token(file: Path | None) -> bytes | None:
    """Return the token of a file or else of the environment, None if there is neither.

    It is not an argument, which others could read. Raises `ServerFault` for one that is too short,
    or that a header cannot hold.
    """
    try:
        text = os.environ.get(TOKEN) if file is None else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no text"
        raise ServerFault(f"{file}: cannot read the token: {reason}") from None
    if text is None:
        return None
    token = text.strip()
    if len(token) < _SHORTEST or not token.isascii() or not token.isprintable() or " " in token:
        where = TOKEN if file is None else file
        raise ServerFault(
            f"{where}: a token has {_SHORTEST} or more letters, digits and signs without spaces: "
            "`openssl rand -hex 32` makes one"
        )
    return token.encode()
