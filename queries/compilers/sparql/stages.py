"""One branch of a pattern in stages: what goes together is one group, and between two stages only distinct values are kept.

Paths go step by step, from an end that is known. So their cost is that of the entities that they reach, and not that of the
walks between these, of which there may be millions. A stage asks for what leads on by OPTIONAL, for engines leave that where it
stands; elsewhere they begin with whatever looks smallest to them, such as all statements of a relation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from graph.views.terms import EVERYTHING, RG, name
from queries.compilers.sparql.group import Context, Group, constant
from queries.compilers.sparql.paths import Path, goes_up
from queries.pattern import Anything, Entities, Var
from queries.rewrite import Alternative, Atom, CorePattern, CoreTerm, Keys, Kind, Match, Reach, variables
from queries.rewrite import Branch as Conjunction


@dataclass(frozen=True, slots=True)
class _Check:
    """A condition that can be asked as soon as these variables have a value."""

    needs: Set[str]
    text: str


class Branch:
    """The groups of one conjunction. `known` are the variables around it: it must not hold, or must hold, for their values."""

    def __init__(self, context: Context, branch: Conjunction, known: Iterable[str] = ()) -> None:
        self.context = context
        self.names = context.names
        self.core = context.core
        self.known = frozenset(known)
        held = {variable for atom in branch.atoms if isinstance(atom, Match) for variable in variables(atom)} - context.empty
        asked = [atom for atom in branch.atoms if _is_asked_for(atom, held)]
        self.atoms = [atom for atom in branch.atoms if atom not in asked]
        self.own = {variable for atom in self.atoms for variable in variables(atom)} - context.empty - self.known
        self.checks = [*self._different(), *self._parts("EXISTS", [(atom,) for atom in asked]),
                       *self._parts("NOT EXISTS", branch.without)]

    def text(self) -> str:
        inside = "\n".join(f"    {line}" for line in self.lines())
        return f"  {{\n{inside}\n  }}" if self.context.plain else f"  {{ GRAPH <{EVERYTHING}> {{\n{inside}\n  }} }}"

    def lines(self) -> Iterator[str]:
        """What stands in the group of the branch."""
        left = list(self.checks)
        apart = list(_components(self.atoms, self.known))
        for atoms in apart:
            bound = {variable for atom in atoms for variable in variables(atom)}
            lines = self._stages(atoms, left)
            yield from lines if len(apart) == 1 else [self._distinct(lines, bound, left)]
        yield from _due(left, self.known | self.own)
        yield from (f"OPTIONAL {{ {self.names(variable)} rg:sortKey {self.context.key[variable]} }}"
                    for variable in sorted(self.own & self.context.absent & self.context.key.keys()))

    def _stages(self, atoms: Sequence[Atom], left: list[_Check], bound: Set[str] = frozenset()) -> list[str]:
        """Atoms that hang together, in an order that goes from what is known to what it leads to."""
        lines: list[str] = []
        walked = False
        for stage in _in_order(atoms, self.known):
            here = {variable for atom in stage for variable in variables(atom)}
            told = [atom for atom in stage if not isinstance(atom, Reach)]
            if isinstance(stage[0], Reach):
                lines = self._path(stage[0], lines, bound, left, first=not walked)
                walked = True
            elif lines:
                before = lines if self.known else [self._distinct(lines, bound, left, here)]
                lines = [*before, *self._onward(told, bound | self.known)]
            else:
                lines = list(Group(self.context, told, self.known, guarded=bool(self.known & here)).lines())
            bound = bound | here
            lines += _due(left, bound | self.known)
        return lines

    def _onward(self, atoms: Sequence[Match | Kind], known: Set[str]) -> list[str]:
        group = Group(self.context, atoms, known, guarded=not self.context.lateral, linked=True)
        told = " ".join(group.lines())
        return [f"LATERAL {{ {told} }}"] if self.context.lateral else [f"OPTIONAL {{ {told} }}", group.holds()]

    def _path(self, reach: Reach, lines: list[str], bound: Set[str], left: Sequence[_Check], *, first: bool) -> list[str]:
        """The first path begins with what may be its start alone, and meets the rest of what was found when it has been walked."""
        ends = set(variables(reach))
        before = [self._distinct(lines, bound, left, ends)] if lines else []
        if not (first and before) or self.known:
            kept = [self.names(variable) for variable in sorted(bound)] if before else []
            told = Path(self.context, reach, bound | self.known, kept, around=self.known, walked=bool(before)).lines(before)
        else:
            start = reach.target if goes_up(reach, bound, self.known) else reach.source
            begin = {start.name} & bound if isinstance(start, Var) else set[str]()
            seed = [f"{{ SELECT DISTINCT {self.names(variable)} {{ {before[0]} }} }}" for variable in begin]
            walked = " ".join(Path(self.context, reach, begin, [], walked=bool(seed)).lines(seed))
            told = [*before, f"{{ SELECT DISTINCT {' '.join(self.names(variable) for variable in sorted(ends))} {{ {walked} }} }}"]
        return told + [self._is_of(variable, types) for variable, types in self.core.types if variable in ends - bound - self.known]

    def _is_of(self, variable: str, types: Sequence[str]) -> str:
        return f"FILTER({' || '.join(f'EXISTS {{ {self.names(variable)} a {constant(name(RG, type_))} }}' for type_ in types)})"

    def _distinct(self, lines: Sequence[str], bound: Set[str], left: Sequence[_Check], soon: Set[str] = frozenset()) -> str:
        """What was found so far, with the variables alone that are needed yet, each combination once."""
        later = {*soon, *self.core.columns, *(variable for check in left for variable in check.needs)}
        later |= {variable for atom in self.atoms for variable in variables(atom)} if soon else self.known
        kept = [self.names(variable) for variable in sorted(bound & later)]
        kept += [self.context.key[variable] for variable in sorted(bound & self.context.empty & self.context.key.keys())]
        inside = " ".join(lines)
        if not kept:
            return f"{{ SELECT (1 AS {self.names.fresh('some')}) {{ {inside} }} LIMIT 1 }}"
        return f"{{ SELECT DISTINCT {' '.join(kept)} {{ {inside} }} }}"

    # --- what must hold of the values

    def _different(self) -> Iterator[_Check]:
        for one, other in self.core.different:
            if {one, other} <= self.own | self.known and {one, other} & self.own:
                yield _Check({one, other}, f"FILTER({self.names(one)} != {self.names(other)})")

    def _parts(self, word: str, groups: Sequence[Alternative]) -> Iterator[_Check]:
        around = self.own | self.known
        for group in groups:
            inner = Branch(self.context, Conjunction(_ends_left_open(group, around, self.core), (), frozenset()), around)
            needs = {variable for atom in group for variable in variables(atom)} & around
            yield _Check(needs, f"FILTER {word} {{ {' '.join(inner.lines())} }}")


def _is_asked_for(atom: Atom, held: Set[str]) -> bool:
    """A path from or to whatever: whether there is one, not every one of them."""
    return isinstance(atom, Reach) and Anything() in (atom.source, atom.target) and bool(held & set(variables(atom)))


def _ends_left_open(atoms: Sequence[Atom], around: Set[str], core: CorePattern) -> tuple[Atom, ...]:
    """Paths of a part that must not hold, with whatever where a variable stands that nothing else asks anything of."""
    told = Counter(variable for atom in atoms for variable in variables(atom))
    told.update({*around, *(one for one, _ in core.types), *(one for pair in core.different for one in pair)})

    def end(term: CoreTerm) -> CoreTerm:
        return Anything() if isinstance(term, Var) and told[term.name] == 1 else term

    return tuple(replace(atom, source=end(atom.source), target=end(atom.target)) if isinstance(atom, Reach) else atom for atom in atoms)


def _due(left: list[_Check], bound: Set[str]) -> list[str]:
    """The checks that can be asked now; they are taken off the list."""
    due = [check for check in left if check.needs <= bound]
    left[:] = [check for check in left if check not in due]
    return [check.text for check in due]


def _components(atoms: Sequence[Atom], known: Set[str]) -> Iterator[list[Atom]]:
    """Atoms that hang together by variables of their own."""
    left = list(atoms)
    while left:
        found, names = [left.pop(0)], set[str]()
        while True:
            names |= {variable for atom in found for variable in variables(atom)} - known
            more = [atom for atom in left if names & set(variables(atom))]
            if not more:
                break
            found += more
            left = [atom for atom in left if atom not in more]
        yield [atom for atom in atoms if atom in found]


def _in_order(atoms: Sequence[Atom], known: Set[str]) -> Iterator[list[Atom]]:
    """The stages: matches and kinds before the first path, then a path, match or kind each."""
    left, bound, stage, walked = list(atoms), set(known), list[Atom](), bool(known)
    while left:
        best = min(left, key=lambda atom: _cost(atom, bound))
        if stage and (walked or isinstance(best, Reach)):
            yield stage
            stage = []
        walked = walked or isinstance(best, Reach)
        left.remove(best)
        stage.append(best)
        bound |= set(variables(best))
    if stage:
        yield stage


def _cost(atom: Atom, bound: Set[str]) -> int:
    shares = bool(bound & set(variables(atom)))
    match atom:
        case Kind():
            return 1 if shares else 7
        case Match():
            fixed = any(isinstance(place.term, Entities | Keys) for place in atom.places)
            return (0 if fixed else 2) if shares else 1 if fixed else 8
        case Reach():
            ends = [isinstance(term, Entities) or (isinstance(term, Var) and term.name in bound) for term in (atom.source, atom.target)]
            return 3 if all(ends) else 4 if Entities in (type(atom.source), type(atom.target)) else 5 if any(ends) else 9
