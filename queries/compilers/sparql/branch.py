"""One branch of a pattern: a group of graph patterns, a statement a match, a path a reach."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

from graph.views.terms import ENTITY, EVERYTHING, RG, ROLE_KEY, XSD, Lit, Term, double, name, to_rdflib
from queries.compilers.sparql.names import Names
from queries.pattern import Anything, Entities, Missing, Var
from queries.rewrite import Atom, CoreFilters, CorePattern, CoreTerm, Keys, Kind, Match, Place, Reach, variables
from queries.rewrite import Branch as Conjunction

_WIDE = {"rg:predicate": 3, "a": 4, "rg:polarity": 5, "rg:modality": 5}
"""Properties whose constants many subjects share: the last ones to begin with."""


class _Triple(NamedTuple):
    subject: str
    property: str
    object: str

    def __str__(self) -> str:
        return f"{self.subject} {self.property} {self.object} ."


@dataclass(frozen=True, slots=True)
class Context:
    """What all branches of a text share. `plain`: over the default graph, whose statements all count.

    `empty` are variables of optional roles, `absent` those that some branch leaves without a value, and `key` names what
    holds a column's sort key.
    """

    core: CorePattern
    names: Names
    plain: bool
    empty: Set[str]
    absent: Set[str]
    key: Mapping[str, str]


class Branch:
    """One group of graph patterns: a statement a match, a path a reach."""

    def __init__(self, context: Context, branch: Conjunction, known: Iterable[str] = ()) -> None:
        self.names = context.names
        self.context = context
        self.core = context.core
        self.filters = context.core.filters
        self.known = set(known)
        self.triples: list[_Triple] = []
        self.given: list[str] = []
        self.paths: list[str] = []
        self.checks: list[str] = []
        self.outer: list[str] = []
        self.types = dict(self.core.types)
        held = {variable for atom in branch.atoms if isinstance(atom, Match) for variable in variables(atom)} - context.empty
        for atom in branch.atoms:
            if isinstance(atom, Reach) and Anything() in (atom.source, atom.target) and held & set(variables(atom)):
                inner = Branch(context, Conjunction((atom,), (), frozenset()), held | self.known)
                self.checks.append(f"FILTER EXISTS {{ {' '.join(inner.lines())} }}")  # whether there is one: not every one of them
            else:
                self._atom(atom)
        self._variables({variable for atom in branch.atoms for variable in variables(atom)} - context.empty)
        for unwanted in branch.without:
            around = {variable for atom in branch.atoms for variable in variables(atom)} | self.known
            inner = Branch(context, Conjunction(_ends_left_open(unwanted, around, self.core), (), frozenset()), around)
            self.checks.append(f"FILTER NOT EXISTS {{ {' '.join(inner.lines())} }}")

    def _atom(self, atom: Atom) -> None:
        match atom:
            case Match():
                self._match(atom)
            case Reach():
                self._reach(atom)
            case Kind(_, variable, types):
                self.triples.append(_Triple(self.names(variable), "a", self._any_of([name(RG, type_) for type_ in types])))

    def _variables(self, bound: set[str]) -> None:
        """What the pattern asks of the variables that stand here, and not already around this."""
        own = bound - self.known
        for variable, types in self.core.types:
            if variable in own:
                self._one_of(self.names(variable), "a", [name(RG, type_) for type_ in types])
        self.checks += [f"FILTER({self.names(one)} != {self.names(other)})" for one, other in self.core.different
                        if {one, other} <= bound | self.known and {one, other} & own]
        self.outer += [f"OPTIONAL {{ {self.names(variable)} rg:sortKey {self.context.key[variable]} }}"
                       for variable in sorted(own & self.context.absent & self.context.key.keys())]

    def text(self) -> str:
        inside = "\n".join(f"    {line}" for line in self.lines())
        return f"  {{\n{inside}\n  }}" if self.context.plain else f"  {{ GRAPH <{EVERYTHING}> {{\n{inside}\n  }} }}"

    def lines(self) -> Iterator[str]:
        """The graph patterns: what is given, then from each thing known to the next; checks and optional parts last."""
        known = {word for line in self.given for word in line.split() if word.startswith("?")} | {self.names(one) for one in self.known}
        yield from (*self.given, *map(str, _walk(self.triples, known)), *self.paths, *self.checks, *self.outer)

    def _match(self, match: Match) -> None:
        statement = self.names.fresh("s")
        if match.predicates:
            self._one_of(statement, "rg:predicate", [name(RG, predicate) for predicate in match.predicates])
        for place in match.places:
            if place.name == "subject":
                self._term(statement, "rg:subject", place.term)
            elif place.name == "object":
                self._term(statement, "rg:objectKey", place.term)
            elif place.name == "predicate":
                self._term(statement, "rg:predicate", place.term)
            else:
                self._role(statement, place)
        if not match.predicates and all(isinstance(place.term, Anything) for place in match.places[:2]):
            self.triples.append(_Triple(statement, "a", "rg:Statement"))
        self._counts(statement)

    def _role(self, statement: str, place: Place) -> None:
        property_ = f"<{name(ROLE_KEY, place.name)}>"
        if isinstance(place.term, Missing | Anything):
            some = self.names.fresh("any")
            word = "NOT EXISTS" if isinstance(place.term, Missing) else "EXISTS"
            self.checks.append(f"FILTER {word} {{ {statement} {property_} {some} }}")
        elif place.optional and isinstance(place.term, Var):
            variable = self.names(place.term.name)
            told = [f"{statement} {property_} {variable} ."]
            if place.term.name in self.types:
                kind = self.names.fresh("of")
                kinds = ", ".join(constant(name(RG, type_)) for type_ in self.types[place.term.name])
                told.append(f"{variable} a {kind} FILTER({kind} IN ({kinds}))")
            if place.term.name in self.context.key:
                told.append(f"OPTIONAL {{ {variable} rg:sortKey {self.context.key[place.term.name]} }}")
            self.outer.append(f"OPTIONAL {{ {' '.join(told)} }}")
        else:
            self._term(statement, property_, place.term)

    def _term(self, statement: str, property_: str, term: CoreTerm) -> None:
        match term:
            case Var(variable):
                self.triples.append(_Triple(statement, property_, self.names(variable)))
            case Entities(ids):
                self._place(statement, property_, [name(ENTITY, id_) for id_ in ids])
            case Keys(keys):
                self._place(statement, property_, [Lit(key) for key in keys])
            case Anything() if property_ == "rg:subject":
                self.triples.append(_Triple(statement, property_, self.names.fresh("any")))

    def _place(self, statement: str, property_: str, terms: Sequence[Term]) -> None:
        self.triples.append(_Triple(statement, property_, self._any_of(terms)))

    def _one_of(self, subject: str, property_: str, terms: Sequence[Term]) -> None:
        """A property whose values are few and shared by many: of several constants, a check and no way to begin."""
        if len(terms) == 1:
            self.triples.append(_Triple(subject, property_, constant(terms[0])))
            return
        variable = self.names.fresh("of")
        self.triples.append(_Triple(subject, property_, variable))
        self.checks.append(f"FILTER({variable} IN ({', '.join(map(constant, terms))}))")

    def _any_of(self, terms: Sequence[Term]) -> str:
        """One constant as it stands; of several, a variable that a VALUES block fills."""
        if len(terms) == 1:
            return constant(terms[0])
        variable = self.names.fresh("of")
        self.given.append(f"VALUES {variable} {{ {' '.join(map(constant, terms))} }}")
        return variable

    def _counts(self, statement: str) -> None:
        """The conditions that a statement must meet to count; the default graph meets the default ones."""
        if self.context.plain:
            return
        told = self.filters
        if len(told.polarity) == 1:
            self._one_of(statement, "rg:polarity", [name(RG, polarity) for polarity in told.polarity])
        if len(told.modality) < 3:
            self._one_of(statement, "rg:modality", [name(RG, modality) for modality in told.modality])
        self.checks += self._when(statement, told)
        for property_, least in (("rg:confidence", None if told.min_confidence is None else double(told.min_confidence)),
                                 ("rg:sources", None if told.min_sources is None else Lit(str(told.min_sources), XSD + "integer"))):
            if least is not None:
                amount = self.names.fresh("least")
                self.triples.append(_Triple(statement, property_, amount))
                self.checks.append(f"FILTER({amount} >= {constant(least)})")
        if told.published_until is not None:
            version, day = self.names.fresh("version"), self.names.fresh("day")
            self.checks.append(f"FILTER EXISTS {{ {statement} rg:claim/prov:wasDerivedFrom {version} . "
                               f"{version} rg:publishedLatest {day} FILTER({day} <= {_day(told.published_until)}) }}")

    def _when(self, statement: str, told: CoreFilters) -> Iterator[str]:
        day, begins, ends = _day(told.day), self.names.fresh("begins"), self.names.fresh("ends")
        past = f"EXISTS {{ {statement} rg:toLatest {ends} FILTER({ends} < {day}) }}"
        ended = f"EXISTS {{ {statement} rg:ended true FILTER NOT EXISTS {{ {statement} rg:toLatest {self.names.fresh('ends')} }} }}"
        if told.when in ("current", "as_of"):
            yield f"FILTER NOT EXISTS {{ {statement} rg:fromEarliest {begins} FILTER({begins} > {day}) }}"
            yield f"FILTER NOT {past}"
        if told.when == "current":
            yield f"FILTER NOT {ended}"
        if told.when == "over":
            yield f"FILTER({past} || {ended})"

    # --- paths

    def _reach(self, reach: Reach) -> None:
        """A chain for each length. From or to whatever, one step is enough: the last place on a path that isn't its end is one away."""
        before = len(self.given)
        source, target = self._end(reach.source), self._end(reach.target)
        ends, self.given = self.given[before:], self.given[:before]
        most = 1 if reach.least == 1 and (isinstance(reach.source, Anything) or isinstance(reach.target, Anything)) else reach.most
        chains = ["{ " + " ".join(self._chain(reach, source, target, length, ends)) + " }" for length in range(reach.least, most + 1)]
        self.paths.append("\n    UNION ".join(chains))
        self.checks.append(f"FILTER({source} != {target} && isIRI({source}) && isIRI({target}))")

    def _end(self, term: CoreTerm) -> str:
        if isinstance(term, Var):
            return self.names(term.name)
        return self._any_of([name(ENTITY, id_) for id_ in term.ids]) if isinstance(term, Entities) else self.names.fresh("end")

    def _chain(self, reach: Reach, source: str, target: str, length: int, ends: list[str]) -> Iterator[str]:
        inner = Branch(self.context, Conjunction((), (), frozenset()), self.known)
        inner.given += ends
        nodes = [source, *(self.names.fresh("by") for _ in range(length - 1)), target]
        for before, after in itertools.pairwise(nodes):
            statement = self.names.fresh("s")
            inner._step(statement, reach, before, after)
        return inner.lines()

    def _step(self, statement: str, reach: Reach, before: str, after: str) -> None:
        """A statement that leads on; where some are walked back, it stands in a group of its own for either direction."""
        if not reach.back:
            self._hop(statement, reach.predicates, before, after)
            return
        ways = []
        for predicates, ends in ((reach.predicates, (before, after)), (reach.back, (after, before))):
            way = Branch(self.context, Conjunction((), (), frozenset()), self.known)
            way._hop(statement, predicates, *ends)
            ways.append("{ " + " ".join(way.lines()) + " }")
        self.paths.append(" UNION ".join(ways))

    def _hop(self, statement: str, predicates: Sequence[str], subject: str, object_: str) -> None:
        self.triples.append(_Triple(statement, "rg:subject", subject))
        if predicates:
            self._one_of(statement, "rg:predicate", [name(RG, predicate) for predicate in predicates])
        self.triples.append(_Triple(statement, "rg:object", object_))
        self._counts(statement)


def _ends_left_open(atoms: Sequence[Atom], around: Set[str], core: CorePattern) -> tuple[Atom, ...]:
    """Paths of a part that must not hold, with whatever where a variable stands that nothing else asks anything of."""
    told = Counter(variable for atom in atoms for variable in variables(atom))
    told.update({*around, *(one for one, _ in core.types), *(one for pair in core.different for one in pair)})

    def end(term: CoreTerm) -> CoreTerm:
        return Anything() if isinstance(term, Var) and told[term.name] == 1 else term

    return tuple(replace(atom, source=end(atom.source), target=end(atom.target)) if isinstance(atom, Reach) else atom for atom in atoms)


def _walk(triples: Sequence[_Triple], known: set[str]) -> Iterator[_Triple]:
    """Triple patterns in an order that goes from what is known to what it leads to: engines keep much of it."""
    left = list(triples)
    while left:
        best = min(left, key=lambda triple: _cost(triple, known))
        left.remove(best)
        known |= {best.subject, best.object}
        yield best


def _cost(triple: _Triple, known: set[str]) -> int:
    if triple.subject in known:
        return 0
    if not triple.object.startswith("?") or triple.object in known:
        return _WIDE.get(triple.property, 1)
    return 9


def constant(term: Term) -> str:
    return to_rdflib(term).n3()


def _day(day: dt.date) -> str:
    return constant(Lit(day.isoformat(), XSD + "date"))
