"""Coarse parts of speech, by a lexicon, word endings and a few rules on neighbours.

Tags: DT determiner, PS possessive pronoun, PN pronoun, IN preposition, CS subordinator or wh-word, CC, MD modal, TO, NEG, RB, JJ, CD,
NN noun, NNP capitalised name, POS ('s), PU punctuation, and of verbs VB (base), VBP (finite base form), VBZ, VBD, VBN, VBG.
Good enough to tell "Berg visits Oslo" from "his visits to Oslo"; no parser, linear in the number of tokens.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from beatbook.analysis.lexicon import BE, DO, HAVE, NOMINAL, base_form, only_finite
from beatbook.analysis.model import Token
from beatbook.analysis.tagging_verbs import title_case, verb_or_noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from beatbook.analysis.lexicon import GrammarRules
    from beatbook.analysis.model import Sentence


_ADJECTIVE_ENDINGS = ("al", "ive", "ous", "ful", "ic", "able", "ible", "less", "ary", "ish", "ian", "ese", "ern")

_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ship", "ance", "ence", "ism", "ist", "ists", "tions", "sions", "ments", "ities")

_SUBJECT_PRONOUNS = frozenset(("he", "she", "it", "they", "we", "i", "who"))

_MODALS = frozenset(("will", "may", "can", "must", "might"))
_PLAIN_MODALS = frozenset(("will", "would", "could", "should", "must", "cannot"))
_OBJECTS = frozenset(("its", "their", "whether", "him", "them", "itself", "himself", "themselves"))  # behind an infinitive alone
_OFFICE_GERUNDS = frozenset(("managing", "founding", "governing", "ruling", "outgoing", "incoming"))
_NOMINAL_ADJECTIVES = frozenset(
    (
        "official",
        "executive",
        "general",
        "chief",
        "representative",
        "principal",
        "professional",
        "military",
        "public",
        "press",
        "deputy",
        "prime",
    )
)


def tag_sentences(sentences: Iterable[Sentence], rules: GrammarRules) -> tuple[Sentence, ...]:
    """The same sentences with a tag on every token."""
    return tuple(tag_sentence(sentence, rules) for sentence in sentences)


def tag_sentence(sentence: Sentence, rules: GrammarRules) -> Sentence:
    tags = tag_words([(token.text, token.lower) for token in sentence.tokens], rules)
    tokens = tuple(Token(token.start, token.end, token.text, token.lower, tag) for token, tag in zip(sentence.tokens, tags, strict=True))
    return replace(sentence, tokens=tokens)


def tag_words(words: Sequence[tuple[str, str]], rules: GrammarRules) -> list[str]:
    """The tag of every word; words come as (text, text in lower case)."""
    tags = [_lexical_tag(index, text, lower, words[index - 1][1], rules) for index, (text, lower) in enumerate(words)]
    _shouted(words, tags, rules)
    for index in range(1, len(words)):
        text, lower = words[index]
        readings = rules.verbs.get(lower, ())
        if tags[index] == "VBN" and not readings and words[index - 1][1] in _SUBJECT_PRONOUNS:
            tags[index] = "VBD"  # "it blamed": no list has every verb
        if tags[index] in ("JJ", "NN", "RB", "IN") and tags[index - 1] in ("TO", "MD") and readings and readings[0][0] == "VB":
            tags[index] = "V"
        elif (
            lower in ("may", "will")
            and text[0].isupper()
            and index + 1 < len(words)
            and title_case(words)
            and base_form(words[index + 1][1], rules)
        ):
            tags[index] = "MD"
    _unlisted_verbs(words, tags)
    _no_longer(words, tags)
    _adverbial(words, tags, rules)
    _attributive(words, tags)
    _nominal(words, tags)
    _fixtures(words, tags)
    has_finite = any(tag in ("MD", "BE") or (tag == "V" and only_finite(words[i][1], rules)) for i, tag in enumerate(tags))
    for index, tag in enumerate(tags):
        if tag == "V":
            tags[index] = verb_or_noun(index, words, tags, rules, has_finite=has_finite)
        elif tag == "BE":
            tags[index] = _auxiliary_tag(words[index][1])
        elif tag == "S":
            tags[index] = _clitic_tag(index, words, tags)
        elif (
            tag == "CS"
            and words[index][1] == "that"
            and index + 1 < len(tags)
            and tags[index + 1] in ("NN", "JJ")
            and index
            and tags[index - 1] in ("IN", "TO")
        ):
            tags[index] = "DT"
    return tags


def _unlisted_verbs(words: Sequence[tuple[str, str]], tags: list[str]) -> None:
    """A verb that no list has, told by its place: "would blast off", "to reimagine its ports", "to ascertain whether"."""
    for index in range(1, len(words) - 1):
        text, lower = words[index]
        if tags[index] not in ("NN", "JJ") or text[0].isupper() or "-" in text or lower in _MODALS:
            continue
        left, prior = tags[index - 1], words[index - 1][1]
        modal = left == "MD" and prior in _PLAIN_MODALS and tags[index] == "NN" and tags[index + 1] not in ("MD", "BE")
        if modal or (left == "TO" and words[index + 1][1] in _OBJECTS):
            tags[index] = "VB"


def _no_longer(words: Sequence[tuple[str, str]], tags: list[str]) -> None:
    """ "is no longer going to Rome": the two words together negate the verb; "may himself travel": a pronoun that only stresses."""
    for index in range(1, len(words)):
        if tags[index - 1] == "MD" and words[index][1] in ("himself", "herself", "itself", "themselves"):
            tags[index] = "RB"
        if words[index][1] == "longer" and words[index - 1][1] == "no":
            tags[index - 1 : index + 1] = ["NEG", "NEG"]


def _adverbial(words: Sequence[tuple[str, str]], tags: list[str], rules: GrammarRules) -> None:
    """ "the two last met in May", "had first spoken": an adverb before a verb that is no adjective."""
    for index in range(1, len(words) - 1):
        if words[index][1] not in ("last", "first") or tags[index - 1] not in ("BE", "NN", "NNP", "CD", "PN"):
            continue
        following = words[index + 1][1]
        readings = {tag for tag, _ in rules.verbs.get(following, ())}
        if readings & {"VBD", "VBN"} and following not in rules.nouns:
            tags[index] = "RB"


_OUT_OF_OFFICE = frozenset(
    (
        "ousted",
        "deposed",
        "toppled",
        "sacked",
        "fired",
        "exiled",
        "impeached",
        "disgraced",
        "jailed",
        "detained",
        "convicted",
        "suspended",
        "overthrown",
        "dismissed",
    )
)
_OFFICES = frozenset(
    (
        "president",
        "vice",
        "prime",
        "premier",
        "minister",
        "leader",
        "chief",
        "former",
        "chancellor",
        "king",
        "general",
        "governor",
        "mayor",
        "opposition",
        "ruler",
        "dictator",
        "chairman",
        "director",
    )
)


def _attributive(words: Sequence[tuple[str, str]], tags: list[str]) -> None:
    """A word in -ed between article and noun is an adjective: "an unannounced meeting", "his highly anticipated trip"."""
    for index in range(len(words) - 1):
        if words[index][1] in _OFFICE_GERUNDS and tags[index + 1] in ("NN", "JJ", "NNP"):
            tags[index] = "JJ"  # "managing director", "founding member"
        if (
            words[index][1] in _OUT_OF_OFFICE
            and words[index + 1][1] in _OFFICES
            and (not index or tags[index - 1] not in ("BE", "PN", "NNP", "NN"))
        ):
            tags[index] = "JJ"  # "Ousted president Okoro"
    for index in range(1, len(words) - 1):
        lower = words[index][1]
        if not (lower.endswith("ed") and tags[index] in ("V", "VBN")) or tags[index + 1] not in ("NN", "JJ", "V", "NNP", "VBG"):
            continue
        before = index - 1
        while before >= 0 and (tags[before] in ("RB", "JJ") or words[before][0] in ("“", '"', "‘", ",") or words[before][1] == "most"):
            before -= 1
        if (
            before >= 0
            and before < index
            and tags[before] in ("DT", "PS")
            and (tags[before] == "PS" or words[before][1] not in ("all", "both", "this", "that", "these", "those"))
        ):
            tags[index] = "JJ"


def _nominal(words: Sequence[tuple[str, str]], tags: list[str]) -> None:
    """Adjectives that are people or things where no noun follows: "a senior official for the north"."""
    for index in range(1, len(words)):
        following = tags[index + 1] if index + 1 < len(words) else ""
        if (
            tags[index] == "JJ"
            and words[index][1] in _NOMINAL_ADJECTIVES
            and following in ("IN", "PU", "", "CS", "BE", "MD", "CC", "TO", "S")
            and tags[index - 1] in NOMINAL | {"NNP", "NN"}
        ):
            tags[index] = "NN"


def _shouted(words: Sequence[tuple[str, str]], tags: list[str], rules: GrammarRules) -> None:
    """ "The Council CONDEMNED the attack": resolutions print their verbs in capitals."""
    for index in range(1, len(words) - 1):
        text, lower = words[index]
        if len(text) < 5 or not text.isupper() or words[index - 1][0].isupper() or words[index + 1][0].isupper():
            continue
        if lower.endswith("ed") and any(tag == "VBD" for tag, _ in rules.verbs.get(lower, ())):
            tags[index] = "VBD"


def _fixtures(words: Sequence[tuple[str, str]], tags: list[str]) -> None:
    """ "Ballots close on Friday", "Polls open at noon": a verb where the clause has no other."""
    for index in range(1, len(words) - 1):
        if words[index][1] not in ("open", "close") or words[index + 1][1] not in ("on", "at", "in") or tags[index] == "V":
            continue
        verbless = not {"V", "BE", "MD"} & set(tags[max(0, index - 6) : index - 1])
        if verbless and (tags[index - 1] in ("NN", "NNP") or (tags[index - 1] == "V" and index == 1)) and words[index - 1][1].endswith("s"):
            tags[index - 1 : index + 1] = ["NN", "VBP"]


def _auxiliary_tag(lower: str) -> str:
    if lower == "be":
        return "VB"
    if lower in ("have", "do"):
        return "VBP"
    if lower == "been":
        return "VBN"
    if lower in ("being", "having", "doing"):
        return "VBG"
    return "VBD" if lower in ("was", "were", "had", "did") else "VBZ"


def _clitic_tag(index: int, words: Sequence[tuple[str, str]], tags: Sequence[str]) -> str:
    before = words[index - 1][1] if index else ""
    if before in ("it", "he", "she", "that", "there", "what", "who", "where", "how", "here") or (index and tags[index - 1] == "PN"):
        return "VBZ"
    return "POS"


def _lexical_tag(index: int, text: str, lower: str, before: str, rules: GrammarRules) -> str:  # noqa: C901, PLR0911  a list of cases, in order
    if not text[0].isalnum():
        if text[0] in "$€£¥₩" and len(text) > 1:
            return "CD"
        if lower == "'s":
            return "S"
        if lower in ("'re", "'ve", "'m"):
            return "BE"
        if lower in ("'", "’") and index:
            return "POS" if text in "'’" else "PU"
        return rules.closed.get(lower, "PU")
    if lower in BE or lower in HAVE or lower in DO:
        return "BE"
    if lower == "one" and before in ("no", "every", "any", "some"):
        return "PN"
    if lower == "to" and before == "according":
        return "IN"  # "according to court documents": no infinitive follows
    capital = text[0].isupper()
    if (closed := rules.closed.get(lower)) is not None and not (
        capital and index and (closed in ("JJ", "NN", "CD", "RB") or lower in ("may", "will"))
    ):
        return closed
    if text[0].isdigit():
        return "CD"
    if lower in rules.verbs and not (capital and index and text.isupper() and len(text) > 1):
        return "V"
    return _by_ending(text, lower)


def _by_ending(text: str, lower: str) -> str:
    if text[0].isupper():
        return "NNP"
    if lower.endswith("ly") and len(lower) > 4:
        return "RB"
    if lower.endswith(_NOUN_ENDINGS):
        return "NN"
    if lower.endswith("ing") and len(lower) > 5:
        return "VBG"
    if lower.endswith("ed") and len(lower) > 4:
        return "VBN" if "-" not in lower else "JJ"
    return "JJ" if lower.endswith(_ADJECTIVE_ENDINGS) else "NN"
