"""docs/formats.md and docs/editing.md say what the code does."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from beatbook.briefing.document import format_document, parse_document
from beatbook.briefing.fields import article_extra, article_fields, event_extra, event_fields, profile_extra, profile_fields
from beatbook.briefing.model import Suggestion
from beatbook.briefing.validate import find_faults
from tests.briefing.factories import MARIN, RIGA, make_article, make_event

if TYPE_CHECKING:
    from collections.abc import Iterable

DOCS = Path(__file__).parents[2] / "docs"
FORMATS = (DOCS / "formats.md").read_text(encoding="utf-8")
EDITING = (DOCS / "editing.md").read_text(encoding="utf-8")


def examples(text: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize(
    "keys",
    [
        event_fields(replace(make_event(), background=True), title="", summary=""),
        event_extra(make_event(), {}),
        article_fields(replace(make_article(), published_range="2021", copy_of="x")),
        article_extra(make_article()),
        {**profile_fields(MARIN), **profile_fields(RIGA)},
        profile_extra(MARIN),
        ["deleted", "gone", "shown", "memory", "suggestions"],
    ],
    ids=["brief", "brief's view", "record", "record's view", "profile", "profile's view", "any view"],
)
def test_every_key_is_documented(keys: Iterable[str]) -> None:
    """No key is written that docs/formats.md does not name."""
    assert [key for key in keys if f"`{key}`" not in FORMATS and f"\n{key}:" not in FORMATS] == []


def test_the_example_of_a_brief_is_one() -> None:
    """It reads without a fault and is written back as it stands there."""
    text = examples(FORMATS)[0]
    document = parse_document(text, path="events/marin-vell-riga-2021.md", type="event")

    assert find_faults(document, text) == ()
    assert format_document(document) == text


def test_the_examples_of_editing_are_read() -> None:
    """Each piece of front matter in docs/editing.md is without a fault."""
    for example in examples(EDITING):
        text = f"---\n{example}---\n"
        assert find_faults(parse_document(text, path="events/x.md", type="event"), text) == ()


def test_the_suggestion_in_the_text_is_how_suggestions_read() -> None:
    """The line of the build's summary is quoted as it is."""
    assert str(Suggestion("events/marin-vell-riga-2021.md", "date", "2021-05-03", "2021-05-04")) in EDITING
