"""Claims of a list about known systems, compared with the graph and its sources.

Only a value that the graph refutes is a fault; an unknown one is not. The checks are those by which
`recommend` rules systems out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from aitaxonomy.advice import checks, openness
from aitaxonomy.graph.facts import RELEASE
from aitaxonomy.graph.membership import Kinds
from aitaxonomy.graph.names import normalized
from aitaxonomy.graph.systems import System, SystemFacts
from aitaxonomy.inventory.import_rules.entry_kinds import TOP_KINDS, class_of
from aitaxonomy.inventory.import_rules.labels import stated_labels
from aitaxonomy.inventory.import_rules.tasks import find_task, tasks
from aitaxonomy.inventory.matching.developers import (
    find_organization,
    organizations_in,
    same_company,
)
from aitaxonomy.inventory.record import Remark
from aitaxonomy.inventory.vocabulary import ancestors, content_modalities, find_value, words
from aitaxonomy.linting.finding import ListFinding, quoted
from aitaxonomy.linting.openness import licence_kind, said
from aitaxonomy.rdf.namespaces import AIT, expand
from aitaxonomy.reasoning.verdict import REFUTED, Truth
from aitaxonomy.text import natural, with_article

#: Property and value, by local names, of each fact that a finding rests on.
Facts = tuple[tuple[str, str], ...]
#: Headings of a column of developers; vendors and suppliers sell what others made.
_MADE = re.compile(
    r"develop|creat|maker|made by|manufactur|entwickl|herstell|dévelop|desarroll|"
    r"sviluppat|ontwikkel|utveckl|udvikl|geliştir|разработ|开发|開発|개발",
    re.IGNORECASE,
)
#: Headings of vendors: they accuse only who offers nothing that others made.
_SOLD = re.compile(
    r"vendor|supplier|anbieter|lieferant|éditeur|fournisseur|proveedor|fornitore|fornecedor|"
    r"leverancier|dostawca|leverantör|leverandør|供应商|厂商",
    re.IGNORECASE,
)
_OUT = re.compile(r"out|generat|produc|creat|make", re.IGNORECASE)
_VERSION, _CREATED = re.compile(r"\d"), re.compile("creat", re.IGNORECASE)
#: A system may be had so many months before its first day by the sources.
_EARLIER = 3
#: Formats that keep a record of what was, so that what is retired stays in them.
OF_HISTORY = frozenset(("spdx", "cyclonedx"))
#: What runs on a large language model, and is called by its name; see `ait:widerSense`.
_LOOSE = "LLMTechnology"


class ClaimJudge:
    """Judges claims about the systems of a graph.

    Args:
        ground: the facts of the graph.
        makers: gives the developers of a system, by local name.
        label: gives the label of an IRI.
        today: YYYY-MM-DD.
        truth: gives the verdict on a thing and a kind, both by IRI, None where it is not known.

    """

    def __init__(
        self,
        ground: SystemFacts,
        makers: Callable[[str], Sequence[str]],
        label: Callable[[str], str],
        today: str,
        *,
        truth: Callable[[str, str], Truth | None] = lambda _thing, _kind: None,
    ) -> None:
        self._ground, self._makers, self._label = ground, makers, label
        self._truth, self._today = truth, today
        self._judges: Mapping[str, Callable[[System, Remark], ListFinding | None]] = {
            "name": self._retirement,
            "developer": self._developer,
            "licence": self._licence,
            "access": self._access,
            "kind": lambda system, claim: self._of_kind(system, claim, class_of(claim.value)),
            "labels": self._labels,
            "task": self._task,
            "output": self._output,
            "parameters": self._parameters,
            "released": self._release,
            "built_on": self._base,
        }

    def refuted(self, claim: Remark) -> ListFinding | None:
        """Return the finding on a claim that the graph refutes, None for any other."""
        system = self._ground.systems.get(claim.other) or self._family(claim.other)
        found = self._judges[claim.field](system, claim)
        if found is None or claim.about == "claim":
            return found
        fault = f"what it is built on tells otherwise: {found.fault}"
        fix = "write what it is, or what else it is built on"
        return found._replace(rule="kind-against-base", fault=fault, fix=fix)

    def _family(self, iri: str) -> System:
        """Return a family of models as a system of which only kinds of all members are known."""
        found = {k: self._truth(iri, AIT + k) for k in ("GenerativeAI", "NonGenerativeAI")}
        refuted = (kind for kind, truth in found.items() if truth is REFUTED)
        return System(iri, self._label(iri), Kinds(refuted=refuted))

    def _found(
        self, rule: str, system: System, claim: Remark, against: str, *, facts: Facts = (), fix: str
    ) -> ListFinding:
        said_by = natural([expand(each) or each.strip("<>")
                           for each in self._ground.sources(system, facts)[:2]])  # fmt: skip
        fault = f"{against}{f' ({said_by})' if said_by else ''}"
        return ListFinding(rule, "warning", claim.column, claim.value, fault, fix)

    def _retirement(self, system: System, claim: Remark) -> ListFinding | None:
        found = checks.retired(system, self._today, self._ground)
        if found.holds or not (_VERSION.search(claim.value) or self._is_former(system, claim)):
            return None
        fix = "take what follows it, or say in the list since when it is out of use"
        against = f"{system.label} was {found.text}"
        return self._found("retired", system, claim, against, facts=found.facts, fix=fix)

    def _is_former(self, system: System, claim: Remark) -> bool:
        """Return whether a name without a version, and its system's, is not that of a later one."""
        names = {normalized(claim.value), normalized(system.label)}
        later = (normalized(each.label) for each in self._ground.systems.values()
                 if not each.retired(self._today))  # fmt: skip
        return not any(name in label for label in later for name in names)

    def _base(self, system: System, claim: Remark) -> ListFinding | None:
        found = self._retirement(system, claim)
        fix = "move to what follows it, or say in the list since when it is out of use"
        return found and found._replace(rule="retired-base", fix=fix)

    def _parameters(self, system: System, claim: Remark) -> ListFinding | None:
        known = [*system.get("parameterCount"), *system.get("activeParameterCount")]
        sizes = [float(each) for each in known]
        if not sizes or any(1 / 1.6 < float(claim.value) / size < 1.6 for size in sizes):
            return None
        against = f"{system.label} has {int(sizes[0]):,} parameters, not {int(claim.value):,}"
        facts = (("parameterCount", known[0]),)
        fix = "write the size of the model that is in use, or its name"
        return self._found("refuted-size", system, claim, against, facts=facts, fix=fix)

    def _release(self, system: System, claim: Remark) -> ListFinding | None:
        properties = ("announcedOn", *RELEASE)
        days = [(day, property) for property in properties for day in system.get(property)]
        first, property = min(days, default=("", ""))
        if not first or not _VERSION.search(system.label) or _CREATED.search(claim.column):
            return None
        if _month(claim.value, "12") + _EARLIER >= _month(first, "01"):
            return None
        against = f"{system.label} was not out in {claim.value}, but from {first} on"
        fix = "write the day of the system that is in use, or its name"
        facts = ((property, first),)
        return self._found("refuted-date", system, claim, against, facts=facts, fix=fix)

    def _developer(self, system: System, claim: Remark) -> ListFinding | None:
        makers = self._makers(system.iri)
        claimed = [find_organization(each) for each in organizations_in(claim.value)]
        known = [each for each in claimed if each]
        # Where several are claimed of whom none made it, another system of its name is meant.
        if not (makers and len(known) == len(claimed) == 1):
            return None
        sold = _SOLD.search(claim.column) and known[0] not in words("seller")
        if not (_MADE.search(claim.column) or sold):
            return None
        if any(same_company(one, other) for one in known for other in makers):
            return None
        names = natural([self._ground.name(each) for each in makers])
        against = f"{system.label} was developed by {names}, not by {quoted(claim.value)}"
        facts = tuple(("developedBy", each) for each in makers)
        fix = f"write {names}, or the name of the system that is meant"
        return self._found("refuted-developer", system, claim, against, facts=facts, fix=fix)

    def _licence(self, system: System, claim: Remark) -> ListFinding | None:
        # What is open may be had by other terms as well, as from a service.
        found = openness.open_source(system, self._ground)
        if licence_kind(claim.value) != "open source" or found.holds is not False:
            return None
        against = f"{system.label} does not come under {quoted(claim.value)}, but {found.text}"
        fix = "write the licence of the weights that are in use"
        return self._found("refuted-licence", system, claim, against, facts=found.facts, fix=fix)

    def _access(self, system: System, claim: Remark) -> ListFinding | None:
        what = said(claim.value)
        if what is None:
            return None
        found = openness.open_weights(system)
        if what == "open source":
            found = openness.open_source(system, self._ground)
        # Weights may be had that are not open: unless the system is closed.
        had = what == "weights" and not openness.closed(system).holds
        if had or found.holds is not (what == "closed"):
            return None
        fault = f"{system.label} is not {quoted(claim.value)}, but {found.text}"
        return self._found("refuted-openness", system, claim, fault, facts=found.facts, fix=_HAD)

    def _labels(self, system: System, claim: Remark) -> ListFinding | None:
        stated = [each.means for each in stated_labels(claim.value)]
        if "DownloadableWeightsModel" in stated and (known := openness.closed(system)).holds:
            what = f"{system.label} is {known.text}"
            return self._found("refuted-openness", system, claim, what, facts=known.facts, fix=_HAD)
        found = (self._of_kind(system, claim, each) for each in stated if each not in tasks())
        return next((each for each in found if each), None)

    def _of_kind(self, system: System, claim: Remark, kind: str | None) -> ListFinding | None:
        """Return the finding on a kind, by local name, of which or above which it provably is not.

        That a product is called a model, or by the name of what it runs on, is common speech.
        """
        if kind is None or kind in TOP_KINDS:
            return None
        above = ancestors([kind])
        no = sorted(above & system.kinds.refuted, key=lambda each: (each != kind, each))
        if not no or (_LOOSE in system.kinds and "AISystem" in system.kinds and "LLM" in above):
            return None
        what = f"not {with_article(self._label(AIT + no[0]))}".replace("not non-", "")
        return self._found("refuted-kind", system, claim, f"{system.label} is {what}", fix=_KIND)

    def _task(self, system: System, claim: Remark) -> ListFinding | None:
        task = find_task(claim.value)
        if not task or task.kind != "generative" or "GenerativeAI" not in system.kinds.refuted:
            return None
        against = f"{system.label} generates nothing, and so does no {quoted(claim.value)}"
        return self._found("refuted-kind", system, claim, against, fix=_KIND)

    def _output(self, system: System, claim: Remark) -> ListFinding | None:
        modality = find_value("Modality", claim.value)
        if not modality or modality not in content_modalities():
            return None
        # What only carries over has outputs that it does not generate; modalities may be inputs.
        if "NonGenerativeAI" in system.kinds or not _OUT.search(claim.column):
            return None
        found = checks.content(system, ((modality,), True), self._ground)
        if found.holds is not False:
            return None
        fix = "leave it out, or name the system that is meant"
        against = f"{system.label} {found.text}"
        return self._found("refuted-output", system, claim, against, facts=found.facts, fix=fix)


def _month(day: str, missing: str) -> int:
    """Return the number of the month of a day, which may have none.

    >>> _month("2024-01-23", "01") - _month("2023", "12")
    1
    """
    year, month = f"{day}-{missing}".split("-")[:2]
    return 12 * int(year) + int(month)


_HAD = "write how it is had in truth, or name the system that is meant"
_KIND = "write what it is, or name the system that is meant"
