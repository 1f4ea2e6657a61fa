"""graph.identity.names: which spellings are one name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.identity.names import fold, sort_key


@pytest.mark.parametrize(("one", "other"), [
    ("The Lantern Works", "lantern works"), ("LANTERN  WORKS", "Lantern Works"), ("Lantern Works, Inc.", "Lantern Works"),
    ("Lantern Works Co., Ltd.", "Lantern Works"), ("Café Minnow", "Cafe Minnow"), ("O’Hara", "O'Hara"), ("O'Hara", "OHara"),
    ("Reed-Box", "Reed Box"), ("Ｒｅｅｄｂｏｘ", "Reedbox"), ("\u0130stanbul", "istanbul"), ("ﬁnishing", "finishing"),
    ("“Salt & Rose”", "Salt & Rose"),
])
def test_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [
    ("Reedbox", "Reed Box"), ("Minnow+", "Minnow"), ("Salt & Rose", "Salt Rose"), ("Studio 8", "Studio 9"), ("北京", "北平"),
    ("The", "A"), ("が", "か"),
])
def test_two_names(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("name", ["The", "Inc", "...", "★", "?!", "an"])
def test_what_is_made_of_nothing_else_keeps_something(name: str) -> None:
    assert fold(name)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(min_size=1, max_size=30))
def test_folding_twice_is_folding_once_and_nothing_is_lost(name: str) -> None:
    folded = fold(name)
    assert folded
    assert fold(folded) == folded
    assert sort_key(name) == folded


# --- scripts other than Latin


@pytest.mark.parametrize(("one", "other"), [
    ("Ёлкин Дом", "ЕЛКИН ДОМ"), ("Μύλος", "ΜΥΛΟΣ"), ("\u304b\u3099", "\u304c"), ("\u1112\u1161\u11ab", "\ud55c"),
    ("شَرِكَة", "شركة"), ("שָׁלוֹם", "שלום"), ("हिन्दी (फ़िल्म)", "हिन्दी फ़िल्म"), ("Quill ☕\ufe0f Box", "Quill Box")])
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("\u304b", "\u304c"), ("दिन", "दान"), ("हिन्दी", "हिन्दि"), ("ไม้", "ไม"), ("கல்", "கால்")])
def test_vowel_signs_and_tones_tell_names_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_mark_without_a_letter_is_kept_as_it_is() -> None:
    assert fold("\u093f") == "\u093f"
