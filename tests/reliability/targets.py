"""What is fuzzed: each takes bytes of a stranger and must end with a value or a problem, never with another exception."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from beatbook import analysis, briefing, files, merging, publishing, reading
from beatbook.briefing.model import FOLDERS, MachineView
from beatbook.config import Config
from beatbook.errors import YamlError
from beatbook.merging.model import IdentifiedAnalysis, Known
from beatbook.publishing.markdown_text import render_markdown
from beatbook.reading.model import InboxFile
from beatbook.rules import Rules, parse_rules
from beatbook.strictyaml import load_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCE = "On Tuesday, 23 April 2019, Swedish Foreign Minister Karin Lindqvist met Rui Tavares in Lisbon, the ministry said."


@dataclass(frozen=True)
class Kit:
    """The package's rules, compiled once."""

    rules: Rules
    reading: reading.ReadingRules
    analysis: analysis.AnalysisRules
    merging: merging.MergingRules


def make_kit() -> Kit:
    rules = parse_rules(files.read_package_rules(), {})
    return Kit(rules, reading.compile_rules(rules), analysis.compile_rules(rules), merging.compile_rules(rules))


def read(kit: Kit, content: bytes) -> None:
    """The reader: a text, a page, a sidecar."""
    for name in ("a.txt", "a.html", "a.md"):
        found = reading.read_article(InboxFile(name, content, content[:200]), kit.reading)
        assert found.article or found.problems or found.confidential


def analyse(kit: Kit, content: bytes) -> None:
    """Dates, names and claims: what they find lies in the text."""
    text = content.decode("utf-8", "replace")
    found = reading.read_article(InboxFile("a.txt", f"Headline of it\n\n{SENTENCE} {text}\n\n{text}".encode()), kit.reading)
    if found.article is not None:
        result = analysis.analyse(found.article, kit.analysis)
        assert msgspec.json.decode(msgspec.json.encode(result), type=analysis.Analysis) == result


def annotate(kit: Kit, content: bytes) -> None:
    text = content.decode("utf-8", "replace")
    answer = analysis.annotate({"doc_id": "1", "text": text, "dct": "2019-04-24"}, kit.analysis)
    assert all(0 <= item["start"] < item["end"] <= len(text) for key in ("timex", "people") for item in answer[key])
    json.dumps(answer).encode()


def parse_brief(_kit: Kit, content: bytes) -> None:
    """The brief parser: what it reads it can write, and reads the same again."""
    text = content.decode("utf-8", "replace")
    for candidate in (text, f"---\n{text}\n---\nbody\n", f"---\ntitle: x\n---\n{text}"):
        with contextlib.suppress(YamlError):
            load_yaml(candidate, path="x.yaml")
        try:
            document = briefing.parse_document(candidate, path="events/a.md", type="event")
        except YamlError:
            continue
        again = briefing.parse_document(briefing.format_document(document), path="events/a.md", type="event")
        assert again == document


def merge(kit: Kit, content: bytes) -> None:
    """Merging, planning and publishing on whatever stands in the briefs and in one article."""
    text = content.decode("utf-8", "replace")
    found = reading.read_article(InboxFile("a.txt", f"Headline\n\n{SENTENCE}\n\n{text}".encode(), b"published: 2019-04-24\n"), kit.reading)
    analysed = [IdentifiedAnalysis("a", analysis.analyse(found.article, kit.analysis))] if found.article else []
    first = briefing.plan_briefing(merging.merge(analysed, Known(), kit.merging), {}, {}, kit.rules)
    texts = {change.path: change.text for change in first.changes if change.text is not None}
    edited = {
        path: was.replace("\n---\n", f"\n{text}\n---\n", 1) if number % 2 else was + text
        for number, (path, was) in enumerate(sorted(texts.items()))
    }
    edited |= {f"{folder}/own.md": f"---\n{text}\n---\n{text}\n" for folder in FOLDERS.values()}
    known, _ = briefing.read_known(edited, first.views)
    plan = briefing.plan_briefing(merging.merge(analysed, known, kit.merging), edited, first.views, kit.rules)
    after = {**edited, **{change.path: change.text for change in plan.changes}}
    assert all(isinstance(view, MachineView) for view in plan.views.values())
    assert all(value is None or value.encode() is not None for value in after.values())
    publishing.build_site(plan.documents, plan.views, {item.id: item.analysis for item in analysed}, Config(), as_of="2019-04-24")


def markdown(_kit: Kit, content: bytes) -> None:
    html = str(render_markdown(content.decode("utf-8", "replace"))).lower()
    assert "<script" not in html
    assert 'href="javascript:' not in html


TARGETS: dict[str, Callable[[Kit, bytes], None]] = {
    "read": read, "analyse": analyse, "annotate": annotate, "brief": parse_brief, "merge": merge, "markdown": markdown,
}  # fmt: skip
WORDS = (
    "Monday", "last Friday", "23 April 2019", "2019-04-23", "April", "next week", "two years ago", "the 1990s", "24/7", "+0900", "Mr", "President",
    "Kim Jong Un", "Karin Lindqvist", "met", "will meet", "said", "\u201c", "\u201d", '"', "(", ")", "-", "\u2014", ",", ".", "...", "\n", "\n\n", "\t", "\x00", "\ufeff",
    "\u202e", "\u0301", "\U0001f600", "---", "---\n", "title: ", "date: 2019-04-23\n", "kind: meeting\n", "participants: [{person: a}]\n", "same_as: [own]\n", "[", "]", "{", "}",
    "&a", "*a", "!!x", "|\n", ">\n", "#", "* ", "1. ", "> ", "```", "![", "](", "<b>", "</b>", "<script>", "&#x41;", "javascript:", "http://x.y/", "By ", "REUTERS", "WASHINGTON, April 3 (AP) - ",
)  # fmt: skip
