"""Analyses and what is known -> people, events, status, conflicts, origins."""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.merging.explain import explain
    from beatbook.merging.merge import merge
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
            "explain": "explain",
            "merge": "merge",
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
    "REST",
    "Known",
    "Merged",
    "MergingRules",
    "compile_rules",
    "explain",
    "format_merged",
    "merge",
    "merge_key",
    "parse_article",
    "parse_event",
    "parse_merged",
    "parse_profile",
    "parse_rest",
]
