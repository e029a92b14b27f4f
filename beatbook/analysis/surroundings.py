"""Places, organizations and states of an article: known names and headed ones, a capital or country as a place or as a state that acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from beatbook.analysis.bodies import find_bodies, is_ticker, known_body
from beatbook.analysis.body_references import find_references
from beatbook.analysis.model import Entity
from beatbook.analysis.name_context import is_name_word
from beatbook.analysis.names import ACRONYM, CALENDAR, NEVER, WORD
from beatbook.analysis.places import find_learnt, learn_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beatbook.analysis.model import EntityType, MentionForm
    from beatbook.analysis.name_parts import Parts
    from beatbook.analysis.names import NameRules
    from beatbook.analysis.titles import PhraseHit

Key = tuple[str, int | str]
# what may stand between a state and its verb
_BETWEEN = frozenset(
    "also now never still later has had have long already then yesterday today again both this last week month year jointly".split()  # noqa: SIM905  a word list reads better in a line
)


@dataclass(frozen=True, slots=True)
class Thing:
    """A mention of a place, organization or state, in code points."""

    start: int
    end: int
    text: str
    type: EntityType
    key: Key
    sentence: int
    acts_for: bool = False
    form: MentionForm = "full"


@dataclass(frozen=True, slots=True)
class Things:
    """All of an article, and what each key stands for."""

    found: tuple[Thing, ...]
    entities: dict[Key, Entity]


def find_things(apart: Sequence[Parts], persons_at: Sequence[set[int]], bodies: Mapping[str, str], rules: NameRules) -> Things:
    """Places, organizations and states of all sentences.

    `persons_at` holds the tokens of each sentence that belong to people, `bodies` the organizations that the article itself shows, with
    their kind.
    """
    found: list[Thing] = []
    entities: dict[Key, Entity] = {}
    taken: list[set[int]] = []
    places = learn_places(apart, [_named(parts, persons, bodies, rules) for parts, persons in zip(apart, persons_at, strict=True)], rules)
    same: dict[Key, Key] = {}
    for parts, persons in zip(apart, persons_at, strict=True):
        covered = set(persons)
        ends: dict[int, Key] = {}
        for thing, entity, span in _in_sentence(parts, covered, bodies, places, rules):
            found.append(thing)
            entities.setdefault(thing.key, entity)
            covered.update(span)
            if thing.type == "organization":
                ends[span.stop] = thing.key
                _join_abbreviation(parts, thing, span, ends, same)
        taken.append(covered)
    found += _short_forms(apart, taken, entities, bodies, rules)
    if same:
        found = [replace(thing, key=same.get(thing.key, thing.key)) for thing in found]
    found += _referred(apart, found, entities)
    return Things(tuple(found), entities)


def _referred(apart: Sequence[Parts], found: Sequence[Thing], entities: Mapping[Key, Entity]) -> Iterator[Thing]:
    """ "the two companies", "the company", where the article makes clear which."""
    if not any("compan" in parts.sentence.text or "firm" in parts.sentence.text for parts in apart):
        return
    positions = {parts.sentence.index: at for at, parts in enumerate(apart)}
    told: dict[int, list[tuple[int, str]]] = {}
    for thing in found:
        if thing.type == "organization" and entities[thing.key].kind == "company" and thing.sentence in positions:
            tokens = apart[positions[thing.sentence]].sentence.tokens
            at = next((index for index, token in enumerate(tokens) if token.start >= thing.start), 0)
            told.setdefault(positions[thing.sentence], []).append((at, str(thing.key[1])))
    for one in find_references(apart, told) if told else ():
        parts = apart[one.sentence]
        start, end = parts.sentence.tokens[one.start].start, parts.sentence.tokens[one.end - 1].end
        form: MentionForm = "group" if one.group else "description"
        yield Thing(start, end, _text(parts, start, end), "organization", ("organization", one.name), parts.sentence.index, form=form)


def dateline_place(dateline: str, rules: NameRules) -> tuple[Key, Entity] | None:
    """The known town from which the article was sent: "Bogor" of "Bogor, W Java", the first of "BISHKEK/DUSHANBE"."""
    name = dateline.split(",", maxsplit=1)[0].split("/", maxsplit=1)[0].strip()
    words = tuple((name.title() if name.isupper() else name).split())
    found = rules.find_phrase(words, 0) if words else None
    if found is None or found[0] != len(words) or found[1].type != "city":
        return None
    phrase = found[1]
    return ("place", phrase.known), Entity("place", phrase.name, known=phrase.known, country=phrase.country, kind=phrase.kind, parent=-1)


def _join_abbreviation(parts: Parts, thing: Thing, span: range, ends: Mapping[int, Key], same: dict[Key, Key]) -> None:
    """ "the Coastal Rescue Agency (CRA)": from there on, everywhere in the article, the abbreviation is the agency."""
    texts = parts.texts
    bracketed = span.start > 1 and texts[span.start - 1] == "(" and span.stop < len(texts) and texts[span.stop] == ")"
    whole = ends.get(span.start - 1) if bracketed and len(span) == 1 and parts.flags[span.start] & ACRONYM else None
    if whole is not None and whole != thing.key:
        same.setdefault(thing.key, whole)


def _in_sentence(
    parts: Parts, covered: set[int], bodies: Mapping[str, str], places: Mapping[str, str], rules: NameRules
) -> Iterator[tuple[Thing, Entity, range]]:
    for span in parts.headed:
        if span.type == "thing" or any(at in covered for at in range(span.start, span.end)):
            continue
        start, end = parts.sentence.tokens[span.start].start, parts.sentence.tokens[span.end - 1].end
        text = _text(parts, start, end)
        country = next(
            (hit.phrase.country for hit in parts.hits if span.start <= hit.start < span.end or hit.end in (span.start, span.start - 1)), ""
        )
        if country and any(hit.end == span.start - 1 and parts.texts[hit.end].lower() != "'s" for hit in parts.hits):
            country = ""
        key: Key = (span.type, f"name:{text.casefold()}:{country if span.kind == 'government' else ''}")
        entity = Entity(
            span.type,
            text,
            country=country,
            kind=span.kind or ("company" if span.type == "organization" and _is_company(parts, span.end) else ""),
        )
        yield Thing(start, end, text, span.type, key, parts.sentence.index), entity, range(span.start, span.end)
    inside = {at for span in parts.headed for at in range(span.start, span.end)}
    for hit in parts.hits:
        tokens = range(hit.start, hit.end)
        if any(at in covered for at in tokens) or all(at in inside for at in tokens) or _is_attribute(parts, hit, rules):
            continue
        yield (*_known(parts, hit, rules), tokens)
    named = covered | inside | {at for hit in parts.hits for at in range(hit.start, hit.end)}
    for place in find_learnt(parts, _named(parts, named, bodies, rules), places, rules):
        run = place.run
        start, end = parts.sentence.tokens[run.start].start, parts.sentence.tokens[run.end - 1].end
        key = ("place", f"name:{run.text.casefold()}")
        named.update(range(run.start, run.end))
        thing = Thing(start, end, _text(parts, start, end), "place", key, parts.sentence.index)
        yield thing, Entity("place", run.text, kind=place.kind), range(run.start, run.end)
    yield from _unknown_bodies(parts, named, rules)


def _named(parts: Parts, covered: set[int], bodies: Mapping[str, str], rules: NameRules) -> set[int]:
    """The tokens that belong to people, known and headed names, and bodies of the article."""
    named = covered | {at for hit in parts.hits for at in range(hit.start, hit.end)}
    named.update(at for span in parts.headed for at in range(span.start, span.end))
    named.update(at for title in parts.titles for at in range(title.head, title.end))
    named.update(at for at, text in enumerate(parts.texts) if text in bodies or text.lower() in rules.uses["no-body"])
    return named


def _short_forms(
    apart: Sequence[Parts], taken: Sequence[set[int]], entities: dict[Key, Entity], bodies: Mapping[str, str], rules: NameRules
) -> Iterator[Thing]:
    """ "Norvell", wherever the article writes it, once it is known for a body: by its full name "Norvell Inc", or by what is told of it."""
    keys: dict[str, Key] = {}
    for key, entity in entities.items():
        words = entity.name.split()
        if entity.type == "organization" and not entity.known and len(words) in (2, 3) and words[0].isalpha() and _is_tail(words[-1]):
            keys.setdefault(words[0], key)
    for name, kind in bodies.items():
        if name in keys:
            continue
        known = known_body(name, rules)
        key = ("organization", known.known if known else f"name:{name.casefold()}:")
        entities.setdefault(
            key,
            Entity("organization", known.name, known=known.known, country=known.country, kind=known.kind)
            if known
            else Entity("organization", name, kind=kind),
        )
        keys[name] = key
    for parts, covered in zip(apart, taken, strict=True) if keys else ():
        for run in find_bodies(parts, covered, keys, rules):
            tokens = parts.sentence.tokens
            yield Thing(tokens[run.start].start, tokens[run.end - 1].end, run.text, "organization", keys[run.text], parts.sentence.index)


def _is_attribute(parts: Parts, hit: PhraseHit, rules: NameRules) -> bool:
    """ "Danish butter", "U.S. District Judge": a country that stands as an adjective; not in "the Danish side"."""
    if hit.phrase.type == "demonym":
        return not _has_people(parts, hit, rules)
    if hit.phrase.type != "country" or parts.texts[hit.start] not in ("U.S.", "US", "UK", "U.K."):
        return False
    if hit.end < len(parts.texts) and parts.texts[hit.end] in ("'s", "’s"):
        return False
    return any(title.start <= hit.start and hit.end <= title.end for title in parts.titles)


def _has_people(parts: Parts, hit: PhraseHit, rules: NameRules) -> bool:
    """ "the Danish side", "senior Danish officials", "a Danish trade delegation": people who act for the state."""
    tokens = parts.sentence.tokens
    while (other := _next_in_list(parts, hit)) is not None:
        hit = other  # "Norwegian and Nigerian officials"
    at = hit.end
    while at < len(tokens) and at < hit.end + 4 and tokens[at].lower not in rules.uses["side"]:
        if tokens[at].tag not in ("NN", "JJ", "NNP") or tokens[at].lower in rules.uses["no-side"]:
            return False
        at += 1
    if at >= len(tokens) or tokens[at].lower not in rules.uses["side"]:
        return False
    return at + 1 >= len(tokens) or tokens[at + 1].tag not in ("NN", "NNP", "POS")


def _next_in_list(parts: Parts, hit: PhraseHit) -> PhraseHit | None:
    """The demonym that "and" or a comma joins to this one on the right."""
    if hit.end + 1 >= len(parts.texts) or parts.texts[hit.end] not in ("and", ","):
        return None
    at = hit.end + 1
    return next((other for other in parts.hits if other.start == at and other.phrase.type == "demonym"), None)


def _is_company(parts: Parts, end: int) -> bool:
    return _is_tail(parts.texts[end - 1])


def _is_tail(word: str) -> bool:
    return word.lower().rstrip(".") in (
        "inc",
        "corp",
        "ltd",
        "llc",
        "plc",
        "co",
        "gmbh",
        "ag",
        "sa",
        "nv",
        "group",
        "holdings",
        "company",
        "corporation",
    )


def _text(parts: Parts, start: int, end: int) -> str:
    return parts.sentence.text[start - parts.sentence.start : end - parts.sentence.start]


def _known(parts: Parts, hit: PhraseHit, rules: NameRules) -> tuple[Thing, Entity]:
    phrase = hit.phrase
    tokens = parts.sentence.tokens
    start, end = tokens[hit.start].start, tokens[hit.end - 1].end
    text = _text(parts, start, end)
    index = parts.sentence.index
    if phrase.type in ("country", "demonym"):
        people = phrase.type == "demonym"
        if people or _acts(parts, hit, rules):
            form: MentionForm = "description" if people else "full"
            return Thing(start, end, text, "state", ("state", phrase.country), index, acts_for=True, form=form), _state(
                phrase.country, rules
            )
        entity = Entity("place", phrase.name, known=phrase.country, country=phrase.country, kind="country")
        return Thing(start, end, text, "place", ("place", f"country:{phrase.country}"), index), entity
    described = tokens[hit.end - 1].lower == "capital"  # "the Kenyan capital" is the city, never its government
    if phrase.type == "city" and phrase.capital and not described and _acts(parts, hit, rules):
        return Thing(start, end, text, "state", ("state", phrase.country), index, acts_for=True), _state(phrase.country, rules)
    if phrase.is_place:
        entity = Entity(
            "place", phrase.name, known=phrase.known, country=phrase.country, kind=phrase.kind, parent=-1 if phrase.country else None
        )
        told: MentionForm = "description" if described else "full"
        return Thing(start, end, text, "place", ("place", phrase.known), index, form=told), entity
    if phrase.type == "government" and _is_located(parts, hit):
        entity = Entity("place", phrase.name, known=phrase.known, country=phrase.country, kind="venue", parent=-1)
        return Thing(start, end, text, "place", ("place", f"seat:{phrase.known}"), index), entity
    kind = "government" if phrase.type == "government" else phrase.type if phrase.type in ("agency", "outlet") else phrase.kind
    entity = Entity("organization", phrase.name, known=phrase.known, country=phrase.country, kind=kind)
    return Thing(start, end, text, "organization", ("organization", phrase.known), index), entity


def _state(country: str, rules: NameRules) -> Entity:
    return Entity(
        "state", rules.countries[country].name if country in rules.countries else country, known=country, country=country, kind="country"
    )


def _before(parts: Parts, hit: PhraseHit) -> str:
    at = hit.start - 1
    while at >= 0 and parts.texts[at].lower() in ("the", "both", "neighbouring", "neighboring", "nearby"):
        at -= 1
    return parts.texts[at].lower() if at >= 0 else ""


def _is_located(parts: Parts, hit: PhraseHit) -> bool:
    if hit.start > 1 and parts.texts[hit.start - 1] in ("a", "an") and parts.texts[hit.start - 2].lower() in ("at", "in"):
        return True  # "at a White House ceremony"
    return _before(parts, hit) in ("in", "at", "to", "outside", "inside", "near", "around", "from", "into", "left", "visited", "of")


def _acts(parts: Parts, hit: PhraseHit, rules: NameRules) -> bool:  # noqa: PLR0911  # a decision list: a case a line
    """Whether a country or capital stands here for its government: by what stands before it, else by what it does."""
    before = _before(parts, hit)
    after = parts.texts[hit.end].lower() if hit.end < len(parts.texts) else ""
    capital = hit.phrase.type == "city"
    if before in rules.uses["location"] or (before == "of" and _is_of_person(parts, hit)):
        return False
    if (
        before == ","
        and hit.start > 1
        and parts.texts[hit.start - 2][0].isupper()
        and (after in (",", "", ".") or not _does(parts, hit.end, rules))
    ):
        return False  # "Hanoi, Vietnam"
    if before == "with" and hit.start > 1 and _is_beside_border(parts, hit.start):
        return False
    if before in ("with", "between", "against", "among", "by") or (before in ("and", ",", "or") and _listed_state(parts, hit)):
        return True
    if after == "and" and hit.end + 1 < len(parts.texts) and _verb_after_list(parts, hit, rules):
        return True
    if before in ("on", "told", "urged", "accused", "pressed", "urge", "press") and capital:
        return True
    if after == "'s":
        follows = parts.texts[hit.end + 1].lower() if hit.end + 1 < len(parts.texts) else ""
        return not capital and before != "of" and follows in rules.uses["governing"]
    return _does(parts, hit.end, rules)


def _is_beside_border(parts: Parts, at: int) -> bool:
    """ "the border with Gambia"."""
    return any(text.lower() in ("border", "borders", "frontier", "boundary") for text in parts.texts[max(0, at - 3) : at])


def _is_of_person(parts: Parts, hit: PhraseHit) -> bool:
    """ "Queen Ingrid of Norway", "the king of the Netherlands": what follows is done by the person."""
    at = hit.start - 1 - (parts.texts[hit.start - 1].lower() == "the")
    return any(person.end == at for person in parts.people) or any(title.end == at and not title.plural for title in parts.titles)


def _does(parts: Parts, at: int, rules: NameRules) -> bool:
    """Whether a finite verb follows, adverbs skipped."""
    tokens = parts.sentence.tokens
    while at < len(tokens) and (tokens[at].lower.endswith("ly") or tokens[at].lower in _BETWEEN):
        if tokens[at].lower in ("has", "had", "have"):
            return True
        at += 1
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.tag:
        return token.tag in ("VBD", "VBZ", "VBP", "MD")
    return token.lower in ("will", "would", "could", "may", "might", "should", "must", "can", "is", "was", "are", "were") or (
        token.lower in rules.verbs
        and (token.lower.endswith(("ed", "s")) or token.lower in ("said", "told", "gave", "sent", "took", "made", "held"))
    )


def _listed_state(parts: Parts, hit: PhraseHit) -> bool:
    """The last one of "between Oslo and Madrid" or of "Russia and the US" when the first one acts."""
    at = hit.start - 1
    while at > 0 and parts.texts[at].lower() in ("the", "and", ",", "or"):
        at -= 1
    previous = next((other for other in parts.hits if other.end == at + 1), None)
    if previous is None or previous.phrase.type not in ("country", "city"):
        return False
    before = _before(parts, previous)
    return before in ("between", "with", "among", "against", "by")


def _verb_after_list(parts: Parts, hit: PhraseHit, rules: NameRules) -> bool:
    at = hit.end + 1
    if at < len(parts.texts) and parts.texts[at].lower() == "the":
        at += 1
    other = next((later for later in parts.hits if later.start == at), None)
    return (
        other is not None
        and other.phrase.type in ("country", "city")
        and (_does(parts, other.end, rules) or _before(parts, hit) in ("between", "with"))
    )


def _is_of_ticker(texts: Sequence[str], at: int) -> bool:
    """The letters of "(NRVL.O)" or "(NASDAQ: NRVL)"."""
    first = at - 2 if at > 1 and texts[at - 1] == ":" else at
    return first > 0 and texts[first - 1] == "(" and is_ticker(texts, first)


def _unknown_bodies(parts: Parts, covered: set[int], rules: NameRules) -> Iterator[tuple[Thing, Entity, range]]:
    """Acronyms, with the capitalised words around them."""
    for at, text in enumerate(parts.texts):
        if at in covered or not parts.flags[at] & ACRONYM or parts.flags[at] & WORD or parts.headline or not text[0].isupper():
            continue
        if len(text) < 3 or text.lower() in rules.uses["no-body"] or parts.flags[at] & NEVER or _is_of_ticker(parts.texts, at):
            continue
        first, last = at, at + 1
        while (
            last < len(parts.texts)
            and last not in covered
            and is_name_word(parts.texts[last])
            and not parts.flags[last] & (NEVER | CALENDAR)
        ):
            last += 1
        while first and first - 1 not in covered and is_name_word(parts.texts[first - 1]) and first - 1 != parts.first:
            first -= 1
        start, end = parts.sentence.tokens[first].start, parts.sentence.tokens[last - 1].end
        whole = _text(parts, start, end)
        key: Key = ("organization", f"name:{whole.casefold()}:")
        yield Thing(start, end, whole, "organization", key, parts.sentence.index), Entity("organization", whole), range(first, last)
