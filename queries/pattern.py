"""The algebra: frozen, JSON in and out.

A pattern is a set of clauses joined on variables, with filters. It means a set of rows over `select`; evidence never
multiplies rows. Every engine gives the same rows for it (tests/contracts; docs/patterns.md tells what each part means).

    {"clauses": [{"subject": "?studio", "predicate": ["provides_service"], "object": {"entity": ["e…"]},
                  "roles": {"to": "?platform"}}],
     "types": {"studio": ["Studio"], "platform": ["Platform"]},
     "filters": {"polarity": ["positive"], "modality": ["asserted"]},
     "select": ["studio", "platform"], "order": ["studio"], "limit": 20}
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graph import dates
from graph.claim import MODALITIES, POLARITIES, Value
from graph.errors import PatternError, ValueFormatError

MOST_ROWS = 1000
MOST_CLAUSES = 12
MOST_CONSTANTS = 1000
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class Var:
    """A hole: an entity or a literal that the answer fills."""

    name: str


@dataclass(frozen=True, slots=True)
class Entities:
    """A constant, or a set of constants: any of these entity ids. An empty set is a name that nobody knows: no rows."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Literals:
    """A constant literal, or any of several, compared by normalised value."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Anything:
    """`*`: the place is filled, by whatever."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The role has no value."""


Term = Var | Entities | Literals | Anything | Missing


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement. `predicates`: any of these relations, inverses or derived edges; "*" alone is any relation.

    `roles`: terms by role. `optional_roles` names roles with a variable that may stay empty: the row is kept and its cell
    is absent. Such a variable stands nowhere else, and its types narrow what fills it.
    """

    subject: Term
    predicates: tuple[str, ...]
    object: Term
    roles: tuple[tuple[str, Term], ...] = ()
    optional_roles: tuple[str, ...] = ()

    def terms(self) -> Iterator[tuple[str, Term]]:
        yield "subject", self.subject
        yield "object", self.object
        yield from self.roles


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements count. The defaults see what is current, positive and asserted.

    `as_of` replaces "current": every statement whose validity doesn't exclude that day. `timeless` takes them all.
    `known_at` is a change number.
    """

    polarity: tuple[str, ...] = ("positive",)
    modality: tuple[str, ...] = ("asserted",)
    as_of: dt.date | None = None
    timeless: bool = False
    known_at: int | None = None
    published_until: dt.date | None = None
    min_confidence: float | None = None
    min_sources: int | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is asked. `types` narrows variables; `count` counts distinct values of a variable by the others selected.

    The number stands in the column of the counted variable, the last one where `select` doesn't name it. `order` lists
    columns (`-name` descending); ties and the rest go by the columns in turn. `ended` keeps only what is over (former,
    ended), today or on `filters.as_of`; it needs `filters.timeless`. A pattern without variables selects nothing and has
    one empty row where it holds.
    """

    clauses: tuple[Clause, ...]
    select: tuple[str, ...]
    types: tuple[tuple[str, tuple[str, ...]], ...] = ()
    filters: Filters = field(default_factory=Filters)
    count: str | None = None
    order: tuple[str, ...] = ()
    limit: int = 100
    cursor: str | None = None
    narrower: bool = True
    ended: bool = False
    different: tuple[tuple[str, str], ...] = ()
    """Pairs of variables that must not be the same entity."""

    def variables(self) -> tuple[str, ...]:
        """Every variable, in order of appearance."""
        found = [term.name for clause in self.clauses for _, term in clause.terms() if isinstance(term, Var)]
        return tuple(dict.fromkeys(found))

    def with_filters(self, **changed: Any) -> Pattern:
        return replace(self, filters=replace(self.filters, **changed))


# --- JSON


def to_json(pattern: Pattern) -> dict[str, Any]:
    """A pattern as JSON holds it; what is at its default is left out."""
    told: dict[str, Any] = {
        "clauses": [{"subject": _term_out(clause.subject), "predicate": list(clause.predicates),
                     "object": _term_out(clause.object),
                     **({"roles": {role: _term_out(term) for role, term in clause.roles}} if clause.roles else {}),
                     **({"optional_roles": list(clause.optional_roles)} if clause.optional_roles else {})}
                    for clause in pattern.clauses],
        "select": list(pattern.select),
    }
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
                                 "ended", "different"})
    clauses = data.get("clauses")
    if not isinstance(clauses, list) or not clauses:
        raise PatternError("clauses: expected a list with at least one clause")
    pattern = Pattern(
        clauses=tuple(_clause_in(clause, f"clauses[{number}]") for number, clause in enumerate(clauses)),
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
    )
    check(pattern)
    return pattern


def check(pattern: Pattern) -> None:
    """Raise PatternError where a pattern means nothing."""
    if not pattern.clauses or len(pattern.clauses) > MOST_CLAUSES:
        raise PatternError(f"clauses: expected 1 to {MOST_CLAUSES}")
    _check_names(pattern)
    if not pattern.select and pattern.count is None and pattern.variables():
        raise PatternError("select: name at least one variable")
    if len(set(pattern.select)) != len(pattern.select):
        raise PatternError("select: a variable stands twice")
    if "statements" in (*pattern.select, pattern.count):
        raise PatternError("select: a column can't be called statements; call the variable something else")
    if not 1 <= pattern.limit <= MOST_ROWS:
        raise PatternError(f"limit: expected a whole number from 1 to {MOST_ROWS}")
    if pattern.ended and not pattern.filters.timeless:
        raise PatternError("ended: needs filters.timeless")
    if pattern.filters.as_of and pattern.filters.timeless and not pattern.ended:
        raise PatternError("filters: as_of and timeless contradict each other; leave one out")
    for clause in pattern.clauses:
        _check_clause(clause)
    _check_optional(pattern)


def _check_names(pattern: Pattern) -> None:
    known = set(pattern.variables())
    order = tuple(name.removeprefix("-") for name in pattern.order)
    for where, names in (("select", pattern.select), ("order", order),
                         ("types", tuple(name for name, _ in pattern.types)),
                         ("different", tuple(name for pair in pattern.different for name in pair)),
                         ("count", (pattern.count,) if pattern.count is not None else ())):
        for name in names:
            if name not in known:
                raise PatternError(f"{where}: no clause has a variable ?{name}")
    for name, types in pattern.types:
        if not types:
            raise PatternError(f"types.{name}: name at least one type")
    if len(dict(pattern.types)) != len(pattern.types):
        raise PatternError("types: a variable stands twice")
    if len(set(order)) != len(order):
        raise PatternError("order: a column stands twice")
    for name in order:
        if name not in pattern.select and name != pattern.count:
            raise PatternError(f"order: ?{name} is not selected")
    for one, other in pattern.different:
        if one == other:
            raise PatternError(f"different: ?{one} can't differ from itself")


def _check_clause(clause: Clause) -> None:
    if not clause.predicates:
        raise PatternError("predicate: name at least one")
    if isinstance(clause.subject, Literals | Missing) or isinstance(clause.object, Missing):
        raise PatternError("a subject is an entity, and only a role may be missing")
    for where, term in clause.terms():
        _check_term(where, term)
    for role in clause.optional_roles:
        if not any(name == role and isinstance(term, Var) for name, term in clause.roles):
            raise PatternError(f"optional_roles: {role} has no variable")


def _check_term(where: str, term: Term) -> None:
    match term:
        case Var(name):
            if not _VARIABLE.fullmatch(name):
                raise PatternError(f"{where}: a variable is called by letters, digits and _, not {name!r}")
        case Entities(constants) | Literals(constants):
            if len(constants) > MOST_CONSTANTS:
                raise PatternError(f"{where}: a set of constants holds at most {MOST_CONSTANTS}")
            for constant in constants:
                text = constant.value if isinstance(constant, Value) else constant
                if _UNSTORABLE.search(text):
                    raise PatternError(f"{where}: {text!r} holds characters that no text has")


def _check_optional(pattern: Pattern) -> None:
    places = [term.name for clause in pattern.clauses for _, term in clause.terms() if isinstance(term, Var)]
    for clause in pattern.clauses:
        for role, term in clause.roles:
            if role in clause.optional_roles and isinstance(term, Var):
                if places.count(term.name) > 1:
                    raise PatternError(f"optional_roles: ?{term.name} stands elsewhere too, so that it can't stay empty")
                if any(term.name in pair for pair in pattern.different):
                    raise PatternError(f"different: ?{term.name} may stay empty")


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
        if data.startswith("?") and _VARIABLE.fullmatch(data[1:]):
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


def _clause_in(data: Any, where: str) -> Clause:
    entry = _mapping(data, where)
    _known(where, entry, {"subject", "predicate", "object", "roles", "optional_roles"})
    predicate = entry.get("predicate", [])
    return Clause(
        _term_in(entry.get("subject", "*"), f"{where}.subject"),
        _names([predicate] if isinstance(predicate, str) else predicate, f"{where}.predicate"),
        _term_in(entry.get("object", "*"), f"{where}.object"),
        tuple((str(role), _term_in(term, f"{where}.roles.{role}"))
              for role, term in sorted(_mapping(entry.get("roles", {}), where).items())),
        _names(entry.get("optional_roles", []), f"{where}.optional_roles"),
    )


def _filters_out(filters: Filters) -> dict[str, Any]:
    default = Filters()
    told: dict[str, Any] = {}
    for name in ("polarity", "modality", "as_of", "timeless", "known_at", "published_until", "min_confidence", "min_sources"):
        value = getattr(filters, name)
        if value != getattr(default, name):
            told[name] = value.isoformat() if isinstance(value, dt.date) else list(value) if isinstance(value, tuple) else value
    return told


def _filters_in(data: Mapping[str, Any]) -> Filters:
    _known("filters", data, {"polarity", "modality", "as_of", "timeless", "known_at", "published_until", "min_confidence", "min_sources"})
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
