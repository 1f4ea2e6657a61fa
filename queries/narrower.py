"""Constants of a pattern as the record knows them today: ids that stand for merged ones, and concepts below a concept.

Whoever asks for post-production finds finishing: the vocabulary says what is narrower, the record which entity that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from graph.identity.linking import entity_id
from graph.identity.names import fold
from graph.ontology.model import Vocabulary
from graph.record import Reader
from queries.engines import SqlEngine
from queries.pattern import Entities, Pattern, Term
from queries.rewrite import Narrower


def canonical_constants(pattern: Pattern, reader: Reader) -> Pattern:
    """The pattern with the ids that stand today for those that were merged; unknown ids stay, and match nothing."""
    terms = [term for clause in pattern.all_clauses() for _, term in clause.terms() if isinstance(term, Entities)]
    moved = _standing({one for term in terms for one in term.ids}, SqlEngine(reader))
    if not moved:
        return pattern

    def now(term: Term) -> Term:
        return Entities(tuple(dict.fromkeys(moved.get(one, one) for one in term.ids))) if isinstance(term, Entities) else term

    return pattern.with_clauses(lambda clause: replace(clause, subject=now(clause.subject), object=now(clause.object),
                                                       roles=tuple((role, now(term)) for role, term in clause.roles)))


def narrower_in(reader: Reader, vocabulary: Vocabulary) -> Narrower:
    """Entity ids → the ids of the entities that the vocabulary places below them."""
    home, concepts = SqlEngine(reader), _concepts(vocabulary)

    def below(ids: Sequence[str]) -> set[str]:
        names = home.rows_within(
            "SELECT n.folded, t.type FROM entity_names n JOIN entity_types t ON t.entity = n.entity WHERE n.entity IN ({})", ids)
        found = {one for folded, type_ in names for one in concepts.get((type_, folded), ())}
        moved = _standing(found, home)
        return {moved.get(one, one) for one in found}

    return below


def _standing(ids: set[str], home: SqlEngine) -> dict[str, str]:
    """Ids that were merged, with those that stand for them."""
    found = home.rows_within("SELECT id, entity FROM merged WHERE id IN ({})", sorted(ids))
    return {row[0]: row[1] for row in found}


@lru_cache(maxsize=4)
def _of(concepts: tuple[tuple[str, str, str | None], ...]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The entity ids below each concept, by its type and its folded name."""
    inner: dict[tuple[str, str], list[str]] = {}
    for type_, name, broader in concepts:
        if broader is not None:
            inner.setdefault((type_, broader), []).append(name)

    def below(type_: str, name: str) -> list[str]:
        return [one for child in inner.get((type_, name), ()) for one in (child, *below(type_, child))]

    return {(type_, fold(name)): tuple(entity_id(one, type_) for one in below(type_, name)) for type_, name, _ in concepts}


def _concepts(vocabulary: Vocabulary) -> dict[tuple[str, str], tuple[str, ...]]:
    return _of(tuple((concept.type, concept.name, concept.broader) for concept in vocabulary))
