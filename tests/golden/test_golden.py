"""What users get is what is kept: a change of it is meant, named and kept anew."""

from collections.abc import Iterator

import pytest
from tests.golden.corpus import GROUPS, asked_on_the_day, differences, kept, outputs

from aitaxonomy import Taxonomy


@pytest.fixture(scope="module")
def asked() -> Iterator[Taxonomy]:
    with asked_on_the_day() as ai:
        yield ai


@pytest.mark.parametrize("group", GROUPS)
def test_users_get_what_is_kept(asked: Taxonomy, group: str) -> None:
    assert differences(outputs(asked, group), kept()[group]) == []
