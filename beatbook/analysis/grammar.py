"""Verb groups: a verb with its auxiliaries, its tense, modality, voice and negation, over the tags of tagging.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from beatbook.analysis.lexicon import BE, DO, FINITE, GET, HAVE, VERBS, GrammarRules, VerbTag, compile_grammar_rules, inflect
from beatbook.analysis.model import Token, VerbGroup
from beatbook.analysis.tagging import tag_sentence, tag_sentences, tag_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.model import Sentence

__all__ = [
    "FINITE",
    "VERBS",
    "GrammarRules",
    "VerbTag",
    "compile_grammar_rules",
    "find_verb_groups",
    "inflect",
    "lemma_of",
    "tag_sentence",
    "tag_sentences",
    "tag_words",
]


_WILL = frozenset(("will", "shall", "wo", "'ll", "sha"))

_PREDICTIVE = frozenset(
    (
        "set",
        "due",
        "expected",
        "scheduled",
        "going",
        "about",
        "slated",
        "poised",
        "planned",
        "likely",
        "supposed",
        "bound",
        "certain",
        "sure",
    )
)


def find_verb_groups(sentence: Sentence, rules: GrammarRules) -> tuple[VerbGroup, ...]:
    """The verbs of a tagged sentence with their auxiliaries, in order; untagged tokens are tagged first.

    "will meet", "has not been invited", "to visit", "hosting".  An infinitive behind a present form of "be" that points ahead ("is to",
    "is set to", "is expected to") has tense "future", so that dates beside it look ahead.
    """
    if sentence.tokens and not sentence.tokens[0].tag:
        sentence = tag_sentence(sentence, rules)
    tokens = sentence.tokens
    groups: list[VerbGroup] = []
    index = 0
    while index < len(tokens):
        tag = tokens[index].tag
        if tag in {"TO", "MD"} or tag in VERBS:
            group = _group_at(index, tokens, rules, groups)
            if group is not None:
                groups.append(group)
                index = group.end_token
                continue
        index += 1
    return tuple(groups)


def _group_at(first: int, tokens: Sequence[Token], rules: GrammarRules, groups: Sequence[VerbGroup]) -> VerbGroup | None:
    index, count = first, len(tokens)
    infinitive = tokens[first].tag == "TO"
    modal: str | None = None
    parts: list[int] = []  # verb tokens of the group
    negated = first > 0 and tokens[first - 1].tag == "NEG"
    if infinitive:
        index += 1
    elif tokens[first].tag == "MD":
        modal = _modal(tokens[first].lower)
        negated = negated or tokens[first].lower == "cannot"
        index += 1
    skipped = 0
    while index < count:
        token = tokens[index]
        if token.tag == "NEG":
            negated = True
        elif token.tag == "RB" and skipped < 3:
            skipped += 1
        elif token.tag in VERBS and _goes_on(parts, token, tokens, infinitive=infinitive, modal=modal):
            parts.append(index)
        else:
            break
        index += 1
    if not parts:
        return None
    return _build_group(first, parts, tokens, rules, groups, infinitive=infinitive, modal=modal, negated=negated)


def _goes_on(parts: Sequence[int], token: Token, tokens: Sequence[Token], *, infinitive: bool, modal: str | None) -> bool:
    if not parts:
        return token.tag in ("VB", "VBP") or token.lower == "'ve" if infinitive or modal else True
    last = tokens[parts[-1]].lower
    if last in BE or last in GET or last == "'s":
        return token.tag in ("VBN", "VBG")
    if last in HAVE or last == "'d":
        return token.tag == "VBN" or token.lower == "had"
    return last in DO and token.tag == "VB"


def _build_group(
    first: int,
    parts: Sequence[int],
    tokens: Sequence[Token],
    rules: GrammarRules,
    groups: Sequence[VerbGroup],
    *,
    infinitive: bool,
    modal: str | None,
    negated: bool,
) -> VerbGroup:
    main = tokens[parts[-1]]
    auxiliaries = [tokens[part].lower for part in parts[:-1]]
    head = tokens[parts[0]]
    lemma = lemma_of(main.lower, main.tag, rules)
    passive = main.tag == "VBN" and bool(auxiliaries) and (auxiliaries[-1] in BE or auxiliaries[-1] in GET)
    progressive = (main.tag == "VBG" and bool(auxiliaries)) or "being" in auxiliaries
    perfect = any(word in HAVE for word in auxiliaries) and (main.tag == "VBN" or "been" in auxiliaries or main.lower == "had")
    form: Literal["finite", "infinitive", "gerund", "participle"] = "finite"
    tense: Literal["past", "present", "future", "none"] = "none"
    if infinitive:
        form, tense = "infinitive", _infinitive_tense(first, tokens, groups)
    elif modal is not None:
        tense = "future" if modal == "will" else "none"
    elif head.tag == "VBG":
        form = "gerund"
    elif head.tag == "VBN":
        form = "participle"
    elif head.tag == "VB":
        form = "infinitive"
    else:
        tense = "past" if head.tag == "VBD" else "present"
    return VerbGroup(
        tokens[first].start,
        tokens[parts[-1]].end,
        lemma,
        tense,
        form,
        None if modal == "will" else modal,
        perfect,
        progressive,
        passive,
        negated,
        first,
        parts[-1] + 1,
    )


def _infinitive_tense(first: int, tokens: Sequence[Token], groups: Sequence[VerbGroup]) -> Literal["future", "none"]:
    """ "is to meet", "is set to meet", "Kim to meet Putin" (a sentence without any finite verb: a headline) look ahead."""
    if not groups:
        return (
            "future"
            if first > 0 and tokens[first - 1].tag in ("NNP", "NN", "CD", "RB") and not any(t.tag in FINITE for t in tokens[first:])
            else "none"
        )
    last = groups[-1]
    between = [token for token in tokens[last.end_token : first] if token.tag not in ("RB", "NEG")]
    if last.tense in ("present", "future") and last.lemma == "be":
        return "future" if not between or (len(between) == 1 and between[0].lower in _PREDICTIVE) else "none"
    points_ahead = tokens[last.end_token - 1].lower in _PREDICTIVE
    return "future" if not between and last.tense == "present" and last.end_token - last.first_token > 1 and points_ahead else "none"


def _modal(lower: str) -> str:
    if lower in _WILL:
        return "will"
    return {"ca": "can", "cannot": "can", "'d": "would", "ought": "should"}.get(lower, lower)


def lemma_of(lower: str, tag: str, rules: GrammarRules) -> str:
    """The verb's base form; the form itself where the lexicon does not know it."""
    if lower in BE or lower == "'s":
        return "be"
    if lower == "'ve":
        return "have"
    readings = rules.verbs.get(lower, ())
    wanted = "VB" if tag == "VBP" else tag
    for reading, lemma in readings:
        if reading == wanted:
            return lemma
    return readings[0][1] if readings else _stem(lower)


def _stem(lower: str) -> str:
    for ending in ("ing", "ed"):
        if lower.endswith(ending) and len(lower) > len(ending) + 2:
            return lower[: -len(ending)]
    return lower
