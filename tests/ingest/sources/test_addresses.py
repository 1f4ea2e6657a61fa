from __future__ import annotations

import pytest

from ingest.sources.addresses import address, is_url, same_site


@pytest.mark.parametrize(("url", "kept"), [
    ("HTTPS://Vertical.Example", "https://vertical.example/"), ("https://vertical.example:443/a#b", "https://vertical.example/a"),
    ("http://vertical.example:8080/a?b=1", "http://vertical.example:8080/a?b=1"),
    ("https://vertical.example/a?utm_source=x&b=1&fbclid=2", "https://vertical.example/a?b=1"),
    ("https://vertical.example/a?x=1&amp;y=2", "https://vertical.example/a?x=1&y=2"),
    ("https://vertical.example/caf é", "https://vertical.example/caf%20%C3%A9"), ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("http://[::1]:8000/a", "http://[::1]:8000/a"), (" https://vertical.example/a ", "https://vertical.example/a"),
    ("ftp://vertical.example/a", None), ("file:///etc/passwd", None), ("javascript:alert(1)", None), ("https://", None), ("a/b", None),
    ("http://[::1", None), ("http://vertical.example:port/", None),
])
def test_one_spelling_of_an_address_is_kept(url: str, kept: str | None) -> None:
    assert address(url) == kept


def test_a_relative_address_is_read_from_its_page() -> None:
    assert address("../b", base="https://vertical.example/x/y/z") == "https://vertical.example/x/b"


def test_one_site_is_one_host_whatever_its_prefix() -> None:
    assert same_site("https://www.vertical.example/a", "http://m.vertical.example/b")
    assert not same_site("https://vertical.example/a", "https://other.example/a")
    assert not same_site("http://127.0.0.1:1/a", "http://127.0.0.1:2/a")


def test_what_an_address_is() -> None:
    assert is_url("HTTP://a.example")
    assert not is_url("a.example/b.txt")
