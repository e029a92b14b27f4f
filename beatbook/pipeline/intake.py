"""inbox -> articles -> analyses: every text read and analysed, or known from an earlier build."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec

from beatbook import analysing, files, inbox_files, reading
from beatbook.errors import Problem
from beatbook.pipeline.progress import counted
from beatbook.reading.identity import KnownId

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from beatbook.briefing import HeldKnown, Settled
    from beatbook.content_held import ContentScan, HeldAnalyses
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
    keys: bytes | None = None  # what the next build is to know of the texts; None: as it was


def analyse_inbox(
    inbox: InboxScan, content: ContentScan, known: HeldKnown, options: Options, progress: Callable[[str, int, int], None], settled: Settled
) -> Stage:
    """Every article of the inbox analysed (cached while text, rules and code are the same), and the analyses of texts not at hand."""
    twins = {twin.path: replace(twin, severity="refused") for twin in reading.check_twins(text.path for text in inbox.files)}
    alone = {text.path: text for text in inbox.files if text.path not in twins}
    recipe = analysing.make_recipe(content.rules.items(), files.read_package_rules, files.code_fingerprint)
    known_texts = _remembered(options.content, recipe)
    remembered, kept = known_texts or {}, b"" if known_texts is None else None
    standing = _standing(alone, remembered, content.analyses)
    fresh = _analyse_texts([text for path, text in alone.items() if path not in standing], recipe, options, progress)
    articles = {path: outcome for path, outcome in fresh.items() if outcome.metadata is not None}
    ids = reading.identify_changed(
        [outcome.metadata for outcome in articles.values() if outcome.metadata],
        {path: reading.StandingText(before.sha256, before.address) for path, before in standing.items()},
        _known_ids(known, content),
        lambda path: content.analyses.head(standing[path].id).metadata,
    )
    used = {ids[name]: name for name in sorted(ids)}  # of files that are one article the last by name
    crashed = {id_: crash for id_, name in used.items() if name in articles and (crash := articles[name].crash) is not None}
    withheld = {path: alone[path].sha256 for path, outcome in fresh.items() if outcome.confidential}
    moved = {id_: standing[name].id for id_, name in used.items() if name in standing and standing[name].id != id_}
    found = {id_: made for id_, name in used.items() if name in articles and (made := articles[name].analysis) is not None}
    found |= {id_: content.analyses[before] for id_, before in moved.items()}
    analyses = content.analyses.changed(_kept(content, withheld), found)
    notices = _notices(analyses, settled)
    doubles = {name: used[id_] for name, id_ in ids.items() if used[id_] != name}
    refused = {path for path, outcome in fresh.items() if outcome.metadata is None and not outcome.confidential}
    refused |= twins.keys() | {used[id_] for id_ in crashed}
    told = {path: outcome.problems for path, outcome in fresh.items()} | {path: held.problems for path, held in standing.items()}
    problems = (
        *twins.values(),
        *(problem for path in sorted(path for path, found in told.items() if found) for problem in told[path]),
        *(crashed[id_] for id_ in sorted(crashed)),
        *(_double(name, other) for name, other in sorted(doubles.items())),
    )
    if articles or moved or standing.keys() != remembered.keys() or len(used) != len(standing):
        texts = {
            path: standing[path] if path in standing and id_ not in moved else _to_remember(alone[path], id_, told[path], analyses)
            for id_, path in used.items()
            if id_ not in crashed
        }
        kept = msgspec.json.encode(_Memory(recipe.fingerprint, {path: texts[path] for path in sorted(texts)}))
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
        keys=kept,
    )


def _analyse_texts(
    texts: Sequence[inbox_files.InboxText], recipe: analysing.Recipe, options: Options, progress: Callable[[str, int, int], None]
) -> dict[str, analysing.Outcome]:
    """What became of each of these texts, by path; each is opened when its turn comes."""
    opened = (inbox_files.open_text(options.inbox, text) for text in texts)
    with analysing.open_executor(len(texts), recipe, jobs=options.jobs, scheduler=options.scheduler) as (executor, workers):
        outcomes = analysing.analyse_texts(opened, recipe, executor, workers)
        return {outcome.path: outcome for outcome in counted(outcomes, "analysing", progress, len(texts))}


class _Remembered(msgspec.Struct, array_like=True, frozen=True):
    """What the cache holds of a text that was analysed."""

    sha256: str  # of its bytes
    sidecar: str | None
    sidecar_sha256: str
    id: str  # of its article: under it stands the analysis
    digest: bytes  # of the analysis
    address: str | None  # of the article, as addresses are compared
    problems: tuple[Problem, ...] = ()  # of reading it

    def is_of(self, text: inbox_files.InboxText) -> bool:
        """Whether it was made of this text and sidecar."""
        return self.sha256 == text.sha256 and self.sidecar == text.sidecar and self.sidecar_sha256 == text.sidecar_sha256


class _Memory(msgspec.Struct):
    """All that the last build analysed, by this code and these rules."""

    recipe: str
    texts: dict[str, _Remembered] = {}  # by path in the inbox


def _remembered(content: Path, recipe: analysing.Recipe) -> dict[str, _Remembered] | None:
    """What the last build made of the texts, by their paths; None where that is nothing, or of other code or rules."""
    try:
        memory = msgspec.json.decode(files.read_cache(content, "analyses.json") or b"{}", type=_Memory)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None  # a damaged cache costs time, nothing else
    return memory.texts if memory.recipe == recipe.fingerprint else None


def _standing(
    alone: Mapping[str, inbox_files.InboxText], remembered: Mapping[str, _Remembered], analyses: HeldAnalyses
) -> dict[str, _Remembered]:
    """The texts that are what they were, with their sidecars, and of which the analysis stands as it was stored."""
    digests = analyses.digests()
    return {
        path: before
        for path, before in remembered.items()
        if digests.get(before.id) == before.digest and (text := alone.get(path)) is not None and before.is_of(text)
    }


def _to_remember(text: inbox_files.InboxText, id_: str, problems: tuple[Problem, ...], analyses: HeldAnalyses) -> _Remembered:
    address = reading.normal_url(analyses.head(id_).metadata.url)
    return _Remembered(text.sha256, text.sidecar, text.sidecar_sha256, id_, analyses.digest(id_), address, problems)


def _kept(content: ContentScan, withheld: Mapping[str, str]) -> Collection[str]:
    """The ids of the analyses of earlier builds but of those articles that were marked confidential since, by their path or their bytes."""
    if not withheld:
        return content.analyses.keys()
    checksums = set(withheld.values())
    told = {id_: content.analyses.head(id_).metadata for id_ in content.analyses}
    return {id_ for id_, metadata in told.items() if metadata.file not in withheld and metadata.sha256 not in checksums}


def _known_ids(known: HeldKnown, content: ContentScan) -> list[KnownId]:
    """What earlier builds called the articles: from their records, else from their analyses."""
    ids = {entry.id: entry for entry in known.named() if entry.file}
    for id_ in content.analyses.keys() - ids.keys():
        metadata = content.analyses.head(id_).metadata
        ids[id_] = KnownId(id_, metadata.file, metadata.sha256, metadata.url)
    return [ids[id_] for id_ in sorted(ids)]


def _notices(analyses: HeldAnalyses, settled: Settled) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Record id -> file and notices of each analysis that has any."""
    digests = analyses.digests()
    found = {id_: said for id_, said in settled.notices.items() if id_ in digests}
    for id_ in {id_ for id_, _ in digests.items() - settled.articles.items()}:
        head = analyses.head(id_)
        found.pop(id_, None)
        if head.notices:
            found[id_] = (head.metadata.file, head.notices)
    return {id_: found[id_] for id_ in sorted(found)}


def _double(path: str, other: str) -> Problem:
    found = f'the same article as "{other}", by its bytes or its address: that one is used'
    return Problem("article-double", path, found, hint="remove one of them", severity="notice")


def _not_analysed(path: str, notice: str) -> Problem:
    return Problem("article-not-analysed", path, notice, hint="only English is analysed", severity="notice")
