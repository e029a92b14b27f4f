"""What can be found: the title and note of every entry of the search index, and the words that lead to it, each with its weight."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from anyascii import anyascii

from beatbook.publishing.views_meetings import last_meeting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from beatbook.publishing.heads import ArticleHead, EventHead, ProfileHead
    from beatbook.publishing.index import Index
    from beatbook.publishing.model import Pair, Site
    from beatbook.publishing.words import Words

TITLE, NAME, TEXT = 3, 2, 1  # what a hit weighs: in the title, in a name of those concerned, in the text
_WORD = re.compile(r"[^\W_]+")

Row = tuple[str, str, str, str]  # title, url, kind, and a date or role that is shown behind the title


class Entries:
    """Makes entries of the search index from what the site holds."""

    def __init__(self, site: Site, index: Index, words: Words) -> None:
        self._site, self._index, self._words = site, index, words
        self._folded: dict[str, tuple[str, ...]] = {}  # names, kinds and days, which many entries have in common

    def row(self, kind: str, ident: str) -> Row:
        """What is shown of an entry."""
        if kind == "meeting":
            pair = self._site.pairs[ident]
            one, other = (self._index.profiles[person].name for person in pair.people)
            return self._words.t("pair.title", a=one, b=other), pair.url, kind, self._pair_note(pair)
        if kind == "event":
            event = self._index.events[ident]
            return event.title, event.url, kind, self._event_note(event)
        if kind == "article":
            article = self._index.articles[ident]
            return article.headline, article.url, kind, self._article_note(article)
        if kind == "page":
            page = self._site.pages[ident]
            return page.title, page.url, kind, ""
        profile = self._index.profiles[ident]
        return profile.name, profile.url, kind, self._index.tallies[ident].known_as or self._words.t(f"type.{profile.type}")

    def words(self, kind: str, ident: str) -> dict[str, int]:
        """The folded words that lead to an entry, each with its weight."""
        index = self._index
        if kind == "event":
            return self._event_words(ident)
        if kind == "article":
            article = index.articles[ident]
            return self._weigh((article.headline, TITLE), named=[(article.outlet or "", NAME)])
        if kind == "page":
            page = self._site.pages[ident]
            return self._weigh((page.title, TITLE), (page.body, TEXT))
        if kind == "meeting":
            names = [name for person in self._site.pairs[ident].people for name in self.names(index.profiles[person])]
            return self._weigh(named=[*((name, NAME) for name in names), (self._words.t("meetings.title"), TEXT)])
        return self._weigh(named=[(name, TITLE) for name in self.names(index.profiles[ident])])

    def names(self, profile: ProfileHead) -> tuple[str, ...]:
        """By what somebody is found."""
        return profile.name, *self._index.aliases.get(profile.id, ())

    def _event_words(self, ident: str) -> dict[str, int]:
        event, profiles = self._index.facts[ident], self._index.profiles
        concerned = (*(actor for actor, _ in event.participants), event.place or "")
        names = [profile.name for one in concerned if (profile := profiles.get(one))]
        year = self._words.date(event.date).text if event.date else ""
        named = [*names, self._words.term("kind", event.kind), year, *event.topics]
        text = " ".join(sentence.text for sentence in event.summary)
        return self._weigh((event.title, TITLE), (text, TEXT), named=[(name, NAME) for name in named])

    def _weigh(self, *texts: tuple[str, int], named: Sequence[tuple[str, int]] = ()) -> dict[str, int]:
        """Word -> its greatest weight.  Texts are folded each time, what is `named` but once."""
        weights: dict[str, int] = {}
        folded = [(fold_words(text), weight) for text, weight in texts] + [(self._fold_once(name), weight) for name, weight in named]
        for found, weight in folded:
            for word in found:
                if weights.get(word, 0) < weight:
                    weights[word] = weight
        return weights

    def _fold_once(self, name: str) -> tuple[str, ...]:
        if name not in self._folded:
            self._folded[name] = tuple(fold_words(name))
        return self._folded[name]

    def _pair_note(self, pair: Pair) -> str:
        """How often two people met, and when last."""
        last = last_meeting(self._index.events, pair)
        when = self._words.date(last.date, extent=last.extent).text if last else ""
        return self._words.t("search.met", times=self._words.count("times", len(pair.met)), last=when)

    def _event_note(self, event: EventHead) -> str:
        """The day, and the status of what did not simply happen."""
        when = self._words.date_short(event.date, extent=event.extent).text
        status = self._words.t("status.lapsed") if event.lapsed else self._words.term("status", event.status)
        return when if event.status == "happened" else f"{when}, {status}"

    def _article_note(self, article: ArticleHead) -> str:
        when = self._words.date_short(article.published or article.published_range, extent="within")
        return ", ".join(part for part in (article.outlet or "", when.text if when.known else "") if part)


def fold_words(text: str) -> list[str]:
    """The words of a text as they stand in the index."""
    found = []
    for word in _WORD.findall(_fold(text)):
        found.append(word)
        if not word.isascii():
            found += [romanized for romanized in _WORD.findall(_fold(anyascii(word))) if romanized != word]
    return found


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.category(char).startswith("M"))
