"""One article becomes its analysis: sentences, dates, mentions, attributions and claims, in this order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from beatbook.analysis.attribution import AttributionRules, compile_attribution_rules, find_attributions, find_cites
from beatbook.analysis.claim_triggers import ClaimRules, compile_claim_rules
from beatbook.analysis.claims import find_claims
from beatbook.analysis.evidence import with_original_offsets
from beatbook.analysis.grammar import GrammarRules, compile_grammar_rules, find_verb_groups, tag_sentences
from beatbook.analysis.mentions import MentionRules, compile_mention_rules, find_mentions
from beatbook.analysis.model import Analysis
from beatbook.analysis.sentences import SentenceRules, compile_sentence_rules, split_sentences
from beatbook.analysis.status import StatusRules, compile_status_rules
from beatbook.analysis.timexes import DateRules, compile_date_rules, find_timexes, link_timexes
from beatbook.analysis.veridicality import VeridicalityRules, compile_veridicality_rules

if TYPE_CHECKING:
    from beatbook.reading.model import NewsArticle
    from beatbook.rules import Rules


@dataclass(frozen=True, slots=True)
class AnalysisRules:
    """Everything that the analysis goes by, compiled once."""

    sentences: SentenceRules
    grammar: GrammarRules
    dates: DateRules
    names: MentionRules
    claims: ClaimRules
    status: StatusRules
    attribution: AttributionRules
    veridicality: VeridicalityRules


def compile_rules(rules: Rules) -> AnalysisRules:
    """The rules of all parts of the analysis.  Raises RuleError."""
    cues, grammar = compile_status_rules(rules), compile_grammar_rules(rules)
    return AnalysisRules(
        compile_sentence_rules(rules),
        grammar,
        compile_date_rules(rules),
        compile_mention_rules(rules, grammar),
        compile_claim_rules(rules),
        cues,
        compile_attribution_rules(rules),
        compile_veridicality_rules(rules, cues),
    )


def analyse(article: NewsArticle, rules: AnalysisRules) -> Analysis:
    """All that the article says, with offsets of its original text.  An article in another language than English only gets a notice."""
    words = len(article.clean.text.split())
    if article.metadata.language not in ("en", "und"):
        return Analysis(article.metadata, shingles=article.shingles, words=words, notices=(f"not analysed: {article.metadata.language}",))
    sentences = tag_sentences(split_sentences(article, rules.sentences), rules.grammar)
    groups = [find_verb_groups(sentence, rules.grammar) for sentence in sentences]
    created = article.metadata.published
    found = [
        timex
        for sentence, its in zip(sentences, groups, strict=True)
        for timex in find_timexes(sentence, its, rules.dates, created=created)
    ]
    timexes = link_timexes(found, created=created)
    naming = find_mentions(sentences, article, rules.names)
    attributions = find_attributions(sentences, groups, naming, timexes, rules.attribution)
    claims = find_claims(sentences, groups, naming, timexes, attributions, article, rules.claims, rules.status)
    analysis = Analysis(
        article.metadata,
        timexes,
        naming.entities,
        naming.mentions,
        attributions,
        claims,
        find_cites(attributions, naming.entities, article),
        article.shingles,
        words,
    )
    return with_original_offsets(analysis, article)
