"""What is said: the words behind or before a saying verb that are its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.analysis.clauses import clause_end
from beatbook.analysis.model import Attribution
from beatbook.reading.model import Span

if TYPE_CHECKING:
    from beatbook.analysis.attribution_sources import AttributionRules, Cue
    from beatbook.analysis.clauses import Layout

_OPEN = frozenset("\"“‘'«")

_ASIDES = frozenset(("who", "which", "whose", "when", "after", "before", "while", "since", "as", "where"))


def contents_of(layout: Layout, number: int, cue: Cue, rules: AttributionRules) -> list[Attribution]:
    tokens = layout.tokens
    group = layout.groups[number]
    takes = rules.saying[group.lemma]
    first = min(cue.first, cue.source[0]) if cue.source else cue.first
    end = max(cue.end, cue.source[1]) if cue.source else cue.end
    behind = _content_behind(layout, number, end, rules)
    if "quotation" in takes:
        return [attribution_of(layout, *behind, cue)] if behind is not None and tokens[behind[0]].text in _OPEN else []
    before = content_before(layout, first)
    found = []
    trailing = before is not None and (behind is None or tokens[min(end, len(tokens) - 1)].text in (",", ".", "—"))
    final = end >= len(tokens) or tokens[end].text in (".", "!") or end in layout.dated
    said = final or "object" not in takes
    if trailing and before is not None and (said or _quoted(layout, *before)):
        found.append(attribution_of(layout, *before, cue))
        if behind is not None and _quoted(layout, *behind):
            found.append(attribution_of(layout, *behind, cue))
    elif behind is not None:
        found.append(attribution_of(layout, *behind, cue))
    elif before is not None and _quoted(layout, *before):
        found.append(attribution_of(layout, *before, cue))
    return found


def content_before(layout: Layout, first: int) -> tuple[int, int] | None:
    """The content that a comma or closing quotation mark ends right before the source: "The talks failed, Berg said"."""
    tokens = layout.tokens
    if first < 3 or tokens[first - 1].tag != "PU" or tokens[first - 1].text in (":", ";", "(", "--", "—", "-"):
        return None
    end = first - 1
    while end > 0 and tokens[end - 1].tag == "PU" and tokens[end - 1].text in (",", '"', "”", "’", "'"):
        end -= 1
    end = first - 1 if tokens[first - 1].text in ('"', "”", "’", "'") else end
    start = 0
    for index in range(end - 1, -1, -1):
        if tokens[index].text == ";":
            start = index + 1
            break
    if not any(
        layout.group_at[index] >= 0 and layout.groups[layout.group_at[index]].form == "finite" for index in range(start, end)
    ) and not _quoted(layout, start, end):
        return None
    return start, end


def _content_behind(layout: Layout, number: int, end: int, rules: AttributionRules) -> tuple[int, int] | None:  # noqa: C901, PLR0911, PLR0912  a list of cases, in order
    """The clause or quotation behind the cue, from "that" on."""
    tokens = layout.tokens
    group = layout.groups[number]
    takes = rules.saying[group.lemma]
    last = len(tokens) - (tokens[-1].text in (".", "!"))
    stop = _content_stop(layout, number, end, _citing_tail(layout, end, last), rules)
    start = end
    while start < stop and (tokens[start].text == "," or _is_aside(layout, start)):
        start += 1
    if start < stop and tokens[start].tag == "CS" and tokens[start].lower in _ASIDES:
        return None  # "said Berg, who arrived on Friday"; "said when asked"
    quotes = {quote.start for quote in layout.sentence.quotes}
    for index in range(start, min(stop, start + 12)):
        if layout.group_at[index] >= 0 and layout.groups[layout.group_at[index]].form == "finite":
            break  # "said he was glad that ..."
        if tokens[index].lower == "that" and tokens[index].tag == "CS":
            return (index, stop) if stop - index > 1 else None
        if tokens[index].text in _OPEN and tokens[index].start in quotes:
            if "quotation" in takes:
                return index, _quote_end(layout, index)
            return (start if "speech" in takes else index, stop)
        if tokens[index].text == ":":
            return (index + 1, stop) if stop - index > 2 else None
    if "quotation" in takes or start >= stop:
        return None
    finite = next(
        (
            k
            for k in range(number + 1, len(layout.groups))
            if layout.groups[k].form in ("finite", "infinitive") and layout.groups[k].first_token < stop
        ),
        None,
    )
    inner = layout.groups[finite] if finite is not None else None
    if inner is not None and inner.form == "infinitive":
        near = inner.first_token - start <= 4
        bare = all(tokens[index].tag in ("RB", "TO", "NEG") for index in range(start, inner.first_token))
        if ("infinitive" in takes and near) or ("object-infinitive" in takes and not bare):
            return start, stop
    near = inner is not None and inner.form == "finite" and start < inner.first_token <= start + 4
    if "noun" in takes and not near and tokens[start].tag in ("DT", "PS", "JJ", "NN", "NNP", "VBG"):
        return start, min(stop, clause_end(layout, start))
    if inner is None or inner.form == "infinitive" or inner.first_token == start:
        return None  # "what they expected would happen"
    if "object" in takes:
        apart = any(tokens[index].text in (",", ";") and index - start < 2 for index in range(start, inner.first_token))
        if apart or tokens[start].tag in ("IN", "TO", "RB"):
            return None
    return start, stop


def _content_stop(layout: Layout, number: int, start: int, stop: int, rules: AttributionRules) -> int:
    """Where a new clause begins that is no content: ", and Berg acknowledged as much"; "While aides insisted they led, polls ..."."""
    tokens = layout.tokens
    fronted = tokens[0].lower in ("while", "although", "though", "as", "after", "but", "and") and not any(
        layout.groups[k].form == "finite" for k in range(number)
    )
    fronted = fronted and any(tokens[index].lower in ("while", "although", "though", "as", "after") for index in range(2))
    for index in range(start + 2, stop):
        if tokens[index].text != "," or inside_quote(layout, index):
            continue
        joined = index + 1 < stop and tokens[index + 1].lower in ("and", "but", "while", "though", "although")
        after = next((k for k in range(number + 1, len(layout.groups)) if layout.groups[k].first_token > index), None)
        if after is None or layout.groups[after].form != "finite":
            continue
        if layout.groups[after].lemma in rules.saying and _closes(layout, layout.groups[after].end_token):
            return index  # "Berg said she hopes to win, the agency reported"
        cut = any(tokens[k].text in (",", ";") or tokens[k].tag == "CS" for k in range(index + 2, layout.groups[after].first_token))
        if (
            not cut
            and (fronted or (joined and layout.groups[after].lemma in rules.saying))
            and index + 1 < layout.groups[after].first_token
        ):
            return index
    return stop


def _closes(layout: Layout, index: int) -> bool:
    """Nothing but a date stands behind token `index`."""
    tokens = layout.tokens
    return all(
        tokens[k].text in (".", ",") or k in layout.dated or tokens[k].lower in ("on", "late", "earlier") for k in range(index, len(tokens))
    )


def inside_quote(layout: Layout, index: int) -> bool:
    return any(quote.start <= layout.tokens[index].start < quote.end for quote in layout.sentence.quotes)


def _quote_end(layout: Layout, index: int) -> int:
    """The token behind the quotation that opens at token `index`."""
    start = layout.tokens[index].start
    end = next(quote.end for quote in layout.sentence.quotes if quote.start == start)
    return next((k for k in range(index, len(layout.tokens)) if layout.tokens[k].start >= end), len(layout.tokens))


def _is_aside(layout: Layout, index: int) -> bool:
    """A date or place between the verb and what is said: "said on Monday that", "said in Rome"."""
    token = layout.tokens[index]
    for first, end, _ in layout.timexes:
        if first <= index < end or (index + 1 == first and token.lower == "on"):
            return True
    return token.lower in ("reporters", "journalists", "earlier", "also", "later", "him", "her", "them", "us") or (
        token.tag == "RB" and not token.lower.startswith("not") and token.lower != "there"
    )


def _citing_tail(layout: Layout, start: int, end: int) -> int:
    """Where ", citing ..." or ", according to ..." begins behind the content."""
    tokens = layout.tokens
    for index in range(start + 1, end):
        if tokens[index].text == ";" and not any(quote.start <= tokens[index].start < quote.end for quote in layout.sentence.quotes):
            return index
        if tokens[index].text == "," and index + 1 < end and tokens[index + 1].lower in ("citing", "quoting", "according"):
            return index
    return end


def _quoted(layout: Layout, first: int, end: int) -> bool:
    if end <= first:
        return False
    start, stop = layout.tokens[first].start, layout.tokens[end - 1].end
    return any(min(stop, quote.end) - max(start, quote.start) > 0.5 * (stop - start) for quote in layout.sentence.quotes)


def attribution_of(layout: Layout, first: int, end: int, cue: Cue) -> Attribution:
    tokens = layout.tokens
    source = Span(tokens[cue.source[0]].start, tokens[cue.source[1] - 1].end) if cue.source else None
    return Attribution(
        tokens[first].start,
        tokens[end - 1].end,
        cue.voices,
        Span(tokens[cue.first].start, tokens[cue.end - 1].end),
        source,
        layout.sentence.index,
        _quoted(layout, first, end),
        cue.on,
    )
