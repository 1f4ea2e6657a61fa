"""queries.rows: names, statements and evidence from the record; pages that agree; what the defaults hid."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from graph.claim import Value
from graph.entity import Entity
from graph.errors import CursorError
from graph.home import Home
from graph.ontology import Ontology, Vocabulary, ontology, vocabulary
from graph.record import Reader, Record
from graph.views.oxigraph import OxigraphView
from queries import cursors
from queries.engines import SparqlEngine
from queries.pattern import Pattern, from_json
from queries.rows import Row, answer
from tests.contracts import worlds
from tests.contracts.worlds import NOW, TODAY, Telling


@dataclass
class Small:
    """A house with a record and nothing else."""

    record: Record
    ontology: Ontology
    vocabulary: Vocabulary
    day: dt.date = TODAY

    def today(self) -> dt.date:
        return self.day


TRADE = worlds.load("trade")


@pytest.fixture
def house(record: Record) -> Small:
    worlds.write(TRADE, record, ontology())
    return Small(record, ontology(), vocabulary())


@pytest.fixture
def small(sqlite: Callable[[], Record]) -> Small:
    record = sqlite()
    worlds.write(TRADE, record, ontology())
    return Small(record, ontology(), vocabulary())


def pattern(subject: Any, predicate: Any, object_: Any, select: list[str], *, roles: dict[str, Any] | None = None,
            optional_roles: tuple[str, ...] = (), **rest: Any) -> Pattern:
    clause = {"subject": _ids(subject), "predicate": predicate, "object": _ids(object_),
              "roles": {role: _ids(term) for role, term in (roles or {}).items()}, "optional_roles": list(optional_roles)}
    return from_json({"clauses": [clause], "select": select, **rest})


def _ids(term: Any) -> Any:
    return {"entity": [TRADE.id(term)]} if isinstance(term, str) and term in TRADE.types else term


def cells(row: Row) -> tuple[str | None, ...]:
    return tuple(cell.name if isinstance(cell, Entity) else cell.value if cell else None for cell in row.cells.values())


def test_rows_have_names_statements_and_the_sentences(house: Small) -> None:
    found = answer(pattern("?s", "provides_service", "finishing", ["s", "p"], roles={"to": "?p"}, types={"p": ["Platform"]}), house)
    assert [cells(row) for row in found.rows] == [("Larkhill", "Brightpane"), ("Larkhill", "Minnow"), ("Larkhill", "Veloria"), ("Ostra", "Minnow")]
    first = found.rows[0]
    assert first.cells["s"] == Entity(TRADE.id("Larkhill"), "Larkhill", "Studio")
    (proven,) = first.statements
    assert (proven.clause, proven.statement.predicate, proven.statement.sources) == (0, "provides_service", 2)
    assert [row.document for row in proven.evidence] == ["deals", "services"]
    assert all("Larkhill" in row.quote and "Brightpane" in row.quote and "finishing" in row.quote for row in proven.evidence)
    assert {found.entities[id_].name for id_ in (TRADE.id("Brightpane"), TRADE.id("finishing"), TRADE.id("Spain"))} == {"Brightpane", "finishing", "Spain"}
    assert (found.cursor, found.change, found.hidden) == (None, 8, {})


def test_narrower_services_are_found_through_the_record(house: Small) -> None:
    found = answer(pattern("?s", "provides_service", "post-production", ["s"]), house)
    assert [cells(row) for row in found.rows] == [("Copperline",), ("Larkhill",), ("Norrland",), ("Ostra",)]


def test_every_clause_has_its_statements(house: Small) -> None:
    clauses = [{"subject": "?s", "predicate": "produces", "object": "?t"}, {"subject": "?t", "predicate": "released_on", "object": "?p"}]
    found = answer(from_json({"clauses": clauses, "select": ["s", "p"]}), house)
    assert cells(found.rows[0]) == ("Larkhill", "Brightpane")
    for row in found.rows:
        assert [(proven.clause, proven.statement.predicate) for proven in row.statements] == [(0, "produces"), (1, "released_on")]
        assert all(proven.evidence for proven in row.statements)


def test_a_derived_edge_leads_back_to_its_statements(house: Small) -> None:
    found = answer(pattern("?s", "delivers_to", "Veloria", ["s"]), house)
    assert [cells(row) for row in found.rows] == [("Larkhill",), ("Norrland",)]
    assert [proven.statement.predicate for proven in found.rows[0].statements] == ["produces", "released_on"]


def test_the_hops_of_a_path_follow_one_another(house: Small) -> None:
    found = answer(pattern("Tern Holdings", "is_behind", "Copperline", []), house)
    (row,) = found.rows
    hops = [(TRADE.name(proven.statement.subject), proven.statement.predicate, TRADE.name(str(proven.statement.object))) for proven in row.statements]
    assert hops == [("Tern Holdings", "owns", "Halden Group"), ("Halden Group", "owns", "Veloria"), ("Veloria", "acquires", "Copperline")]


def test_a_literal_is_told_as_it_was_read(house: Small) -> None:
    found = answer(pattern("?t", "has_metric", "?v", ["t", "v"], roles={"metric": {"literal": ["views"]}}), house)
    assert [row.cells["v"] for row in found.rows] == [Value("18,000,000", "number"), Value("18 million", "number")]
    bare = answer(pattern("?t", "has_metric", "?v", ["t", "v"], roles={"metric": {"literal": ["views"]}}), house, evidence=False)
    assert [row.cells for row in bare.rows] == [row.cells for row in found.rows]


def test_statements_without_evidence_are_the_same_and_no_text_is_read(house: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    for asked in (pattern("?s", "provides_service", "finishing", ["s", "p"], roles={"to": "?p"}), pattern("?s", "serves", "?p", ["s"], count="p"),
                  pattern("Tern Holdings", "is_behind", "Copperline", [])):
        found = answer(asked, house)
        with monkeypatch.context() as patched:
            patched.setattr(Reader, "evidence", None)
            bare = answer(asked, house, evidence=False)
        assert all(row.statements for row in found.rows)
        assert [[(one.clause, one.statement) for one in row.statements] for row in bare.rows] == [
            [(one.clause, one.statement) for one in row.statements] for row in found.rows]
        assert {one.evidence for row in bare.rows for one in row.statements} == {()}
        assert (bare.entities, bare.cursor) == (found.entities, found.cursor)


def test_an_absent_cell_and_a_count(house: Small) -> None:
    found = answer(pattern("?s", "provides_service", "dubbing", ["s", "r"], roles={"region": "?r"}, optional_roles=("region",)), house)
    assert [cells(row) for row in found.rows] == [("Larkhill", None)]
    counted = answer(pattern("?s", "serves", "?p", ["s"], count="p", order=["-p"], limit=1), house)
    assert counted.rows[0].cells["p"] == Value("3", "number")
    assert len(counted.rows[0].statements) == 3


def test_evidence_obeys_the_filters(house: Small) -> None:
    found = answer(pattern("Larkhill", "provides_service", "finishing", [], roles={"to": "Brightpane"}, filters={"published_until": "2026-03-31"}), house)
    assert [row.document for row in found.rows[0].statements[0].evidence] == ["services"]
    before = answer(pattern("Copperline", "based_in", "?r", ["r"], filters={"known_at": 7}), house)
    assert [cells(row) for row in before.rows] == [("Brazil",)]
    assert before.rows[0].statements[0].evidence[0].document == "notes"


@pytest.mark.parametrize(("subject", "predicate", "object_", "hidden"), [
    ("Larkhill", "serves", "Halden Group", {"planned": 1, "reported": 0, "negative": 0, "ended": 0}),
    ("Copperline", "serves", "Brightpane", {"planned": 0, "reported": 1, "negative": 0, "ended": 0}),
    ("Brightpane", "available_in", "Asia", {"planned": 0, "reported": 0, "negative": 1, "ended": 0}),
    ("Night Ferry", "released_on", "Minnow", {"planned": 0, "reported": 0, "negative": 0, "ended": 1}),
    ("Larkhill", "owns", "Ostra", {"planned": 0, "reported": 0, "negative": 0, "ended": 1}),
    ("Larkhill", "owns", "Minnow", {"planned": 0, "reported": 0, "negative": 0, "ended": 0}),
])
def test_an_empty_answer_says_what_the_defaults_hid(small: Small, subject: str, predicate: str, object_: str, hidden: dict[str, int]) -> None:
    found = answer(pattern(subject, predicate, object_, []), small)
    assert (found.rows, found.hidden) == ((), hidden)


def test_a_count_of_nothing_says_what_was_hid(small: Small) -> None:
    found = answer(pattern("?x", "serves", "Halden Group", [], count="x"), small)
    assert [cells(row) for row in found.rows] == [("0",)]
    assert found.hidden["planned"] == 1


# --- pages


def walk(asked: Pattern, house: Small) -> list[tuple[str | None, ...]]:
    found: list[tuple[str | None, ...]] = []
    cursor = None
    while True:
        page = answer(replace(asked, cursor=cursor), house)
        found += [cells(row) for row in page.rows]
        cursor = page.cursor
        if cursor is None:
            return found
        assert len(page.rows) == asked.limit


def test_pages_follow_one_another(house: Small) -> None:
    asked = pattern("?s", "provides_service", "?x", ["p", "s", "x"], roles={"to": "?p"}, optional_roles=("to",), order=["-p"], limit=2)
    assert walk(asked, house) == [cells(row) for row in answer(replace(asked, limit=100), house).rows]


def test_pages_agree_while_the_record_and_the_day_change(small: Small) -> None:
    asked = pattern("?s", "serves", "?p", ["s", "p"], limit=2)
    whole = [cells(row) for row in answer(replace(asked, limit=100), small).rows]
    first = answer(asked, small)
    assert first.cursor
    more = Telling({**TRADE.types, "Zenith": "Studio"}, [("late", "2026-11-20", ["Zenith | provides_service | dubbing | to=Veloria",
                                                                                "Norrland | provides_service | dubbing | to=Veloria"])])
    worlds_written = small.record.writer(small.ontology).write(worlds.reading(more, *more.documents[0], small.ontology), now=NOW)
    assert worlds_written.change == 9
    small.day = TODAY.replace(year=2030)
    rest = [cells(row) for row in answer(replace(asked, cursor=first.cursor, limit=100), small).rows]
    assert [cells(row) for row in first.rows] + rest == whole
    assert ("Zenith", "Veloria") in [cells(row) for row in answer(replace(asked, limit=100), small).rows]


def test_a_cursor_is_for_its_own_pattern(small: Small) -> None:
    asked = pattern("?s", "serves", "?p", ["s", "p"], limit=2)
    cursor = answer(asked, small).cursor
    with pytest.raises(CursorError, match="another pattern"):
        answer(replace(asked, order=("p",), cursor=cursor), small)


@pytest.mark.parametrize("text", ["", "x", "é", "W10", "bnVsbA", "====", "a" * 100_000, "WzEsMiwzLDQsNV0"])
def test_what_is_no_cursor_is_refused(small: Small, text: str) -> None:
    with pytest.raises(CursorError):
        answer(pattern("?s", "serves", "?p", ["s", "p"], cursor=text), small)


@pytest.mark.parametrize(("change", "after"), [
    (99, (("a", "e"), ("b", "e"))), (-1, (("a", "e"), ("b", "e"))), (8, (("a", "e"),)), (8, (("", 5), ("b", "e"))),
    (8, ((None, "e"), ("b", "e"))), (8, (("\0", "e"), ("b", "e")))])
def test_a_cursor_that_was_altered_is_refused(small: Small, change: int, after: Any) -> None:
    asked = pattern("?s", "serves", "?p", ["s", "p"])
    with pytest.raises(CursorError):
        answer(replace(asked, cursor=cursors.write(cursors.Cursor(change, TODAY, after), asked)), small)


# --- other engines


def test_another_engine_gives_ids_and_the_record_the_rest(small: Small, home: Home) -> None:
    view = OxigraphView(home)
    view.sync(small.record, day=TODAY)
    asked = pattern("?s", "provides_service", "finishing", ["s", "p"], roles={"to": "?p"}, limit=2)
    by_sparql = answer(asked, small, engine=SparqlEngine(view))
    assert by_sparql == answer(asked, small)
    assert by_sparql.cursor


def test_asking_a_pattern_never_loads_the_language_model_nor_rdf() -> None:
    told = "import sys, queries.rows, queries.engines; print([name for name in sys.modules if name.split('.')[0] in ('spacy', 'ingest', 'rdflib', 'pyoxigraph')])"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == "[]"


def test_a_row_says_by_which_narrower_concept_it_matched(small: Small) -> None:
    found = answer(pattern("?s", "provides_service", "post-production", ["s"]), small)
    told = {cells(row)[0]: [(found.entities[one.asked].name, found.entities[one.matched].name) for one in row.narrowed] for row in found.rows}
    assert told["Copperline"] == []
    assert told["Ostra"] == [("post-production", "finishing")]
    assert set(told["Larkhill"]) == {("post-production", "finishing"), ("post-production", "colour grading")}


def test_the_hops_of_a_path_that_must_be_long_are_as_many(small: Small) -> None:
    clause = {"subject": _ids("Halden Group"), "predicate": ["owns", "acquires", "operates"], "object": "?z", "steps": [2, 3]}
    found = answer(from_json({"clauses": [clause], "select": ["z"]}), small)
    assert {cells(row)[0]: [proven.statement.predicate for proven in row.statements] for row in found.rows} == {
        "Copperline": ["owns", "acquires"], "Tern Holdings": ["owns", "acquires", "owns"]}


def test_hops_are_walked_back_where_the_relation_is_turned_round(small: Small) -> None:
    clause = {"subject": _ids("Minnow"), "predicate": ["operated_by", "owns"], "object": "?z", "steps": 2}
    found = answer(from_json({"clauses": [clause], "select": ["z"]}), small)
    assert {cells(row)[0]: [proven.statement.predicate for proven in row.statements] for row in found.rows} == {
        "Halden Group": ["operates"], "Veloria": ["operates", "owns"]}


def test_statements_of_parts_stand_by_their_number(small: Small) -> None:
    made = {"subject": "?s", "predicate": "produces", "object": "?t"}
    based = {"subject": "?s", "predicate": "based_in", "object": "?r"}
    led = {"subject": "*", "predicate": "holds_role", "object": "?s"}
    found = answer(from_json({"clauses": [made], "optional": [[based]], "without": [[led]], "select": ["s", "r"]}), small)
    assert [(cells(row), [proven.clause for proven in row.statements]) for row in found.rows] == [(("Norrland", None), [0])]
    found = answer(from_json({"clauses": [made], "optional": [[based]], "select": ["s", "r"]}), small)
    assert [(cells(row), [proven.clause for proven in row.statements]) for row in found.rows] == [
        (("Copperline", "Asia"), [0, 1]), (("Larkhill", "Spain"), [0, 1]), (("Norrland", None), [0])]
