"""A newsroom in memory: made-up articles, read and analysed once, and a content folder that is built from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from beatbook import analysis, briefing, merging, reading
from beatbook.briefing.document import document_type, parse_document
from beatbook.briefing.fields import maps_of
from beatbook.briefing.splice import splice_document
from beatbook.merging.model import IdentifiedAnalysis
from beatbook.reading.model import InboxFile
from beatbook.rules import Rules, parse_rules

if TYPE_CHECKING:
    from beatbook.analysis.model import Analysis
    from beatbook.briefing import BriefingPlan, MachineView
    from beatbook.merging.model import MaybeSame
    from beatbook.strictyaml import YamlValue

PACKAGE = Path(__file__).parents[2] / "beatbook" / "rules"

CITIES = {"Lisbon", "Stockholm", "Oslo", "Porto"}
ARTICLES = {  # id -> (day of publication, outlet, text)
    "rumour": (
        "2024-04-30",
        "The Northern Post",
        "Lindqvist may travel to Lisbon in May, officials say\n\nSwedish Foreign Minister Karin Lindqvist may meet her Portuguese counterpart Rui Tavares in Lisbon on May 14, a senior diplomat said on Tuesday.\n",
    ),
    "plan": (
        "2024-05-08",
        "Lisbon Daily",
        "Lindqvist to meet Tavares in Lisbon next week\n\nPortuguese Foreign Minister Rui Tavares will meet Swedish Foreign Minister Karin Lindqvist in Lisbon on May 15, the Portuguese Foreign Ministry said in a statement on Wednesday.\n",
    ),
    "held": (
        "2024-05-16",
        "The Harbour Times",
        "Ministers agree to keep talking about fish\n\nSwedish Foreign Minister Karin Lindqvist met Portuguese Foreign Minister Rui Tavares in Lisbon on Wednesday. Lindqvist said the talks had been useful.\n",
    ),
    "call": (
        "2024-06-03",
        "The Northern Post",
        "Ministers speak by telephone\n\nKarin Lindqvist and Rui Tavares spoke by telephone on 2 June 2024. The Swedish foreign minister invited her Portuguese counterpart to Stockholm.\n",
    ),
    "visit": (
        "2024-07-12",
        "Lisbon Daily",
        "Tavares visits Stockholm\n\nPortuguese Foreign Minister Rui Tavares visited Stockholm on 11 July 2024, where he met Karin Lindqvist and Norwegian Prime Minister Ingrid Solheim.\n",
    ),
    "look-back": (
        "2024-08-01",
        "The Harbour Times",
        "A year of fish\n\nKarin Lindqvist met Rui Tavares in Lisbon on 15 May 2024. In July, Tavares visited Stockholm. Solheim will meet Lindqvist in Oslo on 20 August 2024.\n",
    ),
    "sons": (
        "2024-08-03",
        "The Northern Post",
        "Lindquist in Oslo\n\nKarin Lindquist, the Swedish foreign minister, will meet Norwegian Prime Minister Ingrid Solheim in Oslo on 20 August 2024. Erik Lindqvist, a trade envoy, spoke with Rui Tavares by telephone on 1 August 2024.\n",
    ),
}
EDITED = {  # the same article, as its outlet later changed it: sentences move, go and come
    "held": "Ministers agree to keep talking about fish\n\nThe weather was fine. Swedish Foreign Minister Karin Lindqvist met Portuguese Foreign Minister Rui Tavares in Lisbon on Wednesday.\n",
    "call": "Ministers speak by telephone\n\nThe Swedish foreign minister will visit Porto on 9 June 2024. Karin Lindqvist and Rui Tavares spoke by telephone on 2 June 2024.\n",
    "visit": "Tavares visits Stockholm\n\nPortuguese Foreign Minister Rui Tavares visited Stockholm on 11 July 2024. He met Norwegian Prime Minister Ingrid Solheim there.\n",
}


@cache
def package_rules() -> Rules:
    paths = [*PACKAGE.glob("*.yaml"), *PACKAGE.glob("gazetteers/*.tsv")]
    return parse_rules({path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in sorted(paths)})


@cache
def merging_rules() -> merging.MergingRules:
    """The rules of merging with a short list of cities: the long one takes most of a small build's time."""
    rules = package_rules()
    cities = tuple(row for row in rules.gazetteers["cities"] if row[0] in CITIES)
    return merging.compile_rules(replace(rules, gazetteers={**rules.gazetteers, "cities": cities, "regions": ()}))


@cache
def analysed(id_: str, *, edited: bool = False) -> Analysis:
    """One of ARTICLES, analysed, in its first or its edited form."""
    day, outlet, text = ARTICLES[id_]
    return analyse(id_, day, outlet, EDITED[id_] if edited else text)


def analyse(id_: str, day: str, outlet: str, text: str) -> Analysis:
    file = InboxFile(f"{id_}.txt", text.encode(), f"outlet: {outlet}\npublished: {day}\n".encode())
    article = reading.read_article(file, reading.compile_rules(package_rules())).article
    assert article is not None
    return analysis.analyse(article, analysis.compile_rules(package_rules()))


Said = tuple[str, str, str]  # article, anchor of the words, number among claims with the same words


def said(view: MachineView) -> frozenset[Said]:
    """The claims of an event's view, recognisable over edits of the article."""
    return frozenset((str(claim["article"]), str(claim["anchor"]), str(claim.get("nth", ""))) for claim in maps_of(view.extra, "claims"))


@dataclass
class Desk:
    """A content folder over several builds."""

    articles: dict[str, Analysis] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    views: dict[str, MachineView] = field(default_factory=dict)
    plan: BriefingPlan | None = None
    maybe_same: tuple[MaybeSame, ...] = ()

    def add(self, *ids: str) -> None:
        self.articles |= {id_: analysed(id_) for id_ in ids}

    def change(self, id_: str) -> None:
        """The article in its other form."""
        self.articles[id_] = analysed(id_, edited=self.articles[id_] is analysed(id_))

    def write(self, path: str, **fields: YamlValue) -> None:
        """Sets fields in the front matter, as an editor would."""
        found = document_type(path)
        assert found is not None
        document = parse_document(self.texts[path], path=path, type=found)
        changed = replace(document, front_matter={**document.front_matter, **fields})
        self.texts[path] = splice_document(self.texts[path], changed)

    def front(self, path: str) -> dict[str, YamlValue]:
        found = document_type(path)
        assert found is not None
        return parse_document(self.texts[path], path=path, type=found).front_matter

    def events(self) -> list[str]:
        return sorted(path for path in self.texts if path.startswith("events/"))

    def claims(self) -> dict[str, frozenset[Said]]:
        """Path of each event -> the claims that it rests on."""
        return {path: said(view) for path, view in sorted(self.views.items()) if path.startswith("events/") and "claims" in view.extra}

    def build(self) -> BriefingPlan:
        ids = briefing.find_record_ids(self.texts, self.views)
        self.articles = {ids.get(id_, id_): held for id_, held in self.articles.items()}
        known, _ = briefing.read_known(self.texts, self.views)
        known = briefing.follow_claims(known, briefing.settle_views(self.texts, self.views), self.articles)
        found = merging.merge([IdentifiedAnalysis(id_, self.articles[id_]) for id_ in sorted(self.articles)], known, merging_rules())
        plan = briefing.plan_briefing(found, self.texts, self.views, package_rules())
        for change in plan.changes:
            self.texts.pop(change.path, None)
            if change.text is not None:
                self.texts[change.path] = change.text
        self.views, self.plan, self.maybe_same = dict(plan.views), plan, found.maybe_same
        return plan
