"""The data's way through the house: inbox -> articles -> analyses -> merged view -> content -> site.

Only this package calls `files`.  It decides the order of things and keeps count; every step is a pure function elsewhere.
"""

from beatbook.pipeline.building import Preview, build, check, explain, preview
from beatbook.pipeline.desk import load_analysis_rules, load_rules, read_desk, remove, write_edits
from beatbook.pipeline.options import Options, read_config
from beatbook.pipeline.report import Report
from beatbook.pipeline.understanding import Understanding, understand

__all__ = [
    "Options",
    "Preview",
    "Report",
    "Understanding",
    "build",
    "check",
    "explain",
    "load_analysis_rules",
    "load_rules",
    "preview",
    "read_config",
    "read_desk",
    "remove",
    "understand",
    "write_edits",
]
