from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import OntologyError
from ingest.lexicon.places import clues, load_clues, load_places, places


def written(folder: Path, content: str) -> Path:
    path = folder / "data.toml"
    path.write_text(content, "utf-8")
    return path


def test_the_shipped_places() -> None:
    known = places()
    assert known.names["United Kingdom"] == ("UK", "U.K.", "Britain", "Great Britain")
    assert known.demonyms["Korean"] == "South Korea"
    others = [other for names in known.names.values() for other in names]
    assert len(others) == len(set(others))
    assert not set(others) & set(known.names)


def test_the_shipped_clues() -> None:
    told = clues()
    assert told.nouns["post house"] == "Studio"
    assert told.endings["festival"] == "Event"
    assert told.before["premiered on"] == "Platform"
    assert "ana" in told.given
    assert not told.given & told.starters
    assert all(word == word.casefold() for word in (*told.nouns, *told.endings, *told.before, *told.after, *told.dull))


@pytest.mark.parametrize(("content", "reason"), [
    ("[planets]\nMars = []", "unknown section 'planets'"),
    ("[countries]\nVale = []\n[cities]\nVale = []", "stands twice"),
    ("[countries]\nVale = []\n[demonyms]\nLarkish = 'Lark'", "no place of the file"),
    ("[countries", "can't be read"),
])
def test_places_that_the_loader_does_not_know_are_refused(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(OntologyError, match=reason):
        load_places(written(tmp_path, content))


@pytest.mark.parametrize(("content", "reason"), [
    ("[nouns]\nShop = ['shop']", "unknown type 'Shop'"),
    ("[beside]\nnear_Studio = ['x']", "unknown key 'near_Studio'"),
    ("[words]\nverbs = 'go'", "unknown key 'verbs'"),
    ("[adjectives]\nStudio = ['big']", "unknown section"),
])
def test_clues_that_the_loader_does_not_know_are_refused(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(OntologyError, match=reason):
        load_clues(written(tmp_path, content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="nowhere"):
        load_places(tmp_path / "nowhere.toml")
