"""reelgraph evaluate and lexicon, on marked articles; they load the language model once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api.wiring import House

Run = Callable[..., tuple[int, str, str]]
ARTICLE = """---
id: desk
domain: d
style: news
published: 2026-03-02
---
[Larkhill Post|Studio] is based in [Lisbon|Region]. [Brightpane|Platform] was bought by [Tern Media|Organization].

[Tern Media|Organization] sneezes at [Plumline|Platform]. [Tern Media|Organization] sneezes at [Snaplet|Platform].
---
Larkhill Post | based_in | Lisbon
Tern Media | acquires | Brightpane
Tern Media | owns | Plumline
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "marked"
    made.mkdir()
    (made / "desk.txt").write_text(ARTICLE, "utf-8")
    return made


def test_evaluate_tells_constructions_confidence_and_errors(run: Run, folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "errors.html"
    code, out, _ = run("evaluate", str(folder), "--registry", "none", "--constructions")
    assert code == 0
    for heading in ("told as", "confidence", "rule family"):
        assert heading in out
    code, out, _ = run("evaluate", str(folder), "--registry", "none", "--html", str(page), "--json")
    assert code == 0
    told = json.loads(out)
    assert told["statements"]["gold"] == 3
    assert "—owns→ Plumline" in page.read_text("utf-8")


def test_evaluate_says_what_it_looks_for_and_what_it_found(run: Run, folder: Path) -> None:
    code, _, err = run("evaluate", str(folder), "--registry", "none")
    assert code == 0
    first, second = err.splitlines()[:2]
    assert first.startswith(f"looking in {folder} for annotated articles: a *.gold.json")
    assert second == "reading 1 annotated article"


def test_evaluate_refuses_a_folder_without_annotations_before_it_loads_anything(run: Run, tmp_path: Path,
                                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded(house: House) -> None:
        raise AssertionError(f"{house} has loaded its reader")

    monkeypatch.setattr(House, "reader", property(loaded))
    plain = tmp_path / "plain"
    (plain / "folder.txt").mkdir(parents=True)
    (plain / "news.txt").write_text("Tern Media owns Snaplet.", "utf-8")
    code, out, err = run("evaluate", str(plain))
    assert (code, out) == (2, "")
    assert "no annotated articles lie there: a *.gold.json beside its text, or else texts" in err
    code, _, err = run("evaluate", str(tmp_path / "gone"))
    assert code == 2
    assert "there is no such folder" in err


def test_evaluate_keeps_one_part(run: Run, folder: Path) -> None:
    documents = [json.loads(run("evaluate", str(folder), "--registry", "none", "--part", part, "--json")[1])["documents"]
                 for part in ("dev", "unseen")]
    assert sorted(documents) == [0, 1]


def test_lexicon_lists_what_no_frame_matched(run: Run, folder: Path) -> None:
    (folder / "desk.txt").write_text(ARTICLE.replace("id: desk", "id: desk-2"), "utf-8")
    code, out, _ = run("lexicon", "--unmatched", str(folder), "--registry", "none", "--json")
    assert code == 0
    lines = [json.loads(line) for line in out.splitlines()]
    assert [(line["count"], line["related"]) for line in lines if "sneeze" in line["construction"]] == [(2, {"owns": 1})]
