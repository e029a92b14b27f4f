"""Editions that lie under content/ are read only where something that they may tell of was taken down, or they are not what was written."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from beatbook.pipeline.issuing import issue_editions
from beatbook.publishing import editions
from beatbook.publishing.held import Held
from beatbook.publishing.kept import page_key
from beatbook.publishing.site import Assembly
from tests.publishing.factories import make_config
from tests.publishing.made import made_documents

OPTIONS = SimpleNamespace(as_of=None)


class Desk:
    """Documents with editions, and what the last build held of these."""

    def __init__(self, config):
        self.documents, self.config = {document.path: document for document in made_documents(60)}, config
        self.editions, self.held = {}, Held()

    def issue(self):
        prints = {path: page_key(document.front_matter, document.body) for path, document in self.documents.items()}
        assembly = Assembly(self.documents, {}, {}, self.config, prints=prints, before=self.held)
        known = SimpleNamespace(config=self.config, content=SimpleNamespace(editions=self.editions))
        issued = issue_editions(OPTIONS, known, assembly.site(), assembly, None)
        self.editions, self.held = issued.kept, Held(editions=issued.facts, withdrawn=issued.withdrawn)
        return issued


@pytest.fixture
def desk():
    desk = Desk(make_config(editions="week"))
    desk.issue()
    desk.issue()
    return desk


@pytest.fixture
def read(monkeypatch):
    """Contents of the editions that were read."""
    found, plainly = [], editions.read_edition
    monkeypatch.setattr(editions, "read_edition", lambda content: found.append(content) or plainly(content))
    return found


def test_kept_editions_are_not_read(desk, read):
    before = desk.editions
    issued = desk.issue()

    assert len(before) > 10
    assert (read, issued.kept) == ([], before)
    assert {issue.id for issue in issued.shown} >= before.keys()


def test_edition_that_is_not_what_was_written_is_read_alone(desk, read):
    """Somebody edits the file: it is read, the others are not."""
    changed = next(iter(desk.editions))
    desk.editions = {**desk.editions, changed: desk.editions[changed].replace(b"\n", b" \n", 1)}
    desk.issue()

    assert set(read) == {desk.editions[changed].replace(b"\n", b" \n", 1)}


def test_damaged_edition_is_told_of(desk):
    damaged = next(iter(desk.editions))
    desk.editions = {**desk.editions, damaged: b"{"}
    issued = desk.issue()

    assert [(problem.code, problem.path) for problem in issued.problems] == [("machine-damaged", f"_machine/editions/{damaged}.json")]


@pytest.mark.parametrize("how", ["hidden", "deleted", "shown again"])
def test_what_is_taken_down_goes_from_all_editions(desk, how):
    """An article is hidden or deleted: what is held never keeps it in an edition, nor in what is held of one; shown again, it stays away."""
    taken = next(iter(desk.held.editions.values())).articles[0]
    path = f"articles/{taken}.md"
    document = desk.documents[path]
    if how == "deleted":
        del desk.documents[path]
    else:
        desk.documents[path] = replace(document, front_matter={**document.front_matter, "excluded": "true"})
    desk.issue()
    if how == "shown again":
        desk.documents[path] = document
        desk.issue()

    assert not any(f'"{taken}"'.encode() in content for content in desk.editions.values())
    assert not any(taken in (*facts.articles, *facts.cited) for facts in desk.held.editions.values())
    held, desk.held = desk.editions, Held()
    assert desk.issue().kept == held
