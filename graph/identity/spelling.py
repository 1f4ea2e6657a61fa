"""How many mistakes lie between what was typed and a name: letters wrong, left out, put in, or two of them swapped."""

from __future__ import annotations


def within_mistakes(typed: str, name: str, most: int, *, whole: bool) -> int | None:
    """The fewest mistakes that make the name, or unless `whole` a beginning of it, of what was typed; None where it takes more.

    >>> within_mistakes("larkhlil po", "larkhill post", 2, whole=False)
    1
    """
    name = name if whole else name[:len(typed) + most]
    if abs(len(typed) - len(name)) > most and (whole or len(name) < len(typed)):
        return None
    same = 0
    for one, other in zip(typed, name):
        if one != other:
            break
        same += 1
    typed, name = typed[same:], name[same:]
    if not typed:
        return 0 if not whole or len(name) == 0 else len(name) if len(name) <= most else None
    if len(set(typed) - set(name)) > most:
        return None
    found = _distance(typed, name, most, whole=whole)
    return found if found <= most else None


def _distance(typed: str, name: str, most: int, *, whole: bool) -> int:
    """By rows of the table of distances (optimal string alignment), of which only a band around the diagonal counts."""
    far = most + 1
    before: list[int] = []
    row = list(range(len(name) + 1))
    for at, letter in enumerate(typed, start=1):
        further = [at] + [far] * len(name)
        for place in range(max(1, at - most), min(len(name), at + most) + 1):
            other = name[place - 1]
            best = min(row[place] + 1, further[place - 1] + 1, row[place - 1] + (letter != other))
            if at > 1 and place > 1 and letter == name[place - 2] and typed[at - 2] == other:
                best = min(best, before[place - 2] + 1)
            further[place] = best
        if min(further) > most:
            return far
        before, row = row, further
    return row[-1] if whole else min(row)
