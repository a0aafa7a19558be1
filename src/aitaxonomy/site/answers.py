"""Answers that pages look up: verdicts on all systems and main kinds, and listed phrases.

The library works all of it out here, in the senses in which it answers elsewhere; the scripts of
the site take a text apart at the spaces, and look the two parts up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from aitaxonomy.advice.facets import FacetedSystem, Facets
from aitaxonomy.answers.open_questions import of_a_thing
from aitaxonomy.answers.senses import Senses
from aitaxonomy.graph.names import normalized
from aitaxonomy.graph.predicates import Saying
from aitaxonomy.html import Link
from aitaxonomy.owl import axioms as ax
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.reasoning.verdict import ENTAILED, REFUTED, UNKNOWN, Truth
from aitaxonomy.site.addresses import name_of, page_of
from aitaxonomy.site.pictures.taxonomy import MAIN, WIDER
from aitaxonomy.site.things import WORDS

if TYPE_CHECKING:
    from aitaxonomy.taxonomy import Taxonomy

_LETTERS: Mapping[Truth, str] = {ENTAILED: "E", REFUTED: "R", UNKNOWN: "?"}
#: The main kinds, on which verdicts are listed beside those of the headline.
_KINDS = tuple(AIT + kind for kind in MAIN)
#: The questions on the home page: the name of a system, and a kind.
_EXAMPLES = (("DALL·E", "LLM"), ("Claude", "LLM"))
_NAMED = 3


class LookUps:
    """The verdicts and phrases that are listed.

    Args:
        ai: the taxonomy.
        facets: the systems.
        places: the place of each thing in the list of names, by IRI.
        headline: the kinds on which the page of a system has a verdict, by local name.

    """

    def __init__(
        self,
        ai: Taxonomy,
        facets: Facets,
        places: Mapping[str, int],
        headline: Iterable[str],
        senses: Senses,
    ) -> None:
        self._ai, self._facets, self._places, self._senses = ai, facets, places, senses
        self._systems = [iri for iri in facets.systems if iri in places]
        self._headline = [AIT + kind for kind in headline]
        self._kinds = list(dict.fromkeys((*self._headline, *_KINDS)))
        self._sayings = [Saying(ax.Named(kind), kind, "") for kind in self._kinds]

    @cached_property
    def spoken(self) -> Mapping[str, str]:
        """The verdicts on each system in the everyday sense, a letter for each kind."""
        finding = self._senses.everyday.finding
        return {
            iri: "".join(_LETTERS[finding(iri, each.of).truth] for each in self._sayings)
            for iri in self._facets.systems
        }

    def _of_several(self, bearers: Sequence[str]) -> tuple[str, str]:
        """Return the letters of a name that several systems have, and the strict ones."""
        found = [self._senses.of_bearers(bearers, each) for each in self._sayings]
        strict = (each if each.strict is None else each.strict for each in found)
        return (
            "".join(_LETTERS[each.verdict] for each in found),
            "".join(_LETTERS[each.verdict] for each in strict),
        )

    def headline(self) -> Mapping[str, str]:
        """Return the letters of each system for the kinds of the headline."""
        return {iri: row[: len(self._headline)] for iri, row in self.spoken.items()}

    def table(self) -> dict[str, Any]:
        """Return the tables of scripts, in which a number is the place of a thing in the names."""
        strict = {iri: self._strict(iri) for iri in self._facets.systems}
        several = {name: self._of_several(its) for name, its in self._ambiguous.items()}
        of_all = chain(self.spoken.values(), strict.values(), *several.values())
        rows = sorted({*of_all})
        numbers = {row: number for number, row in enumerate(rows)}

        def placed(found: Mapping[str, str]) -> list[int]:
            return [numbers[found[iri]] if iri in found else -1 for iri in self._places]

        return {
            "kinds": [[page_of(kind), self._ai.names.label(kind)] for kind in self._kinds],
            "said": self._said(),
            "several": {
                name: [self._places[self._ambiguous[name][0]], *(numbers[row] for row in both)]
                for name, both in several.items()
            },
            "rows": rows,
            "spoken": placed(self.spoken),
            "strict": placed(strict),
            "every": self._every(strict),
            "proved": [self._kinds.index(kind) for kind in self._headline],
            "notes": self._notes(),
            "asked": [
                [each.words.pattern.replace("(?P<", "(?<"), each.card]
                for each in of_a_thing()
                if each.card
            ],
            "phrases": {normalized(text): found for text, *found in self._lists()},
        }

    def _strict(self, iri: str) -> str:
        truth = self._senses.judge.truth
        return "".join(_LETTERS[truth(iri, kind)] for kind in self._kinds)

    @cached_property
    def _ambiguous(self) -> dict[str, list[str]]:
        """The names that several systems have, with these, the best first."""
        bearers: dict[str, set[str]] = {}
        places = self._places.keys()
        words: dict[str, str] = {}
        for name, iri, _ in self._ai.names.of_artifacts():
            bearers.setdefault(normalized(name), set()).add(iri)
            words.setdefault(normalized(name), name)
        return {
            name: [each for each in self._senses.thing(words[name]).bearers if each in places]
            for name, its in bearers.items()
            if len(its & places) > 1
        }

    def _said(self) -> dict[str, int]:
        """Return the names of the kinds, in the plural, too, each with its column."""
        found: dict[str, int] = {}
        for column, kind in enumerate(self._kinds):
            term = self._ai.term(kind)
            for name in (term.label, name_of(kind), *term.alt_labels):
                found.setdefault(normalized(name), column)
                found.setdefault(normalized(name) + "s", column)
        return found

    def _every(self, strict: Mapping[str, str]) -> list[str]:
        """Return the verdicts on "every A is B" for the listed kinds, a row of letters for each."""
        rows = self._ai.content.store.select(WIDER).rows
        below = {(str(kind), str(wider)) for kind, wider in rows}
        found = []
        for column, kind in enumerate(self._kinds):
            its = [row for row in strict.values() if row[column] == "E"]
            letters = (
                "E" if kind == other or (kind, other) in below
                else "R" if any(row[i] == "R" for row in its) else "?"
                for i, other in enumerate(self._kinds)
            )  # fmt: skip
            found.append("".join(letters))
        return found

    def _notes(self) -> dict[int, dict[int, str]]:
        """Return the notes beside the verdicts on products and families."""
        found: dict[int, dict[int, str]] = {}
        for iri in self._systems:
            for column, kind in enumerate(self._headline):
                if note := self.note(iri, kind):
                    found.setdefault(self._places[iri], {})[column] = note
        return found

    def note(self, iri: str, kind: str) -> str:
        """Return the note beside the verdict on a system, "" if there is none."""
        saying = Saying(ax.Named(kind), kind, "")
        return self._senses.note(iri, saying, self._senses.everyday.finding(iri, saying.of))

    # --- what is listed in words

    def _lists(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield phrases that ask for a list: text, question, answer, address."""
        llms = [each for each in self._facets.newest if AIT + "LLM" in each.kinds]
        llms = [each for each in llms if self._facets.is_current(each)]
        languages = {language for each in llms for language in each.languages}
        for language in sorted(languages):
            name, speak = self._facets.label(language), name_of(language)
            its = [each for each in llms if language in each.languages]
            opened = [each for each in its if AIX + "open-weights" in each.openness]
            wish = f"systems/#kind=LLM&language={speak}&show=current"
            listed = (("LLMs", its, wish), ("open LLMs", opened, f"{wish}&open=open-weights"))
            for kind, found, address in listed:
                text = f"Which {kind} speak {name}?"
                yield text, text, _counted(found), address

    def examples(self) -> list[tuple[str, str, str, Link]]:
        """Return questions with their answers: question, word, note, and the page that says why."""
        found = []
        for name, kind in _EXAMPLES:
            verdict = self._ai.is_a(name, kind)
            label = self._ai.names.label(verdict.thing)
            page = Link("why", f"{page_of(verdict.thing)}#{kind}")
            found.append((f"Is {label} an {kind}?", WORDS[verdict.verdict], verdict.note, page))
        phrases = {text: (answer, path) for text, _, answer, path in self._lists()}
        text = "Which open LLMs speak Polish?"
        answer, path = phrases[text]
        found.append((text, "", answer, Link("the list", path.replace("/#", "/index.html#"))))
        copilot = AIX + "github-copilot"
        engines = self._facets.names(self._facets.systems[copilot].engines)
        why = Link("why", page_of(copilot) or "")
        return [*found, ("What powers GitHub Copilot?", "", engines, why)]


def _counted(systems: Sequence[FacetedSystem]) -> str:
    """Return the number of systems, and the first of them by name."""
    first = ", ".join(each.label for each in systems[:_NAMED])
    some = "system" if len(systems) == 1 else "systems"
    return f"{len(systems)} {some}: {first}{' ...' if len(systems) > _NAMED else ''}"
