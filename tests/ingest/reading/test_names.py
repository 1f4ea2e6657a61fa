from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity.registry import EMPTY, Entry, Registry, registry_of
from graph.ontology import vocabulary
from ingest.reading.blocks import segment
from ingest.reading.names import NameSpan, Ner, bare, find

KNOWN = registry_of([
    Entry("Larkhill Studios", "Studio", ("Larkhill",)), Entry("Tandem", "Platform"), Entry("Tandem Labs", "Organization"),
    Entry("Nudge", "Platform", (), (), common=True), Entry("Procter Vale", "Organization", ("P&V",)), Entry("The Little Door", "Title"),
    Entry("My Small Screen", "Platform"), Entry("Ex's Dad", "Title"), Entry("emovi", "Platform"),
])


def named(text: str, known: Registry = KNOWN, ner: Ner | None = None) -> list[NameSpan]:
    return find(text, segment(text), registry=known, vocabulary=vocabulary(), ner=ner)


def surfaces(text: str, source: str = "", known: Registry = KNOWN) -> list[str]:
    return [text[span.start:span.end] for span in named(text, known) if span.source == source or not source]


def told(text: str, source: str, known: Registry = KNOWN) -> list[tuple[str, str, str]]:
    return [(text[span.start:span.end], span.type, span.entity) for span in named(text, known) if span.source == source]


def says(*names: tuple[str, str]) -> Ner:
    """A model that sees given names wherever they stand."""

    def ner(texts: Sequence[str]) -> Iterator[Sequence[tuple[int, int, str]]]:
        for text in texts:
            yield sorted((text.index(name), text.index(name) + len(name), type_) for name, type_ in names if name in text)

    return ner


def test_the_longest_known_name_wins() -> None:
    assert told("Then Tandem Labs bought Tandem for a song.", "registry") == [
        ("Tandem Labs", "Organization", "Tandem Labs"), ("Tandem", "Platform", "Tandem")]


def test_an_alias_leads_to_the_canonical_name() -> None:
    assert told("We hear that P&V pays Larkhill.", "registry") == [
        ("P&V", "Organization", "Procter Vale"), ("Larkhill", "Studio", "Larkhill Studios")]


@pytest.mark.parametrize(("text", "found"), [
    ("Viewers of Tandem’s serials pay.", ["Tandem"]),
    ("Larkhill Studios’ work is good.", ["Larkhill Studios"]),
    ("A Tandem-backed lab opened.", ["Tandem"]),
    ("Tandems and larkhills were seen.", []),
    ("It ran on my small screen.", []),
    ("It ran on My Small Screen.", ["My Small Screen"]),
    ("TANDEM OPENS IN LISBON", ["TANDEM"]),
    ("The app emovi is new.", ["emovi"]),
    ("It is called “Ex’s Dad” there.", ["Ex’s Dad"]),
])
def test_known_names_stand_as_whole_words_with_their_capitals(text: str, found: list[str]) -> None:
    assert surfaces(text, "registry") == found


@pytest.mark.parametrize(("text", "found"), [
    ("Nudge theory has its critics.", []),
    ("It is a nudge.", []),
    ("The app Nudge has critics.", ["Nudge"]),
    ("Nudge, a streaming app, opened in May.", ["Nudge"]),
    ("Nudge's founder left.", ["Nudge"]),
    ("Serials on Nudge cost nothing.", ["Nudge"]),
])
def test_a_name_that_is_a_word_needs_a_clue(text: str, found: list[str]) -> None:
    assert surfaces(text, "registry") == found


@pytest.mark.parametrize(("text", "found"), [
    ("They offer color grading and DI.", [("color grading", "Service", "colour grading"), ("DI", "Service", "digital intermediate")]),
    ("Micro-dramas and microdrama", [("Micro-dramas", "Format", "microdrama"), ("microdrama", "Format", "microdrama")]),
    ("A webtoon, a romcom.", [("webtoon", "Format", "webtoon"), ("romcom", "Genre", "romantic comedy")]),
    ("di was there", []),
    ("Marketing budgets grew; the casting of a star helped.", []),
    ("They sell dubbing, casting and marketing.", [("dubbing", "Service", "dubbing"), ("casting", "Service", "casting"),
                                                   ("marketing", "Service", "marketing")]),
])
def test_concepts_have_their_preferred_name(text: str, found: list[tuple[str, str, str]]) -> None:
    assert told(text, "vocabulary") == found


def test_a_concept_within_a_longer_name_is_none() -> None:
    text = "She runs Velvet Microdrama House in Lisbon."
    spans = named(text, EMPTY, says(("Velvet Microdrama House", "Studio")))
    assert [(text[span.start:span.end], span.source) for span in spans] == [("Velvet Microdrama House", "model"), ("Lisbon", "region")]


@pytest.mark.parametrize(("text", "found"), [
    ("It opened in South Korea and the US.", [("South Korea", "South Korea"), ("US", "United States")]),
    ("Offices in LA, México and Türkiye.", [("LA", "Los Angeles"), ("México", "Mexico"), ("Türkiye", "Turkey")]),
    ("The Brazilian app gave us a turkey.", []),
])
def test_places(text: str, found: list[tuple[str, str]]) -> None:
    assert [(shown, entity) for shown, type_, entity in told(text, "region") if type_ == "Region"] == found


@pytest.mark.parametrize(("text", "found"), [
    ("The series “Salt Roses” opens in May.", ["Salt Roses"]),
    ('The film "Tears After \'I Will\'" opens.', ["Tears After 'I Will'"]),
    ("The hit ‘Don’t Marry the Baker’ is back.", ["Don’t Marry the Baker"]),
    ("«Volví sin ti» is on the app.", ["Volví sin ti"]),
    ("The short “I Left (Drama) | Rain changes everything” has views.", ["I Left (Drama) | Rain changes everything"]),
    ("Her column, “The rise of the small screen,” is read.", ["The rise of the small screen"]),
    ("'Fresh,' she called it.", []),
    ("“We Will Grow,” said Ana Reis.", []),
    ("“It was never about the money. It was about time.”", []),
    ("He spoke of “a new market” there.", []),
    ("Tandem Media Inc. (the “Company”) will pay.", []),
    ("The players' lounge and the writers' room met.", []),
])
def test_quoted_titles_and_quotations(text: str, found: list[str]) -> None:
    assert surfaces(text, "quoted", EMPTY) == found


@pytest.mark.parametrize(("text", "found"), [
    ("Ana Reis stars in The Golden Hour of Salt with a newcomer.", ["The Golden Hour of Salt"]),
    ("Her romcom How to Lose a Baker opened.", ["How to Lose a Baker"]),
    ("She stars in a film.", []),
])
def test_a_cue_leads_to_a_title_without_quotes(text: str, found: list[str]) -> None:
    assert surfaces(text, "cue", EMPTY) == found


def test_company_suffixes_stand_in_the_span_and_not_in_the_name() -> None:
    text = "The buyer is Quillmark Pte, Ltd., not Foxglove Co., Ltd. or Mistral Inc."
    ner = says(("Quillmark", "Organization"), ("Foxglove", "Organization"), ("Mistral Inc", "Organization"))
    spans = [span for span in named(text, EMPTY, ner) if span.source == "model"]
    assert [(text[span.start:span.end], span.entity) for span in spans] == [
        ("Quillmark Pte, Ltd.", "Quillmark"), ("Foxglove Co., Ltd.", "Foxglove"), ("Mistral Inc.", "Mistral")]
    assert bare("Quillmark Pte, Ltd.") == "Quillmark"
    assert bare("Inc.") == "Inc."


@pytest.mark.parametrize(("text", "seen", "found"), [
    ("The Quillmark's founder left.", ("The Quillmark's", "Platform"), ["Quillmark"]),
    ("Meanwhile Quillmark grew.", ("Meanwhile Quillmark", "Platform"), ["Quillmark"]),
    ("Streamlined work saves money.", ("Streamlined", "Platform"), []),
    ("Then CEO Ana Reis left.", ("CEO Ana Reis", "Person"), ["Ana Reis"]),
    ("Shares (NASDAQ: QLMK) fell.", ("QLMK", "Organization"), []),
    ("A Spanish-language version.", ("Spanish-language", "Region"), []),
    ("The Company will pay.", ("Company", "Organization"), []),
])
def test_what_the_model_says_is_narrowed_or_dropped(text: str, seen: tuple[str, str], found: list[str]) -> None:
    assert [text[span.start:span.end] for span in named(text, EMPTY, says(seen)) if span.source == "model"] == found


def test_a_forum_named_after_an_app_is_one_name() -> None:
    text = "They met at the Tandem International Forum."
    spans = named(text, KNOWN, says(("Tandem International Forum", "Event")))
    assert [text[span.start:span.end] for span in spans] == ["Tandem International Forum"]


def test_boilerplate_has_no_names() -> None:
    assert named("Larkhill opened.\n\nSubscribe to Tandem for full access\n") == named("Larkhill opened.\n")


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["Larkhill", "Studios", "Tandem", "Labs", "“", "”", "'", "\"", "the", "The", "app", ",", ".", "s", "P&V", "in", "Seoul",
                                 "stars in", "«", "»", "(", ")", "DI", "micro-drama", "\n", "Inc."]), max_size=25))
def test_names_never_overlap_and_cover_whole_words(parts: list[str]) -> None:
    text = " ".join(parts)
    spans = named(text)
    assert spans == sorted(spans)
    for before, after in pairwise(spans):
        assert before.end <= after.start
    for span in spans:
        assert text[span.start:span.end].strip() == text[span.start:span.end] != ""
        assert not (text[span.start - 1:span.start].isalnum() and text[span.start].isalnum())
        assert not (text[span.end:span.end + 1].isalnum() and text[span.end - 1].isalnum())
