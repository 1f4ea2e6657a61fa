"""What it takes to find or start a server for the tests: a free port, a lock between processes, and why there is none."""

from __future__ import annotations

import fcntl
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Unavailable(Exception):
    """No server, and why."""


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def missing(*programs: str) -> str:
    """Which of some programs this machine hasn't, in words; empty where it has them all."""
    absent = [name for name in programs if shutil.which(name) is None]
    return f"this machine has no {' and no '.join(absent)}" if absent else ""


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold a lock between processes."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
