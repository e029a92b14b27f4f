"""Analyses and what is known -> people, events, status, conflicts, origins."""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.merging.again import merge_again
    from beatbook.merging.explain import explain
    from beatbook.merging.memory import REMEMBERED, Memory, WholeError
    from beatbook.merging.merge import merge, merge_whole
    from beatbook.merging.model import Known, Merged
    from beatbook.merging.remembering import Inputs, remember
    from beatbook.merging.ruleset import MergingRules, compile_rules
    from beatbook.merging.stored import (
        ARTICLES,
        EVENTS,
        PROFILES,
        REST,
        format_merged,
        merge_key,
        parse_article,
        parse_event,
        parse_merged,
        parse_profile,
        parse_rest,
    )
else:
    offer(
        __name__,
        {
            "again": "merge_again",
            "explain": "explain",
            "memory": "REMEMBERED Memory WholeError",
            "merge": "merge merge_whole",
            "model": "Known Merged",
            "remembering": "Inputs remember",
            "ruleset": "MergingRules compile_rules",
            "stored": (
                "ARTICLES EVENTS PROFILES REST format_merged merge_key parse_article parse_event parse_merged parse_profile parse_rest"
            ),
        },
    )

__all__ = [
    "ARTICLES",
    "EVENTS",
    "PROFILES",
    "REMEMBERED",
    "REST",
    "Inputs",
    "Known",
    "Memory",
    "Merged",
    "MergingRules",
    "WholeError",
    "compile_rules",
    "explain",
    "format_merged",
    "merge",
    "merge_again",
    "merge_key",
    "merge_whole",
    "parse_article",
    "parse_event",
    "parse_merged",
    "parse_profile",
    "parse_rest",
    "remember",
]
