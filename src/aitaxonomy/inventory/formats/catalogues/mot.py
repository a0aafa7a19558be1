"""Model Openness Tool: one YAML file per release, with the released components.

The date is that of the assessment, and the version may be a number of tokens: both are ignored.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aitaxonomy.inventory.formats.detection import FileStart
from aitaxonomy.inventory.formats.fields import mapping, mappings, text
from aitaxonomy.inventory.formats.yamlfile import read_yaml
from aitaxonomy.inventory.record import Conclusion, Record, Source, Tally

FORMAT = "mot"

_READ = frozenset(
    ("name", "type", "architecture", "producer", "huggingface", "license", "components")
)
_HUB = "https://huggingface.co/"
_OPEN_WORDS = ("", "unlicensed", "license not specified", "pending evaluation")


def recognises(start: FileStart) -> bool:
    """Return whether a file has the sections of the tool."""
    return start.form == "yaml" and {"framework", "release"} <= set(start.keys)


def read(path: Path, tally: Tally, **_: Any) -> Iterator[Record]:
    """Yield the record of the release that the file describes; raises `ImportFault`."""
    document = read_yaml(path, ["release"], FORMAT)
    release = mapping(document.get("release"))
    tally.read += 1
    name = text(release.get("name"))
    if name is None:
        tally.skip("a release without a name", str(path))
        return
    source = Source(str(path), FORMAT, getattr(release, "line", None))
    tally.leave(release, _READ)
    kind = (text(release.get("type")) or "").casefold()
    if kind and kind != "language":
        tally.unknown(f"type {kind!r}", str(source))
    because = "the release is of the type 'language'"
    page = text(release.get("huggingface")) or ""
    weights = _weights(release)
    yield Record(
        name=name,
        source=source,
        id=page.removeprefix(_HUB).strip("/") or None if page.startswith(_HUB) else None,
        developer=text(release.get("producer")),
        architecture=text(release.get("architecture")),
        licence=_licence(release, weights),
        open_weights=True if weights else None,
        concluded=(Conclusion("LanguageModel", because),) if kind == "language" else (),
    )


def _weights(release: dict[str, Any]) -> dict[str, Any] | None:
    """Return the component of the final parameters, or None."""
    found = mappings(release.get("components"))
    names = ("model parameters (final)", "model parameters")
    return next((c for c in found if str(c.get("name")).casefold() in names), None)


def _licence(release: dict[str, Any], weights: dict[str, Any] | None) -> str | None:
    """Return the licence of the parameters, or else of the whole release."""
    own = text((weights or {}).get("license"))
    if own and own.casefold() not in _OPEN_WORDS:
        return own
    whole_release = mapping(release.get("license"))
    return text(mapping(whole_release.get("distribution")).get("name"))
