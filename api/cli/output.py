"""Tables, CSV, JSON to stdout; progress to stderr.

stdout holds results alone; progress is drawn only where stderr is a terminal, and only for work that takes longer than two
seconds.
"""

from __future__ import annotations

import csv
import io
import shutil
import sys
import textwrap
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
Write = Callable[[str], object]

PATIENCE_SECONDS = 2.0
_LEAST_COLUMN = 16
_NAME = 32
"""Characters up to which a cell is a name, which is better not wrapped."""


def write(text: str) -> None:
    """Text to stdout, as UTF-8 whatever the locale says; a lone surrogate is written as an escape."""
    data = text.encode("utf-8", "backslashreplace")
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode("utf-8"))
    else:
        sys.stdout.flush()
        buffer.write(data)


def line(text: str = "") -> None:
    """One line to stdout."""
    write(text + "\n")


def note(text: str) -> None:
    """One line to stderr: what isn't a result."""
    sys.stderr.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")
    sys.stderr.flush()


def json_text(value: Any) -> str:
    """JSON on one line, names as they are."""
    import json

    return json.dumps(value, ensure_ascii=False)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """RFC 4180, with a header."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return out.getvalue()


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, width: int | None = None) -> str:
    """A plain table as wide as the terminal (100 where there is none), long cells wrapped; ends in a newline."""
    cells = [[_clean(cell) for cell in row] for row in rows]
    wide = width or shutil.get_terminal_size((100, 24)).columns
    widths = _widths([[_clean(name) for name in columns], *cells], wide - 2 * (len(columns) - 1))
    out = [_row([_clean(name) for name in columns], widths), "  ".join("─" * size for size in widths)]
    out += [_row(row, widths) for row in cells]
    return "\n".join(out) + "\n"


def wrapped(text: str, *, indent: str = "", width: int | None = None) -> str:
    """Prose at the width of the terminal, at most 110."""
    wide = min(width or shutil.get_terminal_size((100, 24)).columns, 110)
    return textwrap.fill(_clean(text), wide, initial_indent=indent, subsequent_indent=indent, break_long_words=False,
                         break_on_hyphens=False)


def progress(items: Iterable[T], what: str, *, total: int | None = None) -> Iterator[T]:
    """The items, with a bar on stderr from the second second on, where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    started = time.monotonic()
    bar = None
    task = None
    try:
        for number, item in enumerate(items):
            if bar is None and time.monotonic() - started > PATIENCE_SECONDS:
                bar, task = _bar(what, total)
            if bar is not None and task is not None:
                bar.update(task, completed=number)
            yield item
    finally:
        if bar is not None:
            bar.stop()


@contextmanager
def working(what: str) -> Iterator[None]:
    """A sign of life on stderr for work that can't be counted, where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def _bar(what: str, total: int | None) -> tuple[Any, Any]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
                   console=Console(stderr=True), transient=True)
    bar.start()
    return bar, bar.add_task(what, total=total)


def _clean(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return " ".join("".join(c if c.isprintable() or c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text).split())


def _wide(text: str) -> int:
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Each column as wide as its widest cell; where that is too much, prose gives way before names, the shortest first."""
    full = [max(max((_wide(row[place]) for row in rows), default=1), 1) for place in range(len(rows[0]))]
    widths = list(full)
    while sum(widths) > room and max(widths) > _LEAST_COLUMN:
        prose = [place for place, width in enumerate(widths) if full[place] > _NAME and width > _LEAST_COLUMN]
        widths[min(prose, key=lambda place: full[place] / widths[place]) if prose else widths.index(max(widths))] -= 1
    return widths


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    lines = [textwrap.wrap(cell, size, break_on_hyphens=False) or [""] for cell, size in zip(cells, widths, strict=True)]
    tall = max(map(len, lines))
    out = []
    for number in range(tall):
        parts = [column[number] if number < len(column) else "" for column in lines]
        out.append("  ".join(part + " " * (size - _wide(part)) for part, size in zip(parts, widths, strict=True)).rstrip())
    return "\n".join(out)
