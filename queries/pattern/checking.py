"""Where a pattern means nothing: names that stand nowhere, parts whose variables nothing binds, limits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.claim import Value
from graph.errors import PatternError
from queries.pattern.nouns import Anything, Clause, Entities, Group, Literals, Missing, Pattern, Term, Var, names_in

MOST_ROWS = 1000
MOST_CLAUSES = 12
MOST_CONSTANTS = 1000
MOST_STEPS = 6
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


def check(pattern: Pattern) -> None:
    """Raise PatternError where a pattern means nothing."""
    clauses = list(pattern.all_clauses())
    if not (pattern.clauses or pattern.either or unplaced(pattern)):
        raise PatternError("clauses: expected a list with at least one clause")
    if len(clauses) > MOST_CLAUSES:
        raise PatternError(f"clauses: expected 1 to {MOST_CLAUSES}, those of all parts together")
    _check_groups(pattern)
    _check_columns(pattern)
    if not 1 <= pattern.limit <= MOST_ROWS:
        raise PatternError(f"limit: expected a whole number from 1 to {MOST_ROWS}")
    if pattern.ended and not pattern.filters.timeless:
        raise PatternError("ended: needs filters.timeless")
    if pattern.filters.as_of and pattern.filters.timeless and not pattern.ended:
        raise PatternError("filters: as_of and timeless contradict each other; leave one out")
    for clause in clauses:
        _check_clause(clause)
    _check_relations(pattern)
    _check_empty(pattern)
    _check_parts(pattern)


def unplaced(pattern: Pattern) -> tuple[str, ...]:
    """Selected variables that no clause binds, and of which types are told: every entity of these types."""
    placed = {*names_in(pattern.clauses), *(name for groups in pattern.either for group in groups for name in names_in(group)),
              *(name for group in pattern.optional for name in names_in(group))}
    told = dict(pattern.types)
    asked = (*pattern.select, *((pattern.count,) if pattern.count is not None else ()))
    return tuple(name for name in dict.fromkeys(asked) if name in told and name not in placed)


# --- columns


def _check_columns(pattern: Pattern) -> None:
    _check_names(pattern)
    if not pattern.select and pattern.count is None and any(True for group in (pattern.clauses, *_alternatives(pattern))
                                                            for _ in names_in(group)):
        raise PatternError("select: name at least one variable")
    if len(set(pattern.select)) != len(pattern.select):
        raise PatternError("select: a variable stands twice")
    if "statements" in (*pattern.select, pattern.count):
        raise PatternError("select: a column can't be called statements; call the variable something else")


def _check_names(pattern: Pattern) -> None:
    known = {*pattern.variables(), *unplaced(pattern)}
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


# --- one clause


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
    if clause.relation is not None:
        _check_term("relation", Var(clause.relation))
    if clause.steps is not None:
        _check_steps(clause, *clause.steps)


def _check_steps(clause: Clause, least: int, most: int) -> None:
    if not 1 <= least <= most <= MOST_STEPS:
        raise PatternError(f"steps: expected how many at least and at most, from 1 to {MOST_STEPS}")
    if clause.roles or clause.relation is not None:
        raise PatternError("steps: a path takes no roles and no variable for its relation; ask for one statement, or leave them out")
    if isinstance(clause.object, Literals):
        raise PatternError("steps: a path leads from one entity to another")
    if isinstance(clause.subject, Var) and clause.subject == clause.object:
        raise PatternError(f"steps: the ends of a path differ, and ?{clause.subject.name} is both")


def _check_term(where: str, term: Term) -> None:
    match term:
        case Var(name):
            if not VARIABLE.fullmatch(name):
                raise PatternError(f"{where}: a variable is called by letters, digits and _, not {name!r}")
        case Entities(constants) | Literals(constants):
            if len(constants) > MOST_CONSTANTS:
                raise PatternError(f"{where}: a set of constants holds at most {MOST_CONSTANTS}")
            for constant in constants:
                text = constant.value if isinstance(constant, Value) else constant
                if _UNSTORABLE.search(text):
                    raise PatternError(f"{where}: {text!r} holds characters that no text has")
        case Anything() | Missing():
            pass


# --- variables over all clauses


def _check_relations(pattern: Pattern) -> None:
    clauses = list(pattern.all_clauses())
    placed = {term.name for clause in clauses for _, term in clause.terms() if isinstance(term, Var)}
    for clause in clauses:
        if clause.relation is not None and (clause.relation in placed or clause.relation in dict(pattern.types)):
            raise PatternError(f"relation: ?{clause.relation} is a relation, and no entity or literal")


def _check_empty(pattern: Pattern) -> None:
    """Variables of optional roles."""
    places = list(names_in(pattern.all_clauses()))
    for group in (*_alternatives(pattern), *pattern.without):
        for clause in group:
            if clause.optional_roles:
                raise PatternError("optional_roles: not in either and without, where a variable that stays empty says nothing")
    for name in (name for clause in pattern.all_clauses() for name in clause.optional()):
        if places.count(name) > 1:
            raise PatternError(f"optional_roles: ?{name} stands elsewhere too, so that it can't stay empty")
        if any(name in pair for pair in pattern.different):
            raise PatternError(f"different: ?{name} may stay empty")


def _check_groups(pattern: Pattern) -> None:
    for where, groups in (("optional", pattern.optional), ("without", pattern.without),
                          *(("either", groups) for groups in pattern.either)):
        if not all(groups):
            raise PatternError(f"{where}: a part without clauses")
    if any(len(groups) < 2 for groups in pattern.either):
        raise PatternError("either: name at least two parts, of which one holds")


def _check_parts(pattern: Pattern) -> None:
    bound = _bound(pattern)
    own = [set(names_in(group)) - bound for group in (*pattern.optional, *pattern.without)]
    optional = set().union(*own[:len(pattern.optional)])
    for groups in pattern.either:
        for name in sorted({name for group in groups for name in names_in(group)} - bound):
            if name in {*_asked(pattern), *(other for group in pattern.groups() if group not in groups for other in names_in(group))}:
                raise PatternError(f"either: ?{name} stands elsewhere too, so that every alternative must have it")
    for number, names in enumerate(own):
        for name in sorted(names):
            if any(name in other for other in own[number + 1:]):
                raise PatternError(f"optional, without: ?{name} stands in two parts, and nothing outside them binds it")
    for name in _columns(pattern):
        if name not in bound | optional:
            raise PatternError(f"without: nothing but a part that must not hold has ?{name}, so that it has no value; bind it in a clause, "
                               "or tell its types")
    for pair in pattern.different:
        if not any(set(pair) <= bound | names for names in (set(), *own)):
            raise PatternError(f"different: ?{pair[0]} and ?{pair[1]} never stand together")


def _bound(pattern: Pattern) -> set[str]:
    """The variables that every row binds, or leaves empty where they are those of an optional role."""
    found = {*names_in(pattern.clauses), *unplaced(pattern)}
    for groups in pattern.either:
        found |= set.intersection(*(set(names_in(group)) for group in groups))
    return found


def _alternatives(pattern: Pattern) -> Iterator[Group]:
    return (group for groups in pattern.either for group in groups)


def _columns(pattern: Pattern) -> tuple[str, ...]:
    return (*pattern.select, *((pattern.count,) if pattern.count is not None else ()))


def _asked(pattern: Pattern) -> set[str]:
    return {*_columns(pattern), *(name for pair in pattern.different for name in pair)}
