from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.claim import Claim, Evidence, Origin, claim_id
from graph.document import Document, Mention, Reading
from graph.entity import LocalEntity
from graph.errors import RecordError
from graph.record import Record
from ingest.execution import Done
from ingest.execution.serial import Serial
from ingest.pipeline import Outcome, ingest
from ingest.sources import Found, Skipped

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Speaker:
    """A reader of one-line texts: `A owns B` is a claim; `boom` is a fault, `stop` an interrupt."""

    def __init__(self, fingerprint: str = "one") -> None:
        self._fingerprint = fingerprint
        self.read_ids: list[str] = []

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def read(self, document: Document, given: Sequence[Mention] | None = None) -> Reading:
        self.read_ids.append(document.id)
        text = document.text or ""
        if "stop" in text:
            raise KeyboardInterrupt
        if "boom" in text:
            raise ZeroDivisionError("a fault of the reader")
        left, verb, right = text.strip().split(" ", 2)
        subject, target = LocalEntity(left, "Studio"), LocalEntity(right, "Person" if right == "Nobody" else "Platform")
        found = tuple(given or (Mention(0, len(left), left, "Studio", left), Mention(text.index(right), text.index(right) + len(right), right, target.type, right)))
        evidence = Evidence(0, len(text.strip()), text.strip(), (("object", found[-1].start, found[-1].end), ("subject", found[0].start, found[0].end)))
        id_ = claim_id(document.version, subject=subject, predicate=verb, object=target, qualifiers=(), polarity="positive", modality="asserted", evidence=evidence)
        claim = Claim(id_, subject, verb, target, (), "positive", "asserted", None, None, 0.9, Origin("test"), evidence)
        return Reading(document, found, (claim,), self._fingerprint)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    opened = Record.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "texts"
    place.mkdir()
    for name, text in (("a.txt", "Larkhill owns Brightpane"), ("b.txt", "Veld owns Salt"), ("c.txt", "Mora owns Tide")):
        (place / name).write_text(text, "utf-8")
    return place


def run(targets: Sequence[str | Path], record: Record, reader: Speaker, **options: object) -> list[Outcome]:
    stdin = options.get("stdin")
    feeds = options.get("feeds")
    assert stdin is None or isinstance(stdin, io.BytesIO)
    assert feeds is None or isinstance(feeds, Path)
    return list(ingest(map(str, targets), record=record, reader=reader, now=lambda: NOON, stdin=stdin, feeds=feeds))


def statuses(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_what_is_new_is_read_and_what_is_known_is_not_read_again(record: Record, folder: Path) -> None:
    reader = Speaker()
    first = run([folder], record, reader)
    assert first == [Outcome(str(folder / name), "new", "", str(folder / name), 1) for name in ("a.txt", "b.txt", "c.txt")]
    assert statuses(run([folder], record, reader)) == ["unchanged"] * 3
    assert len(reader.read_ids) == 3
    with record.reader() as known:
        assert [document.id for document in known.documents()] == [str(folder / name) for name in ("a.txt", "b.txt", "c.txt")]
        assert len(list(known.all_statements())) == 3
        assert known.change() == 3


def test_a_changed_text_is_read_anew_and_so_is_everything_by_a_new_reader(record: Record, folder: Path) -> None:
    run([folder], record, Speaker())
    (folder / "b.txt").write_text("Veld owns Pepper", "utf-8")
    assert statuses(run([folder], record, Speaker())) == ["unchanged", "changed", "unchanged"]
    other = Speaker("two")
    assert {(outcome.status, outcome.claims) for outcome in run([folder], record, other)} == {("unchanged", 0)}
    assert len(other.read_ids) == 3
    assert statuses(run([folder], record, other)) == ["unchanged"] * 3
    assert len(other.read_ids) == 3


def test_a_fault_in_one_document_is_its_outcome_and_the_others_go_on(record: Record, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "b.txt").write_text("boom", "utf-8")
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02")
    outcomes = run([folder, "nowhere.txt"], record, Speaker())
    assert statuses(outcomes) == ["new", "failed", "skipped", "new", "skipped"]
    assert outcomes[1].reason == "could not be read (ZeroDivisionError: a fault of the reader)"
    assert outcomes[1].document == str(folder / "b.txt")
    assert "NUL" in outcomes[2].reason
    assert outcomes[4] == Outcome("nowhere.txt", "skipped", "no such file or folder")
    assert "ZeroDivisionError" in caplog.text


def test_an_interrupt_stops_and_the_next_run_goes_on_from_there(record: Record, folder: Path) -> None:
    (folder / "b.txt").write_text("stop", "utf-8")
    seen: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        seen.extend(outcome.status for outcome in ingest([str(folder)], record=record, reader=Speaker(), now=lambda: NOON))
    (folder / "b.txt").write_text("Veld owns Salt", "utf-8")
    assert statuses(run([folder], record, Speaker())) == ["unchanged", "new", "new"]


def test_each_document_is_committed_before_its_outcome_is_told(record: Record, folder: Path) -> None:
    outcomes = ingest([str(folder)], record=record, reader=Speaker(), now=lambda: NOON)
    next(outcomes)
    with record.reader() as known:
        assert known.document(str(folder / "a.txt")) is not None
        assert known.document(str(folder / "b.txt")) is None


def test_a_claim_that_breaks_the_ontology_is_refused_with_the_reason(record: Record, folder: Path) -> None:
    (folder / "a.txt").write_text("Larkhill owns Nobody", "utf-8")
    outcome = run([folder / "a.txt"], record, Speaker())[0]
    assert (outcome.status, outcome.claims) == ("new", 0)
    assert [reasons for _, reasons in outcome.refused] == [("owns: its object can't be a Person",)]


def test_two_sources_of_one_document_are_read_once(record: Record, tmp_path: Path) -> None:
    lines = [{"id": "x", "text": "Larkhill owns Brightpane"}, {"id": "x", "text": "Larkhill owns Salt"}, {"id": "y", "text": "Mora owns Tide"}]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    outcomes = run([path], record, Speaker())
    assert statuses(outcomes) == ["new", "skipped", "new"]
    assert outcomes[1].reason == "the same document as x, which came before it"


def test_given_mentions_are_taken_and_read_anew_when_they_change(record: Record) -> None:
    def line(type_: str) -> io.BytesIO:
        mentions = [{"start": 0, "end": 4, "type": "Studio"}, {"start": 10, "end": 14, "type": type_}]
        return io.BytesIO(json.dumps({"id": "x", "text": "Mora owns Tide", "mentions": mentions}).encode())

    reader = Speaker()
    assert statuses([*run(["-"], record, reader, stdin=line("Platform")), *run(["-"], record, reader, stdin=line("Platform"))]) == ["new", "unchanged"]
    assert reader.read_ids == ["x"]
    run(["-"], record, reader, stdin=line("Brand"))
    assert reader.read_ids == ["x", "x"]


def test_a_record_that_cannot_be_used_stops_the_run(record: Record, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **options: object) -> None:
        raise RecordError("the disk is full")

    monkeypatch.setattr("graph.record.writer.Writer.write", broken)
    with pytest.raises(RecordError, match="the disk is full"):
        run([folder], record, Speaker())


def test_a_fault_in_writing_one_document_is_its_outcome(record: Record, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **options: object) -> None:
        raise ValueError("odd text")

    with monkeypatch.context() as patched:
        patched.setattr("graph.record.writer.Writer.write", broken)
        assert {outcome.reason for outcome in run([folder], record, Speaker())} == {"could not be written (ValueError: odd text)"}
    assert statuses(run([folder], record, Speaker())) == ["new"] * 3


def test_the_serial_execution_keeps_the_order_and_lets_everything_else_pass() -> None:
    documents = [Found(Document(name, name, text)) for name, text in (("a", "A owns B"), ("b", "boom"), ("c", "C owns D"))]
    items: list[Found | Skipped] = [documents[0], Skipped("s", "why"), *documents[1:]]
    done: list[Done | Skipped] = list(Serial().run(Speaker(), items))
    assert [item.found.source if isinstance(item, Done) else item.source for item in done] == ["a", "s", "b", "c"]
    assert [item.reading is None for item in done if isinstance(item, Done)] == [False, True, False]
    assert [type(item.error) for item in done if isinstance(item, Done)] == [type(None), ZeroDivisionError, type(None)]
