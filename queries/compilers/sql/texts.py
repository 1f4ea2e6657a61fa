"""Whole texts: a page of rows, how many there are, which statements stand behind them."""

# ruff: noqa: S608 - the texts hold names of tables, of columns and of nothing else
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from queries.compilers.sql.branch import Branch
from queries.compilers.sql.order import after, order_by
from queries.compilers.sql.paths import steps, with_paths
from queries.compilers.sql.pieces import POSTGRESQL, SQLITE, Parameter, Piece, join, styled
from queries.rewrite import Cell, CoreFilters, CorePattern, Reach


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


@dataclass(frozen=True, slots=True)
class MatchesText:
    """The text of `CompiledMatches` with `row` to be put in as often as there are rows; their `held` cells are the first parameters."""

    before: str
    row: str
    behind: str
    held: tuple[int, ...]
    parameters: tuple[Parameter, ...]
    finds: tuple[tuple[int, str], ...]

    def of(self, rows: Sequence[tuple[int, Sequence[Cell]]], parameters: tuple[Parameter, ...] | None = None) -> CompiledMatches:
        """For some numbered rows; `parameters` stand for the text's own if given."""
        held = self.held
        given = [value for number, cells in rows for value in (number, *[cells[n] for n in held])]
        text = f"{self.before}{', '.join([self.row] * len(rows))}{self.behind}"
        return CompiledMatches(text, (*given, *(self.parameters if parameters is None else parameters)), self.finds)


@lru_cache(maxsize=1024)
def compile(core: CorePattern, dialect: str = SQLITE) -> Compiled:
    """The rows of a core pattern, in order, after its cursor, as many as its limit."""
    names = core.columns
    if not names:
        text, parameters = _rows(core)
        return Compiled(styled(f"{text} LIMIT 1", dialect), parameters, names)
    inner = _rows(core)
    collate = ' COLLATE "C"' if dialect == POSTGRESQL else ""
    place = {name: number for number, name in enumerate(names)}
    named = [number for number, name in enumerate(names) if name != core.count]
    keys = "".join(f" LEFT JOIN entities e{n} ON e{n}.id = q.c{n}" for n in named)
    pieces: list[Piece] = [with_paths(core), (f"SELECT {', '.join(f'q.c{n}' for n in range(len(names)))} FROM (", ()), inner,
                           (f") q{keys}", ()), after(core, place, collate),
                           (f" ORDER BY {order_by(core, place, collate)} LIMIT ?", (core.limit,))]
    text, parameters = join("", pieces)
    return Compiled(styled(text, dialect), parameters, names)


def compile_total(core: CorePattern, dialect: str = SQLITE) -> Compiled:
    """How many rows a core pattern has in all, whatever its limit."""
    text, parameters = join("", [with_paths(core), ("SELECT COUNT(*) FROM (", ()), _rows(core, paths=False), (") q", ())])
    return Compiled(styled(text, dialect), parameters, ("total",))


def compile_matches(core: CorePattern, rows: Sequence[tuple[int, Sequence[Cell]]], *, limit: int, best: bool = False,
                    dialect: str = SQLITE) -> Iterator[CompiledMatches]:
    """Which statements stand behind some numbered rows, one query a branch, `limit` matches at most; `best` ones first.

    A count is no condition: behind a counted row stand the statements of all that was counted.
    """
    return (text.of(rows) for text in matches_texts(core, limit=limit, best=best, dialect=dialect))


def matches_texts(core: CorePattern, *, limit: int, best: bool = False, dialect: str = SQLITE) -> Iterator[MatchesText]:
    """The same before the rows are known."""
    held = tuple(number for number, name in enumerate(core.columns) if name != core.count)
    for branch in branches(core):
        page: Piece = (f"page(n{''.join(f', c{n}' for n in held)}) AS (VALUES \0)", ())
        selected = ["page.n", *branch.found]
        where = [*branch.where, *((branch.same(core.columns[n], f"page.c{n}"), ()) for n in held)]
        order = f" ORDER BY {', '.join(branch.best())}" if best else ""
        text, parameters = join("", [
            with_paths(core, page),
            (f"SELECT {', '.join(selected)} FROM page CROSS JOIN ", ()), join("", branch.sources),
            (" WHERE ", ()), join(" AND ", where or [("1 = 1", ())]), (f"{order} LIMIT ?", (limit,))])
        row = "(CAST(? AS INTEGER)" + ", CAST(? AS TEXT)" * len(held) + ")"
        before, _, behind = styled(text, dialect).partition("\0")
        yield MatchesText(before, styled(row, dialect), behind, held, parameters, tuple(branch.finds))


def compile_steps(reach: Reach, filters: CoreFilters, ends: Sequence[str], dialect: str = SQLITE) -> Compiled:
    """The statements that lead on from some entities along a path, each with where it comes from and where it leads."""
    text, parameters = steps(reach, filters, ends)
    return Compiled(styled(text, dialect), parameters, ("statement", "from", "to"))


# --- rows


def _rows(core: CorePattern, *, paths: bool = True) -> Piece:
    """A SELECT of the distinct rows, columns c0, c1 …; groups where something is counted."""
    selects = [branch.select(core.columns) for branch in branches(core)]
    text, parameters = join(" UNION ", selects)
    if len(selects) == 1:
        text = text.replace("SELECT ", "SELECT DISTINCT ", 1)
    if core.count is None:
        return (text, parameters) if core.columns else join("", [with_paths(core) if paths else ("", ()), (text, parameters)])
    counted = core.columns.index(core.count)
    columns = ", ".join(f"COUNT(g.c{n}) AS c{n}" if n == counted else f"g.c{n} AS c{n}" for n in range(len(core.columns)))
    others = ", ".join(f"g.c{n}" for n in range(len(core.columns)) if n != counted)
    return f"SELECT {columns} FROM ({text}) g{f' GROUP BY {others}' if others else ''}", parameters


def branches(core: CorePattern) -> Iterator[Branch]:
    return (Branch(core, branch) for branch in core.branches())
