"""Links in numbers: the same problems as a look at every link finds, for less."""

from __future__ import annotations

import random

import pytest

from beatbook.publishing import link_book
from beatbook.publishing.check import PageLinks, find_problems
from beatbook.publishing.kept import Kept, KeptFile, KeptUnit, format_kept, parse_kept
from beatbook.publishing.link_book import LinkBook, find_site_problems


def write(links: PageLinks) -> bytes:
    """A page with these ids and links."""
    marks = "".join(f'<p id="{identifier}">' for identifier in links.ids)
    ways = "".join(f'<a href="{target}">x</a>' for target in links.targets)
    return f"<!doctype html>{marks}{ways}".encode()


def make_page(chance: random.Random, paths: list[str]) -> PageLinks:
    ids = tuple(chance.sample(["a", "b", "c", "d"], 3))
    targets = [f"{path}#{chance.choice('abc')}" if chance.random() < 0.3 else path for path in chance.sample(paths, min(3, len(paths)))]
    return PageLinks(ids, tuple(dict.fromkeys(targets)), redirect=False, sound=True)


def problems_of(pages: dict[str, PageLinks]) -> list:
    return find_problems(pages, pages.keys(), lambda path: write(pages[path]))


@pytest.mark.parametrize("seed", range(30))
def test_what_changed_is_checked_as_if_all_were(seed):
    """Over any sequence of pages that come, go and change; what is gone stays in no text."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    names = ["index.html", "404.html", *(f"p{n}.html" for n in range(8))]
    pages = {name: make_page(chance, names) for name in names}
    texts, before, faultless = [], {}, False
    for _ in range(25):
        book = LinkBook(texts)
        numbered = {path: book.enter(links) for path, links in pages.items()}
        others = {
            path: book.enter(before[path]) if path in before else None
            for path in pages.keys() | before.keys()
            if pages.get(path) != before.get(path)
        }
        found = find_site_problems(
            book, numbered, pages.keys(), lambda path, pages=pages: write(pages[path]), changed=others if faultless else None
        )

        assert found == problems_of(pages)
        linked = {target for links in pages.values() for target in links.targets}
        assert all(text in linked or text.partition("#")[0] in pages for text in book.texts if text)
        texts, before, faultless = book.texts, dict(pages), not found
        name = chance.choice(names[1:])
        if chance.random() < 0.2 and name in pages:
            del pages[name]
        else:
            pages[name] = make_page(chance, sorted(pages))
        if chance.random() < 0.7:  # most sites have no fault: every page is reached, and leads to what is there
            pages = {path: PageLinks(("a", "b", "c", "d"), links.targets, redirect=False, sound=True) for path, links in pages.items()}
            there = {path: tuple(t for t in links.targets if t.partition("#")[0] in pages) for path, links in pages.items()}
            there["index.html"] = tuple(sorted(pages))
            pages = {path: PageLinks(links.ids, there[path], redirect=False, sound=True) for path, links in pages.items()}


def test_places_on_pages_that_stand_are_not_looked_at(monkeypatch):
    """One page more among many: its own links are checked, and those that lead to it."""
    pages = {"index.html": PageLinks((), tuple(f"p{n}.html#a" for n in range(500)), redirect=False, sound=True)}
    pages |= {f"p{n}.html": PageLinks(("a",), ("index.html",), redirect=False, sound=True) for n in range(500)}
    old = LinkBook()
    for links in pages.values():
        old.enter(links)
    pages |= {"index.html": PageLinks((), (*pages["index.html"].targets, "new.html#a"), redirect=False, sound=True)}
    pages |= {"new.html": PageLinks(("a",), ("p3.html#a",), redirect=False, sound=True)}
    book = LinkBook(old.texts)
    numbered = {path: book.enter(links) for path, links in pages.items()}
    monkeypatch.setattr(link_book, "find_problems", lambda *_, **__: pytest.fail("all links were looked at"))

    assert (
        find_site_problems(book, numbered, pages.keys(), lambda _: b"", changed={"index.html": numbered["p3.html"], "new.html": None}) == []
    )
    assert book.texts[old.known :][-1] == "new.html#a"


@pytest.mark.parametrize(("lists", "found"), [(("list.html",), []), ((), ["a.html"])], ids=["by another list", "by none"])
def test_page_that_a_list_leaves_out_is_reached_by_another_or_an_orphan(lists, found):
    """Also where two pages that nobody leads to lead to each other."""
    pages = {"index.html": PageLinks((), ("a.html", "list.html"), redirect=False, sound=True)}
    pages |= {"list.html": PageLinks((), ("a.html",) if lists else (), redirect=False, sound=True)}
    pages |= {
        "a.html": PageLinks((), ("b.html",), redirect=False, sound=True),
        "b.html": PageLinks((), ("a.html",), redirect=False, sound=True),
    }
    book = LinkBook()
    numbered = {path: book.enter(links) for path, links in pages.items()}
    after = {**numbered, "index.html": book.enter(PageLinks((), ("list.html",), redirect=False, sound=True))}

    problems = find_site_problems(LinkBook(book.texts), after, after.keys(), lambda _: b"", changed={"index.html": numbered["index.html"]})

    assert [problem.path for problem in problems] == [*found, *(["b.html"] if found else [])]


def test_name_of_a_page_that_is_gone_stays_in_no_text():
    book = LinkBook()
    book.enter(PageLinks((), ("articles/secret.html", "p.html#a"), redirect=False, sound=True))
    pages = {
        "index.html": book.enter(PageLinks((), ("p.html#a",), redirect=False, sound=True)),
        "p.html": book.enter(PageLinks(("a",), (), redirect=False, sound=True)),
    }

    assert find_site_problems(book, pages, pages.keys(), lambda _: b"") == []
    assert book.texts == ["", "p.html#a"]


def test_what_is_kept_comes_back_as_it_was():
    book = LinkBook()
    files = {"a.html": KeptFile((1, 2, 3), listed=True, links=book.enter(PageLinks(("x",), ("b.html#y",), redirect=False, sound=True)))}
    kept = Kept(b"s", files, {"u": KeptUnit(b"a", b"r", ("a.html",))}, {"events": ([""], [b"p"])}, book.texts, faultless=True)

    assert parse_kept(format_kept(kept)) == kept


@pytest.mark.parametrize("damage", [lambda held: held[:-1], lambda held: held[:40] + b"!" + held[41:], lambda _: b"", lambda _: None])
def test_damaged_or_missing_cache_holds_nothing(damage):
    assert parse_kept(damage(format_kept(Kept(b"setting")))) == Kept()
