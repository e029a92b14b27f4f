"""What is read of the site while a page is made is noted, all of it: so that a page stands only while nothing it shows has changed."""

from __future__ import annotations

from array import array
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from beatbook.publishing.index import Index, make_index
from beatbook.publishing.kept import Kept, KeptUnit, digest_arguments, format_kept, page_key, parse_kept
from beatbook.publishing.ledger import Ledger
from beatbook.publishing.outline import outline_of
from beatbook.publishing.page import Desks, Page, Unit
from beatbook.publishing.pages import page_units
from beatbook.publishing.site import build_site
from beatbook.publishing.tracing import SITE, TABLE_BITS, WHOLE, Recorder, Table, tables_of
from tests.publishing.factories import digest, make_article, make_config, make_site
from tests.publishing.theme import english, make_desks, render

if TYPE_CHECKING:
    from beatbook.publishing.model import Site


def record(site: Site) -> Recorder:
    return Recorder(tables_of(site, make_index(site), {"feeds": {}, "totals": {}}))


def desks_of(site: Site, index: Index, recorder: Recorder | None = None) -> Desks:
    recall = {"recall": recorder.recall} if recorder else {}
    return Desks(site, english(), make_config(), index, **recall)


def shown(unit: Unit, desks: Desks) -> bytes:
    return page_key(*((page.url, page.title, page.values) for page in unit.make(desks, *unit.arguments) if isinstance(page, Page)))


@pytest.mark.parametrize(
    ("ask", "read", "whole"),
    [
        (lambda table: table["a"], {"a"}, False),
        (lambda table: table.get("b"), {"b"}, False),
        (lambda table: "b" in table, {"b"}, False),
        (list, set(), True),
        (len, set(), True),
        (bool, set(), True),
        (lambda table: list(table.values()), set(), True),
        (lambda table: {**table}, {"a"}, True),
        (lambda table: table == {"a": 1}, set(), True),
    ],
    ids=["one", "none", "whether", "names", "how many", "any", "all", "copied", "compared"],
)
def test_whatever_is_asked_of_a_table_is_noted(ask, read, whole):
    """What is not there is noted as well: it may come."""
    table = Table({"a": 1})
    ask(table)

    assert (table.read - {"a"} if whole else table.read) == read - {"a"} if whole else table.read == read
    assert table.whole == whole


def test_page_shows_nothing_but_what_was_noted():
    """Every unit makes the same pages of a site from which all is gone that it did not read."""
    site = make_site()
    recorder = record(site)
    traced = desks_of(recorder.site, recorder.index, recorder)
    for unit in page_units(make_desks(site), outline_of(site)):
        recorder.begin()
        before = shown(unit, traced)
        left = remains(recorder)
        poor = replace(site, **{name: left[name] for name in SITE}, as_of=left["day"].get(""))
        index = Index(**{field.name: left[f"index.{field.name}"] for field in fields(Index)})

        assert before
        assert shown(unit, desks_of(poor, index)) == before, unit.name


def remains(recorder: Recorder) -> dict[str, Any]:
    """What was read of each table."""
    reads = recorder.reads()
    wholes = set(array("I", reads.numbers))  # nothing is numbered here but whole tables
    return {
        name: table.untraced()
        if WHOLE << TABLE_BITS | number in wholes
        else {key: table.untraced()[key] for one, key in reads.others if one == number and key in table.untraced()}
        for number, (name, table) in enumerate(recorder.tables.items())
    }


def test_kept_value_is_noted_for_everybody_who_is_given_it():
    """A row that many lists show was made for the first of them; the others rest on the same."""
    recorder = record(make_site())
    held: dict[str, object] = {}
    for _ in range(2):
        recorder.begin()
        recorder.recall(held, "row", lambda _: recorder.site.profiles.get("ana-duarte"))

        assert remains(recorder)["profiles"].keys() == {"ana-duarte"}


def test_who_is_given_a_value_made_of_a_kept_one_has_read_both():
    """And who read something before that was made, has read it still."""
    recorder = record(make_site())
    inner: dict[str, object] = {}
    outer: dict[str, object] = {}
    for _ in range(2):
        recorder.begin()
        assert recorder.site.events
        recorder.recall(outer, "list", lambda _: recorder.recall(inner, "row", lambda _: recorder.site.profiles["ana-duarte"]))

        assert remains(recorder)["profiles"].keys() == {"ana-duarte"}
        assert remains(recorder)["events"] == recorder.tables["events"].untraced()
        assert not remains(recorder)["articles"]


def books(site: Site, kept: Kept) -> tuple[Recorder, Ledger]:
    recorder = record(site)
    return recorder, Ledger(recorder, kept, b"same")


def test_unit_stands_until_something_that_it_read_changes():
    """The name of somebody else is nothing to it; that somebody is there by now, of whom it asked in vain, is."""
    site, arguments = make_site(), digest_arguments(("x",))
    recorder, ledger = books(site, Kept())
    recorder.begin()
    assert recorder.site.profiles["ana-duarte"].name
    assert recorder.site.profiles.get("nobody") is None
    unit = KeptUnit(arguments, ledger.numbers(recorder.reads()), ())
    kept = parse_kept(format_kept(ledger.close({"x": unit}, {})))
    ana, other = site.profiles["ana-duarte"], site.profiles["tomas-lindqvist"]

    def after(**profiles: object) -> bool:
        return books(replace(site, profiles={**site.profiles, **profiles}), kept)[1].stands("x", arguments) is not None

    assert after()
    assert after(**{other.id: replace(other, name="Another")})
    assert not after(**{ana.id: replace(ana, name="Another")})
    assert not after(nobody=replace(ana, id="nobody"))
    assert books(site, kept)[1].stands("x", digest_arguments(("y",))) is None
    assert books(site, kept)[1].stands("unheard-of", arguments) is None


def test_list_of_all_changes_with_each_of_them_and_with_their_order():
    site, arguments = make_site(), digest_arguments(())
    recorder, ledger = books(site, Kept())
    recorder.begin()
    assert list(recorder.site.events)
    kept = parse_kept(format_kept(ledger.close({"list": KeptUnit(arguments, ledger.numbers(recorder.reads()), ())}, {})))
    turned = dict(reversed(site.events.items()))

    assert books(site, kept)[1].stands("list", arguments)
    assert books(replace(site, events=turned), kept)[1].stands("list", arguments) is None


def test_other_code_or_configuration_makes_all_of_it_void():
    recorder, ledger = books(make_site(), Kept())
    recorder.begin()
    kept = parse_kept(format_kept(ledger.close({"x": KeptUnit(digest_arguments(()), b"", ())}, {})))

    assert Ledger(record(make_site()), kept, b"same").stands("x", digest_arguments(()))
    assert Ledger(record(make_site()), kept, b"other").stands("x", digest_arguments(())) is None


def test_article_on_something_else_leaves_other_pages_alone():
    """Neither the foot of a page nor the number of previews tells of it; the home page does."""
    source, another = digest(), make_article("another", published="2031-05-05", outlet="The Other")
    site = make_site()
    before = render(site)
    after = render(build_site([*source.documents, another], source.views, source.analyses, make_config(), as_of="2031-11-21"))
    changed = {path for path in before if path.endswith(".html") and before[path] != after.get(path)}

    assert "index.html" in changed
    assert not changed & {node.url for nodes in (site.events, site.profiles, site.pairs, site.articles) for node in nodes.values()}
