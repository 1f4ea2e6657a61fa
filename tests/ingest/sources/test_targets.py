from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from ingest.sources import Found, Item, Skipped, open_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "sub/c.md", "sub/.hidden.txt", ".git/d.txt", "z/y/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The text of {name}.", "utf-8")
    return tmp_path


def names(items: list[Item], folder: Path) -> list[str]:
    assert all(isinstance(item, Found) for item in items)
    return [os.path.relpath(item.source, folder) for item in items]


def test_a_folder_is_read_with_all_below_it_in_order_without_hidden_files(folder: Path) -> None:
    assert names(list(open_sources([str(folder)])), folder) == ["a.txt", "b.txt", "sub/c.md", "z/y/x.txt"]


def test_globs_are_sorted_and_may_be_recursive(folder: Path) -> None:
    assert names(list(open_sources([f"{folder}/*.txt"])), folder) == ["a.txt", "b.txt"]
    assert names(list(open_sources([f"{folder}/**/*.txt"])), folder) == ["a.txt", "b.txt", "z/y/x.txt"]
    assert names(list(open_sources([f"{folder}/**"])), folder) == ["a.txt", "b.txt", "sub/c.md", "z/y/x.txt"]
    assert names(list(open_sources([f"{folder}/s*"])), folder) == ["sub/c.md"]


def test_what_several_targets_name_is_read_once(folder: Path) -> None:
    os.symlink(folder / "a.txt", folder / "link.txt")
    found = open_sources([str(folder / "b.txt"), str(folder), f"{folder}/./a.txt", f"{folder}/*.txt"])
    assert names(list(found), folder) == ["b.txt", "a.txt", "sub/c.md", "z/y/x.txt"]


def test_a_path_is_kept_as_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert [item.source for item in open_sources(["./a.txt", "sub", "./z"])] == ["./a.txt", "sub/c.md", "./z/y/x.txt"]


def test_a_name_with_the_signs_of_a_glob_is_a_name_first(tmp_path: Path) -> None:
    path = tmp_path / "a[1].txt"
    path.write_text("Text.", "utf-8")
    (item,) = open_sources([str(path)])
    assert isinstance(item, Found)


def test_what_is_not_there_is_named_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "empty").mkdir()
    os.symlink(folder / "gone", folder / "dangling.txt")
    targets = ["nowhere.txt", f"{folder}/*.pdf", str(folder / "empty"), str(folder / "dangling.txt"), str(folder / "a.txt"), ""]
    found = list(open_sources(targets))
    reasons = [item.reason for item in found if isinstance(item, Skipped)]
    assert reasons == ["no such file or folder", "nothing matches", "a folder without files", "a link to a file that is gone", "no such file or folder"]
    assert [item.source for item in found if isinstance(item, Found)] == [str(folder / "a.txt")]


def test_a_pipe_in_a_folder_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (item,) = open_sources([str(tmp_path)])
    assert isinstance(item, Skipped)
    assert "not a regular file" in item.reason


def test_a_name_that_is_no_utf_8_is_named_as_well_as_it_can_be(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt"), "wb") as stream:
        stream.write(b"Text.")
    (item,) = open_sources([str(tmp_path)])
    assert item == Skipped(f"{tmp_path}/caf\ufffd.txt", "its name is not valid UTF-8; rename it")


def test_standard_input_is_a_text() -> None:
    (item,) = open_sources(["-", "-"], stdin=io.BytesIO("Salt Roses – a series.\n".encode()))
    assert isinstance(item, Found)
    assert (item.document.id, item.document.source, item.document.text) == ("-", "-", "Salt Roses – a series.\n")


def test_nothing_is_opened_before_it_is_asked_for(folder: Path) -> None:
    found = open_sources([str(folder / "a.txt"), str(folder / "b.txt")])
    next(found)
    (folder / "b.txt").write_text("Written in between.", "utf-8")
    item = next(found)
    assert isinstance(item, Found)
    assert item.document.text == "Written in between."
