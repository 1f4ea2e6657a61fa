"""Our forward pass sees what the model's own layers see, and the same whatever was read before."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.tokens import Doc

from ingest.model import load
from ingest.model.analysis import Analysis, analyse
from ingest.model.forward import PASS, Names, Unknown, Vectors

TEXTS = (
    "Tern Media of Lisbon has bought a minority stake in Kettle, the vertical drama app that Ana Reis founded in 2021.",
    "",
    "There's a lot to see: we're gonna go, it ain't far. Let's say y'all come!",
    "\n \n",
    "“Salt Roses”, directed by Joana Prado, was dubbed into Spanish and German by Voxhall Studios — for Flutter, Kettle and others.",
    "🎬 Kettle\u200b says  it doesn't know; नमस्ते 微短剧 \u202eabc\u202c.",
)


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    return [load.names().make_doc(text) for text in TEXTS]


def _parsable() -> list[Doc]:
    nlp = load.pipeline()
    told = ([token for token in nlp.make_doc(text) if not token.is_space] for text in TEXTS)
    return [Doc(nlp.vocab, words=[token.text for token in words], spaces=[bool(token.whitespace_) for token in words]) for words in told]


def test_names_are_those_of_the_component(docs: list[Doc]) -> None:
    told = [[(ent.start, ent.end, ent.label_) for ent in doc.ents] for doc in load.names().pipe(TEXTS)]
    assert [found for _, found in Names(load.names().get_pipe("ner"))(docs)] == told
    assert sum(map(len, told)) > 5


def test_vectors_are_those_of_the_layers_and_of_their_document_alone(docs: list[Doc]) -> None:
    model = load.names().get_pipe("ner").model.get_ref("tok2vec").layers[0]  # type: ignore[attr-defined]
    held = [doc for doc in docs if len(doc)]
    vectors = Vectors(model)
    first = vectors(held)
    for told, ours in zip(model.predict(held), first, strict=True):
        assert np.allclose(told, ours, atol=1e-4)
    other = Vectors(model)
    other([load.names().make_doc("Other words were read before, and in another order.")])
    assert all(np.array_equal(one, two) for one, two in zip(first, other(held), strict=True))


def test_a_long_text_goes_through_in_passes() -> None:
    model = load.names().get_pipe("ner").model.get_ref("tok2vec").layers[0]  # type: ignore[attr-defined]
    words = ["Kettle", "and", "Tern", "Media", "of", "Lisbon", "agreed", "on", "something", "long", "ago", "."]
    long = Doc(load.names().vocab, words=words * (PASS // len(words) + 40))
    assert np.allclose(model.predict([long])[0], Vectors(model)([long])[0], atol=1e-4)


def test_analyses_are_those_of_the_pipeline() -> None:
    nlp = load.pipeline()
    told = [Analysis([(token.lemma_, token.tag_, token.pos_, token.dep_) for token in doc], [token.head.i for token in doc],
                     [token.i for token in doc if token.is_sent_start]) for doc in map(nlp, _parsable())]
    ours = list(analyse(_parsable(), nlp))
    assert [list(one.words) for one in ours] == [list(one.words) for one in told]
    assert [(list(one.heads), list(one.starts)) for one in ours] == [(list(one.heads), list(one.starts)) for one in told]
    assert list(analyse(_parsable(), nlp)) == ours


def test_other_models_are_left_to_spacy() -> None:
    with pytest.raises(Unknown):
        Vectors(load.pipeline().get_pipe("tagger").model)  # type: ignore[attr-defined]
