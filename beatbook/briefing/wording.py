"""Titles and summaries: an event's facts in a desk editor's English.

Every sentence is made from facts and phrases (rules/wording.yaml), never copied from an article, and ends with the articles that it
rests on, as pandoc-style citations: "Ana Marin met Tomas Vell in Riga on 3 May 2021. [@article-id; @other-id]".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from beatbook.briefing.asked import Noting
from beatbook.briefing.deeds import Deed, clean_tail, find_deed, is_event_noun, last_noun, name_deed
from beatbook.briefing.differences import dispute
from beatbook.briefing.history import find_steps
from beatbook.briefing.matters import ToldBeside, matter_of
from beatbook.briefing.naming import Cast, Namer, Sentence
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
    say_when,
    with_article,
)
from beatbook.briefing.telling import tell_history, tell_report
from beatbook.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from beatbook.briefing.wording_rules import KindWording, Wording
    from beatbook.merging.model import Event, Merged, Profile, Report, ReportClaim

CITED: Final = 4  # references a sentence carries at most: more is noise, and the brief lists every report
TITLE_NAMES: Final = 3
SENTENCE_NAMES: Final = 5
OBJECT_WORDS: Final = 6  # a longer object is a sentence, not a name for what was agreed
TOPICS: Final = 3  # more are a list of words and no subject
FIGURES: Final = 2
_MONEY: Final = "$€£¥₩"
_SUM = re.compile(r"[$€£¥₩]\s?[\d.,]+(?:\s?(?:thousand|million|billion|trillion|bn|m|k))?", re.IGNORECASE)
_AHEAD = frozenset({"planned", "expected"})
_LEADING_ARTICLE = re.compile(r"^(?:the|an|a)\s+", re.IGNORECASE)
_QUOTES = re.compile(r"[\"“”]")
_LEADING_DAY = re.compile(r"^(?:\w+ )?\w+['’]s ", re.IGNORECASE)  # perhaps "last Friday's"
_TO_A = re.compile(r"^(?:to|on|in|for)\s+(?=(?:a|an|the|its|their|his|her)\s)|^(?:in|on)\s+(?=\w+$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EventWords:
    """An event in words."""

    title: str
    summary: str  # two to four sentences with citations


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause to fill, what its braces stand for, and whether its subject is plural."""

    pattern: str
    values: dict[str, str]
    many: bool
    is_deed: bool = False


class Writer:
    """Writes about the events of one merged view.  Make one for all of them: it looks everybody up by id."""

    def __init__(self, merged: Merged, wording: Wording) -> None:
        self.wording, self._as_of = wording, merged.as_of
        self._questions: set[str] = set()
        self.namer = Namer(merged, wording, self._questions)
        self.profiles, self.articles = self.namer.profiles, self.namer.articles
        self.events: Mapping[str, Event] = Noting({event.id: event for event in merged.events}, "e", self._questions)
        self._beside = ToldBeside(merged.events, self._questions)

    @property
    def questions(self) -> frozenset[str]:
        """What the words that were written last asked of the merged view besides their event, see `asked`."""
        return frozenset(self._questions)

    def answer(self, question: str) -> object:
        """The answer to such a question, as something that can be hashed."""
        if question[0] == "b":
            return self._beside.events_of(question[1:])
        return self._is_before(question[1:]) if question[0] == "t" else self.namer.answer(question)

    def event(self, event: Event) -> EventWords:
        """The title and the summary of an event."""
        self._questions.clear()
        self._questions.update(f"a{claim.key.article}" for report in event.reports for claim in report.claims)
        history = tell_history(event, self.namer)
        source = self._only_source(event)
        report = tell_report(event, self.namer, source=source) if event.status == "happened" else None
        said = " ".join(sentence.text for sentence in (history, report) if sentence)
        lead = self._lead(event, source if source.casefold() not in said.casefold() else "")
        matter = self._topics(event, lead.text) or self._figures(event, lead.text)
        end = dispute(event, self.namer) or self._lapsed(event) or self._parent(event)
        if history and report and set(report.articles) <= set(history.articles):  # one article tells all of it
            several = len(find_steps(event, self.articles)) > 1
            history, report = (history, None) if several else (None, report)
        if history and matter and end:
            report = None  # four sentences are enough
        sentences = (lead, history, report, matter, end)
        return EventWords(self.title(event), " ".join(_cite(sentence) for sentence in sentences if sentence))

    # ---- the title

    def title(self, event: Event) -> str:
        """ "Marin and Vell meet in Riga", "Marin and Vell may meet in Riga", "Visit by Vell to Riga cancelled"."""
        status = self.wording.statuses[event.status]
        clause = self._clause(event, title=True)
        if clause and (event.status == "happened" or status.title_verb):
            return capital(conjugate(fill(clause.pattern, clause.values), partial(title_verb, status, many=clause.many)))
        noun = self._noun(event, clause, title=True)
        return capital(fill(status.noun_title[is_plural_noun(noun)], {"noun": noun}))

    # ---- the first sentence

    def _lead(self, event: Event, source: str) -> Sentence:
        """Who did what, where and when, in its status; on whose word where one side alone says so."""
        status = self.wording.statuses[event.status]
        clause = self._clause(event, title=False)
        if clause and (event.status == "happened" or status.ahead):
            verb = partial(sentence_verb, status, many=clause.many, lapsed=self._is_past(event))
            text = conjugate(fill(clause.pattern, clause.values), verb)
        else:
            text = self._noun_sentence(event, clause)
        said = f", according to {source}" if source else ""
        return Sentence(f"{capital(text)}{said}.", self._support(event))

    def _clause(self, event: Event, *, title: bool) -> _Clause | None:
        """The clause for it: what its verb says was done, else the first one of its kind that can be filled."""
        kind = self._kind(event)
        cast = Cast(event, kind, self.profiles)
        name = self._name(event, cast, title=title)
        values = self._values(event, cast, name, title=title)
        deed = self._deed(event)
        if deed and (clause := self._deed_clause(event, deed, values, name, title=title)):
            return clause
        pattern = first_filled(kind.clauses, values)
        if pattern and "{topics}" in pattern and values["topics"]:
            values["about"] = ""
        return _Clause(pattern, values, cast.is_plural(pattern)) if pattern else None

    def _name(self, event: Event, cast: Cast, *, title: bool) -> Callable[[Profile], str]:
        """How those who take part are named: short in titles, else with their office where they are two; a country sends a delegation."""
        full = partial(self.namer.full, event=event, describe=len(cast.everybody) <= 2)
        name = partial(self.namer.short, everybody=cast.everybody) if title else full
        if event.kind != "visit":
            return name

        def travelling(profile: Profile) -> str:
            delegation = self.namer.delegation(profile) if profile in cast.actors else ""
            return (delegation if title else with_article(delegation)) if delegation else name(profile)

        return travelling

    # ---- what was done

    def _deed(self, event: Event) -> Deed | None:
        """The first deed that its claims tell of in the event's own kind and status."""
        if not self._kind(event).by_deed:
            return None
        for claim in self._own_claims(event):
            known = self.articles[claim.key.article].analysis
            told = known.claims[claim.key.index]
            roles = {"target"} if event.kind != "election_or_appointment" else {"candidate", "participant", "target"}
            ids = {who.id for who in event.participants if who.role in roles} & set(claim.participants)
            names = [form for id_ in sorted(ids) if (profile := self.profiles.get(id_)) for form in _forms(profile)]
            if told.kind == event.kind and (deed := find_deed(told, self.wording.deeds, names)):
                return deed
        return None

    def _own_claims(self, event: Event) -> Iterator[ReportClaim]:
        """Its claims that can be looked up, those in its status and with its date first."""
        claims = [claim for report in event.reports for claim in report.claims if self._is_known(claim)]
        doubted = {
            value.value
            for conflict in event.conflicts
            if conflict.field == "figures"
            for value in conflict.values
            if value.value != conflict.chosen
        }
        return iter(
            sorted(claims, key=lambda claim: (claim.status != event.status, claim.date != event.date, bool(doubted & {*claim.figures})))
        )

    def _is_known(self, claim: ReportClaim) -> bool:
        article = self.articles.get(claim.key.article)
        return article is not None and claim.key.index < len(article.analysis.claims)

    def _deed_clause(
        self, event: Event, deed: Deed, values: dict[str, str], name: Callable[[Profile], str], *, title: bool
    ) -> _Clause | None:
        """The deed as a clause, where everybody that it needs takes part."""
        cast = [(self.profiles[who.id], who.role) for who in event.participants if who.id in self.profiles]
        done_to = [who for who, role in cast if role == "target"]
        acting = [who for who, role in cast if role != "target"]
        if event.kind == "election_or_appointment":
            done_to = [who for who, role in cast if role in ("participant", "target")]
            acting = [who for who, role in cast if role == "candidate"] or acting
        subject = done_to or acting if deed.passive and event.kind != "election_or_appointment" else acting
        limit = TITLE_NAMES if title else SENTENCE_NAMES
        said = {
            "doer": say_list([name(who) for who in subject], limit=limit),
            "actor": say_list([name(who) for who in acting], limit=limit),
            "target": say_list([name(who) for who in done_to], limit=limit),
            "bodies": values["bodies"] if len(acting) == len(cast) else "",
            "subject": _bare(deed.subject) if title else deed.subject,
            "tail": _bare(deed.tail) if title else deed.tail,
        }
        bare = said["subject"][:1].islower() and not _LEADING_ARTICLE.match(said["subject"])
        if not title and bare and not deed.is_plural and said["subject"] not in self.wording.mass_nouns:
            said["subject"] = with_article(said["subject"])
        place = self.profiles.get(event.place or "")
        filled = {**values, **said}
        if place and any(place.name in said[part] for part in ("tail", "subject")):
            filled["at"] = ""
        many = deed.is_plural if deed.subject else len(subject) > 1
        for pattern in deed.patterns("{subject}" if deed.subject else "{doer}", title=title):
            if found := first_filled([pattern], filled):
                if "{topics}" in found and filled["topics"]:
                    filled["about"] = ""
                return _Clause(found, filled, many, is_deed=True)
        return None

    # ---- events as nouns

    def _noun(self, event: Event, clause: _Clause | None, *, title: bool, bare: bool = False) -> str:
        """ "meeting between Marin and Vell in Riga"; of a deed "plan for Stein to testify"; `bare`: without its place."""
        kind = self._kind(event)
        cast = Cast(event, kind, self.profiles)
        name = self._name(event, cast, title=title)
        values = self._values(event, cast, name, title=title)
        if bare:
            values["at"] = ""
        if clause and clause.is_deed and "{tail}" in clause.pattern and clause.pattern.startswith("{doer}"):
            return "plan for " + conjugate(fill(clause.pattern.replace("( {when})", ""), clause.values), lambda base, *_: f"to {base}")
        return fill(first_filled(kind.nouns, values) or event.kind, values)

    def _noun_sentence(self, event: Event, clause: _Clause | None) -> str:
        status, kind = self.wording.statuses[event.status], self._kind(event)
        patterns = kind.noun_happened if event.status == "happened" and kind.noun_happened else status.noun_sentence
        noun = self._noun(event, clause, title=False, bare="{at}" in patterns[0])
        pattern = patterns[is_plural_noun(noun)]
        cast_of_one = len(event.participants) == 1
        if event.status == "happened":
            pattern = pattern.replace("took place", self._took_place(event))
        elif event.status in _AHEAD and self._is_past(event):
            pattern = pattern.replace("} is ", "} was ").replace("} are ", "} were ")
        place = self.profiles.get(event.place or "")
        values = {
            "noun": noun.removeprefix("the "),
            "a_noun": f"the {noun}"
            if " of " in noun and not noun.startswith("the ") and event.kind == "other" and cast_of_one
            else _with_article(noun),
            "day": say_day(event.date) if event.date else "",
            "when": say_when(event.date, extent=event.extent),
            "at": at_place(place, self.wording.names) if place and place.name not in noun else "",
        }
        return fill(pattern, values)

    def _took_place(self, event: Event) -> str:
        """ "struck" of a quake, "was made" of an offer."""
        word = event.object.lower().rpartition(" ")[2]
        return self.wording.noun_verbs.get(word, "took place")

    # ---- the other sentences

    def _topics(self, event: Event, lead: str) -> Sentence | None:
        """What was at issue, as far as the first sentence has not said it."""
        kind = self._kind(event)
        said = lead.casefold().replace("defense", "defence")
        topics = [topic for topic in self._issues(event) if topic.casefold() not in said][:TOPICS]
        told_already = event.kind == "agreement" and len(topics) < len(self._issues(event))
        if not topics or not kind.issue or told_already:
            return None
        articles = tuple(
            report.article
            for report in event.reports
            if any(set(self._claim_topics(report.article, claim.key.index)) & set(event.topics) for claim in report.claims)
        )
        cited = (articles or self._support(event))[:CITED]
        many = len(topics) > 1 or is_plural_noun(topics[0])
        told = kind.issue[0 if event.status == "happened" else 1 if event.status in _AHEAD and not self._is_past(event) else 2]
        return Sentence(f"{told.replace('[be]', 'were' if many else 'was').format(topics=say_list(topics))}.", cited)

    def _issues(self, event: Event) -> list[str]:
        """Its topics in words, without those that name a field of life and no matter at issue between those who take part."""
        sides = {profile.country for who in event.participants if (profile := self.profiles.get(who.id)) and profile.country}
        left_out = self.wording.fields | (self.wording.two_sided_topics if len(sides) < len(("one", "other")) else frozenset())
        return [in_words(topic) for topic in event.topics if in_words(topic) not in left_out]

    def _figures(self, event: Event, lead: str) -> Sentence | None:
        """The sums that the first outlet to give some gives."""
        offered = event.object.lower().rpartition(" ")[2] in self.wording.noun_verbs or event.kind != "other"
        if not self._kind(event).figures or not offered or any(conflict.field == "figures" for conflict in event.conflicts):
            return None
        for report in event.reports:
            told = dict.fromkeys(
                figure for claim in report.claims for figure in claim.figures if figure not in lead and figure[0] in _MONEY
            )
            article = self.articles.get(report.article)
            outlet = self.namer.outlet(article) if article else ""
            if told and outlet:
                figures = say_list(list(told)[:FIGURES])
                return Sentence(
                    f"{capital(outlet)} {'puts the sum at' if len(told) == 1 else 'names sums of'} {figures}.", (report.article,)
                )
        return None

    def _lapsed(self, event: Event) -> Sentence | None:
        """That a plan's day has passed and nobody reports what became of it."""
        if event.status not in _AHEAD or not self._is_past(event):
            return None
        return Sentence("No later report says whether it took place.", self._support(event)[:1])

    def _parent(self, event: Event) -> Sentence | None:
        """What it was part of."""
        parent = self.events.get(event.part_of or "")
        if parent is None:
            return None
        kind = self._kind(parent)
        values = self._values(parent, Cast(parent, kind, self.profiles), self.namer.plain, title=False)
        noun = fill(first_filled(kind.nouns, values) or parent.kind, values).removeprefix("the ")
        talks = event.kind == "talks"
        verb = ("were" if talks else "was") if event.status == "happened" else "are to be" if talks else "is to be"
        return Sentence(f"{'They' if talks else 'It'} {verb} part of the {noun}.", self._support(event)[:1])

    # ---- facts in words

    def _values(self, event: Event, cast: Cast, name: Callable[[Profile], str], *, title: bool) -> dict[str, str]:
        """What the braces of a clause stand for; "" for what does not apply."""
        limit = TITLE_NAMES if title else SENTENCE_NAMES
        place = self.profiles.get(event.place or "")
        actors, targets = [name(who) for who in cast.actors], [name(who) for who in cast.targets]
        said = say_list(actors, limit=limit)
        names = NameRules() if title else self.wording.names
        what, topics = self._object(event), self._issues(event)[:2]
        about = self._about(event, title=title) if event.kind == "statement" else ""
        others = [
            who for who in cast.others if who.type == "person" or (who.type == "state" and (not place or who.country != place.country))
        ]
        return {
            "actor": said,
            "both": said if len(actors) > 1 else "",
            "pair": said if len(actors) == 2 else "",
            "one": said if len(actors) == 1 else "",
            "bodies": said if actors and all(who.type != "person" for who in cast.actors) else "",
            "target": say_list(targets, limit=limit),
            "hosts": "" if title or event.status != "happened" else say_list(targets, limit=limit),
            "others": "" if title else say_list([name(who) for who in others], limit=limit),
            "place": named(place.name, self.wording.names) if place else "",
            "at": at_place(place, self.wording.names) if place and place.name not in what else "",
            "when": "" if title else say_when(event.date, extent=event.extent),
            "label": named(event.label, names) if event.label else "",
            "object": _bare(what),
            "possessed": _bare(what) if what.rpartition(" ")[2].lower() in self.wording.nouns_of_one else "",
            "a_object": "" if title or not what else _with_article(what),
            "thing": _with_article(thing.lower() if thing.istitle() else thing) if (thing := self._thing(event)) else "",
            "topics": say_list(topics),
            "about": about,
            "on": f"on {say_list(topics)}" if event.kind == "statement" and topics and not about else "",
        }

    def _thing(self, event: Event) -> str:
        """The noun for what was held or given; "" where the words for it name somebody."""
        own = [form for who in event.participants for form in self._names(who.id)]
        thing = last_noun(event.object)
        for form in own:
            thing = thing.removeprefix(f"{form}'s ").removeprefix(f"{form}’s ")
        return "" if any(form in thing for form in own) else thing

    def _names(self, id_: str) -> list[str]:
        return _forms(self.profiles[id_]) if id_ in self.profiles else []

    def _about(self, event: Event, *, title: bool) -> str:
        """ "about a meeting with Vell": the event that a statement speaks of; "" where nothing tells."""
        matter = self.events.get(matter_of(event, self._beside, self.articles))
        noun = self._as_matter(matter, {who.id for who in event.participants}, title=title) if matter else ""
        return f"about {noun if title else _with_article(noun)}" if noun else ""

    def _as_matter(self, event: Event, speakers: set[str], *, title: bool) -> str:
        """An event as that which one of those who may take part in it speaks of: "meeting with Vell", "resignation of Marin"."""
        if event.kind == "election_or_appointment":
            leaving = next((noun for claim in self._own_claims(event) if (noun := self._office_noun(claim))), "")
            names = [self.namer.plain(self.profiles[who.id]) for who in event.participants if who.role == "candidate"]
            return f"{leaving if title else f'the {leaving}'} of {say_list(names)}" if leaving and names else ""
        others = tuple(who for who in event.participants if who.id not in speakers)
        noun = self.wording.two_sided_nouns.get(event.kind, "")
        if noun and others and len(others) < len(event.participants):
            name = partial(self._name(event, Cast(event, self._kind(event), self.profiles), title=title))
            named_ = [name(self.profiles[who.id]) for who in others if who.id in self.profiles]
            return f"{noun} with {say_list(named_, limit=TITLE_NAMES)}"
        return self._noun(replace(event, participants=others), None, title=title, bare=title).removeprefix("the ")

    def _office_noun(self, claim: ReportClaim) -> str:
        """ "resignation" of "resigned"."""
        told = self.articles[claim.key.article].analysis.claims[claim.key.index]
        return name_deed(told, self.wording.deeds).partition(" ")[0]

    def _object(self, event: Event) -> str:
        """What was agreed or imposed, where the words for it are a name and no piece of a sentence."""
        if self._kind(event).by_deed and not self._is_noun(event):
            told = (self.articles[claim.key.article].analysis.claims[claim.key.index] for claim in self._own_claims(event))
            return "" if event.participants else next((noun for claim in told if (noun := name_deed(claim, self.wording.deeds))), "")
        text = _TO_A.sub("", _QUOTES.sub("", event.object))
        text = clean_tail(text) if len(text.split()) > OBJECT_WORDS else text
        text = clean_tail(text) if _LEADING_DAY.match(text) else text
        words = text.split()
        if not words or len(words) > OBJECT_WORDS or not re.fullmatch(r"[\w %$€£.,'’-]+", text):
            return ""
        general = len(words) == 1 and words[0].lower() in self.wording.too_general and event.kind != "other"
        own = {form.casefold() for who in event.participants if (profile := self.profiles.get(who.id)) for form in _forms(profile)}
        if general or words[0].lower() in self.wording.not_first or any(form in text.casefold() for form in own):
            return ""
        return text

    def _is_noun(self, event: Event) -> bool:
        """Whether its object is a noun for the event: "strike", not what stood behind a verb."""
        told = [self.articles[claim.key.article].analysis.claims[claim.key.index] for claim in self._own_claims(event)]
        own = [claim for claim in told if claim.object == event.object]
        return not own or any(is_event_noun(claim) for claim in own)

    def _only_source(self, event: Event) -> str:
        """ "the Kremlin" where one side alone says so; "" where others confirm it or the articles say it on their own account."""
        if event.standing != "claimed":
            return ""
        acting = {who.id for who in event.participants}
        chains = (claim.said_by[0] for report in event.reports for claim in report.claims if claim.status == event.status and claim.said_by)
        return next((said for chain in chains if chain[-1].source not in acting and (said := self.namer.voice(chain[-1]))), "")

    def _claim_topics(self, article: str, index: int) -> tuple[str, ...]:
        claims = self.articles[article].analysis.claims if article in self.articles else ()
        return claims[index].topics if index < len(claims) else ()

    def _support(self, event: Event) -> tuple[str, ...]:
        """The reports that say what the brief says: of its status, those with its date first."""
        same: list[Report] = [report for report in event.reports if report.status == event.status] or list(event.reports)
        exact = [report.article for report in same if any(claim.date == event.date for claim in report.claims)]
        return tuple(dict.fromkeys((exact or [report.article for report in same])[:CITED]))

    def _kind(self, event: Event) -> KindWording:
        return self.wording.kinds.get(event.kind) or self.wording.kinds["other"]

    def _is_past(self, event: Event) -> bool:
        """Whether its day lies before the newest article."""
        self._questions.add(f"t{event.date or ''}")
        return self._is_before(event.date or "")

    def _is_before(self, date: str) -> bool:
        return bool(date and self._as_of) and parse_edtf(date).last < parse_edtf(self._as_of or "").first


def _forms(profile: Profile) -> list[str]:
    """The names by which a phrase may mean somebody."""
    surname = profile.person.surname if profile.person else ""
    return [form for form in (profile.name, surname, *profile.aliases) if len(form) > 1]


def _bare(words: str) -> str:
    """A phrase without its article, as titles have it."""
    return _LEADING_ARTICLE.sub("", words)


def _with_article(noun: str) -> str:
    """ "a meeting"; an event with a name or a determiner of its own keeps it: "the Baltic Forum", "its offer"."""
    first = noun.partition(" ")[0].lower()
    if first in ("the", "a", "an", "its", "his", "her", "their") or is_plural_noun(noun):
        return noun
    if noun[:1] in _MONEY:  # a sum alone is a name, "a $3 billion bid" is none
        return noun if _SUM.fullmatch(noun) else with_article(noun)
    if noun[:1].isupper():
        return f"the {noun}" if noun.rpartition(" ")[2].islower() and not first.endswith(("'s", "’s")) else noun
    return with_article(noun)


def _cite(sentence: Sentence) -> str:
    return f"{sentence.text} [{'; '.join(f'@{article}' for article in sentence.articles)}]" if sentence.articles else sentence.text
