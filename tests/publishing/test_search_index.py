"""The search index: everything can be found, by any spelling, in shards that stay small."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from beatbook.publishing.search_entries import fold_words
from beatbook.publishing.search_index import export_search
from beatbook.publishing.search_words import SHARD
from tests.publishing.factories import make_config, make_site
from tests.publishing.theme import english


def read(content):
    """The value of a shard: the argument of its one call."""
    return json.loads(re.fullmatch(r'beatbookSearch\("[^"]+",(.*)\)\n', content.decode(), re.DOTALL).group(1))


def find(word, site=None):
    """The titles that an exact word leads to, as the browser finds them."""
    files = export_search(site or make_site(), english(), make_config())
    manifest = read(files["search/index.js"])
    shard = [name for first, name in manifest["words"] if first <= word][-1]
    at, found = 0, []
    for step in read(files[f"search/{shard}.js"]).get(word, []):
        at += step >> 2
        start, titles = [entry for entry in manifest["titles"] if entry[0] <= at][-1]
        found.append(read(files[f"search/{titles}.js"])[at - start][0])
    return found


def test_event_is_found_by_a_participant_that_its_title_does_not_name():
    assert "Talks on cod quotas" in find("veskia")


def test_person_is_found_by_an_alias_in_another_script():
    assert find("دوارتي")[0] == "Ana Duarte"


def test_person_is_found_by_the_romanized_form_of_an_alias():
    romanized = [word for word in fold_words("دوارتي") if word.isascii()]

    assert romanized
    assert find(romanized[0])[0] == "Ana Duarte"


def test_marks_and_case_do_not_matter():
    assert fold_words("Wiśniewska") == ["wisniewska"]
    assert fold_words("ØVERBY") == ["øverby", "overby"]


def test_shards_stay_small_on_a_large_digest():
    """One query loads the index, one shard of words and few shards of titles."""
    site = make_site()
    event = site.events["duarte-lindqvist-port-amber-2031"]
    many = {
        f"e{number}": replace(event, id=f"e{number}", url=f"events/e{number}.html", title=f"Meeting number {number}")
        for number in range(1000)
    }

    files = export_search(replace(site, events=many), english(), make_config())

    sizes = [len(content) for path, content in files.items() if re.match(r"search/[wdn]\d*\.", path)]
    assert len(files["search/index.js"]) < 4_000
    assert max(sizes) < SHARD * 1.5


def test_facets_of_a_thousand_events_fit_into_one_script():
    site = make_site()
    event = site.events["duarte-lindqvist-port-amber-2031"]
    many = {f"e{number}": replace(event, id=f"e{number}") for number in range(1000)}

    files = export_search(replace(site, events=many), english(), make_config())

    assert max(len(content) for path, content in files.items() if path.startswith("search/f.")) < 20_000


def test_shard_names_carry_a_hash_of_what_they_hold():
    assert all(
        re.fullmatch(r"search/(index|[wdnf]\d*\.[0-9a-f]{8})\.js", path) for path in export_search(make_site(), english(), make_config())
    )


def test_line_separators_cannot_end_a_script_string():
    site = make_site()
    event = replace(site.events["cod-talks-2031"], title="a\u2028b")

    files = export_search(replace(site, events={**site.events, event.id: event}), english(), make_config())

    assert not any("\u2028" in content.decode() for content in files.values())
