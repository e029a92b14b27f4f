"""The shards of words are made of those of the last build: what comes out is what a look at every entry finds."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from beatbook.publishing.earlier import Earlier
from beatbook.publishing.index import make_index
from beatbook.publishing.outline import outline_of
from beatbook.publishing.page import Desks
from beatbook.publishing.search_entries import Entries
from beatbook.publishing.search_index import export_search, search_units
from beatbook.publishing.search_plan import BLOCK, plan_search
from beatbook.publishing.search_words import SHARD, write_words
from beatbook.publishing.site import build_site
from tests.publishing.factories import make_config
from tests.publishing.made import made_documents, made_site
from tests.publishing.theme import english

TABLES = ("index.facts", "index.articles", "index.profiles", "index.aliases", "pairs", "pages")


def earlier_of(before, after):
    """What a build of one site knows of that of another."""
    files = export_search(before, english(), make_config())
    tables = {name: (table_of(before, name), table_of(after, name)) for name in TABLES}
    changed = {name: {key for key in new if key not in old or old[key] != new[key]} for name, (old, new) in tables.items()}
    units = {
        unit.name: unit.arguments for unit in search_units(plan_search(outline_of(before), before.pages), outline_of(before), lambda: None)
    }
    return Earlier(changed.get, files.get, lambda name, arguments: units.get(name) == arguments)


def table_of(site, name):
    index = make_index(site)
    return dict(getattr(index, name.removeprefix("index."))) if name.startswith("index.") else dict(getattr(site, name))


def words_of(site, earlier):
    """The scripts of words of a site that is built after another one."""
    index = make_index(site)
    desks, plan = Desks(site, english(), make_config(), index), plan_search(outline_of(site), site.pages)
    unit = next(unit for unit in search_units(plan, outline_of(site), lambda: earlier) if unit.name == "search words")
    return {file.path: file.content for file in unit.make(desks, *unit.arguments)}


def from_nothing(site):
    return {path: content for path, content in export_search(site, english(), make_config()).items() if path.startswith("search/w")}


def edit(random, documents):
    """A few documents more or less, and others with another title, day, name or cast."""
    held = [document for document in documents if random.random() > random.choice((0.0, 0.02))]
    for at in random.sample(range(len(held)), 6):
        fields, kind = dict(held[at].front_matter), held[at].type
        if kind == "event":
            fields |= random.choice(
                ({"title": "Ferry talks"}, {"date": f"20{random.randint(10, 29)}-06-0{random.randint(1, 9)}"}, {"date": ""})
            )
            fields |= random.choice(({}, {"participants": fields["participants"][:1]}))
        elif kind == "article":
            fields |= random.choice(({"headline": "Ferry"}, {"published": "2031-02-03"}, {"published": ""}))
        else:
            fields |= random.choice(({"name": "Zora Ferry"}, {"aliases": ["Z. Ferry", "زورا"]}))
        held[at] = replace(held[at], front_matter=fields)
    return held


@pytest.mark.parametrize("seed", range(12))
def test_lists_of_the_last_build_lead_to_those_of_a_look_at_every_entry(seed):
    """Whatever came, went or changed."""
    random = Random(seed)  # noqa: S311 - no secret
    documents = made_documents(150, seed=seed)
    before = edit(random, documents)
    site, after = (build_site(held, {}, {}, make_config(), as_of="2025-01-31") for held in (before, edit(random, before)))

    found = words_of(after, earlier_of(site, after))

    assert found == from_nothing(after)


def added(documents, number=0):
    """The site without its newest event and the articles on it, and with them."""
    newest = sorted((document for document in documents if document.type == "event"), key=lambda event: event.front_matter["date"])[
        -1 - number
    ]
    own = {newest.id, *(report["article"] for report in newest.front_matter["reports"])}
    rest = [document for document in documents if document.id not in own]
    return (build_site(held, {}, {}, make_config(), as_of="2025-01-31") for held in (rest, documents))


def test_an_added_event_has_its_own_words_looked_for_and_nobody_elses(monkeypatch):
    """No other event and no other article is looked at, nor a person: what is shown of those who moved says enough."""
    before, after = added(made_documents(300))
    asked = []
    words = Entries.words
    earlier = earlier_of(before, after)
    monkeypatch.setattr(Entries, "words", lambda self, kind, ident: asked.append((kind, ident)) or words(self, kind, ident))

    words_of(after, earlier)

    new = {("event", ident) for ident in after.events.keys() - before.events.keys()}
    new |= {("article", ident) for ident in after.articles.keys() - before.articles.keys()}
    pairs = [ident for kind, ident in asked if kind == "meeting"]
    assert {one for one in asked if one[0] != "meeting"} == new
    assert len(asked) == len(set(asked))
    assert len(pairs) <= 2


def test_an_added_event_leaves_the_titles_of_other_years_where_they_are():
    """Only the newest entries of its year and of its articles', and those of the people in it, have other numbers."""
    before, after = added(made_documents(2000))
    one, other = ({block.start: block for block in plan_search(outline_of(site), site.pages)} for site in (before, after))

    changed = [block for start, block in other.items() if one.get(start) != block and block.kind in ("event", "article")]
    assert len(changed) <= 4
    assert len(other) > 60


@pytest.mark.parametrize("damage", ["search/index.js", "search/w", "search/d"])
def test_where_a_script_of_the_last_build_is_gone_every_entry_is_looked_at(damage):
    before, after = added(made_documents(60))
    earlier = earlier_of(before, after)
    lost = replace(earlier, read=lambda path: None if path.startswith(damage) else earlier.read(path))

    assert words_of(after, lost) == from_nothing(after)


def test_a_longer_list_leaves_most_scripts_as_they_are():
    """Where a script ends hangs on the words that follow, so those behind it stay."""
    random = Random(3)  # noqa: S311 - no secret
    postings = {f"w{number:05}": [random.randint(4, 4000) for _ in range(random.choice((1, 3, 50, 400)))] for number in range(3000)}
    before = [script.content for script in write_words(postings)]

    after = [script.content for script in write_words({**postings, "w00700": [*postings["w00700"], *([9] * 60)]})]

    assert max(map(len, before)) <= SHARD + 40
    assert len(set(after) - set(before)) <= 8 < len(before)


def test_numbers_follow_the_order_in_which_results_are_shown():
    """Those in most events first, events and articles newest first; blocks lie within a script of titles each."""
    site = made_site(300)
    index = make_index(site)
    plan = plan_search(outline_of(site), site.pages)

    numbers = [number for block in plan for number in range(block.start, block.start + len(block.idents))]
    people = [index.tallies[ident].events for block in plan if block.kind == "person" for ident in block.idents]
    days = [index.events[ident].date for block in plan if block.kind == "event" for ident in block.idents]
    assert numbers == sorted(set(numbers))
    assert all(block.start // BLOCK == (block.start + len(block.idents) - 1) // BLOCK for block in plan)
    assert people == sorted(people, reverse=True)
    assert days == sorted(days, reverse=True)
