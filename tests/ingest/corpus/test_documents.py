"""The marked format: offsets, names, claims, and errors that say where."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.claim import Value
from graph.document import Mention
from graph.entity import LocalEntity
from graph.errors import ImportLineError
from ingest.corpus.documents import AnnotatedDocument, concept, load, parse

HEAD = "---\nid: one\ndomain: short-drama\nstyle: news brief  # or a feature\npublished: 2026-03-04\n---\n"
TEXT = ("[Larkhill Post|Studio] («라크힐») grades for [Brightpane|Platform] in [Lisbon|Region].\n"
        "[Larkhill|Studio=Larkhill Post] sells [color grading|Service] and [DI|Service] for [micro-dramas|Format].")


def made(claims: str = "", text: str = TEXT) -> AnnotatedDocument:
    return parse(f"{HEAD}{text}\n---\n{claims}", source="one.txt")


def test_offsets_are_code_points_of_the_unmarked_text() -> None:
    document = made()
    assert document.text.startswith("Larkhill Post («라크힐») grades for Brightpane in Lisbon.\nLarkhill sells color grading")
    assert all(document.text[mention.start:mention.end] == mention.text for mention in document.mentions)
    assert document.mentions[0] == Mention(0, 13, "Larkhill Post", "Studio", "Larkhill Post")
    assert (document.id, document.domain, document.style, document.published) == ("one", "short-drama", "news brief", "2026-03-04")
    assert document.line == 7


def test_a_mark_leads_to_the_best_name_and_a_concept_to_its_label() -> None:
    assert [mention.entity for mention in made().mentions] == [
        "Larkhill Post", "Brightpane", "Lisbon", "Larkhill Post", "colour grading", "digital intermediate", "microdrama"]
    assert concept("rom-coms", "Genre") == "romantic comedy"
    assert concept("di", "Service") is None
    assert concept("teal", "Genre") is None


def test_a_bar_may_be_part_of_a_title() -> None:
    document = made("[Mine (Drama) | A wish|Title] | released_on | Brightpane", TEXT + " “[Mine (Drama) | A wish|Title]” is on it.")
    assert document.mentions[-1].text == "Mine (Drama) | A wish"
    assert document.claims[0].subject == LocalEntity("Mine (Drama) | A wish", "Title")
    assert made("Mine (Drama) \\| A wish | released_on | Brightpane", TEXT + " [Mine (Drama) | A wish|Title].").claims[0] \
        .subject == document.claims[0].subject


def test_a_claim_line_holds_names_roles_polarity_and_modality() -> None:
    claim, = made("Larkhill Post | provides_service | DI | to=Brightpane; date=2026-03; region=the south | negative | planned").claims
    assert claim.subject == LocalEntity("Larkhill Post", "Studio")
    assert claim.object == LocalEntity("digital intermediate", "Service")
    assert claim.qualifiers == (("date", Value("2026-03", "date")), ("region", Value("the south", "text")),
                                ("to", LocalEntity("Brightpane", "Platform")))
    assert (claim.polarity, claim.modality, claim.line) == ("negative", "planned", 10)
    plain, = made("Larkhill Post | based_in | Lisbon").claims
    assert (plain.qualifiers, plain.polarity, plain.modality) == ((), "positive", "asserted")


def test_a_literal_object_and_a_work_without_a_name() -> None:
    metric, renamed, unnamed, spoken = made(
        "Brightpane | has_metric | users | metric=users; value=12 million\nBrightpane | renamed_to | Palepane\n"
        "Larkhill Post | produces | [untitled Larkhill soap|Title] | for=Brightpane\n"
        "Brightpane | has_metric | users | metric=users; value=a few; period=first week").claims
    assert metric.object == Value("users", "text")
    assert metric.qualifiers[1] == ("value", Value("12 million", "number"))
    assert spoken.qualifiers[1:] == (("period", Value("first week", "text")), ("value", Value("a few", "text")))
    assert renamed.object == Value("Palepane", "text")
    assert unnamed.object == LocalEntity("untitled Larkhill soap", "Title")


def test_a_concept_that_only_a_verb_names_needs_no_mark() -> None:
    claim, = made("Larkhill | provides_service | dubbing", "[Larkhill|Studio] dubbed it.").claims
    assert claim.object == LocalEntity("dubbing", "Service")


def test_of_two_entities_of_one_name_the_place_or_the_writer_says_which() -> None:
    text = "[Fern|Person] leads [Fern|Studio], [Fern|Studio] says. It made [Fern|Title]."
    document = made("[Fern|Person] | holds_role | Fern\nFern | produces | Fern\n[Fern|Person] | stars_in | Fern", text)
    assert [(claim.subject.type, claim.object.type) for claim in document.claims if isinstance(claim.object, LocalEntity)] == [
        ("Person", "Studio"), ("Studio", "Title"), ("Person", "Title")]


@pytest.mark.parametrize(("content", "line", "words"), [
    ("no head", 1, "expected a head"),
    ("---\nid: one\nid: two\n---\nx\n---\n", 3, "once"),
    ("---\nid: one\ndomain: a\nstyle: b\n---\nx\n---\n", 1, "lacks published"),
    (f"{HEAD}\n\n---\n", 6, "the text is empty"),
    (f"{HEAD}one\n[two] three\n---\n", 8, "a bracket that is no mark"),
    (f"{HEAD}one\n[two|Studio]]\n---\n", 8, "a bracket that is no mark"),
    (f"{HEAD}[two|Company]\n---\n", 7, "unknown type 'Company'"),
    (f"{HEAD}[ two|Studio]\n---\n", 7, "space"),
    (f"{HEAD}[A|Studio]\n---\n\nA | makes | B", 10, "unknown relation 'makes'"),
    (f"{HEAD}[A|Studio]\n---\nA | produces", 9, "expected 'subject"),
    (f"{HEAD}[A|Studio]\n---\nA | produces | B", 9, r"'B' is no entity of the text: mark it there, or write [B|Title]"),
    (f"{HEAD}[A|Studio]\n---\nA | owns | [B|Platform]", 9, "'B' is not marked as Platform"),
    (f"{HEAD}[A|Studio] [B|Title]\n---\nA | produces | B | place", 9, "role=value"),
    (f"{HEAD}[A|Studio] [B|Title]\n---\nA | produces | B | colour=red", 9, "unknown role 'colour'"),
    (f"{HEAD}[A|Studio] [B|Title]\n---\nA | produces | B | with=A; with=A", 9, "two values"),
    (f"{HEAD}[A|Studio] [B|Title]\n---\nA | produces | B | with=C", 9, "'C' is no entity"),
])
def test_what_cannot_be_read_says_where(content: str, line: int, words: str) -> None:
    with pytest.raises(ImportLineError) as caught:
        parse(content, source="bad.txt")
    assert (caught.value.source, caught.value.line) == ("bad.txt", line)
    assert words in caught.value.reason


def test_a_folder_is_read_in_order_and_compiles_to_plain_data(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(f"{HEAD.replace('one', name)}{TEXT}\n---\nLarkhill Post | based_in | Lisbon\n", "utf-8")
    documents = list(load(tmp_path))
    assert [document.id for document in documents] == ["a", "b"]
    plain = documents[0].json()
    assert plain["claims"] == [{"subject": {"name": "Larkhill Post", "type": "Studio"}, "predicate": "based_in",
                                "object": {"name": "Lisbon", "type": "Region"}, "qualifiers": {}, "polarity": "positive",
                                "modality": "asserted"}]
    assert documents[0].document().id == "corpus:a"
    claim = documents[0].claims[0].claim(documents[0])
    assert claim.evidence is None
    assert claim.id == documents[0].claims[0].claim(documents[0]).id
