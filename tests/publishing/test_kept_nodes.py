"""A site put together from what was kept of it is the site put together from nothing; and little is looked at for it."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random

import pytest

from beatbook.publishing import linking, reader
from beatbook.publishing.held import Held, format_held, parse_held
from beatbook.publishing.index import make_index
from beatbook.publishing.kept import page_key
from beatbook.publishing.kept_nodes import KeptNodes
from beatbook.publishing.outline import outline_of
from beatbook.publishing.render import Overview, Press
from beatbook.publishing.replay import replay, replay_newest
from beatbook.publishing.site import Assembly, build_site
from beatbook.publishing.sitemap import export_sitemap
from tests.publishing.factories import digest, make_article, make_config, make_event, people
from tests.publishing.made import made_documents
from tests.publishing.theme import default_theme

AS_OF = "2031-11-20"


class Shelf:
    """A place for entries, of which some can be damaged."""

    def __init__(self):
        self.entries, self.damaged, self.read_again = {}, set(), 0

    def read(self, table, key):
        self.read_again += 1
        return None if (table, key) in self.damaged else self.entries.get((table, key))

    def holds(self, table, key):
        return (table, key) in self.entries

    def put(self, table, entries):
        for key, entry in entries.items():
            self.damaged.discard((table, key))
            if entry is None:
                del self.entries[table, key]
            else:
                self.entries[table, key] = entry


class Desk:
    """Documents, and what was kept of the site that they last made."""

    def __init__(self, documents, views, analyses, config=None):
        self.documents = {document.path: document for document in documents}
        self.views, self.analyses, self.config = dict(views), analyses, config or make_config()
        self.shelf, self.held, self.as_of = Shelf(), Held(), AS_OF

    def put_together(self):
        prints = {path: self._print(document) for path, document in self.documents.items()}
        known = {"as_of": self.as_of, "prints": prints, "before": self.held}
        self.assembly = Assembly(self.documents, self.views, self.analyses, self.config, **known)
        self.nodes = KeptNodes(self.assembly, self.shelf)
        site, index = self.assembly.of(self.nodes), self.nodes.index()
        self.held = parse_held(format_held(self.nodes.close(b"setting")))
        return site, index

    def _print(self, document):
        analysis = self.analyses.get(document.id) if document.type == "article" else None
        return page_key(document.front_matter, document.body, self.views.get(document.path), analysis)

    def from_nothing(self):
        site = build_site([*self.documents.values()], self.views, self.analyses, self.config, as_of=self.as_of)
        return site, make_index(site)


def assert_same(one, other):
    """The tables of two sites, or of what is looked up in them, are the same, and in the same order."""
    for field in fields(other):
        found, wanted = getattr(one, field.name), getattr(other, field.name)
        if isinstance(wanted, dict):
            assert list(found) == list(wanted), field.name
            assert {key: found[key] for key in found} == wanted, field.name
        else:
            assert found == wanted, field.name


OF_EVENTS, OF_ARTICLES = ("id", "dated", "year", "kind", "status", "background", "reports"), ("id", "year", "published", "outlet")
TIES, OF_PROFILES = ("outlet_id", "events"), ("type", "url", "events", "named_in", "cited_by", "reported")


def assert_same_plan(one, other):
    """Two outlines tell the same, in the same order."""
    for table, names in (("events", OF_EVENTS), ("articles", OF_ARTICLES), ("article_ties", TIES), ("profiles", OF_PROFILES)):
        told = [[(key, *(getattr(node, name) for name in names)) for key, node in getattr(found, table).items()] for found in (one, other)]
        assert told[0] == told[1], table
    assert [one.names[key].name for key in one.profiles] == [other.names[key].name for key in other.profiles]
    assert [*one.pairs.items()] == [*other.pairs.items()]
    assert [*one.changed.items()] == [*other.changed.items()]


class Editor:
    """Does something at random to the documents of a desk."""

    def __init__(self, desk, seed):
        self.desk, self.random, self.away = desk, Random(seed), {}  # noqa: S311 - made-up edits

    def act(self):
        action = self.random.choice(
            (self.remove, self.bring_back, self.edit, self.edit, self.edit, self.rename, self.hide, self.note, self.name)
        )
        action(self.random.choice(list(self.desk.documents)))
        self.desk.as_of = self.random.choice((AS_OF, AS_OF, None, "2024-01-01"))

    def remove(self, path):
        if len(self.desk.documents) > 3:
            self.away[path] = self.desk.documents.pop(path)

    def bring_back(self, _):
        if self.away:
            path = self.random.choice(list(self.away))
            self.desk.documents[path] = self.away.pop(path)

    def rename(self, path):
        other = self.random.choice([*self.desk.documents.values()]).id
        self.set(path, former_ids=[self.random.choice((other, f"old-{other}"))])

    def hide(self, path):
        self.set(path, **{self.random.choice(("hidden", "excluded")): self.random.choice(("true", "false"))})

    def note(self, path):
        self.desk.documents[path] = replace(self.desk.documents[path], body=self.random.choice(("", "A note.")))

    def name(self, _):
        """An article names somebody else than before."""
        path = self.random.choice([path for path, view in self.desk.views.items() if view.extra.get("entities")])
        view, other = self.desk.views[path], self.random.choice([*self.desk.documents.values()]).id
        entities = [*view.extra["entities"]]
        entities[self.random.randrange(len(entities))] = self.random.choice((other, "", "nobody-else"))
        self.desk.views[path] = replace(view, extra={**view.extra, "entities": entities})

    def set(self, path, **values):
        document = self.desk.documents[path]
        self.desk.documents[path] = replace(document, front_matter={**document.front_matter, **values})

    def edit(self, path):
        random, other = self.random, self.random.choice([*self.desk.documents.values()])
        day = f"20{random.randint(15, 35)}-0{random.randint(1, 9)}-1{random.randint(0, 9)}"
        choices = {
            "event": {
                "date": day, "status": random.choice(("planned", "happened", "cancelled")), "part_of": other.id, "place": other.id,
                "participants": other.front_matter.get("participants", []), "review": random.choice(("checked", "")),
                "topics": [random.choice("abc")], "reports": other.front_matter.get("reports", []), "kind": random.choice(("visit", "call")),
            },
            "article": {
                "published": day, "text": random.choice(("summary", "original")), "copy_of": other.id, "outlet_id": other.id,
                "cites": [other.id],
            },
        }.get(path.partition("/")[0].removesuffix("s"), {
            "name": f"Name {random.randint(0, 9)}", "aliases": [f"Name {random.randint(0, 9)}"], "parent": other.id, "kind": "country",
            "country": random.choice(("FR", "DE")),
        })  # fmt: skip
        key = random.choice(list(choices))
        self.set(path, **{key: choices[key]})


@pytest.mark.parametrize("seed", range(12))
def test_any_sequence_of_edits_ends_where_building_from_nothing_does(seed):
    source, size = digest(), (0, 8, 40)[seed % 3]
    config = make_config()
    if seed % 4 == 3:
        config = replace(config, publish="checked")
    if seed % 2:
        config = replace(config, quotes=replace(config.quotes, per_article=12, max_words=10))
    desk = Desk([*source.documents, *made_documents(size, seed=seed)], source.views, source.analyses, config)
    editor = Editor(desk, seed)
    for step in range(12):
        (site, index), (wanted, looked_up) = desk.put_together(), desk.from_nothing()

        assert_same(site, wanted)
        assert_same(index, looked_up)
        assert_same_plan(desk.nodes.outline(site), outline_of(wanted))
        assert {(table, key) for table, kept in desk.held.tables.items() for key in kept} == desk.shelf.entries.keys()
        if step % 3 == 0:
            desk.shelf.damaged.add(editor.random.choice(sorted(desk.shelf.entries)))
        editor.act()


def test_whom_an_article_names_is_read_once(monkeypatch):
    """Of nothing known: the article asks for it, and each of the profiles that it names."""
    source, read = digest(), []
    monkeypatch.setattr(reader, "read_naming", lambda article, *rest, made=reader.read_naming: read.append(article) or made(article, *rest))
    Desk(source.documents, source.views, source.analyses).put_together()

    assert read
    assert len(read) == len(set(read))


@pytest.mark.parametrize("seed", range(6))
def test_editions_told_from_facts_are_those_of_the_whole_site(seed):
    """Plans that cannot lie ahead any more are not looked at, and none is missed for it."""
    source = digest()
    desk = Desk([*source.documents, *made_documents(20, seed=seed)], source.views, source.analyses)
    editor = Editor(desk, seed)
    for _ in range(6):
        site, _ = desk.put_together()
        for period in ("day", "week"):
            assert tuple(replay_newest(site, period, days=desk.assembly.days())) == tuple(reversed(replay(site, period)))
        editor.act()


def test_plan_of_all_pages_decodes_no_node():
    """What lists, channels, previews and the sitemap are planned by lies beside the facts: of two hundred briefs none is decoded for it."""
    desk = Desk(made_documents(200), {}, {})
    desk.put_together()
    site, index = desk.put_together()
    desk.shelf.read_again = 0
    outline = desk.nodes.outline(site)
    press = Press(site, desk.config, *default_theme(), (), overview=Overview(index, outline))
    sitemap = export_sitemap(site, desk.config, [unit.name for unit in press.units], outline)

    assert (desk.shelf.read_again, len(press.units) > 400, [*sitemap]) == (0, True, ["sitemap.xml"])


def test_whole_table_that_is_gone_through_is_not_held():
    """Whoever looks at all events or articles of a large site is given them one by one: none stays in memory for it."""
    desk = Desk(made_documents(30), {}, {})
    desk.put_together()
    site, index = desk.put_together()
    first = next(iter(site.events))

    for table in (site.events, site.articles, index.facts):
        assert [node.id for node in table.values()] == list(table)
    assert next(iter(site.events.values())) is not next(iter(site.events.values()))
    assert site.events[first] is site.events[first]
    assert next(iter(site.events.values())) is site.events[first]


def test_nothing_is_read_or_made_where_nothing_changed():
    desk = Desk(made_documents(60), {}, {})
    desk.put_together()
    desk.shelf.read_again = 0
    desk.put_together()

    assert (len(desk.assembly.read), desk.nodes.added, desk.shelf.read_again, desk.assembly.links.ranking.renewed) == (0, 0, 0, 0)


def test_another_article_has_its_own_brief_read_and_few_nodes_made():
    """Of four hundred briefs one is read; entries are made for it, for whom it names, and for those that it is related to."""
    desk = Desk(made_documents(400), {}, {})
    desk.put_together()
    known = next(document for document in desk.documents.values() if document.type == "person").id
    article = make_article("another", published="2024-05-05", outlet="The Other")
    event = make_event("summit", date="2024-05-04", participants=people(known), reports=[{"article": "another", "status": "happened"}])
    desk.documents |= {article.path: article, event.path: event}
    desk.put_together()

    assert desk.assembly.read == {"summit"}
    assert desk.nodes.added < 60
    assert_same(desk.put_together()[0], desk.from_nothing()[0])


def test_another_brief_is_compared_with_what_the_others_were(monkeypatch):
    """What an event may share with others is gathered of the one that is new."""
    desk, gathered = Desk(made_documents(200), {}, {}), []
    desk.put_together()
    event = make_event("summit", date="2024-05-04", topics=["cod"])
    desk.documents[event.path] = event
    monkeypatch.setattr(linking, "features_of", lambda *of, plainly=linking.features_of: gathered.append(of) or plainly(*of))
    desk.put_together()

    assert gathered == [([], ("cod",), None)]


def test_note_below_a_brief_makes_that_event_alone():
    desk = Desk(made_documents(60), {}, {})
    desk.put_together()
    path = next(path for path in desk.documents if path.startswith("events/"))
    desk.documents[path] = replace(desk.documents[path], body="A note.")
    desk.put_together()

    assert desk.nodes.added == 1


@pytest.mark.parametrize("at", [0, 40, -1])
def test_what_is_held_and_damaged_is_nothing(at):
    desk = Desk(made_documents(5), {}, {})
    desk.put_together()
    content = bytearray(format_held(desk.held))
    content[at] ^= 1

    assert parse_held(bytes(content)) == Held()
    assert parse_held(None) == Held()
