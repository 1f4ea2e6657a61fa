"""Near copies: what texts are, who stands with whom in whatever order they come, and that such are one source."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from graph.claim import Argument, Value
from graph.document import Reading
from graph.home import Home
from graph.ontology import ontology
from graph.record import Record, copies
from graph.record.derivation import differences
from graph.record.shingles import BANDS, Sketch, alike, key, sketch
from graph.record.tables import copies as copy_rows
from graph.verify import verify
from tests.graph.telling import NOW, PLATFORM, SERVICE, STUDIO, tell


def words(seed: int, count: int = 60) -> list[str]:
    random = Random(seed)
    return [f"w{random.randrange(10_000)}" for _ in range(count)]


def made(text: str) -> Sketch:
    told = sketch(text)
    assert told is not None
    return told


def altered(seed: int, variant: int) -> str:
    """A text of its own, in one of several wordings: each differs from the first by a word or two."""
    told = words(seed)
    for place in Random(variant).sample(range(len(told)), variant):
        told[place] = f"v{variant}"
    return " ".join(told)


def release(document: str, text: str, year: int) -> Reading:
    """One statement, told in a sentence of the document's own."""
    roles: dict[str, Argument] = {"to": PLATFORM, "date": Value(str(year), "date")}
    return tell(document, (STUDIO, "provides_service", SERVICE, roles), text=text, confidence=0.5)


def state(record: Record) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Clusters, and what statements rest on."""
    with record.database.read() as connection:
        assert list(differences(connection, ontology())) == []
        clusters = [tuple(row) for row in connection.execute(select(copy_rows).order_by(copy_rows.c.document))]
    with record.reader() as reader:
        return clusters, [(one.id, one.sources, one.confidence, one.roles) for one in reader.all_statements()]


def test_a_text_and_its_near_copy_share_what_they_say() -> None:
    first, near, other = made(altered(1, 0)), made(altered(1, 1)), made(altered(2, 0))
    assert (alike(first, near), alike(near, first), alike(first, other)) == (True, True, False)
    assert set(first.bands) & set(near.bands)
    assert not set(first.bands) & set(other.bands)
    assert len(first.bands) == BANDS
    assert all(0 <= band < 2 ** 63 for band in first.bands)
    assert made("“W1, w2 – W3!”").bands == made("w1 w2 w3").bands != made("w2 w1 w3").bands
    assert sketch("") is sketch(None) is sketch(" – ") is None
    assert 0 <= key("https://example.org/a") < 2 ** 63


@pytest.mark.parametrize(("share", "least", "most"), [(0.9, 0.99, 1.0), (0.8, 0.9, 1.0), (0.3, 0.0, 0.1), (0.1, 0.0, 0.01)])
def test_how_often_two_texts_share_a_band_follows_what_they_share(share: float, least: float, most: float) -> None:
    random = Random(5)
    found = 0
    for _ in range(200):
        size = 400
        common = [f"c{random.random()}" for _ in range(round(2 * size * share / (1 + share)))]
        one, other = (made(" ".join([*common, *(f"u{random.random()}" for _ in range(size - len(common)))]).replace(".", ""))
                      for _ in range(2))
        found += bool(set(one.bands) & set(other.bands))
    assert least <= found / 200 <= most


def test_a_release_that_five_outlets_carry_is_one_source(record: Record, home: Home) -> None:
    for number in range(5):
        record.writer().write(release(f"outlet-{number}", altered(1, number % 3), 2020 + number), now=NOW)
    record.writer().write(release("elsewhere", altered(2, 0), 2019), now=NOW)
    clusters, [statement] = state(record)
    assert clusters == [(f"outlet-{number}", "outlet-0") for number in range(5)]
    assert statement[1:3] == (2, 0.75)
    assert list(verify(record, home, ontology(), views=())) == []


def test_a_text_that_changes_leaves_its_copies_and_may_come_back(record: Record) -> None:
    writer = record.writer()
    for number in range(3):
        writer.write(release(f"outlet-{number}", altered(1, 0), 2020 + number), now=NOW)
    before = state(record)
    writer.write(release("outlet-0", altered(3, 0), 2020), now=NOW)
    clusters, [statement] = state(record)
    assert clusters == [("outlet-1", "outlet-1"), ("outlet-2", "outlet-1")]
    assert statement[1] == 2
    writer.write(release("outlet-0", altered(1, 0), 2020), now=NOW)
    assert state(record) == before


def test_what_joins_two_joins_all_and_what_parted_them_parts_them_again(sqlite: Callable[[], Record]) -> None:
    record = sqlite()
    start, end = words(1, 140), words(2, 18)
    left, right, bridge = (" ".join(start[:140 - number] + end[18 - number:]) for number in (0, 18, 9))
    record.writer().write_all([release("a", left, 2020), release("c", right, 2021)], now=NOW)
    assert state(record)[1][0][1] == 2
    record.writer().write(release("b", bridge, 2022), now=NOW)
    assert [cluster for _, cluster in state(record)[0]] == ["a", "a", "a"]
    assert state(record)[1][0][1] == 1
    record.writer().write(release("b", altered(9, 0), 2022), now=NOW)
    assert state(record)[0] == []
    assert state(record)[1][0][1] == 3


Step = tuple[int, int, int]
STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1), st.integers(0, 3)), min_size=1, max_size=9)


def reading(step: Step) -> Reading:
    document, family, variant = step
    return release(f"doc-{document}", altered(family, variant), 2015 + variant)


def written(steps: Sequence[Step], batch: int) -> tuple[object, object]:
    with tempfile.TemporaryDirectory() as folder:
        record = Record.open(f"sqlite:///{Path(folder) / 'record.sqlite'}")
        try:
            for start in range(0, len(steps), batch):
                part = {step[0]: step for step in steps[start:start + batch]}
                record.writer().write_all([reading(step) for step in part.values()], now=NOW)
                with record.database.read() as connection:
                    assert list(differences(connection, ontology())) == []
            return state(record)
        finally:
            record.close()


@pytest.mark.long
@settings(derandomize=True, deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, order=st.randoms(use_true_random=False))
def test_any_order_gives_the_same_sources(steps: list[Step], order: Random) -> None:
    last = list({step[0]: step for step in steps}.values())
    mixed = order.sample(last, len(last))
    assert written(last, 1) == written(mixed, 1) == written(mixed, 3)


@pytest.mark.long
@settings(derandomize=True, deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_after_any_changes_who_stands_with_whom_follows_from_the_texts(steps: list[Step]) -> None:
    last = list({step[0]: step for step in steps}.values())
    changed, fresh = written(steps, 1), written(last, 1)
    assert changed[0] == fresh[0]
    live = {row[0] for row in fresh[1]}  # type: ignore[attr-defined]
    assert [row for row in changed[1] if row[0] in live] == fresh[1]  # type: ignore[attr-defined]


def test_a_copy_more_costs_the_same_queries_and_of_a_crowded_band_few_are_looked_at(
        sqlite: Callable[[], Record], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "_CANDIDATES", copies._CANDIDATES.replace(f"LIMIT {copies.LIMIT}", "LIMIT 5"))
    record = sqlite()
    asked: list[int] = []
    event.listen(record.database.engine, "before_cursor_execute", lambda *_: asked.append(1))
    costs = []
    for number in range(30):
        asked.clear()
        record.writer().write(release(f"outlet-{number:02}", altered(1, number % 3), 2020), now=NOW)
        costs.append(len(asked))
    assert len(set(costs[3:])) == 1
    assert {cluster for _, cluster in state(record)[0]} == {"outlet-00"}


def test_what_is_wrong_is_found_and_made_right(record: Record) -> None:
    for number in range(3):
        record.writer().write(release(f"outlet-{number}", altered(1, 0), 2020 + number), now=NOW)
    right = state(record)
    for wrong in ("DELETE FROM copies WHERE document = 'outlet-1'", "UPDATE copies SET cluster = 'outlet-9'",
                  "DELETE FROM text_bands WHERE band = (SELECT MIN(band) FROM text_bands)", "DELETE FROM text_keys",
                  "INSERT INTO text_bands VALUES (1, 2)"):
        with record.database.write() as connection:
            connection.exec_driver_sql(wrong)
        with record.database.read() as connection:
            assert {difference.table for difference in differences(connection, ontology())} & {"copies", "text_bands", "text_keys"}
        record.rebuild(now=NOW)
        assert state(record) == right
