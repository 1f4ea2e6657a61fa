from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claim import Claim
from graph.document import Document
from ingest.reading import Reader

TEXTS = ["Netflix bought Harbor Post in May.", "Ana Reis stars in “Salt Roses”.\n\nIt premiered on Netflix.", "", "• A: B"]
PIECES = st.sampled_from(["Netflix", "TikTok", "bought", "“", "”", "(", ")", ":", "\n", "\n\n• ", ", ", " and ", "$5 million", "🙂", "\u202e", "\u200f", "\x00",
                          "Ana Reis", "Paris", "’s ", ". ", " of ", " → ", "12:24", "May 3"])


def test_the_same_text_gives_the_same_claims_in_any_order(reader: Reader) -> None:
    documents = [Document(str(number), str(number), text, published_on="2026-03-12") for number, text in enumerate(TEXTS)]
    one_by_one = {document.id: reader.read(document).claims for document in documents}
    together = {reading.document.id: reading.claims for reading in reader.read_all((document, None) for document in reversed(documents))}
    assert one_by_one == together


def test_the_fingerprint_tells_models_apart(reader: Reader) -> None:
    other = Reader(reader.registry, reader.nlp, reader.ner, model="another")
    assert reader.fingerprint != other.fingerprint
    assert len(reader.fingerprint) == 16


@pytest.mark.parametrize("text", [
    "Ana Reed of Harbor Post and the company which bought Netflix and sold it to Sony while " * 60,
    "(" * 2000, "word " * 2000, "A: B: C: " * 300, "\u2028\ufeff\r\n\t" * 200, "Netflix, " * 500,
])
def test_long_and_odd_texts(reader: Reader, text: str) -> None:
    reading = reader.read(Document("d", "d", text, published_on="2026-03-12"))
    assert all(claim.evidence and 0 <= start < end <= len(text) for claim in reading.claims for _, start, end in _spans(claim))


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_any_text_is_read_with_spans_that_lie_in_it(text: str) -> None:
    reading = _shared().read(Document("d", "d", text, published_on="2026-03-12"))
    for claim in reading.claims:
        assert claim.evidence is not None
        assert 0 <= claim.evidence.start < claim.evidence.end <= len(text)
        assert all(0 <= start < end <= len(text) for _, start, end in _spans(claim))


def _spans(claim: Claim) -> tuple[tuple[str, int, int], ...]:
    return tuple(claim.evidence.arguments) if claim.evidence is not None else ()


_READERS: list[Reader] = []


@pytest.fixture(autouse=True, scope="module")
def _keep(reader: Reader) -> None:
    _READERS.append(reader)


def _shared() -> Reader:
    return _READERS[-1]
