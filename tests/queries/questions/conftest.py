"""A small graph with made-up names, and the reader of questions, loaded once.

`house`  what asking needs: a record with seven documents of claims, the ontology, the vocabulary, the reader, a fixed day.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.exchange import jsonl
from graph.identity.registry import EMPTY
from graph.ontology import Ontology, Vocabulary, ontology, vocabulary
from graph.record import Record
from ingest.model import load
from ingest.reading import Reader

DAY = dt.date(2026, 3, 1)
FACTS = [
    ("Larkhill Post/Studio", "provides_service", "finishing/Service", {"to": "Brightpane/Platform"}, {}),
    ("Larkhill Post/Studio", "provides_service", "colour grading/Service", {"to": "Kettle/Platform"}, {}),
    ("Larkhill Post/Studio", "based_in", "Lisbon/Region", {}, {}),
    ("Nine Mills/Organization", "owns", "Brightpane/Platform", {}, {}),
    ("Nine Mills/Organization", "operates", "Kettle/Platform", {}, {}),
    ("Oda Capital/Organization", "invests_in", "Kettle/Platform", {"amount": "$12 million", "date": "2025-11"}, {}),
    ("Ana Reis/Person", "founded", "Kettle/Platform", {"date": "2021"}, {}),
    ("Ana Reis/Person", "holds_role", "Kettle/Platform", {"role": "chief executive"}, {}),
    ("Tomas Vidal/Person", "holds_role", "Kettle/Platform", {"role": "chief marketing officer"}, {}),
    ("Mei Tan/Person", "holds_role", "Brightpane/Platform", {"role": "president", "status": "former"}, {}),
    ("Salt Roses/Title", "released_on", "Kettle/Platform", {"date": "2026-02-12"}, {}),
    ("Salt Roses/Title", "released_on", "Brightpane/Platform", {}, {}),
    ("Paper Wolves/Title", "released_on", "Kettle/Platform", {}, {}),
    ("Salt Roses/Title", "has_genre", "romance/Genre", {}, {}),
    ("Salt Roses/Title", "has_format", "microsoap/Format", {}, {}),
    ("Ida Brandt/Person", "stars_in", "Salt Roses/Title", {}, {}),
    ("Ida Brandt/Person", "invests_in", "Kettle/Platform", {}, {}),
    ("Jonas Roy/Person", "stars_in", "Paper Wolves/Title", {}, {"modality": "reported"}),
    ("Lena Cho/Person", "directs", "Paper Wolves/Title", {}, {}),
    ("Kettle/Platform", "available_in", "Portugal/Region", {}, {}),
    ("Kettle/Platform", "available_in", "Asia/Region", {}, {"polarity": "negative"}),
    ("Kettle/Platform", "competes_with", "Brightpane/Platform", {}, {}),
    ("Brightpane/Platform", "expands_into", "Brazil/Region", {}, {"modality": "planned"}),
    ("Salt Roses/Title", "has_metric", "=views", {"metric": "views", "value": "18", "unit": "million"}, {}),
    ("Kettle/Platform", "has_metric", "=funding raised", {"metric": "funding raised", "value": "12", "unit": "USD million"}, {}),
    ("Larkhill Post/Studio", "partners_with", "Kettle/Platform", {"exclusivity": "exclusive"}, {}),
    ("Brick & Ivy/Brand", "funds", "Salt Roses/Title", {}, {}),
    ("Wrenfield/Studio", "produces", "Paper Wolves/Title", {}, {}),
    ("Atlas Holding/Organization", "owns", "Nine Mills/Organization", {}, {}),
    ("Wrenfield/Studio", "supplies_content_to", "Brightpane/Platform", {}, {}),
    ("Salt Roses/Title", "uses_tool", "Inkfall/Tool", {}, {}),
    ("Nine Mills/Organization", "develops_tool", "Inkfall/Tool", {"date": "2023-05"}, {}),
    ("Nine Mills/Organization", "launches", "Kettle Minis/Platform", {"date": "2024-09-03"}, {}),
    ("Ana Reis/Person", "takes_part_in", "Vertical Days/Event", {}, {}),
    ("Salt Roses/Title", "wins_award", "Golden Reel/Event", {"date": "2025"}, {}),
    ("The Dial/Publication", "reports_on", "Kettle/Platform", {}, {}),
    ("Lena Cho/Person", "writes", "Salt Roses/Title", {}, {}),
    ("Kettle/Platform", "commissions", "Salt Roses/Title", {}, {}),
    ("Oda Capital/Organization", "acquires", "Larkhill Post/Studio", {"date": "2025-06-30"}, {}),
    ("Salt Roses/Title", "features_brand", "Brick & Ivy/Brand", {}, {}),
    ("Salt Roses/Title", "adapted_from", "The Salt Book/Title", {}, {}),
    ("Wrenfield/Studio", "distributes", "Salt Roses/Title", {}, {}),
    ("Kettle/Platform", "based_in", "Porto/Region", {}, {}),
]


@dataclass
class TestHouse:
    """The parts that asking needs."""

    __test__ = False
    record: Record
    ontology: Ontology
    vocabulary: Vocabulary
    reader: Reader

    def today(self) -> dt.date:
        return DAY


def _argument(told: str) -> dict[str, str]:
    if told.startswith("="):
        return {"value": told[1:], "datatype": "text"}
    name, _, type_ = told.rpartition("/")
    return {"name": name, "type": type_}


def _qualifier(role: str, told: str) -> dict[str, str]:
    kinds = {"amount": "money", "date": "date", "value": "number"}
    return _argument(told) if "/" in told else {"value": told, "datatype": kinds.get(role, "text")}


def _lines() -> Iterator[str]:
    for number, (subject, predicate, object_, roles, other) in enumerate(FACTS):
        ended = roles.get("status") == "former"
        yield json.dumps({
            "kind": "document",
            "document": {"id": f"d{number}", "source": f"d{number}", "published_on": "2026-02-20"}, "mentions": [],
            "claims": [{
                "id": f"c{number}", "subject": _argument(subject), "predicate": predicate, "object": _argument(object_),
                "qualifiers": {role: _qualifier(role, told) for role, told in roles.items()}, "polarity": "positive", "modality": "asserted",
                "valid_from": roles.get("date"), "valid_to": "../2026-02-20" if ended else None, "confidence": 0.9, "origin": "test",
                "evidence": {"start": 0, "end": 9, "text": f"quote {number:03d}", "arguments": {}}, **other}]})


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestHouse]:
    path: Path = tmp_path_factory.mktemp("questions") / "record.sqlite"
    record = Record.open(f"sqlite:///{path}")
    for _ in jsonl.import_(record, _lines(), source="test", now=dt.datetime(2026, 3, 1, tzinfo=dt.UTC)):
        pass
    reader = Reader(EMPTY, load.pipeline(), None, model="test")
    yield TestHouse(record, ontology(), vocabulary(), reader)
    record.close()
