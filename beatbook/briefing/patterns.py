"""The patterns of rules/wording.yaml: braces to fill, groups to leave out, verbs to conjugate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from beatbook.briefing.wording_rules import StatusWording

_GROUP = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
_VERB = re.compile(r"\[([^|\]]*)\|([^|\]]*)\|([^|\]]*)\]")


def first_filled(patterns: Sequence[str], values: Mapping[str, str]) -> str | None:
    """The first pattern whose braces, those in parentheses left aside, all stand for something."""
    for pattern in patterns:
        needed = _SLOT.findall(_GROUP.sub("", pattern))
        if all(values.get(name) for name in needed):
            return pattern
    return None


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with its braces filled in and the groups left out that would stay empty."""

    def group(found: re.Match[str]) -> str:
        inner = found.group(1)
        return inner if all(values.get(name) for name in _SLOT.findall(inner)) else ""

    return _SLOT.sub(lambda found: values.get(found.group(1), ""), _GROUP.sub(group, pattern))


def conjugate(text: str, verb: Callable[[str, str, str], str]) -> str:
    return _VERB.sub(lambda found: verb(found.group(1), found.group(2), found.group(3)), text)


def title_verb(status: StatusWording, base: str, third: str, _past: str, *, many: bool) -> str:
    if status.title_verb:
        return f"{status.title_verb[0 if many else 1]} {base}"
    if base.startswith("be "):
        return third  # "released from jail"
    return ("are" if base == "be" else base) if many else third


def sentence_verb(status: StatusWording, base: str, _third: str, past: str, *, many: bool, lapsed: bool) -> str:
    words = status.lapsed if lapsed else status.ahead
    if words:
        return f"{words[0 if many else 1]} {base}"
    return re.sub(r"^was\b", "were", past) if many else past
