from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.reading.blocks import Block, normalise, segment


def shown(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start:block.end]) for block in segment(text)]


def kinds(text: str) -> list[str]:
    return [block.kind for block in segment(text)]


def test_normalise_keeps_every_character_in_its_place() -> None:
    text = "Larkhill’s “Salt\u00a0Roses” – micro\u00addrama\u200b…"
    assert normalise(text) == 'Larkhill\'s "Salt Roses" - micro-drama …'
    assert len(normalise(text)) == len(text)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.text())
def test_blocks_are_ordered_within_the_text_and_apart(text: str) -> None:
    assert len(normalise(text)) == len(text)
    blocks = segment(text)
    for before, after in pairwise(blocks):
        assert before.end <= after.start
    for number, block in enumerate(blocks):
        assert 0 <= block.start < block.end <= len(text)
        assert block.start <= block.body <= block.end
        assert block.lead is None or block.lead < number
        assert block.section is None or blocks[block.section].kind == "heading"


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["Larkhill opens", "• a", "- b:", "LONG LINE", "", "x" * 70, "Sources (3)", "| a | b |", "# t", "===", "It ran."])))
def test_whatever_is_no_mark_stands_in_a_block(lines: list[str]) -> None:
    text = "\n".join(lines)
    covered = set[int]()
    for block in segment(text):
        covered.update(range(block.start, block.end))
    assert all(place in covered for place, c in enumerate(text) if c.isalpha())


def test_headings_paragraphs_and_the_section_of_each() -> None:
    text = "Deals of the Week\n\nLarkhill Post bought Brightpane.\n\nPeople\n\nAna Reis joins the board of Tandem.\n"
    blocks = segment(text)
    assert [block.kind for block in blocks] == ["heading", "paragraph", "heading", "paragraph"]
    assert [block.section for block in blocks] == [None, 0, None, 2]


@pytest.mark.parametrize("mark", ["•", "-", "*", "–", "▪", "1.", "2)", "(3)", "‣"])
def test_a_bullet_continues_the_lead_in_that_ends_in_a_colon(mark: str) -> None:
    text = f"Larkhill Post has entered the market by offering:\n\n  {mark} finishing for serials\n\n  {mark} colour grading.\n"
    blocks = segment(text)
    assert [block.kind for block in blocks] == ["paragraph", "bullet", "bullet"]
    assert [block.lead for block in blocks] == [None, 0, 0]
    assert text[blocks[1].start:blocks[1].end] == "finishing for serials"


def test_a_heading_ends_what_a_lead_in_leads() -> None:
    text = "It sells, in short:\n\n• finishing.\n\nOther News\n\n• Tandem has a new head.\n"
    assert [block.lead for block in segment(text)] == [None, 0, None, None]


def test_the_label_of_a_bullet() -> None:
    text = "• Watch and See: the app, founded in May, opens with ten serials.\n• Larkhill and Tandem agreed.\n"
    first, second = segment(text)
    assert first.label is not None
    assert text[first.label[0]:first.label[1]] == "Watch and See: "
    assert text[first.body:first.end].startswith("the app")
    assert second.label is None
    assert second.body == second.start


def test_a_colon_within_quotes_is_no_label() -> None:
    (block,) = segment("• A recent study, “Small Screens: How We Watch,” found that nobody looks up.\n")
    assert block.label is None


def test_lines_that_an_editor_wrapped_are_one_paragraph() -> None:
    text = ("Larkhill Post, the Lisbon post house, has opened a grading suite for\n"
            "vertical serials. The company, which was founded by Ana Reis in 2011,\n"
            "will finish ten titles for Brightpane in the first year, it said on\n"
            "Tuesday.\n"
            "\n"
            "Tandem declined to comment.\n")
    assert kinds(text) == ["paragraph", "paragraph"]
    assert shown(text)[0][1].endswith("Tuesday.")


def test_long_lines_without_empty_lines_are_paragraphs_each() -> None:
    one = "Larkhill Post has opened a suite in Lisbon, and finishes ten titles a month there for apps in four countries, it said. " * 2
    two = "Tandem declined to comment on the plans, which were first told to a newsletter in the spring by a person who knows them."
    assert kinds(f"{one}\n{two}\n") == ["paragraph", "paragraph"]


def test_a_wrapped_bullet_goes_on_where_it_is_indented() -> None:
    text = "• Larkhill finishes serials for\n  apps in four countries.\n• Tandem does not.\n"
    assert [words for _, words in shown(text)] == ["Larkhill finishes serials for\n  apps in four countries.", "Tandem does not."]


@pytest.mark.parametrize("line", [
    "Sources (33)", "Updated Feb 13, 2026", "Share", "Share this article", "Read more: the ten best apps", "Subscribe for full access",
    "50% Off First Month!", "#microdrama #shorts", "We use cookies to improve your visit.", "© 2026 Tandem Media. All rights reserved.",
    "Speaker 1 (00:10)", "Forward-looking statements involve risks.", "https://example.org/a", "By Ana Reis", "Related articles", "Article content",
    "This press release contains forward-looking statements within the meaning of the Act.", "* * *", "-----", "Published on May 3, 2026",
])
def test_noise_of_a_page_is_boilerplate(line: str) -> None:
    assert kinds(f"Larkhill opened a suite.\n\n{line}\n\nTandem did not.\n") == ["paragraph", "boilerplate", "paragraph"]


@pytest.mark.parametrize("line", [
    "About Larkhill", "Sharing is what the app is for, its founder says.", "Home viewers stay away from the app, Tandem found.",
    "Subscribers pay four dollars a week for ten serials on the app, which opened in May and has a million of them today.",
])
def test_sentences_and_about_are_kept(line: str) -> None:
    assert "boilerplate" not in kinds(f"Larkhill opened a suite.\n\n{line}\n")


def test_capitals_markdown_and_underlined_headings() -> None:
    assert kinds("LARKHILL OPENS A GRADING SUITE\n\nIt did so in May.\n") == ["heading", "paragraph"]
    assert shown("## Larkhill opens a suite.\n\nIt did so in May.\n")[0] == ("heading", "Larkhill opens a suite.")
    assert kinds("Larkhill opens\n=====\n\nIt did so in May.\n") == ["heading", "boilerplate", "paragraph"]


def test_a_dateline_stands_before_the_body() -> None:
    text = "LISBON, March 3, 2026 (Tagus Newswire) — Larkhill Post today opened a suite.\n"
    (block,) = segment(text)
    assert block.dateline is not None
    assert text[block.body:block.end] == "Larkhill Post today opened a suite."
    (plain,) = segment("Larkhill Post - once a lab - today opened a suite.\n")
    assert plain.dateline is None


def test_tables() -> None:
    text = "Name | Round | Amount\n--- | --- | ---\nTandem | Seed | $2M\n\nApp\tUsers\nPocha\t3 million\n"
    assert kinds(text) == ["table_row", "boilerplate", "table_row", "table_row", "table_row"]


def test_one_bar_is_no_table() -> None:
    assert kinds("The short drama “I Left (Drama) | Rain changes everything” has 900 views.\n") == ["paragraph"]


def test_captions() -> None:
    assert kinds("Photo: Ana Reis in the new suite\n\nIt opened in May.\n") == ["caption", "paragraph"]


def test_a_list_without_marks() -> None:
    text = "Deals\n\nTandem: Seed, $2M, Oxbow Capital (lead)\nPocha: 3 million downloads in May\nLarkhill: two new suites\n"
    assert kinds(text) == ["heading", "bullet", "bullet", "bullet"]


def test_an_empty_text_has_no_blocks() -> None:
    assert segment("") == []
    assert segment(" \n\t\n") == []


def test_a_block_is_a_noun() -> None:
    block = Block("paragraph", 0, 4)
    assert block == Block("paragraph", 0, 4)
    assert block.body == 0


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_front_matter_is_no_prose(fence: str) -> None:
    text = f"{fence}\ntitle: Larkhill acquires Brightpane\npublisher: The Reel Post\n{fence}\nLarkhill has opened.\n"
    assert shown(text)[1:] == [("paragraph", "Larkhill has opened.")]
    assert kinds(text)[0] == "boilerplate"


def test_a_rule_at_the_head_is_no_front_matter() -> None:
    assert "paragraph" in kinds("---\n\nLarkhill has opened a suite in Lisbon, and nobody minds.\n")
