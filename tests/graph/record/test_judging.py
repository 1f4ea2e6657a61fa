"""Any order of reading, merging, splitting and undoing gives the same graph; an undo restores it exactly."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from graph.document import Reading
from graph.errors import Conflict, NotFound
from graph.exchange.jsonl import export
from graph.identity import judgements as nouns
from graph.identity.judgements import Judgement
from graph.identity.linking import entity_id
from graph.ontology import ontology
from graph.record import Judge, Record, tables
from graph.record.derivation import differences
from tests.graph.telling import NOW
from tests.strategies import DOCUMENTS, STUDIOS, readings

DERIVED = ("merged", "parts", "entities", "entity_types", "entity_names", "memberships", "statements", "statement_roles",
           "statement_claims", "statement_sources")
IDS = tuple(sorted({entity_id(studio.name, studio.type) for studio in STUDIOS}))
NUMBER = itertools.count()
Act = Reading | Judgement


@contextmanager
def empty() -> Iterator[Record]:
    with tempfile.TemporaryDirectory() as folder:
        record = Record.open(f"sqlite:///{Path(folder) / 'record.sqlite'}")
        yield record
        record.close()


def dump(record: Record, *, numbers: bool = True) -> dict[str, Any]:
    """The derived tables, whole."""
    found = {}
    with record.database.read() as connection:
        for name in DERIVED:
            table = tables.metadata.tables[name]
            columns = [column for column in table.c if numbers or column.name not in ("opened", "closed")]
            found[name] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
    return found


def at(minute: int) -> str:
    return (NOW + dt.timedelta(minutes=minute)).isoformat()


@st.composite
def judged(draw: st.DrawFn) -> list[Judgement]:
    found: list[Judgement] = []
    for minute in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(("same", "different", "undo")))
        if kind == "undo" and found:
            found.append(nouns.undo(draw(st.sampled_from(found)).id, author="ada", at=at(minute), reason="no"))
        elif kind == "same":
            first, second = draw(st.permutations(IDS))[:2]
            found.append(nouns.same(first, second, author="ada", at=at(minute), reason="one"))
        else:
            documents = draw(st.lists(st.sampled_from(DOCUMENTS), min_size=1, max_size=2, unique=True))
            found.append(nouns.different(draw(st.sampled_from(IDS)), documents, author="ada", at=at(minute), reason="two"))
    return found


def carry_out(record: Record, acts: list[Act]) -> None:
    for act in acts:
        if isinstance(act, Judgement):
            Judge(record).add([act], now=NOW)
        else:
            record.writer().write(act, now=NOW)


@settings(derandomize=True, deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_order_gives_the_same_graph(data: st.DataObject) -> None:
    acts: list[Act] = [data.draw(readings(document)) for document in DOCUMENTS]
    acts += data.draw(judged())
    with empty() as one, empty() as other:
        carry_out(one, acts)
        carry_out(other, data.draw(st.permutations(acts)))
        assert list(export(one)) == list(export(other))
        assert dump(one, numbers=False) == dump(other, numbers=False)
        with other.database.read() as connection:
            assert list(differences(connection, ontology())) == []


@settings(derandomize=True, deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_an_undo_restores_the_graph_exactly(data: st.DataObject) -> None:
    with empty() as record:
        carry_out(record, [*[data.draw(readings(document)) for document in DOCUMENTS], *data.draw(judged())])
        before, judge = dump(record), Judge(record)
        with record.reader() as reader:
            ids = [entity.id for entity in reader.all_entities()]
        try:
            if data.draw(st.booleans()):
                first, second = data.draw(st.permutations(ids))[:2]
                id_ = judge.merge(first, second, author="bob", reason="?", now=NOW)
            else:
                id_ = judge.split(data.draw(st.sampled_from(ids)), [data.draw(st.sampled_from(DOCUMENTS))], author="bob", reason="?", now=NOW)
        except (Conflict, NotFound):
            assert dump(record) == before
            return
        undo = judge.undo(id_, author="bob", reason="no", now=NOW)
        assert dump(record) == before
        judge.undo(undo, author="bob", reason="yes after all", now=NOW)
        assert nouns.standing(judge.log()).keys() >= {id_}


def test_a_reading_between_judgements_joins_what_was_judged() -> None:
    with empty() as record:
        carry_out(record, [nouns.same(IDS[0], IDS[1], author="ada", at=at(0), reason="one")])
        with pytest.raises(NotFound):
            Judge(record).merge("e0", IDS[0], author="ada", reason="?", now=NOW)
