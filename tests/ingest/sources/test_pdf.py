from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.sources import Found, Limits, Skipped, open_sources
from ingest.sources.pdf import unwrap

Make = Callable[..., bytes]


def read(path: Path, data: bytes, *, limits: Limits | None = None, ticks: Callable[[], float] = lambda: 0.0) -> Found | Skipped:
    path.write_bytes(data)
    (item,) = open_sources([str(path)], limits=limits, ticks=ticks)
    return item


def test_the_text_of_all_pages_is_read_with_lines_joined(make_pdf: Make, tmp_path: Path) -> None:
    data = make_pdf(["Larkhill opens a grading suite", "", "Larkhill Post has opened a grading suite in Lis-", "bon and offers finishing to Brightpane",
                     "from this week on."], ["Updated Feb 13, 2026"])
    item = read(tmp_path / "a.pdf", data)
    assert isinstance(item, Found)
    assert item.document.text is not None
    assert "a grading suite in Lisbon and offers finishing to Brightpane from this week on." in item.document.text
    assert item.document.published_on == "2026-02-13"


def test_a_title_is_taken_from_the_metadata_unless_it_is_a_file_name(make_pdf: Make, tmp_path: Path) -> None:
    good, bad = (read(tmp_path / "a.pdf", make_pdf(["Some words."], title=title)) for title in ("Salt Roses", "Microsoft Word - draft.docx"))
    assert isinstance(good, Found)
    assert isinstance(bad, Found)
    assert (good.document.title, bad.document.title) == ("Salt Roses", None)


def test_a_pdf_under_another_name_is_one(make_pdf: Make, tmp_path: Path) -> None:
    item = read(tmp_path / "a.txt", make_pdf(["Some words."]))
    assert isinstance(item, Found)
    assert item.document.text == "Some words."


@pytest.mark.parametrize(("data", "why"), [
    (None, "a damaged PDF"), (b"%PDF-1.4\nnothing else", "a damaged PDF"), (b"words only", "named a PDF, and not one"), (b"", "empty"),
])
def test_damaged_files_are_skipped_with_the_reason(make_pdf: Make, tmp_path: Path, data: bytes | None, why: str) -> None:
    item = read(tmp_path / "a.pdf", make_pdf(["Some words."])[:200] if data is None else data)
    assert isinstance(item, Skipped)
    assert why in item.reason


def test_a_pdf_without_text_a_locked_one_and_one_over_the_limits_are_named(make_pdf: Make, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    step = itertools.count(step=40)
    for item, why in ((read(path, make_pdf([])), "without text"), (read(path, make_pdf(["Words."], password="secret")), "password"),
                      (read(path, make_pdf(["Words."], ["Words."]), limits=Limits(pages=1)), "more than 1 pages"),
                      (read(path, make_pdf(["Words."]), limits=Limits(size=100)), "larger than the limit"),
                      (read(path, make_pdf(["Words."], ["Words."]), ticks=lambda: float(next(step))), "more than 30 seconds")):
        assert isinstance(item, Skipped)
        assert why in item.reason


def test_unwrapping_leaves_headings_lists_and_paragraphs_apart() -> None:
    page = "\n".join(["A heading", "", "The first line of a paragraph that fills the whole column of the", "page and goes on here.", "• an item", "• another item",
                      "Post-", "Production work", "end"])
    assert unwrap(page) == ("A heading\n\nThe first line of a paragraph that fills the whole column of the page and goes on here.\n"
                            "• an item\n• another item\nPost- Production work end")
