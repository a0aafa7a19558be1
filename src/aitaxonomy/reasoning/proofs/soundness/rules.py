"""When a step of a proof is sound: the rules by name, each with the condition it has to meet.

The conditions are read off the direct semantics of OWL 2, https://www.w3.org/TR/owl2-direct-semantics/.
"""

from __future__ import annotations

from aitaxonomy.reasoning.proofs.soundness import inclusions, kinds, links
from aitaxonomy.reasoning.proofs.soundness.inclusions import Subsumes, backward, unary
from aitaxonomy.reasoning.proofs.soundness.inference import CheckedStep, Condition
from aitaxonomy.reasoning.proofs.soundness.statements import TOP, one, opposite

_SUBSUMES: dict[str, Subsumes] = {
    "subclass": inclusions.told("SubClassOf"),
    "inferred subclass": inclusions.told("SubClassOf"),
    "domain": inclusions.told("ObjectPropertyDomain", "DataPropertyDomain"),
    "range": inclusions.told("ObjectPropertyRange"),
    "one restriction implies the other": inclusions.restriction,
    "a chain carries it over": inclusions.by_chain,
    "follows from its parts": inclusions.parts,
    "its only value is another": inclusions.only_value,
    "what has such a value at all": inclusions.at_all,
    "what it is linked with says so": inclusions.back,
    "nothing can be such": inclusions.impossible,
}
_LINKS: dict[str, Condition] = {
    "subproperty": links.along("SubObjectPropertyOf", "SubDataPropertyOf"),
    "property chain": links.along("SubObjectPropertyOf", far=True),
    "equivalent property": links.along("EquivalentObjectProperties", "EquivalentDataProperties"),
    "inverse property": links.along("InverseObjectProperties"),
    "transitive property": links.along("TransitiveObjectProperty", far=True),
    "symmetric property": links.along("SymmetricObjectProperty"),
    "functional property": links.same_value,
    "reflexive property": links.to_itself,
    "irreflexive property": links.clashing("IrreflexiveObjectProperty", back=False),
    "asymmetric property": links.clashing("AsymmetricObjectProperty", back=True),
    "disjoint properties": links.disjoint_links,
    "data property range": links.outside,
    "key": links.key,
}
WITH_AXIOM: dict[str, Condition] = {
    **{name: unary(test) for name, test in _SUBSUMES.items()},
    **{f"{name}, read backward": unary(backward(test)) for name, test in _SUBSUMES.items()},
    **_LINKS,
    "stated": links.stated,
    "definition": unary(inclusions.defined),
    "disjoint classes": links.disjoint,
    "different individuals": kinds.differ,
    "domain": links.ends("Domain"),
    "range": links.ends("Range"),
    "its only value": kinds.its_only_value,
    "its only value is another": kinds.its_value_is_another,
    "none of its possible values is such": kinds.none_possible,
    "its only possible value": kinds.last_possible,
    "the last of its possible values": kinds.last_possible,
    "no value of that kind": kinds.no_value_of_kind,
    "the chain would carry it over": kinds.would_carry,
    "something has that value": kinds.of_that_value,
}
"""The conditions of the rules that rest on an axiom, or may do so."""
WITHOUT_AXIOM: dict[str, Condition] = {
    "by its value": links.in_range,
    "everything is one": lambda step: step.conclusion[:2] == ("is", TOP) and step.given(),
    "all parts hold": kinds.all_parts,
    "each part holds": unary(lambda low, high, _: low[0] == "and" and high in low[1]),
    "a part fails": unary(lambda low, high, _: high[0] == "or" and low in high[1]),
    "one of them holds": unary(lambda low, high, _: high[0] == "or" and low in high[1]),
    "the last part must fail": kinds.last_part,
    "the last of them must hold": kinds.last_part,
    "at least one": unary(lambda low, high, _: low[0] == "least" and high == ("some", *low[2:])),
    "not even one": unary(
        lambda low, high, _: (
            high == ("not", high[-1])
            and high[1][0] == "least"
            and opposite(low) == ("some", *high[1][2:])
        )
    ),
    "itself": lambda step: (
        ("is", one(step.conclusion[-1]), step.conclusion[-1]) in step.concluded and step.given()
    ),
    "listed": lambda step: (
        step.given()
        and any(x in terms and len(terms) > 1 for x, (terms,) in step.kinds("one", step.concluded))
    ),
    "none of the listed": unary(
        lambda low, high, _: (
            low[0] == high[0] == "not"
            and low[1][0] == high[1][0] == "one"
            and high[1][1] <= low[1][1]
        )
    ),
    "the last one listed": kinds.last_listed,
    "different from all listed": kinds.differs_from_all,
    "the only one listed": lambda step: (
        step.conclusion[0] == "same"
        and step.given(("is", one(step.conclusion[2]), step.conclusion[1]))
    ),
    "different kinds": kinds.other_kind,
    "both a member and none": kinds.contradiction,
    "has a value": kinds.has_value,
    "has such a value": kinds.has_value,
    "no such value": kinds.no_such_value,
    "the same, read backward": lambda step: step.given(("same", *reversed(step.conclusion[1:]))),
    "the same, step by step": lambda step: any(
        step.given(("same", step.conclusion[1], each[2]), ("same", each[2], step.conclusion[-1]))
        for each in step.premises
        if each[0] == step.conclusion[0] == "same"
    ),
    "the same under another name": links.renamed,
    "at most one": links.at_most_one,
}
"""The conditions of the rules that rest on none."""
WITHOUT_AXIOM["none of them holds"] = lambda step: (
    kinds.all_parts(step) or WITHOUT_AXIOM["each part holds"](step)
)


def sound(rule: str, step: CheckedStep) -> bool | None:
    """Return whether a step by a rule is sound; None if there is no rule of that name."""
    if rule in WITHOUT_AXIOM:
        return not step.axiom[0] and WITHOUT_AXIOM[rule](step)
    return WITH_AXIOM[rule](step) if rule in WITH_AXIOM else None
