"""inbox and content/ -> all that a build knows before it writes."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from beatbook import briefing, content_files, files, inbox_files
from beatbook.briefing.model import FileChange
from beatbook.packs import digest_of
from beatbook.pipeline.intake import analyse_inbox
from beatbook.pipeline.merged import Merging
from beatbook.pipeline.options import Options, read_config
from beatbook.pipeline.progress import silent
from beatbook.pipeline.report import Report, count
from beatbook.pipeline.versions import SETTLED, WORDS, content_code, version
from beatbook.rules import Rules, parse_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from beatbook.briefing import HeldKnown, Settled, Standing
    from beatbook.briefing.model import BriefingPlan, MachineView
    from beatbook.config import Config
    from beatbook.content_held import ContentScan, HeldAnalyses
    from beatbook.errors import Problem
    from beatbook.inbox_files import InboxScan
    from beatbook.merging.model import Merged
    from beatbook.packs import Pack
    from beatbook.sealing import Surveyed

_WITHHELD = "(withheld)"  # in lists of what was written: a name may tell what a confidential text tells


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that a build knows before it writes: the inputs, the machine's view, and what it would do to content/."""

    config: Config
    inbox: InboxScan
    content: ContentScan
    analyses: HeldAnalyses
    merging: Merging
    plan: BriefingPlan
    report: Report
    settled: Settled  # what the last build left
    notices: Mapping[str, tuple[str, tuple[str, ...]]]  # record id -> file and what its analysis has to say
    code: str  # stands for all that decides what content/ says
    caches: Mapping[str, bytes] = field(default_factory=dict)  # what the next build may save itself: name -> content

    @property
    def merged(self) -> Merged:
        """The machine's view of everything."""
        return self.merging.result()


def understand(
    options: Options, progress: Callable[[str, int, int], None] = silent, pack: Pack | None = None, surveyed: Surveyed | None = None
) -> Understanding:
    """Reads, analyses, merges and plans, and writes nothing but to the pack.  `surveyed`: the inputs, which are not looked at twice."""
    seen, now = (surveyed.folders, surveyed.now) if surveyed else (None, 0)
    code = content_code()
    config = read_config(options)
    with files.shared_lock(options.content) if options.read_only else nullcontext():
        content = content_files.read_content(options.content, pack, seen, code=code)
    if ids := briefing.find_record_ids(content.texts, content.views):
        content = replace(content, analyses=content.analyses.renamed(ids))
    rules = parse_rules(files.read_package_rules(), content.rules)
    index = files.read_cache(options.content, inbox_files.INDEX)
    inbox = inbox_files.read_inbox(options.inbox, seen, now=now, index=index)
    texts = content.texts
    settled = briefing.parse_settled(files.read_cache(options.content, SETTLED), version())
    if not settled.version and (standing := _standing(options, content, code)) is not None:
        settled = briefing.settled_by(
            standing, digest_of(content.standing or b""), content.view_digests, content.digests, content.analyses.digests()
        )
        settled = briefing.quieted(settled, content.views, content.texts, content.analyses.keys())
        content = replace(content, packed=frozenset(content.digests))
    kept = {} if ids else settled.find_quiet(content.view_digests, content.digests)
    known, known_problems = _read_known(content, kept, settled)
    stage = analyse_inbox(inbox, content, known, options, progress, settled)
    withheld = _told_in_confidence(stage.withheld, known, content.views)
    if withheld:
        content = content.but(withheld)
        known, known_problems = _read_known(content, {path: entry for path, entry in kept.items() if path not in withheld}, settled)
    articles = stage.analyses.digests()
    known = _follow_claims(known, content, stage.analyses, articles, settled)

    def stands() -> bool:
        if withheld or articles != settled.articles or settled.standing != digest_of(content.standing or b""):
            return False
        return not settled.version or _standing(options, content, code) is not None

    progress("merging", 0, 1)
    merged = Merging(options, stage.analyses, known, rules, content, articles, settled, stands)
    made = _make_views(merged, content, rules, settled, known.kept.keys(), files.read_cache(options.content, WORDS))
    plain = settled.find_plain(content.texts.keys() - set(made.quiet), content.view_digests, content.digests)
    plan = briefing.plan_views(
        made.new, content.texts, content.views, as_of=merged.as_of, plain=plain, quiet=made.quiet, again=settled.view_again
    )
    plan = replace(plan, changes=(*plan.changes, *(FileChange(path, None, texts[path]) for path in sorted(withheld & texts.keys()))))
    known_problems = tuple(
        problem for problem in known_problems if content.texts.get(problem.path) != content_files.UNREADABLE
    )  # told by content
    problems = (*inbox.problems, *content.problems, *known_problems, *stage.problems, *plan.problems)
    report = count(plan, content, inbox, stage, problems, merged.as_of)
    report = replace(report, changes=tuple(sorted({_WITHHELD if path in withheld else path for path in report.changes})))
    indexed = inbox_files.format_index(inbox, stage.withheld)
    caches = {
        **({} if stage.keys is None else {"analyses.json": stage.keys}),
        **({} if indexed == index else {inbox_files.INDEX: indexed}),
        **({} if made.words is None else {WORDS: made.words}),
    }
    return Understanding(config, inbox, content, stage.analyses, merged, plan, report, settled, stage.notices, code, caches)


def _standing(options: Options, content: ContentScan, code: str) -> Standing | None:
    """What an earlier build says of the content as it lies there; None where it says nothing of this."""
    standing = briefing.parse_standing(content.standing) if options.as_of is None else None
    if standing is None or standing.code != code or not standing.is_of(briefing.sum_up(content.digests, content.rules)):
        return None
    return standing


def _read_known(content: ContentScan, kept: Mapping[str, bytes], settled: Settled) -> tuple[HeldKnown, tuple[Problem, ...]]:
    """What content/ knows; `kept` are documents that need not be looked at, unless one that was renamed has taken their name."""
    renamed = briefing.find_renamed(content.texts, content.views)
    if apart := kept.keys() & (renamed | content.unreadable):
        kept = {path: entry for path, entry in kept.items() if path not in apart}
    looked_at = {path: content.texts[path] for path in content.texts.keys() - kept.keys()}
    views = {path: content.views[path] for path in content.views.keys() - kept.keys()}
    plain = settled.find_plain(looked_at.keys() & views.keys(), content.view_digests, content.digests)
    return briefing.read_held(looked_at, views, plain, kept)


def _follow_claims(
    known: HeldKnown, content: ContentScan, analyses: HeldAnalyses, articles: Mapping[str, bytes], settled: Settled
) -> HeldKnown:
    """What is known, the claims of each event where they stand in today's analyses."""
    moved = {id_ for id_, digest in settled.articles.items() if articles.get(id_) != digest}
    stood = known.events() if moved else ()
    woken = {f"events/{event.id}.md": event for event in stood if not moved.isdisjoint(key.article for key in event.claims)}
    kept = {path: entry for path, entry in known.kept.items() if path not in woken} if woken else known.kept
    views = {path: content.views[path] for path in content.views.keys() - kept.keys()}
    stand = briefing.settle_views({path: content.texts[path] for path in content.texts.keys() - kept.keys()}, views)
    listed = {path for path in settled.find_listed(views, content.view_digests, articles) if stand.get(path) is views[path]}
    known = briefing.HeldKnown(kept, {**known.found, **woken})
    return known.with_events(briefing.follow_claims(known.looked_at(), stand, analyses, listed, known.events).events)


class _Made(NamedTuple):
    """The machine's own views, and what need not be made because it stands."""

    new: dict[str, MachineView]
    quiet: Collection[str]  # paths of documents of which the machine would make what is stored
    words: bytes | None = None  # what the words of events asked for; None: as it was


def _make_views(merged: Merging, content: ContentScan, rules: Rules, settled: Settled, kept: Collection[str], words: bytes | None) -> _Made:
    """The views that have to be made; `kept` are documents that stand unless what is merged of them does not."""
    if merged.is_known:
        new, missing = settled.views_again(content.views, content.view_digests, kept)
        if missing:
            new |= briefing.machine_views(merged.result(), rules, briefing.follow_views(content.texts, content.views), only=missing)
        return _Made(new, kept)
    views = briefing.Views(merged.result(), rules)
    before = briefing.parse_words(words, _words_key(content, settled.merged, settled.articles))
    digests = merged.digests()
    changed = {name for name, _ in digests.items() ^ settled.merged.items()}
    changed |= {f"articles/{id_}" for id_, _ in merged.articles.items() ^ settled.articles.items()}
    stale = before.find_stale(changed, views.answer)
    quiet = {path for path in views.paths if path in kept and path not in stale and views.stands(path, changed, settled, before)}
    followed = briefing.follow_views(
        {path: content.texts[path] for path in content.texts.keys() - quiet},
        {path: content.views[path] for path in content.views.keys() - quiet},
    )
    new = {path: views.make(path, followed) for path in views.paths if path not in quiet}
    asked = briefing.note_words(_words_key(content, digests, merged.articles), before, views.asked, quiet, views.answer)
    return _Made(new, quiet, briefing.format_words(asked))


def _words_key(content: ContentScan, merged: Mapping[str, bytes], articles: Mapping[str, bytes]) -> str:
    """What stands for all that words may be made of: what was merged, the analyses and the publisher's own rules."""
    return sha256(msgspec.msgpack.encode([sorted(content.rules.items()), merged, articles], order="deterministic")).hexdigest()


def _told_in_confidence(withheld: Mapping[str, str], known: HeldKnown, views: Mapping[str, MachineView]) -> frozenset[str]:
    """Paths of the documents that rest on confidential articles alone: their records, and events and profiles that nothing else tells of.

    They go with all that anybody wrote in them, for they, and often their very names, tell what the text told.
    """
    if not withheld:
        return frozenset()
    checksums = set(withheld.values())
    ids = {record.id for record in known.articles() if record.file in withheld or record.sha256 in checksums}
    if not ids:
        return frozenset()
    told = {path: briefing.articles_of(view) for path, view in views.items()}
    return frozenset({f"articles/{id_}.md" for id_ in ids} | {path for path, articles in told.items() if articles and articles <= ids})
