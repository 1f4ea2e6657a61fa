"""What the fixtures of sources give.

site       a web server on loopback, on a free port: `site.pages[path] = Answer(…)`, `site.url(path)`, `site.asked` (what was asked)
make_pdf   a function: lines of text for each page → the bytes of a PDF
article    the markup of a web page with an article of three paragraphs, its metadata told in the usual places
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject


@dataclass
class Answer:
    body: bytes | str = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    endless: bool = False


class Site:
    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.port = 0
        self.answer = Answer

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    told = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
            answer = told.pages.get(self.path, Answer("gone", 404))
            body = answer.body.encode("utf-8") if isinstance(answer.body, str) else answer.body
            fresh = answer.etag and self.headers.get("if-none-match") == answer.etag
            self.send_response(304 if fresh else answer.status)
            self.send_header("content-type", answer.media_type)
            for key, value in {**answer.headers, **({"etag": answer.etag} if answer.etag else {})}.items():
                self.send_header(key, value)
            if not answer.endless:
                self.send_header("content-length", str(0 if fresh else len(body)))
            self.end_headers()
            try:
                while not fresh:
                    self.wfile.write(body)
                    if not answer.endless:
                        break
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    def make(*pages: list[str], title: str = "", password: str = "") -> bytes:
        writer = PdfWriter()
        font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                                 NameObject("/BaseFont"): NameObject("/Helvetica")})
        for lines in pages:
            page = writer.add_blank_page(595, 842)
            drawn = "\n".join(f"({line}) Tj T*" for line in lines)
            stream = StreamObject()
            stream.set_data(f"BT /F1 12 Tf 14 TL 50 800 Td\n{drawn}\nET".encode("latin-1"))
            page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
            page[NameObject("/Contents")] = writer._add_object(stream)
        if title:
            writer.add_metadata({"/Title": title})
        if password:
            writer.encrypt(password, algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return make


@pytest.fixture
def article() -> str:
    return """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Larkhill Post opens a grading suite | The Vertical Desk</title>
<meta property="og:title" content="Larkhill Post opens a grading suite"><meta property="og:site_name" content="The Vertical Desk">
<meta property="article:published_time" content="2026-02-13T09:00:00Z"><link rel="canonical" href="https://vertical.example/larkhill?utm_source=x#top"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<article><h1>Larkhill Post opens a grading suite</h1>
<p>Larkhill Post has opened a grading suite in Lisbon, and it offers finishing to Brightpane from this week on, the company said.</p>
<p>The suite is meant for short vertical drama, which needs dozens of episodes a week, each of them graded within a day or two of the shoot.</p>
<p>Brightpane’s chief buyer, Ana Reis, called the arrangement a relief; the platform had been sending its work to three houses until now.</p>
</article><footer>Share this on social media. Copyright. Cookies.</footer></body></html>"""
