from __future__ import annotations

import pytest

from ingest.sources.told import edtf, front_matter, heading, published_on, read_date

SPELLINGS = [
    ("Feb 13, 2026", "2026-02-13"), ("Feb. 13, 2026", "2026-02-13"), ("February 13th, 2026", "2026-02-13"),
    ("Friday, February 13, 2026", "2026-02-13"), ("Fri, 13 Feb 2026 10:00:00 GMT", "2026-02-13"), ("13 February 2026", "2026-02-13"),
    ("the 13th of February, 2026", "2026-02-13"), ("13-Feb-2026", "2026-02-13"), ("2026-02-13", "2026-02-13"),
    ("2026-02-13T09:30:00+01:00", "2026-02-13"), ("2026/02/13", "2026-02-13"), ("2026.2.3", "2026-02-03"), ("13/02/2026", "2026-02-13"),
    ("02/13/2026", "2026-02-13"), ("05.05.2026", "2026-05-05"), ("2026年2月13日", "2026-02-13"), ("2026年2月", "2026-02"),
    ("Sept 2025", "2025-09"), ("September, 2025", "2025-09"), ("2025-09", "2025-09"), ("Sept. 9 2025", "2025-09-09"),
    ("May 1, 2026", "2026-05-01"), ("MARCH 4, 2026", "2026-03-04"),
    ("03/04/2026", None), ("Feb 30, 2026", None), ("in 2026", None), ("Feb 13", None), ("version 12.13.20261", None), ("", None),
    ("2026-02-13 and Feb 1, 2026", "2026-02-13"), ("Room 2026-021", None),
]


@pytest.mark.parametrize(("text", "day"), SPELLINGS)
def test_many_spellings_of_a_day_are_one_edtf(text: str, day: str | None) -> None:
    assert read_date(text) == day


def test_edtf_keeps_what_already_is_and_reads_the_rest() -> None:
    assert edtf(" 2026 ") == "2026"
    assert edtf("2025/2026-02") == "2025/2026-02"
    assert edtf("13 February 2026") == "2026-02-13"
    assert edtf("soon") is None


@pytest.mark.parametrize(("text", "day"), [
    ("A heading\n\nUpdated Feb 13, 2026\n\nText.", "2026-02-13"),
    ("A heading\n\nText.\n\nSources (33)\nUpdated Feb 13, 2026", "2026-02-13"),
    ("A heading\nPublished: 13 February 2026, 10:30 GMT\nText.", "2026-02-13"),
    ("A heading\nPublished on February 13, 2026 by Ana Reis\nText.", "2026-02-13"),
    ("A heading\nFirst published 3 Jan 2026 | Updated 13 Feb 2026\nText.", "2026-01-03"),
    ("A heading\nUpdated 13 Feb 2026\nPublished 3 Jan 2026\nText.", "2026-01-03"),
    ("A heading\nFebruary 13, 2026\nText.", "2026-02-13"),
    ("A heading\n*13 February 2026*\nText.", "2026-02-13"),
    ("A heading\nBy Ana Reis | Feb 13, 2026\nText.", "2026-02-13"),
    ("A heading\nBy Ana Reis, 13 February 2026\nText.", "2026-02-13"),
    ("A heading\n\nLISBON, Feb. 13, 2026 — Larkhill Post opens.", "2026-02-13"),
    ("A heading\n\nLISBON, Portugal, Feb. 13, 2026 /Wireline/ -- Larkhill Post opens.", "2026-02-13"),
    ("A heading\n\nLos Angeles (Feb. 13, 2026) – Larkhill Post opens.", "2026-02-13"),
    ("A heading\n\nSeoul, 13 February 2026 (Wireline) – Larkhill Post opens.", "2026-02-13"),
    ("A heading\n\nLISBON, Feb. 13, 2026 — Larkhill Post (a post-house) opens.", "2026-02-13"),
])
def test_the_day_of_publication_is_told_at_head_or_end(text: str, day: str) -> None:
    assert published_on(text) == day


@pytest.mark.parametrize("text", [
    "Larkhill Post opened on February 13, 2026, its suite in Lisbon.",
    "By March 2026, it will have ten suites.",
    "Released February 2026, the series has forty parts.",
    "Published by Brightpane.",
    "In Lisbon, Feb. 13, 2026 was a day like others.",
    "Words.\n" * 40 + "Updated Feb 13, 2026\n" + "Words.\n" * 40,
    "",
])
def test_a_day_that_is_merely_told_is_no_day_of_publication(text: str) -> None:
    assert published_on(text) is None


@pytest.mark.parametrize(("text", "title"), [
    ("Larkhill opens a suite\n\nThe company …", "Larkhill opens a suite"),
    ("\n\n# Larkhill opens a suite #\nThe company …", "Larkhill opens a suite"),
    ("**Larkhill opens a suite**\n\nThe company …", "Larkhill opens a suite"),
    ("Larkhill opens\n==============\nThe company …", "Larkhill opens"),
    ("Who colours the dramas?\nThe company that opened a suite in Lisbon last week has been at it for years.", "Who colours the dramas?"),
    ("Larkhill Post has opened a suite.\n\nThe company …", None),
    ("Feb 13, 2026\n\nThe company …", None),
    ("• An item\n\nAnother", None),
    ("Short line", None),
    ("Short line\nshort line", None),
    ("word " * 40 + "\n\nThe company …", None),
    ("", None),
])
def test_a_heading_is_a_short_first_line_that_is_no_sentence(text: str, title: str | None) -> None:
    assert heading(text) == title


def test_front_matter_is_read_and_the_text_goes_on_behind_it() -> None:
    text = '---\ntitle: "Larkhill opens: a suite"\nDate: 2026-02-13\ncanonical_url: https://a.example/x\nsite: The Vertical\nlang: en\nx: y\n---\nText.'
    fields, body = front_matter(text)
    assert fields == {"title": "Larkhill opens: a suite", "published_on": "2026-02-13", "url": "https://a.example/x", "publisher": "The Vertical",
                      "language": "en"}
    assert text[body:] == "Text."
    assert front_matter('+++\ntitle = "A"\n+++\n') == ({"title": "A"}, 20)


@pytest.mark.parametrize("text", ["---\nno fields here\n---\nText.", "---\ntitle: A\n", "Text\n---\ntitle: A\n---\n", "", "------\n"])
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert front_matter(text) == ({}, 0)
