"""Checks of a system's abilities, size, context window and release date."""

from __future__ import annotations

from aitaxonomy.advice.facts import DATED, RELEASE, System
from aitaxonomy.advice.finding import Check, Finding


def reasons(system: System) -> Finding:
    """Check that a system was trained to reason."""
    if "ReasoningLLM" in system.kinds:
        return Finding(True, "reasoning large language model: entailed")
    if control := system.get("hasEffortControl"):
        facts = tuple(("hasEffortControl", x) for x in control)
        return Finding(True, "lets users set how much it reasons", facts)
    if "AIModel" in system.kinds and "LLM" in system.not_kinds:
        return Finding(False, "large language model: refuted, hence no reasoning one")
    return Finding(None, "was it trained to reason?")


def acts(system: System) -> Finding:
    """Check that a system is an agent, or can drive one since it calls tools."""
    if "AIAgent" in system.kinds:
        return Finding(True, "AI agent: entailed")
    if tools := system.get("usesTool"):
        return Finding(True, "uses tools", tuple(("usesTool", x) for x in tools))
    if system.has("performsTask", "tool-calling"):
        return Finding(True, "calls tools, as agents do", (("performsTask", "tool-calling"),))
    return Finding(None, "can it act as an agent, or call tools?")


def at_most(parameters: int) -> Check:
    """Return the check that a model, in one of its sizes, has no more parameters than given."""

    def check(system: System) -> Finding:
        sizes = _numbers(system, "parameterCount")
        if not sizes:
            hidden = system.has("doesNotDisclose", "parameterCount")
            end = " its developer does not disclose it" if hidden else ""
            return Finding(None, f"how many parameters has it?{end}")
        fits = [size for size in sizes if size <= parameters]
        shown = fits[-1] if fits else sizes[0]
        return Finding(bool(fits), f"{shown:,} parameters", (("parameterCount", str(shown)),))

    return check


def at_least(tokens: int) -> Check:
    """Return the check that a context window holds no fewer tokens than given."""

    def check(system: System) -> Finding:
        windows = _numbers(system, "contextWindow")
        if not windows:
            return Finding(None, "how large is its context window?")
        text = f"a context window of {windows[-1]:,} tokens"
        return Finding(windows[-1] >= tokens, text, (("contextWindow", str(windows[-1])),))

    return check


def _numbers(system: System, name: str) -> list[int]:
    return sorted(int(x) for x in system.get(name) if x.isdigit())


def after(limit: str) -> Check:
    """Return the check that a system came out after a day (YYYY-MM-DD)."""

    def check(system: System) -> Finding:
        name, day = system.release
        if not day:
            return Finding(None, "when was it released?")
        text = f"{DATED[name]} {day}"
        if limit.startswith(f"{day}-"):  # a month or a year that holds the limit tells nothing
            return Finding(None, f"on which day was it released? It was {text}")
        # The release follows the announcement: only a late announcement decides.
        if day > limit or name in RELEASE:
            return Finding(day > limit, text, ((name, day),))
        return Finding(None, f"when was it released? It was {text}")

    return check
