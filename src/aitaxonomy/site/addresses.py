"""Addresses within the site: each thing has a page whose address mirrors its IRI."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import PurePosixPath

from aitaxonomy.rdf.namespaces import AIT, AIX

#: Where the site stands unless told otherwise.
HOME = "https://w3id.org/aitaxonomy/"
#: The list of systems, for pictures that lead to a part of it.
SYSTEMS = HOME + "systems/index.html"
_OURS = re.compile(rf'href="({re.escape(AIT)}|{re.escape(AIX)})([^"]+)"')
_LINE = re.compile(r"<code>(ontology/[\w./-]+\.ttl:\d+)</code>")
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*")


def page_of(iri: str) -> str | None:
    """Return the page of a thing of ours; None for any other IRI.

    >>> page_of("https://w3id.org/aitaxonomy#LLM")
    'terms/LLM.html'
    >>> page_of("https://w3id.org/aitaxonomy/id/gpt-4.5")
    'id/gpt-4.5.html'
    >>> page_of("https://w3id.org/aitaxonomy/id/../etc"), page_of("urn:felix")
    (None, None)
    """
    for space, folder in ((AIX, "id"), (AIT, "terms")):
        name = iri.removeprefix(space)
        if name != iri:
            return f"{folder}/{name}.html" if _NAME.fullmatch(name) else None
    return None


def relocated(page: str, up: str, known: Container[str], here: str = "") -> str:
    """Return a page whose links to things of ours lead to their pages, as far as they have one.

    Lines of the ontology become links to the page that shows them.

    Args:
        page: the HTML.
        up: the way from the page to the root of the site, as "../../".
        known: the pages that there are.
        here: the folder of the page, as "terms/"; "" for one that has none.

    >>> relocated('<a href="https://w3id.org/aitaxonomy#LLM">LLM</a>', "../", {"terms/LLM.html"})
    '<a href="../terms/LLM.html">LLM</a>'

    """

    def local(match: re.Match[str]) -> str:
        target = page_of(match[1] + match[2])
        if target is None or target not in known:
            return match[0]
        near = target.removeprefix(here)
        return f'href="{up + near if near == target else near}"'

    shown = rf'<a href="{up}source/index.html#\1"><code>\1</code></a>'
    page = page.replace(f'href="{SYSTEMS}', f'href="{up}{SYSTEMS.removeprefix(HOME)}')
    return _LINE.sub(shown, _OURS.sub(local, page))


def way_up(path: str) -> str:
    """Return the way from a page or a folder to the root.

    >>> way_up("questions/shortlist/"), way_up("id/gpt-4o.html"), way_up("")
    ('../../', '../', '')
    """
    return "../" * path.count("/")


def name_of(iri: str) -> str:
    """Return what addresses within the site call a thing; an IRI of others is its own name.

    >>> name_of("https://w3id.org/aitaxonomy/id/gpt-4o"), name_of("urn:felix")
    ('gpt-4o', 'urn:felix')
    """
    page = page_of(iri)
    return PurePosixPath(page).stem if page else iri
