"""Core pattern → SPARQL text, over the named graph `rg:all` or, where the defaults ask for no more, the default graph.

Alternatives are multiplied out into branches joined by UNION, as in the SQL compiler; an inner SELECT DISTINCT makes the
rows a set, an outer one orders them and cuts the page. Places are joined on `rg:objectKey` and `rolekey:`, which hold an
entity's IRI or the key of a literal. Constants stand in VALUES blocks that the term library writes; the rest of the text
is made of names that this file chooses. The RDF view knows no closed claims, so `known_at` is Unsupported.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.errors import Unsupported
from graph.views.terms import ENTITY, EVERYTHING, RG, ROLE_KEY, XSD, Lit, Term, double, name, to_rdflib
from queries.pattern import Anything, Entities, Missing, Var
from queries.rewrite import Atom, CoreFilters, CorePattern, CoreTerm, Keys, Match, OrderBy, Place, Reach

ENGINE = "Oxigraph"
_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WIDE = {"rg:predicate": 3, "a": 4, "rg:polarity": 5, "rg:modality": 5}
"""Properties whose constants many subjects share: the last ones to begin with."""


class _Triple(NamedTuple):
    subject: str
    property: str
    object: str

    def __str__(self) -> str:
        return f"{self.subject} {self.property} {self.object} ."


@dataclass(frozen=True, slots=True)
class Compiled:
    """A text, and the variables of it that hold the pattern's columns, in order."""

    text: str
    columns: tuple[str, ...]


def compile(core: CorePattern, *, shown: dt.date | None = None) -> Compiled:
    """The rows of a core pattern, in order, after its cursor, as many as its limit.

    `shown` is the day whose "current" the view's default graph shows: where the pattern asks for just that, it is used.
    Raises Unsupported.
    """
    if core.filters.known_at is not None:
        raise Unsupported(ENGINE, "known_at (the RDF view holds only what is known now)")
    return _Compiler(core, plain=core.filters.default and core.filters.day == shown).compiled()


class _Names:
    """Variables of the text: the pattern's own where SPARQL can spell them, and fresh ones."""

    def __init__(self, core: CorePattern) -> None:
        self.used: set[str] = set()
        self.given: dict[str, str] = {}
        for found in sorted({variable for atom in core.atoms() for variable in _variables(atom)} | set(core.columns)):
            self.given[found] = f"?{found}" if _SAFE.fullmatch(found) else self.fresh("v")
            self.used.add(self.given[found])

    def __call__(self, variable: str) -> str:
        return self.given[variable]

    def fresh(self, hint: str) -> str:
        made = next(made for number in itertools.count() if (made := f"?{hint}{number or ''}") not in self.used)
        self.used.add(made)
        return made


class _Compiler:
    def __init__(self, core: CorePattern, *, plain: bool) -> None:
        self.core = core
        self.plain = plain
        self.names = _Names(core)
        self.optional = {place.term.name for atom in core.atoms() if isinstance(atom, Match)
                         for place in atom.places if place.optional and isinstance(place.term, Var)}
        self.key = {column: self.names.fresh(f"{self.names(column)[1:]}_key") for column in core.columns}
        self.number = self.names.fresh("count") if core.count else ""

    def compiled(self) -> Compiled:
        core = self.core
        if not core.columns:
            return Compiled(f"SELECT (1 AS {self.names.fresh('found')}) WHERE {{\n{self._rows()}\n}} LIMIT 1", ())
        columns = [self.number if column == core.count else self.names(column) for column in core.columns]
        order = " ".join(part for entry in core.order for part in self._order(entry))
        body = [f"  {{ {self._inner()} }}", *(f"  {line}" for line in self._keys()), *(f"  {line}" for line in self._after())]
        inside = "\n".join(body)
        text = f"SELECT {' '.join(columns)} WHERE {{\n{inside}\n}}\nORDER BY {order}\nLIMIT {core.limit}"
        return Compiled(text, tuple(column[1:] for column in columns))

    def _inner(self) -> str:
        """Distinct rows, or groups; the sort key of what may be absent comes along, for it can't be looked up later."""
        kept = [self.key[column] for column in self.core.columns if column in self.optional and column != self.core.count]
        columns = [self.names(column) for column in self.core.columns]
        rows = f"SELECT DISTINCT {' '.join([*columns, *kept])} WHERE {{\n{self._rows()}\n}}"
        if self.core.count is None:
            return rows
        others = [self.names(column) for column in self.core.columns if column != self.core.count] + kept
        counted = f"(COUNT({self.names(self.core.count)}) AS {self.number})"
        groups = f" GROUP BY {' '.join(others)}" if others else ""
        return f"SELECT {' '.join([*others, counted])} WHERE {{ {{ {rows} }} }}{groups}"

    def _rows(self) -> str:
        choices = [[atom for alternative in choice for atom in alternative] for choice in itertools.product(*self.core.clauses)]
        branches = [_Branch(self, atoms).complete(atoms).text() for atoms in choices]
        return "\n  UNION\n".join(branches) if len(branches) > 1 else branches[0]

    # --- order and cursor

    def _keys(self) -> Iterator[str]:
        for column in self.core.columns:
            if column != self.core.count and column not in self.optional:
                yield f"OPTIONAL {{ {self.names(column)} rg:sortKey {self.key[column]} }}"

    def _sort_key(self, column: str) -> str:
        return f"COALESCE({self.key[column]}, STR({self.names(column)}))"

    def _order(self, entry: OrderBy) -> Iterator[str]:
        way = "DESC" if entry.descending else "ASC"
        if entry.column == self.core.count:
            yield f"{way}({self.number})"
            return
        if entry.column in self.optional:
            yield f"ASC(!BOUND({self.names(entry.column)}))"
        yield f"{way}({self._sort_key(entry.column)})"
        yield f"{way}(STR({self.names(entry.column)}))"

    def _after(self) -> Iterator[str]:
        """Rows later than the last one of the page before: equal in the columns up to one, and later in that one."""
        if self.core.after is None:
            return
        later: list[str] = []
        equal: list[str] = []
        for entry, (key, cell) in zip(self.core.order, self.core.after):
            sign = "<" if entry.descending else ">"
            if entry.column == self.core.count:
                number = _constant(Lit(str(cell), XSD + "integer"))
                later.append(" && ".join([*equal, f"{self.number} {sign} {number}"]))
                equal.append(f"{self.number} = {number}")
                continue
            variable = self.names(entry.column)
            if cell is None:
                equal.append(f"!BOUND({variable})")
                continue
            told = _constant(Lit(key or ""))
            own = _constant(Lit(_text_of(str(cell), entity=_is_entity(str(cell)))))
            sort_key, value = self._sort_key(entry.column), f"STR({variable})"
            beyond = f"{sort_key} {sign} {told} || ({sort_key} = {told} && {value} {sign} {own})"
            later.append(" && ".join([*equal, f"IF(BOUND({variable}), {beyond}, true)"]))
            equal.append(f"BOUND({variable}) && {value} = {own}")
        yield f"FILTER({' || '.join(f'({part})' for part in later) or 'false'})"


class _Branch:
    """One group of graph patterns: a statement a match, a path a reach."""

    def __init__(self, compiler: _Compiler, atoms: Sequence[Atom]) -> None:
        self.names = compiler.names
        self.compiler = compiler
        self.core = compiler.core
        self.filters = compiler.core.filters
        self.triples: list[_Triple] = []
        self.given: list[str] = []
        self.paths: list[str] = []
        self.checks: list[str] = []
        self.outer: list[str] = []
        self.types = dict(self.core.types)
        for atom in atoms:
            if isinstance(atom, Match):
                self._match(atom)
            else:
                self._reach(atom)

    def complete(self, atoms: Sequence[Atom]) -> _Branch:
        """With what the whole pattern asks of its variables."""
        bound = {variable for atom in atoms for variable in _variables(atom)}
        for variable, types in self.core.types:
            if variable in bound - self.compiler.optional:
                self._one_of(self.names(variable), "a", [name(RG, type_) for type_ in types])
        self.checks += [f"FILTER({self.names(one)} != {self.names(other)})" for one, other in self.core.different]
        return self

    def text(self) -> str:
        inside = "\n".join(f"    {line}" for line in self.lines())
        return f"  {{\n{inside}\n  }}" if self.compiler.plain else f"  {{ GRAPH <{EVERYTHING}> {{\n{inside}\n  }} }}"

    def lines(self) -> Iterator[str]:
        """The graph patterns: what is given, then from each thing known to the next; checks and optional parts last."""
        known = {word for line in self.given for word in line.split() if word.startswith("?")}
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
                kinds = ", ".join(_constant(name(RG, type_)) for type_ in self.types[place.term.name])
                told.append(f"{variable} a {kind} FILTER({kind} IN ({kinds}))")
            if place.term.name in self.compiler.key:
                told.append(f"OPTIONAL {{ {variable} rg:sortKey {self.compiler.key[place.term.name]} }}")
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
            self.triples.append(_Triple(subject, property_, _constant(terms[0])))
            return
        variable = self.names.fresh("of")
        self.triples.append(_Triple(subject, property_, variable))
        self.checks.append(f"FILTER({variable} IN ({', '.join(map(_constant, terms))}))")

    def _any_of(self, terms: Sequence[Term]) -> str:
        """One constant as it stands; of several, a variable that a VALUES block fills."""
        if len(terms) == 1:
            return _constant(terms[0])
        variable = self.names.fresh("of")
        self.given.append(f"VALUES {variable} {{ {' '.join(map(_constant, terms))} }}")
        return variable

    def _counts(self, statement: str) -> None:
        """The conditions that a statement must meet to count; the default graph meets the default ones."""
        if self.compiler.plain:
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
                self.checks.append(f"FILTER({amount} >= {_constant(least)})")
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
        before = len(self.given)
        source, target = self._end(reach.source), self._end(reach.target)
        ends, self.given = self.given[before:], self.given[:before]
        chains = ["{ " + " ".join(self._chain(reach, source, target, length, ends)) + " }" for length in range(reach.least, reach.most + 1)]
        self.paths.append("\n    UNION ".join(chains))
        self.checks.append(f"FILTER({source} != {target} && isIRI({target}))")

    def _end(self, term: CoreTerm) -> str:
        if isinstance(term, Var):
            return self.names(term.name)
        return self._any_of([name(ENTITY, id_) for id_ in term.ids]) if isinstance(term, Entities) else self.names.fresh("end")

    def _chain(self, reach: Reach, source: str, target: str, length: int, ends: list[str]) -> Iterator[str]:
        inner = _Branch(self.compiler, ())
        inner.given += ends
        nodes = [source, *(self.names.fresh("by") for _ in range(length - 1)), target]
        for before, after in itertools.pairwise(nodes):
            statement = self.names.fresh("s")
            inner.triples.append(_Triple(statement, "rg:subject", before))
            inner._one_of(statement, "rg:predicate", [name(RG, predicate) for predicate in reach.predicates])
            inner.triples.append(_Triple(statement, "rg:object", after))
            inner._counts(statement)
        return inner.lines()


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


def _constant(term: Term) -> str:
    return to_rdflib(term).n3()


def _day(day: dt.date) -> str:
    return _constant(Lit(day.isoformat(), XSD + "date"))


def _is_entity(cell: str) -> bool:
    return cell[1:2] != ":"


def _text_of(cell: str, *, entity: bool) -> str:
    return name(ENTITY, cell) if entity else cell


def _variables(atom: Atom) -> Iterator[str]:
    terms: Iterable[CoreTerm] = (atom.source, atom.target) if isinstance(atom, Reach) else (place.term for place in atom.places)
    return (term.name for term in terms if isinstance(term, Var))

