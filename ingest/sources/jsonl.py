"""JSON lines: a document a line, with what is known of it and, where given, its mentions.

A line holds `text`, optionally `id`, `title`, `url`, `publisher`, `published_on`, `language` and `mentions` (`start`,
`end`, `type`, optionally `entity`). The text is stored letter for letter: `mentions` point at it. A line that can't be
used comes out as skipped, by its number, and the others go on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from graph.document import Document, Mention
from graph.errors import SourceError
from graph.ontology import ontology
from ingest.sources import told
from ingest.sources.content import Content, Desk, Found, Item, Limits, Skipped, storable, too_large

_SUFFIXES = (".jsonl", ".ndjson", ".jsonlines")
_TYPES = ("application/jsonl", "application/x-ndjson", "application/x-jsonlines", "application/json-lines")
_FIELDS = ("id", "title", "url", "publisher", "published_on", "language")


class Jsonl:
    """A file by its name, or anything (standard input) whose first line is a JSON object with a text."""

    kind = "jsonl"

    def takes(self, content: Content) -> bool:
        if content.opens is None:
            return False
        return content.suffix in _SUFFIXES or content.media_type in _TYPES or (not content.suffix and _looks(content.head))

    def read(self, content: Content, desk: Desk) -> Iterator[Item]:
        any_line = False
        for number, line in lines(content, desk.limits):
            if line is not None and not line.strip():
                continue
            any_line = True
            where = f"{content.source}:{number}"
            try:
                if line is None:
                    raise SourceError(where, too_large(desk.limits))
                yield from_line(line, where)
            except SourceError as error:
                yield Skipped(error.source, f"line {number}: {error.reason}")
        if not any_line:
            raise SourceError(content.source, "empty")


def lines(content: Content, limits: Limits) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream with their numbers, one in memory at a time; None for one over the limit."""
    assert content.opens is not None
    with content.opens() as stream:
        number = 0
        while line := stream.readline(limits.size + 1):
            number += 1
            if len(line) > limits.size and not line.endswith(b"\n"):
                while (rest := stream.readline(limits.size)) and not rest.endswith(b"\n"):
                    pass
                yield number, None
            else:
                yield number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line


def from_line(line: bytes, where: str) -> Found:
    """The document of a line. Raises SourceError, naming what is wrong."""
    try:
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SourceError(where, "not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(where, f"not JSON ({error})") from error
    if not isinstance(data, dict):
        raise SourceError(where, "not a JSON object")
    text = data.get("text")
    if not isinstance(text, str) or not text.strip():
        hint = "; what `reelgraph export` wrote is read by `reelgraph import`" if "kind" in data else ""
        raise SourceError(where, f"no text{hint}")
    fields = {name: _field(data, name, where) for name in _FIELDS}
    day = fields["published_on"]
    if day is not None and told.edtf(day) is None:
        raise SourceError(where, f"published_on {day!r} is no date (expected YYYY, YYYY-MM or YYYY-MM-DD)")
    source = fields["id"] or where
    document = Document(
        id=fields["id"] or fields["url"] or where, source=source, text=storable(text), url=fields["url"],
        title=fields["title"] or told.heading(text), publisher=fields["publisher"],
        published_on=told.edtf(day) if day else told.published_on(text), language=fields["language"],
    )
    return Found(document, _mentions(data, document.text or "", where))


def _field(data: Mapping[str, Any], name: str, where: str) -> str | None:
    value = data.get(name)
    if name == "published_on" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is not None and not isinstance(value, str):
        raise SourceError(where, f"{name} must be a text, not {json.dumps(value)[:40]}")
    return storable(value.strip()) or None if value else None


def _mentions(data: Mapping[str, Any], text: str, where: str) -> tuple[Mention, ...] | None:
    given = data.get("mentions")
    if given is None:
        return None
    if not isinstance(given, list):
        raise SourceError(where, "mentions must be a list")
    return tuple(sorted(_mention(entry, text, f"mention {number}", where) for number, entry in enumerate(given, start=1)))


def _mention(entry: object, text: str, what: str, where: str) -> Mention:
    if not isinstance(entry, dict):
        raise SourceError(where, f"{what} is not an object")
    start, end, type_ = entry.get("start"), entry.get("end"), entry.get("type")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise SourceError(where, f"{what} does not lie within the text (start {start!r}, end {end!r}, length {len(text)})")
    if type_ not in ontology().entity_types:
        raise SourceError(where, f"{what} has an unknown type {type_!r}; known are {', '.join(ontology().entity_types)}")
    surface = text[start:end]
    if not surface.strip():
        raise SourceError(where, f"{what} names nothing but spaces")
    entity = entry.get("entity") or surface
    if not isinstance(entity, str):
        raise SourceError(where, f"{what}: entity must be a text")
    return Mention(start, end, surface, type_, storable(entity))


def _looks(head: bytes) -> bool:
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0].strip()
    if not first.startswith(b'{"') or b'"text"' not in head:
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return len(first) >= 1024  # a first line longer than the head: cut, so it can't be parsed
