"""One writer; readers open a published generation that nobody changes any more.

    workshop/              the writer's store; workshop.json beside it says where it stands, and is absent while it is worked on
    generations/00000007/  one generation: store/, position.json, sizes.json, and the file `held` that readers lock while they use it;
                           and `damaged`, where a reader has found it so

A generation is made under another name and renamed, so that what has its name is whole. A workshop that was left in the
middle of work is thrown away and begun again from the newest generation: no half-done work is ever continued. An engine
opens its files when it needs them, so that unlinking them under a reader is no way: a generation is removed only by who
gets its lock for himself alone.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from graph.views.following import Position

KEEP = 2
"""How many generations stay, the newest included, even if nobody uses them."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of a view: its number, its folder, and the position it shows."""

    number: int
    folder: Path
    position: Position

    @property
    def store(self) -> Path:
        return self.folder / "store"

    def whole(self) -> bool:
        """Whether its files are there in the sizes in which they were published, and nobody has found one damaged."""
        try:
            told = json.loads((self.folder / "sizes.json").read_text("utf-8"))
        except FileNotFoundError:
            told = None  # of an earlier version
        except (OSError, ValueError):
            return False
        return not (self.folder / "damaged").exists() and (told is None or told == _sizes(self.store))

    def damaged(self) -> None:
        """Mark it: the next sync builds the graph anew."""
        with suppress(OSError):
            (self.folder / "damaged").touch()


class Generations:
    """The generations and the workshop of one view, in one folder; it creates nothing until somebody writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workshop = folder / "workshop"
        self._published = folder / "generations"
        self._mark = folder / "workshop.json"

    # --- readers

    def newest(self) -> Generation | None:
        """The newest generation that is whole."""
        return next(self.all(), None)

    def all(self) -> Iterator[Generation]:
        """Every generation that is whole, newest first."""
        for number in sorted(self._numbers(), reverse=True):
            folder = self._published / f"{number:08d}"
            position = _read(folder / "position.json")
            if position is not None:
                yield Generation(number, folder, position)

    def hold(self, generation: Generation) -> int | None:
        """Keep a generation from being removed until the handle that this gives is closed; None: it is gone already."""
        try:
            handle = os.open(generation.folder / "held", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(handle), os.stat(generation.folder / "held")):
                return handle
        except OSError:
            pass
        os.close(handle)
        return None

    def size(self) -> int:
        """How many bytes the newest generation has."""
        newest = self.newest()
        return sum(file.stat().st_size for file in newest.store.rglob("*") if file.is_file()) if newest else 0

    # --- the writer, who holds a lock of the home all the while

    def standing(self) -> Position | None:
        """Where the workshop stands; None where it was left in the middle of work, or never was."""
        return _read(self._mark) if self.workshop.is_dir() else None

    @contextmanager
    def work(self, reached: Position) -> Iterator[Path]:
        """The workshop, to be brought to a position; if this ends otherwise than well, it counts as left half-done."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._mark.unlink(missing_ok=True)
        yield self.workshop
        _write(self._mark, reached)

    def abandon(self) -> None:
        """Throw the workshop away."""
        self._mark.unlink(missing_ok=True)
        shutil.rmtree(self.workshop, ignore_errors=True)

    def adopted(self, position: Position) -> None:
        """The workshop is whole and stands at a position."""
        _write(self._mark, position)

    def publish(self, position: Position, copy: Callable[[Path], None]) -> Generation:
        """Make a generation: `copy` puts a copy of the workshop where it is told, on the same file system."""
        self._published.mkdir(parents=True, exist_ok=True)
        number = max(self._numbers(), default=0) + 1
        made = self._published / f".making-{number:08d}"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        copy(made / "store")
        (made / "held").touch()
        (made / "sizes.json").write_text(json.dumps(_sizes(made / "store")), "utf-8")
        _write(made / "position.json", position)
        folder = self._published / f"{number:08d}"
        made.rename(folder)
        return Generation(number, folder, position)

    def sweep(self) -> None:
        """Remove what nobody needs: all but the last generations and those that a reader holds, and what a crash left."""
        for left in (*self._published.glob(".making-*"), *self._published.glob(".gone-*")):
            shutil.rmtree(left, ignore_errors=True)
        whole = [generation.number for generation in self.all()]
        for number in sorted(self._numbers() - set(whole[:KEEP])):
            _remove(self._published / f"{number:08d}", self._published / f".gone-{number:08d}")

    def clear(self) -> None:
        """Remove all: the view is as if it had never been made. Readers that hold a generation lose it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _numbers(self) -> set[int]:
        try:
            return {int(entry) for entry in os.listdir(self._published) if entry.isdecimal()}
        except FileNotFoundError:
            return set()


def _sizes(store: Path) -> dict[str, int]:
    """The files of a store with their sizes; an engine's lock is no part of it."""
    files = (file for file in sorted(store.rglob("*")) if file.is_file() and file.name != "LOCK")
    return {str(file.relative_to(store)): file.stat().st_size for file in files}


def _remove(folder: Path, gone: Path) -> None:
    """Remove a generation unless a reader holds it."""
    (folder / "held").touch()
    handle = os.open(folder / "held", os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
    except OSError:
        _log.debug("%s is still in use", folder)
    finally:
        os.close(handle)


def _read(path: Path) -> Position | None:
    try:
        return Position.from_json(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, position: Position) -> None:
    """Write a file so that it is there whole or not at all."""
    made = path.with_name(f".{path.name}.making")
    with made.open("w", encoding="utf-8") as file:
        json.dump(position.to_json(), file)
        file.flush()
        os.fsync(file.fileno())
    made.rename(path)
