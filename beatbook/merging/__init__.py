"""Analyses and what is known -> people, events, status, conflicts, origins."""

from beatbook.merging.explain import explain
from beatbook.merging.merge import merge
from beatbook.merging.model import Known, Merged
from beatbook.merging.ruleset import MergingRules, compile_rules
from beatbook.merging.stored import format_merged, merge_key, parse_merged

__all__ = ["Known", "Merged", "MergingRules", "compile_rules", "explain", "format_merged", "merge", "merge_key", "parse_merged"]
