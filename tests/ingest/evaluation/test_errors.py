"""Errors are shown with their sentence; names are marked, and nothing of the text is taken for markup."""

from __future__ import annotations

from ingest.evaluation.errors import marked, page, shown
from ingest.evaluation.gold import Said
from ingest.evaluation.passages import passage
from ingest.evaluation.scoring import Line, Scores

SAID = Said("Larkhill & Post", "owns", "Snaplet", False, {"stake": "60%"}, "negative", "reported", "")


def test_a_statement_is_a_line() -> None:
    assert shown(SAID) == "Larkhill & Post —owns negative reported→ Snaplet  {stake: 60%}"


def test_the_sentence_that_names_both_is_the_passage() -> None:
    text = "Snaplet is an app. Nobody at Larkhill knew it. Larkhill owns Snaplet.\nLarkhill is old."
    assert passage(text, ("Larkhill",), ("Snaplet",)) == "Larkhill owns Snaplet."
    assert passage(text, ("Larkhill",), ("Tern",)) == "Nobody at Larkhill knew it."
    assert passage(text, ("Kettle",), ("Tern",)) == ""


def test_names_are_marked_and_signs_are_escaped() -> None:
    told = marked(Line("desk", SAID, "<b>Larkhill & Post</b> doesn't own snaplet."))
    assert '<mark class="subject">Larkhill &amp; Post</mark>' in told
    assert '<mark class="object">snaplet</mark>' in told
    assert "<b>" not in told


def test_a_page_holds_as_many_as_asked_for_and_counts_all() -> None:
    scores = Scores(misses=[Line("a", SAID), Line("b", SAID)], false_alarms=[Line("c", SAID, "", ("Larkhill operates Snaplet",))])
    told = page(scores, limit=1)
    assert "Missed: 2" in told
    assert told.count("<li>") == 2
    assert "but Larkhill operates Snaplet" in told
    assert page(scores, limit=0).count("<li>") == 3
