"""Compiles a program for evaluation: its rules classified, its facts closed, once for any data."""

from __future__ import annotations

from dataclasses import dataclass

from aitaxonomy.owl.ontology import Vocabulary
from aitaxonomy.rdf.ntriples import angled
from aitaxonomy.reasoning.chaining.individual_types import IndividualTypes
from aitaxonomy.reasoning.chaining.materialization import Materialization
from aitaxonomy.reasoning.chaining.program_table import PreparedRules
from aitaxonomy.reasoning.rules.model import Predicate, Program


@dataclass(frozen=True)
class CompiledProgram:
    """A program with numbers for its terms, the constants, data values of its facts among them."""

    program: Program
    names: tuple[str, ...]
    """The constants, in N-Triples."""
    types: IndividualTypes
    """The closure without data; to be copied before facts are added."""
    universal: tuple[Predicate, ...]
    """Those of `UNIVERSAL` that are a premise of some rule."""

    @property
    def constants(self) -> int:
        """The number of constants."""
        return len(self.names)


def compile_program(
    program: Program, vocabulary: Vocabulary, *, until_clash: bool = False
) -> CompiledProgram:
    """Compile a program for evaluation; this takes about as long as compiling its ontology.

    A prepared one is compiled already.
    """
    if isinstance(program.rules, PreparedRules):
        state = program.rules.prepared.state.copy()
        for fact, axiom in program.given.items():
            state.add(fact, axiom)
    else:
        state = Materialization(program)
    state.run(until_clash=until_clash)
    declared = vocabulary.classes | vocabulary.object_properties | vocabulary.data_properties
    types, names = state.with_constants(sorted(declared))
    return CompiledProgram(program, tuple(map(angled, names)), types, state.universal)
