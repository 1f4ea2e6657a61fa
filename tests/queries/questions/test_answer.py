"""Questions and what comes of them, over a small graph with made-up names."""

from __future__ import annotations

import datetime as dt

import pytest

from graph.claim import Value
from queries.questions import Times, ask
from queries.questions.answer import Answer
from tests.queries.questions.conftest import TestHouse

ANSWERS = {
    "who offers finishing to which platforms": {("Larkhill Post", "Brightpane"), ("Larkhill Post", "Kettle")},
    "Which studios offer finishing to Brightpane?": {("Larkhill Post",)},
    "Which platforms does Larkhill Post provide colour grading to?": {("Kettle",)},
    "To which platforms does Larkhill Post supply finishing?": {("Brightpane",), ("Kettle",)},
    "What services does Larkhill Post offer?": {("finishing",), ("colour grading",)},
    "Who owns Brightpane?": {("Nine Mills",)},
    "Which platforms are owned by Nine Mills?": {("Brightpane",), ("Kettle",)},
    "What does Nine Mills own or run?": {("Brightpane",), ("Kettle",)},
    "Who founded Kettle?": {("Ana Reis",)},
    "Kettle was started by whom?": {("Ana Reis",)},
    "Who invested in Kettle?": {("Oda Capital",), ("Ida Brandt",)},
    "How much did Oda Capital put into Kettle?": {("$12 million",)},
    "When did Oda Capital invest in Kettle?": {("2025-11",)},
    "Who is the CEO of Kettle?": {("Ana Reis",)},
    "Who is the chief marketing officer of Kettle?": {("Tomas Vidal",)},
    "Which people work at Kettle?": {("Ana Reis",), ("Tomas Vidal",)},
    "Who stars in Salt Roses?": {("Ida Brandt",)},
    "In which titles does Ida Brandt appear?": {("Salt Roses",)},
    "Which titles are on Kettle?": {("Salt Roses",), ("Paper Wolves",)},
    "Which titles were released on Kettle and Brightpane?": {("Salt Roses",)},
    "How many titles are on Kettle?": {("2",)},
    "Name the microsoaps.": {("Salt Roses",)},
    "Which romances are there?": {("Salt Roses",)},
    "Where is Kettle available?": {("Portugal",)},
    "Where is Kettle not available?": {("Asia",)},
    "Where is Salt Roses available?": {("Kettle",), ("Brightpane",)},
    "Where is Larkhill Post based?": {("Lisbon",)},
    "Which companies are based in Lisbon?": {("Larkhill Post",)},
    "Who are the rivals of Kettle?": {("Brightpane",)},
    "Who are the partners of Kettle?": {("Larkhill Post",)},
    "Which titles star people who also invested in an app?": {("Salt Roses",)},
    "Which companies plan to expand into Brazil?": {("Brightpane",)},
    "Who is rumoured to star in Paper Wolves?": {("Jonas Roy",)},
    "How many views has Salt Roses?": {("18", "million")},
    "How much money has Kettle raised?": {("12", "USD million")},
    "Who paid for Salt Roses?": {("Brick & Ivy",)},
    "Who directed Paper Wolves?": {("Lena Cho",)},
    "please tell me who produced Paper Wolves": {("Wrenfield",)},
    # do, and what it helps
    "Which titles did Kettle commission?": {("Salt Roses",)},
    "What did Ana Reis found?": {("Kettle",)},
    "Who co-founded Kettle?": {("Ana Reis",)},
    "Who competes with Kettle?": {("Brightpane",)},
    "Who works with Kettle?": {("Larkhill Post",)},
    "What services does Larkhill Post provide to Kettle?": {("colour grading",)},
    "Which studios serve Kettle?": {("Larkhill Post",)},
    "Who does Larkhill Post do finishing for?": {("Brightpane",), ("Kettle",)},
    "Whom does Larkhill Post serve?": {("Brightpane",), ("Kettle",)},
    "Who are the clients of Larkhill Post?": {("Brightpane",), ("Kettle",)},
    "How many investors does Kettle have?": {("2",)},
    "Who took part in Vertical Days?": {("Ana Reis",)},
    "Who delivers content to Brightpane?": {("Wrenfield",)},
    "Which companies supply Brightpane with content?": {("Wrenfield",)},
    "Which tools were used for Salt Roses?": {("Inkfall",)},
    # nouns that name a relation
    "What is the headquarters of Larkhill Post?": {("Lisbon",)},
    "What is Larkhill Post's headquarters?": {("Lisbon",)},
    "What genre is Salt Roses?": {("romance",)},
    "Which format does Salt Roses have?": {("microsoap",)},
    "What role does Ana Reis hold at Kettle?": {("chief executive",)},
    "Which post does Tomas Vidal have?": {("chief marketing officer", "Kettle")},
    "What is the parent company of Brightpane?": {("Nine Mills",)},
    "Who is behind Brightpane?": {("Nine Mills",), ("Atlas Holding",)},
    "Who ultimately owns Brightpane?": {("Atlas Holding",)},
    "What does Atlas Holding ultimately own?": {("Nine Mills",), ("Brightpane",), ("Kettle",)},
    # periods
    "What did Nine Mills launch in 2024?": {("Kettle Minis",)},
    "Which companies were acquired in June 2025?": {("Larkhill Post",)},
    "Which companies were acquired last year?": {("Larkhill Post",)},
    "Which titles were released in 2026?": {("Salt Roses",)},
    # all of a type, and works by their kind
    "Which studios are there?": {("Larkhill Post",), ("Wrenfield",)},
    "List all studios.": {("Larkhill Post",), ("Wrenfield",)},
    "How many studios are there?": {("2",)},
    "Which studios are in Lisbon?": {("Larkhill Post",)},
    "Show me the microsoaps.": {("Salt Roses",)},
    "Which brands paid for a microsoap?": {("Brick & Ivy",)},
    "Which Lisbon studios are there?": {("Larkhill Post",)},
    "Which Lisbon studios offer finishing to Kettle?": {("Larkhill Post",)},
    "Which actors are there?": {("Ida Brandt",)},
    "How many investors are there?": {("2",)},
    "Where does Tomas Vidal work?": {("Kettle",)},
    # turns of phrase
    "Where can I watch Paper Wolves?": {("Kettle",)},
    "What can I watch on Brightpane?": {("Salt Roses",)},
    "In which regions is Kettle unavailable?": {("Asia",)},
    "What amount did Oda Capital invest in Kettle?": {("$12 million",)},
    "How much has Kettle raised so far?": {("12", "USD million")},
    "I'd like to know who owns Brightpane.": {("Nine Mills",)},
    "Can you tell me which platforms Nine Mills owns?": {("Brightpane",), ("Kettle",)},
    "Give me the investors of Kettle.": {("Oda Capital",), ("Ida Brandt",)},
    "Who's behind Nine Mills?": {("Atlas Holding",)},
    "What's Brightpane's parent company?": {("Nine Mills",)},
    "WHO OWNS BRIGHTPANE?": {("Nine Mills",)},
    "Which genres are there?": {("romance",)},
    "What is Brightpane planning to enter?": {("Brazil",)},
}


def rows(answer: Answer) -> set[tuple[str | None, ...]]:
    assert answer.found is not None
    return {tuple(cell.value if isinstance(cell, Value) else cell.name if cell else None for cell in (row.cells[c] for c in answer.found.columns))
            for row in answer.found.rows}


@pytest.mark.parametrize("question", ANSWERS)
def test_answers(question: str, house: TestHouse) -> None:
    answer = ask(question, house)
    assert answer.outcome == "answer", (answer.outcome, answer.reading)
    assert rows(answer) == ANSWERS[question], answer.reading


@pytest.mark.parametrize(("question", "outcome"), [
    ("Does Nine Mills own Brightpane?", "yes"),
    ("Is Kettle available in Portugal?", "yes"),
    ("Is Kettle available in Asia?", "no"),
    ("Has Kettle been sold?", "not_known"),
    ("Is Jonas Roy in Salt Roses?", "not_known"),
    ("Is Jonas Roy near Salt Roses?", "not_understood"),
    ("Who owns Larkhill Post?", "not_known"),
    ("Didn't Ana Reis found Kettle?", "yes"),
    ("When did Kettle close?", "not_known"),
])
def test_yes_no_and_not_known(question: str, outcome: str, house: TestHouse) -> None:
    assert ask(question, house).outcome == outcome


@pytest.mark.parametrize(("question", "word"), [
    ("Which platform is the best?", "best"),
    ("How is the weather in Lisbon?", "weather"),
    ("Who secretly owns Brightpane?", "secretly"),
    ("Which actors have worked together more than once?", "together"),
    ("Which cheap studios offer finishing to Brightpane?", "cheap"),
    ("What is the largest platform?", "largest"),
    ("Who invested $12 million in Kettle?", "12"),
    ("Who owned Brightpane in 2024?", "in 2024"),
    ("What did Nine Mills do in 2024?", "in 2024"),
    ("Should I invest in Kettle?", "Should"),
    ("Which platforms are planned?", "planned"),
    ("Which Kettle titles star Ida Brandt?", "Kettle"),
    ("Who plays the detective in Salt Roses?", "detective"),
    ("What is the parent company of Kettle at Brightpane?", "company"),
    ("Who is the largest shareholder of Kettle?", "largest"),
])
def test_a_word_that_no_pattern_uses_is_named(question: str, word: str, house: TestHouse) -> None:
    answer = ask(question, house)
    assert answer.outcome == "not_understood"
    assert word in answer.unused_words
    assert word in answer.reading


def test_an_unknown_name_is_told_and_nothing_is_answered(house: TestHouse) -> None:
    answer = ask("Who stars in Gone to Seed?", house)
    assert (answer.outcome, answer.unknown_names) == ("not_known", ("Gone to Seed",))
    assert answer.found is not None
    assert not answer.found.rows


def test_an_empty_answer_says_what_the_defaults_hid(house: TestHouse) -> None:
    answer = ask("Who stars in Paper Wolves?", house)
    assert answer.outcome == "not_known"
    assert answer.hidden["reported"] == 1


def test_a_post_with_a_field_is_asked_for_as_a_whole(house: TestHouse) -> None:
    answer = ask("Who is the head of content at Kettle?", house)
    assert (answer.outcome, answer.reading) == ("not_known", "who: [who] holds role Kettle, role head of content")


def test_what_is_known_of_an_entity(house: TestHouse) -> None:
    answer = ask("Tell me about The Dial", house)
    assert answer.outcome == "answer"
    assert rows(answer) == {("reports_on", "Kettle")}


def test_a_period_is_told_as_it_was_said(house: TestHouse) -> None:
    assert ask("What did Nine Mills launch in 2024?", house).reading.endswith("[what], date 2024 (at any time)")
    assert ask("What did Nine Mills launch in September 2024?", house).reading.endswith("[what], date 2024-09 (at any time)")
    assert ask("What did Nine Mills launch in 2022?", house).outcome == "not_known"


def test_what_was_is_asked_of_any_time(house: TestHouse) -> None:
    assert ask("What was the headquarters of Larkhill Post?", house).reading.endswith("(at any time)")
    assert not ask("What is the headquarters of Larkhill Post?", house).reading.endswith("(at any time)")


def test_every_row_is_proven(house: TestHouse) -> None:
    answer = ask("who offers finishing to which platforms", house)
    assert answer.found is not None
    for row in answer.found.rows:
        assert row.statements
        assert all(one.evidence and one.evidence[0].quote.startswith("quote") for one in row.statements)


@pytest.mark.parametrize("question", ["", "?", "   ", "who", "who who who", "\x00", "a" * 5000, "🙂" * 50, "'; DROP TABLE claims; --", "who \ud800 owns Kettle",
                                      "?" * 1000, "the " * 300, "\u202ewho owns Kettle"])
def test_no_question_breaks_it(question: str, house: TestHouse) -> None:
    assert ask(question, house).outcome in ("not_understood", "not_known", "answer", "ambiguous", "yes", "no")


def test_a_question_may_be_asked_of_another_time(house: TestHouse) -> None:
    before = ask("Who founded Kettle?", house, times=Times(as_of=dt.date(2020, 1, 1)))
    after = ask("Who founded Kettle?", house, times=Times(as_of=dt.date(2022, 1, 1)))
    assert (before.outcome, after.outcome) == ("not_known", "answer")
    assert ask("Who founded Kettle as of 2020?", house).outcome == "not_known"
    assert ask("Who owns Brightpane?", house, times=Times(published_until=dt.date(2026, 1, 1))).outcome == "not_known"
    assert ask("Who owns Brightpane?", house, times=Times(known_at=0)).outcome == "not_known"
