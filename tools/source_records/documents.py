"""Documents of makers in fetched repositories of code: found, read, and cut into passages.

A folder of repositories has `ORG+NAME/**/HEAD`, each a git directory without a work tree. The page
of a site that is built from a repository is read in the source that the repository has of it.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from aitaxonomy.errors import AITaxonomyError

#: The files of a repository that tell of the thing as a whole.
_ABOUT = re.compile(
    r"(?i)(?:README|MODEL[-_]?CARD[^/]*|LICEN[CS]E[^/]*|COPYING)(?:\.md|\.txt|\.rst)?"
)
_TEXT = re.compile(r"(?i).*\.(?:md|mdx|rst|txt|py|ts|json|ya?ml|toml|csv|html)|[^.]+")
_ROOT = re.compile(r"https?://(?:www\.)?github\.com/([^/]+/[^/#?]+?)(?:\.git)?/?(?:#.*)?")
_FILE = re.compile(r"https?://(?:www\.)?github\.com/([^/]+/[^/]+)/(?:blob|tree)/[^/]+/([^#?]+)")
_PAGE = re.compile(r"https?://([^./]+)\.github\.io/([^#?]*)")
_HEADING = re.compile(r"(#{1,6})\s+(.+)")
_ROW = re.compile(r"\s*(?:\||[-*+•]\s|\d+\.\s|<tr|<li)")
#: Sections that tell of other things than the artifact as it is.
_ASIDE = re.compile(
    r"(?i)acknowledg|citation|citing|related|reference|community|contribut|third[- ]party|thanks|"
    r"star history|\bcite|roadmap|to-?do|\bfaq|changelog|histor|benchmark|evaluation|results|"
    r"performance|comparison|requirements|install|controlnet|safe|\bbias|limitation|responsib|risk|"
    r"example|\bstage|usage|how to|inference|quick ?start|deploy|run(?:ning)? |platform|demo|"
    r"main branch|contents|speed|quantiz|hardware|environment|misuse|out[- ]of[- ]scope|fine-?tun"
)
#: Sections that tell of the thing as a whole.
_OF_ALL = re.compile(
    r"(?i)introduc|overview|abstract|about|description|summary|detail|information|what is"
    r"|what's new"
    r"|\bmodels?\b|licen[cs]e|feature|highlight|architecture|\bdata\b|dataset|languages|approach|"
    r"method|release|weights|checkpoints|intended use|direct use|news|background|modalit|capabilit"
)
#: What is markup or an address, not words.
_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|<[^>]+>|(?<=\])\([^)]*\)|https?://\S+")
_LONGEST = 400_000


@dataclass(frozen=True)
class Passage:
    """A paragraph, row or item of a document: its text, its lines, the headings above it."""

    text: str
    first: int
    last: int
    headings: tuple[str, ...]

    @property
    def is_aside(self) -> bool:
        """Return whether its section is about other things, such as results or whom to thank."""
        return any(_ASIDE.search(each) for each in self.headings[1:] or self.headings)

    @property
    def is_of_all(self) -> bool:
        """Return whether its section is about the thing as a whole."""
        return not self.is_aside and (
            len(self.headings) < 2 or bool(_OF_ALL.search(self.headings[-1]))
        )


@dataclass(frozen=True)
class Document:
    """A file of a repository as of a commit."""

    repository: str
    path: str
    commit: str
    day: str
    text: str

    @property
    def is_licence(self) -> bool:
        """Return whether it is the text of a licence or of terms, which names nothing else."""
        return bool(re.search(r"(?i)LICEN[CS]E|COPYING|POLICY|TERMS", self.path.rsplit("/", 1)[-1]))

    @property
    def title(self) -> str:
        """Text that names its subject: the repository, its path, its first heading."""
        heading = next((p.headings[0] for p in self.passages if p.headings), "")
        return f"{self.repository.split('/')[1]}\n{self.path.replace('/', chr(10))}\n{heading}"

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its passages, without blocks of commands and entries of bibliographies."""
        is_prose = re.search(r"(?i)\.(?:md|mdx|rst|html)$|LICEN[CS]E|COPYING|README", self.path)
        return tuple(_passages(self.text) if is_prose else _lines(self.text))

    def address(self, first: int, last: int) -> str:
        """Return the permanent address of lines."""
        lines = f"L{first}" if first == last else f"L{first}-L{last}"
        return f"https://github.com/{self.repository}/blob/{self.commit}/{self.path}#{lines}"


class RepositoryFault(AITaxonomyError):
    """A fetched repository that git cannot read."""


@dataclass
class Repositories:
    """The fetched repositories in a folder."""

    folder: Path
    _read: dict[tuple[str, str], Document | None] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, tuple[str, Path]]:
        """Owner and name of each repository, and its git directory, by the former in lower case."""
        heads = (
            each.parent
            for pattern in ("*/HEAD", "*/*/HEAD", "*/.git/HEAD")
            for each in self.folder.glob(pattern)
        )
        named = ((at.relative_to(self.folder).parts[0], at) for at in heads)
        return {each.replace("+", "/").lower(): (each.replace("+", "/"), at)
                for each, at in named if "+" in each}  # fmt: skip

    def documents(self, address: str) -> list[Document]:
        """Return the documents that an address of a repository, file or page stands for.

        Raises `RepositoryFault` for a repository that cannot be read.
        """
        if at := _ROOT.fullmatch(address):
            found = self._named(at[1])
            return (
                []
                if not found
                else self._all(found, [p for p in self.files(found) if _ABOUT.fullmatch(p)])
            )
        if at := _FILE.match(address):
            found, path = self._named(at[1]), at[2].rstrip("/")
            wanted = {path, f"{path}/README.md"}
            return (
                [] if not found else self._all(found, [p for p in self.files(found) if p in wanted])
            )
        if at := _PAGE.match(address):
            found, path = self._named(f"{at[1]}/{at[1]}.github.io"), at[2].strip("/")
            wanted = {
                f"content/{path}/index.md",
                f"{path}/index.md",
                f"content/{path}.md",
                f"{path}.md",
            }
            return (
                []
                if not found or not path
                else self._all(found, [p for p in self.files(found) if p in wanted])
            )
        return []

    def _named(self, name: str) -> str | None:
        return self.places.get(name.lower(), (None,))[0]

    def _all(self, repository: str, paths: list[str]) -> list[Document]:
        read = (self._document(repository, path) for path in paths if _TEXT.fullmatch(path))
        return [each for each in read if each is not None]

    def files(self, repository: str) -> list[str]:
        """Return the paths of a repository's files."""
        listed = self._git(repository, "ls-tree", "-r", "--name-only", "-z", "HEAD")
        return listed.decode(errors="replace").split("\0")[:-1]

    def _document(self, repository: str, path: str) -> Document | None:
        key = (repository.lower(), path)
        if key not in self._read:
            commit, day = self._git(repository, "log", "-1", "--format=%H %cs").decode().split()
            try:
                text = self._git(repository, "cat-file", "blob", f"HEAD:{path}").decode("utf-8")
            except (UnicodeDecodeError, RepositoryFault):  # not text, or left out of the snapshot
                text = ""
            small = 0 < len(text) < _LONGEST
            self._read[key] = Document(repository, path, commit, day, text) if small else None
        return self._read[key]

    def _git(self, repository: str, *arguments: str) -> bytes:
        _, at = self.places[repository.lower()]
        command = ["git", f"--git-dir={at}", *arguments]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            raise RepositoryFault(f"{at}: git {arguments[0]} says {done.stderr.decode().strip()}; "
                                  "fetch the repository again")  # fmt: skip
        return done.stdout


def _lines(text: str) -> Iterator[Passage]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield Passage(line.strip(), number, number, ())


def _passages(text: str) -> Iterator[Passage]:
    """Yield paragraphs, rows and items of a text with marks."""
    text = re.sub(r"\A---\n.*?\n---\n", lambda at: "\n" * at[0].count("\n"), text, flags=re.DOTALL)
    headings: list[str] = []
    block: list[str] = []
    first, fenced = 1, False

    def closed(last: int) -> Iterator[Passage]:
        if block:
            yield Passage(_MARKUP.sub(" ", " ".join(block)), first, last, tuple(headings))
            block.clear()

    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(("```", "~~~")):
            yield from closed(number - 1)
            fenced = not fenced
        elif fenced:
            continue
        elif at := _HEADING.match(line):
            yield from closed(number - 1)
            level = len(at[1])
            headings = [*headings[: level - 1], at[2].strip()]
            yield Passage(at[2].strip(), number, number, tuple(headings))
        elif not line.strip():
            yield from closed(number - 1)
        else:
            if _ROW.match(line):
                yield from closed(number - 1)
            if not block:
                first = number
            block.append(line.strip())
    yield from closed(len(text.splitlines()))
