"""What each line of an article is: rules as data first, then the layout from the top inwards and from the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from beatbook.reading.bylines import is_personal_name, parse_byline, parse_signature
from beatbook.reading.datelines import match_dateline, match_lone_dateline
from beatbook.reading.layout import MAX_RULE_LENGTH, Unit
from beatbook.reading.model import LineRole
from beatbook.reading.stamps import Stamp, StampRules, find_stamps, without_stamps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.reading.outlets import Outlets
    from beatbook.rules import Rule, Rules

EDGE = 15  # so many lines at either end are the article's head and tail
_BEFORE_CREDIT = " ,|-\u2013\u2014("
_FLAGS = {"exact": 0, "any": re.IGNORECASE}


@dataclass(frozen=True, slots=True)
class LineRule:
    """One compiled rule of boilerplate.yaml, credits.yaml or metadata.yaml."""

    id: str
    role: LineRole
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    lone: re.Pattern[str] | None  # the title of a list of such lines
    anchor: Literal["line", "start", "end"]
    where: Literal["any", "head", "tail"]
    is_credit: bool  # a part of the line: the rest is text
    is_fallback: bool = False  # asked only where the top of an article has nothing else of this role


@dataclass(frozen=True, slots=True)
class RoleRules:
    """All that decides on the role of a line."""

    lines: tuple[LineRule, ...]
    stamps: StampRules
    outlets: Outlets


def compile_line_rules(rules: Rules) -> tuple[LineRule, ...]:
    """The line rules of the three tables, in order.  Raises RuleError for a pattern that does not compile or a role that does not exist."""
    return tuple(_compile(rule) for table in ("boilerplate", "credits", "metadata") for rule in rules[table] if "stamp" not in rule.fields)


def match_rule(rule: LineRule, text: str) -> tuple[int, int] | None:
    """The span of `text` that the rule matches, or None.

    Of lines longer than MAX_RULE_LENGTH only the ends are looked at, by the rules that are anchored there.
    """
    if rule.anchor == "line":
        found = rule.pattern.fullmatch(text) if len(text) <= MAX_RULE_LENGTH else None
    elif rule.anchor == "start":
        found = rule.pattern.match(text[:MAX_RULE_LENGTH])
    else:
        start = max(0, len(text) - MAX_RULE_LENGTH // 2)
        found = rule.pattern.search(text, start)
    if found is None or (rule.unless and rule.unless.fullmatch(text[-MAX_RULE_LENGTH:])):
        return None
    return found.span()


def assign_roles(units: tuple[Unit, ...], rules: RoleRules) -> tuple[Unit, ...]:
    """The units with their roles."""
    marked: list[Unit] = []
    for index, unit in enumerate(units):
        below_headline = any(earlier.role is None and earlier.words >= 3 for earlier in marked[:EDGE])
        marked.append(_by_rules(unit, index, len(units), rules, below_headline=below_headline))
    marked = _mark_masthead(_mark_lists(marked, rules))
    body = _body_start(marked)
    marked = [*_head(marked[:body], marked[body:], rules), *marked[body:]]
    return tuple(_without_author_notes(_rest(marked, body), rules))


# ---- rules


def _compile(rule: Rule) -> LineRule:
    flags = _FLAGS.get(rule.text("case", "any"), re.IGNORECASE)
    anchor, where = rule.text("anchor", "line"), rule.text("where", "any")
    is_credit = "credit" in rule.fields
    try:
        role = LineRole.CREDIT if is_credit else LineRole(rule.text("role"))
        pattern = rule.text("pattern")
        return LineRule(
            rule.id, role, re.compile(f"(?:{pattern})$" if anchor == "end" else pattern, flags),
            re.compile(rule.text("unless"), flags) if "unless" in rule.fields else None,
            re.compile(rule.text("lone"), flags) if "lone" in rule.fields else None,
            "start" if anchor == "start" else "end" if anchor == "end" else "line",
            "head" if where == "head" else "tail" if where == "tail" else "any",
            is_credit, "fallback" in rule.fields,
        )  # fmt: skip
    except (re.error, ValueError) as error:
        raise rule.error("rule-pattern", f'rule "{rule.id}" does not compile: {error}', "a regular expression and a line role") from error


def _by_rules(unit: Unit, index: int, count: int, rules: RoleRules, *, below_headline: bool) -> Unit:
    in_head, in_tail = index < EDGE, index >= count - EDGE
    if (in_head or in_tail) and (role := _stamp_or_byline(unit, rules, in_head=in_head, below_headline=below_headline)):
        return replace(unit, role=role)
    for rule in rules.lines:
        if rule.is_fallback or (rule.where == "head" and not in_head) or (rule.where == "tail" and not in_tail):
            continue
        if (span := match_rule(rule, unit.text)) is not None:
            return _without_credit(_apply(rule, unit, span), rules)
    return unit


def _without_credit(unit: Unit, rules: RoleRules) -> Unit:
    """A caption without the credit at its end, whichever rule made it a caption."""
    if unit.role is not LineRole.CAPTION or unit.cut_end:
        return unit
    spans = (match_rule(rule, unit.text) for rule in rules.lines if rule.is_credit)
    start = next((span[0] for span in spans if span and span[0] > unit.cut_start), len(unit.text))
    return replace(unit, cut_end=len(unit.text) - len(unit.text[:start].rstrip(_BEFORE_CREDIT)))


def _apply(rule: LineRule, unit: Unit, span: tuple[int, int]) -> Unit:
    if rule.anchor == "line":
        return replace(unit, role=rule.role)
    if rule.anchor == "start":
        return replace(unit, role=rule.role, cut_start=span[1])
    before = unit.text[: span[0]]
    if before.count(" ") < 5:
        return replace(unit, role=LineRole.CREDIT)
    is_report = rule.id == "sign-off"
    return replace(unit, role=None if is_report else LineRole.CAPTION, cut_end=len(unit.text) - len(before.rstrip(_BEFORE_CREDIT)))


def _stamp_or_byline(unit: Unit, rules: RoleRules, *, in_head: bool, below_headline: bool) -> LineRole | None:
    """TIMESTAMP, BYLINE, OUTLET or DATELINE for a short line that is nothing else."""
    text = unit.text
    stamps = find_stamps(text, rules.stamps) if len(text) <= 200 and unit.words <= 26 else ()
    rest = without_stamps(text, stamps) if stamps else text
    if len(text) > 200 or unit.words > 26 or (stamps and _tells(text, rest)):
        return None  # "In Oslo on June 3, 1969, the mayor resigned.": the day of an act
    if stamps and _is_stamp_rest(rest, rules):
        return None if _is_day_heading(text, stamps) else LineRole.TIMESTAMP
    if not in_head:
        return None
    if parse_byline(rest, rules.outlets) or (below_headline and parse_signature(rest, rules.outlets)) or _is_dated_name(text, rest, rules):
        return LineRole.BYLINE
    if not stamps and outlet_on_line(text, rules.outlets):
        return LineRole.OUTLET
    return LineRole.DATELINE if not stamps and match_lone_dateline(text) else None


def _tells(text: str, rest: str) -> bool:
    """Whether the line tells of an act: beside the stamp stands a verb, or it ends as a sentence of words that are no names."""
    ends = text.rstrip().endswith((".", "!", "?")) and len(re.findall(r"\b[a-z]{2,}\b", rest)) > 2
    return ends or _ACT.search(rest) is not None


_ACT = re.compile(
    r"\b(?!(?:edited|reported|compiled|produced|translated|updated|published|posted|limited|united|related)\b)[a-z]{2,}ed\b(?! by)"
    r"|\b(?:was|were|is|are|has|had|have|will|died|met|said|says|won|lost|began|came|went|took|left|held|fell|rose|struck|killed)\b"
)


def _is_day_heading(text: str, stamps: tuple[Stamp, ...]) -> bool:
    """Is a line inside a programme the title of one of its days: "Friday 25 October: Springfield"?"""
    return all(stamp.moment is None for stamp in stamps) and re.match(r":\s+\S", text[stamps[-1].end :]) is not None


def _is_dated_name(text: str, rest: str, rules: RoleRules) -> bool:
    """ "Jane Doe | 11.03.2023": a byline with its stamp."""
    name, _, others = rest.partition(" | ")
    return rest != text and text.startswith(name) and is_personal_name(name, rules.outlets) and _is_stamp_rest(others, rules)


def outlet_on_line(text: str, outlets: Outlets) -> str | None:
    """The name of the outlet that a line is: "CGTN", "[Example Post]", "BBC News, Springfield"."""
    name = text.strip("[](){}|-\u2013\u2014 ")
    if outlets.named(name):
        return name
    first, comma, place = name.partition(",")
    is_place = re.fullmatch(r"\s[A-Z][\w.'-]*(?:,?\s[A-Z][\w.'-]*){0,3}", place) is not None
    return first if comma and is_place and outlets.named(first) else None


def _is_stamp_rest(rest: str, rules: RoleRules) -> bool:
    """Is what stands beside a time stamp no more than outlets, sections, a word or two, a place, an editor?"""
    pieces = [piece.strip() for piece in re.split(r"\s?[|\u2022\u00b7]\s?|\s/\s", rest)]
    if len(pieces) > 1 and rules.outlets.named(pieces[-1]):
        pieces = [piece for piece in pieces if len(piece.split()) > 2]
    return all(_is_stamp_piece(piece, rules) for piece in pieces)


def _is_stamp_piece(rest: str, rules: RoleRules) -> bool:
    rest = re.sub(r"^(?:source|editor|author|edited|location|place|city)\s?:\s*(?=(?:\S+\s?){1,4}$)", "", rest, flags=re.IGNORECASE)
    rest = re.sub(r"^[.\s]*(?:(?:by|in|from|heard on|seen on|aired on|-)\s+)?|[.\s]+$", "", rest, flags=re.IGNORECASE).strip("()")
    if not rest or rules.outlets.named(rest) or rules.outlets.named(rest.partition(",")[0]) or not re.search(r"[A-Za-z]{2}", rest):
        return True
    if any(
        rule.role in (LineRole.SECTION, LineRole.BOILERPLATE) and match_rule(rule, rest) for rule in rules.lines if rule.anchor == "line"
    ):
        return True
    return rest.count(" ") < 2 and not rest.endswith((".", "?", "!")) and not is_personal_name(rest, rules.outlets)


def _mark_lists(units: list[Unit], rules: RoleRules) -> list[Unit]:
    """Titles of lists ("Related stories", "Tags:") and the lines under them."""
    marked: list[Unit] = []
    current: LineRule | None = None
    for unit in units:
        lone = next((rule for rule in rules.lines if rule.lone and len(unit.text) <= 80 and rule.lone.fullmatch(unit.text)), None)
        if lone:
            current = lone
            marked.append(replace(unit, role=lone.role))
        elif current and unit.role is None and _belongs(unit, current):
            marked.append(replace(unit, role=current.role))
            if current.role is LineRole.TAGS and "," in unit.text:
                current = None  # all of them on one line
        else:
            current = None
            marked.append(unit)
    return marked


def _belongs(unit: Unit, rule: LineRule) -> bool:
    if rule.role is LineRole.TAGS:
        return not unit.is_sentence and unit.words <= 60 and ("," in unit.text or unit.words <= 5)
    return not unit.is_sentence and 3 <= unit.words <= 20 and not unit.text.endswith((",", ":"))


# ---- head


def _body_start(units: list[Unit]) -> int:
    """Index of the first paragraph of the story: behind the byline and the time stamp when these follow a standfirst."""
    first = next(
        (index for index, unit in enumerate(units) if unit.is_body or (unit.role is None and match_dateline(unit.text))), len(units)
    )
    markers = [
        index for index in range(first, min(first + 4, len(units), EDGE)) if units[index].role in (LineRole.BYLINE, LineRole.TIMESTAMP)
    ]
    if not markers or (match_dateline(units[first].text) and units[first].is_body):
        return first
    later = (index for index in range(markers[-1] + 1, len(units)) if units[index].is_body)
    return next(later, first)


_ISSUE = re.compile(r"(?:\bN[°º]|\bNo\.|\bIssue|\bVol(?:ume|\.)?)\s?\d", re.IGNORECASE)
_OWNER = re.compile(r"(?:©|\(c\)|copyright)[\s©]*(?:(?:19|20)\d\d[\s,–-]*)*(?:by\s+)?(?P<name>[^\d|.;()]{3,60})", re.IGNORECASE)


def _mark_masthead(units: list[Unit]) -> list[Unit]:
    """The first line is the paper's own name where the day with the number of the issue stands under it, or where the name that owns the
    copyright begins it."""
    top = next((index for index, unit in enumerate(units) if unit.role is None), len(units))
    if not any(unit.role is None and not unit.is_body for unit in units[top + 1 : EDGE]):
        return units
    below = units[top + 1]
    is_dated = below.role is LineRole.TIMESTAMP and _ISSUE.search(below.text) is not None
    is_masthead = units[top].words <= 8 and (is_dated or masthead_name(units[top].text, units) is not None)
    return [replace(unit, role=LineRole.OUTLET) if is_masthead and index == top else unit for index, unit in enumerate(units)]


def masthead_name(text: str, units: Sequence[Unit]) -> str | None:
    """The name in the copyright line at the end with which this line begins."""
    owners = (_OWNER.match(unit.text) for unit in units[-EDGE:] if unit.role in (LineRole.CREDIT, LineRole.BOILERPLATE))
    names = (found["name"].strip() for found in owners if found)
    return next((name for name in names if text.lower().startswith(name.lower())), None)


def _without_author_notes(units: list[Unit], rules: RoleRules) -> list[Unit]:
    """What stands at the end on who wrote it ("Jane Doe is the author of ...", where the byline is Jane Doe) is a credit."""
    bylines = (
        parse_byline(without_stamps(unit.text, find_stamps(unit.text, rules.stamps)), rules.outlets)
        for unit in units[:EDGE]
        if unit.role is LineRole.BYLINE
    )
    names = tuple(
        f"{name} {verb} "
        for byline in bylines
        if byline
        for name in byline.names
        for verb in ("is", "was", "has", "covers", "writes", "teaches")
    )
    notes = {index for index in range(max(EDGE // 3, len(units) - EDGE), len(units)) if names and units[index].text.startswith(names)}
    return [replace(unit, role=LineRole.CREDIT) if index in notes else unit for index, unit in enumerate(units)]


def _head(head: list[Unit], body: list[Unit], rules: RoleRules) -> list[Unit]:
    """The lines above the story: one headline at most, then standfirst, byline, sections."""
    if not body and all(unit.role is None for unit in head) and all(unit.is_sentence for unit in head):
        return head
    text = " ".join(unit.text for unit in body if unit.role is None)
    headline = _find_headline(head, body, text, rules)
    if headline is None:
        headline = next((index for index, unit in enumerate(head) if unit.role is LineRole.TEASER and _falls_back(unit, rules)), None)
    marked: list[Unit] = []
    for index, unit in enumerate(head):
        if unit.role is not None and index != headline:
            marked.append(unit)
        elif index == headline:
            marked.append(replace(unit, role=LineRole.HEADLINE))
        elif headline is not None and unit.text == head[headline].text:
            marked.append(replace(unit, role=LineRole.HEADLINE, repeat=True))
        else:
            marked.append(replace(unit, role=_head_role(unit, index, headline, [*head[index + 1 :], *body[:1]], text, rules)))
    return marked


def _falls_back(unit: Unit, rules: RoleRules) -> bool:
    return any(rule.is_fallback and rule.role is LineRole.HEADLINE and match_rule(rule, unit.text) for rule in rules.lines)


def _find_headline(head: list[Unit], body: list[Unit], text: str, rules: RoleRules) -> int | None:
    candidates = [index for index, unit in enumerate(head) if unit.role is None and _may_be_headline(unit, rules)]
    long = [
        index
        for index in candidates
        if head[index].words >= 4 or (head[index].words == 3 and len(re.findall(r" [a-z]{2}", head[index].text)) == 2)
    ]
    if long:
        return long[0]
    if not body and not head[1:]:
        return None
    lower = set(re.findall(r"\b[a-z][\w'-]+", text))
    return next(
        (
            index
            for index in candidates
            if not is_personal_name(head[index].text, rules.outlets) or _is_made_of_words(head[index].text, lower)
        ),
        None,
    )


def _is_made_of_words(text: str, lower: set[str]) -> bool:
    """ "Peace Talks Collapse" is made of words that the text writes small; "Jane Doe" is not."""
    return all(word.lower() in lower for word in re.findall(r"[\w'-]+", text))


def _may_be_headline(unit: Unit, rules: RoleRules) -> bool:
    text = unit.text
    if not 2 <= unit.words <= 32 or len(text) > 220 or unit.repeat or not re.search(r"[^\W\d_]{2}", text):
        return False
    if (
        text.endswith((",", ";", ":"))
        or re.search(r"(?<!\b[A-Z])\.[\"')]*$", text)
        or text[0] in "[-\u2022*"
        or (text[0] == "(" and text[-1] == ")")
        or rules.outlets.named(text)
    ):
        return False
    return not _reads_as_sentence(text)


_SMALL = re.compile(r"\b(?:a|an|the|is|are|was|were|has|have|had|been|which|who|that)\b")


def _reads_as_sentence(text: str) -> bool:
    """Does a line without a full stop read as running text?  Headlines drop articles and auxiliaries, or capitalize their words."""
    words = text.split()
    long = [word for word in words if len(word) >= 4]
    if sum(word[:1].isupper() for word in long) * 3 >= len(long) * 2:
        return False
    return len(words) >= 16 and len(_SMALL.findall(text)) * 6 >= len(words)


def _head_role(unit: Unit, index: int, headline: int | None, following: list[Unit], text: str, rules: RoleRules) -> LineRole:
    if is_personal_name(unit.text, rules.outlets):
        is_actor = unit.text.lower() in text.lower()
        behind = headline is not None and index > headline
        beside = bool(following) and following[0].role in (LineRole.TIMESTAMP, LineRole.CREDIT, LineRole.OUTLET, LineRole.BYLINE)
        return LineRole.BYLINE if (behind or beside) and not is_actor else LineRole.SECTION
    if unit.words <= 4 and not unit.is_sentence:
        return LineRole.SECTION
    if headline is not None:
        return LineRole.STANDFIRST
    return LineRole.PARAGRAPH if unit.is_sentence else LineRole.STANDFIRST


# ---- body and tail


def _rest(units: list[Unit], body: int) -> list[Unit]:
    last = max((index for index, unit in enumerate(units) if unit.is_body), default=len(units))
    return [unit if unit.role else replace(unit, role=_body_role(unit, index, body, last)) for index, unit in enumerate(units)]


def _body_role(unit: Unit, index: int, body: int, last: int) -> LineRole:
    if unit.is_body or (unit.is_sentence and not (unit.text.endswith("?") and body < index < last and unit.words <= 14)):
        return LineRole.PARAGRAPH
    if not unit.text.lstrip("'")[:1].isupper() or unit.text.endswith((",", ";", ":", "-")) or '"' in unit.text:
        return LineRole.PARAGRAPH
    if index > last:
        return LineRole.TEASER if unit.words >= 5 and _is_title_case(unit.text) else LineRole.PARAGRAPH
    if unit.words >= 8 and _is_title_case(unit.text):
        return LineRole.TEASER
    return LineRole.HEADING if index > body and unit.words <= 12 else LineRole.PARAGRAPH


def _is_title_case(text: str) -> bool:
    long = [word for word in re.findall(r"[^\W\d_][\w'-]*", text) if len(word) >= 4]
    return bool(long) and sum(word[0].isupper() for word in long) * 10 >= len(long) * 8
