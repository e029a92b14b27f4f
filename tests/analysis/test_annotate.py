"""annotate: a plain text in, spans out, for other programs and benchmarks."""

from __future__ import annotations

import json

from beatbook.analysis import annotate
from tests.analysis.made_up import compiled

TEXT = "Anna Berg will meet Paul Okoro in Rome on Friday, the palace said.\n\nThe talks\ndid not take place."


def test_spans_count_the_text_as_given() -> None:
    """Offsets are code points of the input, line ends included."""
    result = annotate({"doc_id": "a", "text": TEXT, "dct": "2021-05-12"}, compiled())

    assert [TEXT[each["start"] : each["end"]] for each in result["people"]] == ["Anna Berg", "Paul Okoro"]
    assert [(TEXT[each["start"] : each["end"]], each["value"]) for each in result["timex"]] == [("Friday", "2021-05-14")]
    assert ("meeting", "planned") in {(each["kind"], each["status"]) for each in result["events"]}
    (attribution,) = result["attributions"]
    assert TEXT[slice(*attribution["content"])].startswith("Anna Berg will meet")


def test_named_event_spans_get_their_status() -> None:
    """Where the input names events, the answer is the status of each of them."""
    spans = [{"start": TEXT.index(word), "end": TEXT.index(word) + len(word)} for word in ("meet", "talks")]

    result = annotate({"doc_id": "a", "text": TEXT, "events": spans}, compiled())

    assert [each["status"] for each in result["events"]] == ["planned", "denied"]
    assert [(each["start"], each["end"]) for each in result["events"]] == [(span["start"], span["end"]) for span in spans]


def test_the_answer_is_plain_json() -> None:
    """Strings, numbers, lists and maps only; without a creation time no value is invented."""
    result = annotate({"doc_id": "a", "text": TEXT}, compiled())

    assert json.loads(json.dumps(result)) == result
    assert [each["value"] for each in result["timex"]] == [None]


def test_an_empty_text_has_nothing() -> None:
    """No text, no spans."""
    assert annotate({"doc_id": "a", "text": ""}, compiled()) == {"doc_id": "a", "timex": [], "people": [], "attributions": [], "events": []}
