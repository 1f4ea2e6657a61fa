"""Plain text and Markdown, kept as they are: nothing is cut, and offsets point at the text as decoded.

What a text tells about itself (front matter, heading, day of publication) fills in what nobody else has told.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.document import Document
from graph.errors import SourceError
from ingest.sources import told
from ingest.sources.content import Content, Desk, Found, Item, storable, whole
from ingest.sources.encodings import NotText, decode

DATA = frozenset({".json", ".csv", ".tsv", ".toml", ".yaml", ".yml", ".ini", ".cfg", ".py", ".js", ".ts", ".css", ".sql", ".sh", ".xml",
                  ".lock", ".log", ".map"})
"""Endings of files that are text and no articles."""


class Text:
    """Whatever no other kind takes."""

    kind = "text"

    def takes(self, content: Content) -> bool:
        return content.opens is not None

    def read(self, content: Content, desk: Desk) -> Iterator[Item]:
        if content.suffix in DATA and not content.media_type.startswith(("text/plain", "text/markdown")):
            raise SourceError(content.source, f"a file of data or code ({content.suffix}), not an article; a text is named .txt or .md")
        if content.media_type.startswith(("image/", "audio/", "video/", "font/")):
            raise SourceError(content.source, f"not a text ({content.media_type})")
        yield Found(from_text(content, decoded(content, whole(content, desk.limits))))


def decoded(content: Content, data: bytes) -> str:
    """The text of a content's bytes. Raises SourceError where there is none."""
    try:
        text = storable(decode(data, content.charset))
    except NotText as error:
        raise SourceError(content.source, str(error)) from error
    if not text.strip():
        raise SourceError(content.source, "empty")
    return text


def from_text(content: Content, text: str, *, title: str | None = None) -> Document:
    """A document of a text: metadata from its front matter, else as told from outside, else from the text itself."""
    fields, body = told.front_matter(text)
    fields = {**content.told, **fields}
    url = fields.get("url") if fields.get("url", "").startswith(("http://", "https://")) else content.url
    day = told.edtf(fields["published_on"]) if "published_on" in fields else None
    return Document(
        id=url or content.source, source=content.source, text=text, url=url,
        title=fields.get("title") or title or told.heading(text[body:]),
        publisher=fields.get("publisher"),
        published_on=day or told.published_on(text[body:]),
        language=fields.get("language"),
    )
