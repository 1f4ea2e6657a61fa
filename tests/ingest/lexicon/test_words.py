from __future__ import annotations

from graph.ontology import ontology
from ingest.lexicon.words import words
from ingest.reading import class_nouns, cues, transparent


def test_class_nouns_speak_of_known_types() -> None:
    assert set(class_nouns().values()) <= set(ontology().entity_types)
    assert (class_nouns()["app"], class_nouns()["studio"], class_nouns()["series"]) == ("Platform", "Studio", "Title")


def test_cues_and_transparent_nouns() -> None:
    assert {"reportedly", "former", "will"} <= cues()
    assert "rights" in transparent()


def test_a_verb_renames_a_measure() -> None:
    assert words().measures.by_verb["tickets", "sell"] == "tickets sold"
