from __future__ import annotations

from pathlib import Path

import pytest

from ingest.sources import Found, Limits, Skipped, open_sources


def read(path: Path) -> Found:
    (item,) = open_sources([str(path)])
    assert isinstance(item, Found)
    return item


def reason(path: Path, limits: Limits | None = None) -> str:
    (item,) = open_sources([str(path)], limits=limits)
    assert isinstance(item, Skipped)
    assert item.source == str(path)
    return item.reason


def test_a_text_is_kept_as_it_is_and_named_by_its_path(tmp_path: Path) -> None:
    text = "  Larkhill opens\n\n  A  text\twith spaces. \n\n\nUpdated Feb 13, 2026"
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    document = read(path).document
    assert document.text == text
    assert (document.id, document.source, document.url) == (str(path), str(path), None)
    assert (document.title, document.published_on) == ("Larkhill opens", "2026-02-13")
    assert read(path).given is None


def test_windows_line_ends_and_marks_are_gone_before_anything_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffOne\r\ntwo\rthree\n".encode())
    assert read(path).document.text == "One\ntwo\nthree\n"


def test_markdown_keeps_its_front_matter_in_the_text_and_tells_by_it(tmp_path: Path) -> None:
    text = "---\ntitle: Salt Roses\ndate: 13 February 2026\nurl: https://vertical.example/salt\npublisher: The Vertical Desk\n---\n# Other\n\nText."
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")
    document = read(path).document
    assert document.text == text
    assert (document.id, document.url) == ("https://vertical.example/salt", "https://vertical.example/salt")
    assert (document.title, document.published_on, document.publisher) == ("Salt Roses", "2026-02-13", "The Vertical Desk")


def test_a_front_matter_address_that_is_none_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\nurl: somewhere\ndate: soon\n---\nText.", "utf-8")
    assert (read(path).document.id, read(path).document.published_on) == (str(path), None)


@pytest.mark.parametrize(("data", "why"), [
    (b"", "empty"), (b" \n\t\n", "empty"), (b"\xef\xbb\xbf", "empty"), ("\ufeff \n".encode("utf-16-le"), "empty"),
    (bytes(range(256)) * 8, "binary"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"text\x00text and more", "NUL"),
])
def test_what_is_no_text_is_skipped_with_the_reason(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert why in reason(path)


def test_a_text_over_the_limit_is_skipped_and_one_at_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 1000)
    assert reason(path, Limits(size=999)) == "larger than the limit of 999 bytes"
    assert [type(item) for item in open_sources([str(path)], limits=Limits(size=1000))] == [Found]


def test_files_of_data_are_no_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("{}", "utf-8")
    assert "not an article" in reason(path)


def test_nul_and_lone_surrogates_are_replaced_one_for_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a\\u0000b\\ud800c"}\n', "utf-8")
    assert read(path).document.text == "a\ufffdb\ufffdc"
