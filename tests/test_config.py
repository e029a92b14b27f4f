"""The configuration: what is understood, what is refused, and that the example explains every key."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from beatbook.config import Config, parse_config
from beatbook.errors import ConfigError
from beatbook.strictyaml import load_map

EXAMPLE = Path(__file__).parents[1] / "site_config.yaml"


def messages(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, path="site_config.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_an_empty_configuration_is_the_default():
    """A site without a single setting builds."""
    assert parse_config("", path="site_config.yaml") == Config()


def test_values_keep_their_meaning():
    """Numbers are numbers, and a title that looks like YAML's idea of a boolean stays a title."""
    config = parse_config("title: No\npage_size: 50\nquotes: {max_words: 25}\n", path="site_config.yaml")

    assert (config.title, config.page_size, config.quotes.max_words, config.quotes.per_article) == ("No", 50, 25, 200)


def test_an_unknown_key_names_its_line_and_the_nearest_key():
    """A slip of the pen is not ignored."""
    (message,) = messages("title: Talks\ntaglin: x\n")

    assert message.startswith('site_config.yaml:2: there is no key "taglin"')
    assert 'did you mean "tagline"?' in message


def test_every_problem_is_told_at_once():
    """Nobody mends a configuration one error a run."""
    assert len(messages("titel: x\npublish: chekced\nquotes:\n  max_words: many\n")) == 3


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("base_url: ftp://example.org", "an address such as"),
        ("page_size: 0", "a whole number"),
        ("publish: [all]", "one text or number"),
        ("site_id: mine", "authority, date and name"),
        ("quotes: forty", "holds no keys"),
        ("title: x\ntitle: y", "stands twice"),
    ],
)
def test_impossible_values_are_refused_with_what_was_wanted(text, part):
    """A value that cannot be meant stops the build before it does harm."""
    assert part in messages(text)[0]


def test_the_example_explains_every_key():
    """site_config.yaml shows each key once, with a comment in its block."""
    text = EXAMPLE.read_text("utf-8")
    value = load_map(text, path="site_config.yaml").value

    def keys(values) -> dict:
        return {item.name: keys(held) if is_dataclass(held := getattr(values, item.name)) else "" for item in fields(values)}

    shape = {key: dict.fromkeys(item, "") if isinstance(item, dict) else "" for key, item in value.items()}
    assert shape == keys(Config())
    assert text.count("#") >= len(shape)
