"""How many mistakes lie between what was typed and a name: letters wrong, left out, put in, or two of them swapped."""

from __future__ import annotations

from rapidfuzz.distance import OSA


def within_mistakes(typed: str, name: str, most: int, *, whole: bool) -> int | None:
    """The fewest mistakes that make the name, or unless `whole` a beginning of it, of what was typed; None where it takes more.

    >>> within_mistakes("larkhlil po", "larkhill post", 2, whole=False)
    1
    """
    ends = [len(name)] if whole else range(max(0, len(typed) - most), min(len(name), len(typed) + most) + 1)
    fewest = min((OSA.distance(typed, name[:end], score_cutoff=most) for end in ends), default=most + 1)
    return fewest if fewest <= most else None
