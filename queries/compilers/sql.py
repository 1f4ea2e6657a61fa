"""Core pattern → SQL text and parameters, for SQLite and PostgreSQL.

Alternatives are multiplied out: each combination of one alternative a clause is a branch, one SELECT over indexed tables;
the branches are joined by UNION, which makes the rows a set. Values go by the driver, never into the text. Texts are
built by hand: a construct of SQLAlchemy built on each call costs several times the query itself.
"""

# ruff: noqa: S608 - the texts hold names of tables, of columns and of nothing else
from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from queries.pattern import Anything, Entities, Missing, Var
from queries.rewrite import Atom, Cell, CoreFilters, CorePattern, CoreTerm, Keys, Match, OrderBy, Place, Reach

Parameter = str | int | float | None
Piece = tuple[str, tuple[Parameter, ...]]
"""A part of a text with its parameters, in order."""

SQLITE = "sqlite"
POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A text in the driver's style and its parameters. `columns` are the pattern's; without any there is one dummy."""

    text: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompiledMatches:
    """What matched on given rows: columns are the row's number, then one for each of `finds`.

    `finds` names each atom: (clause, "statement") is one column, a statement's id; (clause, "path") two, the ends of a path.
    """

    text: str
    parameters: tuple[Parameter, ...]
    finds: tuple[tuple[int, str], ...]


@lru_cache(maxsize=1024)
def compile(core: CorePattern, dialect: str = SQLITE) -> Compiled:
    """The rows of a core pattern, in order, after its cursor, as many as its limit."""
    names = core.columns
    if not names:
        text, parameters = _rows(core)
        return Compiled(_styled(f"{text} LIMIT 1", dialect), parameters, names)
    inner = _rows(core)
    collate = ' COLLATE "C"' if dialect == POSTGRESQL else ""
    place = {name: number for number, name in enumerate(names)}
    named = [number for number, name in enumerate(names) if name != core.count]
    keys = "".join(f" LEFT JOIN entities e{n} ON e{n}.id = q.c{n}" for n in named)
    where = _after(core, place, collate)
    order = ", ".join(part for entry in core.order for part in _order(entry, place[entry.column], core.count, collate))
    pieces: list[Piece] = [_with(core), (f"SELECT {', '.join(f'q.c{n}' for n in range(len(names)))} FROM (", ()), inner,
                           (f") q{keys}", ()), where, (f" ORDER BY {order} LIMIT ?", (core.limit,))]
    text, parameters = _join("", pieces)
    return Compiled(_styled(text, dialect), parameters, names)


def compile_total(core: CorePattern, dialect: str = SQLITE) -> Compiled:
    """How many rows a core pattern has in all, whatever its limit."""
    text, parameters = _join("", [_with(core), ("SELECT COUNT(*) FROM (", ()), _rows(core, with_paths=False), (") q", ())])
    return Compiled(_styled(text, dialect), parameters, ("total",))


def compile_matches(core: CorePattern, rows: Sequence[tuple[int, Sequence[Cell]]], *, limit: int, best: bool = False,
                    dialect: str = SQLITE) -> Iterator[CompiledMatches]:
    """Which statements stand behind some numbered rows, one query a branch, `limit` matches at most; `best` ones first.

    A count is no condition: behind a counted row stand the statements of all that was counted.
    """
    held = [number for number, name in enumerate(core.columns) if name != core.count]
    for branch in _branches(core):
        values = ", ".join(["(CAST(? AS INTEGER)" + ", CAST(? AS TEXT)" * len(held) + ")"] * len(rows))
        given = tuple(value for number, cells in rows for value in (number, *(cells[n] for n in held)))
        page = (f"page(n{''.join(f', c{n}' for n in held)}) AS (VALUES {values})", given)
        selected = ["page.n", *branch.found]
        where = [*branch.where, *((f"{_same(branch, core.columns[n])} page.c{n}", ()) for n in held)]
        order = f" ORDER BY {', '.join(branch.best())}" if best else ""
        text, parameters = _join("", [
            _with(core, page),
            (f"SELECT {', '.join(selected)} FROM page CROSS JOIN ", ()), _join("", branch.sources),
            (" WHERE ", ()), _join(" AND ", where or [("1 = 1", ())]), (f"{order} LIMIT ?", (limit,))])
        yield CompiledMatches(_styled(text, dialect), parameters, tuple(branch.finds))


def compile_steps(reach: Reach, filters: CoreFilters, ends: Sequence[str], dialect: str = SQLITE) -> Compiled:
    """The statements that lead on from some entities along a path."""
    text, parameters = _join("", [
        ("SELECT s.id, s.subject, s.object FROM statements s WHERE ", ()),
        _join(" AND ", [_in("s.subject", ends), ("s.object IS NOT NULL", ()), *_counts("s", reach.predicates, filters)])])
    return Compiled(_styled(text, dialect), parameters, ("statement", "subject", "object"))


# --- rows


def _rows(core: CorePattern, *, with_paths: bool = True) -> Piece:
    """A SELECT of the distinct rows, columns c0, c1 …; groups where something is counted."""
    branches = [branch.select(core.columns) for branch in _branches(core)]
    several = len(branches) > 1
    text, parameters = _join(" UNION ", branches)
    if not several:
        text = text.replace("SELECT ", "SELECT DISTINCT ", 1)
    if core.count is None:
        return (text, parameters) if core.columns else _join("", [_with(core) if with_paths else ("", ()), (text, parameters)])
    counted = core.columns.index(core.count)
    columns = ", ".join(f"COUNT(g.c{n}) AS c{n}" if n == counted else f"g.c{n} AS c{n}" for n in range(len(core.columns)))
    others = ", ".join(f"g.c{n}" for n in range(len(core.columns)) if n != counted)
    return f"SELECT {columns} FROM ({text}) g{f' GROUP BY {others}' if others else ''}", parameters


def _with(core: CorePattern, *more: Piece) -> Piece:
    """The paths, each a table of (a, z, depth), and what else is named before the SELECT."""
    tables = [*more, *(_path(f"path{number}", reach, core.filters) for number, reach in enumerate(_reaches(core)))]
    return _join("", [("WITH RECURSIVE ", ()), _join(", ", tables), (" ", ())]) if tables else ("", ())


def _reaches(core: CorePattern) -> list[Reach]:
    return list(dict.fromkeys(atom for atom in core.atoms() if isinstance(atom, Reach)))


def _is_back(reach: Reach) -> bool:
    return isinstance(reach.target, Entities) and not isinstance(reach.source, Entities)


def _path(name: str, reach: Reach, filters: CoreFilters) -> Piece:
    """Begins at whichever end is a constant and goes on from there, so that it costs what it touches."""
    counts = _join(" AND ", [("s.object IS NOT NULL", ()), *_counts("s", reach.predicates, filters)])
    back = _is_back(reach)
    end, column = (reach.target, "s.object") if back else (reach.source, "s.subject")
    start = _join("", [(" AND ", ()), _in(column, end.ids)]) if isinstance(end, Entities) else ("", ())
    step = "s.subject, p.z, p.depth + 1" if back else "p.a, s.object, p.depth + 1"
    joined = "s.object = p.a" if back else "s.subject = p.z"
    return _join("", [
        (f"{name}(a, z, depth) AS (SELECT s.subject, s.object, 1 FROM statements s WHERE ", ()), counts, start,
        (f" UNION SELECT {step} FROM {name} p JOIN statements s ON {joined} WHERE p.depth < {reach.most} AND ", ()), counts, (")", ())])


# --- order and cursor


def _sort_key(number: int) -> str:
    return f"COALESCE(e{number}.sort_key, q.c{number})"


def _order(entry: OrderBy, number: int, count: str | None, collate: str) -> Iterable[str]:
    down = " DESC" if entry.descending else ""
    if entry.column == count:
        return (f"q.c{number}{down}",)
    return (f"CASE WHEN q.c{number} IS NULL THEN 1 ELSE 0 END", f"{_sort_key(number)}{collate}{down}", f"q.c{number}{collate}{down}")


def _after(core: CorePattern, place: dict[str, int], collate: str) -> Piece:
    """Rows that come later than the last one of the page before: equal in the columns up to one, and later in that one."""
    if core.after is None:
        return "", ()
    later: list[Piece] = []
    equal: list[Piece] = []
    for entry, (key, cell) in zip(core.order, core.after):
        column = f"q.c{place[entry.column]}"
        sign = "<" if entry.descending else ">"
        if entry.column == core.count:
            later.append(_join(" AND ", [*equal, (f"{column} {sign} ?", (cell,))]))
            equal.append((f"{column} = ?", (cell,)))
        elif cell is None:
            equal.append((f"{column} IS NULL", ()))
        else:
            sort_key = f"{_sort_key(place[entry.column])}{collate}"
            beyond = (f"({column} IS NULL OR {sort_key} {sign} ? OR ({sort_key} = ? AND {column}{collate} {sign} ?))", (key, key, cell))
            later.append(_join(" AND ", [*equal, beyond]))
            equal.append((f"{column} = ?", (cell,)))
    if not later:
        return " WHERE 1 = 0", ()
    return _join("", [(" WHERE (", ()), _join(" OR ", later), (")", ())])


# --- one branch


def _branches(core: CorePattern) -> Iterator[_Branch]:
    for choice in itertools.product(*core.clauses):
        yield _Branch(core, [atom for alternative in choice for atom in alternative])


class _Branch:
    """One SELECT: its tables, its conditions, and the column that each variable stands in."""

    def __init__(self, core: CorePattern, atoms: Sequence[Atom]) -> None:
        self.types = dict(core.types)
        self.filters = core.filters
        self.reaches = _reaches(core)
        self.sources: list[Piece] = []
        self.outer: list[Piece] = []
        self.where: list[Piece] = []
        self.column: dict[str, str] = {}
        self.optional: set[str] = set()
        self.found: list[str] = []
        self.finds: list[tuple[int, str]] = []
        self.entities = self.types.keys() | {name for atom in atoms for name in _entity_variables(atom)}
        for number, atom in enumerate(atoms):
            if isinstance(atom, Match):
                self._match(f"s{number}", atom)
            else:
                self._reach(f"p{number}", atom)
        for name, types in core.types:
            if name not in self.optional:
                self.where.append(_typed(self.column[name], types))
        self.where += [(f"{self.column[one]} <> {self.column[other]}", ()) for one, other in core.different]
        self.sources += self.outer

    def select(self, columns: Sequence[str]) -> Piece:
        # COALESCE hides the column: else SQLite walks a whole index whose order suits DISTINCT, past the one that fits
        selected = ", ".join(f"COALESCE({self.column[name]}, NULL) AS c{n}" for n, name in enumerate(columns)) or "1 AS c0"
        return _join("", [(f"SELECT {selected} FROM ", ()), _join("", self.sources),
                          (" WHERE ", ()), _join(" AND ", self.where or [("1 = 1", ())])])

    def best(self) -> Iterator[str]:
        for column in self.found:
            alias, _, name = column.partition(".")
            yield from (f"{alias}.confidence DESC", column) if name == "id" else (column,)

    def _from(self, table: str, alias: str) -> None:
        self.sources.append((f"{' JOIN ' if self.sources else ''}{table} {alias}{' ON 1 = 1' if self.sources else ''}", ()))

    def _match(self, alias: str, match: Match) -> None:
        self._from("statements", alias)
        self.where += _counts(alias, match.predicates, self.filters, by_role=_is_found_by_role(match))
        self.found.append(f"{alias}.id")
        self.finds.append((match.clause, "statement"))
        for number, place in enumerate(match.places):
            if place.name == "subject":
                self._term(f"{alias}.subject", f"{alias}.subject", place.term)
            elif place.name == "object":
                self._term(f"{alias}.object", f"{alias}.object_key", place.term)
            else:
                self._role(alias, f"{alias}r{number}", place)

    def _role(self, statement: str, alias: str, place: Place) -> None:
        of_statement = f"FROM statement_roles {alias} WHERE {alias}.statement = {statement}.id AND {alias}.role = ?"
        if isinstance(place.term, Missing | Anything):
            self.where.append((f"{'NOT ' if isinstance(place.term, Missing) else ''}EXISTS (SELECT 1 {of_statement})", (place.name,)))
        elif place.optional and isinstance(place.term, Var):
            name = place.term.name
            typed = _typed(f"{alias}.entity", self.types[name]) if name in self.types else ("1 = 1", ())
            self.outer.append(_join("", [(f" LEFT JOIN statement_roles {alias} ON {alias}.statement = {statement}.id "
                                          f"AND {alias}.role = ? AND ", (place.name,)), typed]))
            self.column[name] = f"{alias}.key"
            self.optional.add(name)
        else:
            self.sources.append((f" JOIN statement_roles {alias} ON {alias}.statement = {statement}.id AND {alias}.role = ?",
                                 (place.name,)))
            self._term(f"{alias}.entity", f"{alias}.key", place.term)

    def _reach(self, alias: str, reach: Reach) -> None:
        self._from(f"path{self.reaches.index(reach)}", alias)
        self.where += [(f"{alias}.a <> {alias}.z AND {alias}.depth >= {reach.least}", ())]
        self._term(f"{alias}.a", f"{alias}.a", reach.source)
        self._term(f"{alias}.z", f"{alias}.z", reach.target)
        self.found += [f"{alias}.a", f"{alias}.z"]
        self.finds.append((reach.clause, "path"))

    def _term(self, entity: str, key: str, term: CoreTerm) -> None:
        match term:
            case Var(name):
                column = entity if name in self.entities else key
                if name in self.column:
                    self.where.append((f"{column} = {self.column[name]}", ()))
                else:
                    self.column[name] = column
            case Entities(ids):
                self.where.append(_in(entity, ids))
            case Keys(keys):
                self.where.append(_in(key, keys))


def _entity_variables(atom: Atom) -> Iterator[str]:
    terms = (atom.source, atom.target) if isinstance(atom, Reach) else (atom.places[0].term,)
    return (term.name for term in terms if isinstance(term, Var))


def _same(branch: _Branch, name: str) -> str:
    return f"{branch.column[name]} {'IS NOT DISTINCT FROM' if name in branch.optional else '='}"


def _is_found_by_role(match: Match) -> bool:
    """Whether a constant stands at a role and none at the subject or object: all statements of a predicate are many more."""
    fixed = [isinstance(place.term, Entities | Keys) for place in match.places]
    return any(fixed[2:]) and not any(fixed[:2])


def _counts(alias: str, predicates: Sequence[str], filters: CoreFilters, *, by_role: bool = False) -> Iterator[Piece]:
    """The conditions that a statement must meet to count."""
    if predicates:
        yield _in(f"COALESCE({alias}.predicate, NULL)" if by_role else f"{alias}.predicate", predicates)
    if len(filters.polarity) == 1:
        yield _in(f"{alias}.polarity", filters.polarity)
    if len(filters.modality) < 3:
        yield _in(f"{alias}.modality", filters.modality)
    day = filters.day.isoformat()
    if filters.when in ("current", "as_of"):
        yield f"({alias}.from_earliest IS NULL OR {alias}.from_earliest <= ?)", (day,)
        undated = f"{alias}.to_latest IS NULL" + (f" AND {alias}.ended = 0" if filters.when == "current" else "")
        yield f"(({undated}) OR {alias}.to_latest >= ?)", (day,)
    elif filters.when == "over":
        yield f"({alias}.to_latest < ? OR ({alias}.to_latest IS NULL AND {alias}.ended = 1))", (day,)
    if filters.min_confidence is not None:
        yield f"{alias}.confidence >= ?", (filters.min_confidence,)
    if filters.min_sources is not None:
        yield f"{alias}.sources >= ?", (filters.min_sources,)
    yield from _known(alias, filters)


def _known(alias: str, filters: CoreFilters) -> Iterator[Piece]:
    if filters.known_at is None:
        yield f"{alias}.live = 1", ()
        if filters.published_until is None:
            return
        open_: Piece = ("c.closed IS NULL", ())
    else:
        open_ = ("c.opened <= ? AND (c.closed IS NULL OR c.closed > ?)", (filters.known_at, filters.known_at))
    conditions = [(f"c.statement = {alias}.id", ()), open_]
    if filters.published_until is not None:
        conditions.append(("c.published_latest <= ?", (filters.published_until.isoformat(),)))
    yield _join("", [("EXISTS (SELECT 1 FROM statement_claims c WHERE ", ()), _join(" AND ", conditions), (")", ())])


def _typed(column: str, types: Sequence[str]) -> Piece:
    text, parameters = _in("t.type", types)
    return f"EXISTS (SELECT 1 FROM entity_types t WHERE t.entity = {column} AND {text})", parameters


def _in(column: str, values: Sequence[str]) -> Piece:
    if not values:
        return "1 = 0", ()
    if len(values) == 1:
        return f"{column} = ?", tuple(values)
    return f"{column} IN ({', '.join('?' * len(values))})", tuple(values)


def _join(between: str, pieces: Iterable[Piece]) -> Piece:
    pieces = list(pieces)
    return between.join(text for text, _ in pieces), tuple(value for _, values in pieces for value in values)


def _styled(text: str, dialect: str) -> str:
    return text.replace("?", "%s") if dialect == POSTGRESQL else text
