"""Web pages: main text, title, date, publisher and canonical URL, by trafilatura. Menus and adverts stay out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from trafilatura import bare_extraction

from graph.document import Document
from graph.errors import SourceError
from ingest.sources import told
from ingest.sources.addresses import address, same_site
from ingest.sources.content import Content, Desk, Found, Item, Limits, storable, too_large, whole
from ingest.sources.text import decoded

_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_STARTS = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
                     re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_CANONICAL = re.compile(r"<link\b(?=[^>]{0,1000}\brel\s*=\s*[\"']?canonical\b)[^>]{0,1000}?\bhref\s*=\s*[\"']?([^\s\"'>]+)", re.IGNORECASE)
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2099-12-31"}
"""Only dates that the page marks as its own; the bound is fixed so that no clock decides."""
ELEMENTS = 100_000
"""Tags of one page: the extractor takes about a tenth of a millisecond for each, and no article has so many."""
LETTERS = 30
"""Letters and digits below which what is left of a page (a cookie notice, a menu) is no article."""
_TAG = re.compile("<[A-Za-z]")


class Html:
    """A page, by its media type, its name or its first tag."""

    kind = "html"

    def takes(self, content: Content) -> bool:
        if content.opens is None or content.media_type == "text/plain":
            return False
        return (content.media_type in ("text/html", "application/xhtml+xml") or content.suffix in _SUFFIXES
                or (content.suffix not in (".txt", ".md") and _STARTS.match(content.head) is not None))

    def read(self, content: Content, desk: Desk) -> Iterator[Item]:
        data = whole(content, desk.limits)
        meta = _CHARSET.search(data[:4096])
        declared = content.charset or (meta.group(1).decode("ascii", "replace") if meta else None)
        markup = decoded(Content(content.source, charset=declared), data)
        yield Found(from_markup(content, markup, desk.limits))


def from_markup(content: Content, markup: str, limits: Limits) -> Document:
    """The article of a page. Raises SourceError where no text is found in it."""
    if markup.count("<") > ELEMENTS and sum(1 for _ in _TAG.finditer(markup)) > ELEMENTS:
        raise SourceError(content.source, f"a page of more than {ELEMENTS:,} elements is no article")
    try:
        page = bare_extraction(markup, url=content.url, with_metadata=True, include_comments=False, include_images=False,
                               include_links=False, date_extraction_params=dict(_DATES))
    except (RecursionError, ValueError, TypeError, AttributeError, LookupError) as error:  # markup that breaks the parser's libraries
        raise SourceError(content.source, f"its markup can't be read ({type(error).__name__})") from error
    text = storable((getattr(page, "text", None) or "").replace("\r\n", "\n").replace("\r", "\n"))
    if page is None or sum(map(str.isalnum, text)) < LETTERS:
        raise SourceError(content.source, "no article text in this page")
    if len(text.encode("utf-8")) > limits.size:
        raise SourceError(content.source, too_large(limits))
    url = _canonical(content, markup) or content.url
    language = _LANGUAGE.search(markup[:10_000])
    day = told.edtf(getattr(page, "date", None) or "") or told.edtf(content.told.get("published_on", ""))
    return Document(
        id=url or content.source, source=content.source, text=text, url=url,
        title=_line(getattr(page, "title", None)) or content.told.get("title") or told.heading(text),
        publisher=_publisher(_line(getattr(page, "sitename", None)), content),
        published_on=day or told.published_on(text),
        language=language.group(1).lower() if language else content.told.get("language"),
    )


def _publisher(site: str | None, content: Content) -> str | None:
    """The name of the site; where the page tells only its host, what a feed told counts before it."""
    host_only = site is not None and content.url is not None and site.casefold() in urlsplit(content.url).netloc
    return content.told.get("publisher") or site if host_only else site or content.told.get("publisher")


def _canonical(content: Content, markup: str) -> str | None:
    """The page's own address, where it may be believed: on the site that it came from, and not the front page for all."""
    found = _CANONICAL.search(markup)
    if not found:
        return None
    url = address(found.group(1), base=content.url)
    if url is None or (content.url is None and urlsplit(url).path in ("", "/")):
        return None
    if content.url is not None:
        front = urlsplit(url).path in ("", "/") and not urlsplit(url).query and urlsplit(content.url).path not in ("", "/")
        if front or not same_site(url, content.url):
            return None
    return url


def _line(value: str | None) -> str | None:
    return storable(" ".join(value.split())) or None if value else None
