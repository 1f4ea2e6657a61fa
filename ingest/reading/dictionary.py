"""One dictionary of token tuples for all names that are known beforehand: longest match, whole words, one pass.

Its cost depends on the length of the text and not on how many names it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")
_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of a text: where each begins and ends, and what it is without case."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    shown: tuple[str, ...]
    folded: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.starts)


def tokens_of(plain: str) -> Tokens:
    """The tokens of a normalised text."""
    found = [(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(plain)]
    shown = tuple(word for _, _, word in found)
    return Tokens(tuple(start for start, _, _ in found), tuple(end for _, end, _ in found), shown, tuple(map(_fold, shown)))


@lru_cache(maxsize=65536)
def _fold(word: str) -> str:
    return word.casefold()


class Dictionary(Generic[T]):
    """Names by their tokens; several values may share a name."""

    def __init__(self) -> None:
        self._table: dict[tuple[str, ...], list[T]] = {}
        self._lengths: dict[str, list[int]] = {}

    def add(self, plain: str, value: T) -> None:
        """Add a normalised name; nothing happens if it holds no token."""
        key = tokens_of(plain).folded
        if not key:
            return
        self._table.setdefault(key, []).append(value)
        lengths = self._lengths.setdefault(key[0], [])
        if len(key) not in lengths:
            lengths.append(len(key))
            lengths.sort(reverse=True)

    def __len__(self) -> int:
        return len(self._table)

    def at(self, tokens: Tokens, place: int) -> Iterator[tuple[int, Sequence[T]]]:
        """All names that begin at a token, longest first: how many tokens, and the values."""
        folded = tokens.folded
        for length in self._lengths.get(folded[place], ()):
            if place + length <= len(folded) and (values := self._table.get(folded[place:place + length])):
                yield length, values
