"""The clean text and the way back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beatbook.reading.clean import clean_text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("about\u00a0the\u2009talks\tin May", "about the talks in May"),
        ("“North’s” ‘plan’", "\"North's\" 'plan'"),
        ("talks — and – more…", "talks — and – more…"),
    ],
)
def test_typographic_noise_is_replaced_one_by_one(text: str, wanted: str) -> None:
    """Odd spaces and curly marks become plain ones of the same length; dashes stay."""
    clean = clean_text(text)

    assert clean.text == wanted
    assert clean.offsets is None


@pytest.mark.parametrize(
    ("text", "wanted", "word", "original"),
    [
        ("Jo\u200b Field\u202e said", "Jo Field said", "Field", "Field"),
        ("the co\u00adoperation", "the cooperation", "cooperation", "co\u00adoperation"),
        ("Smith &amp; Sons said &ldquo;no&rdquo;", 'Smith & Sons said "no"', "Smith & Sons", "Smith &amp; Sons"),
        ("the \ufb01rst e\u0301tude", "the first étude", "first", "\ufb01rst"),
        ("the mayorâ€™s plan", "the mayor's plan", "mayor's", "mayorâ€™s"),
        ("the mayor\ufffds plan", "the mayor's plan", "mayor's", "mayor\ufffds"),
        (
            "Mayor Field Jo Ann FieldFive bridges to see this year Ten walks MORE said on Monday",
            "Mayor Field said on Monday",
            "Field",
            "Field",
        ),
    ],
)
def test_what_changes_length_has_a_way_back(text: str, wanted: str, word: str, original: str) -> None:
    """Invisible characters, entities, ligatures, mixed-up encodings and glued teasers go; spans lead to what stood there."""
    clean = clean_text(text)
    start = clean.text.index(word)

    span = clean.original(start, start + len(word))

    assert clean.text == wanted
    assert text[span.start : span.end] == original


@given(st.text(alphabet=st.sampled_from("ab \n\t’“”\u00a0\u200b\u00ad\u202eé\u0301ﬁ&amp;â€™\ufffds\u2028"), max_size=60))
def test_spans_of_any_text_lie_inside_it(text: str) -> None:
    """Whatever is cleaned, every clean span leads to a span of the original, in order, and line breaks stay."""
    clean = clean_text(text)

    spans = [clean.original(at, at + 1) for at in range(len(clean.text))]

    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert clean.text.count("\n") == text.count("\n") + text.count("\u2028")
