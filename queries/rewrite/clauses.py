"""One clause → its alternatives: relations as they stand or turned round, derived edges, paths."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

from graph.errors import PatternError
from graph.ontology.model import Derived, Ontology
from queries.pattern import Anything, Clause, Group, Pattern, Term, Var
from queries.rewrite.core import Alternative, CoreTerm, Match, Place, Reach

_ANY = "*"


class _Fresh:
    """Names for variables that no pattern has."""

    def __init__(self, used: Iterable[str]) -> None:
        self.used = set(used)

    def __call__(self, hint: str) -> Var:
        number = 0
        while (name := f"h{number}_{hint}") in self.used:
            number += 1
        self.used.add(name)
        return Var(name)


class Clauses:
    """The clauses of one pattern, numbered as they come."""

    def __init__(self, pattern: Pattern, ontology: Ontology, core: Callable[[Term], CoreTerm]) -> None:
        self.ontology = ontology
        self.core = core
        self.fresh = _Fresh(pattern.variables())
        self.told = 0

    def next(self) -> int:
        """The number of the next clause."""
        self.told += 1
        return self.told - 1

    def group(self, group: Group) -> tuple[Alternative, ...]:
        """The ways in which clauses may hold together."""
        told = [self.clause(clause) for clause in group]
        return tuple(dict.fromkeys(tuple(atom for alternative in choice for atom in alternative) for choice in itertools.product(*told)))

    def clause(self, clause: Clause) -> tuple[Alternative, ...]:
        number = self.next()
        direct, turned, derived = _readings(clause, self.ontology)
        subject, object_ = self.core(clause.subject), self.core(clause.object)
        if clause.steps is not None:
            return ((_path(number, clause, direct, turned, derived, subject, object_),),)
        _check_roles(clause, direct, turned, derived, self.ontology)
        roles = tuple(Place(role, self.core(term), role in clause.optional_roles) for role, term in clause.roles)
        if clause.relation is not None:
            if derived:
                raise PatternError(f"relation: {derived[0].name} is no relation of the record, so that ?{clause.relation} can't be it")
            roles = (*roles, Place("predicate", Var(clause.relation)))
        found: list[Alternative] = []
        if direct is not None:
            found.append((Match(number, direct, (Place("subject", subject), Place("object", object_), *roles)),))
        if turned:
            found.append((Match(number, turned, (Place("subject", object_), Place("object", subject), *roles)),))
        for edge in derived:
            found.append(_derived(number, edge, subject, object_, roles, self.fresh))
            if edge.symmetric:
                found.append(_derived(number, edge, object_, subject, roles, self.fresh))
        return tuple(dict.fromkeys(found))


def _path(number: int, clause: Clause, direct: tuple[str, ...] | None, turned: tuple[str, ...], derived: Sequence[Derived],
          subject: CoreTerm, object_: CoreTerm) -> Reach:
    if derived:
        raise PatternError(f"steps: {derived[0].name} is no relation of the record; name those that it follows from")
    least, most = clause.steps or (1, 1)
    if direct is None:
        return Reach(number, turned, object_, subject, least, most)
    return Reach(number, direct, subject, object_, least, most, turned)


def _readings(clause: Clause, ontology: Ontology) -> tuple[tuple[str, ...] | None, tuple[str, ...], list[Derived]]:
    """Relations as they stand (none named: all; None: none), relations turned round, and derived edges."""
    symmetric = sorted(name for name, relation in ontology.relations.items() if relation.symmetric)
    if _ANY in clause.predicates:
        if len(clause.predicates) > 1:
            raise PatternError('predicate: "*" stands alone')
        return (), tuple(symmetric), []
    direct: set[str] = set()
    turned: set[str] = set()
    derived: list[Derived] = []
    for name in clause.predicates:
        edges = ontology.derived_named(name)
        inverse = ontology.inverse_of(name)
        if name in ontology.relations:
            direct.add(name)
        elif inverse is not None:
            turned.add(inverse.name)
        elif not edges:
            raise PatternError(f"predicate: no relation, inverse or derived edge is called {name!r}")
        if name in symmetric:
            turned.add(name)
        derived.extend(edge for edge in edges if edge not in derived)
    return tuple(sorted(direct)) or None, tuple(sorted(turned)), derived


def _check_roles(clause: Clause, direct: tuple[str, ...] | None, turned: tuple[str, ...], derived: Sequence[Derived],
                 ontology: Ontology) -> None:
    relations = {*(direct or ()), *turned, *(edge.hops[0].predicate for edge in derived if _from_one(edge))}
    for role, _ in clause.roles:
        if role not in ontology.roles:
            raise PatternError(f"roles: no role is called {role!r}")
        for edge in derived:
            if not _from_one(edge):
                raise PatternError(f"roles: {edge.name} follows from several statements and takes no {role}")
        if direct != () and not any(ontology.allows(relation, role) for relation in relations):
            raise PatternError(f"roles: {', '.join(clause.predicates)} takes no {role}")


def _from_one(edge: Derived) -> bool:
    return len(edge.hops) == 1 and edge.hops[0].subject is None


def _derived(number: int, edge: Derived, subject: CoreTerm, object_: CoreTerm, roles: tuple[Place, ...], fresh: _Fresh) -> Alternative:
    if edge.path:
        return (Reach(number, tuple(sorted(edge.path)), subject, object_, edge.path_from, edge.path_to),)
    if _from_one(edge):
        placed = {edge.subject: subject, edge.object: object_}
        places = [Place(name, placed.pop(name, Anything())) for name in ("subject", "object")]
        places += [Place(name, term) for name, term in placed.items()]
        return (Match(number, (edge.hops[0].predicate,), (*places, *roles)),)
    ends: dict[str, CoreTerm] = {edge.subject: subject, edge.object: object_}
    for hop in edge.hops:
        for end in (hop.subject or "?", hop.object or "?"):
            if end not in ends:
                ends[end] = fresh(end.lstrip("?"))
    return tuple(Match(number, (hop.predicate,), (Place("subject", ends[hop.subject or "?"]), Place("object", ends[hop.object or "?"])))
                 for hop in edge.hops)
