from __future__ import annotations

from pathlib import Path

import pytest

from ingest.sources import FeedMemory

URL, TOLD = "https://vertical.example/feed", (("etag", '"1"'), ("last-modified", "Fri, 13 Feb 2026 10:00:00 GMT"))


def kept(path: Path, stamp: str = "a") -> FeedMemory:
    memory = FeedMemory(path, stamp=stamp)
    memory.note(URL, TOLD)
    memory.done(URL)
    memory.save()
    return memory


def test_what_is_done_and_saved_is_known_next_time(tmp_path: Path) -> None:
    path = tmp_path / "home" / "feeds.json"
    kept(path)
    assert FeedMemory(path, stamp="a").validators(URL) == TOLD
    assert FeedMemory(path, stamp="a").validators("https://vertical.example/other") == ()


def test_with_another_record_or_reader_everything_is_asked_for_anew(tmp_path: Path) -> None:
    kept(tmp_path / "feeds.json")
    assert FeedMemory(tmp_path / "feeds.json", stamp="b").validators(URL) == ()


def test_what_was_not_had_in_full_is_not_kept(tmp_path: Path) -> None:
    memory = FeedMemory(tmp_path / "feeds.json")
    memory.note(URL, TOLD)
    memory.save()
    memory.done("https://vertical.example/never-noted")
    memory.save()
    assert not (tmp_path / "feeds.json").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"stamp": "a"}', '{"stamp": "a", "feeds": []}', "\x00"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "feeds.json"
    path.write_text(text, "utf-8")
    assert FeedMemory(path, stamp="a").validators(URL) == ()
    kept(path)
    assert FeedMemory(path, stamp="a").validators(URL) == TOLD


def test_without_a_path_nothing_is_remembered() -> None:
    memory = FeedMemory()
    memory.note(URL, TOLD)
    memory.done(URL)
    memory.save()
    assert memory.validators(URL) == ()
