"""graph.exchange.lines and jsonl: what a line may hold, and what is said of one that holds something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from graph.exchange.jsonl import Imported, export, import_
from graph.exchange.lines import claim_in, claim_out, document_line, reading_of
from graph.record import Record
from tests.graph.telling import NOW, offers, tell

CLAIM = {"subject": {"name": "Lantern Works", "type": "Studio"}, "predicate": "provides_service",
         "object": {"name": "finishing", "type": "Service"}}
DOCUMENT = {"id": "a.txt", "text": "Lantern Works offers finishing."}


@pytest.fixture
def taken(sqlite: Callable[[], Record]) -> Callable[..., list[Imported]]:
    record = sqlite()

    def take(*lines: Any) -> list[Imported]:
        return list(import_(record, [line if isinstance(line, str | bytes) else orjson.dumps(line) for line in lines],
                            source="lines.jsonl", now=NOW))
    return take


def test_a_document_out_and_in_is_the_same() -> None:
    reading = tell("a", offers(), valid_from="2020", also=[])
    told = orjson.loads(orjson.dumps(document_line(reading, text=True)))
    assert reading_of(told) == reading
    claim = reading.claims[0]
    assert claim_in(claim_out(claim)) == claim


@pytest.mark.parametrize(("line", "reason"), [
    (b"{nonsense", "no JSON"),
    (b"\xff\xfe{", "no JSON"),
    ({"kind": "nobody"}, "unknown kind 'nobody'"),
    ({"document": DOCUMENT}, "unknown kind None"),
    ({"kind": "document"}, "document None: expected an object"),
    ({"kind": "document", "document": {"text": "No id."}}, "id None: expected text"),
    ({"kind": "document", "document": DOCUMENT, "claims": {"a": 1}}, "claims {'a': 1}: expected a list"),
    ({"kind": "document", "document": DOCUMENT, "claims": [{}]}, "subject is missing"),
    ({"kind": "document", "document": DOCUMENT, "claims": [{**CLAIM, "subject": {"value": "x"}}]}, "expected a name and a type"),
    ({"kind": "document", "document": DOCUMENT, "claims": [{**CLAIM, "confidence": "much"}]}, "can't be read"),
    ({"kind": "document", "document": DOCUMENT, "mentions": [{"start": -1, "end": 3, "text": "Lan", "type": "Studio"}]}, "start -1:"),
    ({"kind": "claim", "claim": CLAIM}, "says in origin who asserts it"),
    ({"kind": "claim", "claim": {**CLAIM, "origin": "ada", "evidence": {"start": 0, "end": 1, "text": "L"}}}, "evidence without a document"),
    ({"kind": "judgement", "judgement": {"kind": "same", "author": "ada"}}, "at None: expected text"),
    ({"kind": "review", "review": {"claim": "c1"}}, "reviews can't be imported"),
])
def test_a_bad_line_is_named_with_its_number_and_the_next_goes_on(taken: Callable[..., list[Imported]], line: Any, reason: str) -> None:
    bad, good = taken(line, {"kind": "document", "document": DOCUMENT})
    assert (bad.line, bad.status) == (1, "failed")
    assert reason in (bad.reason or "")
    assert (good.line, good.status) == (2, "new")


def test_a_claim_without_a_document_says_who_asserts_it(sqlite: Callable[[], Record]) -> None:
    record = sqlite()
    line = orjson.dumps({"kind": "claim", "claim": {**CLAIM, "origin": "ada/1"}})
    assert [one.status for one in import_(record, [line], source="claims.jsonl", now=NOW)] == ["new"]
    told = [orjson.loads(one) for one in export(record)]
    assert [one["claim"]["origin"] for one in told if one["kind"] == "claim"] == ["ada/1"]
    with record.reader() as reader:
        statement = next(reader.all_statements())
        assert [row.source for row in reader.evidence([statement.id])[statement.id]] == ["ada/1"]
