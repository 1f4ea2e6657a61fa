"""What the server said of a feed when it was last read in full (ETag, Last-Modified), so that it need not send it again.

Kept in a small JSON file. It holds for one stamp only (the record and the reader that read the entries): with another one
everything is asked for anew. Nothing is kept before all entries have been had and `save` is called: a run that is broken
off asks again.
"""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

log = logging.getLogger(__name__)

Validators = tuple[tuple[str, str], ...]
_NAMES = ("etag", "last-modified")


class FeedMemory:
    """Validators by address. Without a path nothing is remembered."""

    def __init__(self, path: Path | None = None, *, stamp: str = "") -> None:
        self._path = path
        self._stamp = stamp
        self._kept: dict[str, Validators] = _load(path, stamp) if path else {}
        self._noted: dict[str, Validators] = {}
        self._done: dict[str, Validators] = {}

    def validators(self, url: str) -> Validators:
        """What to ask with; empty for what is unknown."""
        return self._kept.get(url, ())

    def note(self, url: str, validators: Validators) -> None:
        """What a server says of an address that was fetched just now."""
        if self._path is not None:
            self._noted[url] = validators

    def done(self, url: str) -> None:
        """All entries of the feed at this address were had."""
        if validators := self._noted.get(url):
            self._done[url] = validators

    def save(self) -> None:
        """Keep what is done. Called when all that was read is in the record."""
        if self._path is None or not self._done:
            return
        self._kept |= self._done
        self._done.clear()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(self._path.name + ".new")
        told = {"stamp": self._stamp, "feeds": {url: dict(validators) for url, validators in sorted(self._kept.items())}}
        beside.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
        os.replace(beside, self._path)


def _load(path: Path, stamp: str) -> dict[str, Validators]:
    try:
        told = json.loads(path.read_text("utf-8"))
        if told["stamp"] != stamp:
            return {}
        return {str(url): tuple((name, str(kept[name])) for name in _NAMES if name in kept) for url, kept in told["feeds"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("%s can't be read (%s): feeds are asked for anew", path, error)
        return {}
