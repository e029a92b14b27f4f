"""YAML as strings, lists and maps."""

from __future__ import annotations

import contextlib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from beatbook.errors import YamlError
from beatbook.strictyaml import load_map, load_yaml, locate


@pytest.mark.parametrize("written", ["no", "2019-04-25", "14:30", "1.0", "0x1f", "true", "1_000", "=", ".inf"])
def test_every_plain_value_stays_the_text_that_was_written(written: str) -> None:
    """YAML's own types are not applied: `no` is no False, `14:30` no number."""
    assert load_map(f"key: {written}\n", path="x.yaml").value == {"key": written}


@pytest.mark.parametrize("written", ["", "~", "null", '""', "''"])
def test_nothing_is_the_empty_text(written: str) -> None:
    """A key without a value, `~` and `null` are empty."""
    assert load_map(f"key: {written}\n", path="x.yaml").value == {"key": ""}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n...\n"])
def test_an_empty_text_is_an_empty_map(text: str) -> None:
    """A file with nothing in it holds no keys."""
    assert load_map(text, path="x.yaml").value == {}


def test_lines_are_those_of_the_file() -> None:
    """Every key and item knows its line, counted from the line on which the text begins."""
    document = load_yaml("a: 1\nb:\n  - x\n  - c: 2\n", path="x.md", first_line=2)

    assert document.line("b", 1, "c") == 5
    assert document.line("b", 1, "unknown") == 5
    assert document.line("unknown") == 2


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\na: 2\n", "yaml-duplicate", 2),
        ("a: &x 1\n", "yaml-alias", 1),
        ("b: 1\na: *x\n", "yaml-broken", 2),
        ("a: !!int 1\n", "yaml-tag", 1),
        ("a: !x 1\n", "yaml-tag", 1),
        ("<<: {a: 1}\n", "yaml-alias", 1),
        ("? [a]\n: 1\n", "yaml-key", 1),
        ("a: 1\n---\nb: 2\n", "yaml-several", 2),
        ("a: 1\n\tb: 2\n", "yaml-broken", 2),
        ("a: b: c\n", "yaml-broken", 1),
        (f"a: {'[' * 60}{']' * 60}\n", "yaml-deep", 1),
    ],
    ids=[
        "duplicate",
        "anchor",
        "undefined alias",
        "tag",
        "own tag",
        "merge key",
        "list as key",
        "two documents",
        "tab",
        "two colons",
        "deep",
    ],
)
def test_what_is_no_plain_yaml_is_refused_with_its_line(text: str, code: str, line: int) -> None:
    """Duplicate keys, anchors, aliases, tags and the like are refused, with the line where they stand."""
    with pytest.raises(YamlError) as raised:
        load_yaml(text, path="x.yaml")

    (problem,) = raised.value.problems
    assert problem.line == line
    assert problem.code == code or text.startswith("b: 1")  # the alias is named as an alias or as broken, by version of the parser


def test_a_quoted_merge_key_is_a_key_like_any_other() -> None:
    """Only the bare `<<` merges."""
    assert load_map('"<<": a\n', path="x.yaml").value == {"<<": "a"}


def test_a_list_is_no_map() -> None:
    """Where keys are wanted, a list is refused."""
    with pytest.raises(YamlError, match=r"x\.yaml:1: the YAML holds no keys"):
        load_map("- a\n", path="x.yaml")


def test_messages_say_how_to_mend_it() -> None:
    """A value with a colon is the most common slip; its hint names the quotes."""
    with pytest.raises(YamlError, match=r'put a value that holds ": " in quotes'):
        load_map("title: Talks: the second day\n", path="x.yaml")


def test_control_characters_do_not_hide_the_rest() -> None:
    """A stray control character becomes U+FFFD and the file is read."""
    assert load_map("a: x\x07y\nb: 2\n", path="x.yaml").value == {"a": "x\ufffdy", "b": "2"}


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the reader fail in another way than by naming what is wrong."""
    with contextlib.suppress(YamlError):
        load_yaml(text, path="x.yaml")


def test_values_are_located_to_the_character() -> None:
    """The mark of each value is exactly its text; a block ends with its last value, not behind the blank lines below it."""
    text = 'é: "ü" # c\nlist:\n  - {x: 1}\n\n# c\nempty:\nlast: [a, b]\n'
    node = locate(text)

    assert [text[value.start : value.end] for _, value in node.entries] == ['"ü"', "- {x: 1}", "", "[a, b]"]
    assert [value.flow for _, value in node.entries] == [False, False, False, True]


def test_an_empty_text_is_located_as_an_empty_map() -> None:
    """There is nothing to locate in a text without values."""
    assert locate("# nothing\n").entries == ()


@given(st.text(max_size=30))
def test_located_scalars_are_those_that_are_read(value: str) -> None:
    """Marks and values agree, whatever the text."""
    text = yaml.safe_dump({"k": value}, allow_unicode=True)
    try:
        read = load_map(text, path="x").value
    except YamlError:
        return
    ((key, node),) = locate(text).entries

    assert key.value == "k"
    assert isinstance(read, dict)
    assert node.style == "" or node.value == read["k"]
