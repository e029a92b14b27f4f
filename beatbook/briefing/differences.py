"""Where sources differ, in a sentence: both sides, what is taken here and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from beatbook.briefing.naming import Sentence
from beatbook.briefing.phrases import say_day, say_list, say_number

if TYPE_CHECKING:
    from beatbook.briefing.naming import Namer
    from beatbook.merging.model import Conflict, ConflictValue, Event

CITED: Final = 4  # references a sentence carries at most: more is noise, and the brief lists every report


def dispute(event: Event, namer: Namer) -> Sentence | None:
    """Where sources differ, what is taken here and why; None where they agree."""
    if not event.conflicts:
        return None
    conflict = event.conflicts[0]
    sides = "; ".join(_side(conflict, value, namer) for value in conflict.values)
    because = f" ({conflict.because})" if conflict.because else ""
    takes = "has it as" if conflict.field == "status" else "takes"
    text = f"Reports differ on {_about(conflict, namer)}: {sides}. This brief {takes} {_chosen(conflict, namer)}{because}."
    if more := [_about(other, namer) for other in event.conflicts[1:]]:
        text += f" They differ on {say_list(more)} as well."
    articles = dict.fromkeys(value.articles[0] for value in conflict.values if value.articles)
    return Sentence(text, tuple(articles)[:CITED])


def _about(conflict: Conflict, namer: Namer) -> str:
    return namer.wording.conflicts[conflict.field].about


def _chosen(conflict: Conflict, namer: Namer) -> str:
    """What is taken; of who took part, everybody whom reports differ on."""
    values = conflict.chosen.split(", ") if conflict.field == "participants" else [conflict.chosen]
    return say_list([_value(conflict, value, namer) for value in values])


def _side(conflict: Conflict, value: ConflictValue, namer: Namer) -> str:
    """ "The Lantern and RT give 3 May 2021"."""
    outlets = namer.outlets(value.articles)
    several = len(value.articles) != 1
    who = say_list(outlets, limit=3) if outlets else f"{say_number(len(value.articles))} reports" if several else "one report"
    many = len(outlets) > 1 or (not outlets and several)
    verb = namer.wording.conflicts[conflict.field].verbs[many]
    return f"{who} {verb} {_value(conflict, value.value, namer)}"


def _value(conflict: Conflict, value: str, namer: Namer) -> str:
    if conflict.field == "date":
        return say_day(value) if value else "no date"
    if conflict.field == "status":
        return {"happened": "having happened", "expected": "likely"}.get(value, value)
    if conflict.field not in ("place", "participants"):
        return value or "none"
    id_ = value.removeprefix("not ")
    name = namer.plain(namer.profiles[id_]) if id_ in namer.profiles else id_
    if conflict.field == "place":
        return name
    return f"{name} as {'absent' if value.startswith('not ') else 'taking part'}"
