"""Which statements stand behind a row: found in the record, whatever engine gave the row.

A row may rest on very many statements; the best of each clause are told, by confidence, at most `MOST_STATEMENTS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from queries.compilers import sql
from queries.engines import SqlEngine
from queries.rewrite import Cell, CoreFilters, CorePattern, Reach

MOST_STATEMENTS = 20
_AT_ONCE = 5000
Proof = dict[int, dict[str, None]]
"""Statement ids by clause, each once."""


def proofs(core: CorePattern, rows: Sequence[Sequence[Cell]], home: SqlEngine) -> list[Proof]:
    """For each row the statements that each clause rests on, in no order; those of a path follow one another."""
    found: list[Proof] = [{} for _ in rows]
    paths = _Paths(core, home)
    numbered = list(enumerate(rows))
    for part in _parts(numbered, 500):
        for number, compiled in enumerate(sql.compile_matches(core, part, limit=_AT_ONCE, dialect=home.dialect)):
            matches = home.rows(compiled.text, compiled.parameters)
            if len(matches) == _AT_ONCE:  # more than can be taken at once: the best ones of each row
                matches = [match for row in part for match in _of_one(core, row, number, home)]
            for match in matches:
                _take(found[match[0]], match[1:], compiled.finds, paths)
    return found


def _of_one(core: CorePattern, row: tuple[int, Sequence[Cell]], branch: int, home: SqlEngine) -> Sequence[Sequence[Any]]:
    compiled = list(sql.compile_matches(core, [row], limit=MOST_STATEMENTS, best=True, dialect=home.dialect))[branch]
    return home.rows(compiled.text, compiled.parameters)


def _take(proof: Proof, match: Sequence[str], finds: Sequence[tuple[int, str]], paths: _Paths) -> None:
    place = 0
    for clause, kind in finds:
        taken = [match[place]] if kind == "statement" else paths.between(clause, match[place], match[place + 1])
        place += 1 if kind == "statement" else 2
        proof.setdefault(clause, {}).update(dict.fromkeys(taken))


def _parts(items: Sequence[tuple[int, Sequence[Cell]]], size: int) -> Iterable[Sequence[tuple[int, Sequence[Cell]]]]:
    return (items[start:start + size] for start in range(0, len(items), size))


class _Paths:
    """The hops of the shortest path between two ends, the first by statement id where several are as short."""

    def __init__(self, core: CorePattern, home: SqlEngine) -> None:
        self.filters: CoreFilters = core.filters
        self.home = home
        self.reaches = {atom.clause: atom for atom in core.atoms() if isinstance(atom, Reach)}
        self.trees: dict[tuple[int, str], dict[str, tuple[str, str]]] = {}

    def between(self, clause: int, start: str, end: str) -> list[str]:
        tree = self.trees.get((clause, start))
        if tree is None:
            tree = self.trees[clause, start] = self._tree(self.reaches[clause], start)
        hops: list[str] = []
        while end != start and end in tree:
            statement, end = tree[end]
            hops.append(statement)
        return hops[::-1]

    def _tree(self, reach: Reach, start: str) -> dict[str, tuple[str, str]]:
        """Entity → the statement that leads to it on a shortest path from the start, and where that comes from."""
        tree: dict[str, tuple[str, str]] = {}
        edge = [start]
        for _ in range(reach.most):
            steps: list[tuple[str, str, str]] = []
            for part in (edge[at:at + 500] for at in range(0, len(edge), 500)):
                compiled = sql.compile_steps(reach, self.filters, part, self.home.dialect)
                steps += [(row[0], row[1], row[2]) for row in self.home.rows(compiled.text, compiled.parameters)]
            edge = []
            for statement, subject, object_ in sorted(steps):
                if object_ != start and object_ not in tree:
                    tree[object_] = (statement, subject)
                    edge.append(object_)
            if not edge:
                break
        return tree
