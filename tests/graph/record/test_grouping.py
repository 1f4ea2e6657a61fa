"""What claims make of a statement, whatever their order."""

from __future__ import annotations

from itertools import permutations

import pytest

from graph.ontology import ontology
from graph.record.grouping import Filling, Support, doubt, sources, trust, validity

FORMER = (("status", Filling(None, "former", "one_of", "t:former")),)


def support(claim: str, document: str, *, day: str | None = None, valid_from: str | None = None, valid_to: str | None = None,
            former: bool = False, confidence: float = 0.5, quote: str | None = None) -> Support:
    return Support(claim, document, "e1", "holds_role", Filling("e2", None, None, "e2"), FORMER if former else (), "positive", "asserted",
                   valid_from, valid_to, confidence, quote, day, day, day, 1, None)


@pytest.mark.parametrize(("told", "expected"), [
    ([support("1", "a", day="2020-01-01", valid_from="2018"), support("2", "b", day="2024-05-01", former=True)],
     ("2018", "../2024-05-01", "2018-01-01", "2024-04-30", False)),
    ([support("1", "a", day="2024-05-01", former=True), support("2", "b", day="2025-01-01", valid_from="2025")],
     ("2025", None, "2025-01-01", None, False)),
    ([support("1", "a", former=True)], (None, None, None, None, True)),
    ([support("1", "a", day="2020-01-01", valid_from="2018"), support("2", "b", day="2021-01-01", valid_from="2019-02", valid_to="2030")],
     ("2019-02", "2030", "2019-02-01", "2030-12-31", False)),
    ([support("1", "a", day="2024-05-01", former=True), support("2", "b", day="2023-05-01", former=True)],
     (None, "../2023-05-01", None, "2023-04-30", False)),
    ([support("1", "a", day="2024-05-01")], (None, None, None, None, False)),
])
def test_validity_is_that_of_the_latest_that_tells_it(told: list[Support], expected: tuple[object, ...]) -> None:
    for order in permutations(told):
        found = validity(order, ontology())
        assert (found.valid_from, found.valid_to, found.from_earliest, found.to_latest, found.ended) == expected


def test_sources_are_documents_and_one_sentence_counts_once() -> None:
    told = [support("1", "a", quote="The same."), support("2", "b", quote="The same."), support("3", "c", quote="Another."),
            support("4", "c", confidence=0.8)]
    for order in permutations(told):
        found = sources(order)
        assert sorted((source.confidence, source.units) for source in found.values()) == [(0.5, 2), (0.8, 1)]
        assert trust(sum(doubt(source.confidence) for source in found.values())) == 1 - 0.5 * 0.2


@pytest.mark.parametrize("told", [[0.9], [0.5, 0.5], [0.95, 0.2, 0.7], [0.0], [0.999999] * 3, [1.0], [1.0, 0.5]])
def test_confidence_is_what_all_sources_leave_open(told: list[float]) -> None:
    open_ = 1.0
    for confidence in told:
        open_ *= 1 - confidence
    assert trust(sum(map(doubt, told))) == pytest.approx(1 - open_, abs=1e-9)
