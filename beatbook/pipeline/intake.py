"""inbox -> articles -> analyses: every text read and analysed, or known from an earlier build."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from beatbook import analysing, files, inbox_files, reading
from beatbook.errors import Problem
from beatbook.pipeline.progress import counted
from beatbook.reading.identity import KnownId

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from beatbook.analysis.model import Analysis
    from beatbook.briefing import HeldKnown, Settled
    from beatbook.content_files import ContentScan, HeldAnalyses
    from beatbook.inbox_files import InboxScan
    from beatbook.pipeline.options import Options


@dataclass(frozen=True, slots=True)
class Stage:
    """The outcome of reading and analysing."""

    analyses: HeldAnalyses
    analysed: int = 0
    used: frozenset[str] = frozenset()  # files of the inbox; with the three below they are all that were read
    doubles: frozenset[str] = frozenset()
    confidential: frozenset[str] = frozenset()
    withheld: Mapping[str, str] = field(default_factory=dict)  # path of each of these -> its sha256
    refused: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    notices: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)  # record id -> file and what its analysis has to say
    keys: bytes = b""


def analyse_inbox(
    inbox: InboxScan, content: ContentScan, known: HeldKnown, options: Options, progress: Callable[[str, int, int], None], settled: Settled
) -> Stage:
    """Every article of the inbox analysed (cached while text, rules and code are the same), and the analyses of texts not at hand."""
    twins = {twin.path: replace(twin, severity="refused") for twin in reading.check_twins(text.path for text in inbox.files)}
    alone = {text.path: text for text in inbox.files if text.path not in twins}
    recipe = analysing.make_recipe(content.rules.items(), files.read_package_rules, files.code_fingerprint)
    remembered = {path: held for path, held in _remembered(options.content).items() if path in alone}
    held = {
        path: outcome
        for path, before in remembered.items()
        if before.key == _key(alone[path], recipe) and (outcome := _outcome(path, before, content)) is not None
    }
    fresh = _analyse_texts([text for path, text in alone.items() if path not in held], recipe, options, progress)
    outcomes = {path: held.get(path) or fresh[path] for path in alone}
    articles = {path: outcome for path, outcome in outcomes.items() if outcome.metadata is not None}
    ids = reading.identify([outcome.metadata for outcome in articles.values() if outcome.metadata], _known_ids(known, content))
    used = {ids[name]: name for name in sorted(articles)}  # of files that are one article the last by name
    crashed = {id_: crash for id_, name in used.items() if (crash := articles[name].crash) is not None}
    withheld = {path: alone[path].sha256 for path, outcome in outcomes.items() if outcome.confidential}
    found = {id_: made for id_, name in used.items() if (made := _made_anew(articles[name], id_, remembered, content)) is not None}
    analyses = content.analyses.changed(_kept(content, withheld), found)
    notices = _notices(analyses, settled)
    doubles = {name: used[id_] for name, id_ in ids.items() if used[id_] != name}
    refused = {path for path, outcome in outcomes.items() if outcome.metadata is None and not outcome.confidential}
    refused |= twins.keys() | {used[id_] for id_ in crashed}
    problems = (
        *twins.values(),
        *(problem for outcome in outcomes.values() for problem in outcome.problems),
        *(crashed[id_] for id_ in sorted(crashed)),
        *(_double(name, other) for name, other in sorted(doubles.items())),
    )
    keys = {path: _Remembered(_key(alone[path], recipe), ids[path], articles[path].problems) for path in used.values()}
    return Stage(
        analyses,
        analysed=sum(name in fresh for id_, name in used.items() if id_ not in crashed),
        used=frozenset(name for id_, name in used.items() if id_ not in crashed),
        doubles=frozenset(name for name in doubles if ids[name] not in crashed),
        confidential=frozenset(withheld),
        withheld=withheld,
        refused=frozenset(refused | {name for name in doubles if ids[name] in crashed}),
        problems=(*problems, *(_not_analysed(path, notice) for path, told in notices.values() for notice in told)),
        notices=notices,
        keys=msgspec.json.encode({path: keys[path] for path in sorted(keys) if ids[path] not in crashed}),
    )


def _analyse_texts(
    texts: Sequence[inbox_files.InboxText], recipe: analysing.Recipe, options: Options, progress: Callable[[str, int, int], None]
) -> dict[str, analysing.Outcome]:
    """What became of each of these texts, by path; each is opened when its turn comes."""
    opened = (inbox_files.open_text(options.inbox, text) for text in texts)
    with analysing.open_executor(len(texts), recipe, jobs=options.jobs, scheduler=options.scheduler) as (executor, workers):
        outcomes = analysing.analyse_texts(opened, recipe, executor, workers)
        return {outcome.path: outcome for outcome in counted(outcomes, "analysing", progress, len(texts))}


class _Remembered(NamedTuple):
    """What the cache holds of a text that was analysed."""

    key: str  # of text, sidecar, path, rules and code
    id: str  # of its article: under it stands the analysis
    problems: tuple[Problem, ...] = ()  # of reading it


def _outcome(path: str, before: _Remembered, content: ContentScan) -> analysing.Outcome | None:
    """What became of a text that is the same as before; None where its analysis is missing, or is of another text."""
    if before.id not in content.analyses:
        return None
    metadata = content.analyses.head(before.id).metadata
    return analysing.Outcome(path, metadata, problems=before.problems) if metadata.file == path else None


def _made_anew(outcome: analysing.Outcome, id_: str, remembered: Mapping[str, _Remembered], content: ContentScan) -> Analysis | None:
    """The analysis that a text was given by this build; of one that was analysed before, where its article has another id by now."""
    before = remembered.get(outcome.path)
    if outcome.analysis is None and outcome.crash is None and before is not None and before.id != id_:
        return content.analyses[before.id]
    return outcome.analysis


def _key(text: inbox_files.InboxText, recipe: analysing.Recipe) -> str:
    """What an analysis is good for: this text and sidecar at this place, read by this code and these rules."""
    parts = (recipe.fingerprint, text.sha256, text.sidecar or "", text.sidecar_sha256, text.path)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _kept(content: ContentScan, withheld: Mapping[str, str]) -> Collection[str]:
    """The ids of the analyses of earlier builds but of those articles that were marked confidential since, by their path or their bytes."""
    if not withheld:
        return content.analyses.keys()
    checksums = set(withheld.values())
    told = {id_: content.analyses.head(id_).metadata for id_ in content.analyses}
    return {id_ for id_, metadata in told.items() if metadata.file not in withheld and metadata.sha256 not in checksums}


def _known_ids(known: HeldKnown, content: ContentScan) -> list[KnownId]:
    """What earlier builds called the articles: from their records, else from their analyses."""
    ids = {article.id: KnownId(article.id, article.file, article.sha256, article.url) for article in known.articles() if article.file}
    for id_ in content.analyses.keys() - ids.keys():
        metadata = content.analyses.head(id_).metadata
        ids[id_] = KnownId(id_, metadata.file, metadata.sha256, metadata.url)
    return [ids[id_] for id_ in sorted(ids)]


def _remembered(content: Path) -> dict[str, _Remembered]:
    """Path in the inbox -> what the last build made of the text there."""
    try:
        return msgspec.json.decode(files.read_cache(content, "analyses.json") or b"{}", type=dict[str, _Remembered])
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {}  # a damaged cache costs time, nothing else


def _notices(analyses: HeldAnalyses, settled: Settled) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Record id -> file and notices of each analysis that has any."""
    found = {}
    for id_ in analyses:
        if settled.articles.get(id_) == analyses.digest(id_):
            said = settled.notices.get(id_)
        else:
            head = analyses.head(id_)
            said = (head.metadata.file, head.notices) if head.notices else None
        if said is not None:
            found[id_] = said
    return found


def _double(path: str, other: str) -> Problem:
    found = f'the same article as "{other}", by its bytes or its address: that one is used'
    return Problem("article-double", path, found, hint="remove one of them", severity="notice")


def _not_analysed(path: str, notice: str) -> Problem:
    return Problem("article-not-analysed", path, notice, hint="only English is analysed", severity="notice")
