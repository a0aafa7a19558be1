"""What documents of makers in repositories are read to state, and what they are not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tools.source_records.documents import Document, Repositories, RepositoryFault
from tools.source_records.repositories import Known, _evidence, _spoken
from tools.source_records.statements import languages_of, makes, named

from aitaxonomy.rdf.namespaces import AIT, AIX

README = """# Model 2

Model 2 is a language model under the MIT License.

## Sizes

| name | parameters |
|---|---|
| Model 2 7B | 7.2B |
| Model 2 70B | 70B |

## Acknowledgements

We thank the authors of Apache License 2.0 code for diffusion models.
"""
NAMES = {
    f"{AIX}model-2-7b": ("Model 2 7B",), f"{AIX}model-2-70b": ("Model 2 70B",),
    f"{AIX}model-2": ("Model 2",), f"{AIX}apache-2.0": ("Apache License 2.0",),
}  # fmt: skip


def _count(count: int) -> tuple[str, str]:
    return f"{AIT}parameterCount", f'"{count}"^^<http://www.w3.org/2001/XMLSchema#integer>'


def _found(
    facts: dict[str, set[tuple[str, str]]], artifact: str
) -> dict[tuple[str, str], tuple[int, int]]:
    document = Document("maker/model-2", "README.md", "c0ffee", "2026-01-01", README)
    families = {f"{AIX}{each}": {f"{AIX}model-2"} for each in ("model-2-7b", "model-2-70b")}
    known = Known({f"{AIX}{name}": each for name, each in facts.items()},
                   {f"{AIX}{name}": set() for name in facts}, NAMES, {}, {}, families)  # fmt: skip
    return _evidence(known, document, _spoken(known, document), f"{AIX}{artifact}",
                     {f"{AIX}{name}" for name in facts})  # fmt: skip


def test_a_count_is_that_of_the_models_own_row() -> None:
    """A size in the row of another model is not attributed."""
    seven, seventy = _count(7_200_000_000), _count(70_000_000_000)
    facts = {"model-2-7b": {seven, seventy}, "model-2-70b": {seventy}}
    assert _found(facts, "model-2-7b") == {seven: (9, 9)}


def test_what_siblings_do_not_share_is_not_attributed_to_one() -> None:
    """The licence that the document gives for all is not a statement on one that has another."""
    mit, apache = ((f"{AIT}hasLicence", f"<{AIX}{name}>") for name in ("mit", "apache-2.0"))
    assert _found({"model-2-7b": {mit}, "model-2-70b": {mit}}, "model-2-7b") == {mit: (3, 3)}
    assert _found({"model-2-7b": {mit}, "model-2-70b": {apache}}, "model-2-7b") == {}


def test_whom_a_maker_thanks_says_nothing_of_the_model() -> None:
    """A licence or an architecture in the acknowledgements is not attributed."""
    facts = {
        (f"{AIT}hasLicence", f"<{AIX}apache-2.0>"),
        (f"{AIT}hasArchitecture", f"<{AIX}diffusion-model>"),
    }
    assert _found({"model-2-7b": facts}, "model-2-7b") == {}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Weights released on May 3, 2024", True),
        ("2024/05/03: released checkpoints", True),
        ("Weights released in May 2024", False),
        ("The paper is of 2024-05-03", False),
    ],
)
def test_a_day_is_stated_to_the_day(text: str, stated: bool) -> None:
    """The month alone does not state the day."""
    fact = (f"{AIT}weightsReleasedOn", '"2024-05-03"^^<http://www.w3.org/2001/XMLSchema#date>')
    assert makes(text, fact, {}, named(("Model",))) is stated


def test_languages_count_in_lists_not_in_passing() -> None:
    """A language that is only mentioned is not one that is supported."""
    names = {"english": "en", "french": "fr", "welsh": "cy", "arabic": "ar", "najdi arabic": "ars"}
    assert languages_of(["English | French | Welsh"], names, {}) == [{"en", "fr", "cy"}]
    assert languages_of(["The French team met."], names, {}) == [set()]
    assert languages_of(["Languages: Arabic (Standard, Najdi)"], names, {}) == [{"ar", "ars"}]
    assert languages_of(["fr_XX"], names, {"fr": "fr"}) == [set()]
    assert (
        languages_of(["fr_XX"] + [f"{c}_XX" for c in "abcdefgh"], names, {"fr": "fr"})
        == [set()] * 9
    )


def test_a_repository_is_read_at_its_commit(tmp_path: Path) -> None:
    """A repository stands for its README, and addresses of lines have the commit."""
    at = tmp_path / "maker+model-2"
    git = ["git", "-C", str(at), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "init", "-q", str(at)], check=True)
    (at / "README.md").write_text(README, encoding="utf-8")
    (at / "notes.md").write_text("# Notes", encoding="utf-8")
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "all"], check=True)
    (document,) = Repositories(tmp_path).documents("https://github.com/Maker/Model-2")
    assert document.path == "README.md"
    assert document.repository == "maker/model-2"
    assert document.address(3, 5).endswith(f"/blob/{document.commit}/README.md#L3-L5")
    (notes,) = Repositories(tmp_path).documents(
        "https://github.com/maker/model-2/blob/main/notes.md"
    )
    assert notes.path == "notes.md"
    assert Repositories(tmp_path).documents("https://github.com/maker/other") == []
    (at / ".git" / "HEAD").write_text("ref: refs/heads/none", encoding="utf-8")
    with pytest.raises(RepositoryFault, match="fetch the repository again"):
        Repositories(tmp_path).documents("https://github.com/maker/model-2")
