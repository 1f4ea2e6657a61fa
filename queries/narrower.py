"""Constants of a pattern as the record knows them today: ids that stand for merged ones, and concepts below a concept.

Whoever asks for post-production finds finishing: the vocabulary says what is narrower, the record which entity that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from graph.entity import Entity
from graph.identity.linking import entity_id
from graph.identity.names import fold
from graph.ontology.model import Vocabulary
from queries.pattern import Entities, Pattern, Term
from queries.rewrite import Narrower


class Names(Protocol):
    """What is asked of the record's reader."""

    def entities(self, ids: Sequence[str]) -> dict[str, Entity]: ...

    def canonical(self, entity_id: str) -> str | None: ...


def canonical_constants(pattern: Pattern, names: Names) -> Pattern:
    """The pattern with the ids that stand today for those that were merged; unknown ids stay, and match nothing."""
    ids = {one for clause in pattern.clauses for _, term in clause.terms() if isinstance(term, Entities) for one in term.ids}
    gone = ids - names.entities(sorted(ids)).keys() if ids else set()
    moved = {one: found for one in sorted(gone) if (found := names.canonical(one)) is not None and found != one}
    if not moved:
        return pattern

    def now(term: Term) -> Term:
        return Entities(tuple(dict.fromkeys(moved.get(one, one) for one in term.ids))) if isinstance(term, Entities) else term

    return replace(pattern, clauses=tuple(
        replace(clause, subject=now(clause.subject), object=now(clause.object),
                roles=tuple((role, now(term)) for role, term in clause.roles)) for clause in pattern.clauses))


def narrower_in(names: Names, vocabulary: Vocabulary) -> Narrower:
    """Entity ids → the ids of the entities that the vocabulary places below them."""
    typed = {concept.type for concept in vocabulary}

    def below(ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for entity in names.entities(ids).values():
            for type_ in typed.intersection((entity.type, *entity.types)):
                called = {fold(name) for name in (entity.name, *(name.text for name in entity.names))}
                for concept in vocabulary:
                    if concept.type == type_ and fold(concept.name) in called:
                        found.update(entity_id(name, type_) for name in vocabulary.narrower(type_, concept.name))
        known = names.entities(sorted(found)) if found else {}
        return {one if one in known else names.canonical(one) or one for one in found}

    return below
