"""Attribution: content, source, and chains of voices."""

from __future__ import annotations

import pytest

from beatbook.analysis import Analysis, analyse
from tests.analysis.made_up import all_rules, compiled, make_article


def read(*paragraphs: str) -> Analysis:
    return analyse(make_article(*paragraphs), compiled())


def pairs(analysis: Analysis, text: str) -> list[tuple[str, str]]:
    """(source, content) of each attribution, as text."""
    return [
        (text[each.source.start : each.source.end] if each.source else "", text[each.start : each.end]) for each in analysis.attributions
    ]


def chains(analysis: Analysis) -> list[list[str]]:
    return [[voice.text for voice in each.voices] for each in analysis.attributions]


@pytest.mark.parametrize("example", [example for rule in all_rules()["attribution"] for example in rule.match])
def test_every_cue_finds_content_and_source(example: str) -> None:
    """In an example content stands in [brackets] and the source in {braces}."""
    text = "".join(char for char in example if char not in "[]{}")
    content = example[example.index("[") + 1 : example.index("]")]
    source = example[example.index("{") + 1 : example.index("}")].replace("[", "")

    found = pairs(read(text), text)

    assert any(content == what and source in who for who, what in found) or any(content == what for _, what in found if "citing" in text)


@pytest.mark.parametrize("example", [example for rule in all_rules()["attribution"] for example in rule.no_match])
def test_what_says_nothing_has_no_source(example: str) -> None:
    """Verbs without content attribute nothing."""
    assert read(example).attributions == ()


def test_a_chain_goes_from_the_nearest_voice_to_the_one_it_rests_on() -> None:
    """According to an agency, a ministry said: agency first."""
    analysis = read("According to Reuters, the Norwegian Foreign Ministry said that the summit was off.")

    assert ["Reuters", "Foreign Ministry"] in [
        [name.removeprefix("the Norwegian ").removeprefix("Norwegian ") for name in chain] for chain in chains(analysis)
    ]


def test_citing_extends_the_chain() -> None:
    """What an agency says citing a diplomat rests on the diplomat."""
    analysis = read("The summit is off, Reuters said on Monday, citing an unidentified diplomatic source.")

    assert chains(analysis) == [["Reuters", "an unidentified diplomatic source"]]
    assert analysis.attributions[0].voices[1].entity is None
    assert analysis.attributions[0].voices[1].unnamed != ""


def test_speech_that_goes_on_keeps_its_speaker() -> None:
    """The next sentence inside the same paragraph's quotation marks has the same voice."""
    analysis = read("“We have failed,” Anna Berg said. “It is over.”")

    assert [each.direct for each in analysis.attributions] == [True, True]
    assert chains(analysis) == [["Anna Berg"], ["Anna Berg"]]


@pytest.mark.parametrize(
    ("paragraphs", "sources"),
    [
        (("“We have failed. It is over,” Anna Berg said.",), ["Anna Berg", "Anna Berg"]),
        (("Anna Berg said the dam was safe. “It is solid rock.”",), ["Anna Berg", "Anna Berg"]),
        (("“We have failed,” Anna Berg said.", "“It is over. We go home.”"), ["Anna Berg"] * 3),
        (("“We have failed,” Anna Berg said.", "The hall was empty.", "“It is over.”"), ["Anna Berg"]),
        (("“We have failed,” Anna Berg said. “It is over,” Paul Okoro added.",), ["Anna Berg", "Paul Okoro"]),
    ],
)
def test_speech_without_a_speaker_of_its_own(paragraphs: tuple[str, ...], sources: list[str]) -> None:
    """Its speaker stands before it in the paragraph, behind it, or in the paragraph right before; never farther away."""
    text = "\n\n".join(paragraphs)

    assert [source for source, _ in pairs(read(*paragraphs), text)] == sources


def test_the_day_of_saying_belongs_to_the_attribution() -> None:
    """ "said on Monday" dates the saying."""
    analysis = read("Anna Berg said on Monday that the talks had failed.")

    (attribution,) = analysis.attributions
    assert attribution.on is not None
    assert analysis.timexes[attribution.on].text == "Monday"


def test_agencies_and_offices_are_cited_in_order() -> None:
    """Every named organization on whose word the article rests, once."""
    analysis = read("Reuters reported that the summit was off.", "The summit is off, according to Reuters and others, the Kremlin said.")

    assert [voice.text for voice in analysis.cites][:1] == ["Reuters"]
    assert len({voice.text for voice in analysis.cites}) == len(analysis.cites)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Anna Berg was quoted by the agency as saying the dam was safe.", "Anna Berg", "the dam was safe"),
        ("“The dam is safe,” Anna Berg was quoted as saying.", "Anna Berg", "“The dam is safe,"),
        ("In Anna Berg's view, the dam is safe.", "Anna Berg", "the dam is safe"),
        ("As Anna Berg put it, the dam is safe.", "Anna Berg", "the dam is safe"),
        ("Anna Berg expressed hope that talks would resume.", "Anna Berg", "that talks would resume"),
        ("Anna Berg was confident that talks would resume.", "Anna Berg", "that talks would resume"),
        ("The dam is safe, according to three people with knowledge of it.", "three people with knowledge of it", "The dam is safe"),
        ("According to the indictment, she knew of it.", "the indictment", "she knew of it"),
        ("A person who has seen the report said it blamed the firm.", "A person who has seen the report", "it blamed the firm"),
        ("The report, published on Monday, said the dam was safe.", "The report", "the dam was safe"),
        ("Anna Berg claimed the dam was safe; nobody else did.", "Anna Berg", "the dam was safe"),
        ("A senior official conceded there was a risk.", "A senior official", "there was a risk"),
        ("City officials dismissed the poll, insisting the dam was safe.", "City officials", "the dam was safe"),
        ("The firm said it was safe, adding that the cause was unclear.", "The firm", "that the cause was unclear"),
        ("The council has a letter saying the dam was safe.", "a letter", "the dam was safe"),
        ("Top advisers and aides vowed that she would stay.", "Top advisers and aides", "that she would stay"),
        ("Anna Berg's repeated claim that the dam was safe has been challenged.", "Anna Berg", "that the dam was safe"),
        ("A warning by engineers that the dam would burst went unheeded.", "engineers", "that the dam would burst"),
        ("The coach hopes to stay for a year.", "The coach", "to stay for a year"),
        ("The union called the cuts “shameful.”", "The union", "“shameful.”"),
        ("While aides insisted the plan was alive, engineers had gone home.", "aides", "the plan was alive"),
        ("Aides vowed that she would stay, and Anna Berg admitted that she was tired.", "Aides", "that she would stay"),
        ("Anna Berg said she hopes to stay, the agency reported.", "Anna Berg", "she hopes to stay"),
        ("The minister said she was glad that the dam was safe.", "The minister", "she was glad that the dam was safe"),
        ("She knew, according to court documents.", "court documents", "She knew"),
        ("Economists expect growth to slow.", "Economists", "growth to slow"),
        ("Investigators suspect that the rope was old.", "Investigators", "that the rope was old"),
        ("Many believe the bridge is haunted.", "Many", "the bridge is haunted"),
        ("Both deny the charges.", "Both", "the charges"),
        ("The two papers, Zora and Den, say the dam was safe.", "The two papers", "the dam was safe"),
        ("Anna Berg made it clear that she would stay.", "Anna Berg", "that she would stay"),
        ("The meeting, she said, had been frank.", "she", "The meeting, she said, had been frank"),
        ("Anna Berg said she was ill and warned that the dam would burst.", "Anna Berg", "that the dam would burst"),
        ("The dam could burst, engineers warned on Monday, days after a storm.", "engineers", "The dam could burst"),
        ("“It is late,” said its secretary, Dee Falk.", "its secretary, Dee Falk", "“It is late,"),
        ("Divers searching the harbour since dawn said they had hope.", "Divers searching the harbour since dawn", "they had hope"),
        ("Paul Okoro, cabinet member for culture, said the roof was gone.", "Paul Okoro", "the roof was gone"),
        ("The report says the yard was warned, and the mayor has hired a diver.", "The report", "the yard was warned"),
        ("Anna Berg told the newspaper she would stay.", "Anna Berg", "she would stay"),
        ("His lawyer is expected to argue that the letters were forged.", "His lawyer", "that the letters were forged"),
        ("Ferry faults known for a year, memo shows", "memo", "Ferry faults known for a year"),
        ("Police: three held after bank raid", "Police", "three held after bank raid"),
        ("The club is expected to appeal.", "", "to appeal"),
        ("The clerk is accused of taking bribes.", "", "taking bribes"),
        ("Reporters asked whether the dam was safe.", "Reporters", "whether the dam was safe"),
    ],
)
def test_who_says_what_in_other_words(text: str, source: str, content: str) -> None:
    """Passive citing, views and feelings, sources described at length, insertions before the verb."""
    assert (source, content) in pairs(read(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg would not say whether the dam was safe.",
        "The work went according to plan.",
        "That is what they expected would happen.",
        "The minister called the doctor.",
        "There was a warning that morning.",
        "Diplomats described a session that had come close.",
        "The clerk refused to say that she was ill.",
        "Divers went down twice and found rats.",
    ],
)
def test_what_says_nothing(text: str) -> None:
    """A refusal to say, and what is no source."""
    assert pairs(read(text), text) == []
