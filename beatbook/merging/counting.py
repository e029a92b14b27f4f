"""Which of a series of events a claim speaks of: "their third summit", "another meeting", "met again"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beatbook.analysis.model import Claim
    from beatbook.rules import Rule

_BEFORE, _AFTER = 48, 60  # characters before and behind the trigger that can count it


@dataclass(frozen=True, slots=True)
class Count:
    """Where an event stands in a series."""

    number: int | None = None  # 3 for "their third summit"; None: not counted, or counted within a year or an office
    another: bool = False  # one more than those told of before


NOT_COUNTED = Count()


@dataclass(frozen=True, slots=True)
class CountRules:
    """The words that count events, compiled from the rule of type "count"."""

    numbers: dict[str, int]
    before: re.Pattern[str]  # "third (round of) talks", up to the end of the noun
    behind: re.Pattern[str]  # "met (him) again", "met for the third time", from the verb on
    scope: re.Pattern[str]  # what limits a count, right behind the noun: "this year", "since 2019"
    tells: re.Pattern[str]  # right before the phrase: "it was (their third summit)" numbers the one just told of


def compile_count(rule: Rule) -> CountRules:
    """The words of a rule of type "count".  Raises RuleError for one without its lists."""
    ordinals = rule.texts("ordinals")
    numbers = {word: number for number, words in enumerate(ordinals, start=1) for word in words.split("/")}
    counting = "|".join(sorted((*numbers, *rule.texts("another")), key=len, reverse=True))
    nouns, between = "|".join(rule.texts("nouns")), "|".join(rule.texts("never_between"))
    determiner = r"(?:(?:a|an|the|their|his|her|its|our|your|this|that|yet)[ ]+)?"
    words = rf"(?:[ -](?!(?:{between})\b)[\w'’-]+){{0,3}}"
    return CountRules(
        numbers,
        re.compile(rf"(?P<phrase>{determiner}\b(?P<count>{counting})\b{words}[ -](?:{nouns}))$", re.IGNORECASE),
        re.compile(
            rf"^(?!\w*(?:{nouns})\b)[^.,;:“”\"]{{0,{_AFTER - 20}}}?"
            rf"\b(?:(?P<again>(?<!on )again|once more|separately)|for (?:a|the) (?P<count>{'|'.join(numbers)}) time)\b",
            re.IGNORECASE,
        ),
        re.compile(rule.text("scope"), re.IGNORECASE),
        re.compile(rule.text("tells"), re.IGNORECASE),
    )


def count_claim(claim: Claim, rules: CountRules) -> Count:
    """What the words around a claim's trigger say of its place in a series."""
    quote = claim.evidence
    if quote is None or not quote.start <= claim.trigger.start < quote.end:
        return NOT_COUNTED
    start, end = claim.trigger.start - quote.start, claim.trigger.end - quote.start
    text = quote.quote
    found = rules.before.search(text[max(0, start - _BEFORE) : end])
    if found:
        told = rules.tells.search(text[: max(0, start - _BEFORE) + found.start()]) is not None
        return _count(found["count"], rules, scoped=bool(rules.scope.match(text[end:])), told=told)
    behind = rules.behind.search(text[start : end + _AFTER])
    if behind is None:
        return NOT_COUNTED
    return _count(behind["count"] or "another", rules, scoped=bool(rules.scope.match(text[start + behind.end() :])), told=False)


def _count(word: str, rules: CountRules, *, scoped: bool, told: bool) -> Count:
    number = rules.numbers.get(word.lower())
    return Count(None if scoped else number, another=number != 1 and not told)
