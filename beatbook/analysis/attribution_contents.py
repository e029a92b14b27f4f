"""What is said: the words behind or before a saying verb that are its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beatbook.analysis.model import Attribution
from beatbook.analysis.objects import clause_end
from beatbook.reading.model import Span

if TYPE_CHECKING:
    from beatbook.analysis.attribution_sources import AttributionRules, Cue
    from beatbook.analysis.layout import Layout

_OPEN = frozenset("\"“‘'«")

_CLOSE = frozenset("\"”’'»")

_ASKS = frozenset(("ask", "wonder", "question", "inquire", "doubt"))

_QUESTIONS = frozenset(("when", "whether", "who", "how", "what", "where", "why", "if", "which"))

_ASIDES = frozenset(("who", "which", "whose", "when", "after", "before", "while", "since", "as", "where"))


def contents_of(layout: Layout, number: int, cue: Cue, rules: AttributionRules) -> list[Attribution]:
    """What verb group `number` says, behind its cue or before its source, or on both sides."""
    tokens = layout.tokens
    takes = rules.saying[layout.groups[number].lemma]
    first = min(cue.first, cue.source[0]) if cue.source else cue.first
    end = max(cue.end, cue.source[1]) if cue.source else cue.end
    behind = _content_behind(layout, number, end, rules)
    if "quotation" in takes and (behind is None or tokens[behind[0]].text in _OPEN):
        return [attribution_of(layout, *behind, cue)] if behind is not None else []
    before = content_before(layout, first, shortened=_closes(layout, end) and tokens[-1].text != ".")
    if before is None and (around := _around(layout, first, end)) is not None:
        return [attribution_of(layout, *around, cue)]
    found = []
    quoted = before is not None and _quoted(layout, *before)
    after = _behind_asides(layout, end)
    closed = after >= len(tokens) or tokens[after].text in (",", ".", "—", "!")
    trailing = before is not None and (behind is None or closed or (quoted and tokens[first - 1].text in _CLOSE))
    said = after >= len(tokens) or tokens[after].text in (".", "!") or "object" not in takes
    if trailing and before is not None and (said or quoted):
        found.append(attribution_of(layout, *before, cue))
        if behind is not None and _quoted(layout, *behind):
            found.append(attribution_of(layout, *behind, cue))
    elif behind is not None:
        found.append(attribution_of(layout, *behind, cue))
    elif before is not None and quoted:
        found.append(attribution_of(layout, *before, cue))
    return found


def _behind_asides(layout: Layout, start: int) -> int:
    """Behind a date, a place or hearers: "warned on Tuesday, hours after", "said in Rome"."""
    while start < len(layout.tokens) and _is_aside(layout, start):
        start += 1
    return start


def _around(layout: Layout, first: int, end: int) -> tuple[int, int] | None:
    """The content that goes on behind an inserted cue: "The meeting, he said, had been frank"."""
    tokens = layout.tokens
    if first < 2 or tokens[first - 1].text != "," or end + 1 >= len(tokens) or tokens[end].text != ",":
        return None
    opens = tokens[0].tag in ("DT", "PS", "NN", "NNP", "PN", "CD", "JJ", "IN", "CS")
    return (0, len(tokens) - (tokens[-1].text in (".", "!"))) if opens else None


def content_before(layout: Layout, first: int, *, shortened: bool = False) -> tuple[int, int] | None:
    """The content that a comma or closing quotation mark ends right before the source: "The talks failed, Berg said".

    Headlines are `shortened`: their content needs no verb ("Ferry faults known for a year, memo shows").
    """
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
    ) and not (_quoted(layout, start, end) or (shortened and end - start > 2)):
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
    if group.lemma == "tell":
        start = _behind_hearer(layout, start, stop)
    if start < stop and group.lemma in _ASKS and tokens[start].lower in _QUESTIONS:
        return start, stop
    if start < stop and tokens[start].tag == "CS" and tokens[start].lower in _ASIDES and not _that_ahead(layout, start, stop):
        return None  # "said Berg, who arrived on Friday"; "said when asked"
    quotes = {quote.start for quote in layout.sentence.quotes}
    for index in range(start, min(stop, start + 12)):
        if layout.group_at[index] >= 0 and layout.groups[layout.group_at[index]].form == "finite":
            break  # "said he was glad that ..."
        if tokens[index].lower == "that" and tokens[index].tag == "CS":
            if "object" in takes and index > start and tokens[index - 1].tag in ("NN", "NNP") and index - 1 not in layout.dated:
                return None  # "described a session that had come close"
            return (index, stop) if stop - index > 1 else None
        if tokens[index].text in _OPEN and tokens[index].start in quotes:
            if "quotation" in takes or ("object" in takes and index > start and "noun" not in takes):
                return index, _quote_end(layout, index)
            return (start if takes & {"speech", "noun"} else index, stop)
        if tokens[index].text == ":":
            return (index + 1, stop) if stop - index > 2 else None
    if start < stop and "for" in takes:
        return (start + 1, min(stop, clause_end(layout, start + 1))) if tokens[start].lower == "for" and start + 1 < stop else None
    if "quotation" in takes or start >= stop:
        return None
    return _clause_behind(layout, number, start, stop, takes)


def _clause_behind(layout: Layout, number: int, start: int, stop: int, takes: frozenset[str]) -> tuple[int, int] | None:
    """A clause without "that", an infinitive, or a phrase."""
    tokens = layout.tokens
    inner = next((each for each in layout.groups[number + 1 :] if each.form in ("finite", "infinitive") and each.first_token < stop), None)
    if inner is not None and inner.form == "infinitive":
        near = inner.first_token - start <= 4
        bare = all(tokens[index].tag in ("RB", "TO", "NEG") for index in range(start, inner.first_token))
        if ("infinitive" in takes and near) or ("object-infinitive" in takes and not bare):
            return start, stop
    near = inner is not None and inner.form == "finite" and start < inner.first_token <= start + 4
    if "noun" in takes and not near and tokens[start].tag in ("DT", "PS", "JJ", "NN", "NNP", "VBG", "PN", "RB", "CD"):
        end = stop if inner is not None and inner.form == "infinitive" else min(stop, clause_end(layout, start))
        named = layout.groups[number].lemma != "describe" or any(tokens[index].lower == "as" for index in range(start, end))
        return (start, end) if named else None
    if inner is None or inner.form == "infinitive" or inner.first_token == start:
        return None  # "what they expected would happen"
    if inside_quote(layout, start) and not inside_quote(layout, inner.first_token):
        return None  # "They know it by heart," she added
    if "object" in takes:
        apart = any(tokens[index].text in (",", ";") and index - start < 2 for index in range(start, inner.first_token))
        if apart or tokens[start].tag in ("IN", "TO", "RB"):
            return None
    return start, stop


def _that_ahead(layout: Layout, start: int, stop: int) -> bool:
    """ "said after the hearing that she was glad"."""
    for index in range(start, min(stop, start + 10)):
        if layout.group_at[index] >= 0 and layout.groups[layout.group_at[index]].form == "finite":
            return False
        if layout.tokens[index].lower == "that" and layout.tokens[index].tag == "CS":
            return True
    return False


def _content_stop(layout: Layout, number: int, start: int, stop: int, rules: AttributionRules) -> int:
    """Where a new clause begins that is no content: ", and Berg acknowledged as much"; "While aides insisted they led, polls ..."."""
    tokens = layout.tokens
    fronted = tokens[0].lower in ("while", "although", "though", "as", "after", "but", "and") and not any(
        layout.groups[k].form == "finite" for k in range(number)
    )
    fronted = fronted and any(tokens[index].lower in ("while", "although", "though", "as", "after") for index in range(2))
    for index in range(start + 2, stop):
        if inside_quote(layout, index):
            continue
        if _says_more(layout, index, number, rules):
            return index  # "said she was ill and questioned whether ...", "..., adding that ..."
        if tokens[index].text != ",":
            continue
        if index + 1 < stop and tokens[index + 1].lower in ("though", "although"):
            return index
        if _new_clause(layout, number, start, index, stop):
            return index
        joined = index + 1 < stop and tokens[index + 1].lower in ("and", "but", "while", "though", "although")
        after = next((k for k in range(number + 1, len(layout.groups)) if layout.groups[k].first_token > index), None)
        if after is None or layout.groups[after].form != "finite":
            continue
        apart = any(tokens[k].tag in ("CC", "CS") for k in range(index + 1, layout.groups[after].first_token))
        if layout.groups[after].lemma in rules.saying and not apart and _closes(layout, layout.groups[after].end_token):
            return index  # "Berg said she hopes to win, the agency reported"
        cut = any(tokens[k].text in (",", ";") or tokens[k].tag == "CS" for k in range(index + 2, layout.groups[after].first_token))
        if (
            not cut
            and (fronted or (joined and layout.groups[after].lemma in rules.saying))
            and index + 1 < layout.groups[after].first_token
        ):
            return index
    return stop


def _new_clause(layout: Layout, number: int, start: int, index: int, stop: int) -> bool:
    """Behind the comma at `index` stand "and" or "but" and a clause with a subject of its own, and the content has its verb already."""
    tokens = layout.tokens
    if index + 2 >= stop or tokens[index + 1].lower not in ("and", "but") or tokens[index + 2].lower == "that":
        return False
    inner = [each for each in layout.groups[number + 1 :] if each.form == "finite"]
    if not any(start <= each.first_token < index for each in inner):
        return False
    after = next((each for each in layout.groups[number + 1 :] if each.first_token > index), None)
    if after is None or after.form != "finite" or after.first_token == index + 2:
        return False
    return not any(tokens[k].text in (",", ";") for k in range(index + 2, after.first_token))


def _says_more(layout: Layout, index: int, number: int, rules: AttributionRules) -> bool:
    """Right behind this "and" or comma stands another saying verb with the same subject."""
    tokens, at = layout.tokens, index + 1
    joins = tokens[index].lower in ("and", "but") or tokens[index].text == ","
    while joins and at < len(tokens) and (tokens[at].lower in ("and", "but", "while", "then") or tokens[at].tag == "RB"):
        at += 1
    group = layout.groups[layout.group_at[at]] if joins and at < len(tokens) and layout.group_at[at] >= 0 else None
    if group is None or group.first_token > at or group.lemma not in rules.saying or rules.saying[group.lemma] == {"quotation"}:
        return False
    behind = tokens[group.end_token].lower if group.end_token < len(tokens) else ""
    if "speech" not in rules.saying[group.lemma] and behind not in ("that", "whether", "how", "to") and behind not in _OPEN:
        return False  # "found rats"
    return group.form == "gerund" or (group.form == "finite" and group.tense == layout.groups[number].tense and not group.passive)


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


def _behind_hearer(layout: Layout, start: int, stop: int) -> int:
    """Behind the one who is told: "told the newspaper she would believe it"."""
    tokens, at = layout.tokens, start
    if at < stop and tokens[at].tag == "PN":
        return at + 1
    while at < stop and layout.group_at[at] < 0 and tokens[at].tag in ("DT", "PS", "CD", "JJ", "NN", "NNP", "POS"):
        if at > start and tokens[at].tag in ("DT", "PS") and tokens[at - 1].tag in ("NN", "NNP"):
            break
        at += 1
    return at if at > start and tokens[at - 1].tag in ("NN", "NNP") else start


def _is_aside(layout: Layout, index: int) -> bool:
    """A date or place between the verb and what is said: "said on Monday that", "said in Rome"."""
    token = layout.tokens[index]
    for first, end, _ in layout.timexes:
        if first <= index < end or (index + 1 == first and token.lower in ("on", "in", "at", "late", "early")):
            return True
    if token.lower == "at" and index + 1 < len(layout.tokens) and layout.tokens[index + 1].lower in ("first", "last"):
        return True
    return token.lower in ("reporters", "journalists", "earlier", "also", "later", "him", "her", "them", "us", "first", "last") or (
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
