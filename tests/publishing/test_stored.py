"""What is kept of a site comes back entry by entry, or not at all."""

from __future__ import annotations

import pytest

from beatbook.publishing.stored import TYPES, Base, NoTable, NotStoredError, Stored, format_base
from beatbook.publishing.tracing import table_names, tables_of
from beatbook.publishing.views import make_index
from tests.publishing.factories import make_site
from tests.publishing.made import made_site


def tables(site):
    return tables_of(site, make_index(site), {"feeds": {"feed.xml": ""}, "totals": {"articles": 3, "previews": 1}})


def stored(site) -> Stored:
    return Stored(kept(site))


def kept(site) -> bytes:
    return b"".join(format_base(Base(b"setting", b"rest", {}, {}, (), b"books"), tables(site)))


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


def test_damaged_byte_makes_its_entry_void():
    site = make_site()
    content = bytearray(kept(site))
    content[0] ^= 1  # of the first event
    with pytest.raises(NotStoredError):
        _ = Stored(bytes(content)).tables["events"][next(iter(site.events))]
    for at in (-1, -10, -200):
        content = bytearray(kept(site))
        content[at] ^= 1
        with pytest.raises(NotStoredError):
            Stored(bytes(content))


def test_nothing_kept_is_nothing():
    with pytest.raises(NotStoredError):
        Stored(b"")
