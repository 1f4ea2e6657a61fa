from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from graph.document import Mention
from ingest.sources import Found, Item, Limits, Skipped, open_sources

TEXT = "Larkhill Post works for Brightpane.\r\nIt is in Lisbon."


def items(path: Path, *lines: object, limits: Limits | None = None) -> list[Item]:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return list(open_sources([str(path)], limits=limits))


def test_a_line_is_a_document_with_what_is_known_of_it(tmp_path: Path) -> None:
    (item,) = items(tmp_path / "a.jsonl", {"text": TEXT, "id": "x-1", "title": "T", "url": "https://vertical.example/x", "publisher": "P",
                                           "published_on": "Feb 13, 2026", "language": "en",
                                           "mentions": [{"start": 24, "end": 34, "type": "Platform"},
                                                        {"start": 0, "end": 8, "type": "Studio", "entity": "Larkhill Post"}]})
    assert isinstance(item, Found)
    document = item.document
    assert document.text == TEXT
    assert (document.id, document.source, document.url) == ("x-1", "x-1", "https://vertical.example/x")
    assert (document.title, document.publisher, document.published_on, document.language) == ("T", "P", "2026-02-13", "en")
    assert item.given == (Mention(0, 8, "Larkhill", "Studio", "Larkhill Post"), Mention(24, 34, "Brightpane", "Platform", "Brightpane"))


def test_without_an_id_the_source_is_path_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    first, second = items(path, {"text": "One."}, "", {"text": "Two.", "url": "https://vertical.example/2"})
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    assert (first.document.id, first.document.source, first.given) == (f"{path}:1", f"{path}:1", None)
    assert (second.document.id, second.document.source) == ("https://vertical.example/2", f"{path}:3")


@pytest.mark.parametrize(("line", "why"), [
    ("{not json", "not JSON"), ("[1]", "not a JSON object"), ("[" * 20_000, "not JSON"), ('{"id": "x"}', "no text"), ('{"text": "  "}', "no text"), ('{"text": 3}', "no text"),
    ('{"kind": "document", "document": {}}', "reelgraph import"), ('{"text": "a", "title": 3}', "title must be a text"),
    ('{"text": "a", "published_on": "soon"}', "published_on 'soon' is no date"), ('{"text": "a", "mentions": {}}', "must be a list"),
    ('{"text": "a", "mentions": [3]}', "mention 1 is not an object"), ('{"text": "a", "mentions": [{"start": 0, "end": 2, "type": "Studio"}]}', "within the text"),
    ('{"text": "a", "mentions": [{"start": true, "end": 1, "type": "Studio"}]}', "within the text"),
    ('{"text": "a", "mentions": [{"start": 0, "end": 1, "type": "Ship"}]}', "unknown type 'Ship'"),
    ('{"text": "a b", "mentions": [{"start": 1, "end": 2, "type": "Studio"}]}', "nothing but spaces"),
    ('{"text": "a", "mentions": [{"start": 0, "end": 1, "type": "Studio", "entity": 3}]}', "entity must be a text"),
])
def test_a_bad_line_is_named_by_its_number_and_the_others_go_on(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "a.jsonl"
    first, second, third = items(path, {"text": "One."}, line, {"text": "Three."})
    assert isinstance(first, Found)
    assert isinstance(third, Found)
    assert isinstance(second, Skipped)
    assert second.source == f"{path}:2"
    assert second.reason.startswith("line 2: ")
    assert why in second.reason


def test_a_line_that_is_no_utf_8_and_one_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "One."}\n{"text": "caf\xe9"}\n{"text": "' + b"x" * 5000 + b'"}\n{"text": "Four."}')
    found = list(open_sources([str(path)], limits=Limits(size=1000)))
    assert [item.source for item in found] == [f"{path}:{number}" for number in (1, 2, 3, 4)]
    assert [item.reason for item in found if isinstance(item, Skipped)] == ["line 2: not UTF-8", "line 3: larger than the limit of 1,000 bytes"]


def test_a_file_over_the_limit_of_one_text_is_read_line_by_line(tmp_path: Path) -> None:
    found = items(tmp_path / "a.jsonl", *({"text": f"Text {n}."} for n in range(300)), limits=Limits(size=100))
    assert len([item for item in found if isinstance(item, Found)]) == 300


def test_standard_input_takes_lines_too() -> None:
    lines = b'{"text": "One."}\n{"id": "b", "text": "Two."}\n'
    assert [item.source for item in open_sources(["-"], stdin=io.BytesIO(lines))] == ["-:1", "b"]
    long = json.dumps({"text": "x" * 20_000}).encode()
    (item,) = open_sources(["-"], stdin=io.BytesIO(long))
    assert isinstance(item, Found)
    assert len(item.document.text or "") == 20_000


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    (item,) = items(tmp_path / "a.jsonl", "", "")
    assert item == Skipped(str(tmp_path / "a.jsonl"), "empty")
