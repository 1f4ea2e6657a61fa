from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.document import Document
from graph.errors import SourceError
from ingest.sources import Found, Limits, Skipped, open_sources
from ingest.sources.content import Content
from ingest.sources.html import from_markup


def page(markup: str, *, url: str | None = None) -> Document:
    return from_markup(Content("page", url=url), markup, Limits())


def test_main_text_and_metadata_come_out_and_menus_do_not(article: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(article, "utf-8")
    (item,) = open_sources([str(path)])
    assert isinstance(item, Found)
    document = item.document
    assert document.text is not None
    assert "it offers finishing to Brightpane" in document.text
    assert "Brightpane’s chief buyer" in document.text
    assert "About us" not in document.text
    assert "Cookies" not in document.text
    assert document.id == document.url == "https://vertical.example/larkhill"
    assert document.source == str(path)
    assert (document.title, document.publisher) == ("Larkhill Post opens a grading suite", "The Vertical Desk")
    assert (document.published_on, document.language) == ("2026-02-13", "en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "iso8859-2"])
def test_the_encoding_that_a_page_names_is_used(article: str, tmp_path: Path, encoding: str) -> None:
    told = article.replace("’", "'").replace("Ana Reis", "Ana Réis").replace('charset="utf-8"', f'charset="{encoding}"')
    path = tmp_path / "page.html"
    path.write_bytes(told.encode(encoding))
    (item,) = open_sources([str(path)])
    assert isinstance(item, Found)
    assert "Ana Réis" in (item.document.text or "")


def test_broken_markup_gives_what_text_there_is(article: str) -> None:
    torn = article.replace("</p>", "").replace("</article>", "<div><table><tr>").replace("</body></html>", "<b")
    assert "it offers finishing to Brightpane" in (page(torn).text or "")


@pytest.mark.parametrize("markup", ["<html", "<html><head><title>A</title></head><body></body></html>",
                                    "<html><body>" + "<div>" * 50_000 + "</body></html>", "<html><script>var a = 1;</script></html>"])
def test_a_page_without_text_is_refused(markup: str) -> None:
    with pytest.raises(SourceError, match="no article text"):
        page(markup)


def test_a_page_of_too_many_elements_is_refused_before_it_takes_minutes() -> None:
    with pytest.raises(SourceError, match="100,000 elements"):
        page("<html><body>" + "<p>a</p>" * 100_001)


def test_a_canonical_address_is_believed_on_its_own_site_only(article: str) -> None:
    assert page(article, url="https://www.vertical.example/amp/larkhill").id == "https://vertical.example/larkhill"
    assert page(article, url="https://elsewhere.example/x").id == "https://elsewhere.example/x"
    front = article.replace("https://vertical.example/larkhill?utm_source=x#top", "/")
    assert page(front, url="https://vertical.example/larkhill").id == "https://vertical.example/larkhill"
    relative = article.replace("https://vertical.example/larkhill?utm_source=x#top", "/larkhill/")
    assert page(relative, url="https://vertical.example/x?id=3").id == "https://vertical.example/larkhill/"


def test_what_a_feed_told_fills_in_what_the_page_does_not_say() -> None:
    markup = "<html><body><article><p>" + "Larkhill Post has opened a grading suite in Lisbon for Brightpane. " * 8 + "</p></article></body></html>"
    told = replace(Content("page"), told={"title": "A title", "published_on": "2026-02-13", "publisher": "The Desk", "language": "en"})
    document = from_markup(told, markup, Limits())
    assert (document.title, document.published_on, document.publisher, document.language) == ("A title", "2026-02-13", "The Desk", "en")


def test_a_page_is_told_by_its_first_tag_but_a_text_file_stays_a_text(article: str, tmp_path: Path) -> None:
    (tmp_path / "page").write_text(article, "utf-8")
    (tmp_path / "page.txt").write_text(article, "utf-8")
    by_tag, as_text = open_sources([str(tmp_path / "page"), str(tmp_path / "page.txt")])
    assert isinstance(by_tag, Found)
    assert isinstance(as_text, Found)
    assert by_tag.document.title == "Larkhill Post opens a grading suite"
    assert as_text.document.text == article


def test_an_empty_page_is_empty(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"")
    assert list(open_sources([str(tmp_path / "page.html")])) == [Skipped(str(tmp_path / "page.html"), "empty")]
