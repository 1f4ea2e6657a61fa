"""Which statements make a network: relations, types, times and certainty; and the ways along which it is walked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from graph.errors import NotFound, Unsupported
from graph.ontology.model import Derived, Ontology
from queries.pattern import Filters
from queries.rewrite import CoreFilters, When

ENGINE = "a network"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a caller asks for. No relations: all of them, and the derived edges that follow from one statement alone.

    `types`: only entities of any of these types; those that a path or a neighbourhood begins or ends at may be of others.
    `directed`: paths and measures follow relations from subject to object alone.
    """

    relations: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    directed: bool = False
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Way:
    """A relation as a network walks it: from one place of a statement (subject, object, a role) to another."""

    name: str
    predicate: str
    start: str
    end: str
    derived: bool = False
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """A selection with nothing left to look up."""

    ways: tuple[Way, ...]
    whole: bool
    """Whether the ways from subject to object are those of every relation."""
    types: tuple[str, ...]
    directed: bool
    filters: CoreFilters

    def undirected(self) -> Network:
        return replace(self, directed=False)

    def groups(self) -> dict[tuple[str, str], dict[str, tuple[Way, ...]]]:
        """The ways by their two places, then by predicate: what one SELECT finds."""
        found: dict[tuple[str, str], dict[str, tuple[Way, ...]]] = {}
        for way in self.ways:
            of = found.setdefault((way.start, way.end), {})
            of[way.predicate] = (*of.get(way.predicate, ()), way)
        return found


def resolve(selection: Selection, ontology: Ontology, *, today: dt.date) -> Network:
    """The network of a selection. Raises NotFound for a relation or a type that the ontology doesn't know.

    Raises Unsupported for a derived edge that follows from several statements: there is no one statement that says it.
    """
    for type_ in selection.types:
        if type_ not in ontology.entity_types:
            raise NotFound("type", type_, ontology.entity_types)
    ways = dict.fromkeys(way for name in selection.relations for way in _named(name, ontology)) if selection.relations \
        else dict.fromkeys(_all(ontology))
    filters = selection.filters
    when: When = "any" if filters.timeless else "as_of" if filters.as_of else "current"
    core = CoreFilters(filters.polarity, filters.modality, when, filters.as_of or today, filters.known_at, filters.published_until,
                       filters.min_confidence, filters.min_sources, filters.documents)
    return Network(tuple(ways), not selection.relations, tuple(dict.fromkeys(selection.types)), selection.directed, core)


def _all(ontology: Ontology) -> Iterator[Way]:
    for relation in ontology.relations.values():
        if relation.range != {"LITERAL"}:
            yield Way(relation.name, relation.name, "subject", "object", symmetric=relation.symmetric)
    for rule in ontology.derived:
        yield from _derived(rule)


def _named(name: str, ontology: Ontology) -> list[Way]:
    found: list[Way] = []
    if (relation := ontology.relations.get(name)) is not None:
        found.append(Way(name, name, "subject", "object", symmetric=relation.symmetric))
    elif (relation := ontology.inverse_of(name)) is not None:
        found.append(Way(name, relation.name, "object", "subject", symmetric=relation.symmetric))
    rules = ontology.derived_named(name)
    for rule in rules:
        found += _derived(rule)
    if rules and not found:
        raise Unsupported(ENGINE, f"{name}: it follows from several statements; name the relations that it follows from")
    if not found:
        raise NotFound("relation", name, _near(name, ontology))
    return found


def _derived(rule: Derived) -> Iterable[Way]:
    """The way of a derived edge that follows from one statement."""
    if len(rule.hops) == 1 and rule.hops[0].subject is None:
        yield Way(rule.name, rule.hops[0].predicate, rule.subject, rule.object, derived=True, symmetric=rule.symmetric)


def _near(name: str, ontology: Ontology) -> list[str]:
    known = [*ontology.relations, *(rule.name for rule in ontology.derived),
             *(relation.inverse for relation in ontology.relations.values() if relation.inverse)]
    return sorted({one for one in known if one[:3] == name[:3] or (name and name in one)})[:5]
