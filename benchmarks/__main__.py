"""All benchmarks, one after the other, each at its own size or at one that fits a coffee.

    python -m benchmarks [record|reading|queries|engines|networks|api …] [--small]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from benchmarks import api, engines, networks, queries, reading, record

BENCHMARKS: dict[str, tuple[Callable[[Sequence[str]], None], tuple[str, ...]]] = {
    "record": (record.main, ("--claims", "100000", "--documents", "5000", "--entities", "20000")),
    "reading": (reading.main, ("--words", "40000")),
    "queries": (queries.main, ("--size", "50000")),
    "engines": (engines.main, ("--claims", "5000", "--entities", "5000", "--repeat", "20", "--changes", "100")),
    "networks": (networks.main, ("--size", "20000", "--entities", "20000", "--whole")),
    "api": (api.main, ("--claims", "20000", "--requests", "200", "--questions", "10")),
}
"""Each with the options that make it small."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("which", nargs="*", choices=[*BENCHMARKS, []], help="all, if none is named")
    parser.add_argument("--small", action="store_true", help="sizes that take a few minutes in all")
    options = parser.parse_args(arguments)
    for name in options.which or BENCHMARKS:
        run, small = BENCHMARKS[name]
        run(small if options.small else ())


if __name__ == "__main__":
    main()
