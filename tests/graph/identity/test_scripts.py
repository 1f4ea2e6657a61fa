"""graph.identity.names: what tells names apart, and what doesn't, in scripts other than Latin."""

from __future__ import annotations

import pytest

from graph.identity.names import fold


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
