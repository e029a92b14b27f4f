"""The data's way through the house: inbox -> articles -> analyses -> merged view -> content -> site.

Only this package calls `files`.  It decides the order of things and keeps count; every step is a pure function elsewhere.
"""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.pipeline.building import Preview, build, check, explain, preview
    from beatbook.pipeline.desk import load_analysis_rules, load_rules, read_desk, remove, write_edits
    from beatbook.pipeline.options import Options, read_config
    from beatbook.pipeline.report import Report
    from beatbook.pipeline.understanding import Understanding, understand
else:
    offer(
        __name__,
        {
            "building": "Preview build check explain preview",
            "desk": "load_analysis_rules load_rules read_desk remove write_edits",
            "options": "Options read_config",
            "report": "Report",
            "understanding": "Understanding understand",
        },
    )

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
