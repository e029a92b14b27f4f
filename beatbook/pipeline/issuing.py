"""The editions of a build: those that lie under content/, and those that are written now."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from beatbook import publishing
from beatbook.errors import Problem
from beatbook.publishing import editions as edited
from beatbook.publishing.editions import Issue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from beatbook.pipeline.options import Options
    from beatbook.pipeline.understanding import Understanding
    from beatbook.publishing import Assembly, Edition, EditionFacts
    from beatbook.publishing.editions import Withdrawn
    from beatbook.publishing.model import Site


class Issued(NamedTuple):
    """The editions of a build."""

    shown: tuple[Issue, ...]  # oldest first
    kept: dict[str, bytes]  # what content/ is to hold of them
    problems: tuple[Problem, ...]
    facts: dict[str, EditionFacts]  # of those that are kept
    withdrawn: bytes  # stands for what these do not tell of, for a person took it down


def issue_editions(options: Options, known: Understanding, site: Site, assembly: Assembly, whole: Assembly | None) -> Issued:
    """The editions to be shown.  Once its days are over an edition is kept and stays, but for what a person takes down.

    A look back at a day (`as_of`) writes them all from what was published by then, and leaves alone what is kept.  Where only checked
    events are published, editions are kept with all, so that one that is checked later has its place in them: `whole` are all.

    An edition that the last build kept is not read where nothing was taken down since.
    """
    period, before = publishing.period_of(known.config.editions), assembly.before
    lying, damaged = _look(known.content.editions, before.editions)
    stays = lying if options.as_of is None else {}
    everything, source = (whole, whole.site()) if whole else (assembly, site)
    written = {edition.id: edition for edition in edited.write_editions(source, period, stays, everything.days())} if period else {}
    facts = {**stays, **{id_: edited.edition_facts(edition, b"") for id_, edition in written.items()}}
    standing = everything.standing()
    withdrawn, told = edited.find_withdrawn(standing), frozenset().union(*[(*one.articles, *one.cited) for one in facts.values()])
    taken = publishing.page_key(sorted(withdrawn.events), sorted(withdrawn.articles), sorted(withdrawn.profiles))
    gone = edited.find_gone(standing, told)
    withdrawn = replace(withdrawn, articles=withdrawn.articles | gone)
    same = before.editions if taken == before.withdrawn and not gone else {}
    issues, contents = {}, {}
    for id_ in facts:
        content = known.content.editions[id_] if id_ in stays else b""
        if id_ in stays and same.get(id_) is stays[id_]:
            issues[id_], contents[id_] = Issue(id_, stays[id_], partial(edited.read_edition, content)), content
        else:
            issues[id_], contents[id_] = _pruned(written[id_] if id_ in written else edited.read_edition(content), withdrawn)
    shown = tuple(issues[id_] for id_ in sorted(issues) if period and (id_ in written or edited.is_of(id_, period)))
    if options.as_of is not None:
        return Issued(shown, dict(known.content.editions), damaged, {}, b"")
    kept = [id_ for id_ in issues if id_ in stays or edited.is_finished(issues[id_].facts, site.as_of)]
    return Issued(shown, {id_: contents[id_] for id_ in kept}, damaged, {id_: issues[id_].facts for id_ in kept}, taken)


def _look(contents: Mapping[str, bytes], before: Mapping[str, EditionFacts]) -> tuple[dict[str, EditionFacts], tuple[Problem, ...]]:
    """The facts of the sound ones, and what is to be told of the others."""
    found, damaged = {}, []
    for id_, content in contents.items():
        digest, facts = edited.digest_edition(content), before.get(id_)
        if facts is None or facts.digest != digest:
            edition = edited.parse_edition(content)
            facts = edited.edition_facts(edition, digest) if edition else None
        if facts is not None:
            found[id_] = facts
        else:
            hint = "delete it: the next build makes it anew"
            place = f"_machine/editions/{id_}.json"
            damaged.append(Problem("machine-damaged", place, "the machine's own file is damaged", hint=hint, severity="notice"))
    return found, tuple(damaged)


def _pruned(edition: Edition, withdrawn: Withdrawn) -> tuple[Issue, bytes]:
    """The edition without what was taken down, and its file."""
    pruned = edited.without(edition, withdrawn)
    content = edited.format_edition(pruned).encode()
    return Issue(edition.id, edited.edition_facts(pruned, edited.digest_edition(content)), lambda: pruned), content
