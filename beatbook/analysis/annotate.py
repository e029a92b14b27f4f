"""The analysis alone, for other programs and for published benchmarks: a plain text in, spans with what they mean out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beatbook.analysis.grammar import find_verb_groups, tag_sentence
from beatbook.analysis.layout import lay_out, token_span
from beatbook.analysis.sentences import split_passage
from beatbook.analysis.veridicality import veridicality
from beatbook.reading.model import ArticleMetadata, CleanText, LineRole, NewsArticle, Passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beatbook.analysis import AnalysisRules
    from beatbook.analysis.model import Analysis, Attribution, Timex
    from beatbook.reading.model import Span


_NAMES = frozenset(("full", "surname", "given"))
_ENDS = (".", "!", "?", '"', "”")
_NARROW, _WIDE = 50, 100  # characters of a line in texts that are set to a width
_FULL = 0.85  # share of it that a full line has


def annotate(doc: Mapping[str, Any], rules: AnalysisRules) -> dict[str, Any]:
    """What one text says, as plain values; offsets are code points of `doc["text"]`, end exclusive.

    `doc` holds `doc_id`, `text`, and where known `dct` (document creation time, ISO 8601) and `events` [{start, end}], whose statuses are
    then given back in place of the events found.  Out: `doc_id`, `timex` [{start, end, type, value}], `people` [{start, end, text, entity,
    credit}], which are names, without titles, `references` [{start, end, text, entity, form}], which are descriptions, groups and pronouns
    of the same entities, `attributions` [{source: [start, end] or None, content: [start, end]}], `events` [{start, end, kind, status}].
    """
    from beatbook.analysis.analyse import analyse  # noqa: PLC0415 - loaded with all that an analysis takes

    text = str(doc["text"])
    analysis = analyse(_article(text, doc.get("dct")), rules)
    return {
        "doc_id": doc.get("doc_id"),
        "timex": [_timex(each) for each in analysis.timexes],
        "people": [
            {"start": each.start, "end": each.end, "text": each.text, "entity": each.entity, "credit": each.credit}
            for each in analysis.mentions
            if each.type == "person" and each.form in _NAMES
        ],
        "references": [
            {"start": each.start, "end": each.end, "text": each.text, "entity": each.entity, "form": each.form}
            for each in analysis.mentions
            if each.type == "person" and each.form not in _NAMES
        ],
        "attributions": [
            {"source": [source.start, source.end] if source else None, "content": [start, end]}
            for source, start, end in _whole_speeches(analysis.attributions, text)
        ],
        "events": _events(doc["events"], text, analysis, rules) if "events" in doc else _found_events(analysis),
    }


def _whole_speeches(attributions: Sequence[Attribution], text: str) -> list[tuple[Span | None, int, int]]:
    """Source, start and end of each; what one speaker says in quotation marks within a paragraph is one, "she said" included."""
    found: list[tuple[Span | None, int, int]] = []
    speech: dict[Span, int] = {}  # source -> index of its last direct speech
    for each in sorted(attributions, key=lambda one: (one.start, -one.end)):
        before = speech.get(each.source) if each.direct and each.source is not None else None
        if before is not None and "\n" not in text[found[before][2] : each.start]:
            found[before] = (each.source, found[before][1], max(found[before][2], each.end))
            continue
        if each.direct and each.source is not None:
            speech[each.source] = len(found)
        found.append((each.source, each.start, each.end))
    return found


def _timex(timex: Timex) -> dict[str, Any]:
    """TIMEX3 as TimeML corpora write it: a fiscal year by its number."""
    value = timex.value.removeprefix("FY") if timex.value else timex.value
    return {"start": timex.start, "end": timex.end, "type": timex.type, "value": value}


def _article(text: str, created: str | None) -> NewsArticle:
    """The text as an article whose paragraphs are its passages, nothing taken for boilerplate."""
    clean = text.replace("\n", " ").replace("\r", " ").replace("\t", " ").replace("\xa0", " ")
    passages = tuple(Passage(start, end, LineRole.PARAGRAPH) for start, end in _paragraphs(text))
    metadata = ArticleMetadata("", "", published=created or None, published_basis="metadata" if created else "unknown")
    return NewsArticle(metadata, text, (), CleanText(clean), passages)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines, and each line that was not merely wrapped by itself: headlines, rows of tables, lists."""
    lines = text.split("\n")
    width = _width(lines)
    start = 0
    position = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        end = position + len(line)
        if not line.strip():
            start = end + 1
        elif not _is_wrapped(line, following, width):
            yield start, end
            start = end + 1
        position = end + 1


def _width(lines: Sequence[str]) -> int:
    """To how many characters the lines are set; 0 when one of them is merely the longest."""
    longest = max(map(len, lines))
    return longest if sum(len(line) >= _FULL * longest for line in lines) > 1 else 0


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether a line goes on in the next one: the text is set to a width that its next word would exceed, or that word is a small one."""
    words = following.split(maxsplit=1)
    if not words or line.rstrip().endswith(_ENDS):
        return False
    if words[0][0].islower():
        return True
    return _NARROW <= width <= _WIDE and len(line.rstrip()) + 1 + len(words[0]) > width


def _found_events(analysis: Analysis) -> list[dict[str, Any]]:
    return [{"start": each.trigger.start, "end": each.trigger.end, "kind": each.kind, "status": each.status} for each in analysis.claims]


def _events(spans: Sequence[Mapping[str, Any]], text: str, analysis: Analysis, rules: AnalysisRules) -> list[dict[str, Any]]:
    kinds = {each.trigger.end: each.kind for each in analysis.claims}
    article = _article(text, None)
    layouts = []
    for passage in article.passages:
        for sentence in split_passage(article.clean.text, passage.start, passage.end, rules.sentences):
            tagged = tag_sentence(sentence, rules.grammar)
            timexes = [(number, each) for number, each in enumerate(analysis.timexes) if sentence.start <= each.start < sentence.end]
            layouts.append(lay_out(tagged, find_verb_groups(tagged, rules.grammar), timexes=timexes))
    found = []
    for span in spans:
        start, end = int(span["start"]), int(span["end"])
        layout = next((each for each in layouts if each.sentence.start <= start < each.sentence.end), None)
        status = "happened"
        if layout is not None:
            first, last = token_span(layout.tokens, start, end)
            status = veridicality(layout, first, last, rules.veridicality)
        found.append({"start": start, "end": end, "kind": kinds.get(end, "other"), "status": status})
    return found
