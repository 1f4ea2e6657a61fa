"""A live statement to which new documents add claims: made from its row and these claims, whatever else it rests on.

Gives the same rows as `graph.record.projection.rows_of` over all claims. Where that can't be told without looking at them (a time
against a "former"), the statement is left to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from graph.ontology.model import Ontology
from graph.record import grouping
from graph.record.bulk import fetch_keys
from graph.record.grouping import Filling, Source, Support
from graph.record.listed import chunks, listed, within
from graph.record.tables import claims, copies, statement_claims

_ROLES = """WITH asked (statement, role, key_) AS (VALUES {})
SELECT r.statement, r.role, r."key", r.entity, r.value, r.datatype FROM asked
JOIN statement_roles r ON r.statement = asked.statement AND r.role = asked.role AND r."key" = asked.key_"""
_SOURCES = """WITH asked (statement, source) AS (VALUES {})
SELECT s.statement, s.source, s.confidence, s.units FROM asked
JOIN statement_sources s ON s.statement = asked.statement AND s.source = asked.source"""
_HAVING = """WITH asked (statement) AS (VALUES {})
SELECT asked.statement FROM asked WHERE EXISTS (SELECT 1 FROM statement_sources s WHERE s.statement = asked.statement)"""
_DATED = """WITH asked (statement, claim) AS (VALUES {})
SELECT c.statement, c.claim, c.published_latest FROM asked
JOIN statement_claims c ON c.statement = asked.statement AND c.claim = asked.claim"""
_COPIES = (select(statement_claims.c.statement, copies.c.cluster, claims.c.id, claims.c.document, claims.c.quote)
           .select_from(copies).join(claims, claims.c.document == copies.c.document)
           .join(statement_claims, (statement_claims.c.document == claims.c.document) & (statement_claims.c.claim == claims.c.id))
           .where(within(copies.c.cluster), claims.c.closed.is_(None), statement_claims.c.closed.is_(None)))


class Grown(NamedTuple):
    """What a statement becomes: its row, the roles and sources that are new or altered (`known` ones stand already)."""

    row: dict[str, Any]
    roles: dict[tuple[str, str], Filling]
    known_roles: frozenset[tuple[str, str]]
    sources: dict[str, Source]
    known_sources: frozenset[str]
    entities: frozenset[str]
    """Those that had no place in it before."""


def grow(connection: Connection, old: Mapping[str, Mapping[str, Any]], fresh: Mapping[str, Sequence[Support]],
         ontology: Ontology) -> dict[str, Grown]:
    """Statements by id, with the claims that documents new to the record add to them; those that can't be told are left out."""
    told = {statement: fresh[statement] for statement in _kept(connection, old)}
    dated = _validities(connection, old, told, ontology)
    told = {statement: told[statement] for statement in dated}
    sources = _sources(connection, told)
    told = {statement: told[statement] for statement in sources}
    fillings = {statement: grouping.roles(supports) for statement, supports in told.items()}
    known_sources = _known_sources(connection, sources)
    known_roles = _known_roles(connection, old, fillings, ontology)
    return {statement: _grown(old[statement], supports, ontology, dated[statement], fillings[statement], known_roles.get(statement, {}),
                              sources[statement], known_sources.get(statement, {})) for statement, supports in told.items()}


def _grown(old: Mapping[str, Any], supports: Sequence[Support], ontology: Ontology, dated: Mapping[str, Any],
           fillings: Mapping[tuple[str, str], Filling], known_roles: Mapping[tuple[str, str], Filling],
           sources: Mapping[str, Source], known_sources: Mapping[str, Source]) -> Grown:
    there = Filling(old["object"], old["object_value"], old["object_datatype"], old["object_key"])
    subject, object_ = grouping.first_spelled([(old["subject"], there), grouping.spelled(supports, ontology)])
    total, joined = old["doubt"], {}
    for key, source in sources.items():
        before = known_sources.get(key, Source(0.0, 0))
        joined[key] = Source(max(before.confidence, source.confidence), before.units + source.units)
        total += grouping.doubt(joined[key].confidence) - grouping.doubt(before.confidence)
    row = {**old, "subject": subject, "object": object_.entity, "object_value": object_.value, "object_datatype": object_.datatype,
           **dated, "doubt": total, "confidence": grouping.trust(total),
           "sources": old["sources"] + sum(key not in known_sources for key in sources)}
    altered = {place: filling for place, filling in fillings.items()
               if place not in known_roles or grouping.spelling(filling) < grouping.spelling(known_roles[place])}
    places = {old["subject"], old["object"], *(filling.entity for filling in known_roles.values())}
    return Grown(row, altered, frozenset(place for place in altered if place in known_roles), joined, frozenset(known_sources),
                 frozenset(filling.entity for filling in fillings.values() if filling.entity is not None) - places)


def _validities(connection: Connection, old: Mapping[str, Mapping[str, Any]], told: Mapping[str, Sequence[Support]],
                ontology: Ontology) -> dict[str, dict[str, Any]]:
    """What becomes of the validity of each: the columns that change. Left out is what an ending makes hard to tell."""
    timed = {statement: [support for support in supports if grouping.is_timed(support, ontology)] for statement, supports in told.items()}
    asked = [(statement, old[statement]["dated_by"]) for statement, supports in timed.items() if supports and old[statement]["dated_by"]]
    published = {statement: latest for statement, _, latest in fetch_keys(connection, _DATED, asked)}
    found: dict[str, dict[str, Any]] = {}
    for statement, supports in timed.items():
        row = old[statement]
        if not supports:
            found[statement] = {}
            continue
        ending = row["dated_by"] is None and (row["valid_from"] or row["valid_to"] or row["ended"])
        if ending or any(grouping.is_over(support, ontology) for support in supports):
            continue
        newest = max(supports, key=grouping.dating)
        base = (published.get(statement) or "", row["valid_from"] or "", row["valid_to"] or "", row["dated_by"] or "")
        later = row["dated_by"] is None or grouping.dating(newest) > base
        found[statement] = grouping.validity([newest], ontology).columns() if later else {}
    return found


def _sources(connection: Connection, told: Mapping[str, Sequence[Support]]) -> dict[str, dict[str, Source]]:
    """What the claims of each add to its sources. Near copies of documents that say it already add none, only trust; left out is
    what is told in a sentence that these would stand with instead."""
    units = _units(connection, told)
    found: dict[str, dict[str, Source]] = {}
    for statement, supports in told.items():
        fresh = [support for support in supports if (statement, support.cluster) not in units]
        more = [(units[statement, support.cluster], support) for support in supports if (statement, support.cluster) in units]
        if any(grouping.rank(grouping.key_of(support)) < grouping.rank(key) for key, support in more):
            continue
        found[statement] = grouping.sources(fresh)
        for key, support in more:
            there = found[statement].get(key, Source(0.0, 0))
            found[statement][key] = Source(max(there.confidence, support.confidence), there.units)
    return found


def _units(connection: Connection, told: Mapping[str, Sequence[Support]]) -> dict[tuple[str, str | None], str]:
    """The source with which near copies of the claims' documents stand already, by statement and cluster."""
    fresh = {support.claim for supports in told.values() for support in supports}
    clusters = sorted({support.cluster for supports in told.values() for support in supports if support.cluster is not None})
    found: dict[tuple[str, str | None], str] = {}
    for chunk in chunks(clusters):
        for statement, cluster, claim, document, quote in connection.execute(_COPIES, {"ids": listed(chunk)}):
            if statement in told and claim not in fresh:
                key = grouping.key_told(quote, document)
                found[statement, cluster] = min(found.get((statement, cluster), key), key, key=grouping.rank)
    return found


def _kept(connection: Connection, old: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The live statements whose sources are kept: they are those of more than one document."""
    single = [(statement,) for statement, row in old.items() if row["live"] and row["sources"] == 1]
    several = {statement for statement, in fetch_keys(connection, _HAVING, single)}
    return [statement for statement, row in old.items() if row["live"] and (row["sources"] > 1 or statement in several)]


def _known_sources(connection: Connection, sources: Mapping[str, Mapping[str, Source]]) -> dict[str, dict[str, Source]]:
    found: dict[str, dict[str, Source]] = {}
    asked = [(statement, key) for statement, keys in sources.items() for key in keys]
    for statement, key, confidence, units in fetch_keys(connection, _SOURCES, asked):
        found.setdefault(statement, {})[key] = Source(confidence, units)
    return found


def _known_roles(connection: Connection, old: Mapping[str, Mapping[str, Any]],
                 fillings: Mapping[str, Mapping[tuple[str, str], Filling]],
                 ontology: Ontology) -> dict[str, dict[tuple[str, str], Filling]]:
    """The roles that stand already, of those that are filled, and in any role the entities that fill these."""
    asked = {(statement, role, key) for statement, filled in fillings.items() for (told, key), filling in filled.items()
             for role in (_roles_of(old[statement]["predicate"], told, ontology) if filling.entity is not None else (told,))}
    found: dict[str, dict[tuple[str, str], Filling]] = {}
    for statement, role, key, entity, value, datatype in fetch_keys(connection, _ROLES, sorted(asked)):
        found.setdefault(statement, {})[role, key] = Filling(entity, value, datatype, key)
    return found


def _roles_of(predicate: str, told: str, ontology: Ontology) -> Iterable[str]:
    relation = ontology.relations.get(predicate)
    return {told, *ontology.common_roles, *(relation.qualifiers if relation else ())}
