"""`add`: an article from an address, a file or standard input goes into the inbox, with what its page says of itself.

Nothing is guessed: what a page does not state is left out of its sidecar.  An article that is there already is found by its bytes, its
address or its text; a new version takes the place of the earlier one, whose file is kept.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from beatbook import pipeline, reading, site_files
from beatbook.briefing.emitter import format_front_matter
from beatbook.errors import BeatbookError, Problem
from beatbook.fetching import fetch, looks_like_html
from beatbook.reading.decode import HTML_ENDINGS, MAX_BYTES, TEXT_ENDINGS, ending
from beatbook.reading.model import InboxFile, LineRole
from beatbook.reading.stated import read_stated, split_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.merging.model import Event
    from beatbook.pipeline import Options, Understanding
    from beatbook.reading import NewsArticle, ReadingRules
    from beatbook.rules import Rule, Rules
    from beatbook.strictyaml import YamlValue

FEW_WORDS = 120  # an article below this on a page that speaks of a wall is what stands before the wall; agency briefs are this short too
SOME_WORDS = 400  # a consent page describes its partners at such length; more is an article with a banner
_SAID = ("headline", "outlet", "url", "published", "updated", "byline", "section")  # what the sidecar takes over from a page
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false\b', re.IGNORECASE)
_WALLS = {  # kind of a rule in gates.yaml -> found, hint
    "paywall": ("the page shows a paywall instead of the article", "read it with your own subscription"),
    "consent": ("the page asks for consent instead of showing the article", "accept or reject in your browser"),
    "robot": ("the page asks for proof that no program reads it", "open it in your browser"),
    "script": ("the page is empty without JavaScript", "open it in your browser"),
    "empty": ("no article was found in the page", "open it in your browser"),
}

Outcome = Literal["new", "same", "version"]


@dataclass(frozen=True, slots=True)
class Touched:
    """An event that reads differently with the new article."""

    id: str
    title: str
    said: str  # "new", "gone", or what changed: "planned -> happened"


@dataclass(frozen=True, slots=True)
class Added:
    """What `add` did."""

    outcome: Outcome
    file: str  # path in the inbox
    headline: str = ""
    kept: str | None = None  # where the file of an earlier version is kept, in the inbox
    touched: tuple[Touched, ...] = ()
    problems: tuple[Problem, ...] = ()  # worth knowing; the article was saved
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """What is to be added."""

    source: str  # as the user wrote it
    name: str  # file name in the inbox; only its ending counts where `is_named` is False
    content: bytes
    stated: Mapping[str, str]  # for the sidecar
    address: str = ""  # where it was fetched in the end
    is_named: bool = False


def add(source: str, options: Options, *, stdin: bytes = b"", stated: Mapping[str, str] | None = None, today: str) -> Added:
    """Saves the article at `source` (an address, a file, or "-" for standard input) into the inbox.

    `stated` holds what the user says of it, under the keys of a sidecar.  Raises BeatbookError when there is no article to save.
    """
    path = Path(source)
    if source != "-" and path.is_file() and path.resolve().is_relative_to(options.inbox.resolve()):
        return Added("same", path.resolve().relative_to(options.inbox.resolve()).as_posix())
    rules = pipeline.load_rules(options.content)
    reader = reading.compile_rules(rules)
    text = _obtain(source, stdin, {**(stated or {}), "accessed": today}, reader)
    found = reading.read_article(_as_inbox_file(text), reader)
    if found.confidential:
        name = _free_name(text.name if text.is_named else f"confidential{ending(text.name)}", options, None)
        _save(text, name, {**text.stated, "confidential": "true"}, options)
        return Added("new", name, confidential=True)
    if text.address and (problem := _find_wall(text, found.article, rules)):
        raise BeatbookError(problem)
    if found.article is None:
        raise BeatbookError(*(replace(problem, path=source) for problem in found.problems))
    problems = (*(replace(problem, path=source) for problem in found.problems), *_doubts(text))
    return _place(text, found.article, reader, options, problems)


# ---- getting the text


def _obtain(source: str, stdin: bytes, stated: dict[str, str], reader: ReadingRules) -> _Text:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", source):
        fetched = fetch(source)
        return _Text(source, f"page{fetched.ending}", fetched.content, {"url": fetched.url, **stated}, fetched.url)
    if source == "-":
        if not stdin.strip():
            raise BeatbookError(_refused("-", "nothing came on standard input", "the text of an article", "paste it, then press Ctrl+D"))
        return _Text("standard input", "pasted.html" if looks_like_html(stdin) else "pasted.txt", stdin, stated)
    path = Path(source)
    try:
        content = site_files.read_file(path, MAX_BYTES)
    except OSError as error:
        raise BeatbookError(_refused(source, f"the file cannot be read: {error.strerror}", hint="check the name")) from error
    return _Text(source, path.name, content, {**_beside(path, reader), **stated}, is_named=True)


def _beside(path: Path, reader: ReadingRules) -> dict[str, str]:
    """What a sidecar beside the file says."""
    sidecar = path.with_suffix(".yaml")
    if not sidecar.is_file():
        return {}
    text = site_files.read_file(sidecar, MAX_BYTES).decode("utf-8", "replace")
    stated = read_stated(text, path=str(sidecar), rules=reader.roles.stamps)
    if errors := [problem for problem in stated.problems if problem.severity == "error"]:
        raise BeatbookError(*errors)
    return {**stated.values, **({"confidential": "true"} if stated.confidential else {})}


def _as_inbox_file(text: _Text) -> InboxFile:
    return InboxFile(text.name, text.content, format_front_matter(_yaml(text.stated)).encode())


def _yaml(stated: Mapping[str, str]) -> dict[str, YamlValue]:
    """The values for a sidecar: printable, tags as a list."""
    clean = {key: "".join(char if char.isprintable() or char == "\n" else " " for char in value) for key, value in stated.items()}
    joined: dict[str, YamlValue] = {key: " ".join(value.split()) for key, value in clean.items() if value}
    return joined | ({"tags": [*clean["tags"].split("\n")]} if clean.get("tags") else {})


# ---- is it an article?


def _find_wall(text: _Text, article: NewsArticle | None, rules: Rules) -> Problem | None:
    """What stands before the article of a fetched page; None when the article is there."""
    page = _visible(text.content)
    kinds = [rule.text("kind") for rule in find_gates(page, rules)]
    body = " ".join(_paragraphs(article)) if article else ""
    words = len(body.split())
    in_body = [rule.text("kind") for rule in find_gates(body, rules)]
    wall = ""
    if words < FEW_WORDS and kinds:
        wall = next(kind for kind in ("robot", "consent", "paywall", "script") if kind in kinds)
    elif words < FEW_WORDS and _is_not_free(text.content):
        wall = "paywall"
    elif words < SOME_WORDS and sum(kind == "consent" for kind in in_body) > 1:
        wall = "consent"
    elif article is None:
        wall = "empty"
    if not wall:
        return None
    found, hint = _WALLS[wall]
    seen = f" ({words} words of it)" if wall == "paywall" and words else ""
    return _refused(text.source, found + seen, "the whole article", f"{hint}, save the page as .html, then `add` the file")


def find_gates(text: str, rules: Rules) -> list[Rule]:
    """The rules of gates.yaml that a page's text calls for."""
    normal = " ".join(text.lower().replace("\u2019", "'").split())[:200_000]
    return [rule for rule in rules["gates"] if re.search(rule.text("pattern"), normal)]


def _doubts(text: _Text) -> tuple[Problem, ...]:
    """A page that says it is not free, and shows so much text that it may be whole all the same."""
    if not text.address or not _is_not_free(text.content):
        return ()
    found = "the page says that it is not free to read: this may be its beginning only"
    return (Problem("add-not-free", text.source, found, hint="compare with the page in your browser", severity="notice"),)


def _is_not_free(content: bytes) -> bool:
    return _NOT_FREE.search(content.decode("utf-8", "replace")) is not None


def _visible(content: bytes) -> str:
    """The words of a page, without scripts and styles; banners and menus included.  What only those see who run no scripts counts too."""
    html = re.sub(r"(?is)<(script|style|template)\b[^>]*>.*?</\1\s*>", " ", content.decode("utf-8", "replace"))
    return re.sub(r"<[^<>]*>", " ", html)


def _paragraphs(article: NewsArticle) -> list[str]:
    return [article.clean.text[part.start : part.end] for part in article.passages if part.role is LineRole.PARAGRAPH]


# ---- is it there already?


def _place(text: _Text, article: NewsArticle, reader: ReadingRules, options: Options, problems: tuple[Problem, ...]) -> Added:
    """Puts the article into the inbox unless it is there, and compares what is understood before and after."""
    before = pipeline.understand(replace(options, read_only=True))
    headline = article.metadata.headline or ""
    there = _find_known(text, article, before)
    if there and _is_same(there, text, article, reader, options):
        return Added("same", there, headline, problems=problems)
    name = _name(text, article, there, options)
    kept = _save(text, name, _sidecar(text, article), options, replaces=there)
    after = pipeline.understand(replace(options, read_only=True))
    ids = {id_ for id_, analysis in after.analyses.items() if analysis.metadata.file == name}
    told = tuple(problem for problem in after.report.problems if problem.path == name and problem not in before.report.problems)
    return Added("version" if there else "new", name, headline, kept, _compare(before, after, ids), (*problems, *told))


def _find_known(text: _Text, article: NewsArticle, before: Understanding) -> str | None:
    """The inbox path of the article that this one is, or is a new version of: by its bytes, else by its address."""
    digest = hashlib.sha256(text.content).hexdigest()
    addresses = {reading.normal_url(url) for url in (article.metadata.url, text.address, text.stated.get("url"))} - {None}
    known = [before.analyses[id_].metadata for id_ in sorted(before.analyses)]
    by_bytes = next((held.file for held in known if held.sha256 == digest), None)
    return by_bytes or next((held.file for held in known if reading.normal_url(held.url) in addresses), None)


def _is_same(there: str, text: _Text, article: NewsArticle, reader: ReadingRules, options: Options) -> bool:
    """Does the article in the inbox say the same?  Pages differ in every fetch by their menus and advertisements; their text does not."""
    path = options.inbox / there
    if not path.is_file():
        return False  # known from its record; the text itself is not at hand
    content = site_files.read_file(path, MAX_BYTES)
    if content == text.content:
        return True
    held = reading.read_article(InboxFile(there, content), reader).article
    return held is not None and _paragraphs(held) == _paragraphs(article)


def _name(text: _Text, article: NewsArticle, there: str | None, options: Options) -> str:
    """Where the article goes: a new version to where the earlier one stood, a file under its own name, else outlet, day and headline."""
    suffix = ending(text.name)
    if there:
        same_ending = ending(there) == suffix
        return there if same_ending else f"{there.rpartition('.')[0]}{suffix}"
    return _free_name(text.name if text.is_named else f"{reading.article_slug(article.metadata)}{suffix}", options, there)


def _free_name(name: str, options: Options, there: str | None) -> str:
    """The name, with a number behind it where another article has its stem."""
    stem, suffix = name.rpartition(".")[0].lstrip(".") or "article", ending(name)
    stem = f"article-{stem}" if reading.is_skipped(f"{stem}{suffix}") else stem
    taken = {path.stem.casefold() for path in options.inbox.glob("*.*")} if there is None else set()
    number, free = 1, stem
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}"
    return f"{free}{suffix}"


def _sidecar(text: _Text, article: NewsArticle) -> dict[str, str]:
    """What the user says of the article, and before that what its page does; a text speaks for itself."""
    if ending(text.name) in TEXT_ENDINGS:
        return dict(text.stated)
    metadata = article.metadata
    said = {key: value for key in _SAID if isinstance(value := getattr(metadata, key), str) and value}
    if metadata.published_basis != "metadata":
        said.pop("published", None)
    tags = {"tags": "\n".join(metadata.tags)} if metadata.tags else {}
    user = {key: value for key, value in text.stated.items() if key != "url" or not text.address}
    return {**said, **tags, **user}


def _save(text: _Text, name: str, sidecar: Mapping[str, str], options: Options, *, replaces: str | None = None) -> str | None:
    """Writes article and sidecar.  In a .md what is said goes to its top: sidecars of notes are not committed, notes are."""
    if ending(name) in HTML_ENDINGS | {".txt", ".text"}:
        return site_files.save_article(options.inbox, name, text.content, format_front_matter(_yaml(sidecar)).encode(), replaces=replaces)
    decoded = text.content.decode("utf-8", "replace").replace("\r\n", "\n")
    front = split_front_matter(decoded)
    own = {line.partition(":")[0].strip() for line in front.yaml.split("\n")}
    more = format_front_matter(_yaml({key: value for key, value in sidecar.items() if key not in own}))
    head = f"---\n{front.yaml}\n{more}---\n" if front.end else f"---\n{more}---\n\n"
    return site_files.save_article(options.inbox, name, (head + decoded[front.end :]).encode(), None, replaces=replaces)


# ---- what it changes


def _compare(before: Understanding, after: Understanding, articles: set[str]) -> tuple[Touched, ...]:
    """The events that read differently after the article came, those that it reports first."""
    earlier = {event.id: event for event in before.merged.events}
    later = {event.id: event for event in after.merged.events}
    titles = _titles(before) | _titles(after)
    touched = [
        (not (articles & _reporting(event)), Touched(id_, titles.get(id_, id_), _difference(earlier.get(id_), event, articles)))
        for id_, event in sorted(later.items())
    ]
    gone = [(True, Touched(id_, titles.get(id_, id_), "gone")) for id_ in sorted(earlier.keys() - later.keys())]
    return tuple(found for _, found in sorted([*touched, *gone], key=lambda entry: (entry[0], entry[1].id)) if found.said)


def _difference(earlier: Event | None, later: Event, articles: set[str]) -> str:
    """What is new in an event, "" when nothing is."""
    if earlier is None:
        return f"new: {later.status}, {later.date or 'no date'}"
    pairs = (("", earlier.status, later.status), ("date ", earlier.date, later.date), ("place ", earlier.place, later.place))
    said = [f"{word}{was or 'unknown'} -> {now or 'unknown'}" for word, was, now in pairs if was != now]
    if later.standing != earlier.standing:
        said.append(later.standing)
    if articles & (_reporting(later) - _reporting(earlier)):
        said.append("one report more")
    elif _reporting(later) != _reporting(earlier):
        said.append("other reports")
    elif articles & _reporting(later) and later.reports != earlier.reports:
        said.append("its report changed")
    if len(later.conflicts) > len(earlier.conflicts):
        said.append("sources differ")
    return ", ".join(said)


def _reporting(event: Event) -> set[str]:
    return {report.article for report in event.reports}


def _titles(known: Understanding) -> dict[str, str]:
    return {document.id: str(document.front_matter.get("title", "")) for document in known.plan.documents if document.type == "event"}


def _refused(source: str, found: str, wanted: str = "", hint: str = "") -> Problem:
    return Problem("add", source, found, wanted, hint, severity="refused")
