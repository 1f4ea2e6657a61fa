"""Patterns as JSON: `to_json` leaves out what is at its default; `from_json` says where JSON is no pattern."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from graph import dates
from graph.claim import MODALITIES, POLARITIES, Value
from graph.errors import PatternError, ValueFormatError
from queries.pattern.checking import MOST_ROWS, MOST_STEPS, VARIABLE, check
from queries.pattern.nouns import Anything, Clause, Entities, Filters, Group, Literals, Missing, Pattern, Term, Var

_PARTS = ("either", "optional", "without")

def to_json(pattern: Pattern) -> dict[str, Any]:
    """A pattern as JSON holds it; what is at its default is left out."""
    told: dict[str, Any] = {"clauses": _group_out(pattern.clauses), "select": list(pattern.select)}
    for name in _PARTS:
        if part := getattr(pattern, name):
            told[name] = [[_group_out(group) for group in one] if name == "either" else _group_out(one) for one in part]
    if pattern.types:
        told["types"] = {name: list(types) for name, types in pattern.types}
    if filters := _filters_out(pattern.filters):
        told["filters"] = filters
    for name in ("count", "cursor"):
        if (value := getattr(pattern, name)) is not None:
            told[name] = value
    if pattern.order:
        told["order"] = list(pattern.order)
    if pattern.limit != 100:
        told["limit"] = pattern.limit
    if not pattern.narrower:
        told["narrower"] = False
    if pattern.ended:
        told["ended"] = True
    if pattern.different:
        told["different"] = [list(pair) for pair in pattern.different]
    return told


def from_json(data: Any) -> Pattern:
    """The pattern that JSON holds. Raises PatternError, which says where it is wrong, and nothing else for any JSON."""
    data = _mapping(data, "the pattern")
    _known("the pattern", data, {"clauses", "select", "types", "filters", "count", "order", "limit", "cursor", "narrower",
                                 "ended", "different", *_PARTS})
    pattern = Pattern(
        clauses=_group_in(data.get("clauses", []), "clauses"),
        select=_names(data.get("select", []), "select"),
        types=tuple((str(name), _names(types, f"types.{name}")) for name, types in _mapping(data.get("types", {}), "types").items()),
        filters=_filters_in(_mapping(data.get("filters", {}), "filters")),
        count=_optional_name(data.get("count"), "count"),
        order=_names(data.get("order", []), "order"),
        limit=_whole(data.get("limit", 100), "limit", MOST_ROWS),
        cursor=_optional_name(data.get("cursor"), "cursor"),
        narrower=_truth(data.get("narrower", True), "narrower"),
        ended=_truth(data.get("ended", False), "ended"),
        different=tuple(_pair(one) for one in _list(data.get("different", []), "different")),
        either=tuple(_groups_in(groups, f"either[{number}]") for number, groups in enumerate(_list(data.get("either", []), "either"))),
        optional=_groups_in(data.get("optional", []), "optional"),
        without=_groups_in(data.get("without", []), "without"),
    )
    check(pattern)
    return pattern


def from_text(text: str) -> Pattern:
    """The pattern that a text holds as JSON. Raises PatternError, which says where it is wrong, and nothing else for any text."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = "it is nested too deeply"
        if isinstance(error, json.JSONDecodeError):
            where = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise PatternError(f"the pattern: this is no JSON ({where})") from error
    return from_json(data)


def _term_out(term: Term) -> Any:
    match term:
        case Var(name):
            return f"?{name}"
        case Entities(ids):
            return {"entity": list(ids)}
        case Literals(values):
            return {"literal": [{"value": value.value, "datatype": value.datatype} for value in values]}
        case Anything():
            return "*"
        case Missing():
            return None


def _term_in(data: Any, where: str) -> Term:
    if data is None:
        return Missing()
    if isinstance(data, str):
        if data == "*":
            return Anything()
        if data.startswith("?") and VARIABLE.fullmatch(data[1:]):
            return Var(data[1:])
        raise PatternError(f'{where}: expected "?name", "*", null, {{"entity": […]}} or {{"literal": […]}}, not {data!r}')
    entry = _mapping(data, where)
    if set(entry) == {"entity"}:
        ids = entry["entity"]
        return Entities(_names([ids] if isinstance(ids, str) else ids, where))
    if set(entry) == {"literal"} and isinstance(entry["literal"], list):
        return Literals(tuple(_literal_in(value, where) for value in entry["literal"]))
    raise PatternError(f"{where}: expected entity or literal")


def _literal_in(data: Any, where: str) -> Value:
    if isinstance(data, str):
        return Value(data, "text")
    entry = _mapping(data, where)
    _known(where, entry, {"value", "datatype"})
    value, datatype = entry.get("value"), entry.get("datatype", "text")
    if not isinstance(value, str) or not isinstance(datatype, str):
        raise PatternError(f"{where}: expected a literal's value, and its datatype, as text")
    return Value(value, datatype)


def _group_out(group: Group) -> list[dict[str, Any]]:
    return [_clause_out(clause) for clause in group]


def _clause_out(clause: Clause) -> dict[str, Any]:
    told: dict[str, Any] = {"subject": _term_out(clause.subject), "predicate": list(clause.predicates), "object": _term_out(clause.object)}
    if clause.roles:
        told["roles"] = {role: _term_out(term) for role, term in clause.roles}
    if clause.optional_roles:
        told["optional_roles"] = list(clause.optional_roles)
    if clause.relation is not None:
        told["relation"] = f"?{clause.relation}"
    if clause.steps is not None:
        told["steps"] = list(clause.steps)
    return told


def _groups_in(data: Any, where: str) -> tuple[Group, ...]:
    return tuple(_group_in(group, f"{where}[{number}]") for number, group in enumerate(_list(data, where)))


def _group_in(data: Any, where: str) -> Group:
    return tuple(_clause_in(clause, f"{where}[{number}]") for number, clause in enumerate(_list(data, where)))


def _clause_in(data: Any, where: str) -> Clause:
    entry = _mapping(data, where)
    _known(where, entry, {"subject", "predicate", "object", "roles", "optional_roles", "relation", "steps"})
    predicate, relation = entry.get("predicate", []), entry.get("relation")
    if isinstance(predicate, str) and predicate.startswith("?") and relation is None:
        predicate, relation = "*", predicate
    return Clause(
        _term_in(entry.get("subject", "*"), f"{where}.subject"),
        _names([predicate] if isinstance(predicate, str) else predicate, f"{where}.predicate"),
        _term_in(entry.get("object", "*"), f"{where}.object"),
        tuple((str(role), _term_in(term, f"{where}.roles.{role}"))
              for role, term in sorted(_mapping(entry.get("roles", {}), where).items())),
        _names(entry.get("optional_roles", []), f"{where}.optional_roles"),
        None if relation is None else _variable_in(relation, f"{where}.relation"),
        _steps_in(entry.get("steps"), f"{where}.steps"),
    )


def _variable_in(data: Any, where: str) -> str:
    if not isinstance(data, str) or not data.startswith("?"):
        raise PatternError(f'{where}: expected "?name"')
    return data[1:]


def _steps_in(data: Any, where: str) -> tuple[int, int] | None:
    """One number is how many steps at most."""
    if data is None:
        return None
    told = [1, data] if isinstance(data, int) else data
    if not isinstance(told, list) or len(told) != 2:
        raise PatternError(f"{where}: expected how many at least and at most")
    return _whole(told[0], where, MOST_STEPS), _whole(told[1], where, MOST_STEPS)


def _filters_out(filters: Filters) -> dict[str, Any]:
    default = Filters()
    told: dict[str, Any] = {}
    for name in ("polarity", "modality", "as_of", "timeless", "known_at", "published_until", "min_confidence", "min_sources",
                 "documents"):
        value = getattr(filters, name)
        if value != getattr(default, name):
            told[name] = value.isoformat() if isinstance(value, dt.date) else list(value) if isinstance(value, tuple) else value
    return told


def _filters_in(data: Mapping[str, Any]) -> Filters:
    _known("filters", data, {"polarity", "modality", "as_of", "timeless", "known_at", "published_until", "min_confidence", "min_sources",
                             "documents"})
    confidence = data.get("min_confidence")
    if confidence is not None and (isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1):
        raise PatternError("filters.min_confidence: expected a number from 0 to 1")
    return Filters(
        polarity=_one_of(data.get("polarity", ["positive"]), POLARITIES, "filters.polarity"),
        modality=_one_of(data.get("modality", ["asserted"]), MODALITIES, "filters.modality"),
        as_of=_day(data.get("as_of"), "filters.as_of", last=False),
        timeless=_truth(data.get("timeless", False), "filters.timeless"),
        known_at=None if data.get("known_at") is None else _whole(data["known_at"], "filters.known_at", 2**62, least=0),
        published_until=_day(data.get("published_until"), "filters.published_until", last=True),
        min_confidence=None if confidence is None else float(confidence),
        min_sources=None if data.get("min_sources") is None else _whole(data["min_sources"], "filters.min_sources", 10**9),
        documents=_names(data.get("documents", []), "filters.documents"),
    )


def _known(where: str, data: Mapping[str, Any], names: set[str]) -> None:
    if unknown := sorted(set(map(str, data)) - names):
        raise PatternError(f"{where}: unknown {', '.join(unknown)}; known are {', '.join(sorted(names))}")


def _mapping(data: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise PatternError(f"{where}: expected an object")
    return data


def _names(data: Any, where: str) -> tuple[str, ...]:
    if not isinstance(data, list | tuple) or not all(isinstance(name, str) for name in data):
        raise PatternError(f"{where}: expected a list of names")
    return tuple(data)


def _one_of(data: Any, allowed: tuple[str, ...], where: str) -> tuple[str, ...]:
    names = _names([data] if isinstance(data, str) else data, where)
    if not names or not set(names) <= set(allowed):
        raise PatternError(f"{where}: expected some of {', '.join(allowed)}")
    return tuple(name for name in allowed if name in names)


def _list(data: Any, where: str) -> list[Any]:
    if not isinstance(data, list):
        raise PatternError(f"{where}: expected a list")
    return data


def _pair(data: Any) -> tuple[str, str]:
    names = _names(data, "different")
    if len(names) != 2:
        raise PatternError("different: expected pairs of variables")
    return names[0], names[1]


def _optional_name(data: Any, where: str) -> str | None:
    if data is not None and not isinstance(data, str):
        raise PatternError(f"{where}: expected text")
    return data


def _truth(data: Any, where: str) -> bool:
    if not isinstance(data, bool):
        raise PatternError(f"{where}: expected true or false")
    return data


def _whole(data: Any, where: str, most: int, *, least: int = 1) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or not least <= data <= most:
        raise PatternError(f"{where}: expected a whole number from {least} to {most}")
    return data


def _day(data: Any, where: str, *, last: bool) -> dt.date | None:
    if data is None:
        return None
    try:
        bounds = dates.parse(data if isinstance(data, str) else "?")
    except ValueFormatError as error:
        raise PatternError(f"{where}: {error.reason}") from error
    day = bounds.latest if last else bounds.earliest
    if day is None:
        raise PatternError(f"{where}: expected a day, a month or a year")
    return day
