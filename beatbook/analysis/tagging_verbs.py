"""A word that can be a verb: which form of it stands here, or that it is a noun or an adjective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.analysis.lexicon import BE, DO, FIXTURES, GET, HAVE, NOMINAL, VERBS, base_form, only_finite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.analysis.lexicon import GrammarRules, VerbTag


_PHRASE_STARTS = frozenset(("DT", "PS", "PN", "NNP", "IN", "TO", "CD", "RB", "CS", "JJ"))

_ARRANGED = frozenset(("scheduled", "planned", "slated", "set", "arranged"))

_SAID = frozenset(
    """
    said told asked added warned announced argued claimed noted stated conceded acknowledged admitted insisted declared confirmed replied
    explained maintained alleged revealed suggested believed hoped feared predicted estimated reported recalled complained
    """.split()  # noqa: SIM905  a word list reads better in lines
)

_DAYS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday yesterday today january february april june july august september october
    november december
    """.split()  # noqa: SIM905  a word list reads better in lines
)

_MAIN_VERBS = frozenset(("VBD", "VBZ", "VB"))


def verb_or_noun(index: int, words: Sequence[tuple[str, str]], tags: Sequence[str], rules: GrammarRules, *, has_finite: bool) -> str:  # noqa: C901, PLR0911  a list of cases, in order
    text, lower = words[index]
    readings = {tag for tag, _ in rules.verbs[lower]}
    before = _before(index, tags)
    prior = words[before][1] if before >= 0 else ""
    left = tags[before] if before >= 0 else ""
    direct = tags[index - 1] if index else ""
    following = tags[index + 1] if index + 1 < len(tags) else ""
    if text[0].isupper() and index and not title_case(words):
        return "NNP" if following in ("NNP", "V") or direct not in ("PU", "") or lower in rules.nouns else "NN"
    if lower in _SAID and ((direct == "JJ" and following not in ("NN", "JJ")) or (prior == "her" and following in ("PU", "CS", "PN"))):
        return "VBD"  # "a senior official said", "a source close to her said:"
    if readings == {"VBG"}:
        if not index and following == "V" and only_finite(words[1][1], rules):
            return "NN"  # "Fighting broke out", "Voting began"
        return _gerund(prior, left, direct, following, tags[index - 2] if index > 1 else "")
    if "VB" in readings and left == "TO" and direct in ("TO", "RB", "NEG"):
        return "VB"
    if "VB" in readings and (left == "MD" or prior in DO or prior in ("let", "helped", "help", "make", "made")) and direct not in NOMINAL:
        return "VB"
    if (
        prior in ("many", "some", "few", "most", "both", "all")
        and direct == "DT"
        and lower not in rules.nouns
        and following in ("DT", "CS", "PN", "PS")
    ):
        return "VBP" if "VB" in readings else "VBD" if "VBD" in readings else "VBZ"  # "many believe the ..."
    if direct in ("DT", "PS", "POS") or (direct in ("JJ", "CD") and left != "PN" and prior not in ("likely", "due", "also", "both")):
        if readings & {"VBN"} and lower not in rules.nouns and not readings & {"VB"}:
            return "VBD" if direct == "CD" and following in ("IN", "DT", "TO") else "JJ"
        owned = direct == "PS" or (direct == "DT" and prior in ("the", "a", "an", "every"))
        return "NN" if lower in rules.nouns or "VB" in readings or (owned and "VBZ" in readings) else "VBZ"  # "on the sidelines"
    if lower in _TELLS and _tells(index, words, tags, "VBZ" if "VBZ" in readings else "VBP"):
        return "VBZ" if "VBZ" in readings else "VBP"
    if "VBD" in readings or "VBN" in readings:
        return _past(index, words, tags, rules, readings=readings, prior=prior, left=left, following=following)
    return _present(index, words, tags, rules, readings=readings, left=left, direct=direct, following=following, has_finite=has_finite)


def _before(index: int, tags: Sequence[str]) -> int:
    """Index of the nearest earlier token that is no adverb and no negation; -1 for none."""
    index -= 1
    while index >= 0 and tags[index] in ("RB", "NEG"):
        index -= 1
    return index


def title_case(words: Sequence[tuple[str, str]]) -> bool:
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
    if lower in _SAID and following in ("RB", "CS") and words[index + 1][1] in ("there", "that"):
        return "VBD"  # "officials conceded there was a risk"
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
                tags[following] in ("MD", "BE") or (tags[following] == "V" and only_finite(words[following][1], rules))
            )
        if tag in ("CS", "CC", "PU") or lower == "whose":
            return False
        attributive = lower.endswith("ed") and tags[after - 1] in ("IN", "DT", "JJ", "PS", "POS")  # "its list of trusted partners"
        if tag in ("MD", "BE") or (tag == "V" and not attributive and only_finite(lower, rules)):
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
        lower in FIXTURES
        and following == "IN"
        and words[index + 1][1] in ("on", "in", "at")
        and _is_fixture(index, words, tags, tag, direct)
    ):
        return tag
    if direct in ("IN", "CC", "") or (direct == "PU" and words[index - 1][1] not in ("'", '"', "”", ",", "’", ")")):
        # "Berg arrives and meets": only after a verb is the second one a verb too
        return tag if direct == "CC" and following in ("DT", "NNP", "PS", "PN") and any(t in ("VBZ", "VBP") for t in tags[:index]) else "NN"
    if left == "CS" and index + 1 < len(words) and words[index + 1][1] == "of":
        return "NN"  # "Before reports of an offer"
    if left in ("PN", "CS"):
        return tag if following in _PHRASE_STARTS or following in ("PU", "", "V") or left == "PN" else "NN"
    if left == "NN" and direct == "NN":
        if index > 1 and (tags[index - 2] in VERBS or tags[index - 2] in ("TO", "IN", "MD")):
            return "NN"  # "restart trade talks that", "of trade talks"
        plural = words[index - 1][1].endswith("s")
        fits = plural != (tag == "VBZ")
        return tag if fits and following in ("DT", "PS", "PN", "TO", "CS", "NNP") and not (has_finite and following == "NNP") else "NN"
    if left == "NNP" and tag == "VBZ" and following == "V" and base_form(words[index + 1][1], rules):
        return "NN"  # "Trade talks begin on Friday"
    if direct == "NNP" and tag == "VBP" and index > 1 and words[index - 2][1] in ("a", "an", "the"):
        return "NN"  # "a German court last month banned"
    if left == "NNP" or (direct == "PU" and words[index - 1][1] == ")"):
        if following in ("DT", "PS", "PN", "NNP", "TO", "CS", "RB", "JJ", "CD", "NN"):
            return "NN" if has_finite and following in ("NN", "RB", "CS") else tag
        return "NN" if has_finite else tag
    return "NN"


def _tells(index: int, words: Sequence[tuple[str, str]], tags: Sequence[str], tag: str) -> bool:
    """A noun that agrees stands right before it, and "that" or the end behind: "Investigators suspect that", ", the bank estimates"."""
    direct = tags[index - 1] if index else ""
    following = words[index + 1][1] if index + 1 < len(words) else "."
    if direct == "PU" and words[index - 1][1] == ",":
        return tag == "VBZ" and tags[index + 1 : index + 2] in (["NNP"], ["DT"])
    if following in ("“", '"', "‘") and direct in ("NN", "NNP"):
        return tag == "VBZ"  # "A note in the margin reads “...”"
    if direct not in ("NN", "NNP") or words[index - 1][1] in ("media", "press", "news", "intelligence"):
        return False
    if words[index - 1][1].endswith("s") != (tag == "VBP") and not (
        following == "that" and tag == "VBP" and _plural_head(index, words, tags)
    ):
        return False
    if following == "that":
        return tags[index + 2 : index + 3] not in (["BE"], ["MD"]) and not any(each in VERBS for each in tags[:index])
    first = index - 1
    while first > 0 and tags[first - 1] in ("DT", "JJ", "NN", "NNP", "PS"):
        first -= 1
    return following == "." and first > 1 and words[first - 1][1] == ","


def _plural_head(index: int, words: Sequence[tuple[str, str]], tags: Sequence[str]) -> bool:
    """ "Opponents of the scheme claim that": the head of the subject is a plural that an "of" follows."""
    for before in range(index - 1, max(0, index - 7), -1):
        if words[before][1] == "of":
            return tags[before - 1] in ("NN", "NNP") and words[before - 1][1].endswith("s")
        if tags[before] not in ("NN", "NNP", "DT", "JJ", "PS"):
            return False
    return False


_TELLS = frozenset(
    """
    suspect suspects read reads report reports claim claims fear fears hope hopes estimate estimates forecast forecasts doubt doubts note
    notes state states
    """.split()  # noqa: SIM905  a word list reads better in lines
)


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
