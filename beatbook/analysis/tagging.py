"""Coarse parts of speech, by a lexicon, word endings and a few rules on neighbours.

Tags: DT determiner, PS possessive pronoun, PN pronoun, IN preposition, CS subordinator or wh-word, CC, MD modal, TO, NEG, RB, JJ, CD,
NN noun, NNP capitalised name, POS ('s), PU punctuation, and of verbs VB (base), VBP (finite base form), VBZ, VBD, VBN, VBG.
Good enough to tell "Berg visits Oslo" from "his visits to Oslo"; no parser, linear in the number of tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from beatbook.analysis.model import Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from beatbook.analysis.model import Sentence
    from beatbook.rules import Rules


FINITE = frozenset(("VBP", "VBZ", "VBD", "MD"))

VERBS = frozenset(("VB", "VBP", "VBZ", "VBD", "VBN", "VBG"))

BE = frozenset(("be", "is", "are", "was", "were", "been", "being", "am", "'re", "'m", "ai"))

HAVE = frozenset(("have", "has", "had", "having", "'ve"))

DO = frozenset(("do", "does", "did"))

GET = frozenset(("get", "gets", "got"))

_NOMINAL = frozenset(("DT", "PS", "POS", "JJ", "CD"))

_SUBJECT = frozenset(("NN", "NNP", "PN", "CD"))

_PHRASE_STARTS = frozenset(("DT", "PS", "PN", "NNP", "IN", "TO", "CD", "RB", "CS", "JJ"))

_ADJECTIVE_ENDINGS = ("al", "ive", "ous", "ful", "ic", "able", "ible", "less", "ary", "ish", "ian", "ese", "ern")

_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ship", "ance", "ence", "ism", "ist", "ists", "tions", "sions", "ments", "ities")

_SUBJECT_PRONOUNS = frozenset(("he", "she", "it", "they", "we", "i", "who"))

_OFFICE_GERUNDS = frozenset(("managing", "founding", "governing", "ruling", "outgoing", "incoming"))
_ARRANGED = frozenset(("planned", "scheduled", "slated", "expected", "set", "intended", "arranged"))
_SAID = frozenset(("said", "told", "asked", "added", "warned", "announced", "argued", "claimed", "noted", "stated"))

_DAYS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday yesterday today january february april june july august september october
    november december
    """.split()  # noqa: SIM905  a word list reads better in lines
)
_OFFICE_GERUNDS = frozenset(("managing", "founding", "governing", "ruling", "outgoing", "incoming"))
_ARRANGED = frozenset(("scheduled", "planned", "slated", "set", "arranged"))
_MAIN_VERBS = frozenset(("VBD", "VBZ", "VB"))
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

VerbTag = Literal["VB", "VBZ", "VBD", "VBN", "VBG"]


@dataclass(frozen=True, slots=True)
class GrammarRules:
    """The lexicon."""

    closed: Mapping[str, str]  # word in lower case -> its tag
    verbs: Mapping[str, tuple[tuple[VerbTag, str], ...]]  # form -> its readings (tag, lemma)
    nouns: frozenset[str]  # verb forms that are as often nouns: "visit", "visits", "meeting"


def compile_grammar_rules(rules: Rules) -> GrammarRules:
    """The lexicon of rules/grammar.yaml and gazetteers/verbs.tsv.  Raises RuleError."""
    closed: dict[str, str] = {}
    for rule in rules["grammar"]:
        for word in rule.text("words").split():
            closed.setdefault(word, rule.text("tag"))
    closed["to"] = "TO"
    forms: dict[str, dict[tuple[VerbTag, str], None]] = {}
    nouns: set[str] = set()
    for row in rules.gazetteer("verbs"):
        lemma, past, participle, noun, gerund = (*row, "", "", "", "", "")[:5]
        for tag, form in inflect(lemma, past, participle, gerund):
            forms.setdefault(form, {})[(tag, lemma)] = None
            if noun and tag in ("VB", "VBZ"):
                nouns.add(form)
    return GrammarRules(closed, {form: tuple(readings) for form, readings in forms.items()}, frozenset(nouns))


def inflect(lemma: str, past: str = "", participle: str = "", gerund: str = "") -> tuple[tuple[VerbTag, str], ...]:
    """All forms of a verb with their tags; forms given are taken as they are, alternatives parted by "/"."""
    pasts = past.split("/") if past else [_regular(lemma, "ed")]
    participles = participle.split("/") if participle else pasts
    gerunds = gerund.split("/") if gerund else [_regular(lemma, "ing")]
    third = {"be": "is", "have": "has", "do": "does", "go": "goes"}.get(lemma) or _third(lemma)
    present = [("VBZ", third)] if lemma != "be" else [("VBZ", "is"), ("VBZ", "are"), ("VBZ", "am")]
    pairs = [
        ("VB", lemma),
        *present,
        *(("VBD", form) for form in pasts),
        *(("VBN", form) for form in participles),
        *(("VBG", form) for form in gerunds),
    ]
    return tuple(pairs)  # type: ignore[arg-type]  # the literals above are VerbTags


def _third(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _regular(lemma: str, ending: str) -> str:
    if lemma.endswith("ie") and ending == "ing":
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not (ending == "ing" and lemma.endswith(("ee", "oe", "ye"))):
        return lemma[:-1] + ending
    if lemma.endswith("y") and ending == "ed" and lemma[-2:-1] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + ("k" if lemma.endswith("ic") else "") + ending


_FIXTURES = frozenset(("end", "ends", "start", "starts", "open", "opens", "close", "closes"))


def tag_sentences(sentences: Iterable[Sentence], rules: GrammarRules) -> tuple[Sentence, ...]:
    """The same sentences with a tag on every token."""
    return tuple(tag_sentence(sentence, rules) for sentence in sentences)


def tag_sentence(sentence: Sentence, rules: GrammarRules) -> Sentence:
    tags = tag_words([(token.text, token.lower) for token in sentence.tokens], rules)
    tokens = tuple(Token(token.start, token.end, token.text, token.lower, tag) for token, tag in zip(sentence.tokens, tags, strict=True))
    return replace(sentence, tokens=tokens)


def tag_words(words: Sequence[tuple[str, str]], rules: GrammarRules) -> list[str]:
    """The tag of every word; words come as (text, text in lower case)."""
    tags = [_lexical_tag(index, text, lower, rules) for index, (text, lower) in enumerate(words)]
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
            and _title_case(words)
            and _base_form(words[index + 1][1], rules)
        ):
            tags[index] = "MD"
    _no_longer(words, tags)
    _adverbial(words, tags, rules)
    _attributive(words, tags)
    _nominal(words, tags)
    _fixtures(words, tags)
    has_finite = any(tag in ("MD", "BE") or (tag == "V" and _only_finite(words[i][1], rules)) for i, tag in enumerate(tags))
    for index, tag in enumerate(tags):
        if tag == "V":
            tags[index] = _verb_or_noun(index, words, tags, rules, has_finite=has_finite)
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


def _base_form(lower: str, rules: GrammarRules) -> bool:
    return lower in ("be", "have", "not") or any(tag == "VB" for tag, _ in rules.verbs.get(lower, ()))


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


def _attributive(words: Sequence[tuple[str, str]], tags: list[str]) -> None:
    """A word in -ed between article and noun is an adjective: "an unannounced meeting", "his highly anticipated trip"."""
    for index in range(len(words) - 1):
        if words[index][1] in _OFFICE_GERUNDS and tags[index + 1] in ("NN", "JJ", "NNP"):
            tags[index] = "JJ"  # "managing director", "founding member"
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
            and tags[index - 1] in _NOMINAL | {"NNP", "NN"}
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


def _only_finite(lower: str, rules: GrammarRules) -> bool:
    """The form is a past or third person that is no noun and no participle: "said", "met", "tells"."""
    readings = {tag for tag, _ in rules.verbs.get(lower, ())}
    return lower not in rules.nouns and ("VBD" in readings or "VBZ" in readings) and "VB" not in readings


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


def _lexical_tag(index: int, text: str, lower: str, rules: GrammarRules) -> str:  # noqa: PLR0911  a list of cases, in order
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


def _verb_or_noun(index: int, words: Sequence[tuple[str, str]], tags: Sequence[str], rules: GrammarRules, *, has_finite: bool) -> str:  # noqa: PLR0911  a list of cases, in order
    text, lower = words[index]
    readings = {tag for tag, _ in rules.verbs[lower]}
    before = _before(index, tags)
    prior = words[before][1] if before >= 0 else ""
    left = tags[before] if before >= 0 else ""
    direct = tags[index - 1] if index else ""
    following = tags[index + 1] if index + 1 < len(tags) else ""
    if text[0].isupper() and index and not _title_case(words):
        return "NNP" if following in ("NNP", "V") or direct not in ("PU", "") or lower in rules.nouns else "NN"
    if direct == "JJ" and lower in _SAID and following not in ("NN", "JJ"):
        return "VBD"  # "a senior official said"
    if readings == {"VBG"}:
        return _gerund(prior, left, direct, following, tags[index - 2] if index > 1 else "")
    if "VB" in readings and left == "TO" and direct in ("TO", "RB", "NEG"):
        return "VB"
    if "VB" in readings and (left == "MD" or prior in DO or prior in ("let", "helped", "help", "make", "made")) and direct not in _NOMINAL:
        return "VB"
    if direct in ("DT", "PS", "POS") or (direct in ("JJ", "CD") and left != "PN" and prior not in ("likely", "due", "also", "both")):
        if readings & {"VBN"} and lower not in rules.nouns and not readings & {"VB"}:
            return "VBD" if direct == "CD" and following in ("IN", "DT", "TO") else "JJ"
        owned = direct == "PS" or (direct == "DT" and prior in ("the", "a", "an", "every"))
        return "NN" if lower in rules.nouns or "VB" in readings or (owned and "VBZ" in readings) else "VBZ"  # "on the sidelines"
    if "VBD" in readings or "VBN" in readings:
        return _past(index, words, tags, rules, readings=readings, prior=prior, left=left, following=following)
    return _present(index, words, tags, rules, readings=readings, left=left, direct=direct, following=following, has_finite=has_finite)


def _before(index: int, tags: Sequence[str]) -> int:
    """Index of the nearest earlier token that is no adverb and no negation; -1 for none."""
    index -= 1
    while index >= 0 and tags[index] in ("RB", "NEG"):
        index -= 1
    return index


def _title_case(words: Sequence[tuple[str, str]]) -> bool:
    """Most longer words are capitalised: a headline in title case."""
    if words and words[-1][0] == ".":
        return False
    long = [text for text, _ in words if len(text) > 3 and text[0].isalpha()]
    return len(long) > 2 and sum(text[0].isupper() for text in long) > 0.7 * len(long)


def _gerund(prior: str, left: str, direct: str, following: str, further: str) -> str:
    if prior in BE and direct not in ("DT", "PS"):
        return "VBG"
    if direct in ("DT", "PS", "POS", "JJ", "CD", "NNP") and not (direct == "NNP" and following in ("DT", "PS", "NNP", "PN", "CS", "TO")):
        return "NN"
    if direct == "NN" and following in ("NN", "IN", "CC", "PU", "") and left == "NN" and following == "NN":
        return "NN"
    if direct == "IN" and following in ("IN", "PU", "CC", "", "TO"):
        return "NN" if prior in ("in", "at", "of", "during", "on", "for") and following in ("PU", "", "IN") else "VBG"
    if direct == "NN" and further in ("DT", "JJ", "PS", "POS") and following in ("IN", "PU", "CC", ""):
        return "NN"  # "a dinner meeting with"
    return "VBG"


def _past(  # noqa: C901, PLR0911, PLR0912  a list of cases, in order
    index: int,
    words: Sequence[tuple[str, str]],
    tags: Sequence[str],
    rules: GrammarRules,
    *,
    readings: set[VerbTag],
    prior: str,
    left: str,
    following: str,
) -> str:
    lower = words[index][1]
    if prior in BE or prior in HAVE or prior in GET or (left == "VBN" and prior in ("been", "being")):
        return "VBN" if "VBN" in readings else "VBD"
    if left == "MD" and "VB" in readings:
        return "VB"
    if "VBD" not in readings:
        return "VBN"
    if "VBN" not in readings:
        return "VBD"
    if lower in rules.nouns and (left in ("IN", "DT", "JJ", "") or (left in _MAIN_VERBS and prior not in BE | HAVE)):
        return "NN"
    if prior in _DAYS and following not in ("PU", "") and words[index + 1][1] != "by":
        return "VBD"  # "Berg on Thursday lashed out"
    if left == "IN" and following == "NN" and lower.endswith("ed"):
        return "JJ"  # "behind closed doors"
    if left in ("NNP", "NN") and following == "IN" and lower in _ARRANGED and _verb_precedes(index, tags):
        return "VBN"  # "cancelled a rally in Rome planned for Saturday"
    alone = lower in ("held", "signed") and not any(tag in VERBS or tag in ("BE", "MD", "V") for tag in tags[:index])
    if left == "PU" and following == "IN" and alone and not _finite_follows(index, words, tags, rules, beyond_comma=True):
        return "VBD"  # "Berg, of Acme, signed on Friday"
    if left == "PU" and following == "IN" and lower in ("scheduled", "planned", "slated", "expected", "held", "set", "signed"):
        return "VBN"  # "a forum, "One Sea", scheduled for May"
    if following == "IN" and words[index + 1][1] == "by" and left in ("NN", "NNP", "PU") and not _by_means(index, words):
        return "VBN"
    if left == "NN" and following == "IN" and lower in _ISSUED and _in_opening_phrase(index, tags) and _new_subject_follows(index, tags):
        return "VBN"  # "In a declaration adopted on Friday, the five nations renounced"
    if left in ("IN", "TO"):
        return "VBN" if left == "IN" else "VB" if "VB" in readings else "VBN"
    if lower in rules.nouns and "VB" in readings and left == "NN" and following in ("IN", "PU", "") and _verb_precedes(index, tags):
        return "NN"  # "rejected a takeover bid from"
    arranged = left == "NNP" and lower in _ARRANGED and following in ("IN", "TO")  # "talks with Peru planned for Monday"
    behind_noun = (left == "NN" or arranged) and following in ("IN", "RB", "NNP", "CD", "TO") and lower not in _SAID
    if behind_noun and (_finite_follows(index, words, tags, rules) or _verb_precedes(index, tags)):
        return "VBN"
    if (
        left == "PU"
        and words[index - 1][1] == ","
        and following in ("IN", "RB")
        and _finite_follows(index, words, tags, rules, beyond_comma=True)
    ):
        return "VBN"
    if not left and following == "IN":
        return "VBN"
    return "VBD"


_ISSUED = frozenset("adopted issued published signed released delivered posted aired broadcast read held".split())  # noqa: SIM905  one line


def _by_means(index: int, words: Sequence[tuple[str, str]]) -> bool:
    """ "agreed by telephone": how, not by whom."""
    return index + 2 < len(words) and words[index + 2][1] in ("phone", "telephone", "video", "letter", "email", "radio", "consensus")


def _in_opening_phrase(index: int, tags: Sequence[str]) -> bool:
    """The noun before is governed by a preposition that opens the sentence."""
    before = index - 1
    while before > 0 and tags[before] in ("NN", "JJ", "DT", "PS", "NNP", "CD") and index - before < 6:
        before -= 1
    return before == 0 and tags[0] == "IN"


def _new_subject_follows(index: int, tags: Sequence[str]) -> bool:
    """Behind the next comma a noun phrase begins."""
    comma = next((at for at in range(index + 1, min(len(tags), index + 9)) if tags[at] == "PU"), None)
    return comma is not None and comma + 1 < len(tags) and tags[comma + 1] in ("DT", "PS", "NNP", "PN", "NN", "CD")


def _verb_precedes(index: int, tags: Sequence[str]) -> bool:
    """The clause has its verb already: "left the meeting held in Oslo"."""
    for before in range(index - 1, max(-1, index - 9), -1):
        if tags[before] in ("CS", "CC", "PU"):
            return False
        if tags[before] in VERBS or tags[before] == "MD":
            return True
    return False


def _finite_follows(
    index: int, words: Sequence[tuple[str, str]], tags: Sequence[str], rules: GrammarRules, *, beyond_comma: bool = False
) -> bool:
    """Before the clause ends another finite verb stands: "the deal signed in Oslo will lapse"."""
    for after in range(index + 1, min(len(tags), index + 12)):
        tag, lower = tags[after], words[after][1]
        if beyond_comma and lower == ",":
            following = after + 1
            return following < len(tags) and (
                tags[following] in ("MD", "BE") or (tags[following] == "V" and _only_finite(words[following][1], rules))
            )
        if tag in ("CS", "CC", "PU"):
            return False
        if tag in ("MD", "BE") or (tag == "V" and _only_finite(lower, rules)):
            return True
    return False


def _present(  # noqa: C901, PLR0911, PLR0913  a list of cases, in order
    index: int,
    words: Sequence[tuple[str, str]],
    tags: Sequence[str],
    rules: GrammarRules,
    *,
    readings: set[VerbTag],
    left: str,
    direct: str,
    following: str,
    has_finite: bool,
) -> str:
    lower = words[index][1]
    tag = "VBZ" if "VBZ" in readings else "VBP"
    if lower not in rules.nouns or lower == "says":
        return tag
    if (
        direct == "PU"
        and words[index - 1][1] == ","
        and following in ("NN", "NNP", "DT", "PS", "JJ")
        and tag == "VBZ"
        and "VBZ" in tags[:index]
    ):
        return tag  # a headline's second verb: "Berg calls Okoro, urges restraint"
    if (
        lower in _FIXTURES
        and following == "IN"
        and words[index + 1][1] in ("on", "in", "at")
        and _is_fixture(index, words, tags, tag, direct)
    ):
        return tag
    if direct in ("IN", "CC", "") or (direct == "PU" and words[index - 1][1] not in ("'", '"', "”", ",", "’", ")")):
        # "Putin arrives and meets": only after a verb is the second one a verb too
        return tag if direct == "CC" and following in ("DT", "NNP", "PS", "PN") and any(t in ("VBZ", "VBP") for t in tags[:index]) else "NN"
    if left in ("PN", "CS"):
        return tag if following in _PHRASE_STARTS or following in ("PU", "", "V") or left == "PN" else "NN"
    if left == "NN" and direct == "NN":
        if index > 1 and (tags[index - 2] in VERBS or tags[index - 2] in ("TO", "IN", "MD")):
            return "NN"  # "restart trade talks that", "of trade talks"
        plural = words[index - 1][1].endswith("s")
        fits = plural != (tag == "VBZ")
        return tag if fits and following in ("DT", "PS", "PN", "TO", "CS", "NNP") and not (has_finite and following == "NNP") else "NN"
    if left == "NNP" and tag == "VBZ" and following == "V" and _base_form(words[index + 1][1], rules):
        return "NN"  # "Trade talks begin on Friday"
    if direct == "NNP" and tag == "VBP" and index > 1 and words[index - 2][1] in ("a", "an", "the"):
        return "NN"  # "a German court last month banned"
    if left == "NNP" or (direct == "PU" and words[index - 1][1] == ")"):
        if following in ("DT", "PS", "PN", "NNP", "TO", "CS", "RB", "JJ", "CD", "NN"):
            return "NN" if has_finite and following in ("NN", "RB", "CS") else tag
        return "NN" if has_finite else tag
    return "NN"


def _is_fixture(index: int, words: Sequence[tuple[str, str]], tags: Sequence[str], tag: str, direct: str) -> bool:
    """ "The drills end on Saturday", "began on Monday and ends on Friday": the noun before agrees, or a verb before shares the subject."""
    if direct == "CC":
        return tag == "VBZ" and any(each in ("VBD", "VBZ") for each in tags[max(0, index - 12) : index])
    determined = any(each in ("DT", "PS") for each in tags[max(0, index - 4) : index]) and tags[index - 2 : index - 1] != ["IN"]
    return (
        direct == "NN"
        and determined
        and words[index - 1][1].endswith("s") == (tag == "VBP")
        and not any(each in VERBS for each in tags[:index])
    )
