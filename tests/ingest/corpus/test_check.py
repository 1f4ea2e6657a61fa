"""The checker finds what the ontology forbids, forgotten marks and repeats; the corpus itself has no problem."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.ontology import ontology
from ingest.corpus.check import check, compile_all, main, matrix, sentences, summary
from ingest.corpus.documents import DOCS, AnnotatedDocument, files, load, parse

HEAD = "---\nid: {id}\ndomain: short-drama\nstyle: brief\npublished: {published}\n---\n"
Made = Callable[..., AnnotatedDocument]


def made(text: str, claims: str = "", *, id: str = "one", published: str = "2026-03-04") -> AnnotatedDocument:
    return parse(HEAD.format(id=id, published=published) + text + "\n---\n" + claims, source=f"{id}.txt")


def reasons(*documents: AnnotatedDocument, notes: bool = False) -> list[str]:
    return [problem.reason for problem in check(documents) if problem.note == notes]


@pytest.mark.parametrize(("claim", "reason"), [
    ("Ana Reis | owns | Lisbon", "owns: its object can't be a Region"),
    ("Lisbon | based_in | Lisbon", "based_in: its subject can't be a Region"),
    ("Ana Reis | holds_role | Fern | amount=$5", "holds_role takes no amount"),
    ("Ana Reis | holds_role | Fern | status=gone", "role status can't be 'gone'"),
    ("Ana Reis | holds_role | Fern | start=last May", "start=last May is no date: expected YYYY, YYYY-MM or YYYY-MM-DD"),
    ("Ana Reis | holds_role | Fern | - | maybe", "unknown polarity 'maybe'"),
    ("Ana Reis | holds_role | Fern | - | negative | likely", "unknown modality 'likely'"),
    ("Fern | has_metric | users | value=9", "has_metric needs metric= and value="),
    ("Fern | owns | Fern", "subject and object are one"),
    ("Ana Reis | holds_role | Fern\nAna Reis | holds_role | Fern", "says the same as line 9"),
])
def test_a_claim_that_is_not_allowed(claim: str, reason: str) -> None:
    assert reason in reasons(made("[Ana Reis|Person] runs [Fern|Studio] in [Lisbon|Region].", claim))


def test_a_name_marked_once_is_marked_everywhere() -> None:
    assert reasons(made("[Kivo|Platform] grew.\nAfter that, Kivo fell. Kivos are birds.")) == ["'Kivo' is marked elsewhere and not here"]
    assert reasons(made("[Native|Brand] pays. Native advertising rose.")) == []


def test_a_concept_has_its_preferred_label_and_a_date_is_a_date() -> None:
    assert reasons(made("[Grading|Service=grading] helps.")) == ["'grading': the vocabulary's label is 'colour grading'"]
    assert reasons(made("One line.", published="March")) == ["published: 'March' is no date"]


def test_repeats_across_documents() -> None:
    first = made("The [Kivo|Platform] app opened in May.")
    again = made("Short.\nThe [Kivo|Platform] app opened in May!", id="two")
    assert reasons(first, again) == ["a sentence that one.txt has too: 'The Kivo app opened in May!'"]
    assert reasons(first, made("Else.", id="one")) == []
    other = parse(HEAD.format(id="one", published="2026") + "Else.\n---\n", source="three.txt")
    assert reasons(first, other) == ["its id is also that of one.txt"]


def test_notes_point_at_names_and_concepts_without_marks() -> None:
    found = reasons(made("Then Marta Quill bought a finishing house."), notes=True)
    assert reasons(made("[Ana|Person] pays for [Fern|Title].", "Ana | funds | Fern | amount=a fortune"), notes=True) == [
        "amount=a fortune has no figure"]
    assert found == ["'Marta Quill' looks like a name", "'finishing' may be a concept"]


def test_what_is_printed_counts_every_relation() -> None:
    document = made("[Ana Reis|Person] left [Fern|Studio]. She ran it.", "Ana Reis | holds_role | Fern | status=former | - | reported")
    assert sentences(document) == ["Ana Reis left Fern.", "She ran it."]
    rows = list(matrix([document]))
    assert len(rows) == 37
    assert rows[1].split() == ["holds_role", "1", "1", "1", "0", "0", "1"]
    assert next(summary([document])).startswith("1 documents, 2 sentences and lines, 2 mentions of 2 entities, 1 claims")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text(HEAD.format(id="good", published="2026") + "[Fern|Studio] grew.\n---\n", "utf-8")
    assert main([str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["mentions"] == [
        {"start": 0, "end": 4, "text": "Fern", "type": "Studio", "entity": "Fern"}]
    (tmp_path / "bad.txt").write_text("nothing", "utf-8")
    assert main([str(tmp_path), "--notes"]) == 1
    told = capsys.readouterr()
    assert "bad.txt:1: expected a head" in told.err
    assert "1 documents" in told.out


def test_the_corpus_has_no_problem() -> None:
    documents, problems = compile_all(files(DOCS))
    assert [str(problem) for problem in [*problems, *check(documents)] if not problem.note] == []


def test_no_golden_article_is_in_the_corpus() -> None:
    golden = list(load(Path(__file__).parents[2] / "golden" / "articles"))
    told = {sentence for document in load(DOCS) for sentence in sentences(document)}
    assert not [sentence for document in golden for sentence in sentences(document) if sentence in told]
    assert [str(problem) for problem in check(golden) if not problem.note] == []


def test_the_corpus_has_every_relation_and_type_often_enough() -> None:
    documents = list(load(DOCS))
    relations = Counter(claim.predicate for document in documents for claim in document.claims)
    types = Counter(mention.type for document in documents for mention in document.mentions)
    assert {name for name in ontology().relations if relations[name] < 10} == set()
    assert {name for name in ontology().entity_types if types[name] < 20} == set()
