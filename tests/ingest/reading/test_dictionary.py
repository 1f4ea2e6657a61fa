from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.reading.dictionary import Dictionary, tokens_of


def test_tokens_know_their_places() -> None:
    tokens = tokens_of("P&V, it's micro-drama")
    assert tokens.shown == ("P", "&", "V", ",", "it", "'", "s", "micro", "-", "drama")
    assert tokens.folded[0] == "p"
    assert (tokens.starts[4], tokens.ends[4]) == (5, 7)


def test_longest_first_and_several_values() -> None:
    known: Dictionary[int] = Dictionary()
    known.add("Tandem", 1)
    known.add("tandem labs", 2)
    known.add("Tandem", 3)
    known.add("—", 4)
    known.add("  ", 5)
    assert len(known) == 3
    assert [(length, list(values)) for length, values in known.at(tokens_of("TANDEM LABS"), 0)] == [(2, [2]), (1, [1, 3])]
    assert list(known.at(tokens_of("labs tandem"), 0)) == []


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.text("ab -", min_size=1, max_size=8), max_size=6), st.text("ab -", max_size=20))
def test_what_is_found_has_the_tokens_of_a_name(names: list[str], text: str) -> None:
    known: Dictionary[str] = Dictionary()
    for name in names:
        known.add(name, name)
    tokens = tokens_of(text)
    for place in range(len(tokens)):
        for length, values in known.at(tokens, place):
            for value in values:
                assert tokens_of(value).folded == tokens.folded[place:place + length]
