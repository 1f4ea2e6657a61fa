from __future__ import annotations

import pytest

from ingest.reading.spans import NameSpan, Source, bare, trimmed, without_overlap


def span(start: int, end: int, source: Source, type_: str = "Studio", name: str = "Quillmark") -> NameSpan:
    return NameSpan(start, end, type_, name, source)


@pytest.mark.parametrize(("text", "shown", "name"), [
    ("the Quillmark's", "Quillmark", "Quillmark"),
    ("Quillmark' ", "Quillmark", "Quillmark"),
    ("Quillmark Inc", "Quillmark Inc", "Quillmark"),
    ("(Quillmark)", "Quillmark", "Quillmark"),
    ("Quillmark+", "Quillmark+", "Quillmark+"),
    ("Will You Stay?", "Will You Stay?", "Will You Stay?"),
    ("Quillmark.", "Quillmark", "Quillmark"),
])
def test_the_edges_of_a_name(text: str, shown: str, name: str) -> None:
    found = trimmed(text, text, 0, len(text), "Platform")
    assert found is not None
    assert (text[found.start:found.end], found.entity) == (shown, name)


def test_marks_alone_are_no_name() -> None:
    assert trimmed("--", "--", 0, 2, "Title") is None


def test_bare_names() -> None:
    assert bare("Foxglove Co., Ltd.") == "Foxglove"
    assert bare("Foxglove Pictures Pvt Ltd") == "Foxglove Pictures"
    assert bare("Foxglove") == "Foxglove"


def test_known_names_beat_the_model_in_one_place() -> None:
    assert without_overlap([span(0, 9, "model"), span(0, 9, "registry")]) == [span(0, 9, "registry")]
    assert without_overlap([span(0, 9, "model"), span(0, 20, "registry")]) == [span(0, 20, "registry")]


def test_a_longer_name_of_the_model_beats_places_and_concepts_within() -> None:
    longer = span(0, 20, "model", name="Lisbon Dubbing House")
    assert without_overlap([longer, span(0, 6, "region", "Region"), span(7, 14, "vocabulary", "Service")]) == [longer]


def test_a_concept_with_a_word_before_it_stays_the_concept() -> None:
    concept = span(6, 15, "vocabulary", "Service", "finishing")
    assert without_overlap([span(0, 15, "model", "Service", "Quick finishing"), concept]) == [concept]


def test_a_known_name_within_a_longer_one_gives_way_only_where_that_is_whole() -> None:
    known, longer = span(0, 6, "registry", "Platform", "Tandem"), span(0, 26, "shape", "", "Tandem International Forum")
    assert without_overlap([known, longer]) == [known]
    assert without_overlap([known, longer], whole={(0, 26)}) == [longer]


def test_what_does_not_overlap_is_kept() -> None:
    spans = [span(0, 4, "model"), span(4, 8, "shape"), span(9, 12, "registry")]
    assert without_overlap(reversed(spans)) == spans
