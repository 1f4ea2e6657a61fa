"""Constants of a pattern as the record knows them today: ids that stand for merged ones, and concepts below a concept.

Whoever asks for post-production finds finishing: the vocabulary says what is narrower, the record which entity that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from graph.identity.linking import entity_id
from graph.identity.names import fold
from graph.ontology.model import Vocabulary
from queries.engines import SqlEngine
from queries.pattern import Entities, Pattern, Term

_MERGED = "SELECT id, entity, NULL FROM merged WHERE id IN ({ids})"
_NAMED = ("SELECT t.entity, n.folded, t.type FROM entity_types t JOIN entity_names n ON n.entity = t.entity "
          "WHERE t.entity IN ({ids}) AND t.type IN ({types})")  # only what has the type of a concept can be one
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Constants:
    """Of the entity ids that a pattern names: which ids stand for those that were merged, and which concepts are below which."""

    standing: Mapping[str, str]
    narrower: Mapping[str, tuple[str, ...]]

    def canonical(self, pattern: Pattern) -> Pattern:
        """The pattern with the ids that stand today for those that were merged; unknown ids stay, and match nothing."""
        if not self.standing:
            return pattern

        def now(term: Term) -> Term:
            return (Entities(tuple(dict.fromkeys(self.standing.get(one, one) for one in term.ids))) if isinstance(term, Entities)
                    else term)

        return pattern.with_clauses(lambda clause: replace(clause, subject=now(clause.subject), object=now(clause.object),
                                                           roles=tuple((role, now(term)) for role, term in clause.roles)))

    def below(self, ids: Iterable[str]) -> set[str]:
        """The ids of the entities that the vocabulary places below some that stand today."""
        return {one for id_ in ids for one in self.narrower.get(id_, ())} if self.narrower else set()


def constants(pattern: Pattern, home: SqlEngine, vocabulary: Vocabulary) -> Constants:
    """What the record knows of a pattern's entity ids."""
    ids = sorted({one for clause in pattern.all_clauses() for _, term in clause.terms() if isinstance(term, Entities) for one in term.ids})
    if not ids:
        return Constants({}, {})
    concepts = _concepts(vocabulary)
    rows = _within(f"{_MERGED} UNION ALL {_NAMED}", ids, concepts.types, home)
    standing = {id_: entity for id_, entity, type_ in rows if type_ is None}
    named = [row for row in rows if row[2] is not None]
    if standing:
        named += _within(_NAMED, sorted(set(standing.values())), concepts.types, home)
    below: dict[str, set[str]] = {}
    for id_, folded, type_ in named:
        if found := concepts.below.get((type_, folded)):
            below.setdefault(id_, set()).update(found)
    if not below:
        return Constants(standing, {})
    moved = {id_: entity for id_, entity, _ in _within(_MERGED, sorted(set().union(*below.values())), (), home)}
    return Constants(standing, {id_: tuple(sorted({moved.get(one, one) for one in found})) for id_, found in below.items()})


def _within(text: str, ids: Sequence[str], types: Sequence[str], home: SqlEngine) -> list[Sequence[str]]:
    """What a text gives that takes lists of ids, as often as it names them, and of types."""
    found: list[Sequence[str]] = []
    for part in (ids[at:at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)):
        told = text.format(ids=", ".join([home.mark] * len(part)), types=", ".join([home.mark] * len(types)))
        found += home.rows(told, [*(list(part) * text.count("{ids}")), *types])
    return found


# --- the vocabulary


class _Concepts(NamedTuple):
    """The types of concepts, and the entity ids below each concept, by its type and its folded name."""

    types: tuple[str, ...]
    below: Mapping[tuple[str, str], tuple[str, ...]]


_known: list[tuple[Vocabulary, _Concepts]] = []


def _concepts(vocabulary: Vocabulary) -> _Concepts:
    """Those of the vocabulary that was asked last are kept: a house has one."""
    for known, found in _known:
        if known is vocabulary:
            return found
    found = _of(tuple((concept.type, concept.name, concept.broader) for concept in vocabulary))
    _known[:] = [(vocabulary, found)]
    return found


@lru_cache(maxsize=4)
def _of(concepts: tuple[tuple[str, str, str | None], ...]) -> _Concepts:
    inner: dict[tuple[str, str], list[str]] = {}
    for type_, name, broader in concepts:
        if broader is not None:
            inner.setdefault((type_, broader), []).append(name)

    def below(type_: str, name: str) -> list[str]:
        return [one for child in inner.get((type_, name), ()) for one in (child, *below(type_, child))]

    return _Concepts(tuple(sorted({type_ for type_, _, _ in concepts})) or ("",), {
        (type_, fold(name)): tuple(entity_id(one, type_) for one in below(type_, name)) for type_, name, _ in concepts})
