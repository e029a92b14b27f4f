"""What is kept of a site comes back entry by entry, or not at all."""

from __future__ import annotations

import pytest

from beatbook.publishing.held import TYPES
from beatbook.publishing.index import make_index
from beatbook.publishing.kept import encode_entry
from beatbook.publishing.stored import SMALL, Base, NoTable, NotStoredError, Stored, format_base, parse_base
from beatbook.publishing.tracing import table_names, tables_of
from tests.publishing.factories import make_site
from tests.publishing.made import made_site
from tests.publishing.test_kept_nodes import Shelf


def tables(site):
    return tables_of(site, make_index(site), {"feeds": {"feed.xml": ""}, "totals": {"articles": 3, "previews": 1}})


def base_of(site) -> Base:
    held = tables(site)
    return Base(b"setting", b"entries", b"rest", {}, {}, (), b"books", {name: dict(held[name]) for name in SMALL})


def stored(site) -> Stored:
    shelf, held = Shelf(), tables(site)
    for name in TYPES:
        shelf.put(name, {key: encode_entry(entry) for key, entry in held[name].items()})
    return Stored(parse_base(format_base(base_of(site))), shelf)


@pytest.mark.parametrize("name", TYPES)
def test_every_entry_comes_back_as_it_was(name):
    for site in (make_site(), made_site(30)):
        held, back = tables(site)[name], stored(site).tables[name]

        assert {key: back[key] for key in held} == dict(held)
        assert all(key in back for key in held)
        assert "nobody" not in back
        assert back.get("nobody") is None


def test_tables_have_the_same_order_in_both_ways():
    """A page's notes of what it read name tables by their numbers."""
    assert tuple(tables(make_site())) == table_names()


@pytest.mark.parametrize("ask", [list, len, lambda table: table["x"], lambda table: "x" in table], ids=["all", "count", "one", "whether"])
def test_what_is_not_kept_is_never_taken_for_nothing(ask):
    with pytest.raises(NotStoredError):
        ask(NoTable())


@pytest.mark.parametrize("ask", [list, len], ids=["all", "count"])
def test_kept_table_is_for_single_entries(ask):
    with pytest.raises(NotStoredError):
        ask(stored(make_site()).tables["events"])


def test_entry_that_cannot_be_read_is_not_taken_for_none():
    site = make_site()
    kept = stored(site).tables["events"]
    kept._entries.damaged.add(("events", next(iter(site.events))))

    with pytest.raises(NotStoredError):
        _ = kept[next(iter(site.events))]


@pytest.mark.parametrize("at", [0, 40, -1])
def test_damaged_byte_makes_what_is_known_of_the_site_void(at):
    content = bytearray(format_base(base_of(make_site())))
    content[at] ^= 1
    with pytest.raises(NotStoredError):
        parse_base(bytes(content))


def test_nothing_kept_is_nothing():
    with pytest.raises(NotStoredError):
        parse_base(None)
