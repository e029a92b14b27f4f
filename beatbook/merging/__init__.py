"""Analyses and what is known -> people, events, status, conflicts, origins."""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.merging.again import Inputs, WholeError, all_names, merge_again, remember
    from beatbook.merging.explain import explain
    from beatbook.merging.memory import REMEMBERED, Memory
    from beatbook.merging.merge import merge, merge_whole
    from beatbook.merging.model import Known, Merged
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
            "again": "Inputs WholeError all_names merge_again remember",
            "explain": "explain",
            "memory": "REMEMBERED Memory",
            "merge": "merge merge_whole",
            "model": "Known Merged",
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
    "all_names",
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
