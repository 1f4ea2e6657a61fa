"""graph.identity.spelling: mistakes are counted as a whole table of distances counts them."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.identity.spelling import within_mistakes

NAMES = st.text("abcd é", max_size=9)


def table(typed: str, name: str) -> list[int]:
    """The last row of the whole table: how far the typed text is from each beginning of the name."""
    rows = [list(range(len(name) + 1))]
    for at in range(1, len(typed) + 1):
        row = [at]
        for place in range(1, len(name) + 1):
            best = min(rows[at - 1][place] + 1, row[place - 1] + 1, rows[at - 1][place - 1] + (typed[at - 1] != name[place - 1]))
            if at > 1 and place > 1 and typed[at - 1] == name[place - 2] and typed[at - 2] == name[place - 1]:
                best = min(best, rows[at - 2][place - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1]


@settings(derandomize=True, deadline=None, max_examples=400)
@given(typed=NAMES, name=NAMES, most=st.integers(1, 3), whole=st.booleans())
@example(typed="ab", name="ba", most=1, whole=True)
@example(typed="", name="abcd", most=1, whole=True)
@example(typed="abd", name="ab", most=1, whole=False)
@example(typed="aab", name="aba", most=1, whole=False)
def test_as_a_whole_table_counts(typed: str, name: str, most: int, whole: bool) -> None:
    row = table(typed, name)
    fewest = row[-1] if whole else min(row)
    assert within_mistakes(typed, name, most, whole=whole) == (fewest if fewest <= most else None)


def test_a_beginning_is_enough_unless_the_whole_is_asked_for() -> None:
    assert within_mistakes("brigth", "brightpane", 1, whole=False) == 1
    assert within_mistakes("brigth", "brightpane", 1, whole=True) is None
