"""Addresses within the site: each thing has a folder that mirrors its IRI."""

from __future__ import annotations

import re
from collections.abc import Container

from aitaxonomy.rdf.namespaces import AIT, AIX

#: Where the site stands unless told otherwise.
HOME = "https://w3id.org/aitaxonomy/"
#: The data beside the page of a thing: media types, and the ends of their names.
DATA = {"text/turtle": "ttl"}
_OURS = re.compile(rf'href="({re.escape(AIT)}|{re.escape(AIX)})([^"]+)"')
_LINE = re.compile(r"<code>(ontology/[\w./-]+\.ttl:\d+)</code>")
_NAME = re.compile(r"[A-Za-z0-9][\w.+-]*")


def folder_of(iri: str) -> str | None:
    """Return the folder of a thing of ours, with a slash at its end; None for any other IRI.

    >>> folder_of("https://w3id.org/aitaxonomy#LLM")
    'terms/LLM/'
    >>> folder_of("https://w3id.org/aitaxonomy/id/gpt-4o")
    'id/gpt-4o/'
    >>> folder_of("https://w3id.org/aitaxonomy/id/../etc"), folder_of("urn:felix")
    (None, None)
    """
    for space, folder in ((AIX, "id"), (AIT, "terms")):
        name = iri.removeprefix(space)
        if name != iri:
            return f"{folder}/{name}/" if _NAME.fullmatch(name) else None
    return None


def relocated(page: str, up: str, known: Container[str]) -> str:
    """Return a page whose links to things of ours lead to their pages, as far as they have one.

    Lines of the ontology become links to the page that shows them.

    Args:
        page: the HTML.
        up: the way from the page to the root of the site, as "../../".
        known: the folders of the pages that there are.

    >>> relocated('<a href="https://w3id.org/aitaxonomy#LLM">LLM</a>', "../", {"terms/LLM/"})
    '<a href="../terms/LLM/index.html">LLM</a>'

    """

    def local(match: re.Match[str]) -> str:
        folder = folder_of(match[1] + match[2])
        return f'href="{up}{folder}index.html"' if folder in known else match[0]

    shown = rf'<a href="{up}source/index.html#\1"><code>\1</code></a>'
    return _LINE.sub(shown, _OURS.sub(local, page))


def way_up(folder: str) -> str:
    """Return the way from a folder to the root.

    >>> way_up("id/gpt-4o/"), way_up("")
    ('../../', '')
    """
    return "../" * folder.count("/")


def name_of(iri: str) -> str:
    """Return what addresses within the site call a thing; an IRI of others is its own name.

    >>> name_of("https://w3id.org/aitaxonomy/id/gpt-4o"), name_of("urn:felix")
    ('gpt-4o', 'urn:felix')
    """
    folder = folder_of(iri)
    return folder.split("/")[1] if folder else iri
