"""What reads questions, as this room needs it: `ingest.reading.Reader` is one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ingest.reading import Found, Sentence


class Language(Protocol):
    """Words of a text, and the relations of a sentence with holes."""

    def tokenise(self, text: str) -> list[tuple[str, int, int]]: ...

    def read_words(self, words: Sequence[tuple[str, str, str, str]], *, nouns: bool = True) -> tuple[Sentence, list[Found]]: ...
