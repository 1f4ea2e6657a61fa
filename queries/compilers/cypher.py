"""Core pattern → Cypher text and parameters, for Neo4j and Ladybug.

Alternatives are multiplied out, as in SQL: each combination is a branch, whose rows are distinct; on Neo4j a subquery
unites them. Ladybug has no subqueries, so that each branch is a text of its own there, and `merged` does with their rows
what the rest of the text does on Neo4j. A statement is a node of its own MATCH: two clauses may rest on one statement.

A variable that stands for entities alone is a node. One that may be a literal is a property: `object_key`, or one of a
role's `…_keys`. Values go by the driver, never into the text; names come from the schema's lists.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cmp_to_key, partial
from typing import Any

from graph.errors import Unsupported
from graph.views.property_graph import CURRENT, FUTURE, NEGATIVE, PAST, PLANNED, REPORTED, Schema, keys
from queries.pattern import Anything, Entities, Missing, Var
from queries.rewrite import (
    Alternative,
    Atom,
    Cell,
    CoreFilters,
    CorePattern,
    CoreTerm,
    Keys,
    Kind,
    Match,
    OrderBy,
    Place,
    Reach,
    variables,
)

NEO4J, LADYBUG = "neo4j", "ladybug"
ENGINE = "cypher"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A text that gives the rows in order, or, apart, texts of whose rows `merged` makes them. `columns` are the pattern's."""

    texts: tuple[str, ...]
    parameters: Mapping[str, Any]
    columns: tuple[str, ...]
    apart: bool = False
    """Whether the rows are to be merged."""

    @property
    def text(self) -> str:
        return "\n\n".join(self.texts)


def compile(core: CorePattern, schema: Schema, dialect: str = NEO4J, *, shown: dt.date | None = None) -> Compiled:
    """The rows of a core pattern, in order, after its cursor, as many as its limit. `shown` is the day of the view."""
    if core.filters.known_at is not None:
        raise Unsupported(ENGINE, "known_at")
    return _Compiler(core, schema, dialect, shown).compiled()


def merged(core: CorePattern, tables: Iterable[Iterable[Sequence[Any]]]) -> list[tuple[Cell, ...]]:
    """The rows of a pattern from those of its branches: cells, then their sort keys."""
    width = len(core.columns)
    told = {tuple(row[:width]): tuple(row[width:]) for table in tables for row in table}
    if not core.columns:
        return [()] if told else []
    rows: list[tuple[tuple[Cell, ...], tuple[str | None, ...]]] = list(told.items())
    if core.count is not None:
        rows = _counted(core, rows)
    rows.sort(key=cmp_to_key(partial(_compared, core)))
    if core.after is not None:
        place = {entry.column: number for number, entry in enumerate(core.order)}
        last = tuple(core.after[place[column]] for column in core.columns)
        before = (tuple(cell for _, cell in last), tuple(key for key, _ in last))
        rows = [row for row in rows if _compared(core, row, before) > 0]
    return [cells for cells, _ in rows[:core.limit]]


def _counted(core: CorePattern, rows: Iterable[tuple[tuple[Cell, ...], tuple[str | None, ...]]]) -> list[Any]:
    counted = core.columns.index(core.count or "")
    groups: dict[tuple[Cell, ...], tuple[set[Cell], tuple[str | None, ...]]] = {}
    if len(core.columns) == 1:
        groups[(None,)] = set(), (None,)
    for cells, sort_keys in rows:
        group = (*cells[:counted], None, *cells[counted + 1:])
        values, _ = groups.setdefault(group, (set(), (*sort_keys[:counted], None, *sort_keys[counted:])))
        if cells[counted] is not None:
            values.add(cells[counted])
    return [((*group[:counted], len(values), *group[counted + 1:]), sort_keys) for group, (values, sort_keys) in groups.items()]


def _compared(core: CorePattern, one: tuple[Any, Any], other: tuple[Any, Any]) -> int:
    for entry in core.order:
        number = core.columns.index(entry.column)
        left, right = one[0][number], other[0][number]
        if left == right:
            continue
        if left is None or right is None:
            return 1 if left is None else -1
        later = left > right if entry.column == core.count else _by(entry, left, one[1][number]) > _by(entry, right, other[1][number])
        return 1 if later != entry.descending else -1
    return 0


def _by(entry: OrderBy, cell: Any, key: Any) -> tuple[Any, ...]:
    number = entry.number(cell)
    return (key, 0.0, cell) if number is None else ("n:", number, cell)


@dataclass(frozen=True, slots=True)
class _Chain:
    """A reach of one length, spelled out."""

    reach: Reach
    length: int


@dataclass(slots=True)
class _Parameters:
    values: dict[str, Any] = field(default_factory=dict)
    names: dict[tuple[type, Any], str] = field(default_factory=dict)

    def __call__(self, value: Any) -> str:
        """The name of a value, the same for the same value."""
        told = (type(value), tuple(value) if isinstance(value, list) else value)
        if told not in self.names:
            self.names[told] = f"p{len(self.values)}"
            self.values[self.names[told]] = value
        return f"${self.names[told]}"


class _Compiler:
    def __init__(self, core: CorePattern, schema: Schema, dialect: str, shown: dt.date | None) -> None:
        self.core = core
        self.schema = schema
        self.dialect = dialect
        self.parameter = _Parameters()
        told = core.filters
        self.current = (told.polarity, told.modality, told.when, told.day) == (("positive",), ("asserted",), "current", shown)
        self.edges_do = told.default and told.day == shown
        self.entity = ":Entity"
        self.null = "NULL" if dialect == NEO4J else "CAST(NULL AS STRING)"
        self.at_optional = {place.term.name for atom in core.atoms() if isinstance(atom, Match)
                            for place in atom.places if place.optional and isinstance(place.term, Var)}
        self.optional = self.at_optional.union(*(branch.absent for branch in core.branches()))
        self.outside = dialect == LADYBUG and any(entry.numbers for entry in core.order)

    def compiled(self) -> Compiled:
        core = self.core
        branches = [branch for reading in self._readings() if (branch := _Branch(self, *reading)).possible]
        if not branches:
            branches = [_Branch(self, *next(self._readings()), never=True)]
        returned = self._returned(branches)
        if len(branches) == 1 and not self.outside:
            texts = [f"{branches[0].body()}\n{self._with(returned[0])}\n{self._tail()}" if core.columns
                     else f"{branches[0].body()}\nRETURN 1 AS found LIMIT 1"]
        elif self.dialect == NEO4J:
            inside = "\nUNION\n".join(f"{branch.body()}\n{_return(told)}" for branch, told in zip(branches, returned, strict=True))
            texts = [f"CALL {{\n{inside}\n}}\n{self._tail() if core.columns else 'RETURN found LIMIT 1'}"]
        else:
            texts = [f"{branch.body()}\n{_return(told)}{self._page()}" for branch, told in zip(branches, returned, strict=True)]
        return Compiled(tuple(texts), self.parameter.values, core.columns, apart=len(texts) > 1 or self.outside)

    def _readings(self) -> Iterator[tuple[list[Atom | _Chain], tuple[Alternative, ...], frozenset[str]]]:
        """Every combination of the alternatives; paths that no pattern of the dialect expresses are spelled out by length."""
        for branch in self.core.branches():
            for atoms in self.lengths(branch.atoms):
                yield atoms, branch.without, branch.absent

    def lengths(self, atoms: Alternative) -> Iterator[list[Atom | _Chain]]:
        yield from map(list, itertools.product(*(self._lengths(atom) for atom in atoms)))

    def _lengths(self, atom: Atom) -> list[Atom | _Chain]:
        if isinstance(atom, Reach) and not self.is_pattern(atom):
            return [_Chain(atom, length) for length in range(atom.least, atom.most + 1)]
        return [atom]

    def is_pattern(self, reach: Reach) -> bool:
        """Neo4j walks over no relationship twice, which is the same as long as the shortest path will do."""
        return reach.least == 1 and (self.dialect == NEO4J or (self.edges_do and not reach.back))

    # --- the rest of the text

    def _returned(self, branches: Sequence[_Branch]) -> list[list[str]]:
        return [[f"{branch.value(name)} AS c{n}" for n, name in enumerate(self.core.columns)]
                + [f"{branch.sort_key(name)} AS k{n}" for n, name in enumerate(self.core.columns)
                   if name != self.core.count] for branch in branches]

    def _with(self, returned: Sequence[str]) -> str:
        return f"WITH DISTINCT {', '.join(returned)}"

    def _tail(self) -> str:
        """What is done with the distinct rows: count, page, order."""
        core = self.core
        columns = [f"c{n}" for n in range(len(core.columns))]
        kept = [f"k{n}" for n, name in enumerate(core.columns) if name != core.count]
        lines = []
        after = self._after()
        if core.count is not None:
            counted = core.columns.index(core.count)
            others = [column for n, column in enumerate(columns) if n != counted]
            lines.append(f"WITH {', '.join([*others, *kept, f'count(DISTINCT c{counted}) AS n'])}")
            columns[counted] = f"n AS c{counted}"
        elif after:
            lines.append(f"WITH {', '.join([*columns, *kept])}")
        if after:
            lines.append(f"WHERE {after}")
        order = ", ".join(part for entry in core.order for part in self._order(entry))
        return "\n".join([*lines, f"RETURN {', '.join(columns)} ORDER BY {order} LIMIT {core.limit}"])

    def _page(self) -> str:
        """Of a branch among several no more is needed than a page."""
        if self.core.count is not None or self.core.after is not None or not self.core.columns or self.outside:
            return "" if self.core.columns else " LIMIT 1"
        order = ", ".join(part for entry in self.core.order for part in self._order(entry))
        return f" ORDER BY {order} LIMIT {self.core.limit}"

    def _order(self, entry: OrderBy) -> Iterator[str]:
        down = " DESC" if entry.descending else ""
        if entry.column == self.core.count:
            yield f"n{down}"
            return
        n = self.core.columns.index(entry.column)
        if entry.column in self.optional:
            yield f"c{n} IS NULL"
        yield from (f"{told}{down}" for told in (self._key(entry, n), *([_number(n)] if entry.numbers else []), f"c{n}"))

    def _key(self, entry: OrderBy, n: int) -> str:
        return f"CASE WHEN c{n} STARTS WITH 'n:' THEN 'n:' ELSE k{n} END" if entry.numbers else f"k{n}"

    def _after(self) -> str:
        """Rows later than the last one of the page before: equal in the columns up to one, and later in that one."""
        if self.core.after is None:
            return ""
        later: list[str] = []
        equal: list[str] = []
        for entry, (key, cell) in zip(self.core.order, self.core.after):
            n, sign = self.core.columns.index(entry.column), "<" if entry.descending else ">"
            if entry.column == self.core.count:
                later.append(" AND ".join([*equal, f"n {sign} {self.parameter(cell)}"]))
                equal.append(f"n = {self.parameter(cell)}")
            elif cell is None:
                equal.append(f"c{n} IS NULL")
            else:
                told, own = self.parameter(key or ""), self.parameter(cell)
                absent = f"c{n} IS NULL OR " if entry.column in self.optional else ""
                beyond, by = f"c{n} {sign} {own}", self._key(entry, n)
                if (number := entry.number(cell)) is not None:
                    told, amount = self.parameter("n:"), self.parameter(number)
                    beyond = f"({_number(n)} {sign} {amount} OR ({_number(n)} = {amount} AND {beyond}))"
                later.append(" AND ".join([*equal, f"({absent}{by} {sign} {told} OR ({by} = {told} AND {beyond}))"]))
                equal.append(f"c{n} = {own}")
        return " OR ".join(f"({part})" for part in later) or "false"


class _Branch:
    """One conjunction: MATCHes with their conditions, then what takes a list apart, then what may be absent."""

    def __init__(self, compiler: _Compiler, atoms: Sequence[Atom | _Chain], without: tuple[Alternative, ...] = (),
                 absent: frozenset[str] = frozenset(), *, never: bool = False, around: _Branch | None = None) -> None:
        self.compiler = compiler
        self.parameter = compiler.parameter
        self.types = dict(compiler.core.types)
        self.begun: list[str] = []
        self.carried: tuple[str, ...] = ()
        self.matches: list[str] = []
        self.where: list[str] = ["false"] if never else []
        self.unwound: list[str] = []
        self.later: list[str] = []
        self.outer: list[str] = []
        self.around = around
        self.lists: dict[str, str] = {}
        self.absent = absent
        self.values: dict[str, str] = dict.fromkeys(absent, compiler.null)
        if around:
            self.values |= {name: told for name, told in around.values.items() if name not in around.absent}
        self.sort_keys: dict[str, str] = dict.fromkeys(absent, compiler.null)
        self.places: dict[str, tuple[str, str]] = {}
        self.possible = True
        self._numbers: Iterator[int] = around._numbers if around else itertools.count()
        self.nodes = self._begin(atoms)
        self.own = {name for atom in atoms for name in variables(atom.reach if isinstance(atom, _Chain) else atom)}
        self.own -= (around.nodes.keys() | around.values.keys()) - around.absent if around else set()
        for number, atom in enumerate(atoms):
            self._add(f"w{next(self._numbers)}" if around else f"s{number}", atom)
        for name, types in compiler.core.types:
            if name in self.nodes and name in self.own:
                self.where.append(self._typed(self.nodes[name], types))
        self._differ()
        for alternative in without:
            for some in compiler.lengths(alternative):
                inner = _Branch(compiler, some, around=self)
                if inner.possible:
                    self.later.append(f"NOT EXISTS {{ {inner.inside()} }}")
        for name in compiler.core.columns:
            if name in self.places:
                self._look_up(name)

    def body(self) -> str:
        lines = [*self.begun, *self.matches, *([f"WHERE {' AND '.join(self.where)}"] if self.where else []), *self.unwound]
        if self.later:
            lines.append(f"WITH * WHERE {' AND '.join(self.later)}")
        return "\n".join([*lines, *self.outer])

    def inside(self) -> str:
        """What a subquery asks for. Neo4j takes no relationship twice in one MATCH, and Ladybug takes no second MATCH."""
        assert not self.unwound
        if self.compiler.dialect == NEO4J:
            matches = "\n".join(self.matches)
        else:
            matches = "MATCH " + ", ".join(told.removeprefix("MATCH ") for told in self.matches)
        conditions = " AND ".join([*self.where, *self.later])
        return matches + (f" WHERE {conditions}" if conditions else "")

    def _begin(self, atoms: Sequence[Atom | _Chain]) -> dict[str, str]:
        """The nodes of the variables that stand for entities; those around stay what they are."""
        names = list(dict.fromkeys(self._entity_variables(atoms)))
        if self.around is None:
            return {name: f"x{n}" for n, name in enumerate(names)}
        nodes = dict(self.around.nodes)
        for name in names:
            if name not in nodes:
                nodes[name] = f"y{next(self._numbers)}"
                if name in self.around.values and name not in self.around.absent:
                    self.where.append(f"{nodes[name]}.id = {self.around.values[name]}")
        return nodes

    def _differ(self) -> None:
        known = self.nodes.keys() | self.values.keys() | self.lists.keys()
        for one, other in self.compiler.core.different:
            if not {one, other} & self.own or not {one, other} <= known - self.absent:
                continue
            if one in self.lists and other in self.lists:
                raise Unsupported(ENGINE, "roles joined inside without")
            if one in self.lists or other in self.lists:  # any of the list's values, which are distinct
                held, told = (self.lists[one], self.value(other)) if one in self.lists else (self.lists[other], self.value(one))
                first = 0 if self.compiler.dialect == NEO4J else 1
                self.where.append(f"(size({held}) > 1 OR {held}[{first}] <> {told})")
            else:
                (self.later if self.unwound else self.where).append(f"{self.value(one)} <> {self.value(other)}")

    def value(self, name: str) -> str:
        return f"{self.nodes[name]}.id" if name in self.nodes else self.values[name]

    def sort_key(self, name: str) -> str:
        return f"{self.nodes[name]}.sort_key" if name in self.nodes else self.sort_keys[name]

    def _entity_variables(self, atoms: Iterable[Atom | _Chain]) -> Iterator[str]:
        for atom in atoms:
            one = atom.reach if isinstance(atom, _Chain) else atom
            if isinstance(one, Kind):
                yield one.variable
            else:
                terms = (one.source, one.target) if isinstance(one, Reach) else (one.places[0].term,)
                yield from (term.name for term in terms if isinstance(term, Var))
            yield from (name for name in variables(one) if name in self.types and name not in self.compiler.at_optional)

    def _add(self, statement: str, atom: Atom | _Chain) -> None:
        if isinstance(atom, _Chain):
            self._chain(statement, atom)
        elif isinstance(atom, Reach):
            self._reach(statement, atom)
        elif isinstance(atom, Kind):
            self.matches.append(f"MATCH ({self.nodes[atom.variable]}:Entity)")
            self.where.append(self._typed(self.nodes[atom.variable], atom.types))
        else:
            self._match(statement, atom)

    # --- one statement

    def _match(self, statement: str, match: Match) -> None:
        self.matches.append(f"MATCH ({statement}:{self._labels()})")
        self.where += self._counts(statement, match.predicates)
        for place in match.places:
            if place.name == "subject":
                self._entity_at(statement, "SUBJECT", place.term)
            elif place.name == "object":
                self._object(statement, place.term)
            elif place.name == "predicate":
                self._property(f"{statement}.predicate", place.term)
            else:
                self._role(statement, place)

    def _entity_at(self, statement: str, edge: str, term: CoreTerm) -> None:
        if isinstance(term, Var):
            self.matches.append(f"MATCH ({statement})-[:{_quoted(edge)}]->({self.nodes[term.name]}{self.compiler.entity})")
        elif isinstance(term, Entities):
            node = f"n{next(self._numbers)}"
            self.matches.append(f"MATCH ({statement})-[:{_quoted(edge)}]->({node}{self.compiler.entity})")
            self.where.append(self._in(f"{node}.id", term.ids))

    def _object(self, statement: str, term: CoreTerm) -> None:
        if isinstance(term, Entities) or (isinstance(term, Var) and term.name in self.nodes):
            self._entity_at(statement, "OBJECT", term)
        elif isinstance(term, Keys):
            self.where.append(self._in(f"{statement}.object_key", term.keys))
        elif isinstance(term, Var) and self._property(f"{statement}.object_key", term):
            self.places[term.name] = statement, "OBJECT"

    def _property(self, told: str, term: CoreTerm) -> bool:
        """A variable that a property fills; whether it does so first."""
        assert isinstance(term, Var)
        if term.name in self.lists:
            self.where.append(f"{told} IN {self.lists.pop(term.name)}")
        elif term.name in self.values:
            (self.later if self.unwound else self.where).append(f"{told} = {self.values[term.name]}")
            return False
        self.values[term.name] = self.sort_keys[term.name] = told
        return True

    def _role(self, statement: str, place: Place) -> None:
        edge, held, term = self.compiler.schema.role_edges[place.name], f"{statement}.{_quoted(keys(place.name))}", place.term
        if isinstance(term, Missing | Anything):
            self.where.append(f"{held} IS {'' if isinstance(term, Missing) else 'NOT '}NULL")
        elif isinstance(term, Keys):
            self.where.append(self._any_in(held, term.keys))
        elif place.optional and isinstance(term, Var):
            self._optional(statement, edge, held, term.name)
        elif isinstance(term, Entities) or term.name in self.nodes:
            self._entity_at(statement, edge, term)
        elif term.name in self.values:
            self.later.append(f"{self.values[term.name]} IN {held}")
        elif self.around is not None:
            if term.name in self.lists:
                raise Unsupported(ENGINE, "roles joined inside without")
            self.lists[term.name] = held
            self.where.append(f"{held} IS NOT NULL")
        else:
            one = f"u{next(self._numbers)}"
            self.unwound.append(f"UNWIND {held} AS {one}")
            self.values[term.name] = one
            self.places[term.name] = statement, edge

    def _optional(self, statement: str, edge: str, held: str, name: str) -> None:
        node = f"n{next(self._numbers)}"
        if name in self.types:
            self.outer.append(f"OPTIONAL MATCH ({statement})-[:{_quoted(edge)}]->({node}{self.compiler.entity}) "
                              f"WHERE {self._typed(node, self.types[name])}")
            self.values[name], self.sort_keys[name] = f"{node}.id", f"{node}.sort_key"
        else:
            one = f"u{next(self._numbers)}"
            self.unwound.append(f"UNWIND CASE WHEN {held} IS NULL THEN [''] ELSE {held} END AS {one}")
            self.values[name] = f"CASE WHEN {one} = '' THEN NULL ELSE {one} END"
            self.places[name] = statement, edge

    def _look_up(self, name: str) -> None:
        """What a place that may hold an entity or a literal is ordered by."""
        statement, edge = self.places[name]
        node = f"n{next(self._numbers)}"
        same = "" if edge == "OBJECT" else f" WHERE {node}.id = {self.values[name]}"
        self.outer.append(f"OPTIONAL MATCH ({statement})-[:{_quoted(edge)}]->({node}{self.compiler.entity}){same}")
        self.sort_keys[name] = f"coalesce({node}.sort_key, {self.values[name]})"

    # --- paths

    def _end(self, term: CoreTerm) -> tuple[str, list[str]]:
        """The node at an end of a path, and what must hold of it."""
        if isinstance(term, Var):
            return self.nodes[term.name], []
        node = f"n{next(self._numbers)}"
        return node, [self._in(f"{node}.id", term.ids)] if isinstance(term, Entities) else []

    def _reach(self, statement: str, reach: Reach) -> None:
        (source, one_is), (target, other_is) = self._end(reach.source), self._end(reach.target)
        self.where += [*one_is, *other_is]
        one, other = f"({source}{self.compiler.entity})", f"({target}{self.compiler.entity})"
        if self.compiler.edges_do and not reach.back:
            edges = "|".join(map(_quoted, (self.compiler.schema.plain_edges[name]
                                           for name in reach.predicates or self.compiler.schema.plain_edges)))
            shortest = " SHORTEST " if self.compiler.dialect == LADYBUG else ""
            self.matches.append(f"MATCH {one}-[:{edges}*{shortest}1..{reach.most}]->{other}")
        else:
            step, met = self._step("", statement, "", reach)
            conditions = " AND ".join(met)
            self.matches.append(f"MATCH {one} ({step}{f' WHERE {conditions}' if conditions else ''}){{1,{reach.most}}} {other}")
        self.where.append(f"{source}.id <> {target}.id")

    def _chain(self, statement: str, chain: _Chain) -> None:
        """Step by step, from whichever end is a constant; between two steps only the distinct ends are kept."""
        (source, source_is), (target, target_is) = self._end(chain.reach.source), self._end(chain.reach.target)
        nodes = [source, *(f"n{next(self._numbers)}" for _ in range(chain.length - 1)), target]
        steps = list(itertools.pairwise(nodes))
        back = isinstance(chain.reach.target, Entities) and not isinstance(chain.reach.source, Entities)
        start = target if back else source
        for number, (before, after) in enumerate(reversed(steps) if back else steps):
            step = f"{statement}_{number}"
            told, counts = self._step(f"{before}{self.compiler.entity}", step, f"{after}{self.compiler.entity}", chain.reach)
            met = [*counts, *(source_is if before == source else ()), *(target_is if after == target else ())]
            if self.around is not None:
                self.matches.append(f"MATCH {told}")
                self.where += met
                continue
            kept = dict.fromkeys((*self.carried, start, before if back else after))
            self.begun += [f"MATCH {told}", f"WHERE {' AND '.join(met or ['true'])}", f"WITH DISTINCT {', '.join(kept)}"]
        self.carried = tuple(dict.fromkeys((*self.carried, source, target)))
        self.where.append(f"{source}.id <> {target}.id")

    def _step(self, before: str, statement: str, after: str, reach: Reach) -> tuple[str, list[str]]:
        """One step over a statement, forth or, where it is of such a predicate, back."""
        node = f"({statement}:{self._labels()})"
        if not reach.back:
            return f"({before})<-[:SUBJECT]-{node}-[:OBJECT]->({after})", list(self._counts(statement, reach.predicates))
        kind, one, other = "type" if self.compiler.dialect == NEO4J else "label", f"{statement}a", f"{statement}z"
        ways = [" AND ".join([f"{kind}({one}) = '{first}'", f"{kind}({other}) = '{second}'",
                              *([self._in(f"{statement}.predicate", predicates)] if predicates else [])])
                for first, second, predicates in (("SUBJECT", "OBJECT", reach.predicates), ("OBJECT", "SUBJECT", reach.back))]
        return (f"({before})<-[{one}:SUBJECT|OBJECT]-{node}-[{other}:SUBJECT|OBJECT]->({after})",
                [f"(({ways[0]}) OR ({ways[1]}))", *self._counts(statement, ())])

    # --- conditions

    def _labels(self) -> str:
        """The labels of the statements that can count."""
        if self.compiler.current:
            return CURRENT
        if self.compiler.dialect == NEO4J:
            return "AnyStatement"
        told = self.compiler.core.filters
        labels = {"asserted": (CURRENT, PAST, FUTURE), "planned": (PLANNED,), "reported": (REPORTED,)}
        found = [label for modality in told.modality for label in labels[modality]] if "positive" in told.polarity else []
        return "|".join([*found, *([NEGATIVE] if "negative" in told.polarity else [])])

    def _counts(self, statement: str, predicates: Sequence[str]) -> Iterator[str]:
        """The conditions that a statement must meet to count; those that are current by their label meet most of them."""
        told = self.compiler.core.filters
        if predicates:
            yield self._in(f"{statement}.predicate", predicates)
        if not self.compiler.current:
            if len(told.polarity) == 1:
                yield self._in(f"{statement}.polarity", told.polarity)
            if len(told.modality) < 3:
                yield self._in(f"{statement}.modality", told.modality)
            yield from self._when(statement, told)
        if told.min_confidence is not None:
            yield f"{statement}.confidence >= {self.parameter(told.min_confidence)}"
        if told.min_sources is not None:
            yield f"{statement}.sources >= {self.parameter(told.min_sources)}"
        if told.published_until is not None:
            edge = f"e{next(self._numbers)}"
            yield (f"EXISTS {{ MATCH ({statement})-[{edge}:EVIDENCED_BY]->(:Document) "
                   f"WHERE {edge}.published_latest <= {self.parameter(told.published_until)} }}")

    def _when(self, statement: str, told: CoreFilters) -> Iterator[str]:
        if told.when == "any":
            return
        day = self.parameter(told.day)
        if told.when == "over":
            yield f"({statement}.to_latest < {day} OR ({statement}.to_latest IS NULL AND {statement}.ended))"
            return
        yield f"({statement}.from_earliest IS NULL OR {statement}.from_earliest <= {day})"
        undated = f"({statement}.to_latest IS NULL{f' AND NOT {statement}.ended' if told.when == 'current' else ''})"
        yield f"({undated} OR {statement}.to_latest >= {day})"

    def _in(self, told: str, values: Sequence[str]) -> str:
        if not values:
            self.possible = False
            return "false"
        return f"{told} = {self.parameter(values[0])}" if len(values) == 1 else f"{told} IN {self.parameter(list(values))}"

    def _any_in(self, listed: str, values: Sequence[str]) -> str:
        """Whether a list holds any of some values; Ladybug takes no parameter inside `any`."""
        if not values:
            self.possible = False
            return "false"
        if len(values) == 1:
            return f"{self.parameter(values[0])} IN {listed}"
        if self.compiler.dialect == NEO4J:
            return f"any(one IN {listed} WHERE one IN {self.parameter(list(values))})"
        return f"({' OR '.join(f'{self.parameter(value)} IN {listed}' for value in values)})"

    def _typed(self, node: str, types: Sequence[str]) -> str:
        return self._any_in(f"{node}.types", types)


def _number(n: int) -> str:
    return f"CASE WHEN c{n} STARTS WITH 'n:' THEN toFloat(split(substring(c{n}, 2), ' ')[0]) END"


def _return(told: Sequence[str]) -> str:
    return f"RETURN DISTINCT {', '.join(told)}" if told else "RETURN 1 AS found"


def _quoted(name: str) -> str:
    return f"`{name}`"


