"""PDF files, by pypdf: the text of their pages, lines joined to paragraphs. One without text is skipped."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from graph.errors import SourceError
from ingest.sources.content import Content, Desk, Found, Item, storable, too_large, whole
from ingest.sources.text import from_text

_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|pptx?|odt|qxd|rtf)$|^(?:microsoft word|untitled|slide 1|powerpoint)", re.IGNORECASE)
_BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError, NotImplementedError,
           ZeroDivisionError, AssertionError)
"""What pypdf lets through on damaged files."""


class Pdf:
    """A file that begins like a PDF, whatever its name."""

    kind = "pdf"

    def takes(self, content: Content) -> bool:
        return content.opens is not None and (b"%PDF-" in content.head[:1024] or content.media_type == "application/pdf"
                                              or content.suffix == ".pdf")

    def read(self, content: Content, desk: Desk) -> Iterator[Item]:
        data = whole(content, desk.limits)
        if b"%PDF-" not in data[:1024]:
            raise SourceError(content.source, "named a PDF, and not one")
        try:
            title, pages = _pages(content, data, desk)
        except _BROKEN as error:
            raise SourceError(content.source, f"a damaged PDF ({error or type(error).__name__})") from error
        text = storable("\n\n".join(filter(None, (unwrap(page) for page in pages))))
        if not text.strip():
            raise SourceError(content.source, "a PDF without text (scanned pages?); it would have to go through text recognition first")
        yield Found(from_text(content, text, title=title))


def _pages(content: Content, data: bytes, desk: Desk) -> tuple[str | None, list[str]]:
    began = desk.ticks()
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError(content.source, "a PDF that asks for a password")
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        pages.append(page.extract_text() or "")
        size += len(pages[-1].encode("utf-8", "surrogatepass"))
        if size > desk.limits.size:
            raise SourceError(content.source, too_large(desk.limits))
        if len(pages) > desk.limits.pages:
            raise SourceError(content.source, f"a PDF of more than {desk.limits.pages} pages")
        if desk.ticks() - began > desk.limits.seconds:
            raise SourceError(content.source, f"a PDF that takes more than {desk.limits.seconds:g} seconds to read")
    told = reader.metadata.title if reader.metadata else None
    title = " ".join(str(told).split()) if told else ""
    return (None if not title or _FILE_NAME.search(title) else title), pages


def unwrap(page: str) -> str:
    """The lines of a page as paragraphs: a line that fills the column and ends no sentence goes on in the next."""
    lines = [line.strip() for line in page.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    full = 0.75 * max(map(len, lines))
    out: list[str] = []
    above = ""
    for line in lines:
        if out and above and line and _goes_on(above, line, full):
            hyphen = out[-1].endswith("-") and out[-1][-2:-1].isalpha() and line[0].islower()
            out[-1] = out[-1][:-1] + line if hyphen else f"{out[-1]} {line}"
        else:
            out.append(line)
        above = line
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n")


def _goes_on(above: str, line: str, full: float) -> bool:
    if re.match(r"[•▪◦*–—-]\s|\d{1,2}[.)]\s", line):
        return False
    if line[0].islower() or above.endswith((",", "-")):
        return True
    return len(above) >= full and (len(above) > 60 or not above.endswith((".", "!", "?", ":", "”", '"')))
