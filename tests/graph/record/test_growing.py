"""graph.record.growing: a statement to which documents add claims, made from its row and theirs, is what all its claims make of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from graph.claim import Argument, Value
from graph.document import Reading
from graph.entity import LocalEntity
from graph.ontology import ontology
from graph.record import Record
from graph.record.derivation import differences
from tests.graph.telling import NOW, PERSON, STUDIO, Told, offers, tell

STATUS = Value("former", "one_of")
TITLES = ("founder", "Founder", "head of post")


@st.composite
def held(draw: st.DrawFn, document: str) -> Reading:
    """A document that says of a person what she is at a studio, in one of a few ways, dated or not, sometimes as over."""
    roles: dict[str, Argument] = {"title": Value(draw(st.sampled_from(TITLES)), "text")} if draw(st.booleans()) else {}
    if draw(st.integers(0, 5)) == 0:
        roles["status"] = STATUS
    valid_from = draw(st.sampled_from((None, None, "2019", "2021-04")))
    told: list[Told] = [(PERSON, "holds_role", STUDIO, roles)]
    if draw(st.booleans()):
        told.append(offers(LocalEntity("Lantern Works", "Studio")))
    return tell(document, *told, published_on=draw(st.sampled_from((None, "2024-01-02", "2025-02", "2026-01-01"))), valid_from=valid_from,
                valid_to=draw(st.sampled_from((None, None, "2030"))), confidence=draw(st.sampled_from((0.5, 0.75, 0.9, 1.0))))


@settings(derandomize=True, deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(told=st.lists(st.integers(0, 5).map("doc-{}".format), min_size=2, max_size=9).flatmap(
    lambda names: st.tuples(*(held(name) for name in names))))
def test_any_documents_one_after_the_other(told: tuple[Reading, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = Record.open(f"sqlite:///{Path(folder) / 'record.sqlite'}")
        for reading in told:
            record.writer().write(reading, now=NOW)
            with record.database.read() as connection:
                assert list(differences(connection, ontology())) == []
        record.close()


def test_on_either_database(record: Record) -> None:
    for number, (title, published_on, since) in enumerate((
            ("founder", "2024-01-02", None), ("Founder", "2025-02", "2019"), (None, None, "2021-04"), ("founder", "2026-01-01", "2018"))):
        roles: dict[str, Argument] = {"title": Value(title, "text")} if title else {}
        record.writer().write(tell(f"doc-{number}", (PERSON, "holds_role", STUDIO, roles), published_on=published_on, valid_from=since), now=NOW)
        with record.database.read() as connection:
            assert list(differences(connection, ontology())) == []


@pytest.mark.parametrize("dated", [None, "2019"])
def test_a_document_more_costs_the_same_queries_whatever_is_there(sqlite: Callable[[], Record], dated: str | None) -> None:
    record = sqlite()
    writer = record.writer()
    asked: list[int] = []

    def add(number: int) -> int:
        asked.clear()
        told = " ".join(f"word-{number}-{place}" for place in range(12))
        writer.write(tell(f"doc-{number}", offers(), text=told, valid_from=dated), now=NOW)
        return len(asked)

    event.listen(record.database.engine, "before_cursor_execute", lambda *_: asked.append(1))
    costs = [add(number) for number in range(40)]
    assert len(set(costs[2:])) == 1
    with record.reader() as reader:
        statement = next(reader.all_statements())
        assert len(statement.claims) == 40
        assert statement.sources == 1, "one sentence, letter for letter"
