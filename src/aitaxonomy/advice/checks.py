"""Options that ask something of a system, and the checks: what it can do, makes, costs and allows.

A system is rejected by the first constraint that it is known to fail. A constraint on which nothing
is known rejects no system: it is an open question.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from aitaxonomy.advice import openness
from aitaxonomy.advice.result import Fit, joined
from aitaxonomy.advice.wishes import ACCESS
from aitaxonomy.graph.facts import RELEASE
from aitaxonomy.graph.systems import DATED, System, SystemFacts, amount, local
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED
from aitaxonomy.text import natural, several, with_article

#: The bits of a parameter as models are loaded, and how much more their work takes.
_BITS, _OVERHEAD = (16, 8, 4), 1.2
#: Content types, and whether every one is asked for, or one of them.
Contents = tuple[tuple[str, ...], bool]
_TEXTUAL = ("text", "code", "mathematical-proof")
_NO_ACCESS = {
    "unreleased": "nobody outside its developer can use it",
    "limited-demo": "shown as a demonstration only",
}


def retired(system: System, today: str, ground: SystemFacts) -> Fit:
    """Check that a system is not retired; its finding names the successor."""

    def successors() -> str:
        """Name the successors, up to the first that is not retired itself."""
        named: list[str] = []
        seen, iri = {system.iri}, system.iri
        while later := [x for x in ground.successors.get(iri, ()) if x not in seen]:
            iri = later[0]
            seen.add(iri)
            named.append(ground.label(iri))
            if iri not in ground.systems or not ground.systems[iri].retired(today):
                break
            named[-1] += " (retired too)"
        return f", superseded by {', then '.join(named)}" if named else ""

    if days := system.retired(today):
        text = f"retired on {days[0]}{successors()}"
        return Fit(False, text, (("retiredOn", days[0]),))
    return Fit(True, "not known to be retired")


def obtainable(system: System) -> Fit:
    """Check that people outside its developer can use a system."""
    levels = system.get("hasAccess")
    if not levels:
        return Fit(None, "can it be had at all, and how?")
    if "hosted-access" in levels or "downloadable-weights" in levels:
        return Fit(True, "to be had")
    for level, text in _NO_ACCESS.items():
        if level in levels:
            return Fit(False, text, (("hasAccess", level),))
    return Fit(None, "can it be used, beyond the code or data that are out?")


def content(system: System, asked: Contents, ground: SystemFacts) -> Fit:
    """Check that a system makes the content types: every one, or one of them."""
    contents, every = asked

    def words(names: list[str]) -> str:
        return natural([several(ground.name(x)) for x in names])

    made = [x for x in contents if system.has("generates", x)]
    missing = [x for x in contents if x not in made]
    if not missing or (made and not every):
        native = [x for x in made if system.has("nativelyGenerates", x)]
        other = [x for x in made if x not in native]
        through = " through a component" if system.get("hasComponent") else ""
        texts = [f"natively generates {words(native)}"] if native else []
        texts += [f"generates {words(other)}{through}"] if other else []
        facts = [("nativelyGenerates", x) for x in native] + [("generates", x) for x in other]
        return Fit(True, "; ".join(texts), tuple(facts))
    never = [x for x in missing if _rules_out(system, x)]
    if (every and never) or len(never) == len(contents):
        if "NonGenerativeAI" in system.kinds:
            return Fit(False, "generates no content")
        return Fit(False, f"generates writing only, not {words(never)}")
    content = joined([several(ground.name(x)) for x in missing], every=every)
    return Fit(None, f"does it make {content}?")


def _rules_out(system: System, content: str) -> bool:
    """Tell whether the kinds of a system entail that it does not make a content type."""
    if "NonGenerativeAI" in system.kinds:
        return True
    closed = system.kinds & {"TextOnlyOutputModel", "TextOnlyOutputSystem"}
    return bool(closed) and content not in _TEXTUAL


def native(system: System, asked: Contents) -> Fit:
    """Check that a system makes the content itself, without calling another model."""
    contents, every = asked
    wanted = contents or tuple(system.get("nativelyGenerates"))
    found = [x for x in wanted if system.has("nativelyGenerates", x)]
    if found and (not every or len(found) == len(wanted)):
        return Fit(True, "natively", tuple(("nativelyGenerates", x) for x in found))
    # Only models make anything natively.
    if "AISystem" in system.kinds:
        return Fit(False, "makes it through a component only")
    return Fit(None, "does it make it natively?")


def integrated(system: System) -> Fit:
    """Check that it is a system into which models are integrated, rather than a model."""
    if "AIModel" in system.kinds:
        return Fit(False, "a model by itself, not a system into which models are integrated")
    if "AISystem" in system.kinds:
        facts = tuple(("hasComponent", x) for x in system.get("hasComponent"))
        return Fit(True, "a system into which models are integrated", facts)
    return Fit(None, "is it a system into which models are integrated?")


def tasks(system: System, wanted: tuple[str, ...], ground: SystemFacts) -> Fit:
    """Check that a system is known to perform one of the tasks of the purpose."""
    known = [x for x in wanted if system.has("performsTask", x)]
    made = {x for task in wanted for x in ground.made_by_task.get(task, ())}
    built = [x for x in sorted(made) if system.has("specializedIn", x)]
    if not known and any(system.has("nativelyGenerates", x) for x in built):
        words = natural([ground.name(x) for x in built])
        return Fit(True, f"specialized in {words}", tuple(("specializedIn", x) for x in built))
    if not known:
        return Fit(None, f"does it perform {joined(map(ground.name, wanted), every=False)}?")
    words = natural([ground.name(x) for x in known])
    return Fit(True, f"performs {words}", tuple(("performsTask", x) for x in known))


def other_than(system: System, replaced: str) -> Fit:
    """Check that a system is not the one that another is asked for, by its local name."""
    if local(system.iri) == replaced:
        return Fit(False, "it is the system that another is asked for")
    return Fit(True, "it is another system")


def without(system: System, unwanted: str, ground: SystemFacts) -> Fit:
    """Check that a system is not what is left out, by its local name: a system, maker or region.

    A system is left out with all whose names begin with its name: "GPT-4" with "GPT".
    """
    called = ground.name(unwanted)
    label = system.label.casefold()
    rest = label.removeprefix(called.casefold())
    if rest != label and not rest[:1].isalnum():
        return Fit(False, f"{called} is left out")
    for known, check in zip(ground.origins, (developed_by, developed_in), strict=True):
        if unwanted in known:
            found = check(system, unwanted, ground)
            return found if found.holds is None else replace(found, holds=not found.holds)
    return Fit(True, f"nothing of {called}")


def of_kind(system: System, kind: str, ground: SystemFacts) -> Fit:
    """Check that a system is of a kind, as the ontology defines it; a kind is an IRI."""
    noun = with_article(ground.label(kind))
    found = ground.truth(system.iri, kind)
    if found is ENTAILED:
        return Fit(True, f"it is {noun}")
    if found is REFUTED:
        return Fit(False, f"it is not {noun}")
    return Fit(None, f"is it {noun}?")


def developed_by(system: System, developer: str, ground: SystemFacts) -> Fit:
    """Check that an organization, or a part of it, developed a system.

    By the convention of complete lists nobody else did.
    """
    wanted = ground.within(developer)
    found = _among(system, "developedBy", "developed by", wanted, ground)
    return found or Fit(None, "who developed it?")


def developed_in(system: System, region: str, ground: SystemFacts) -> Fit:
    """Check that the developer of a system is based in a region."""
    countries = ground.countries(region)
    found = _among(system, "developedIn", "developed in", countries, ground)
    return found or Fit(None, "where was it developed?")


def _among(
    system: System, prop: str, verb: str, wanted: Collection[str], ground: SystemFacts
) -> Fit | None:
    """Check that a property with a complete list of values has one of some; None without any."""
    if not (values := system.get(prop)):
        return None
    found = [x for x in values if x in wanted]
    shown = found or values
    facts = tuple((prop, x) for x in shown)
    return Fit(bool(found), f"{verb} {natural([ground.name(x) for x in shown])}", facts)


def accepts(system: System, wanted: tuple[str, ...], ground: SystemFacts) -> Fit:
    """Check that a system takes in each of some modalities."""
    missing = [x for x in wanted if not system.has("accepts", x)]
    if not missing:
        words = natural([several(ground.name(x)) for x in wanted])
        return Fit(True, f"accepts {words}", tuple(("accepts", x) for x in wanted))
    if "TextOnlyLLM" in system.kinds and not {*missing} <= {*_TEXTUAL}:
        return Fit(False, "accepts text alone")
    words = joined([several(ground.name(x)) for x in missing], every=True)
    return Fit(None, f"does it accept {words}?")


def reasons(system: System) -> Fit:
    """Check that a system was trained to reason."""
    if "ReasoningLLM" in system.kinds:
        return Fit(True, "reasoning large language model: entailed")
    if control := system.get("hasEffortControl"):
        facts = tuple(("hasEffortControl", x) for x in control)
        return Fit(True, "lets users set how much it reasons", facts)
    if "AIModel" in system.kinds and "LLM" in system.kinds.refuted:
        return Fit(False, "large language model: refuted, hence no reasoning one")
    return Fit(None, "was it trained to reason?")


def acts(system: System) -> Fit:
    """Check that a system is an agent, or can drive one since it calls tools."""
    if "AIAgent" in system.kinds:
        return Fit(True, "AI agent: entailed")
    if tools := system.get("usesTool"):
        return Fit(True, "uses tools", tuple(("usesTool", x) for x in tools))
    if system.has("performsTask", "tool-calling"):
        return Fit(True, "calls tools, as agents do", (("performsTask", "tool-calling"),))
    return Fit(None, "can it act as an agent, or call tools?")


def sized(system: System, bounds: tuple[int, float]) -> Fit:
    """Check that a model, in one of its sizes, has a number of parameters in bounds."""
    (least, most), sizes = bounds, _numbers(system, "parameterCount")
    if not sizes:
        hidden = system.has("doesNotDisclose", "parameterCount")
        end = " its developer does not disclose it" if hidden else ""
        return Fit(None, f"how many parameters has it?{end}")
    fits = [size for size in sizes if least <= size <= most]
    shown = fits[-1] if fits else sizes[0]
    return Fit(bool(fits), f"{shown:,} parameters", (("parameterCount", str(shown)),))


def at_least(system: System, tokens: int) -> Fit:
    """Check that a context window holds no fewer tokens than given."""
    windows = _numbers(system, "contextWindow")
    if not windows:
        return Fit(None, "how large is its context window?")
    text = f"a context window of {windows[-1]:,} tokens"
    return Fit(windows[-1] >= tokens, text, (("contextWindow", str(windows[-1])),))


def costs_at_most(system: System, dollars: float) -> Fit:
    """Check that a million tokens read cost no more US dollars than given."""
    prices = sorted(x for x in map(amount, system.get("inputPrice")) if x is not None)
    if not prices:
        return Fit(None, "what does it cost?")
    text = f"{prices[0]:g} US dollars for a million tokens read"
    return Fit(prices[0] <= dollars, text, (("inputPrice", str(prices[0])),))


def fits_in(system: System, gigabytes: float) -> Fit:
    """Check that the weights of a model, in one of its sizes, fit in a memory.

    A parameter takes 16, 8 or 4 bits, and the work on it a fifth more. The text has the most bits
    that fit. A closed system has no weights to load.
    """

    def needed(size: int, bits: int) -> float:
        return size * bits / 8 * _OVERHEAD / 1e9

    if system.has("hasOpenness", "closed"):
        facts = (("hasOpenness", "closed"),)
        return Fit(False, "closed: nobody else can load its weights", facts)
    if not (sizes := _numbers(system, "parameterCount")):
        return Fit(None, "how much memory does it need? its number of parameters is not known")
    fits = [(size, bits) for bits in _BITS for size in sizes if needed(size, bits) <= gigabytes]
    size, bits = max(fits, default=(sizes[0], _BITS[-1]))
    about = f"about {needed(size, bits):.3g} GB"
    text = f"{about} with weights of {bits} bits and a fifth more ({size:,} parameters)"
    facts = (("parameterCount", str(size)),)
    if fits and not system.has("hasAccess", "downloadable-weights"):
        return Fit(None, f"are its weights to be had? {text}")
    return Fit(bool(fits), text if fits else f"{text}: too much", facts)


def _numbers(system: System, name: str) -> list[int]:
    return sorted(int(x) for x in system.get(name) if x.isdigit())


def after(system: System, limit: str) -> Fit:
    """Check that a system came out after a day (YYYY-MM-DD)."""
    return _released(system, limit, late=True)


def before(system: System, limit: str) -> Fit:
    """Check that a system came out before a day (YYYY-MM-DD)."""
    return _released(system, limit, late=False)


def _released(system: System, limit: str, *, late: bool) -> Fit:
    name, day = system.release
    if not day:
        return Fit(None, "when was it released?")
    text = f"{DATED[name]} {day}"
    if limit.startswith(f"{day}-"):  # a month or a year that holds the limit tells nothing
        return Fit(None, f"on which day was it released? It was {text}")
    # The release follows the announcement: only a late announcement decides.
    if day > limit or name in RELEASE:
        return Fit(day > limit if late else day < limit, text, ((name, day),))
    return Fit(None, f"when was it released? It was {text}")


_OF_KIND = "SELECT DISTINCT ?x { ?x a ait:%s }"
_LEFT_OUT = """SELECT DISTINCT ?x { VALUES ?kind { ait:AIArtifact ait:Organization ait:Region }
  ?x a ?kind }"""
_CLASSES = "SELECT ?x { ?x a owl:Class }"
_LICENCES = "SELECT ?x { { ?x a ait:Licence } UNION { ?x rdfs:subClassOf ait:Licence } }"


class Option(NamedTuple):
    """An option of `find` and `recommend`: how it is read, and what it asks of a system.

    Attributes:
        name: as in `Filters`.
        sort: of its value: "name", "names", "count", "amount", "day", "choice" or "flag".
        of: the query among whose results names are looked up, the unit of an amount, the choices,
            or the group of a flag, of which one may be given.
        words: what a change of it is called.
        subject: that of its constraint; "" where another option has the constraint.
        find: finds whether a system meets it, by its value unless that is true.
        by_ground: whether the check asks the facts about all systems.

    """

    name: str
    sort: str
    of: Any
    words: str
    subject: str = ""
    find: Callable[..., Fit] | None = None
    by_ground: bool = False


#: In the order in which their constraints reject systems.
OPTIONS = (
    Option("kind", "name", _CLASSES, "the kind", "kind", of_kind, True),
    Option("developer", "name", _OF_KIND % "Organization", "the developer", "developer",
           developed_by, True),
    Option("country", "name", _OF_KIND % "Region", "the country", "country", developed_in, True),
    Option("content", "names", _OF_KIND % "ContentModality", "the content type", "content",
           content, True),
    Option("accepts", "names", _OF_KIND % "Modality", "the input", "input", accepts, True),
    Option("native", "flag", "way", "native use", "way", native),
    Option("integrated", "flag", "way", "integrated use", "way", integrated),
    Option("tasks", "", "", "", "task", tasks, True),  # which a purpose involves
    Option("instead_of", "name", _OF_KIND % "AIArtifact", "the system to replace", "system",
           other_than),
    Option("without", "names", _LEFT_OUT, "what is left out", "left out", without, True),
    Option("open_weights", "flag", "openness", "open weights", "openness", openness.open_weights),
    Option("open_source", "flag", "openness", "open source", "openness", openness.open_source,
           True),
    Option("fully_open", "flag", "openness", "fully open", "openness", openness.fully_open, True),
    Option("closed", "flag", "openness", "closed", "openness", openness.closed),
    Option("licence", "name", _LICENCES, "the licence", "licence", openness.licensed, True),
    Option("commercial", "flag", "", "commercial use", "licence", openness.commercial, True),
    Option("access", "choice", ACCESS, "", "access", openness.access, True),
    Option("reasoning", "flag", "", "reasoning", "reasoning", reasons),
    Option("agent", "flag", "", "agent abilities", "agent", acts),
    Option("min_parameters", "count", "", "the least size", "size", sized),
    Option("max_parameters", "count", "", "the size limit"),
    Option("min_context", "count", "", "the context window", "context window", at_least),
    Option("max_price", "amount", "US dollars", "the price limit", "price", costs_at_most),
    Option("max_memory", "amount", "gigabytes", "the memory limit", "memory", fits_in),
    Option("released_after", "day", "", "the release date", "release", after),
    Option("released_before", "day", "", "the latest release", "latest release", before),
    Option("language", "names", _OF_KIND % "Language", "the language", "language",
           openness.supports, True),
    Option("region", "name", _OF_KIND % "Region", "the region", "region", openness.offered, True),
    Option("data_region", "name", _OF_KIND % "Region", "the place of data", "data",
           openness.keeps_data, True),
)  # fmt: skip


@dataclass(frozen=True)
class Constraint:
    """Something asked of a system.

    Attributes:
        name: its subject, such as "licence".
        value: the value that is asked for; name, value and check identify a constraint.
        find: finds whether a system meets it, by value and further arguments.
        given: these arguments.
        always: whether it applies whatever the criteria.

    """

    name: str
    value: object
    find: Callable[..., Fit]
    given: tuple[Any, ...] = ()
    always: bool = False

    def check(self, system: System) -> Fit:
        """Return whether a system meets it."""
        return self.find(system, *(() if self.value is True else (self.value,)), *self.given)
