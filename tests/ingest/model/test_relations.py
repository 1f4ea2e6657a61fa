"""What the classifier learns from, and how its thresholds are set."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from ingest.corpus.documents import parse
from ingest.model.logistic import learn, matrix
from ingest.model.relations import ALARMS, PLAIN, READ, Guess, calibrated, of_corpus, spaced, traded, vocabulary

ARTICLE = """---
id: x
domain: d
style: s
published: 2026-01-01
---
[Tern Media|Organization] owns [Snaplet|Platform]. [Tern Media|Organization] sneezes at [Plumline|Platform].
---
Tern Media | owns | Snaplet
Tern Media | operates | Plumline
"""


def test_rows_hold_what_is_annotated_and_whether_frames_are_silent() -> None:
    rows = {(row.subject, row.object): row for row in of_corpus([parse(ARTICLE)])}
    said, silent = rows["Tern Media", "Snaplet"], rows["Tern Media", "Plumline"]
    assert said.right == {"owns"}
    assert not said.silent
    assert silent.right == {"operates"}
    assert silent.unclear == {"owns"}
    assert silent.silent
    assert "directs" not in silent.asked


def test_no_clue_holds_a_name() -> None:
    told = " ".join(clue for row in of_corpus([parse(ARTICLE)]) for clue in row.clues).casefold()
    assert not [word for word in ("tern", "snaplet", "plumline") if word in told]


def test_clues_of_one_document_are_not_learnt() -> None:
    assert vocabulary(list(of_corpus([parse(ARTICLE)]))) == {"": 0}


def test_a_tokenised_sentence_is_text_with_two_spans() -> None:
    text, spans = spaced({"context": ["Tern", "Media", ",", "of", "Snaplet", "(", "app", ")", "."], "e1_start": 0, "e1_end": 2,
                          "e2_start": 4, "e2_end": 4})
    assert text == "Tern Media, of Snaplet (app)."
    assert [text[start:end] for start, end in spans] == ["Tern Media", "Snaplet"]


def test_regressions_tell_right_from_wrong_the_same_each_time() -> None:
    examples = matrix([("a",), ("a", "b"), ("b",), ()], {"": 0, "a": 1, "b": 2})
    assert isinstance(examples, csr_matrix)
    right = np.array([True, True, False, False])
    first, second = learn(examples, right), learn(examples, right)
    assert (first == second).all()
    assert ((examples @ first > 0) == right).all()


def test_thresholds_hold_the_wanted_precision_and_few_guesses_set_none() -> None:
    good = [Guess(f"d{number}", "provides_service", 0.9 - number / 100, right=True) for number in range(20)]
    bad = [Guess(f"e{number}", "provides_service", 0.5 - number / 100, right=False) for number in range(20)]
    few = [Guess("f", "has_genre", 0.9, right=True)]
    chosen = calibrated([*good, *bad, *few])
    assert set(chosen) == {"provides_service"} <= READ
    least, precision = chosen["provides_service"]
    assert 0.45 < least <= 0.72
    assert precision >= 0.78


def test_thresholds_of_plain_pairs_trade_recall_against_alarms() -> None:
    right = [Guess(f"r{number}", "acquires*", 0.3 + number / 200, right=True, label="acquires*") for number in range(100)]
    sure = [Guess(f"n{number}", "acquires*", 0.7, right=False, label="") for number in range(5)]
    unsure = [Guess(f"u{number}", "acquires*", 0.42, right=False, label="") for number in range(20)]
    silent = [Guess(f"s{number}", "acquires*", 0.01, right=False, label="") for number in range(75)]
    chosen = traded([*right, *sure, *unsure, *silent])
    assert set(chosen) == set(PLAIN)
    least, precision = chosen["acquires*"]
    assert least == 0.45
    assert 5 / 100 <= ALARMS < 25 / 100
    assert 0.9 < precision < 1


def test_plain_pairs_are_asked_about_what_core_teaches() -> None:
    article = ARTICLE.replace("Platform", "Organization")
    rows = [row for row in of_corpus([parse(article)]) if (row.subject, row.object) == ("Tern Media", "Snaplet")]
    assert rows[0].asked == PLAIN
    assert rows[0].right == {"owns*"}
    assert rows[0].unclear == {"operates*", "acquires*", "owns:Brand*"}
    assert "frame:owns:subject:object" in rows[0].clues
