"""Paths: a table of (a, z, depth) for each, filled by recursion; and the statements that lead on along one."""

# ruff: noqa: S608 - the texts hold names of tables, of columns and of nothing else
from __future__ import annotations

from collections.abc import Iterator, Sequence

from queries.compilers.sql.pieces import Piece, counts, join, within
from queries.pattern import Entities
from queries.rewrite import CoreFilters, CorePattern, Reach

_ENTITY = ("s.object IS NOT NULL", ())


def with_paths(core: CorePattern, *more: Piece) -> Piece:
    """The paths of a pattern, and what else is named before the SELECT."""
    tables = [*more, *(_path(f"path{number}", reach, core.filters) for number, reach in enumerate(reaches(core)))]
    return join("", [("WITH RECURSIVE ", ()), join(", ", tables), (" ", ())]) if tables else ("", ())


def reaches(core: CorePattern) -> list[Reach]:
    return list(dict.fromkeys(atom for atom in core.atoms() if isinstance(atom, Reach)))


def steps(reach: Reach, filters: CoreFilters, ends: Sequence[str]) -> Piece:
    """A SELECT of each statement that leads on from some entities, with where it comes from and where it leads."""
    told = [_one_way(("s.id", *way), predicates, filters, (within(way[0], ends),)) for way, predicates in _ways(reach)]
    return join(" UNION ALL ", told)


def _ways(reach: Reach) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """From which column to which a statement of which predicates is walked."""
    yield ("s.subject", "s.object"), reach.predicates
    if reach.back:
        yield ("s.object", "s.subject"), reach.back


def _one_way(columns: Sequence[str], predicates: Sequence[str], filters: CoreFilters, more: Sequence[Piece]) -> Piece:
    return join("", [(f"SELECT {', '.join(columns)} FROM statements s WHERE ", ()),
                     join(" AND ", [_ENTITY, *counts("s", predicates, filters), *more])])


def _path(name: str, reach: Reach, filters: CoreFilters) -> Piece:
    """Begins at whichever end is a constant and goes on from there, so that it costs what it touches."""
    up = isinstance(reach.target, Entities) and not isinstance(reach.source, Entities)
    end = reach.target if up else reach.source
    first = [_one_way((*way, "1"), predicates, filters, [within(way[1 if up else 0], end.ids)] if isinstance(end, Entities) else [])
             for way, predicates in _ways(reach)]
    return join("", [(f"{name}(a, z, depth) AS (", ()), join(" UNION ", first), (" UNION ", ()), _onward(name, reach, filters, up=up),
                     (")", ())])


def _onward(name: str, reach: Reach, filters: CoreFilters, *, up: bool) -> Piece:
    """One step on from where a path has come, against its direction where it goes up."""
    here, there = ("s.object", "s.subject") if up else ("s.subject", "s.object")
    known = "p.a" if up else "p.z"
    if not reach.back:
        way: Piece = (there, ())
        joined: Piece = (f"{here} = {known}", ())
        told = list(counts("s", reach.predicates, filters))
    else:
        forth: Piece = join(" AND ", [(f"{here} = {known}", ()), *_any_of(reach.predicates)])
        back: Piece = join(" AND ", [(f"{there} = {known}", ()), *_any_of(reach.back)])
        way = join("", [("CASE WHEN ", ()), forth, (f" THEN {there} ELSE {here} END", ())])
        joined, told = join("", [("((", ()), forth, (") OR (", ()), back, ("))", ())]), list(counts("s", (), filters))
    columns: list[Piece] = [way, ("p.z", ())] if up else [("p.a", ()), way]
    return join("", [("SELECT ", ()), join(", ", [*columns, ("p.depth + 1", ())]), (f" FROM {name} p JOIN statements s ON ", ()), joined,
                     (f" WHERE p.depth < {reach.most} AND ", ()), join(" AND ", [_ENTITY, *told])])


def _any_of(predicates: Sequence[str]) -> list[Piece]:
    return [within("s.predicate", predicates)] if predicates else []
