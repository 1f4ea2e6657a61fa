"""What tells near copies of a text: its runs of three words, hashed, and bands of their smallest hashes (MinHash).

Two texts are near copies where they share at least four in five of the runs that either has (Jaccard). Of such a pair 19 in 20
share a band, of a pair that shares nine in ten all but one in a thousand; of unrelated texts hardly any do. Bands are kept by the
record: who changes how they are made writes a migration that makes them anew.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS = 3
BANDS, ROWS = 8, 5
ALIKE = 0.8
_WORD = re.compile(r"\w+")
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


@dataclass(frozen=True, slots=True)
class Sketch:
    """The hashes of a text's runs of words, in order, each once; and its bands, each a whole number below 2⁶³."""

    shingles: NDArray[np.uint64]
    bands: tuple[int, ...]


def sketch(text: str | None) -> Sketch | None:
    """Of a text; none where it has no words."""
    words = _WORD.findall(text.casefold()) if text else []
    if not words:
        return None
    import numpy as np  # who only asks doesn't wait for it

    hashes = np.array([_hashed(word) for word in words], dtype=np.uint64)
    width = min(WORDS, len(hashes))
    runs = np.zeros(len(hashes) - width + 1, dtype=np.uint64)
    for place in range(width):
        runs = _mixed(runs * np.uint64(_STEP) + hashes[place:len(hashes) - width + 1 + place])
    shingles = np.unique(runs)
    seeds = np.arange(1, BANDS * ROWS + 1, dtype=np.uint64) * np.uint64(_STEP)
    least = _mixed(shingles[None, :] ^ seeds[:, None]).min(axis=1).reshape(BANDS, ROWS)
    bands = np.arange(1, BANDS + 1, dtype=np.uint64)
    for row in range(ROWS):
        bands = _mixed(bands * np.uint64(_STEP) + least[:, row])
    return Sketch(shingles, tuple(int(band) >> 1 for band in bands))


def alike(left: Sketch, right: Sketch) -> bool:
    """Whether two texts are near copies."""
    import numpy as np

    small, large = sorted((len(left.shingles), len(right.shingles)))
    if small < ALIKE * large:
        return False
    shared = len(np.intersect1d(left.shingles, right.shingles, assume_unique=True))
    return shared >= ALIKE * (small + large - shared)


def key(document: str) -> int:
    """By which bands name a document: a whole number below 2⁶³."""
    return int.from_bytes(hashlib.blake2b(document.encode(), digest_size=8).digest()) >> 1


@lru_cache(maxsize=50_000)
def _hashed(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each value led to one that tells nothing of it (the last steps of splitmix64)."""
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(_FIRST)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(_SECOND)
    return values ^ (values >> np.uint64(31))
