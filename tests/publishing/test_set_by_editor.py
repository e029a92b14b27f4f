"""Which values a person set, and what stood there before."""

from beatbook.briefing.model import MachineView
from beatbook.publishing.set_by_editor import set_by_editor

FIELDS = ("name", "aliases", "country")


def test_a_value_that_differs_from_the_machines_is_an_editors():
    """With what the machine holds in its place, and the note where there is one."""
    found = set_by_editor(
        {"name": "Ana Marin", "country": "LV", "editor": {"country": {"by": "Ana", "because": "her passport"}}},
        MachineView({"name": "Ana Marin", "country": "EE"}),
        FIELDS,
    )

    assert found == {"country": {"by": "Ana", "because": "her passport", "machine": "EE"}}


def test_a_value_that_the_machine_repeats_is_an_editors_still():
    """The name of a profile is what the editor called it, in the machine's own view too; the articles' name is remembered."""
    view = MachineView(
        {"name": "President Marin", "aliases": ["A. Marin"], "country": ""},
        extra={
            "memory": {
                "removed": [],
                "overruled": {
                    "name": {"machine": "Ana Marin", "yours": "President Marin"},
                    "aliases[A. Marin]": {"machine": "", "yours": "A. Marin"},
                },
            }
        },
    )
    fields = {"name": "President Marin", "aliases": ["A. Marin"], "country": ""}

    assert set_by_editor(fields, view, FIELDS, echoed=FIELDS) == {"name": {"machine": "Ana Marin"}, "aliases": {}}
    assert set_by_editor(fields, view, FIELDS) == {}


def test_nothing_is_set_in_a_document_without_a_machines_view():
    """It was made by hand as a whole."""
    assert set_by_editor({"name": "Ana Marin"}, None, FIELDS) == {}
