"""A proof as a value: numbered steps, from stated facts to the conclusion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from aitaxonomy.html import Link, fragment, link
from aitaxonomy.owl import axioms as ax
from aitaxonomy.owl.writers.english import Words
from aitaxonomy.owl.writers.manchester import manchester
from aitaxonomy.rdf.namespaces import local_name
from aitaxonomy.rdf.positions.location import Location
from aitaxonomy.reasoning.proofs.check import ProofCheck, check_proof
from aitaxonomy.reasoning.proofs.formal import Formal
from aitaxonomy.reasoning.rules.model import CLASH, Atom, GroundFact, Predicate, Rule
from aitaxonomy.reasoning.rules.normal_form import readable
from aitaxonomy.text import clipped, natural


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof.

    Attributes:
        number: its number, from 1 on.
        conclusion: the fact that it derives.
        rule: the rule that it applies; None for a stated or an assumed fact.
        axioms: the axioms of the rule, or the one that states the fact.
        premises: the numbers of the steps that are its premises.
        text: the conclusion in words.
        axiom_words: each axiom in words.
        locations: the place of each axiom.

    """

    number: int
    conclusion: GroundFact
    rule: Rule | None
    axioms: tuple[ax.Axiom, ...]
    premises: tuple[int, ...]
    text: str
    axiom_words: tuple[str, ...]
    locations: tuple[Location, ...]

    def __repr__(self) -> str:
        return f"<Step {self.number}: {clipped(self.text)} ({self.name})>"

    @property
    def name(self) -> str:
        """The name of the rule, `stated` or `assumed`."""
        if self.rule is not None:
            return self.rule.name
        return "stated" if self.axioms else "assumed"

    @property
    def location(self) -> Location:
        """The place of the first axiom of the step."""
        return self.locations[0] if self.locations else Location()


@dataclass(frozen=True)
class Proof:
    """The steps of a proof in order, the conclusion last.

    `heading` says what is proved. `str()` gives the numbered text; `check` checks each step.
    `data_properties` are the properties in it that have data as values.
    """

    heading: str
    steps: tuple[Step, ...]
    data_properties: frozenset[str] = field(default=frozenset(), repr=False, compare=False)
    _link: Callable[[str], Link] = field(default=link, repr=False, compare=False)

    @cached_property
    def axioms(self) -> tuple[ax.Axiom, ...]:
        """All axioms that the proof rests on, those that state facts included."""
        return tuple(dict.fromkeys(axiom for step in self.steps for axiom in step.axioms))

    @property
    def conclusion(self) -> GroundFact:
        """The fact of the last step."""
        return self.steps[-1].conclusion

    def __repr__(self) -> str:
        return f"<Proof of {len(self)} steps: {clipped(self.heading)}>"

    def __len__(self) -> int:
        return len(self.steps)

    def __str__(self) -> str:
        lines = [f"{self.heading}:"]
        for step in self.steps:
            lines.append(f"{step.number:>3}. {_capital(step.text)}{_because(step)}.")
            lines += [f"     by: {text}" for text in _reasons(step)]
        return "\n".join(lines)

    def to_markdown(self) -> str:
        """The proof as a numbered list in Markdown."""
        lines = [f"**{self.heading}**", ""]
        for step in self.steps:
            lines.append(f"{step.number}. {_capital(step.text)}{_because(step)}.")
            for axiom, words, place in zip(
                step.axioms, step.axiom_words, step.locations, strict=True
            ):
                where = f" ({place})" if str(place) else ""
                said = f"{words}: " if _shows_axioms(step) else ""
                lines.append(f"   - {said}`{manchester(axiom)}`{where}")
        return "\n".join(lines) + "\n"

    def to_json(self) -> list[dict[str, object]]:
        """The steps as the documented JSON; `proof.schema.json` is its schema."""
        formal = Formal(self.data_properties)
        return [
            {
                "step": step.number,
                "conclusion": step.text,
                "conclusion_owl": formal.fact(step.conclusion),
                "rule": step.name,
                "axiom": "; ".join(manchester(axiom) for axiom in step.axioms) or None,
                "axiom_owl": " ".join(map(formal.text, step.axioms)) or None,
                "premises": list(step.premises),
                "file": step.location.file,
                "line": step.location.line,
                "source": step.location.source,
                "source_tier": step.location.tier or None,
                "source_locator": step.location.locator or None,
            }
            for step in self.steps
        ]

    def check(self) -> ProofCheck:
        """Check each step by its rule alone, as anybody can who is given the JSON."""
        return check_proof(self.to_json())

    def for_html(self) -> dict[str, Any]:
        """The values of the template `proof.html`: the steps in order, each with its axioms."""
        return {"heading": self.heading, "steps": [self._shown(step) for step in self.steps]}

    def _shown(self, step: Step) -> dict[str, Any]:
        return {
            "text": _capital(step.text),
            "rule": step.name,
            "premises": step.premises,
            "told": _shows_axioms(step),
            "axioms": [
                {
                    "words": _capital(words),
                    "place": at.place,
                    "sources": [self._link(at.source)] if at.source else [],
                    "said_by": at.about_source,
                }
                for words, at in zip(step.axiom_words, step.locations, strict=True)
            ],
        }

    def _repr_html_(self) -> str:
        return fragment("proof.html", **self.for_html())


def _shows_axioms(step: Step) -> bool:
    """Return whether the axioms of a step are shown: they differ from its conclusion.

    The axiom of a stated fact says the same as the fact, unless the conclusion is a clash.
    """
    return step.rule is not None or step.conclusion.predicate == CLASH


def _because(step: Step) -> str:
    if step.rule is None:
        place = "" if _shows_axioms(step) else str(step.location)
        return f" ({'stated' if step.axioms else 'assumed'}{': ' + place if place else ''})"
    if not step.premises:
        return f" ({step.rule.name})"
    return f" (from {natural([str(each) for each in step.premises])}: {step.rule.name})"


def _reasons(step: Step) -> list[str]:
    if not _shows_axioms(step):
        return []
    return [
        _capital(words) + (f" ({place})" if str(place) else "")
        for words, place in zip(step.axiom_words, step.locations, strict=True)
    ]


def _capital(text: str) -> str:
    """The text with a capital first letter, unless it begins with a variable such as x."""
    return text if text[1:2] == " " else text[:1].upper() + text[1:]


def say(fact: GroundFact, words: Words) -> str:
    """A fact as a sentence.

    >>> from aitaxonomy.reasoning.rules.model import member
    >>> say(GroundFact(member(ax.Named("urn:x#LLM")), ("urn:x#gpt-4",)), Words({}))
    'gpt-4 is an LLM'
    """
    predicate, terms = fact.predicate, fact.terms
    subject = words.name(terms[0])
    match predicate.kind:
        case "role":
            return words.link(terms[0], str(predicate.of), terms[1])
        case "same":
            return f"{subject} is the same as {words.name(terms[1])}"
        case "clash":
            return f"what is said of {subject} contradicts itself"
    if isinstance(predicate.of, ax.AnyDataRange):
        verb = "is" if predicate.kind == "is" else "is not"
        return f"{local_name(terms[0])} {verb} a value {words.range(predicate.of)}"
    return f"{subject} {words.phrase(readable(predicate))}"


def suppose(fact: GroundFact, words: Words) -> str:
    """A membership, or a link, as an assumption, in words.

    >>> from aitaxonomy.reasoning.rules.model import member
    >>> suppose(GroundFact(member(ax.Named("urn:x#LLM")).opposite, ("urn:x#gpt-4",)), Words({}))
    'suppose that gpt-4 were not an LLM'
    """
    if fact.predicate.kind == "role":
        return f"suppose that {say(fact, words)}"
    kind = words.kind(readable(fact.predicate))
    return f"suppose that {words.name(fact.terms[0])} were {kind}"


def implicit(predicate: Predicate) -> bool:
    """Return whether facts of the predicate are left out of proofs: their rule implies them."""
    rules_only = ("group", "distinct", "named")
    return predicate.kind in rules_only or predicate.of in (ax.THING, ax.LITERAL)


def visible(body: tuple[Atom, ...]) -> list[Atom]:
    """The premises of a rule that appear as steps."""
    return [atom for atom in body if not implicit(atom.predicate)]


__all__ = ["Proof", "Step", "implicit", "say", "suppose", "visible"]
