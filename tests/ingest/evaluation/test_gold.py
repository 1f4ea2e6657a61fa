from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.errors import SourceError
from ingest.evaluation import load
from ingest.evaluation.gold import load_aliases

GOLD = {"id": "desk-1", "article_file": "a1.txt", "entities": [{"name": "A", "type": "Studio", "mentions": [{"surface": "A", "count": 1}]}], "statements": [
    {"subject": "A", "predicate": "founded", "object": "B", "object_kind": "entity", "qualifiers": {}, "polarity": "positive", "modality": "asserted",
     "evidence": "A.", "optional": True}]}


def write(folder: Path, told: object, name: str = "a1") -> None:
    (folder / f"{name}.gold.json").write_text(json.dumps(told), "utf-8")
    (folder / f"{name}.txt").write_text("A.", "utf-8")


def test_a_folder_is_loaded_in_order_and_may_be_narrowed(tmp_path: Path) -> None:
    write(tmp_path, {**GOLD, "id": "other", "article_file": "b1.txt"}, "b1")
    write(tmp_path, GOLD)
    assert [document.stem for document in load(tmp_path)] == ["a1", "b1"]
    assert [document.stem for document in load(tmp_path, only=["desk"])] == ["a1"]
    assert [document.stem for document in load(tmp_path, only=["b"])] == ["b1"]
    assert [len(document.optional) for document in load(tmp_path)] == [1, 1]
    assert sorted(document.stem for part in ("dev", "unseen") for document in load(tmp_path, part=part)) == ["a1", "b1"]
    with pytest.raises(SourceError, match="'zz'"):
        load(tmp_path, only=["zz"])


@pytest.mark.parametrize("told", [[], {}, {**GOLD, "entities": [{}]}, {**GOLD, "statements": 3}, {**GOLD, "article_file": "gone.txt"}, "x"])
def test_what_is_no_annotated_article_is_named(tmp_path: Path, told: object) -> None:
    write(tmp_path, told)
    with pytest.raises(SourceError, match=r"a1\.gold\.json"):
        load(tmp_path)


def test_an_empty_folder_is_no_gold_set(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no annotated articles"):
        load(tmp_path)
    with pytest.raises(SourceError, match="no such folder"):
        load(tmp_path / "gone")


def test_aliases_lie_in_the_folder_or_in_the_domain_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    folder.mkdir()
    assert load_aliases(folder) == {}
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "aliases.json").write_text('{"aliases": {"A": ["B"]}}', "utf-8")
    assert load_aliases(folder) == {"A": ("B",)}
    (folder / "aliases.json").write_text('{"aliases": {"C": ["D"]}}', "utf-8")
    assert load_aliases(folder) == {"C": ("D",)}
    (folder / "aliases.json").write_text("[]", "utf-8")
    with pytest.raises(SourceError, match="no file of aliases"):
        load_aliases(folder)
