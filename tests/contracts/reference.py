"""The referee in plain Python: what a pattern means, over lists of what is known. Clear, slow and obviously right.

It reads the pattern itself, not its core, and shares nothing with the compilers but the nouns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cmp_to_key

from graph.claim import Value
from graph.identity.values import normalise
from graph.ontology.model import Derived, Ontology
from graph.statement import Statement
from queries.pattern import Anything, Clause, Entities, Filters, Group, Literals, Missing, Pattern, Term, Var

Key = str
Cell = str | int | None
Binding = Mapping[str, Key | None]


@dataclass(frozen=True)
class Support:
    """One claim of a statement: when the record had it, and the last day on which its document may have been published."""

    opened: int
    closed: int | None
    published: dt.date | None
    document: str | None = None


@dataclass(frozen=True)
class Known:
    """A statement with the first day on which it may hold, the last one, and its claims, open and closed."""

    statement: Statement
    begins: dt.date | None
    until: dt.date | None
    supports: tuple[Support, ...]


@dataclass(frozen=True)
class World:
    """All that is known: statements, and each entity's types and sort key."""

    known: tuple[Known, ...]
    types: Mapping[str, frozenset[str]]
    sort_keys: Mapping[str, str]
    narrower: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Edge:
    """A statement as a clause sees it: turned round, derived, or as it is."""

    subject: Key
    object: Key
    roles: Mapping[str, frozenset[Key]]
    relation: str = ""


def rows(pattern: Pattern, world: World, ontology: Ontology, today: dt.date) -> list[tuple[Cell, ...]]:
    """Every row of a pattern, in order, whatever its limit."""
    known = [one for one in world.known if counts(one, pattern, today)]
    facts = {clause: list(edges(clause, known, ontology)) for clause in pattern.all_clauses()}

    def extended(binding: Binding, group: Group) -> list[Binding]:
        """Every way in which a group of clauses holds, beside what is bound already."""
        found = [binding]
        for clause in group:
            found = [more for one in found for edge in facts[clause] for more in solve(clause, edge, one, pattern, world)]
        return [one for one in found if allowed(one, pattern, world)]

    bindings: list[Binding] = [{}]
    for name in alone(pattern):
        bindings = [{**binding, name: entity} for binding in bindings for entity in world.types]
    bindings = [more for binding in bindings for more in extended(binding, pattern.clauses)]
    for groups in pattern.either:
        bindings = [more for binding in bindings for group in groups for more in extended(binding, group)]
    bindings = [binding for binding in bindings if not any(extended(binding, group) for group in pattern.without)]
    for group in pattern.optional:
        bindings = [more for binding in bindings for more in extended(binding, group) or [binding]]
    bindings = [{name: binding.get(name) for name in columns(pattern)} for binding in bindings]
    return in_order(counted(bindings, pattern) if pattern.count else selected(bindings, pattern), pattern, world)


def alone(pattern: Pattern) -> list[str]:
    """Columns that no clause has, so that their types alone say what they are."""
    groups = [pattern.clauses, *pattern.optional, *(group for groups in pattern.either for group in groups)]
    placed = {name for group in groups for clause in group for name in clause.variables()}
    return [name for name in columns(pattern) if name not in placed]


# --- which statements count


def counts(one: Known, pattern: Pattern, today: dt.date) -> bool:
    filters, statement = pattern.filters, one.statement
    return (statement.polarity in filters.polarity and statement.modality in filters.modality
            and in_time(one, pattern, filters.as_of or today) and supported(one, filters)
            and (filters.min_confidence is None or statement.confidence >= filters.min_confidence)
            and (filters.min_sources is None or statement.sources >= filters.min_sources))


def in_time(one: Known, pattern: Pattern, day: dt.date) -> bool:
    over_on_some_day = one.statement.ended and one.until is None
    if pattern.ended:
        return over_on_some_day or (one.until is not None and one.until < day)
    if pattern.filters.timeless:
        return True
    possible = (one.begins is None or one.begins <= day) and (one.until is None or one.until >= day)
    return possible if pattern.filters.as_of else possible and not over_on_some_day


def supported(one: Known, filters: Filters) -> bool:
    for support in one.supports:
        if filters.known_at is None:
            open_ = support.closed is None
        else:
            open_ = support.opened <= filters.known_at and (support.closed is None or support.closed > filters.known_at)
        until = filters.published_until
        if filters.documents and support.document not in filters.documents:
            continue
        if open_ and (until is None or (support.published is not None and support.published <= until)):
            return True
    return False


# --- edges


def key(filler: str | Value) -> Key:
    return normalise(filler) if isinstance(filler, Value) else filler


def role_values(statement: Statement) -> dict[str, frozenset[Key]]:
    names = {role for role, _ in statement.roles}
    return {name: frozenset(key(filler) for role, filler in statement.roles if role == name) for name in names}


def edges(clause: Clause, known: Sequence[Known], ontology: Ontology) -> Iterator[Edge]:
    statements = [one.statement for one in known]
    names = tuple(ontology.relations) if clause.predicates == ("*",) else clause.predicates
    found = (edge for name in names for edge in edges_named(name, statements, ontology, derived=clause.predicates != ("*",)))
    yield from walks(list(found), *clause.steps) if clause.steps else found


def walks(steps: Sequence[Edge], least: int, most: int) -> Iterator[Edge]:
    """The two ends of every walk of so many steps, where they differ."""
    after: dict[Key, set[Key]] = {}
    for step in steps:
        if is_entity(step.subject) and is_entity(step.object):
            after.setdefault(step.subject, set()).add(step.object)
    for start in after:
        reached = {start}
        for length in range(1, most + 1):
            reached = {end for one in reached for end in after.get(one, ())}
            if length >= least:
                yield from (Edge(start, end, {}) for end in reached - {start})


def is_entity(key: Key) -> bool:
    return key[1:2] != ":"


def edges_named(name: str, statements: Sequence[Statement], ontology: Ontology, *, derived: bool) -> Iterator[Edge]:
    relation = ontology.relations.get(name)
    inverse = ontology.inverse_of(name)
    for statement in statements:
        edge = Edge(statement.subject, key(statement.object), role_values(statement), statement.predicate)
        turned = Edge(edge.object, edge.subject, edge.roles, edge.relation)
        if relation and statement.predicate == name:
            yield edge
        if relation and statement.predicate == name and relation.symmetric:
            yield turned
        if not relation and inverse and statement.predicate == inverse.name:
            yield turned
    if derived:
        for rule in ontology.derived_named(name):
            for edge in derived_edges(rule, statements):
                yield edge
                if rule.symmetric:
                    yield Edge(edge.object, edge.subject, edge.roles)


def derived_edges(rule: Derived, statements: Sequence[Statement]) -> Iterator[Edge]:
    if rule.path:
        yield from path_edges(rule, statements)
    elif len(rule.hops) == 1:
        for statement in statements:
            if statement.predicate == rule.hops[0].predicate:
                places = {"subject": {statement.subject}, "object": {key(statement.object)}, **role_values(statement)}
                for subject in places.get(rule.subject, ()):
                    for object_ in places.get(rule.object, ()):
                        yield Edge(subject, object_, role_values(statement))
    else:
        yield from chain_edges(rule, statements)


def chain_edges(rule: Derived, statements: Sequence[Statement]) -> Iterator[Edge]:
    bindings: list[dict[str, Key]] = [{}]
    for hop in rule.hops:
        grown = []
        for binding in bindings:
            for statement in statements:
                ends = {hop.subject or "": statement.subject, hop.object or "": key(statement.object)}
                if statement.predicate == hop.predicate and all(binding.get(end, value) == value for end, value in ends.items()):
                    grown.append({**binding, **ends})
        bindings = grown
    for binding in bindings:
        yield Edge(binding[rule.subject], binding[rule.object], {})


def path_edges(rule: Derived, statements: Sequence[Statement]) -> Iterator[Edge]:
    steps = [Edge(statement.subject, key(statement.object), {}) for statement in statements if statement.predicate in rule.path]
    yield from walks(steps, rule.path_from, rule.path_to)


# --- one clause against one edge


def solve(clause: Clause, edge: Edge, binding: Binding, pattern: Pattern, world: World) -> Iterator[Binding]:
    """The bindings that extend one so that the edge meets the clause."""
    bindings: list[Binding] = [binding]
    for term, value in ((clause.subject, edge.subject), (clause.object, edge.object)):
        bindings = [more for one in bindings for more in fill(term, value, one, pattern, world)]
    if clause.relation is not None:
        bindings = [more for one in bindings for more in fill(Var(clause.relation), edge.relation, one, pattern, world)]
    for role, term in clause.roles:
        values = edge.roles.get(role, frozenset())
        if isinstance(term, Missing):
            bindings = [] if values else bindings
        elif role in clause.optional_roles and isinstance(term, Var):
            fitting = [value for value in values if of_types(value, dict(pattern.types).get(term.name), world)]
            filled: list[Key | None] = [*fitting] or [None]
            bindings = [{**one, term.name: value} for one in bindings for value in filled]
        else:
            bindings = [more for one in bindings for value in values for more in fill(term, value, one, pattern, world)]
    yield from bindings


def fill(term: Term, value: Key, binding: Binding, pattern: Pattern, world: World) -> Iterator[Binding]:
    match term:
        case Var(name):
            if binding.get(name, value) == value:
                yield {**binding, name: value}
        case Entities(ids):
            wider = pattern.narrower and "positive" in pattern.filters.polarity
            below = {one for id_ in ids for one in world.narrower.get(id_, ())} if wider else set()
            if value in {*ids, *below}:
                yield binding
        case Literals(values):
            if value in {normalise(one) for one in values}:
                yield binding
        case Anything():
            yield binding
        case Missing():
            return


def of_types(value: Key, types: Sequence[str] | None, world: World) -> bool:
    return types is None or bool(world.types.get(value, frozenset()) & set(types))


def allowed(binding: Binding, pattern: Pattern, world: World) -> bool:
    """Whether the values so far are of their types and differ where they must."""
    return (all(of_types(value, types, world) for name, types in pattern.types if (value := binding.get(name)) is not None)
            and all(binding[one] != binding[other] for one, other in pattern.different if one in binding and other in binding))


# --- rows


def columns(pattern: Pattern) -> tuple[str, ...]:
    added = pattern.count is not None and pattern.count not in pattern.select
    return (*pattern.select, str(pattern.count)) if added else pattern.select


def selected(bindings: Sequence[Binding], pattern: Pattern) -> set[tuple[Cell, ...]]:
    return {tuple(binding[name] for name in pattern.select) for binding in bindings}


def counted(bindings: Sequence[Binding], pattern: Pattern) -> set[tuple[Cell, ...]]:
    """Groups by the columns but the counted one, each with the number of values that it takes."""
    named = columns(pattern)
    others = [name for name in named if name != pattern.count]
    groups: dict[tuple[Cell, ...], set[Key]] = {} if others else {(): set()}
    for binding in bindings:
        values = groups.setdefault(tuple(binding[name] for name in others), set())
        value = binding[str(pattern.count)]
        if value is not None:
            values.add(value)
    table: set[tuple[Cell, ...]] = set()
    for group, values in groups.items():
        told: dict[str, Cell] = {**dict(zip(others, group)), str(pattern.count): len(values)}
        table.add(tuple(told[name] for name in named))
    return table


def in_order(table: set[tuple[Cell, ...]], pattern: Pattern, world: World) -> list[tuple[Cell, ...]]:
    named = columns(pattern)
    asked = [(name.removeprefix("-"), name.startswith("-")) for name in pattern.order]
    asked += [(name, False) for name in named if name not in {done for done, _ in asked}]

    def compare(left: tuple[Cell, ...], right: tuple[Cell, ...]) -> int:
        for name, descending in asked:
            one, other = left[named.index(name)], right[named.index(name)]
            if one == other:
                continue
            if one is None or other is None:
                return 1 if one is None else -1
            later = place(one, world) > place(other, world)
            return 1 if later != descending else -1
        return 0

    return sorted(table, key=cmp_to_key(compare))


def place(cell: str | int, world: World) -> tuple[str, float, str | int]:
    """Numbers stand together, by their value; everything else by its sort key, then by its id or key."""
    if isinstance(cell, str) and cell.startswith("n:"):
        return "n:", float(cell[2:].split(" ")[0]), cell
    return sort_key(cell, world), 0, cell


def sort_key(cell: str | int, world: World) -> str:
    return "" if isinstance(cell, int) else world.sort_keys.get(cell, cell)
