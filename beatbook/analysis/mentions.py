"""Who and what an article names: people with their titles, organizations, places, and states that act.

First all sentences are read for names that are sure by themselves, body before headline; then, in the order of the text, bare
surnames, descriptions ("the Polish president"), groups ("the two leaders") and pronouns are given to the people they mean here.
Offsets are code points of `article.clean.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.analysis.bodies import learn_bodies
from beatbook.analysis.cast import Cast
from beatbook.analysis.lexicon import compile_grammar_rules
from beatbook.analysis.model import Entity, Mention
from beatbook.analysis.name_credits import CreditMention, find_credits
from beatbook.analysis.name_forms import VariantRules, compile_variant_rules
from beatbook.analysis.name_parts import Parts, take_apart
from beatbook.analysis.names import INITIAL, SUFFIX, SURNAME, NameRules, compile_name_rules
from beatbook.analysis.narration import Narrator, Told
from beatbook.analysis.sentences import SentenceRules, compile_sentence_rules
from beatbook.analysis.sure_names import add_bare_surnames, add_full_names, add_titled_surnames
from beatbook.analysis.surroundings import Key, dateline_place, find_things
from beatbook.reading.model import LineRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beatbook.analysis.lexicon import GrammarRules
    from beatbook.analysis.model import Sentence
    from beatbook.reading.model import NewsArticle
    from beatbook.rules import Rules


LONGEST_SENTENCE = 300  # tokens; real ones end far below


@dataclass(frozen=True, slots=True)
class Naming:
    """All that an article names."""

    mentions: tuple[Mention, ...]  # by start, then end
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class MentionRules:
    """What finding mentions goes by."""

    names: NameRules
    variants: VariantRules
    sentences: SentenceRules  # to read lines that are no evidence: bylines, credits, tags


def compile_mention_rules(rules: Rules, grammar: GrammarRules | None = None) -> MentionRules:
    """The rules of names and of their spellings; `grammar` where it is compiled already.  Raises RuleError."""
    return MentionRules(
        compile_name_rules(rules, grammar or compile_grammar_rules(rules)), compile_variant_rules(rules), compile_sentence_rules(rules)
    )


def find_mentions(sentences: Sequence[Sentence], article: NewsArticle | None, rules: MentionRules) -> Naming:
    """Everything that the sentences name, and the names in bylines, credits, teasers and tags of the article as credits.

    Without an article (None) only the sentences are read.
    """
    seen: dict[str, int] = {}
    apart = _take_all_apart(sentences, rules.names, seen)
    cast = Cast(rules.names, rules.variants)
    named = add_full_names(apart, cast, rules.names, _bylines(article) if article is not None else "")
    add_titled_surnames(apart, named, cast, rules.names)
    bodies = learn_bodies(apart, cast, rules.names)
    add_bare_surnames(apart, cast, bodies, rules.names)
    narrator = Narrator(cast, rules.names)
    told = [narrator.tell(parts, named[at].people, frozenset(named[at].used)) for at, parts in enumerate(apart)]
    if later := cast.named_later():
        told = [[replace(one, member=later.get(one.member, one.member)) for one in ones] for ones in told]
    credits_ = list(find_credits(article, cast, rules.names, rules.sentences, seen)) if article is not None else []
    return _assemble(apart, told, credits_, cast, bodies, rules, (article.metadata.dateline or "") if article is not None else "")


def _bylines(article: NewsArticle) -> str:
    lines = [article.text[line.start : line.end] for line in article.lines if line.role is LineRole.BYLINE]
    return " ".join([article.metadata.byline or "", *lines])


def _take_all_apart(sentences: Sequence[Sentence], rules: NameRules, seen: dict[str, int]) -> list[Parts]:
    """Body first: in a headline, where every word is capitalised, the names that the body is sure of help."""
    alone = _words_alone(sentences, rules)
    apart = [take_apart(part, rules, seen, alone=alone) for sentence in sentences for part in _pieces(sentence)]
    sure = [parts.texts[person.start : person.end] for parts in apart if not parts.headline for person in parts.people if not person.single]
    known = frozenset(" ".join(words) for words in sure) | {words[-1] for words in sure}
    return [take_apart(parts.sentence, rules, seen, known, alone) if parts.headline and known else parts for parts in apart]


def _words_alone(sentences: Sequence[Sentence], rules: NameRules) -> dict[str, float]:
    """Capitalised words that stand without another beside them: 0.8 for a word that may be a surname, 1.0 where it speaks."""
    found: dict[str, float] = {}
    for sentence in sentences:
        tokens = sentence.tokens
        behind_capital = False
        for at, token in enumerate(tokens):
            text, joined = token.text, behind_capital
            behind_capital = text[0].isupper()
            if not behind_capital or joined or len(text) < 4 or not (text.isalpha() or text.replace("-", "").replace("'", "").isalpha()):
                continue
            after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            if after[:1].isalpha() and tokens[at + 1].text[0].isupper():
                continue
            speaks = after in rules.uses["speech"] or (after == "was" and tokens[min(at + 2, len(tokens) - 1)].lower == "quoted")
            found[text] = max(found.get(text, 0.0), 1.0 if speaks else 0.8)
    return found


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, or the pieces of one that is no sentence: what looks both ways inside it must stay linear in its length."""
    for at in range(0, len(sentence.tokens), LONGEST_SENTENCE):
        yield (
            sentence
            if at == 0 and len(sentence.tokens) <= LONGEST_SENTENCE
            else replace(sentence, tokens=sentence.tokens[at : at + LONGEST_SENTENCE])
        )


def _assemble(
    apart: Sequence[Parts],
    told: Sequence[Sequence[Told]],
    credits_: Sequence[CreditMention],
    cast: Cast,
    bodies: Mapping[str, str],
    rules: MentionRules,
    dateline: str,
) -> Naming:
    persons_at = [
        {at for one in ones if one.form in ("full", "surname", "given") and one.first_char is None for at in range(one.start, one.end)}
        for ones in told
    ]
    things = find_things(apart, persons_at, bodies, rules.names)
    drafts = [_draft(_person_mention(parts, one), ("person", one.member)) for parts, ones in zip(apart, told, strict=True) for one in ones]
    drafts += [
        _draft(Mention(one.start, one.end, one.text, one.type, 0, one.form, one.sentence, acts_for=one.acts_for), one.key)
        for one in things.found
    ]
    drafts += [
        _draft(Mention(one.start, one.end, one.text, "person", 0, "full", -1, credit=True), ("person", one.member)) for one in credits_
    ]
    drafts.sort(key=lambda draft: draft.order)
    numbers: dict[Key, int] = {}
    mentions = [replace(draft.mention, entity=numbers.setdefault(draft.key, len(numbers))) for draft in drafts]
    if sent_from := dateline_place(dateline, rules.names):
        things.entities.setdefault(*sent_from)
        numbers.setdefault(sent_from[0], len(numbers))
    return Naming(tuple(mentions), _entities(numbers, mentions, cast, things.entities))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A mention whose entity has no number yet."""

    order: tuple[int, int, str]
    key: Key
    mention: Mention


def _draft(mention: Mention, key: Key) -> _Draft:
    return _Draft((mention.start, mention.end, f"{key[0]} {key[1]:>9}"), key, mention)


def _person_mention(parts: Parts, one: Told) -> Mention:
    start, end = _span(parts, one)
    text = parts.sentence.text[start - parts.sentence.start : end - parts.sentence.start]
    return Mention(start, end, text, "person", 0, one.form, parts.sentence.index, one.credit, one.role)


def _span(parts: Parts, one: Told) -> tuple[int, int]:
    tokens = parts.sentence.tokens
    if one.first_char is not None and one.last_char is not None:
        return one.first_char, one.last_char
    last = tokens[one.end - 1]
    end = last.end
    if last.text.endswith(".") and parts.flags[one.end - 1] & SURNAME and not parts.flags[one.end - 1] & (INITIAL | SUFFIX):
        end -= 1
    return tokens[one.start].start, end


def _entities(numbers: dict[Key, int], mentions: Sequence[Mention], cast: Cast, things: dict[Key, Entity]) -> tuple[Entity, ...]:
    forms: dict[int, dict[str, None]] = {}
    acting: set[int] = set()
    for mention in mentions:
        if mention.form in ("full", "surname", "given"):
            forms.setdefault(mention.entity, {})[mention.text] = None
        if not mention.credit:
            acting.add(mention.entity)
    entities: list[Entity] = []
    for key, number in numbers.items():
        surface = tuple(sorted(forms.get(number, ()), key=lambda form: (-len(form), form)))
        if key[0] == "person":
            assert isinstance(key[1], int)  # noqa: S101  # keys of people are member numbers
            entities.append(_person(cast, key[1], surface, credit=number not in acting))
        else:
            parent = things[key].parent
            entity = replace(things[key], forms=surface, parent=None)
            if parent is not None:
                country = numbers.get(("place", f"country:{things[key].country}"))
                entity = replace(entity, parent=country if country != number else None)
            entities.append(entity)
    return tuple(entities)


def _person(cast: Cast, number: int, forms: tuple[str, ...], *, credit: bool) -> Entity:
    member = cast.members[number]
    if member.described:
        return Entity("person", member.text, roles=tuple(member.roles), country=member.country, described=True)
    name = " ".join(member.words)
    if member.title and not member.name.surname:
        name = f"{member.title} {name}"
        forms = tuple(dict.fromkeys((name, *forms)))
    return Entity("person", name, person=member.name, forms=forms, roles=tuple(member.roles), country=member.country, credit=credit)
