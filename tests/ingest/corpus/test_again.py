"""What independent readers write is held to the documents: sentences and their claims, second annotations, rewordings, sheets."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import ImportLineError
from ingest.corpus import again, sheets
from ingest.corpus.again import Rewording, put, rewording_problems, second, second_problems
from ingest.corpus.documents import AnnotatedDocument, load, parse
from ingest.corpus.sentences import inside, lines, marked, spans, told

TEXT = """[Tern Media|Organization] of [Lisbon|Region] bought [Snaplet|Platform] for $3 million in May. Nobody was surprised.

• [Snaplet|Platform], which makes [micro-dramas|Format], has 4 million users.
• [Tern|Organization=Tern Media] is led by [Ana Reis|Person]."""
CLAIMS = """Tern Media | based_in | Lisbon
Tern Media | acquires | Snaplet | amount=$3 million; date=2025-05
Snaplet | has_metric | users | metric=users; value=4 million
Ana Reis | holds_role | Tern Media | role=chief executive"""
SENTENCE = "Tern Media of Lisbon bought Snaplet for $3 million in May."
DEAL = "Tern Media | acquires | Snaplet | amount=$3 million; date=2025-05 | positive | asserted"
NEW = "[Snaplet|Platform] went to [Lisbon|Region]-based [Tern Media|Organization] for $3 million last spring."


def made(text: str = TEXT, claims: str = CLAIMS) -> AnnotatedDocument:
    return parse(f"---\nid: one\ndomain: d\nstyle: s\npublished: 2026-01-01\n---\n{text}\n---\n{claims}\n")


def told_again(reworded: str = NEW, *claims: str) -> Rewording:
    return Rewording("one", SENTENCE, reworded, claims or (DEAL,))


def test_sentences_are_cut_without_the_signs_of_bullets_and_keep_their_marks() -> None:
    document = made()
    shown = [document.text[start:end] for start, end in spans(document)]
    assert shown == [SENTENCE, "Nobody was surprised.", "Snaplet, which makes micro-dramas, has 4 million users.", "Tern is led by Ana Reis."]
    assert marked(document, spans(document)[3]) == "[Tern|Organization=Tern Media] is led by [Ana Reis|Person]."
    assert marked(document, spans(document)[2]).startswith("[Snaplet|Platform], which makes [micro-dramas|Format]")


def test_a_name_is_not_cut() -> None:
    assert len(spans(made("[Stop. Look|Title] is out.", ""))) == 1


def test_a_sentence_tells_what_it_alone_can_tell() -> None:
    document = made()
    assert [(document.text[span[0]:span[1]][:4], [claim.predicate for claim in claims]) for span, claims in told(document)] == [
        ("Tern", ["based_in", "acquires"]), ("Snap", ["has_metric"]), ("Tern", ["holds_role"])]
    twice = made(TEXT + " [Tern Media|Organization] is in [Lisbon|Region].")
    assert "based_in" not in {claim.predicate for _, claims in told(twice) for claim in claims}


def test_a_second_annotation_has_the_text_of_the_document() -> None:
    document = made()
    assert not list(second_problems(document, second(document, TEXT, ["Tern Media | based_in | Lisbon", ""]), "x"))
    assert "differs" in next(second_problems(document, second(document, TEXT.replace("May", "June"), []), "x"))
    assert "no entity of the text" in next(second_problems(document, second(document, TEXT, ["Tern Radio | based_in | Lisbon"]), "x"))
    assert "line 6 " in next(second_problems(document, second(document, TEXT, ["Tern Radio | based_in | Lisbon"]), "x"))


def test_a_second_annotation_of_another_text_is_said_and_not_scored(tmp_path: Path) -> None:
    document = made()
    (tmp_path / "one.txt").write_text(second(document, TEXT, []), "utf-8")
    assert [other.id for _, other in again.pairs({"one": document}, tmp_path)] == ["one"]
    with pytest.raises(ImportLineError, match="no document of the corpus is called one and has this text"):
        list(again.pairs({"one": made("Short.", "")}, tmp_path))


def test_a_rewording_stands_in_its_place() -> None:
    placed = put(made(), told_again())
    assert placed.other.text.startswith("Snaplet went to Lisbon-based Tern Media for $3 million last spring. Nobody was surprised.")
    assert all(placed.other.text[mention.start:mention.end] == mention.text for mention in placed.other.mentions)
    assert len(placed.other.mentions) == len(placed.document.mentions)
    assert [mention.text for mention in inside(placed.other, placed.other_span)] == ["Snaplet", "Lisbon", "Tern Media"]
    assert [claim.predicate for claim in placed.claims] == ["acquires"]


def test_a_rewording_of_a_sentence_or_claim_that_is_gone_is_said() -> None:
    with pytest.raises(ImportLineError, match="has no sentence"):
        put(made(), replace(told_again(), sentence="Tern Media sold Snaplet."))
    with pytest.raises(ImportLineError, match="has no claim"):
        put(made(), told_again(NEW, "Tern Media | owns | Snaplet | - | positive | asserted"))


@pytest.mark.parametrize(("reworded", "reason"), [
    (NEW, None),
    (NEW.replace("[Lisbon|Region]-based ", ""), "lacks the name [Lisbon|Region]"),
    (NEW.replace("$3 million", "three million dollars"), "lacks '3'"),
    (NEW + " [Aprila|Platform] lost.", "marks 'Aprila' as Platform"),
    ("[Tern Media|Organization] of [Lisbon|Region] bought [Snaplet|Platform] for $3 million in May.", "is the old sentence"),
    ("[Tern Media|Organization|x", "a bracket that is no mark"),
])
def test_a_rewording_keeps_names_and_figures_and_is_another_sentence(reworded: str, reason: str | None) -> None:
    problems = list(rewording_problems(made(), told_again(reworded)))
    assert any(reason in problem for problem in problems) if reason else not problems


def test_too_many_words_in_a_row_are_no_rewording() -> None:
    long = "[Tern Media|Organization] said that it would in the end be glad to have bought [Snaplet|Platform]."
    document = made(long, "Tern Media | acquires | Snaplet")
    told = Rewording("one", document.text, long.replace("[Tern Media|Organization] said", "Said [Tern Media|Organization]"), tuple(lines(document.claims)))
    assert "words in a row" in next(rewording_problems(document, told))


def test_sheets_are_drawn_by_seed_and_tell_no_annotation_of_what_is_annotated_again() -> None:
    documents = list(load())
    first, same, other = (sheets.agreement(documents, seed) for seed in (1, 1, 2))
    assert first == same != other
    assert len({item["id"] for sheet in first for item in sheet}) == sum(map(len, first))
    assert all(set(item) == {"id", "published", "style", "text"} for sheet in first for item in sheet)
    reword = sheets.to_reword(documents, 1)
    assert [len(sheet) for sheet in reword] == [sheets.SHEET] * sheets.REWORDING
    assert len({(item["document"], item["sentence"]) for sheet in reword for item in sheet}) == 300


def test_what_comes_back_is_taken_where_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "AGAIN", tmp_path / "again")
    monkeypatch.setattr(sheets, "REWORDINGS", tmp_path / "rewordings.jsonl")
    path = tmp_path / "done.jsonl"
    good = {"document": "one", "sentence": SENTENCE, "reworded": NEW, "claims": [DEAL]}
    path.write_text("\n".join(map(json.dumps, (good, good | {"reworded": "Nothing."}, {"id": "one", "marked": TEXT, "claims": []},
                                               {"id": "two"}, [1]))), "utf-8")
    second_time, others, problems = sheets.held(path, {"one": made()})
    assert [one.reworded for one in others] == [NEW]
    assert set(second_time) == {"one"}
    assert {problem.split()[0] for problem in problems} == {"done.jsonl:2:", "done.jsonl:4:", "done.jsonl:5:"}
    sheets.take(second_time, others)
    monkeypatch.setattr(sheets, "rewordings", lambda: again.rewordings(tmp_path / "rewordings.jsonl"))
    sheets.take({}, [replace(others[0], reworded="[Snaplet|Platform].")])
    assert [one.reworded for one in again.rewordings(tmp_path / "rewordings.jsonl")] == ["[Snaplet|Platform]."]
    assert (tmp_path / "again" / "one.txt").read_text("utf-8").startswith("---\nid: one\n")


def test_a_file_of_rewordings_that_cannot_be_read_says_the_line(tmp_path: Path) -> None:
    path = tmp_path / "rewordings.jsonl"
    path.write_text('{"document": "one"}\n', "utf-8")
    with pytest.raises(ImportLineError, match="no rewording"):
        list(again.rewordings(path))


def test_what_is_kept_fits_the_corpus() -> None:
    documents = {document.id: document for document in load()}
    for first, other in again.pairs(documents):
        assert not list(second_problems(first, Path(other.path).read_text("utf-8"), other.path))
    for one in again.rewordings() if again.REWORDINGS.exists() else ():
        assert not list(rewording_problems(documents[one.document], one))
