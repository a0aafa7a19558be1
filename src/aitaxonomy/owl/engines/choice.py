"""Which engine takes an ontology, and one line on what that leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aitaxonomy.errors import EngineMissing
from aitaxonomy.owl.ontology import Ontology
from aitaxonomy.owl.profiles import RL, nearest_profile

if TYPE_CHECKING:
    from aitaxonomy.owl.engines.engine import Engine
    from aitaxonomy.rdf.positions.location import Locate


_LARGE = 20_000
"""The number of axioms from which HermiT may take hours."""


@dataclass(frozen=True)
class Choice:
    """An engine, None for our rules; what it does not decide; and a line to tell, or none.

    `undecided` says why its "no contradiction" is not the last word; it is empty if it is.
    """

    engine: Engine | None
    undecided: tuple[str, ...] = ()
    remark: str = ""

    @property
    def name(self) -> str:
        """The name by which the engine is asked for."""
        return self.engine.name.lower() if self.engine else "closure"


def choose(name: str, ontology: Ontology, locate: Locate | None = None) -> Choice:
    """Return the engine of that name for an ontology.

    `auto` takes our rules where they are complete, else HermiT or Konclude, of those installed the
    one that leaves less undecided, but Konclude for a large ontology; without either, our rules.

    Args:
        name: closure, hermit, konclude, rustdl or auto.
        ontology: what is to be reasoned over.
        locate: finds file and line of a triple, for what HermiT cannot take.

    Raises:
        EngineMissing: the engine asked for is not installed.

    """
    if name == "closure" or (name == "auto" and complete_by_rules(ontology)):
        return Choice(None)
    from aitaxonomy.owl.engines.hermit import Hermit
    from aitaxonomy.owl.engines.konclude import Konclude
    from aitaxonomy.owl.engines.rustdl import Rustdl

    engines: dict[str, Engine] = {
        "konclude": Konclude(), "hermit": Hermit(locate), "rustdl": Rustdl(),
    }  # fmt: skip
    if name != "auto":
        if missing := engines[name].missing():
            raise EngineMissing(f"{missing}; or use another --engine")
        return _choice(engines[name], ontology)
    complete = [engines["konclude"], engines["hermit"]]
    lacking = [missing for each in complete if (missing := each.missing())]
    able = [_choice(each, ontology) for each in complete if not each.missing()]
    if able:
        large = len(ontology.axioms) + len(ontology.facts) > _LARGE
        return min(able, key=lambda each: (large and each.name == "hermit", len(each.undecided)))
    return Choice(None, remark=f"our rules reason, for no complete engine is here: {lacking[0]}")


def _choice(engine: Engine, ontology: Ontology) -> Choice:
    gaps = engine.gaps(ontology)
    if ontology.unread:
        gaps += (f"{len(ontology.unread)} statement(s) not read (reason --explain)",)
    few = f"{', '.join(gaps[:3])}{' ...' if len(gaps) > 3 else ''}"
    return Choice(engine, gaps, f"{engine.name} does not decide {few}" if gaps else "")


def complete_by_rules(ontology: Ontology) -> str | None:
    """Return the profile of OWL 2 in which our rules decide this ontology; None if in none."""
    profile, outside = nearest_profile(ontology)
    return profile.name if profile == RL and not outside and not ontology.unread else None
