"""All long runs, one after the other.

    python -m benchmarks.soak [crash|hostile|readers …]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from benchmarks.soak import crash, hostile, readers

RUNS: dict[str, tuple[Callable[[Sequence[str]], None], tuple[str, ...]]] = {
    "crash": (crash.main, ()),
    "hostile": (hostile.main, ("--cases", "10000")),
    "readers": (readers.main, ()),
}
"""Each with its options."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("which", nargs="*", choices=[*RUNS, []], help="all, if none is named")
    for name in parser.parse_args(arguments).which or RUNS:
        run, options = RUNS[name]
        run(options)


if __name__ == "__main__":
    main()
