"""One group of graph patterns: a statement a match, with the conditions that it must meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from graph.views.terms import ENTITY, RG, ROLE_KEY, XSD, Lit, Term, double, name, to_rdflib
from queries.compilers.sparql.names import Names
from queries.pattern import Anything, Entities, Missing, Var
from queries.rewrite import CoreFilters, CorePattern, CoreTerm, Keys, Kind, Match, Place, variables

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
    """What all branches of a text share. `plain`: over the default graph, whose statements all count. `lateral`: the engine has it.

    `empty` are variables of optional roles, `absent` those that some branch leaves without a value, and `key` names what
    holds a column's sort key.
    """

    core: CorePattern
    names: Names
    plain: bool
    lateral: bool
    empty: Set[str]
    absent: Set[str]
    key: Mapping[str, str]


class Group:
    """Matches and kinds in one group. `known` are variables that have a value when it is asked.

    A `guarded` group is asked once for each value of these: what it asks by constants it asks of each statement that it finds,
    and with LATERAL one triple leads to the others; else engines find all that fit the group, each time. A `linked` one
    stands in LATERAL, where the engine knows what is known, but shouldn't begin with what many statements share.
    """

    def __init__(self, context: Context, atoms: Sequence[Match | Kind], known: Iterable[str] = (), *, guarded: bool = False,
                 linked: bool = False) -> None:
        self.names = context.names
        self.context = context
        self.core = context.core
        self.filters = context.core.filters
        self.known = set(known)
        self.guarded = guarded
        self.linked = linked
        self.triples: list[_Triple] = []
        self.given: list[str] = []
        self.checks: list[str] = []
        self.outer: list[str] = []
        self.words = {self.names(one) for one in known}
        self.types = dict(self.core.types)
        for atom in atoms:
            if isinstance(atom, Match):
                self._match(atom)
            else:
                self.triples.append(_Triple(self.names(atom.variable), "a", self._any_of([name(RG, type_) for type_ in atom.types])))
        bound = {variable for atom in atoms for variable in variables(atom)} - context.empty - self.known
        for variable, types in self.core.types:
            if variable in bound:
                self._one_of(self.names(variable), "a", [name(RG, type_) for type_ in types])

    def lines(self) -> Iterator[str]:
        """The graph patterns: what is given, then from each thing known to the next; checks and optional parts last."""
        if self.guarded:
            first, *rest = map(str, _walk(self.triples, set(self.words)))
            if self.context.lateral:
                yield from (first, *([f"LATERAL {{ {' '.join(rest)} }}"] if rest else []), *self.checks, *self.outer)
            else:
                yield from (first, *rest, *self.checks, *self.outer)
            return
        known = {word for line in self.given for word in line.split() if word.startswith("?")} | self.words
        yield from (*self.given, *map(str, _walk(self.triples, known)), *self.checks, *self.outer)

    def holds(self) -> str:
        """That the group was found, where it stands in OPTIONAL."""
        told = dict.fromkeys(end for triple in self.triples for end in (triple.subject, triple.object))
        return f"FILTER({' && '.join(f'BOUND({variable})' for variable in told if variable.startswith('?'))})"

    def hop(self, predicates: Sequence[str], subject: str, object_: str, *, known: Set[str]) -> None:
        """A statement between two ends, of which some are known by their words."""
        statement = self.names.fresh("s")
        self.triples.append(_Triple(statement, "rg:subject", subject))
        if predicates:
            self._one_of(statement, "rg:predicate", [name(RG, predicate) for predicate in predicates])
        self.triples.append(_Triple(statement, "rg:object", object_))
        self._counts(statement)
        self.words |= known

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

    def _asked(self, subject: str, property_: str, terms: Sequence[Term]) -> None:
        """A property that has one of some values, asked of what was found."""
        variable = self.names.fresh("of")
        one = f"{subject} {property_} {variable} FILTER({variable} IN ({', '.join(map(constant, terms))}))"
        self.checks.append(f"FILTER EXISTS {{ {one if len(terms) > 1 else f'{subject} {property_} {constant(terms[0])}'} }}" if terms
                           else "FILTER(false)")

    def _place(self, statement: str, property_: str, terms: Sequence[Term]) -> None:
        if self.guarded:
            self._asked(statement, property_, terms)
            return
        self.triples.append(_Triple(statement, property_, self._any_of(terms)))

    def _one_of(self, subject: str, property_: str, terms: Sequence[Term]) -> None:
        """A property whose values are few and shared by many: of several constants, a check and no way to begin."""
        if self.guarded:
            self._asked(subject, property_, terms)
            return
        if len(terms) == 1 and not self.linked:
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
                if self.guarded:
                    self.checks.append(f"FILTER EXISTS {{ {statement} {property_} {amount} FILTER({amount} >= {constant(least)}) }}")
                else:
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
