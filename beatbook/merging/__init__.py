"""Analyses and what is known -> people, events, status, conflicts, origins."""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.merging.explain import explain
    from beatbook.merging.merge import merge
    from beatbook.merging.model import Known, Merged
    from beatbook.merging.ruleset import MergingRules, compile_rules
    from beatbook.merging.stored import format_merged, merge_key, parse_merged
else:
    offer(
        __name__,
        {
            "explain": "explain",
            "merge": "merge",
            "model": "Known Merged",
            "ruleset": "MergingRules compile_rules",
            "stored": "format_merged merge_key parse_merged",
        },
    )

__all__ = ["Known", "Merged", "MergingRules", "compile_rules", "explain", "format_merged", "merge", "merge_key", "parse_merged"]
