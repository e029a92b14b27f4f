"""The digest as of a day is the digest that could have been written on that day."""

from __future__ import annotations

import pytest

from tests.newsroom import Newsroom

CONFIG = "site_id: example.org,2024:fish\ntitle: Fish\nbase_url: https://fish.example/\n"


def built(folder, reports, *arguments):
    folder.mkdir()
    newsroom = Newsroom(folder)
    (folder / "site_config.yaml").write_text(CONFIG)
    newsroom.add_reports(*reports)
    done = newsroom.run(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return {path: content for path, content in newsroom.tree().items() if path.startswith("public/")}


@pytest.mark.parametrize(("day", "known"), [("2024-05-02", ["rumour"]), ("2024-05-10", ["rumour", "plan"])], ids=["rumour", "plan"])
def test_digest_as_of_a_day_equals_one_made_of_the_articles_published_by_then(tmp_path, day, known):
    """Every file of the site, byte by byte: pages, data, feeds, calendars, search, editions."""
    looking_back = built(tmp_path / "all", ["rumour", "plan", "held"], "--as-of", day)
    on_the_day = built(tmp_path / "then", known, "--as-of", day)

    assert sorted(looking_back) == sorted(on_the_day)
    assert [path for path in looking_back if looking_back[path] != on_the_day[path]] == []


def test_edition_of_a_past_week_is_the_same_when_later_articles_come(tmp_path):
    """Only a note on what is known now may be new: here the plan of that week has come true."""
    before = built(tmp_path / "before", ["rumour", "plan"])
    after = built(tmp_path / "after", ["rumour", "plan", "held"])

    edition = "public/editions/2024-W19.txt"
    added = set(after[edition].decode().splitlines()) - set(before[edition].decode().splitlines())
    assert all("The digest now says" in line for line in added)
    assert set(before[edition].decode().splitlines()) <= set(after[edition].decode().splitlines())
