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
    """A text without a word comes back with empty lists, not with an error."""
    nothing: dict[str, object] = {name: [] for name in ("timex", "people", "references", "attributions", "events")}

    assert annotate({"doc_id": "a", "text": ""}, compiled()) == {"doc_id": "a", **nothing}


def test_people_are_names_and_what_refers_to_them_stands_apart() -> None:
    """Titles, descriptions and pronouns are no part of a name; what refers to somebody bears the same entity."""
    text = "Polish President Anna Berg met Paul Okoro on Friday. She thanked him, and the Polish president left. Mr Okoro stayed."

    result = annotate({"doc_id": "a", "text": text}, compiled())

    assert [each["text"] for each in result["people"]] == ["Anna Berg", "Paul Okoro", "Okoro"]
    anna, paul, okoro = (each["entity"] for each in result["people"])
    assert paul == okoro
    assert [(each["text"], each["form"], each["entity"]) for each in result["references"]] == [
        ("She", "pronoun", anna),
        ("him", "pronoun", paul),
        ("the Polish president", "description", anna),
    ]


def test_a_row_of_a_table_is_read_by_itself() -> None:
    """Lines that the next word would have fitted into end where they end: no name runs on into the next row."""
    text = "Results on Friday:\n1. Anna Berg (Sweden) 52.1\n2. Paul Okoro (Nigeria) 53.0\nWinner of the Otley Cup\nIda Maria Lund"

    names = [each["text"] for each in annotate({"doc_id": "a", "text": text}, compiled())["people"]]

    assert names == ["Anna Berg", "Paul Okoro", "Ida Maria Lund"]


def test_a_text_set_to_a_width_is_read_across_its_lines() -> None:
    """A name that the setting broke is one name: its second word would not have fitted into the line before."""
    text = (
        "The commission that looks into the flood of last spring heard Anna\n"
        "Berg on Friday and will go on next week, when engineers of the dam\nwill be asked."
    )

    assert [each["text"] for each in annotate({"doc_id": "a", "text": text}, compiled())["people"]] == ["Anna Berg"]


def test_one_speech_is_one_attribution() -> None:
    """What somebody says in quotation marks within a paragraph goes from its first word to its last, "she said" included."""
    speech = '"It is late," Anna Berg said. "We go home."'
    text = f'{speech} The hall was empty.\n\n"So be it."'

    result = annotate({"doc_id": "a", "text": text}, compiled())

    assert [text[slice(*each["content"])] for each in result["attributions"]] == [speech]


def test_a_text_without_a_verb_is_read() -> None:
    """A headline may have a noun that is an event and no verb at all."""
    assert annotate({"doc_id": "a", "text": "Police: three held after bank raid"}, compiled())["timex"] == []


def test_a_text_that_breaks_off_is_read() -> None:
    """What was cut within a sentence, after a comma say, is read as far as it goes."""
    (attribution,) = annotate({"doc_id": "a", "text": "Anna Berg said she would stay,"}, compiled())["attributions"]

    assert attribution["source"] == [0, 9]


def test_a_fiscal_year_is_given_by_its_number() -> None:
    """As corpora of TimeML write it; inside Beatbook it stays apart from the calendar's year."""
    result = annotate({"doc_id": "a", "text": "Sales fell in fiscal 2018.", "dct": "2021-05-12"}, compiled())

    assert [each["value"] for each in result["timex"]] == ["2018"]
