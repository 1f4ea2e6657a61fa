"""The only place that configures logging; everyone else calls logging.getLogger(__name__).

Log lines go to stderr: warnings by default, `-v` adds what is done, `-v -v` what is worth knowing when it goes wrong. As JSON,
one object a line.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import Literal, TextIO

LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)
OURS = ("api", "queries", "ingest", "graph", "reelgraph")
ACCESS = ("request_id", "route", "status", "seconds")
"""What a line of the access log (reelgraph.access) carries beside its message."""


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        told = {"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)), "level": record.levelname.lower(),
                "logger": record.name, "message": record.getMessage()}
        told.update((name, getattr(record, name)) for name in ACCESS if hasattr(record, name))
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=True)


def configure(verbosity: int, *, format: Literal["text", "json"] = "text", stream: TextIO | None = None) -> None:
    """Send the log of this process to stderr, once; called again, it replaces what it set. Libraries speak from `-v -v` on."""
    level = LEVELS[min(max(verbosity, 0), len(LEVELS) - 1)]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if format == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if level == logging.DEBUG else logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
