"""The classifier reads relations of pairs that no frame has joined, by weights; here by weights that a test made."""

from __future__ import annotations

import numpy as np
import pytest

from graph.document import Document, Mention
from graph.ontology import ontology
from ingest.reading import Reader
from ingest.reading.classifier import Classifier, Weights, base, packed, unpack

TEXT = "Tern Media sneezes at Snaplet."
MENTIONS = (Mention(0, 10, "Tern Media", "Organization", "Tern Media"), Mention(22, 29, "Snaplet", "Platform", "Snaplet"))


def weights(clue: str, relation: str, *, threshold: float = 0.8, key: str | None = None) -> Weights:
    values = np.array([[-4.0], [8.0]], dtype=np.float32)
    return Weights((relation,), {"": 0, clue: 1}, values, {key or relation: threshold}, {key or relation: 0.75})


def read(reader: Reader, made: Weights, text: str = TEXT, mentions: tuple[Mention, ...] = MENTIONS) -> list[tuple[str, str, str, float]]:
    own = Reader(reader.registry, reader.nlp, reader.ner, model="classifier")
    own.classifier = Classifier(made, ontology())
    _, made_of = own.told(Document("d", "d", text), mentions)
    return [(claim.subject.name, claim.predicate, getattr(claim.object, "name", ""), draft.confidence) for draft, claim in made_of
            if ".classifier." in draft.rule]


def test_a_pair_that_passes_is_read_with_the_measured_precision(reader: Reader) -> None:
    assert read(reader, weights("top:sneeze", "owns")) == [("Tern Media", "owns", "Snaplet", 0.75)]


def test_what_stays_below_its_threshold_or_has_none_is_not_read(reader: Reader) -> None:
    assert read(reader, weights("top:sneeze", "owns", threshold=0.99)) == []
    assert read(reader, weights("top:sneeze", "owns", threshold=2.0)) == []
    assert read(reader, weights("top:cough", "owns")) == []


def test_types_must_be_such_as_the_relation_takes(reader: Reader) -> None:
    assert read(reader, weights("top:sneeze", "directs")) == []


def test_what_a_frame_has_read_is_left_alone(reader: Reader) -> None:
    assert read(reader, weights("top:own", "operates"), "Tern Media owns Snaplet.",
                (MENTIONS[0], Mention(16, 23, "Snaplet", "Platform", "Snaplet"))) == []


def test_two_companies_of_which_no_more_is_known_have_a_threshold_of_their_own(reader: Reader) -> None:
    plain = (MENTIONS[0], Mention(22, 29, "Snaplet", "Organization", "Snaplet"))
    assert base("owns*") == base("owns:Brand*") == "owns"
    assert read(reader, weights("top:sneeze", "owns"), TEXT, plain) == []
    assert [found[:3] for found in read(reader, weights("top:sneeze", "owns*"), TEXT, plain)] == [("Tern Media", "owns", "Snaplet")]


def test_of_two_plain_companies_it_is_asked_whatever_the_frames_said(reader: Reader) -> None:
    plain = (MENTIONS[0], Mention(16, 23, "Snaplet", "Organization", "Snaplet"))
    found = read(reader, weights("frame:owns:subject:object", "invests_in*"), "Tern Media owns Snaplet.", plain)
    assert [one[:3] for one in found] == [("Tern Media", "invests_in", "Snaplet")]


def test_the_stance_of_the_sentence_is_kept(reader: Reader) -> None:
    own = Reader(reader.registry, reader.nlp, reader.ner, model="classifier")
    own.classifier = Classifier(weights("top:sneeze", "owns"), ontology())
    text = "Tern Media does not sneeze at Snaplet."
    claims = own.read(Document("d", "d", text), (MENTIONS[0], Mention(30, 37, "Snaplet", "Platform", "Snaplet"))).claims
    assert [claim.polarity for claim in claims if ".classifier." in claim.origin.rule] == ["negative"]


def test_weights_come_back_from_their_bytes() -> None:
    made = weights("top:sneeze", "owns")
    again = unpack(packed(made))
    assert again.relations == made.relations
    assert dict(again.rows) == dict(made.rows)
    assert again.weights == pytest.approx(made.weights, abs=0.1)
    assert again.thresholds == made.thresholds
