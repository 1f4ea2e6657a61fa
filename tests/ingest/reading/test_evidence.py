from __future__ import annotations

import pytest

from ingest.lexicon.places import clues
from ingest.reading.evidence import clues_at, noun, own_clues, own_type, rule_types

WORDS = clues()


def around(text: str, name: str = "Quillmark") -> set[str]:
    start = text.index(name)
    return set(clues_at(text, start, start + len(name), WORDS, block=(0, len(text))))


@pytest.mark.parametrize(("text", "clue"), [
    ("The short-drama app Quillmark opened.", "noun:Platform"),
    ("Two post houses, Quillmark and Vale, opened.", "opens not"),
    ("Post houses such as Quillmark grade serials.", "noun:Studio"),
    ("Quillmark, a Lisbon post house, opened.", "apposition:Studio"),
    ("Quillmark, which is small, opened.", "opens"),
    ("Quillmark is a streaming app for serials.", "apposition:Platform"),
    ("Quillmark (퀼마크), the actress, left.", "apposition:Person"),
    ("Quillmark CEO Ana Reis left.", "role:Organization"),
    ("Quillmark's chief executive left.", "role:Organization"),
    ("It premiered on Quillmark in May.", "beside:Platform"),
    ("The Quillmark-backed lab closed.", "backed"),
    ("Quillmark's serials are free.", "possessive"),
    ("A study, \"Quillmark\", was read.", "noun:Publication"),
    ("It was sold by the studio. Quillmark paid.", "opens"),
    ("The lab used its own model, Quillmark, to make it.", "apposition:Tool"),
    ("Vale has Quillmark, its micro-drama service in Peru.", "apposition:Platform"),
    ("They turn it, the Quillmark vehicle, into a serial.", "beside:Person"),
    ("The former member Quillmark stars.", "noun:Person"),
    ("Quillmark has been cast as the baker.", "beside:Person"),
    ("The app opens in May, Quillmark hears.", "role:Publication"),
    ("Then Quillmark sponsored a serial.", "beside:Brand"),
])
def test_clues_around_a_name(text: str, clue: str) -> None:
    if clue == "opens not":
        assert "opens" not in around(text)
    else:
        assert clue in around(text)


def test_a_noun_of_the_sentence_before_says_nothing() -> None:
    assert not any(clue.startswith(("noun", "apposition")) for clue in around("It was sold by the studio. Quillmark paid, the studio said."))


def test_words_are_told_with_their_side() -> None:
    told = around("viewers watched Quillmark every evening")
    assert {"<1 watched", "<2 viewers watched", ">1 every", ">2 every evening", "~< viewers", "~> evening"} <= told


def test_nothing_beyond_the_block_is_seen() -> None:
    text = "an app\nQuillmark\nthe studio"
    assert not any(clue.startswith(("noun", "~")) for clue in clues_at(text, 7, 16, WORDS, block=(7, 16)))


@pytest.mark.parametrize(("name", "type_"), [
    ("Quillmark Studios", "Studio"), ("Quillmark Capital", "Organization"), ("Quillmark TV", "Platform"), ("Quillmark+", "Platform"),
    ("Vale Screen Festival", "Event"), ("Ana Bellreis", "Person"), ("Vale Weekly", "Publication"), ("Quillmark", None), ("Studios", None),
])
def test_what_a_name_says_by_itself(name: str, type_: str | None) -> None:
    assert own_type(name, WORDS) == type_


def test_the_shape_of_a_name() -> None:
    assert {"camel", "words 1", "has quill", "has mark", "tail ark"} <= set(own_clues("QuillMark", WORDS))
    assert {"capitals"} <= set(own_clues("QMK", WORDS))
    assert {"small inside", "apostrophe", "marks"} <= set(own_clues("Don't Tell the Baker!", WORDS))
    assert {"foreign"} <= set(own_clues("퀼마크", WORDS))
    assert {"small first"} <= set(own_clues("quillmark", WORDS))
    assert set(own_clues("", WORDS)) == set()


def test_class_nouns_in_the_plural() -> None:
    assert noun("apps", WORDS) == "Platform"
    assert noun("agencies", WORDS) == "Organization"
    assert noun("table", WORDS) is None


def test_rules_name_types_outright() -> None:
    text = "The app Quillmark, a streaming platform, opened."
    start = text.index("Quillmark")
    assert list(rule_types(text, start, start + 9, WORDS, block=(0, len(text)))) == ["Platform", "Platform"]
