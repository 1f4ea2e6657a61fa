"""One branch of a pattern: one SELECT over indexed tables."""

# ruff: noqa: S608 - the texts hold names of tables, of columns and of nothing else
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from queries.compilers.sql.paths import reaches
from queries.compilers.sql.pieces import Piece, counts, join, typed, within
from queries.pattern import Anything, Entities, Missing, Var
from queries.rewrite import Atom, CorePattern, CoreTerm, Keys, Match, Place, Reach, variables
from queries.rewrite import Branch as Conjunction


class Branch:
    """One SELECT: its tables, its conditions, and the column that each variable stands in.

    A part that must not hold is such a SELECT too, inside NOT EXISTS; `outer` is the one around it.
    """

    def __init__(self, core: CorePattern, branch: Conjunction, *, outer: Branch | None = None, prefix: str = "") -> None:
        self.core = core
        self.types = dict(core.types)
        self.reaches = reaches(core)
        self.prefix = prefix
        self.absent = branch.absent
        self.sources: list[Piece] = []
        self.outer: list[Piece] = []
        self.where: list[Piece] = []
        self.given: dict[str, str] = dict(outer.column) if outer else {}
        self.column: dict[str, str] = dict(self.given)
        self.optional: set[str] = set()
        self.found: list[str] = []
        self.finds: list[tuple[int, str]] = []
        self.entities = self.types.keys() | {name for atom in branch.atoms for name in _entity_variables(atom)}
        for number, atom in enumerate(branch.atoms):
            self._atom(number, atom)
        self._variables()
        for number, unwanted in enumerate(branch.without):
            inner = Branch(core, Conjunction(unwanted, (), frozenset()), outer=self, prefix=f"{prefix}n{number}")
            self.where.append(join("", [("NOT EXISTS (SELECT 1 FROM ", ()), inner.body(), (")", ())]))
        self.sources += self.outer

    def _atom(self, number: int, atom: Atom) -> None:
        if isinstance(atom, Match):
            self._match(f"{self.prefix}s{number}", atom)
        elif isinstance(atom, Reach):
            self._reach(f"{self.prefix}p{number}", atom)
        else:
            alias = f"{self.prefix}k{number}"
            self._from("entity_types", alias)
            self.where.append(within(f"{alias}.type", atom.types))
            self._term(f"{alias}.entity", f"{alias}.entity", Var(atom.variable))

    def _variables(self) -> None:
        """What the pattern asks of the variables that stand here, and not already around this."""
        own = self.column.keys() - self.given.keys()
        self.where += [typed(self.column[name], types) for name, types in self.core.types if name in own - self.optional]
        self.where += [(f"{self.column[one]} <> {self.column[other]}", ()) for one, other in self.core.different
                       if {one, other} <= self.column.keys() and {one, other} & own]

    def select(self, columns: Sequence[str]) -> Piece:
        # COALESCE hides the column: else SQLite walks a whole index whose order suits DISTINCT, past the one that fits
        told = [f"COALESCE({self.column[name]}, NULL)" if name in self.column else "CAST(NULL AS TEXT)" for name in columns]
        selected = ", ".join(f"{cell} AS c{n}" for n, cell in enumerate(told)) or "1 AS c0"
        return join("", [(f"SELECT {selected} FROM ", ()), self.body()])

    def body(self) -> Piece:
        return join("", [*self.sources, (" WHERE ", ()), join(" AND ", self.where or [("1 = 1", ())])])

    def same(self, name: str, value: str) -> str:
        """The condition that a variable has a value, or none."""
        if name in self.absent:
            return f"{value} IS NULL"
        return f"{self.column[name]} {'IS NOT DISTINCT FROM' if name in self.optional else '='} {value}"

    def best(self) -> Iterator[str]:
        for column in self.found:
            alias, _, name = column.partition(".")
            yield from (f"{alias}.confidence DESC", column) if name == "id" else (column,)

    def _from(self, table: str, alias: str) -> None:
        self.sources.append((f"{' JOIN ' if self.sources else ''}{table} {alias}{' ON 1 = 1' if self.sources else ''}", ()))

    def _match(self, alias: str, match: Match) -> None:
        self._from("statements", alias)
        self.where += counts(alias, match.predicates, self.core.filters, by_role=_is_found_by_role(match))
        self.found.append(f"{alias}.id")
        self.finds.append((match.clause, "statement"))
        for number, place in enumerate(match.places):
            if place.name == "subject":
                self._term(f"{alias}.subject", f"{alias}.subject", place.term)
            elif place.name == "object":
                self._term(f"{alias}.object", f"{alias}.object_key", place.term)
            elif place.name == "predicate":
                self._term(f"{alias}.predicate", f"{alias}.predicate", place.term)
            else:
                self._role(alias, f"{alias}r{number}", place)

    def _role(self, statement: str, alias: str, place: Place) -> None:
        of_statement = f"FROM statement_roles {alias} WHERE {alias}.statement = {statement}.id AND {alias}.role = ?"
        if isinstance(place.term, Missing | Anything):
            self.where.append((f"{'NOT ' if isinstance(place.term, Missing) else ''}EXISTS (SELECT 1 {of_statement})", (place.name,)))
        elif place.optional and isinstance(place.term, Var):
            name = place.term.name
            narrowed = typed(f"{alias}.entity", self.types[name]) if name in self.types else ("1 = 1", ())
            self.outer.append(join("", [(f" LEFT JOIN statement_roles {alias} ON {alias}.statement = {statement}.id "
                                          f"AND {alias}.role = ? AND ", (place.name,)), narrowed]))
            self.column[name] = f"{alias}.key"
            self.optional.add(name)
        else:
            self.sources.append((f" JOIN statement_roles {alias} ON {alias}.statement = {statement}.id AND {alias}.role = ?",
                                 (place.name,)))
            self._term(f"{alias}.entity", f"{alias}.key", place.term)
            if isinstance(place.term, Keys):
                self.where.append((f"{alias}.entity IS NULL", ()))  # as the index of literals has it

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
                self.where.append(within(entity, ids))
            case Keys(keys):
                self.where.append(within(key, keys))


def _entity_variables(atom: Atom) -> Iterator[str]:
    if isinstance(atom, Match):
        atom = replace(atom, places=atom.places[:1])
    return variables(atom)


def _is_found_by_role(match: Match) -> bool:
    """Whether a constant stands at a role and none at the subject or object: all statements of a predicate are many more."""
    fixed = [isinstance(place.term, Entities | Keys) for place in match.places]
    return any(fixed[2:]) and not any(fixed[:2])
