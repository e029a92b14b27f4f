"""Analysis: one article becomes dates, mentions, attributions and claims, on its own, without a look at any other."""

from typing import TYPE_CHECKING

from beatbook.lazily import offer

if TYPE_CHECKING:
    from beatbook.analysis.analyse import AnalysisRules, analyse, compile_rules
    from beatbook.analysis.annotate import annotate
    from beatbook.analysis.mentions import Naming
    from beatbook.analysis.model import Analysis, Attribution, Claim, Entity, Mention, Timex, Voice
else:
    offer(
        __name__,
        {
            "analyse": "AnalysisRules analyse compile_rules",
            "annotate": "annotate",
            "mentions": "Naming",
            "model": "Analysis Attribution Claim Entity Mention Timex Voice",
        },
    )

__all__ = [
    "Analysis",
    "AnalysisRules",
    "Attribution",
    "Claim",
    "Entity",
    "Mention",
    "Naming",
    "Timex",
    "Voice",
    "analyse",
    "annotate",
    "compile_rules",
]
