"""The frame that all pages of the site stand in, and the scripts, styles and data beside them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any

from aitaxonomy import _data
from aitaxonomy.html import as_it_is, render
from aitaxonomy.site.addresses import HOME, relocated, way_up

#: What stands above each page, and what is at its foot: the folders, and how they are called.
_SECTIONS = {
    "systems/": "Systems", "questions/": "Questions", "classify/": "Your list",
    "docs/": "Documents",
}  # fmt: skip
_MORE = {
    "tree/": "Tree", "timeline/": "Timeline", "matrix/": "Matrix", "compare/": "Compare",
    "check/": "Check", "advise/": "Advice", "sparql/": "SPARQL", "claims/": "The article, checked",
    "source/": "Files",
}  # fmt: skip
NOT_FOUND = "404.html"
#: The scripts of every page, in the order in which they need each other: one file has them all.
_EVERYWHERE = ("names", "elements", "systems", "answers", "combobox", "search")
#: Elements that end a paragraph, and others at whose tags a line break is not a space.
_BLOCK = rb"p|div|[dou]l|h[1-4]|details|article|section|main"
_APART = _BLOCK + (
    rb"|li|d[dt]|t(?:able|head|r|h|d)|nav|header|footer|fig(?:ure|caption)|title|meta|link|script"
    rb"|svg|path|text|rect"
)
_ENDS = re.compile(
    rb"</?(?:html|head|body|tbody)>|</(?:li|d[dt]|t[dhr])>|</p>(?=\s*</?(?:%b)\b)" % _BLOCK
)
_BREAKS = re.compile(rb"(</?(?:%b)\b[^<>]*>)\n+|\n+(?=</?(?:%b)\b)" % (_APART, _APART))
_TAG, _PLAIN = re.compile(rb"<[a-z][^<>]*>"), re.compile(rb'="([^\s"\'=<>`]+)"(?=[\s>])')
#: What a module in Turtle has: what stays, an IRI, a name, and what parts names in a statement.
_PIECE = re.compile(
    r'^[@#].*|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>'
    r"|(?<![\w:.-])[a-z]+:[A-Za-z](?:[\w.-]*\w)?(?![\w:-])|\s*[;,]\s+|\s*\n +",
    re.MULTILINE,
)
_SPACE = re.compile(r"^@prefix (\w+): <(.+)> \.$", re.MULTILINE)
#: How often a module has a thing that gets a prefix, such as text; systems keep their names.
_OFTEN = 100
_ASSETS = Path(__file__).with_name("assets")
#: What a style sheet does without; the body of a page, which needs no class to be an output.
_REMARK, _BODY = re.compile(r"/\*.*?\*/\n*", re.DOTALL), ":is(body,.aitaxonomy)"


class Frame:
    """The frame of every page.

    Args:
        known: the pages of things.
        documented: whether there are documents to lead to.
        home: where the site will stand, with a slash at its end.

    """

    def __init__(self, known: Container[str], documented: bool, home: str = HOME) -> None:
        self._known, self._documented, self._home = known, documented, home

    def page(
        self,
        path: str,
        template: str,
        title: str,
        *,
        scripts: Iterable[str] = (),
        module_scripts: Iterable[str] = (),
        **values: Any,
    ) -> tuple[str, bytes]:
        """Return the file of a page, and the page; its links lead to those that the site has.

        Args:
            path: its address within the site, as "tree/" or "id/gpt-4o.html".
            template: the name of the template below `site/`; it gets `title` and `up`, too.
            title: what stands in the bar of the browser.
            scripts: the scripts of `assets/` that it runs, by name, beside those of every page.
            module_scripts: those that are modules, which browsers load from a server alone.
            values: what the template shows.

        """
        # What a server shows for any address that leads nowhere has no place of its own.
        up = self._home if path == NOT_FOUND else way_up(path)
        told = {"up": up, "title": title, "documented": self._documented}
        body = render(f"site/{template}.html", **told, **values)
        page = render(
            "site/frame.html",
            title=title,
            body=body,
            up=up,
            scripts=("site", *scripts),
            modules=module_scripts,
            description=values.get("definition"),
            home=self._home,
            address=path,
            data=Path(path).stem if path in self._known else "",
            version=_data.__version__,
            sections=[each for each in _SECTIONS.items() if self._documented or each[0] != "docs/"],
            more=_MORE.items(),
        )
        here = path[: path.rfind("/") + 1]
        content = relocated(page, up, self._known, here)
        for each in ("<pre", '<div class="scroll"'):  # what scrolls does so by keys, too
            content = content.replace(f"{each}>", f'{each} tabindex="0">')
        return (path if path.endswith(".html") else f"{path}index.html"), content.encode()


def lean(page: bytes) -> bytes:
    r"""Return a page without what HTML lets one leave out.

    These are ends of items and of paragraphs, quotes of plain values, and breaks between blocks.

    >>> lean(b'<ul class="members">\n<li><a href="a.html">A</a></li>\n</ul>').decode()
    '<ul class=members><li><a href=a.html>A</a></ul>'
    """
    short = _BREAKS.sub(rb"\1", _ENDS.sub(b"", page))
    return _TAG.sub(lambda tag: _PLAIN.sub(rb"=\1", tag[0]), short)


def brief(module: str) -> str:
    r"""Return a module in Turtle with a statement on each line, and prefixes for what it repeats.

    The prefix of a name has the first letters of its words.

    >>> print(brief("<urn:t> <urn:is> 1 ;\n    <urn:as> 2 ,\n        3 ."))
    <urn:t> <urn:is> 1;<urn:as> 2,3 .
    >>> brief("@prefix x: <urn:> .\n" + "[] x:isOf 1 .\n" * 20).splitlines()[::20]
    ['@prefix iO: <urn:isOf> .', '[] iO: 1 .']
    """
    counts, spaces = Counter(_PIECE.findall(module)), dict(_SPACE.findall(module))
    names, new, taken = dict[str, str](), dict[str, str](), {"a", *spaces}
    for piece, count in counts.most_common():
        space, _, name = piece.partition(":")
        if space in spaces and (space != "aix" or count > _OFTEN):
            words, iri = re.findall(r"[a-z]+|[A-Z][a-z]*", name), f"<{spaces[space]}{name}>"
            shorts = ["".join(word[:letters] for word in words) for letters in range(1, 9)]
        else:
            shorts, iri = [f"s{len(new)}"] if piece[0] == "<" else [], piece
        short = next((f"{each}:" for each in shorts if each not in taken), piece)
        if count * (len(piece) - len(short)) > len(f"@prefix {short} {iri} ."):
            names[piece], new[short] = short, iri
            taken.add(short[:-1])
    prefixes = "".join(f"@prefix {name} {iri} .\n" for name, iri in new.items())
    return prefixes + _PIECE.sub(lambda it: names.get(it[0], it[0].strip() or " "), module)


def assets(home: str = HOME) -> Iterator[tuple[str, bytes]]:
    """Yield the style sheet, the scripts, and the pictures of a site that will stand at `home`."""
    styles = [path.read_text(encoding="utf-8") for path in sorted(_ASSETS.glob("*.css"))]
    style = _REMARK.sub("", "\n".join((as_it_is("style.css"), *styles)))
    style = style.replace(".aitaxonomy-page", ":root").replace(".aitaxonomy", _BODY)
    yield "style.css", style.replace('"HOME"', json.dumps(home)).encode()
    common = [(_ASSETS / f"{name}.js").read_bytes() for name in _EVERYWHERE]
    yield "scripts/site.js", b"\n".join(common)
    for path in sorted(_ASSETS.glob("*.js")):
        if path.stem not in _EVERYWHERE:
            yield f"scripts/{path.name}", path.read_bytes()
    for name in ("preview.png", "mark.svg"):
        yield name, (_ASSETS / name).read_bytes()


def data(name: str, value: object) -> tuple[str, bytes]:
    """Return a value as a file that scripts load: a script itself, as it works without a server.

    >>> data("names", ["é", 1])[1].decode().strip()
    '(globalThis.aitaxonomy ??= {}).names = ["é",1];'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"data/{name}.js", f"(globalThis.aitaxonomy ??= {{}}).{name} = {text};\n".encode()
