"""The writer beside `benchmarks.soak.readers`: one document after the other until it is ended.

    python -m benchmarks.soak.readers_writer RECORD-URL FIRST
"""

from __future__ import annotations

import itertools
import sys

from benchmarks.building import NOW
from benchmarks.soak.readers import WORLD
from graph.record import Record


def main(url: str, first: int) -> None:
    record = Record.open(url)
    writer = record.writer()
    for number in itertools.count(first):
        writer.write(WORLD.reading(number), now=NOW)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
