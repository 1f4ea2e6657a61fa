"""Ends the servers of a run that can't end them itself, because it was killed.

    python -m tests.servers.watch FOLDER

Every process of a run holds the run's folder (`hold`). The watch, a process of its own, waits until nobody does; then it stops what
still runs there and removes the folder.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_held: dict[Path, int] = {}


def hold(shared: Path) -> None:
    """Hold a run's folder until this process ends, however it does."""
    if shared not in _held:
        _held[shared] = os.open(_file(shared), os.O_CREAT | os.O_RDWR)
        fcntl.flock(_held[shared], fcntl.LOCK_SH)


def begin(shared: Path) -> None:
    """Start the watch over a folder that is held."""
    subprocess.Popen([sys.executable, "-m", "tests.servers.watch", str(shared)], cwd=_ROOT, stdin=subprocess.DEVNULL,
                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def main(shared: Path) -> None:
    with _file(shared).open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if shared.exists():
            from tests.servers import postgresql  # not before it is needed: a watch that waits is small

            postgresql.stop(shared)
            shutil.rmtree(shared, ignore_errors=True)


def _file(shared: Path) -> Path:
    return shared / "held"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
