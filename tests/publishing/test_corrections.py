"""Where readers send corrections."""

import pytest

from beatbook.config import Corrections
from beatbook.publishing.corrections import editor_url, form_url, mail_url

PATH = "content/events/marin-vell-riga-2021.md"


@pytest.mark.parametrize(
    ("repository", "wanted"),
    [
        ("https://github.com/owner/beat", "https://github.com/owner/beat/edit/main/"),
        ("https://github.com/owner/beat.git", "https://github.com/owner/beat/edit/main/"),
        ("https://gitlab.com/group/beat/", "https://gitlab.com/group/beat/-/edit/main/"),
        ("https://gitlab.example.org/group/beat", "https://gitlab.example.org/group/beat/-/edit/main/"),
        ("https://codeberg.org/owner/beat", "https://codeberg.org/owner/beat/_edit/main/"),
        ("https://git.example.org/beat/change/{branch}/-/{path}", "https://git.example.org/beat/change/main/-/"),
    ],
)
def test_each_forge_has_its_own_editor(repository, wanted):
    """By the host's name; another one by a pattern."""
    assert editor_url(Corrections(repository=repository), PATH) == wanted + PATH


def test_branches_and_files_are_encoded():
    """A branch may hold a slash or a hash."""
    where = Corrections(repository="https://github.com/owner/beat", branch="fix/no #1")

    assert editor_url(where, PATH) == f"https://github.com/owner/beat/edit/fix/no%20%231/{PATH}"


def test_forms_and_letters_name_the_page():
    """By its permalink, encoded."""
    page = "https://news.example/events/a.html?x=1&y"

    assert form_url(Corrections(form="https://f.example/?page={permalink}"), page) == (
        "https://f.example/?page=https%3A%2F%2Fnews.example%2Fevents%2Fa.html%3Fx%3D1%26y"
    )
    assert mail_url(Corrections(email="desk@news.example"), "Fish & chips", page).startswith(
        "mailto:desk@news.example?subject=Fish%20%26%20chips&body=https%3A"
    )


def test_what_is_not_configured_is_no_link():
    """Empty means none."""
    assert (editor_url(Corrections(), PATH), form_url(Corrections(), "x"), mail_url(Corrections(), "x", "y")) == ("", "", "")
