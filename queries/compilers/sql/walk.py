"""A page of very many rows: entities walked in their order until the page is full, instead of all rows found and sorted.

That is cheaper where about every so many entities there is one that fits. Whether it is so is told by two short texts: how many
statements there are at all (as an index alone knows), and how many of some of them meet every condition.
"""

# ruff: noqa: S608 - the texts hold names of tables, of columns and of nothing else
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from queries.compilers.sql.branch import Branch
from queries.compilers.sql.order import after, order_by
from queries.compilers.sql.paths import reaches
from queries.compilers.sql.pieces import SQLITE, Parameter, Piece, join, within
from queries.pattern import Entities
from queries.rewrite import CorePattern, Keys, Match

SAMPLE = 200
_INDEXES = {"s0.subject": "statements_subject", "s0.object": "statements_object"}
_PLACES = {"subject": ("subject", "subject"), "object": ("object", "object_key")}


@dataclass(frozen=True, slots=True)
class Walk:
    """Three texts with their parameters; the first ends with how many to count at most."""

    counted: Piece
    sampled: Piece
    page: Piece

    @staticmethod
    def entities() -> str:
        """About how many entities there are."""
        return "SELECT MAX(rowid) FROM entities"


def compile_walk(core: CorePattern, dialect: str = SQLITE) -> Walk | None:
    """The walk of a pattern of one statement that is ordered by its subject or object; None for others.

    SQLite's alone: PostgreSQL keeps statistics, and chooses by itself.
    """
    branches = list(core.branches())
    if dialect != SQLITE or len(branches) != 1 or len(branches[0].atoms) != 1 or core.count is not None or not core.order or reaches(core):
        return None
    [atom] = branches[0].atoms
    if not isinstance(atom, Match) or core.filters.known_at is not None:
        return None
    branch = Branch(core, branches[0])
    first = core.order[0]
    column = branch.column.get(first.column, "")
    if column not in _INDEXES or first.column not in branch.entities or not _is_found_by_ends(atom):
        return None
    found = _found(atom)
    where = join(" AND ", branch.where or [("1 = 1", ())])
    rest = [(text.replace(" JOIN ", " CROSS JOIN ", 1) if text.startswith(" JOIN ") else text, values)
            for text, values in branch.sources[1:]]
    counted = join("", [("SELECT COUNT(*) FROM (SELECT 1 FROM statements WHERE ", ()), found, (" LIMIT ?)", ())])
    sampled = join("", [("SELECT COUNT(DISTINCT s0.id) FROM (SELECT * FROM statements WHERE ", ()), found,
                        (f" LIMIT {SAMPLE}) s0", ()), *rest, (" WHERE ", ()), where])
    return Walk(counted, sampled, _page(core, branch, column, rest, where))


def _is_found_by_ends(match: Match) -> bool:
    """Whether no role is fixed: what is found by a role isn't as many."""
    return not any(isinstance(place.term, Entities | Keys) for place in match.places[2:])


def _found(match: Match) -> Piece:
    """What an index knows of the statement's predicate, subject and object."""
    pieces = [within("predicate", match.predicates)] if match.predicates else []
    for place in match.places[:2]:
        entity, key = _PLACES[place.name]
        if isinstance(place.term, Entities):
            pieces.append(within(entity, place.term.ids))
        elif isinstance(place.term, Keys):
            pieces.append(within(key, place.term.keys))
    return join(" AND ", pieces or [("1 = 1", ())])


def _page(core: CorePattern, branch: Branch, column: str, rest: Sequence[Piece], where: Piece) -> Piece:
    names = core.columns
    place = {name: number for number, name in enumerate(names)}
    first = place[core.order[0].column]
    cells = [branch.column.get(name, "NULL") for name in names]
    cells[first] = "w.id"
    joined = "".join(f" LEFT JOIN entities e{n} ON e{n}.id = {cell}" for n, cell in enumerate(cells) if n != first)

    def told(text: str) -> str:
        text = text.replace(f"COALESCE(e{first}.sort_key, q.c{first})", "w.sort_key")
        for number in reversed(range(len(names))):
            text = text.replace(f"q.c{number}", cells[number])
        return text

    later: list[Piece] = []
    if core.after is not None:
        text, values = after(core, place, "")
        sign = "<=" if core.order[0].descending else ">="
        later = [(f" AND w.sort_key {sign} ?", (_key(core),)), (told(text.replace(" WHERE ", " AND ", 1)), values)]
    order = told(order_by(core, place, "")).removeprefix("CASE WHEN w.id IS NULL THEN 1 ELSE 0 END, ")
    return join("", [
        (f"SELECT DISTINCT {', '.join(f'{cell} AS c{n}' for n, cell in enumerate(cells))} FROM entities w "
         f"CROSS JOIN statements s0 INDEXED BY {_INDEXES[column]}", ()), *rest, (f"{joined} WHERE {column} = w.id AND ", ()), where, *later,
        (f" ORDER BY {order} LIMIT ?", (core.limit,))])


def _key(core: CorePattern) -> Parameter:
    assert core.after is not None
    return core.after[0][0]
