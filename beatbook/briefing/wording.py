"""Titles and summaries: an event's facts in a desk editor's English.

Every sentence is made from facts and phrases (rules/wording.yaml), never copied from an article, and ends with the articles that it
rests on, as pandoc-style citations: "Ana Marin met Tomas Vell in Riga on 3 May 2021. [@article-id; @other-id]".
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from beatbook.briefing.history import Step, find_steps, published_day
from beatbook.briefing.patterns import conjugate, fill, first_filled, sentence_verb, title_verb
from beatbook.briefing.phrases import (
    NameRules,
    at_place,
    capital,
    in_words,
    is_plural_noun,
    named,
    say_day,
    say_list,
    say_number,
    say_when,
    short_name,
    with_article,
)
from beatbook.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beatbook.briefing.wording_rules import KindWording, Wording
    from beatbook.merging.model import Article, Conflict, ConflictValue, Event, Merged, Profile, VoiceRef

CITED: Final = 4  # references a sentence carries at most: more is noise, and the brief lists every report
TITLE_NAMES: Final = 3
SENTENCE_NAMES: Final = 5
OBJECT_WORDS: Final = 6  # a longer object is a sentence, not a name for what was agreed
RECALLED_AFTER: Final = timedelta(days=60)  # a report this long after the event recalls it
ROLE_REACH: Final = timedelta(days=400)  # an office named once is taken to hold so long before and after; terms are years


@dataclass(frozen=True, slots=True)
class EventWords:
    """An event in words."""

    title: str
    summary: str  # two to four sentences with citations


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    articles: tuple[str, ...]


class Writer:
    """Writes about the events of one merged view.  Make one for all of them: it looks everybody up by id."""

    def __init__(self, merged: Merged, wording: Wording) -> None:
        self.wording, self.as_of = wording, merged.as_of
        self.profiles = {profile.id: profile for profile in merged.profiles}
        self.articles = {article.id: article for article in merged.articles}
        self.events = {event.id: event for event in merged.events}

    def event(self, event: Event) -> EventWords:
        """The title and the summary of an event."""
        history = self._history(event)
        sentences = [
            self._lead(event, history.text if history and event.status != "happened" else ""),
            history,
            self._topics(event),
            self._dispute(event) or self._parent(event),
        ]
        return EventWords(self.title(event), " ".join(_cite(sentence) for sentence in sentences if sentence))

    # ---- the title

    def title(self, event: Event) -> str:
        """ "Marin and Vell meet in Riga", "Marin and Vell may meet in Riga", "Visit by Vell to Riga cancelled"."""
        kind, status = self._kind(event), self.wording.statuses[event.status]
        cast = _Cast(event, kind, self.profiles)
        name = partial(_title_name, everybody=cast.everybody)
        values = self._values(event, cast, name, limit=TITLE_NAMES, title=True)
        if event.status == "happened" or status.title_verb:
            clause = first_filled(kind.clauses, values)
            if clause:
                return capital(conjugate(fill(clause, values), partial(title_verb, status, many=cast.is_plural(clause))))
        noun = fill(first_filled(kind.nouns, values) or event.kind, values)
        return capital(fill(status.noun_title[is_plural_noun(noun)], {"noun": noun}))

    # ---- the sentences

    def _lead(self, event: Event, history: str) -> _Sentence:
        """Who did what, where and when, in its status.  A source that the sentence on its history names is not named twice."""
        kind, status = self._kind(event), self.wording.statuses[event.status]
        cast = _Cast(event, kind, self.profiles)
        describe = len(cast.everybody) <= 2
        name = partial(self._name, event=event, describe=describe)
        values = self._values(event, cast, name, limit=SENTENCE_NAMES, title=False)
        clause = first_filled(kind.clauses, values) if event.status == "happened" or status.ahead else None
        if clause:
            many = cast.is_plural(clause)
            text = conjugate(fill(clause, values), partial(sentence_verb, status, many=many, lapsed=self._is_past(event)))
        else:
            noun = fill(first_filled(kind.nouns, values) or event.kind, values)
            day = say_day(event.date) if event.date else ""
            nouns = {**values, "noun": noun.removeprefix("the "), "a_noun": _with_article(noun), "day": day}
            text = fill(status.noun_sentence[is_plural_noun(noun)], nouns)
        source = self._only_source(event)
        said = f", according to {source}" if source and source.casefold() not in history.casefold() else ""
        return _Sentence(f"{capital(text)}{said}.", self._support(event))

    def _history(self, event: Event) -> _Sentence | None:
        """Who had it as likely or announced it, and when; of an event without such steps, who reported it."""
        steps = find_steps(event, self.articles)
        if event.status == "happened" and not steps:
            return self._reported(event)
        told = [(step, said) for step in steps if (said := self._step(step))]
        if not told:
            return None
        text = "; ".join(said for _, said in told)
        return _Sentence(f"{capital(text)}.", tuple(dict.fromkeys(step.article for step, _ in told)))

    def _step(self, step: Step) -> str:
        """ "Yonhap, citing an unidentified diplomatic source, reported it as likely on 15 April 2019"."""
        chain = [said for voice in step.voices if (said := self._voice(voice))]
        article = self.articles.get(step.article)
        if not chain and article is None:
            return ""
        media = not chain or self._is_media(step.voices[0])
        verbs = self.wording.revived if step.revived else self.wording.statuses[step.status].source_verbs
        verb = verbs[0 if media else 1]
        citing = f", citing {chain[1]}," if len(chain) > 1 else ""
        own = self._outlet(article) if article else ""
        if not chain and article and not own:
            return f"{_nameless(published_day(article))} {verb}"
        when = f" on {say_day(step.day)}" if step.day else ""
        return f"{chain[0] if chain else own}{citing} {verb}{when}"

    def _reported(self, event: Event) -> _Sentence | None:
        """ "RT reported it on 11 September 2023, citing the Kremlin."."""
        reports = [report for report in event.reports if report.status == event.status]
        outlets: dict[str, list[str]] = {}
        for report in reports:
            article = self.articles.get(report.article)
            if article is not None and (outlet := self._outlet(article)):
                outlets.setdefault(outlet, []).append(report.article)
        cited = tuple(articles[0] for articles in outlets.values())[:CITED] or tuple(report.article for report in reports)[:1]
        if not cited or cited[0] not in self.articles:
            return None
        day = published_day(self.articles[cited[0]])
        verb = "recalled it" if self._is_recalled(event, day) else "reported it"
        if len(outlets) > 1:
            return _Sentence(f"{capital(say_list(list(outlets), limit=4))} {verb}.", cited)
        own = next(iter(outlets), "")
        chains = (claim.said_by[0] for report in reports if report.article in cited for claim in report.claims if claim.said_by)
        acting = {who.id for who in event.participants}
        told = {own, self._only_source(event)}
        sources = [said for chain in chains if chain[0].source not in acting and (said := self._voice(chain[0])) not in told]
        citing = f", citing {sources[0]}" if sources and sources[0] else ""
        when = f" on {say_day(day)}" if day and own else ""
        return _Sentence(f"{capital(own or _nameless(day))} {verb}{when}{citing}.", cited)

    def _topics(self, event: Event) -> _Sentence | None:
        """What was at issue."""
        if not event.topics or event.kind == "statement":
            return None  # a statement's topics stand in its first sentence
        articles = tuple(
            report.article
            for report in event.reports
            if any(set(self._claim_topics(report.article, claim.key.index)) & set(event.topics) for claim in report.claims)
        )
        cited = (articles or self._support(event))[:CITED]
        topics = [in_words(topic) for topic in event.topics]
        if event.status == "happened":
            many = len(topics) > 1 or is_plural_noun(topics[0])
            return _Sentence(f"At issue {'were' if many else 'was'} {say_list(topics, limit=4)}.", cited)
        return _Sentence(f"Reports name {say_list(topics, limit=4)} as {'the subject' if len(topics) == 1 else 'subjects'}.", cited)

    def _dispute(self, event: Event) -> _Sentence | None:
        """Where sources differ, what is taken here and why."""
        if not event.conflicts:
            return None
        conflict = event.conflicts[0]
        sides = "; ".join(self._side(conflict, value) for value in conflict.values)
        chosen = self._conflict_value(conflict, conflict.chosen)
        because = f" ({conflict.because})" if conflict.because else ""
        text = f"Reports differ on {self._about(conflict)}: {sides}. This brief takes {chosen}{because}."
        if more := [self._about(other) for other in event.conflicts[1:]]:
            text += f" They differ on {say_list(more)} as well."
        articles = dict.fromkeys(value.articles[0] for value in conflict.values if value.articles)
        return _Sentence(text, tuple(articles)[:CITED])

    def _about(self, conflict: Conflict) -> str:
        known = self.wording.conflicts.get(conflict.field)
        return known.about if known else f"the {conflict.field}"

    def _side(self, conflict: Conflict, value: ConflictValue) -> str:
        """ "The Lantern and RT give 3 May 2021"."""
        outlets = self._outlets(value.articles)
        who = (
            say_list(outlets, limit=3)
            if outlets
            else "one report"
            if len(value.articles) == 1
            else f"{say_number(len(value.articles))} reports"
        )
        known = self.wording.conflicts.get(conflict.field)
        many = len(outlets) > 1 or (not outlets and len(value.articles) > 1)
        verb = known.verbs[1 if many else 0] if known else "give" if many else "gives"
        return f"{who} {verb} {self._conflict_value(conflict, value.value)}"

    def _parent(self, event: Event) -> _Sentence | None:
        """What it was part of."""
        parent = self.events.get(event.part_of or "")
        if parent is None:
            return None
        kind = self._kind(parent)
        values = self._values(parent, _Cast(parent, kind, self.profiles), self._plain_name, limit=SENTENCE_NAMES, title=False)
        noun = fill(first_filled(kind.nouns, values) or parent.kind, values).removeprefix("the ")
        verb = "was" if event.status == "happened" else "is to be"
        return _Sentence(f"It {verb} part of the {noun}.", self._support(event)[:1])

    # ---- facts in words

    def _values(self, event: Event, cast: _Cast, name: Callable[[Profile], str], *, limit: int, title: bool) -> dict[str, str]:
        """What the braces of a clause stand for; "" for what does not apply."""
        place = self.profiles.get(event.place or "")
        actors, targets = [name(who) for who in cast.actors], [name(who) for who in cast.targets]
        said = say_list(actors, limit=limit)
        names = NameRules() if title else self.wording.names
        what = self._object(event)
        return {
            "actor": said,
            "both": said if len(actors) > 1 else "",
            "pair": said if len(actors) == 2 else "",
            "bodies": said if all(who.type != "person" for who in cast.actors) else "",
            "target": say_list(targets, limit=limit),
            "hosts": "" if title or event.status != "happened" else say_list(targets, limit=limit),
            "others": "" if title else say_list([name(who) for who in cast.others], limit=limit),
            "place": named(place.name, self.wording.names) if place else "",
            "at": at_place(place, self.wording.names) if place else "",
            "when": "" if title else say_when(event.date, extent=event.extent),
            "label": named(event.label, names) if event.label else "",
            "object": what,
            "a_object": "" if title or not what else what if is_plural_noun(what) else with_article(what),
            "topics": say_list([in_words(topic) for topic in event.topics[:2]]),
        }

    def _name(self, profile: Profile, *, event: Event, describe: bool) -> str:
        """A full name, with the office that the reports give for the time: "Latvian President Ana Marin"."""
        if profile.type != "person":
            return named(profile.name, self.wording.names)
        role = self._office(profile, event) if describe else ""
        return f"{role} {profile.name}" if role else profile.name

    def _object(self, event: Event) -> str:
        """What was agreed or imposed, where the words for it are a name and no piece of a sentence."""
        words = event.object.split()
        if not words or len(words) > OBJECT_WORDS or not re.fullmatch(r"[\w %$€£.,'’-]+", event.object):
            return ""
        general = len(words) == 1 and words[0].lower() in self.wording.too_general
        return "" if general or words[0].lower() in self.wording.not_first else event.object

    def _plain_name(self, profile: Profile) -> str:
        return profile.name if profile.type == "person" else named(profile.name, self.wording.names)

    def _office(self, profile: Profile, event: Event) -> str:
        """The office that most articles give for that time, short enough to stand before a name; "" where they leave a doubt."""
        held = Counter[str]()
        for role in profile.roles:
            title = role.title.strip()
            if role.former or not title or len(title.split()) > 3 or re.search(r"\b(?:of|for|to|and)\b|,", title):
                continue
            if not _holds(role.first, role.last, event.date):
                continue
            demonym = self.wording.demonyms.get(role.country, "")
            stated = any(word in self.wording.names.with_the for word in (title.partition(" ")[0], " ".join(title.split()[:2])))
            if title[:1].islower() and not demonym:
                continue  # "leader Ana Marin" needs to say of whom
            held[title if stated or not demonym or title.startswith(demonym) else f"{demonym} {title}"] += max(1, len(role.articles))
        best = sorted(held.items(), key=lambda entry: (-entry[1], entry[0]))
        return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""

    def _only_source(self, event: Event) -> str:
        """ "the Kremlin" where one side alone says so; "" where others confirm it or the articles say it on their own account."""
        if event.standing != "claimed":
            return ""
        acting = {who.id for who in event.participants}
        chains = (claim.said_by[0] for report in event.reports for claim in report.claims if claim.status == event.status and claim.said_by)
        return next((said for chain in chains if chain[-1].source not in acting and (said := self._voice(chain[-1]))), "")

    def _voice(self, voice: VoiceRef) -> str:
        if voice.source is None:
            return voice.unnamed or ""
        profile = self.profiles.get(voice.source)
        return named(profile.name, self.wording.names) if profile else ""

    def _is_media(self, voice: VoiceRef) -> bool:
        profile = self.profiles.get(voice.source or "")
        return profile is not None and (
            profile.type in ("outlet", "source") or profile.kind in ("outlet", "agency", "broadcaster", "newspaper")
        )

    def _outlet(self, article: Article) -> str:
        profile = self.profiles.get(article.outlet_id or "")
        return profile.name if profile else article.analysis.metadata.outlet or ""

    def _outlets(self, articles: Sequence[str]) -> list[str]:
        """The outlets of some articles, each once."""
        found = (self._outlet(self.articles[id_]) for id_ in articles if id_ in self.articles)
        return list(dict.fromkeys(outlet for outlet in found if outlet))

    def _conflict_value(self, conflict: Conflict, value: str) -> str:
        if conflict.field == "date":
            return say_day(value) if value else "no date"
        if conflict.field == "status":
            return {"happened": "having happened", "expected": "likely"}.get(value, value)
        if conflict.field not in ("place", "participants"):
            return value or "none"
        id_ = value.removeprefix("not ")
        name = self._plain_name(self.profiles[id_]) if id_ in self.profiles else id_
        if conflict.field == "place":
            return name
        return f"{name} as {'absent' if value.startswith('not ') else 'taking part'}"

    def _claim_topics(self, article: str, index: int) -> tuple[str, ...]:
        claims = self.articles[article].analysis.claims if article in self.articles else ()
        return claims[index].topics if index < len(claims) else ()

    def _support(self, event: Event) -> tuple[str, ...]:
        """The reports that say what the brief says: of its status, those with its date first."""
        same = [report for report in event.reports if report.status == event.status] or list(event.reports)
        exact = [report.article for report in same if any(claim.date == event.date for claim in report.claims)]
        return tuple(dict.fromkeys((exact or [report.article for report in same])[:CITED]))

    def _kind(self, event: Event) -> KindWording:
        return self.wording.kinds.get(event.kind) or self.wording.kinds["other"]

    def _is_past(self, event: Event) -> bool:
        """Whether its day lies before the newest article."""
        return bool(event.date and self.as_of) and parse_edtf(event.date or "").last < parse_edtf(self.as_of or "").first

    def _is_recalled(self, event: Event, day: str | None) -> bool:
        return event.background or bool(
            day
            and event.date
            and parse_edtf(day).first > parse_edtf(event.date).last
            and parse_edtf(day).first - parse_edtf(event.date).last > RECALLED_AFTER
        )


class _Cast:
    """Who acts and whom it is done to."""

    def __init__(self, event: Event, kind: KindWording, profiles: Mapping[str, Profile]) -> None:
        known = [(profiles[who.id], who.role) for who in event.participants if who.id in profiles]
        self.everybody = [who for who, _ in known]
        self.targets = [who for who, role in known if role in kind.target]
        rest = [(who, role) for who, role in known if role not in kind.target]
        leading = next((role for role in kind.actor if any(role == other for _, other in rest)), None)
        self.actors = [who for who, role in rest if leading is None or role == leading]
        self.others = [who for who, role in rest if leading is not None and role != leading]
        if not self.actors and len(self.targets) > 1 and len({role for _, role in known}) == 1:
            self.actors, self.targets = self.targets, []  # no one is marked as the one who acts: all of them do

    def is_plural(self, clause: str) -> bool:
        subject = self.targets if clause.lstrip().startswith("{target}") else self.actors
        return len(subject) > 1


def _title_name(profile: Profile, everybody: Sequence[Profile]) -> str:
    return short_name(profile, everybody)


def _nameless(day: str | None) -> str:
    """An article whose outlet is not known."""
    return f"an article{f' of {say_day(day)}' if day else ''} whose outlet is not known"


def _with_article(noun: str) -> str:
    """ "a meeting"; an event with a name of its own keeps it: "the Baltic Forum"."""
    return noun if noun.startswith("the ") or noun[:1].isupper() else with_article(noun)


def _holds(first: str | None, last: str | None, day: str | None) -> bool:
    """Whether an office that articles name from `first` to `last` can be taken to be held on `day`."""
    if not day or not first:
        return not day
    days = parse_edtf(day)
    return days.first - parse_edtf(last or first).last <= ROLE_REACH and parse_edtf(first).first - days.last <= ROLE_REACH


def _cite(sentence: _Sentence) -> str:
    return f"{sentence.text} [{'; '.join(f'@{article}' for article in sentence.articles)}]" if sentence.articles else sentence.text
