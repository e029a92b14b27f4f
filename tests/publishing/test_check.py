"""The link checker: what leads nowhere is an error that names the page and the brief."""

from __future__ import annotations

import pytest

from beatbook.publishing import check
from beatbook.publishing.check import LinkReader, check_site, is_plainly_written, resolve_link
from beatbook.publishing.markdown_text import render_markdown
from tests.publishing.theme import default_theme, render

HOME = b'<a href="events/a.html">a</a><a href="events/b.html">b</a>'


def site(**pages):
    """A site whose pages have these bodies: `events__a` is events/a.html."""
    files = {"index.html": HOME, "events/a.html": b'<p id="top-of-a">', "events/b.html": b"", "assets/site.css": b""}
    return files | {f"{name.replace('__', '/')}.html": body.encode() for name, body in pages.items()}


def codes(files, **options):
    return [(problem.code, problem.path) for problem in check_site(files, **options)]


def test_a_sound_site_has_no_problems():
    """Relative links, fragments, the page itself, queries, encoded names and other sites are all right."""
    body = (
        '<a href="b.html">b</a> <a href="../index.html">home</a> <a href="#x">here</a> <p id="x"></p>'
        '<a href="#top">top</a> <a href="?page=2">2</a> <link rel="stylesheet" href="../assets/site.css"> <a name="old"></a>'
        '<a href="#old">o</a> '
        '<a href="https://elsewhere.example/x">x</a> <a href="mailto:a@example.org">m</a> <a href="//cdn.example/x">x</a>'
        '<a href="b.html#:~:text=words">words</a> <a href="%61.html">a</a> <img src="data:image/png;base64,AA==" alt="">'
    )

    assert check_site(site(events__a=body)) == []


@pytest.mark.parametrize(
    "body",
    [
        '<a href="c.html">c</a>',
        '<a href="../events/">no index there</a>',
        '<img src="../assets/gone.png" alt="">',
        '<script src="../assets/gone.js"></script>',
        '<img srcset="../assets/gone.png 2x" src="../assets/site.css" alt="">',
        '<a href="../../outside.html">out</a>',
        '<a href="/events/gone.html">absolute</a>',
        '<a href="http://[bad">bad</a>',
        '<svg><a xlink:href="gone.html"><text>x</text></a></svg>',
    ],
)
def test_a_link_to_nothing_is_an_error(body):
    """Pages, pictures, scripts, and ways out of the site."""
    assert codes(site(events__a=body)) == [("link-dead", "events/a.html")]


def test_the_message_names_page_link_target_and_brief():
    """An editor sees at once where to look."""
    [problem] = check_site(site(events__a='<a href="c.html#x">c</a>'))

    assert str(problem) == (
        'events/a.html: the link "c.html#x" leads to events/c.html, which is not on the site.\n'
        "  Wanted a page.  Hint: the page is made from content/events/a.md"
    )


@pytest.mark.parametrize("link", ["../", ".."])
def test_a_link_to_a_folder_is_an_error(link):
    """A server would show the folder's index, but a browser that reads the site from disk shows a list of files."""
    assert codes(site(events__a=f'<a href="{link}">home</a>')) == [("link-folder", "events/a.html")]


def test_a_fragment_without_its_id_is_an_error():
    """A permalink to a quote must find the quote."""
    assert codes(site(events__b='<a href="a.html#top-of-a">right</a><a href="a.html#gone">wrong</a>')) == [
        ("fragment-dead", "events/b.html")
    ]


def test_an_id_that_stands_twice_is_an_error():
    """A fragment must mean one place."""
    assert codes(site(events__a='<p id="x"></p><p id="x"></p>')) == [("id-twice", "events/a.html")]


def test_a_page_that_nothing_leads_to_is_noticed():
    """Readers cannot find it; that two such pages link to each other does not help.  It is no error: exit status 0."""
    problems = check_site(site(people__x='<a href="y.html">y</a>', people__y='<a href="x.html">x</a>'))

    assert [(problem.code, problem.path, problem.severity) for problem in problems] == [
        ("page-orphan", "people/x.html", "notice"),
        ("page-orphan", "people/y.html", "notice"),
    ]


def test_redirects_and_the_page_for_missing_ones_are_no_orphans():
    """Nobody links to them, and that is right; where a redirect leads is checked."""
    redirect = '<meta http-equiv="refresh" content="0; url=../events/a.html">'

    assert codes(site(old__a=redirect)) == []
    assert codes(site(old__a=redirect.replace("a.html", "gone.html"))) == [("link-dead", "old/a.html")]
    assert codes({**site(), "404.html": b'<base href="/repo/"><a href="events/a.html">a</a><a href="/repo/">home</a>'}) == []


def test_the_base_of_the_page_for_missing_ones_is_followed():
    """404.html is served at any depth: its links start from its base."""
    assert codes({**site(), "404.html": b'<base href="/repo/"><a href="gone.html">x</a>'}) == [("link-dead", "404.html")]


def test_absolute_addresses_of_the_site_are_checked():
    """With a base URL, a canonical link counts as a link within the site."""
    body = '<link rel="canonical" href="https://news.example/beat/"><a href="https://news.example/beat/gone.html">x</a>'

    assert codes(site(events__a=body), base_url="https://news.example/beat") == [("link-dead", "events/a.html")]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe<", b"<", b"<a href=", b"\x00", b"<a href='x" * 1000])
def test_broken_bytes_do_not_stop_the_check(content):
    """Whatever a template made, the check ends with problems, not with a crash."""
    check_site({"index.html": content})


@pytest.mark.parametrize(
    ("link", "path", "fragment"),
    [
        ("", "people/a.html", ""),
        ("#x", "people/a.html", "x"),
        ("b.html", "people/b.html", ""),
        ("../", "index.html", ""),
        (".", "people/index.html", ""),
    ],
)
def test_a_link_is_resolved_as_browsers_do(link, path, fragment):
    """Relative to the page that holds it; a folder means its index."""
    target = resolve_link(link, "people/a.html")

    assert (target.path, target.fragment) == (path, fragment)


@pytest.mark.parametrize(
    "body",
    [
        '<a class="x" name="old">o</a><a href="#old">here</a>',
        "<p id='x'></p><a href='#x'>here</a>",
        "<p id=x></p><a href=#x>here</a>",
        '<P ID="x"></P><A HREF="#x">here</A>',
        '<p title="a > b" id="x"></p><a title="a < b" href="#x">here</a>',
        '<p\n id="x"></p><a\n\thref="#x">here</a>',
        '<p>He wrote href="gone.html" and id="x".</p>',
        '<!-- <a href="gone.html">no link</a> -->',
        "<script>document.write('<a href=\"gone.html\">')</script>",
        '<p id = "x"></p><a href = "#x">here</a>',
        '<a href="b.html?a=1&amp;b=2">b</a>',
    ],
)
def test_markup_of_every_style_is_read_as_a_browser_reads_it(body):
    """Our own templates write attributes in one way only; a publisher's may not, and words of an article may look like markup."""
    assert check_site(site(events__a=body)) == []


def test_the_templates_are_plainly_written():
    """So their pages need no parser of HTML."""
    assert is_plainly_written(text for name, text in default_theme()[0].items() if name.endswith(".html"))


@pytest.mark.parametrize(
    "template",
    [
        "<a href='{{ l.href }}'>",
        "<a href={{ l.href }}>",
        '<A HREF="{{ l.href }}">',
        '<a href = "{{ l.href }}">',
        '<a class="x"\nhref="{{ l.href }}">',
        '<a class="x" name="old">',
        '<img srcset="{{ l.href }} 2x" alt="">',
        '<a xlink:href="{{ l.href }}">',
        '<!-- <a href="gone.html"> -->',
        '<p>Write "this"</p>',
        "{{ page.title | safe }}",
        '<style>[ href="x"] { color: red }</style>',
        '<base href="{{ l.href }}">',
        '<body><meta http-equiv="refresh" content="0">',
        '<META HTTP-EQUIV="Refresh" content="0"><body>',
    ],
)
def test_templates_of_other_styles_have_their_pages_parsed(template):
    assert not is_plainly_written(["<p>{{ page.title }}</p>", template])


def test_texts_that_look_like_links_are_none():
    """What a person writes about HTML leads nowhere, and what an article is called neither."""
    body = render_markdown('Write `<a href="gone.html">`, or href="gone.html" id="x".\n\n[A "link"](b.html "its \'title\' > href= x")')
    page = f'<title>id=&#34;y&#34; href=&#34;gone.html&#34;</title><script>{{"name":" href="}}</script>{body}'.encode()
    found = LinkReader(plain=True).read("a.html", page)

    assert (found.ids, found.targets) == ((), ("b.html",))
    assert LinkReader(plain=False).read("a.html", page) == found


def test_a_page_is_read_alike_whatever_was_read_before():
    """Where a link leads is remembered for a folder; one to a place on the page itself leads elsewhere on every page."""
    pages = {
        f"{folder}{name}.html": f'<p id="x"></p><a href="#x">x</a><a href="?q=1">q</a><a href=" #y">y</a><a href="&#35;z">z</a><a href="{root}people/a.html#b">a</a>'.encode()
        for folder, root in (("", ""), ("people/", "../"), ("events/year/", "../../"))
        for name in ("a", "b")
    }
    reader = LinkReader(plain=True)

    assert {path: reader.read(path, page) for path, page in pages.items()} == {
        path: LinkReader(plain=True).read(path, page) for path, page in pages.items()
    }
    assert reader.read("people/b.html", pages["people/b.html"]).targets == (
        "people/b.html",
        "people/b.html#y",
        "people/b.html#z",
        "people/a.html#b",
    )


def test_of_the_links_within_a_page_those_alone_are_kept_that_lead_nowhere():
    """Whether the others lead somewhere hangs on no other page, and a page has a dozen of them."""
    page = b'<p id="x"></p><a href="#x">x</a><a href="../people/b.html#x">x</a><a href="#top">top</a><a href="#y">y</a>'

    for plain in (True, False):
        assert LinkReader(plain=plain).read("people/b.html", page).targets == ("people/b.html#y",)


def test_pages_of_the_theme_are_read_as_the_parser_reads_them(monkeypatch):
    """The quick way sees the very ids and links that a parser of HTML sees, and is taken for nearly all pages."""
    pages = {path: content for path, content in render().items() if path.endswith(".html")}
    quick, slow = LinkReader(plain=True), LinkReader(plain=False)
    parsed = {path: slow.read(path, content) for path, content in pages.items()}
    asked = []
    monkeypatch.setattr(check, "_read_markup", lambda content, read=check._read_markup: asked.append(content) or read(content))
    found = {path: quick.read(path, content) for path, content in pages.items()}

    assert {path: (links.ids, set(links.targets), links.redirect, links.sound) for path, links in found.items()} == {
        path: (links.ids, set(links.targets), links.redirect, links.sound) for path, links in parsed.items()
    }
    assert len(asked) < 0.2 * len(pages)
