"""What every benchmark prints: the machine, then a table; progress goes to stderr."""

from __future__ import annotations

import os
import platform
import resource
import sqlite3
import statistics
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("sqlalchemy", "spacy", "pyoxigraph", "fastapi")


def machine(packages: Iterable[str] = PACKAGES) -> str:
    """Cores, processor and versions; no name by which the machine could be found."""
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}",
                *(f"{name} {version(name)}" for name in packages)]
    return f"{os.cpu_count()} cores, {_processor()}, {_memory()} GB; {platform.system()} {platform.machine()}; {', '.join(versions)}"


def show(title: str, head: Sequence[str], rows: Iterable[Sequence[object]], notes: Iterable[str] = ()) -> None:
    """A table under its title; numbers to the right."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    print(f"\n{title}\n")
    for number, row in enumerate(cells):
        print("  " + "  ".join(cell.ljust(width) if not column else cell.rjust(width)
                               for column, (cell, width) in enumerate(zip(row, widths))).rstrip())
        if not number:
            print("  " + "  ".join("-" * width for width in widths))
    for note in notes:
        print(f"  {note}")
    sys.stdout.flush()


def say(text: str) -> None:
    """Progress."""
    print(text, file=sys.stderr, flush=True)


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def ratio(one: Sequence[float], other: Sequence[float]) -> str:
    """How many times more the middle one of the first takes."""
    return f"{statistics.median(one) / statistics.median(other):.2f}"


def peak() -> float:
    """The most memory that this process has held, in MB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used / 1024


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    if told.is_file():
        for line in told.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or "processor unknown"


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
