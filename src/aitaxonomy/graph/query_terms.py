"""Our terms in the text of a query: those that are deprecated, or that no statement has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator

from aitaxonomy.graph.deprecation import replacements
from aitaxonomy.graph.names import Names, is_used
from aitaxonomy.rdf.namespaces import PREFIXES, curie, expand
from aitaxonomy.store import GraphStore

#: Our names in a query; its comments, strings and IRIs, in which none stands; declared prefixes.
_OURS = re.compile(r"\b(?:ait|aix|ais|aiq):[\w.-]+")
_OTHER_PARTS = re.compile(
    r'''"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"[^"\n]*"|'[^'\n]*'|<[^<>\s]*>|#[^\n]*$''', re.MULTILINE
)
_DECLARED = re.compile(r"\bPREFIX\s+(\w+):\s*<([^<>\s]*)>", re.IGNORECASE)


def unknown_terms(query: str, store: GraphStore, names: Callable[[], Names]) -> Iterator[str]:
    """Yield a note for each of our terms in a query that is deprecated, or in no statement.

    >>> from aitaxonomy.inference.content import Content
    >>> content = Content()
    >>> list(unknown_terms("ASK { ?x a ait:LLMM }", content.store, lambda: content.names))
    ["nothing is called 'ait:LLMM'; did you mean 'ait:LLM'?"]
    """
    own = {prefix for prefix, iri in _DECLARED.findall(query) if PREFIXES.get(prefix) != iri}
    written = dict.fromkeys(_OURS.findall(_OTHER_PARTS.sub("", query)))
    old = replacements(store) if written else {}
    for name in written:
        prefix, iri = name.partition(":")[0], expand(name.rstrip("."))
        if prefix in own or iri is None:
            continue
        if iri in old:
            yield names().warning(iri)
        elif not is_used(store, iri):
            labels = (each for each in names().labels if each not in old)
            known = [curie(each) for each in labels if each.startswith(PREFIXES[prefix])]
            close = difflib.get_close_matches(name, known, 1)
            yield f"nothing is called {name!r}" + "".join(f"; did you mean {c!r}?" for c in close)
