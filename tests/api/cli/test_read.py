"""api.cli.read; loads the language model once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
ARTICLE = """Larkhill Post opens in Lisbon

2 March 2026

Larkhill Post offers finishing to the streaming platform Brightpane. The studio is based in Lisbon.
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "larkhill.txt").write_text(ARTICLE, "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    return folder


def test_ingest_says_what_became_of_each_and_is_incremental(run: Run, articles: Path) -> None:
    code, out, err = run("ingest", str(articles))
    lines = dict(line.split("  ", 1)[::-1] for line in out.splitlines()[:-1])
    assert code == 0
    assert err == ""
    assert {name.strip().partition(": ")[0].partition("  (")[0]: status.strip() for name, status in lines.items()} == {
        str(articles / "empty.txt"): "skipped", str(articles / "larkhill.txt"): "new"}
    assert out.splitlines()[-1].startswith("1 new, 1 skipped; ")
    again = run("ingest", str(articles))[1]
    assert "1 unchanged, 1 skipped; 0 claims" in again
    (articles / "larkhill.txt").write_text(ARTICLE.replace("Lisbon", "Porto"), "utf-8")
    assert "1 changed, 1 skipped" in run("ingest", str(articles))[1]


def test_nothing_readable_is_an_exit_code_of_its_own(run: Run, articles: Path) -> None:
    code, out, _ = run("ingest", str(articles / "empty.txt"), str(articles / "none.txt"))
    assert code == 12
    assert "none.txt: " in out
    assert run("extract", str(articles / "empty.txt"))[0] == 12


def test_extract_prints_the_contract(run: Run, articles: Path) -> None:
    code, out, err = run("extract", str(articles), "--text")
    assert code == 0
    assert "skipped  " in err
    told = json.loads(out)
    assert told["kind"] == "document"
    assert set(told["document"]) == {"id", "source", "url", "title", "publisher", "published_on", "language", "text"}
    assert told["document"]["published_on"] == "2026-03-02"
    assert told["claims"], "the article says something"
    for claim in told["claims"]:
        assert set(claim) == {"id", "subject", "predicate", "object", "qualifiers", "polarity", "modality", "valid_from", "valid_to",
                              "confidence", "origin", "evidence"}
        evidence = claim["evidence"]
        assert told["document"]["text"][evidence["start"]:evidence["end"]] == evidence["text"]
    assert "text" not in json.loads(run("extract", str(articles))[1])["document"]


def test_extract_for_a_person_and_with_no_known_names(run: Run, articles: Path) -> None:
    out = run("extract", str(articles), "--format", "text", "--registry", "none")[1]
    assert out.splitlines()[0] == "Larkhill Post opens in Lisbon  (2026-03-02)"
    assert "—provides_service→ finishing" in out


def test_a_missing_registry_is_told(run: Run, articles: Path) -> None:
    code, _, err = run("extract", str(articles), "--registry", str(articles / "none.jsonl"))
    assert code == 7
    assert "none.jsonl" in err


def test_evaluate_wants_annotated_articles(run: Run, tmp_path: Path) -> None:
    code, _, err = run("evaluate", str(tmp_path))
    assert code == 2
    assert "annotated" in err


def test_texts_in_other_languages_are_skipped_and_said_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text("Der Dienst hat am Dienstag angekündigt, dass er mit einem Studio aus Berlin eine neue Serie produzieren wird.", "utf-8")
    (tmp_path / "en.txt").write_text("Tern Media has bought the app Kettle from its founders, and it will keep its name.", "utf-8")
    code, out, _ = run("ingest", str(tmp_path / "de.txt"), str(tmp_path / "en.txt"))
    assert code == 0
    assert f"skipped    {tmp_path / 'de.txt'}: language de" in out
    assert "1 new, 1 skipped" in out
    assert run("extract", str(tmp_path / "de.txt"))[0] == 12
    assert run("extract", str(tmp_path / "de.txt"), "--language", "any")[0] == 0


def test_several_workers_print_what_one_prints(run: Run, articles: Path) -> None:
    one = run("extract", str(articles), "--registry", "none")
    assert run("extract", str(articles), "--registry", "none", "--workers", "2") == one
    assert one[1]
