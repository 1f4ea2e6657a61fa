"""Syncs a view of a home and ends itself by SIGKILL at the nth call of something; run as a process of its own.

    python -m tests.graph.views.killed URL HOME VIEW FUNCTION (before|after) TIMES
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from graph.home import Home
from graph.record import Record
from graph.views import VIEWS
from tests.graph.views.world import TODAY

ROOT = Path(__file__).parents[3]


def killed(record: Record, home: Home, view: str, function: str, when: str = "before", times: int = 1) -> bool:
    """Whether a sync in another process was ended at a call of `function` (module.name, or module:Class.name)."""
    told = [record.url, str(home.path), view, function, when, str(times)]
    return subprocess.run([sys.executable, "-m", __name__, *told], cwd=ROOT, check=False).returncode == -signal.SIGKILL


def main(url: str, home: str, view: str, function: str, when: str, times: str) -> None:
    owner, _, name = function.rpartition(".")
    original, left = getattr(resolve_name(owner), name), int(times)

    def wrapped(*given: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if not left and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        found = original(*given, **named)
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    setattr(resolve_name(owner), name, wrapped)
    VIEWS[view](Home(Path(home))).sync(Record.open(url), day=TODAY)


if __name__ == "__main__":
    main(*sys.argv[1:])
