from __future__ import annotations

from graph.document import Mention
from ingest.reading import Reader
from ingest.reading.parse import LONGEST, Unit, parse


def test_a_name_is_one_token_with_its_type(reader: Reader) -> None:
    text = "Ana Reis stars in The Long Night of Nothing."
    mentions = [Mention(0, 8, "Ana Reis", "Person", "Ana Reis"), Mention(18, 43, text[18:43], "Title", text[18:43])]
    [[sentence]] = parse(text, [Unit(((0, len(text)),), 0)], mentions, reader.nlp)
    assert [(token.text, token.type) for token in sentence.tokens if token.type] == [("Ana Reis", "Person"), (text[18:43], "Title")]
    assert all(text[token.start:token.end] == token.text for token in sentence.tokens)


def test_what_is_too_long_is_cut(reader: Reader) -> None:
    text = "one two three four, " * 300
    [sentences] = parse(text, [Unit(((0, len(text)),), 0)], [], reader.nlp)
    assert max(len(sentence.tokens) for sentence in sentences) <= LONGEST
    assert sum(len(sentence.tokens) for sentence in sentences) == 1500
