"""The algebra of judgements: blind to order, undone exactly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import ValueFormatError
from graph.identity.judgements import Judgement, different, identity, same, standing, undo
from graph.identity.linking import part_id

IDS = st.sampled_from(["e1", "e2", "e3", "e4", "e5"])
PAIRS = st.lists(st.tuples(IDS, IDS).filter(lambda pair: pair[0] != pair[1]), max_size=6)


def judge(first: str, second: str) -> Judgement:
    return same(first, second, author="ada", at="2026-01-01", reason="one")


@settings(derandomize=True, deadline=None)
@given(PAIRS, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_the_smallest_id_stands(pairs: list[tuple[str, str]], draw: object) -> None:
    told = [judge(*pair) for pair in pairs]
    found = identity(told)
    assert identity(reversed(told)).merged == found.merged
    for first, second in pairs:
        assert found.canonical(first) == found.canonical(second) <= min(first, second)


def test_an_undo_can_be_undone() -> None:
    merge = judge("e1", "e2")
    once = undo(merge.id, author="ada", at="2026-01-02", reason="no")
    twice = undo(once.id, author="ada", at="2026-01-03", reason="yes")
    assert merge.id in standing([merge])
    assert merge.id not in standing([merge, once])
    assert merge.id in standing([twice, once, merge])


def test_a_split_concerns_its_documents_alone() -> None:
    split = different("e1", ["b", "a"], author="ada", at="2026-01-01", reason="two")
    found = identity([split])
    assert found.place("e1", "a") == part_id("e1", ("a", "b"))
    assert found.place("e1", "c") == found.place("e1", None) == "e1"


@pytest.mark.parametrize(("kind", "what"), [
    ("alike", {}), ("same", {"entities": ["e1"]}), ("same", {"entities": ["e1", "e1"]}), ("different", {"entity": "e1", "documents": []}),
    ("undo", {"judgement": ""}), ("same", {"entities": ["e1", "e2"], "more": 1})])
def test_what_is_no_judgement_is_refused(kind: str, what: dict[str, object]) -> None:
    with pytest.raises(ValueFormatError):
        Judgement.of(kind, what, author="ada", at="2026-01-01", reason="")


@pytest.mark.parametrize("told", [judge("e2", "e1"), different("e1", ["a"], author="b", at="c", reason="d"),
                                  undo("j1", author="b", at="c", reason="d")])
def test_json_holds_all_of_it(told: Judgement) -> None:
    assert Judgement.of(told.kind, told.what(), author=told.author, at=told.at, reason=told.reason) == told
