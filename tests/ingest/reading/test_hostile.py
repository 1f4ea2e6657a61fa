"""Text that nobody should write: it is read to its end, without a crash, and every offset points at what it says."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.document import Document, Reading
from ingest.reading import Reader

SAID = "Tern Media has bought the vertical app Kettle from Ana Reis for $12 million, the studio said on March 3."
SENTENCE = "Tern Media, the studio behind “Salt Roses”, has bought the vertical app Kettle from Ana Reis and "
MARKS = "\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2069\u00ad\x01\x07\x08\x0b\x0c\x1b\x7f\x85\u2028\u2029\ufffd"
PARTS = (
    "(", ")", "((", '"', "“", "”", "'", "’s", "«", "[", "<", "&amp;", "<b>", "|", "||", "#", "##", "- ", "• ", "-", "--", "—", "/", "\\", ":", "; ", ",", ".",
    "...", "?!", "$", "$1,000", "€", "1", "12:30", "March 3, 2026", "2026-03-03", "%", "+", "→", "×", "@", "a@b.c", "http://a.b/c?d=e", "www.", "\n", "\n\n",
    "\t", "\r\n", " ", "  ", "---\n", "Kettle", "Kettle's", "Tern Media", "Ana Reis", "“Salt Roses”", "the", "The", "A", "a", "I", "of", "and", "who", "whose",
    "which", "it", "its", "has bought", "was acquired by", "in", "by", "with", "such as", "co-", "ex-", "-based", "Inc.", "Ltd", "CEO", "🎬", "👩‍👩‍👧", "é", "e\u0301",
    "微短剧", "नमस्ते", "مسلسل", "Платформа", "İ", "ß", "ﬁ", "ǅ", *MARKS)
"""What random texts are made of."""


def check(reader: Reader, text: str) -> Reading:
    """Read a text; everything that was found in it stands where it says."""
    reading = reader.read(Document("d", "d", text, published_on="2026-03-12"))
    for mention in reading.mentions:
        assert text[mention.start:mention.end] == mention.text
    assert all(first.end <= second.start for first, second in zip(reading.mentions, reading.mentions[1:]))
    for claim in reading.claims:
        evidence = claim.evidence
        assert evidence is not None
        assert text[evidence.start:evidence.end] == evidence.text
        assert all(0 <= start < end <= len(text) for _, start, end in evidence.arguments)
    return reading


def test_a_sentence_of_five_thousand_words(reader: Reader) -> None:
    text = SENTENCE * (5000 // len(SENTENCE.split()) + 1) + "left."
    assert len(text.split()) > 5000
    assert check(reader, text).mentions


@pytest.mark.parametrize("part", [
    "(", '"', "'", "“", "<", "🎬", "👩‍👩‍👧", "1", "1,", "A", "a", "Aa ", "AB ", "Kettle & ", "Kettle, ", "Kettle's ", "$1,000 ", "March 3, 2026, ", "a\n", "a\tb\n",
    "a | b | c\n", "- a\n", "A: ", "“Salt” ", "Kettle (K) ", "Signed for Kettle: ", "\u202e", "\u200b", "e\u0301", "\u2028", "\x01", "http://a/", "a@", "&amp;", "of King "])
def test_one_thing_over_and_over(reader: Reader, part: str) -> None:
    check(reader, part * (4000 // len(part)))


@pytest.mark.parametrize("mark", MARKS)
def test_marks_that_nobody_sees(reader: Reader, mark: str) -> None:
    check(reader, mark.join(SAID))
    check(reader, mark + SAID.replace(" ", f" {mark}") + mark)
    assert check(reader, f"{SAID}\n{mark}{mark}\n{SAID}").mentions


def test_names_beside_marks_and_scripts_are_still_found(reader: Reader) -> None:
    reading = check(reader, f"🎬🎬 \u202e{SAID}\u202c مسلسل 微短剧 {SAID}")
    assert {"Tern Media", "Ana Reis"} <= {mention.text for mention in reading.mentions}


def test_the_same_text_is_read_alike_whatever_was_read_before(reader: Reader) -> None:
    first = check(reader, SAID)
    for number in range(20):
        check(reader, " ".join(random.Random(number).choices(PARTS, k=60)))
    assert check(reader, SAID) == first


@settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=400))
def test_random_characters(reader: Reader, text: str) -> None:
    check(reader, text)


@settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PARTS), max_size=80), st.sampled_from(["", " "]))
def test_random_parts(reader: Reader, parts: list[str], between: str) -> None:
    check(reader, between.join(parts))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_random_strings(reader: Reader, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(1000):
        odd = [chr(rng.choice((rng.randrange(1, 0x250), rng.randrange(0x250, 0xD800), rng.randrange(0xE000, 0x30000)))) for _ in range(20)]
        check(reader, rng.choice(["", " "]).join(rng.choices([*PARTS, *odd], k=rng.randrange(1, 120))))
