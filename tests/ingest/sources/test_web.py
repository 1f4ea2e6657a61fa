from __future__ import annotations

import gzip
import itertools
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ingest.sources import Found, Limits, Skipped, open_sources

if TYPE_CHECKING:
    from tests.ingest.sources.conftest import Site


def read(url: str, *, limits: Limits | None = None, ticks: Callable[[], float] = lambda: 0.0) -> Found | Skipped:
    (item,) = open_sources([url], limits=limits, ticks=ticks)
    return item


def reason(url: str, *, limits: Limits | None = None, ticks: Callable[[], float] = lambda: 0.0) -> str:
    item = read(url, limits=limits, ticks=ticks)
    assert isinstance(item, Skipped)
    assert item.source == url
    return item.reason


def test_a_page_is_fetched_by_name_and_read_by_its_kind(site: Site, article: str) -> None:
    site.pages["/larkhill"] = site.answer(article.replace("https://vertical.example/larkhill?utm_source=x#top", "/larkhill-post"))
    item = read(site.url("/larkhill#part"))
    assert isinstance(item, Found)
    assert item.document.source == site.url("/larkhill#part")
    assert item.document.id == item.document.url == site.url("/larkhill-post")
    assert item.document.title == "Larkhill Post opens a grading suite"
    assert site.paths() == ["/robots.txt", "/larkhill"]
    assert site.asked[1][1]["user-agent"].startswith("reelgraph")


def test_a_text_a_pdf_and_json_lines_are_read_from_the_web_too(site: Site, make_pdf: Callable[..., bytes]) -> None:
    site.pages["/a.txt"] = site.answer("Zoë’s text.".encode("cp1252"), media_type="text/plain; charset=windows-1252")
    site.pages["/b"] = site.answer(make_pdf(["Words of a PDF."]), media_type="application/octet-stream")
    site.pages["/c.jsonl"] = site.answer('{"text": "One."}\n{"text": "Two."}', media_type="application/json")
    site.pages["/d"] = site.answer("# Told\n\nMarkdown.", media_type="text/markdown")
    found = list(open_sources([site.url(path) for path in ("/a.txt", "/b", "/c.jsonl", "/d")]))
    assert [item.document.text for item in found if isinstance(item, Found)] == ["Zoë’s text.", "Words of a PDF.", "One.", "Two.", "# Told\n\nMarkdown."]
    assert [item.document.id for item in found if isinstance(item, Found)] == [
        site.url("/a.txt"), site.url("/b"), f"{site.url('/c.jsonl')}:1", f"{site.url('/c.jsonl')}:2", site.url("/d")]


def test_redirects_are_followed_to_a_limit(site: Site) -> None:
    site.pages["/old"] = site.answer(status=301, headers={"location": "/new"})
    site.pages["/new"] = site.answer("Text.", media_type="text/plain")
    site.pages["/loop"] = site.answer(status=302, headers={"location": "/loop"})
    site.pages["/away"] = site.answer(status=302, headers={"location": "file:///etc/passwd"})
    item = read(site.url("/old"))
    assert isinstance(item, Found)
    assert item.document.id == site.url("/new")
    assert reason(site.url("/loop")) == "more than 5 redirects"
    assert "no web address" in reason(site.url("/away"))


def test_robots_txt_is_honoured_before_and_after_a_redirect(site: Site) -> None:
    site.pages["/robots.txt"] = site.answer("User-agent: reelgraph\nDisallow: /private", media_type="text/plain")
    site.pages["/private/a"] = site.answer("Secret.", media_type="text/plain")
    site.pages["/open"] = site.answer(status=302, headers={"location": "/private/a"})
    assert reason(site.url("/private/a")) == "its robots.txt does not allow it"
    assert reason(site.url("/open")) == "its robots.txt does not allow it"
    assert "/private/a" not in site.paths()


def test_a_server_that_fails_on_robots_txt_is_left_alone(site: Site) -> None:
    site.pages["/robots.txt"] = site.answer("", status=503)
    site.pages["/a"] = site.answer("Text.", media_type="text/plain")
    assert "robots.txt can't be had" in reason(site.url("/a"))
    assert site.paths() == ["/robots.txt"]


def test_robots_txt_is_asked_for_once_a_site(site: Site) -> None:
    for path in ("/a", "/b"):
        site.pages[path] = site.answer("Text.", media_type="text/plain")
    assert all(isinstance(item, Found) for item in open_sources([site.url("/a"), site.url("/b"), site.url("/a#again")]))
    assert site.paths() == ["/robots.txt", "/a", "/b"]


@pytest.mark.parametrize(("status", "why"), [(404, "404 (not found)"), (410, "410 (gone)"), (500, "500"), (204, "204"), (299, "299")])
def test_dead_links_are_named(site: Site, status: int, why: str) -> None:
    site.pages["/x"] = site.answer("", status=status)
    assert why in reason(site.url("/x"))


def test_nobody_there_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "can't be fetched" in reason(f"http://127.0.0.1:{port}/x")
    assert reason("http://") == "no web address"
    assert "no web address" in reason("http://[::1/x")


def test_a_page_over_the_limit_is_cut_off_told_or_untold(site: Site) -> None:
    site.pages["/told"] = site.answer(b"x" * 2000, media_type="text/plain")
    site.pages["/endless"] = site.answer(b"x" * 1000, media_type="text/plain", endless=True)
    site.pages["/packed"] = site.answer(gzip.compress(b"x" * 100_000), media_type="text/plain", headers={"content-encoding": "gzip"})
    for path in ("/told", "/endless", "/packed"):
        assert reason(site.url(path), limits=Limits(size=1000)) == "larger than the limit of 1,000 bytes"


def test_a_page_that_never_ends_is_left_when_its_time_is_up(site: Site) -> None:
    site.pages["/endless"] = site.answer(b"x", media_type="text/plain", endless=True)
    step = itertools.count(step=5)
    assert reason(site.url("/endless"), ticks=lambda: float(next(step))) == "no full answer within 30 seconds"


def test_a_server_that_says_nothing_is_left_when_its_time_is_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/x"
        assert reason(url, limits=Limits(seconds=0.2)) == "no full answer within 0.2 seconds"


def test_a_server_that_sends_its_headers_letter_by_letter_is_cut_off() -> None:
    over = threading.Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not over.wait(0.01):
                try:
                    connection.sendall(b"a")
                except OSError:
                    break

    with socket.socket() as slow:
        slow.bind(("127.0.0.1", 0))
        slow.listen()
        thread = threading.Thread(target=drip, args=(slow,), daemon=True)
        thread.start()
        try:
            assert reason(f"http://127.0.0.1:{slow.getsockname()[1]}/x", limits=Limits(seconds=0.3)) == "no full answer within 0.3 seconds"
        finally:
            over.set()
            thread.join()


def test_pictures_are_no_articles(site: Site) -> None:
    site.pages["/a"] = site.answer(b"RIFFxxxxWEBP", media_type="image/webp")
    assert reason(site.url("/a")) == "not a text (image/webp)"
