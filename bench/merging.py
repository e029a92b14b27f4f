"""How long merging takes, by number of articles: it must grow no faster than they do.

    python bench/merging.py [N ...]

Made-up articles: a few busy people who meet hundreds of others, each event told by one to thirty articles, some of them without a day.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from beatbook.analysis.model import Analysis, Claim, Entity, Participant, Quote, Timex
from beatbook.edtf import Interval
from beatbook.merging.anchors import anchor, newest_day
from beatbook.merging.model import IdentifiedAnalysis, Known, Profile
from beatbook.merging.resolution import Resolution
from beatbook.merging.ruleset import MergingRules, compile_rules
from beatbook.merging.synthesis import merge_resolved
from beatbook.reading.model import ArticleMetadata, Span
from beatbook.rules import parse_rules

RULES = Path(__file__).parents[1] / "beatbook" / "rules"
YEARS = Interval(date(2015, 1, 1), date(2024, 12, 31))


def compiled() -> MergingRules:
    return compile_rules(
        parse_rules({f"{name}.yaml": (RULES / f"{name}.yaml").read_text("utf-8") for name in ("merging", "status_order", "standing")})
    )


def corpus(count: int, *, seed: int = 1, years: Interval = YEARS) -> tuple[list[IdentifiedAnalysis], Resolution]:
    """So many articles on events of these years and what their names resolve to; the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311  # a corpus, no secret
    people = [f"person-{number}" for number in range(max(20, count // 20))]
    cities = [f"city-{number}" for number in range(60)]
    articles: list[IdentifiedAnalysis] = []
    ids: dict[str, tuple[str, ...]] = {}
    while len(articles) < count:
        pair = (people[int(draw.paretovariate(0.8)) % min(40, len(people))], draw.choice(people))
        day = years.first + timedelta(draw.randrange(years.days))
        city = draw.choice(cities)
        for _ in range(min(int(draw.paretovariate(0.9)), 30, count - len(articles))):
            name = f"article-{len(articles):06}"
            articles.append(IdentifiedAnalysis(name, _article(name, day, draw)))
            ids[name] = (*pair, city)
    profiles = [Profile(id_, "person", id_) for id_ in people] + [Profile(id_, "place", id_, kind="city") for id_ in cities]
    return articles, Resolution(tuple(profiles), ids)


def _article(name: str, day: date, draw: random.Random) -> Analysis:
    ahead = draw.random() < 0.4
    published = day + timedelta(draw.randrange(-9, 0) if ahead else draw.randrange(3))
    dated = draw.random() < 0.8
    timex = Timex(0, 4, "then", "DATE", (day if draw.random() < 0.9 else day + timedelta(1)).isoformat() if dated else None, "FUTURE_REF")
    metadata = ArticleMetadata(f"{name}.txt", name, published=published.isoformat(), published_basis="stated")
    who = (Participant(0, "participant"), Participant(1, "participant"))
    claims = tuple(
        Claim(
            "meeting",
            "planned" if ahead else "happened",
            0,
            9,
            Span(0, 4),
            number,
            who[: 2 - number % 2],
            2,
            when=0,
            evidence=Quote(0, 9, "They meet"),
        )
        for number in range(3)
    )
    entities = (Entity("person", "a"), Entity("person", "b"), Entity("place", "c", kind="city"))
    return Analysis(metadata, (timex,), entities, claims=claims)


def main(counts: list[int]) -> None:
    rules = compiled()
    for count in counts:
        articles, resolution = corpus(count)
        anchored = [anchor(article, None) for article in articles]
        began = time.process_time()
        merged = merge_resolved(anchored, resolution, Known(), rules, as_of=newest_day(anchored))
        took = time.process_time() - began
        print(f"{count:7} articles  {len(merged.events):6} events  {took:7.2f} s of CPU  {took / count * 1e6:7.0f} us an article")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1_000, 4_000, 16_000, 37_000])
