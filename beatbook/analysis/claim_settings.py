"""Day and place that stand around a claim's sentence: the heading above it, "there" and "here"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from beatbook.analysis.model import Entity, Mention, Sentence, Timex
    from beatbook.reading.model import NewsArticle

_THERE = re.compile(
    r"\b[Tt]here\b(?! (?:is|are|was|were|has|have|had|will|would|may|might|could|can|must|should|seems?|appears?)\b)(?!['\u2019])"
)
_HERE = re.compile(r"\bhere\b(?=[ .,]|$)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_LONG = 90  # characters: a heading that gives a day is short


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence's surroundings give its claims; None: nothing."""

    day: int | None = None  # timex
    place: int | None = None  # entity


def surroundings_of(
    sentences: Sequence[Sentence],
    mentions: Mapping[int, Sequence[Mention]],
    timexes: Mapping[int, Sequence[tuple[int, Timex]]],
    entities: Sequence[Entity],
    article: NewsArticle,
) -> dict[int, Setting]:
    """Sentence index -> its setting, for those that have one.  A heading counts up to the next one."""
    home = _home(entities, article)
    found: dict[int, Setting] = {}
    above = Setting()
    before: int | None = None
    for sentence in sentences:
        places = [mention.entity for mention in mentions.get(sentence.index, ()) if _is_place(mention, entities)]
        if str(sentence.role) == "heading":
            above = _heading(sentence, timexes.get(sentence.index, ()), places, entities)
            before = None
            continue
        place = above.place
        if (there := _THERE.search(sentence.text)) is not None:
            behind = [
                m.entity for m in mentions.get(sentence.index, ()) if _is_place(m, entities) and m.start < sentence.start + there.start()
            ]
            place = behind[-1] if behind else before
        elif home is not None and _HERE.search(sentence.text):
            place = home
        setting = Setting(above.day, place)
        if setting != Setting():
            found[sentence.index] = setting
        before = places[-1] if places else before if str(sentence.role) == "paragraph" else None
    return found


def _heading(sentence: Sentence, timexes: Sequence[tuple[int, Timex]], places: Sequence[int], entities: Sequence[Entity]) -> Setting:
    days = [number for number, timex in timexes if timex.type == "DATE" and _DAY.fullmatch(timex.value or "")]
    if len(days) != 1 or len(sentence.text) > _LONG:
        return Setting()
    towns = [place for place in dict.fromkeys(places) if entities[place].kind in ("city", "capital", "town", "village")]
    return Setting(days[0], towns[0] if len(towns) == 1 else None)


def _is_place(mention: Mention, entities: Sequence[Entity]) -> bool:
    return mention.type == "place" and not mention.acts_for and not mention.credit and entities[mention.entity].type == "place"


def _home(entities: Sequence[Entity], article: NewsArticle) -> int | None:
    """The place of the dateline, where the text names it too."""
    name = (article.metadata.dateline or "").casefold()
    return (
        next((number for number, entity in enumerate(entities) if entity.type == "place" and entity.name.casefold() == name), None)
        if name
        else None
    )
