"""YAML is read as text, lists and mappings, whatever it asks for, and in bounded size."""

import pytest

from aitaxonomy.errors import ImportFault
from aitaxonomy.inventory.formats.plain_values import YAML_DEPTH, dump_yaml, load_yaml

LAUGHS = "\n".join(
    ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (LAUGHS, "f.yaml:7: over 2000000 values when its aliases are put in"),
        ("a: " + "[" * 100_000, f"f.yaml:1: nested over {YAML_DEPTH} levels deep"),
        ("{a: " * 70 + "1" + "}" * 70, f"f.yaml:1: nested over {YAML_DEPTH} levels deep"),
        ("a: 1\nb: &b [*b]", "f.yaml:2: alias *b is unknown here or holds itself"),
        ("a: *b", "f.yaml:1: alias *b is unknown"),
        ("a: 1\nb: [1,", "f.yaml:2: not valid YAML"),
        ("a: 1\n---\nb: 2", "f.yaml:2: a second document"),
        ("? [a]\n: b", "a key that is not text"),
        ("a: \x01", "f.yaml:1: not valid YAML: unacceptable character"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_their_line(text: str, complaint: str) -> None:
    with pytest.raises(ImportFault) as caught:
        load_yaml(text, "f.yaml")
    assert complaint in str(caught.value)


def test_tags_construct_nothing() -> None:
    assert load_yaml("!!python/object/apply:os.system [echo]", "f.yaml") == ["echo"]
    assert load_yaml("a: !!python/name:os.system x", "f.yaml") == {"a": "x"}


def test_scalars_stay_what_is_written() -> None:
    read = load_yaml("v: 1.10\nlanguage: no\ndate: 2024-02-30\nsize: 0777\nn: ~\nt: 'true'", "f")
    assert read == {
        "v": "1.10", "language": "no", "date": "2024-02-30", "size": "0777", "n": None, "t": "true"
    }  # fmt: skip


def test_aliases_and_merge_keys_within_bounds() -> None:
    text = "base: &base {licence: mit, size: 7B}\nmodel:\n  <<: *base\n  size: 13B\n  also: *base"
    model = load_yaml(text, "f.yaml")["model"]
    assert model == {"licence": "mit", "size": "13B", "also": {"licence": "mit", "size": "7B"}}
    assert model.line == 3


def test_lines_count_from_where_the_text_starts() -> None:
    assert load_yaml("a:\n  b: 1", "card.md", first_line=5)["a"].line == 6
    with pytest.raises(ImportFault, match=r"card\.md:6: "):
        load_yaml("a: 1\nb: [", "card.md", first_line=5)


def test_what_is_written_is_read_back() -> None:
    document = {"model_name": "a: b # c", "language": ["no", "zh"], "license": "1.0"}
    assert load_yaml(dump_yaml(document), "f.yaml") == document
