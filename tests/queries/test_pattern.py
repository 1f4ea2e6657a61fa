"""queries.pattern: JSON in and out without loss, and a clear sentence for whatever means nothing."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.claim import Value
from graph.errors import PatternError
from queries.pattern import Anything, Clause, Entities, Filters, Literals, Missing, Pattern, Term, Var, check, from_json, to_json

CASES = Path(__file__).parents[1] / "contracts" / "cases"
OWNS: dict[str, Any] = {"clauses": [{"subject": "?a", "predicate": "owns", "object": "?b"}], "select": ["a", "b"]}

names = st.sampled_from(["a", "b", "c"])
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
constants = st.lists(texts, max_size=3).map(lambda ids: Entities(tuple(ids)))
literals = st.lists(st.builds(Value, texts, st.sampled_from(["text", "date", "money"])), max_size=3).map(lambda values: Literals(tuple(values)))
subjects: st.SearchStrategy[Term] = st.one_of(names.map(Var), constants, st.just(Anything()))
objects: st.SearchStrategy[Term] = st.one_of(subjects, literals)
terms: st.SearchStrategy[Term] = st.one_of(objects, st.just(Missing()))
clauses = st.builds(Clause, subjects, st.lists(texts, min_size=1, max_size=2).map(tuple), objects,
                    st.dictionaries(st.sampled_from(["to", "title", "region"]), terms, max_size=2).map(lambda roles: tuple(sorted(roles.items()))))
days = st.none() | st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 1, 1))
filters = st.builds(
    Filters, as_of=days, known_at=st.none() | st.integers(0, 99), published_until=days,
    min_confidence=st.none() | st.floats(0, 1), min_sources=st.none() | st.integers(1, 9),
    polarity=st.sampled_from([("positive",), ("negative",), ("positive", "negative")]),
    modality=st.sampled_from([("asserted",), ("asserted", "planned", "reported")]))


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    told = draw(st.lists(clauses, min_size=1, max_size=3))
    variables = Pattern(tuple(told), ()).variables()
    select = draw(st.permutations(variables)) if variables else []
    count = draw(st.none() | st.sampled_from(variables)) if variables else None
    order = tuple(draw(st.sampled_from(["", "-"])) + name for name in select[:1])
    return Pattern(tuple(told), tuple(select), filters=draw(filters), count=count, order=order, limit=draw(st.integers(1, 1000)),
                   narrower=draw(st.booleans()), cursor=draw(st.none() | texts))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(patterns())
def test_json_and_back_is_the_same_pattern(pattern: Pattern) -> None:
    assert from_json(json.loads(json.dumps(to_json(pattern)))) == pattern


json_values = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=6),
                           lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=6)
CASE_PATTERNS = [json.loads(line)["pattern"] for line in (CASES / "trade.jsonl").read_text("utf-8").splitlines()]


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(found for key, value in inner for found in places(value, (*path, key)))]


def assert_read_or_refused(data: Any) -> None:
    with suppress(PatternError):
        pattern = from_json(data)
        assert from_json(to_json(pattern)) == pattern


@settings(derandomize=True, deadline=None, max_examples=300)
@given(json_values)
def test_any_json_is_a_pattern_or_an_error_of_patterns(data: Any) -> None:
    assert_read_or_refused(data)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.sampled_from(CASE_PATTERNS), st.integers(0, 10**6), json_values)
def test_a_good_pattern_with_something_wrong_in_it(data: Any, where: int, wrong: Any) -> None:
    altered = json.loads(json.dumps(data))
    found = places(altered)[1:]
    *path, last = found[where % len(found)]
    inside = altered
    for key in path:
        inside = inside[key]
    inside[last] = wrong
    assert_read_or_refused(altered)


BAD: list[tuple[dict[str, Any], str]] = [
    ({"clauses": []}, "at least one clause"),
    ({"select": []}, "name at least one variable"),
    ({"select": ["c"]}, "no clause has a variable ?c"),
    ({"select": ["a", "a"]}, "stands twice"),
    ({"order": ["-c"]}, "no clause has a variable ?c"),
    ({"select": ["a"], "order": ["b"]}, "?b is not selected"),
    ({"order": ["a", "-a"]}, "stands twice"),
    ({"types": {"a": []}}, "at least one type"),
    ({"types": {"x": ["Studio"]}}, "no clause has a variable ?x"),
    ({"count": "x"}, "no clause has a variable ?x"),
    ({"limit": 0}, "from 1 to 1000"),
    ({"limit": True}, "from 1 to 1000"),
    ({"ended": True}, "needs filters.timeless"),
    ({"filters": {"as_of": "2026", "timeless": True}}, "contradict"),
    ({"filters": {"as_of": "../2026"}}, "expected a day"),
    ({"filters": {"as_of": "yesterday"}}, "expected YYYY"),
    ({"filters": {"min_confidence": 2}}, "from 0 to 1"),
    ({"filters": {"polarity": []}}, "positive, negative"),
    ({"filters": {"mood": 1}}, "unknown mood"),
    ({"different": [["a"]]}, "pairs"),
    ({"different": [["a", "a"]]}, "differ from itself"),
    ({"shape": 1}, "unknown shape"),
    ({"clauses": [{"subject": None, "predicate": "owns", "object": "?b"}], "select": ["b"]}, "only a role may be missing"),
    ({"clauses": [{"subject": "?a", "predicate": [], "object": "?b"}]}, "name at least one"),
    ({"clauses": [{"subject": "a", "predicate": "owns", "object": "?b"}]}, "expected \"?name\""),
    ({"clauses": [{"subject": "?a b", "predicate": "owns", "object": "?b"}]}, "expected \"?name\""),
    ({"clauses": [{"subject": {"entity": ["\0"]}, "predicate": "owns", "object": "?b"}], "select": ["b"]}, "no text has"),
    ({"clauses": [{"subject": "?a", "predicate": "owns", "object": {"literal": [{"value": 5}]}}], "select": ["a"]}, "as text"),
    ({"clauses": [{"subject": "?a", "predicate": "owns", "object": "?b", "optional_roles": ["via"]}]}, "via has no variable"),
    ({"clauses": [{"subject": "?a", "predicate": "owns", "object": "?b", "roles": {"via": "?a"}, "optional_roles": ["via"]}]}, "stands elsewhere too"),
    ({"clauses": [{"subject": "?statements", "predicate": "owns", "object": "?b"}], "select": ["statements"]}, "can't be called statements"),
]


@pytest.mark.parametrize(("change", "reason"), BAD, ids=[reason + str(number) for number, (_, reason) in enumerate(BAD)])
def test_what_means_nothing_is_refused_with_the_reason(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(PatternError) as caught:
        from_json({**OWNS, **change})
    assert reason in str(caught.value)


def test_a_pattern_that_is_no_object_is_refused() -> None:
    with pytest.raises(PatternError, match="the pattern: expected an object"):
        from_json([1])


def test_a_variable_that_would_be_text_of_a_query_is_refused() -> None:
    with pytest.raises(PatternError, match="letters, digits"):
        check(Pattern((Clause(Var("a) DROP"), ("owns",), Anything()),), ("a) DROP",)))


def test_days_are_those_that_the_filter_means() -> None:
    pattern = from_json({**OWNS, "filters": {"as_of": "2026-02", "published_until": "2026-02"}})
    assert pattern.filters.as_of == dt.date(2026, 2, 1)
    assert pattern.filters.published_until == dt.date(2026, 2, 28)


def test_short_forms() -> None:
    pattern = from_json({"clauses": [{"predicate": "owns", "object": {"entity": "e1"}, "subject": "?a", "roles": {"kind": {"literal": ["arm"]}}}],
                         "select": ["a"]})
    assert pattern.clauses == (Clause(Var("a"), ("owns",), Entities(("e1",)), (("kind", Literals((Value("arm", "text"),))),)),)
    assert pattern.limit == 100


def test_variables_come_in_order_of_appearance() -> None:
    pattern = from_json({"clauses": [{"subject": "?b", "predicate": "owns", "object": "?a", "roles": {"via": "?c"}}], "select": ["a"]})
    assert pattern.variables() == ("b", "a", "c")


def part(subject: str, predicate: str, object_: str, **rest: Any) -> dict[str, Any]:
    return {"subject": subject, "predicate": predicate, "object": object_, **rest}


PARTS: list[tuple[dict[str, Any], str]] = [
    ({"without": [[part("?c", "owns", "?a")]], "select": ["c"]}, "has no value"),
    ({"without": [[part("?c", "owns", "?a")], [part("?c", "owns", "?b")]]}, "stands in two parts"),
    ({"optional": [[part("?a", "owns", "?c")], [part("?b", "owns", "?c")]]}, "stands in two parts"),
    ({"without": [[]]}, "a part without clauses"),
    ({"without": [[part("?a", "owns", "?c", roles={"date": "?d"}, optional_roles=["date"])]]}, "not in either and without"),
    ({"either": [[[part("?a", "owns", "?c")]]]}, "at least two parts"),
    ({"either": [[[part("?a", "owns", "?c")], [part("?a", "owns", "?d")]]], "select": ["c"]}, "every alternative must have it"),
    ({"without": [[part("?a", "owns", "?c")]], "optional": [[part("?a", "owns", "?d")]], "different": [["c", "d"]]}, "never stand together"),
    ({"clauses": [part("?a", "owns", "?b", steps=[0, 2])]}, "from 1 to 6"),
    ({"clauses": [part("?a", "owns", "?b", steps=[3, 2])]}, "from 1 to 6"),
    ({"clauses": [part("?a", "owns", "?b", steps=7)]}, "from 1 to 6"),
    ({"clauses": [part("?a", "owns", "?b", steps=2, roles={"date": "*"})]}, "a path takes no roles"),
    ({"clauses": [part("?a", "owns", "?a", steps=2)], "select": ["a"]}, "the ends of a path differ"),
    ({"clauses": [part("?a", "?r", "?r")], "select": ["a"]}, "is a relation"),
    ({"clauses": [part("?a", "?r", "?b")], "types": {"r": ["Studio"]}}, "is a relation"),
    ({"clauses": [], "select": ["c"]}, "at least one clause"),
    ({"without": [[part("?a", "owns", f"?c{number}")] for number in range(12)]}, "expected 1 to 12"),
]


@pytest.mark.parametrize(("change", "reason"), PARTS, ids=[reason + str(number) for number, (_, reason) in enumerate(PARTS)])
def test_parts_that_mean_nothing_are_refused_with_the_reason(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(PatternError) as caught:
        from_json({**OWNS, **change})
    assert reason in str(caught.value)


@pytest.mark.parametrize("line", (CASES / "parts.jsonl").read_text("utf-8").splitlines()[::7])
def test_parts_go_out_as_they_came_in(line: str) -> None:
    pattern = from_json(json.loads(line)["pattern"])
    assert from_json(json.loads(json.dumps(to_json(pattern)))) == pattern
