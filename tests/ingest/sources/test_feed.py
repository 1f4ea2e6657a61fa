from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.document import Document, Mention, Reading
from graph.record import Record
from ingest.pipeline import ingest
from ingest.sources import FeedMemory, Found, Skipped, open_sources

if TYPE_CHECKING:
    from tests.ingest.sources.conftest import Site

TEXT = "Larkhill Post has opened a grading suite in Lisbon, and it offers finishing to Brightpane from this week on. " * 4
PAGE = f"<html><body><article><p>{TEXT}</p></article></body></html>"


def rss(*entries: str) -> str:
    items = "".join(f"<item>{entry}</item>" for entry in entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Vertical Desk</title><language>en-us</language>{items}</channel></rss>'


@pytest.fixture
def feed(site: Site) -> str:
    site.pages["/feed"] = site.answer(media_type="application/rss+xml", etag='"one"', body=rss(
        "<title>Larkhill opens</title><link>/good</link><pubDate>Fri, 13 Feb 2026 10:00:00 GMT</pubDate>", "<title>Dead</title><link>/dead</link>",
        f"<title>Without a link</title><description><![CDATA[<p>{TEXT}</p>]]></description>", "<title>Nothing</title>"))
    site.pages["/good"] = site.answer(PAGE)
    return site.url("/feed")


def test_every_entry_is_read_and_a_dead_one_is_named(site: Site, feed: str) -> None:
    good, dead, inside, nothing = open_sources([feed])
    assert isinstance(good, Found)
    assert good.document.id == good.document.source == site.url("/good")
    assert (good.document.title, good.document.published_on, good.document.publisher, good.document.language) == (
        "Larkhill opens", "2026-02-13", "The Vertical Desk", "en")
    assert dead == Skipped(site.url("/dead"), "the server answers 404 (not found)")
    assert isinstance(inside, Found)
    assert "finishing to Brightpane" in (inside.document.text or "")
    assert inside.document.source == f"{feed}#3"
    assert nothing == Skipped(f"{feed}#4", "an entry with neither a link nor a text")


def test_a_feed_that_was_had_in_full_is_asked_for_conditionally(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = site.answer(rss("<link>/good</link>"), media_type="text/xml", etag='"one"')
    site.pages["/good"] = site.answer(PAGE)
    memory = FeedMemory(tmp_path / "feeds.json")
    assert [type(item) for item in open_sources([site.url("/feed")], memory=memory)] == [Found]
    memory.save()
    (again,) = open_sources([site.url("/feed")], memory=FeedMemory(tmp_path / "feeds.json"))
    assert again == Skipped(site.url("/feed"), "not modified since it was last read", unchanged=True)
    assert site.asked[-1][1]["if-none-match"] == '"one"'
    site.pages["/feed"].etag = '"two"'
    assert [type(item) for item in open_sources([site.url("/feed")], memory=FeedMemory(tmp_path / "feeds.json"))] == [Found]


def test_a_feed_with_a_dead_entry_or_broken_off_is_asked_for_in_full_again(site: Site, feed: str, tmp_path: Path) -> None:
    memory = FeedMemory(tmp_path / "feeds.json")
    list(open_sources([feed], memory=memory))
    next(open_sources([feed], memory=memory))
    memory.save()
    assert len(list(open_sources([feed], memory=FeedMemory(tmp_path / "feeds.json")))) == 4


def test_a_feed_in_a_file_is_read_and_atom_too(site: Site, tmp_path: Path) -> None:
    site.pages["/good"] = site.answer(PAGE)
    (tmp_path / "a.xml").write_text(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><entry><title>T</title>'
                                    f'<link href="{site.url("/good")}"/><updated>2026-02-13T10:00:00Z</updated></entry></feed>', "utf-8")
    (item,) = open_sources([str(tmp_path / "a.xml")])
    assert isinstance(item, Found)
    assert (item.document.id, item.document.published_on, item.document.publisher) == (site.url("/good"), "2026-02-13", "Desk")


def test_what_is_no_feed_and_a_feed_within_a_feed_are_named(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text("words", "utf-8")
    (tmp_path / "b.rss").write_text(rss(), "utf-8")
    site.pages["/feed"] = site.answer(rss("<link>/other</link>", "<link>/feed</link>"), media_type="application/rss+xml")
    site.pages["/other"] = site.answer(rss("<link>/deeper</link>"), media_type="application/rss+xml")
    found = list(open_sources([str(tmp_path / "a.rss"), str(tmp_path / "b.rss"), site.url("/feed")]))
    assert [item.reason.split(" (")[0] for item in found if isinstance(item, Skipped)] == [
        "not a feed that can be read", "a feed without entries", f"a feed, and {site.url('/feed')} names it as an article"]
    assert len(found) == 3


def test_entities_that_multiply_do_no_harm(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    (tmp_path / "a.rss").write_text(f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{levels}]>'
                                    "<rss><channel><item><title>&a9;</title></item></channel></rss>", "utf-8")
    assert all(isinstance(item, Skipped) for item in open_sources([str(tmp_path / "a.rss")]))


class Silent:
    """A reader that finds nothing."""

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint

    def read(self, document: Document, given: Sequence[Mention] | None = None) -> Reading:
        return Reading(document, tuple(given or ()), (), self.fingerprint)


def test_an_ingest_remembers_a_feed_for_its_record_and_reader_only(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = site.answer(rss("<link>/good</link>"), media_type="text/xml", etag='"one"')
    site.pages["/good"] = site.answer(PAGE)

    def statuses(record: Record, fingerprint: str) -> list[str]:
        return [outcome.status for outcome in ingest([site.url("/feed")], record=record, reader=Silent(fingerprint), feeds=tmp_path / "feeds.json",
                                                     now=lambda: datetime(2026, 3, 1, tzinfo=UTC))]

    record, other = (Record.open(f"sqlite:///{tmp_path / name}.sqlite") for name in ("one", "other"))
    assert statuses(record, "a") == ["new"]
    before = len(site.asked)
    assert statuses(record, "a") == ["unchanged"]
    assert [path for path, _ in site.asked[before:]] == ["/robots.txt", "/feed"]
    statuses(record, "b")
    assert "/good" in [path for path, _ in site.asked[before + 2:]]
    assert statuses(other, "b") == ["new"]
    record.close()
    other.close()
