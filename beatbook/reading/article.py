"""A file of the inbox to a NewsArticle: the way through the other modules."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from beatbook.errors import Problem
from beatbook.reading import copies
from beatbook.reading.clean import clean_text
from beatbook.reading.datelines import FoundDateline, match_dateline, match_lone_dateline
from beatbook.reading.decode import HTML_ENDINGS, MAX_CHARACTERS, MAX_LINES, check_format, decode, ending
from beatbook.reading.language import LanguageRules, compile_language_rules, detect_language
from beatbook.reading.layout import RawLine, Unit, find_units, split_lines
from beatbook.reading.metadata import FoundMetadata, day_in_url, find_metadata
from beatbook.reading.model import (
    EVIDENCE_ROLES,
    ArticleMetadata,
    ArticleType,
    CleanText,
    Dateline,
    InboxFile,
    Line,
    LineRole,
    NewsArticle,
    Passage,
    PublishedBasis,
    Reading,
    TextKind,
)
from beatbook.reading.outlets import compile_outlets
from beatbook.reading.roles import RoleRules, assign_roles, compile_line_rules
from beatbook.reading.stamps import compile_stamp_rules
from beatbook.reading.stated import Stated, read_stated, split_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.rules import Rules


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """All that reading knows, compiled."""

    roles: RoleRules
    languages: LanguageRules


@dataclass(frozen=True, slots=True)
class _Source:
    """The text of an inbox file with what its page and a person say of it."""

    text: str
    front_matter_end: int  # offset; 0: there is none
    stated: Stated
    page: Mapping[str, str]
    captions: tuple[str, ...]
    problems: tuple[Problem, ...]


def compile_rules(rules: Rules) -> ReadingRules:
    """Reading's part of the rules.  Raises RuleError."""
    return ReadingRules(
        RoleRules(compile_line_rules(rules), compile_stamp_rules(rules), compile_outlets(rules)), compile_language_rules(rules)
    )


def read_article(source: InboxFile, rules: ReadingRules) -> Reading:
    """What became of one file: its article, or the problems that say why there is none.

    Of a confidential article nothing is read, decoded or told.
    """
    sidecar = _sidecar(source, rules)
    if sidecar.confidential:
        return _confidential(source.path, sidecar)
    if refused := check_format(source.content, path=source.path):
        return Reading(source.path, problems=(*sidecar.problems, refused))
    opened = _open(source, sidecar, rules)
    if isinstance(opened, Problem):
        return Reading(source.path, problems=(*sidecar.problems, opened))
    if opened.stated.confidential:
        return _confidential(source.path, opened.stated)
    if refused := _check_text(source.path, opened):
        return Reading(source.path, problems=(*opened.problems, refused))
    return Reading(source.path, _article(source, opened, rules), problems=opened.problems)


def _check_text(path: str, opened: _Source) -> Problem | None:
    """The reason why a decoded text is no article: endless, or nothing below its front matter."""
    if opened.text.count("\n") > MAX_LINES:
        found = f"the text has {opened.text.count(chr(10)):,} lines"
        return Problem("article-large", path, found, f"at most {MAX_LINES:,}", "split it into one file an article", severity="refused")
    if len(opened.text) > MAX_CHARACTERS:
        found = f"the text has {len(opened.text):,} characters"
        return Problem("article-large", path, found, f"at most {MAX_CHARACTERS:,}", "split it into one file an article", severity="refused")
    if not opened.text[opened.front_matter_end :].strip():
        found = "there is no text below the front matter"
        return Problem("article-empty", path, found, "the text of an article", "write it, or remove the file", severity="refused")
    return None


# ---- opening


def _sidecar(source: InboxFile, rules: ReadingRules) -> Stated:
    if source.sidecar is None:
        return Stated()
    path = f"{source.path.rpartition('.')[0]}.yaml"
    try:
        text = source.sidecar.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = source.sidecar[: error.start].count(b"\n") + 1
        broken = Problem("sidecar-encoding", path, "the sidecar is not UTF-8", "UTF-8", "save it again as UTF-8", line)
        return Stated(confidential=b"confidential" in source.sidecar.lower().replace(b"\x00", b""), problems=(broken,))
    return read_stated(text, path=path, rules=rules.roles.stamps)


def _confidential(path: str, stated: Stated) -> Reading:
    """Left alone.  When broken YAML only mentions the word, the problem is told without its words, which might quote the file."""
    broken = next((problem for problem in stated.problems if problem.code.startswith(("yaml", "sidecar"))), None)
    if broken is None:
        return Reading(path, confidential=True)
    found = 'broken YAML that mentions "confidential": the article is left out'
    told = Problem(
        "confidential-broken", broken.path, found, "confidential: true, or YAML without a mistake", "mend the line", broken.line, "refused"
    )
    return Reading(path, confidential=True, problems=(told,))


def _open(source: InboxFile, sidecar: Stated, rules: ReadingRules) -> _Source | Problem:
    decoded = decode(source.content, path=source.path)
    if isinstance(decoded, Problem):
        return decoded
    problems = (*sidecar.problems, *decoded.problems)
    if ending(source.path) in HTML_ENDINGS:
        from beatbook.reading.html import extract_page  # noqa: PLC0415 - see there

        page = extract_page(decoded.text, path=source.path, rules=rules.roles.stamps)
        if isinstance(page, Problem):
            return page
        return _Source(page.text, 0, sidecar, page.values, page.captions, problems)
    front = split_front_matter(decoded.text)
    own = read_stated(front.yaml, path=source.path, rules=rules.roles.stamps, first_line=2) if front.end else Stated()
    stated = Stated({**own.values, **sidecar.values}, own.confidential, own.problems)
    return _Source(decoded.text, front.end, stated, {}, (), (*problems, *own.problems))


# ---- the article


def _article(source: InboxFile, opened: _Source, rules: ReadingRules) -> NewsArticle:
    clean = clean_text(opened.text)
    raw_lines = split_lines(clean.text)
    first = opened.text.count("\n", 0, opened.front_matter_end)
    units = assign_roles(find_units(raw_lines, first=first), rules.roles)
    units = tuple(replace(unit, role=LineRole.CAPTION) if unit.text in opened.captions else unit for unit in units)
    clean = replace(clean, text=_join_wrapped(clean.text, raw_lines, units))
    dateline = _dateline(units)
    url = opened.stated.values.get("url") or opened.page.get("url")
    found = find_metadata(units, _found_dateline(units), rules.roles, url=url)
    passages = tuple(_passage(unit) for unit in units if unit.role in EVIDENCE_ROLES)
    paragraphs = [clean.text[part.start : part.end] for part in passages if part.role is LineRole.PARAGRAPH and not part.repeat]
    language = detect_language(" ".join(paragraphs) or clean.text, rules.languages)
    metadata = _metadata(source, opened, found, dateline.place if dateline else _lone_place(units), language)
    lines = _lines(clean, raw_lines, units, first)
    return NewsArticle(metadata, opened.text, lines, clean, passages, dateline, copies.sketch(paragraphs))


def _join_wrapped(text: str, lines: tuple[RawLine, ...], units: tuple[Unit, ...]) -> str:
    """The text with the line breaks inside wrapped paragraphs replaced by spaces, one by one."""
    breaks = [lines[index].end for unit in units for index in range(unit.first_line, unit.last_line)]
    if not breaks:
        return text
    characters = list(text)
    for at in breaks:
        characters[at] = " "
    return "".join(characters)


def _passage(unit: Unit) -> Passage:
    return Passage(unit.start + unit.cut_start, unit.end - unit.cut_end, unit.role or LineRole.PARAGRAPH, unit.repeat)


def _lines(clean: CleanText, raw: tuple[RawLine, ...], units: tuple[Unit, ...], first: int) -> tuple[Line, ...]:
    roles = {index: unit for unit in units for index in range(unit.first_line, unit.last_line + 1)}
    lines = []
    for index, line in enumerate(raw):
        span = clean.original(line.start, line.end)
        unit = roles.get(index)
        role = unit.role if unit and unit.role else LineRole.BOILERPLATE if index < first and line.text else LineRole.BLANK
        lines.append(Line(span.start, span.end, role, repeat=bool(unit and unit.repeat)))
    return tuple(lines)


def _opening(units: tuple[Unit, ...]) -> Unit | None:
    """The paragraph that opens with a dateline: one of the first three, and no transcript, where each paragraph opens with "SPEAKER:"."""
    paragraphs = [unit for unit in units if unit.role is LineRole.PARAGRAPH]
    opened = [unit for unit in paragraphs if match_dateline(unit.text)]
    return opened[0] if opened and opened[0] in paragraphs[:3] and len(opened) <= 2 else None


def _found_dateline(units: tuple[Unit, ...]) -> FoundDateline | None:
    opening = _opening(units)
    if opening and (found := match_dateline(opening.text)):
        return found
    return next((match_lone_dateline(unit.text) for unit in units if unit.role is LineRole.DATELINE), None)


def _dateline(units: tuple[Unit, ...]) -> Dateline | None:
    """The dateline that opens the story's first paragraph."""
    opening = _opening(units)
    found = match_dateline(opening.text) if opening else None
    if opening is None or found is None:
        return None
    return Dateline(opening.start, opening.start + found.end, found.place, found.agency, found.day)


def _lone_place(units: tuple[Unit, ...]) -> str | None:
    found = _found_dateline(units)
    return found.place if found else None


def _metadata(source: InboxFile, opened: _Source, found: FoundMetadata, place: str | None, language: str) -> ArticleMetadata:
    """What a person says holds before what the page says, and that before what the text says."""
    stated, page = opened.stated.values, opened.page
    published, basis = _published(stated, page, found)
    tags = stated.get("tags") or page.get("tags")
    return ArticleMetadata(
        file=source.path,
        sha256=hashlib.sha256(source.content).hexdigest(),
        headline=stated.get("headline") or page.get("headline") or found.headline,
        outlet=stated.get("outlet") or page.get("outlet") or found.outlet,
        url=stated.get("url") or page.get("url"),
        archived=stated.get("archived"),
        published=published,
        published_basis=basis,
        stamped="" if published else found.stamped,
        updated=stated.get("updated") or page.get("updated") or found.updated,
        byline=stated.get("byline") or page.get("byline") or found.byline,
        dateline=stated.get("dateline") or place or None,
        section=stated.get("section") or page.get("section") or found.section,
        language=stated.get("language") or language,
        tags=tuple(tags.split("\n")) if tags else found.tags,
        sources=found.sources,
        type=cast("ArticleType", stated.get("type", "news")),
        party=stated.get("party"),
        text=cast("TextKind", stated.get("text", "original")),
        set_by_sidecar=tuple(sorted(stated)),
    )


def _published(stated: Mapping[str, str], page: Mapping[str, str], found: FoundMetadata) -> tuple[str | None, PublishedBasis]:
    for value, basis in (
        (stated.get("published"), "metadata"),
        (page.get("published"), "metadata"),
        (found.published, "stated"),
        (stated.get("updated") or page.get("updated"), "metadata"),
        (day_in_url(stated.get("url") or page.get("url")), "metadata"),
    ):
        if value:
            return value, cast("PublishedBasis", basis)
    return None, "unknown"
