from __future__ import annotations

import pytest

from graph.errors import OntologyError
from ingest.model import load as loading


def test_the_pipeline_is_loaded_once_and_names_no_names() -> None:
    assert loading.pipeline() is loading.pipeline()
    assert loading.names() is loading.names()
    assert "ner" not in loading.pipeline().pipe_names
    assert "parser" in loading.pipeline().pipe_names
    assert loading.names().pipe_names == ["ner"]


def test_the_model_speaks_our_types_alone() -> None:
    texts = ["The streaming app Quillmark, which Vale Capital backs, opened in Lisbon.", "", "Ana Bellreis stars in “Salt Roses”."]
    told = list(loading.ner(texts))
    assert len(told) == len(texts)
    assert told[1] == []
    for text, spans in zip(texts, told):
        for start, end, type_ in spans:
            assert type_ in loading.LABELS
            assert text[start:end].strip() == text[start:end] != ""
    assert ("Ana Bellreis", "Person") in [(texts[2][start:end], type_) for start, end, type_ in told[2]]


def test_the_same_texts_give_the_same_names_in_any_order() -> None:
    texts = ["Quillmark opened a studio in Lisbon.", "Bo Lind left Vale Pictures for the app Tandem.", "Nobody came."]
    told = list(loading.ner(texts))
    assert list(loading.ner(list(reversed(texts)))) == list(reversed(told))
    assert [next(iter(loading.ner([text]))) for text in texts] == told


def test_packed_weights_come_back() -> None:
    nlp = loading.blank()
    loading.unpack(nlp, loading.packed(loading.names()))
    assert loading.packed(nlp) == loading.packed(loading.names())
    text = "Ana Bellreis stars in “Salt Roses”, a serial of the app Quillmark."
    assert [(ent.text, ent.label_) for ent in nlp(text).ents] == [(ent.text, ent.label_) for ent in loading.names()(text).ents]


def test_weights_of_another_shape_are_refused() -> None:
    with pytest.raises(OntologyError, match="build them again"):
        loading.unpack(loading.blank(), b"\x90")


def test_english_words() -> None:
    words = loading.english()
    assert {"grade", "studio", "quick"} <= words
    assert "quillmark" not in words


def test_the_version_names_the_weights() -> None:
    assert loading.version() == loading.version()
    assert len(loading.version()) == 16
