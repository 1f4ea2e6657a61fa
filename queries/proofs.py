"""Which statements stand behind a row: found in the record, whatever engine gave the row.

A row may rest on very many statements; the best of each clause are told, by confidence, at most `MOST_STATEMENTS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from queries.compilers import sql
from queries.engines import SqlEngine
from queries.plans import AT_ONCE, Planned
from queries.rewrite import Cell, CoreFilters, CorePattern, Reach

MOST_STATEMENTS = 20
Proof = dict[int, dict[str, None]]
"""Statement ids by clause, each once."""


def proofs(asked: Planned, rows: Sequence[Sequence[Cell]], home: SqlEngine) -> list[Proof]:
    """For each row the statements that each clause rests on, in no order; those of a path follow one another."""
    found: list[Proof] = [{} for _ in rows]
    paths = _Paths(asked.core, home)
    numbered = list(enumerate(rows))
    for part in _parts(numbered, 500):
        for number, compiled in enumerate(asked.matches(part)):
            matches = home.rows(compiled.text, compiled.parameters)
            if len(matches) == AT_ONCE:  # more than can be taken at once: the best ones of each row
                matches = [match for row in part for match in home.rows(*asked.best(row, number, limit=MOST_STATEMENTS))]
            for match in matches:
                _take(found[match[0]], match[1:], compiled.finds, paths)
    return found


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
        self.trees: dict[tuple[int, str], list[dict[str, tuple[str, str]]]] = {}

    def between(self, clause: int, start: str, end: str) -> list[str]:
        tree = self.trees.get((clause, start))
        if tree is None:
            tree = self.trees[clause, start] = self._tree(self.reaches[clause], start)
        hops: list[str] = []
        for layer in reversed(tree[:_reached(tree, end, self.reaches[clause].least)]):
            statement, end = layer[end]
            hops.append(statement)
        return hops[::-1]

    def _tree(self, reach: Reach, start: str) -> list[dict[str, tuple[str, str]]]:
        """By number of steps: entity → the statement that leads to it, and where that comes from.

        Where one step is enough, each entity stands where it is reached first.
        """
        tree: list[dict[str, tuple[str, str]]] = []
        seen = {start}
        edge = [start]
        for _ in range(reach.most):
            steps: list[tuple[str, str, str]] = []
            for part in (edge[at:at + 500] for at in range(0, len(edge), 500)):
                compiled = sql.compile_steps(reach, self.filters, part, self.home.dialect)
                steps += [(row[0], row[1], row[2]) for row in self.home.rows(compiled.text, compiled.parameters)]
            layer: dict[str, tuple[str, str]] = {}
            for statement, here, there in sorted(steps):
                if there not in layer and (reach.least > 1 or there not in seen):
                    layer[there] = (statement, here)
            tree.append(layer)
            seen |= layer.keys()
            edge = list(layer)
            if not edge:
                break
        return tree


def _reached(tree: list[dict[str, tuple[str, str]]], end: str, least: int) -> int:
    """After how many steps a path of at least so many ends there; none where it doesn't."""
    return next((steps for steps in range(least, len(tree) + 1) if end in tree[steps - 1]), 0)
