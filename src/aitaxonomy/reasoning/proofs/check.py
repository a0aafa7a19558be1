"""The proof checker: whether each step of a proof follows by its rule from what it names.

It reads the documented JSON and nothing else. Its knowledge of rules is in `soundness`; it shares
no code with the search for proofs, the evaluation of rules or their compiler.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aitaxonomy.errors import ProofFault
from aitaxonomy.rdf.namespaces import expand
from aitaxonomy.reasoning.proofs.soundness.entailment import follows
from aitaxonomy.reasoning.proofs.soundness.statements import (
    Fact,
    Tree,
    claims,
    contrary,
    fact,
    is_,
    kind,
    link,
    opposite,
    parse,
)

_FRESH = re.compile(r'_:\?[^\s()<>"]*')
_ANY = "_:?any"
"""The name of the individual that stands for each member of a class; see `render.FRESH`."""
_NAMES = {"step": int, "rule": str, "premises": list, "conclusion_owl": str}


@dataclass(frozen=True, slots=True)
class StepFault:
    """A step that does not hold, and why."""

    step: int
    reason: str

    def __str__(self) -> str:
        return f"step {self.step}: {self.reason}"


@dataclass(frozen=True)
class ProofCheck:
    """The findings on a proof; truthy if the proof is valid.

    Attributes:
        faults: the steps that do not hold.
        steps: the number of steps.
        proves: the last conclusion, in functional-style syntax.
        supposing: what is supposed of any individual in it; None if nothing is.
        axioms: the axioms that it rests on, in functional-style syntax.

    """

    faults: tuple[StepFault, ...]
    steps: int
    proves: str
    supposing: str | None
    axioms: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.faults

    def __repr__(self) -> str:
        return f"<ProofCheck of {self.steps} steps: {'valid' if self else self.faults[0]}>"

    def __str__(self) -> str:
        if self.faults:
            return "\n".join(["invalid", *(f"  {fault}" for fault in self.faults)])
        given = f"if {self.supposing} then " if self.supposing else ""
        size = f"{self.steps} steps, {len(self.axioms)} axioms"
        return f"valid ({size}): {given}{self.proves}"


def check_proof(document: Any, stated: Callable[[str, str], bool] | None = None) -> ProofCheck:
    """Check a proof, given as the documented JSON of `why`, or as the list of its steps.

    Each step must follow by its rule from earlier steps and at most one axiom. A supposition must
    be refuted again. Only a proof about any member of a class rests on one. If the document says
    what the proof is of, that must be what it proves. The sentences are not read.

    Args:
        document: the parsed JSON.
        stated: whether an axiom is stated, given in functional-style syntax with the name of the
            rule that uses it; by default all are taken for true.

    Raises:
        ProofFault: the document is not a proof.

    >>> step = {"step": 1, "rule": "assumed", "premises": [], "axiom_owl": None,
    ...         "conclusion_owl": "ClassAssertion(<urn:Cat> <urn:tom>)"}
    >>> print(check_proof([step]))
    invalid
      step 1: it is supposed in step 1 and never refuted

    """
    steps = _steps(document)
    checker = _Checker(stated)
    for number, step in enumerate(steps, 1):
        checker.check(number, step)
    checker.finish(document if isinstance(document, dict) else {})
    supposed = checker.supposed.get(len(steps), frozenset())
    return ProofCheck(
        tuple(checker.faults),
        len(steps),
        steps[-1]["conclusion_owl"],
        steps[min(supposed) - 1]["conclusion_owl"] if supposed else None,
        tuple(dict.fromkeys(step["axiom_owl"] for step in steps if step["axiom_owl"])),
    )


def _steps(document: Any) -> list[dict[str, Any]]:
    """The steps of a document; raises `ProofFault`."""
    steps = document.get("proof") if isinstance(document, dict) else document
    if not isinstance(steps, list):
        raise ProofFault("no proof: give what `why --format json` prints, or the list of its steps")
    if not steps:
        raise ProofFault("no proof: it has no steps")
    for number, step in enumerate(steps, 1):
        if not isinstance(step, dict):
            raise ProofFault(f"no proof: step {number} is not an object")
        for name, sort in _NAMES.items():
            if not isinstance(step.get(name), sort):
                raise ProofFault(f"no proof: step {number} has no {name!r} of the right type")
        if not isinstance(step.get("axiom_owl", 0), str | None):
            raise ProofFault(f"no proof: step {number} has no 'axiom_owl', a text or null")
        if not all(type(each) is int for each in step["premises"]):
            raise ProofFault(f"no proof: the premises of step {number} are not numbers of steps")
    return steps


class _Checker:
    def __init__(self, stated: Callable[[str, str], bool] | None) -> None:
        self.faults: list[StepFault] = []
        self.supposed: dict[int, frozenset[int]] = {}
        """For each step the steps with the suppositions that it rests on."""
        self._stated = stated
        self._facts: dict[int, Fact] = {}
        self._suppositions: set[int] = set()
        self._named: set[str] = {_ANY}
        """The names of individuals that stand for any, or for some value, as far as they go."""
        self._taken: dict[str, Fact] = {}

    def check(self, number: int, step: Mapping[str, Any]) -> None:
        """Check one step; those before it have been checked."""
        reason = self._fault(number, step)
        if reason:
            self.faults.append(StepFault(number, reason))
        self._named.update(_FRESH.findall(step["conclusion_owl"]))

    def _fault(self, number: int, step: Mapping[str, Any]) -> str | None:  # noqa: PLR0911
        """Why a step does not hold."""
        self.supposed[number] = frozenset()
        try:
            conclusion = self._facts[number] = fact(parse(step["conclusion_owl"]))
        except (ValueError, KeyError, TypeError) as error:
            return f"its conclusion is not a statement: {error}"
        axiom = None
        if step["axiom_owl"] is not None:
            if _FRESH.search(step["axiom_owl"]):
                return "its axiom speaks of an individual that stands for any"
            try:
                axiom = parse(step["axiom_owl"])
            except ValueError as error:
                return f"its axiom is invalid: {error}"
        if step["step"] != number:
            return f"it is number {number}, and is called {step['step']}"
        wrong = [each for each in step["premises"] if not 0 < each < number]
        if wrong:
            return f"its premise {wrong[0]} is not an earlier step"
        missing = [each for each in step["premises"] if each not in self._facts]
        if missing:
            return f"its premise {missing[0]} is not a statement"
        resting = frozenset(s for each in step["premises"] for s in self.supposed[each])
        self.supposed[number] = resting
        return self._by_rule(number, step, conclusion, axiom)

    def _by_rule(  # noqa: PLR0911
        self, number: int, step: Mapping[str, Any], conclusion: Fact, axiom: Tree | None
    ) -> str | None:
        rule, premises = step["rule"], [self._facts[each] for each in step["premises"]]
        match rule:
            case "assumed":
                self.supposed[number] = frozenset((number,))
                self._suppositions.add(number)
                return "a supposition rests on nothing" if premises or axiom else None
            case "by contradiction":
                return self._refuted(number, step["premises"], conclusion, axiom)
            case "take one such value":
                return self._takes(conclusion, premises, axiom)
        try:
            holds = follows(conclusion, premises, *([axiom] if axiom else ()))
        except (ValueError, KeyError, TypeError, IndexError):
            return "its axiom is not one of OWL 2"
        if not holds:
            return f"it does not follow by the rule {rule!r} from its premises and its axiom"
        if axiom and follows(conclusion, premises):
            return "it does not need its axiom"
        if axiom and self._stated and not self._stated(step["axiom_owl"], rule):
            return f"nobody states its axiom, {step['axiom_owl']}"
        return None

    def _refuted(
        self, number: int, premises: list[int], conclusion: Fact, axiom: Tree | None
    ) -> str | None:
        """Why a supposition, the first premise, is not refuted by a clash, the second."""
        if axiom or len(premises) != 2 or premises[0] not in self._suppositions:
            return "a contradiction takes a supposition and a clash, and no axiom"
        supposed, clash = (self._facts[each] for each in premises)
        if clash[0] != "clash":
            return f"step {premises[1]} is not a contradiction"
        if not claims(conclusion) & claims(contrary(supposed)):
            return f"it is not the contrary of what step {premises[0]} supposes"
        self.supposed[number] = self.supposed[premises[1]] - {premises[0]}
        return None

    def _takes(self, conclusion: Fact, premises: list[Fact], axiom: Tree | None) -> str | None:
        """Why a new name is not given to a value that there is by the only premise."""
        if axiom is None and len(premises) == 1 and premises[0][0] == "is":
            _, of, owner = premises[0]
            for name in conclusion[1:] if of[0] == "some" else ():
                says = link(of[1], owner, str(name)), is_(of[2], str(name))
                if not _FRESH.fullmatch(str(name)) or conclusion not in says:
                    continue
                if name in self._named and self._taken.get(name) != premises[0]:
                    return f"the name {name} is taken"
                self._taken[name] = premises[0]
                return None
        return "it does not name a value that its premise says there is"

    def finish(self, claim: Mapping[str, Any]) -> None:
        """Check the suppositions of the last step, and that it is the stated conclusion."""
        last = max(self.supposed)
        reason = next(self._loose(last), None)
        if reason is None and any(map(claim.get, ("claim_owl", "verdict"))):
            reason = self._other_claim(last, claim)
        if reason:
            self.faults.append(StepFault(last, reason))

    def _loose(self, last: int) -> Iterator[str]:
        for number in sorted(self.supposed[last]):
            supposed = self._facts[number]
            if supposed[0] != "is" or supposed[2] != _ANY or len(self.supposed[last]) > 1:
                yield f"it is supposed in step {number} and never refuted"
        for name in self._facts.get(last, ())[1:]:
            if isinstance(name, str) and name in self._taken:
                yield f"it speaks of {name}, which only its proof names"

    def _other_claim(self, last: int, claim: Mapping[str, Any]) -> str | None:
        """Return why the proof does not prove its stated conclusion."""
        told = str(claim.get("verdict"))
        try:
            proves = claim.get("proves")
            about = proves if isinstance(proves, Mapping) else claim
            if "claim_owl" in about:
                axioms = [parse(str(about["claim_owl"]))]
            else:
                thing, of = (_iri(about.get(name)) for name in ("thing", "kind"))
                # A name does not say whether it is of a thing or of a class.
                axioms = [("ClassAssertion", of, thing), ("SubClassOf", thing, of)]
            proved = any(self._proves(last, axiom, told) for axiom in axioms)
        except ValueError as error:
            return f"what it is said to prove is not a statement: {error}"
        return None if proved else f"it does not prove what it is said to prove, {told}"

    def _proves(self, last: int, axiom: Tree, told: str) -> bool:
        """Return whether the last step shows that an assertion, or a class inclusion, holds."""
        ends = claims(self._facts[last]) if last in self._facts else set[Fact]()
        given = {each for number in self.supposed[last] for each in claims(self._facts[number])}
        if axiom[0] != "SubClassOf":
            said = fact(axiom)
            return not given and bool(claims(said if told == "entailed" else contrary(said)) & ends)
        low, high = kind(axiom[1]), kind(axiom[2])
        if told == "entailed":
            return given <= claims(is_(low, _ANY)) and bool(
                (claims(is_(high, _ANY)) | {("clash", _ANY)}) & ends
            )
        firm = [said for number, said in self._facts.items() if not self.supposed[number]]
        return not given and any(
            claims(is_(low, each)) & claims(said) and claims(is_(opposite(high), each)) & ends
            for said in firm
            for each in said[1:]
            if isinstance(each, str)
        )


def _iri(name: object) -> str:
    return expand(str(name)) or str(name)
