"""What a target stands for: standard input, an address, a file, a folder (recursive, sorted), a glob.

Hidden files are left out of folders and globs, and only regular files are opened: a pipe or a device would wait for ever.
"""

from __future__ import annotations

import glob
import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from graph.errors import SourceError
from ingest.sources.addresses import address, is_url
from ingest.sources.content import HEAD, Content

STDIN = "-"


def expand(target: str) -> Iterator[str]:
    """The single sources that a target stands for, in order. Raises SourceError where there is none."""
    if target == STDIN or is_url(target):
        yield target
    elif os.path.isdir(target):
        found = False
        for path in _below(target):
            found = True
            yield path
        if not found:
            raise SourceError(target, "a folder without files")
    elif os.path.lexists(target):
        yield target
    elif glob.has_magic(target):
        yield from _matches(target)
    else:
        raise SourceError(target, "no such file or folder")


def same(source: str) -> str:
    """What is equal for two spellings of one source."""
    if source == STDIN:
        return STDIN
    return (address(source) or source) if is_url(source) else os.path.realpath(source)


def find(source: str, stdin: BinaryIO | None = None) -> Content:
    """The content of a single source, opened no further than its head. Raises SourceError."""
    if is_url(source):
        return Content(source)
    if source == STDIN:
        return _piped(stdin or sys.stdin.buffer)
    try:
        kind = os.stat(source).st_mode
        if not stat.S_ISREG(kind):
            raise SourceError(source, "not a regular file; what comes from a pipe is read by `-`")
        with open(source, "rb") as stream:
            head = stream.read(HEAD)
    except FileNotFoundError as error:
        raise SourceError(source, "a link to a file that is gone" if os.path.islink(source) else "no such file") from error
    except (OSError, ValueError) as error:
        raise SourceError(source, f"can't be opened ({getattr(error, 'strerror', None) or error})") from error
    return Content(source, lambda: open(source, "rb"), head, Path(source).name)


def _below(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield os.path.join(place, name)


def _matches(pattern: str) -> Iterator[str]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        raise SourceError(pattern, "nothing matches")
    for path in matches:
        if not os.path.isdir(path):
            yield path
        elif not pattern.endswith(("**", "**/")):
            yield from _below(path)


def _piped(stdin: BinaryIO) -> Content:
    """Standard input, which can be read once: its head is read now, the rest when it is opened."""
    head = stdin.read(HEAD)
    return Content(STDIN, lambda: io.BufferedReader(_Joined(head, stdin)), head)


class _Joined(io.RawIOBase):
    """Some bytes, and a stream that goes on after them. Closing it leaves the stream open."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        piece, self._head = self._head[: len(buffer)], self._head[len(buffer):]
        piece = piece or self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
