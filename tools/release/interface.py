"""The interface for Python of a version, as a stub, and what another version breaks of it.

A stub has what `aitaxonomy` exports: names, attributes, methods, and parameters with their
defaults. Types are left out: a wider type is not a break; no tool tells it from a narrower.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import griffe

from tools.release.frozen import FROZEN, ROOT

_PACKAGE = "aitaxonomy"


def path(number: str) -> Path:
    """Return the file with the interface of a frozen version."""
    return FROZEN / f"{number}.pyi"


def stub(commit: str = "") -> str:
    """Return the interface of a commit, or of this checkout."""
    if commit:
        package = griffe.load_git(_PACKAGE, ref=commit, repo=ROOT, search_paths=["src"])
    else:
        package = griffe.load(_PACKAGE, search_paths=[ROOT / "src"])
    found = {name: _found(package, str(name)) for name in package.exports or ()}
    return "".join(
        line for name, each in sorted(found.items()) if each for line in _lines(str(name), each)
    )


def _found(package: griffe.Object | griffe.Alias, name: str) -> griffe.Object | None:
    """Return what is exported by a name: 0.2.0 imported its class when it was asked for."""
    if name in package.members:
        return _target(package.members[name])
    inner = (each for each in package.modules.values() if not each.is_alias)
    return next((found for each in inner if (found := _found(each, name))), None)


def _target(member: griffe.Object | griffe.Alias) -> griffe.Object | None:
    try:
        return member.final_target if isinstance(member, griffe.Alias) else member
    except griffe.AliasResolutionError:
        return None  # of another package


def _lines(name: str, found: griffe.Object, indent: str = "") -> Iterator[str]:
    if isinstance(found, griffe.Class):
        members = {
            name: each for name, member in found.all_members.items()
            if not member.is_private and not member.is_imported and (each := _target(member))
        }  # fmt: skip
        yield f"{indent}class {name}:\n"
        for inner, each in sorted(members.items()):
            yield from _lines(inner, each, indent + "    ")
        yield f"{indent}    ...\n"
    elif isinstance(found, griffe.Function):
        for each in found.parameters:
            each.annotation = None
        yield f"{indent}def {found.signature(name=name, return_type=False)}: ...\n"
    else:
        yield f"{indent}{name} = ...\n"


def breaks(old: str, new: str) -> list[str]:
    r"""Return what a stub breaks of an older one, as items of a list in Markdown.

    >>> breaks("class A:\n    def f(self, x=1): ...\n", "class A:\n    def f(self, y): ...\n")
    ['- `A.f(x)`: *Parameter was removed*', '- `A.f(y)`: *Parameter was added as required*']
    """
    one, two = (griffe.visit(_PACKAGE, filepath=Path("interface.py"), code=x) for x in (old, new))
    found = griffe.find_breaking_changes(one, two)
    return sorted(each.explain(griffe.ExplanationStyle.MARKDOWN) for each in found)
