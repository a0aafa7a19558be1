"""What the examples in docstrings share: the shipped content, loaded and reasoned once."""

from collections.abc import Iterator

import pytest

from aitaxonomy.inference.content import shipped_content


@pytest.fixture(scope="module", autouse=True)
def one_content() -> Iterator[None]:
    """Each `Taxonomy()` of an example has the same content, which never changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aitaxonomy.taxonomy.Content", shipped_content)
        yield
