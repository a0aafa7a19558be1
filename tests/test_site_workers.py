"""The pages that processes of their own make are those that one process makes."""

import pytest

from aitaxonomy import Taxonomy
from aitaxonomy.rdf.namespaces import AIT, AIX
from aitaxonomy.site.addresses import HOME
from aitaxonomy.site.pages import Pages, with_twins
from aitaxonomy.site.workers import of_things

pytestmark = pytest.mark.judges

#: One with verdicts, one whose description has a node without a name, and one with neither.
THINGS = (AIX + "dall-e-3", AIT + "generates", AIX + "text")


def test_a_worker_makes_the_same_files(ai: Taxonomy, pages: Pages) -> None:
    here = list(with_twins(file for iri in THINGS for file in pages.of_thing(iri)))
    folders = {path.rpartition("/")[0] + "/" for path, _ in here}
    assert folders == {pages.folders[iri] for iri in THINGS}
    with of_things(ai, HOME, THINGS, processes=1) as files:
        assert list(files) == here
