"""Nouns → what api.models promises: statements with the names of their entities, evidence, rows of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api import models
from graph.claim import Value
from graph.entity import Entity
from graph.statement import Filler, Statement
from queries.pattern import to_json

if TYPE_CHECKING:
    from graph.record import EvidenceRow, Reader
    from queries.explain import Explained
    from queries.questions import Answer
    from queries.rows import Row, Rows


def reference(entity: Entity) -> models.EntityRef:
    return models.EntityRef(id=entity.id, name=entity.name, type=entity.type)


def entity(found: Entity, *, asked: str | None = None) -> models.Entity:
    """An entity in full; `asked` is the id that was asked for, told where it isn't the one that stands."""
    return models.Entity(id=found.id, name=found.name, type=found.type, types=list(found.types) or [found.type],
                         names=[models.NameCount(text=name.text, count=name.count) for name in found.names],
                         merged_from=asked if asked is not None and asked != found.id else None)


def statements(reader: Reader, found: Sequence[Statement], *, evidence: bool) -> list[models.Statement]:
    """Statements with the names of their entities, and with their evidence if it is wanted."""
    named = reader.entities(sorted({filler for one in found for filler in fillers(one) if isinstance(filler, str)}))
    rows = reader.evidence([one.id for one in found]) if evidence else {}
    return [statement(one, named, rows.get(one.id, []) if evidence else None) for one in found]


def statement(found: Statement, named: Mapping[str, Entity], evidence: Iterable[EvidenceRow] | None) -> models.Statement:
    roles: dict[str, list[models.Filler]] = {}
    for role, filler in found.roles:
        roles.setdefault(role, []).append(_filler(filler, named))
    return models.Statement(
        id=found.id, subject=_named(found.subject, named), predicate=found.predicate, object=_filler(found.object, named), roles=roles,
        polarity=found.polarity, modality=found.modality, valid_from=found.valid_from, valid_to=found.valid_to, ended=found.ended,
        confidence=found.confidence, sources=found.sources,
        evidence=None if evidence is None else [evidence_row(row) for row in evidence])


def evidence_row(row: EvidenceRow) -> models.Evidence:
    return models.Evidence(
        document=row.document, url=row.url, title=row.title, publisher=row.publisher, published_on=row.published_on, quote=row.quote,
        passages=list(row.passages), arguments={role: (start, end) for role, start, end in row.arguments},
        confidence=row.confidence, origin=row.origin, verifiable=row.verifiable)


def relationships(found: Rows) -> models.Relationships:
    """The rows of a pattern, each with its statements in full."""
    return models.Relationships(columns=list(found.columns), rows=[_row(row, found.entities) for row in found.rows],
                                hidden=dict(found.hidden), cursor=found.cursor, change=found.change)


def answer(found: Answer, explained: Explained | None) -> models.Answer:
    """What a question found; `explained` holds the texts of its pattern."""
    rows = found.found
    opposite = found.contradicted_by
    texts = explained.texts if explained else {}
    return models.Answer(
        question=found.question, outcome=found.outcome, reading=found.reading,
        pattern=to_json(found.pattern) if found.pattern else None,
        sql=texts.get("sql"), sparql=texts.get("sparql"), cypher=texts.get("cypher"),
        columns=list(rows.columns) if rows else [], rows=[_row(row, rows.entities) for row in rows.rows] if rows else [],
        unused_words=list(found.unused_words), unknown_names=list(found.unknown_names),
        candidates=[reference(one) for one in found.candidates],
        contradicted_by=[one for row in opposite.rows for one in _row(row, opposite.entities)["statements"]] if opposite else [],
        hidden=dict(found.hidden), cursor=rows.cursor if rows else None, change=found.change)


def fillers(found: Statement) -> Iterable[Filler]:
    yield found.subject
    yield found.object
    for _, filler in found.roles:
        yield filler


def _row(row: Row, named: Mapping[str, Entity]) -> dict[str, Any]:
    cells = {column: _cell(cell) for column, cell in row.cells.items()}
    told = [{"clause": one.clause, **statement(one.statement, named, one.evidence).model_dump(mode="json")} for one in row.statements]
    return {**cells, "statements": told}


def _cell(cell: Entity | Value | None) -> dict[str, str] | None:
    if cell is None:
        return None
    if isinstance(cell, Value):
        return {"value": cell.value, "datatype": cell.datatype}
    return {"id": cell.id, "name": cell.name, "type": cell.type}


def _filler(filler: Filler, named: Mapping[str, Entity]) -> models.Filler:
    if isinstance(filler, Value):
        return models.LiteralValue(value=filler.value, datatype=filler.datatype)
    return _named(filler, named)


def _named(id_: str, named: Mapping[str, Entity]) -> models.EntityRef:
    found = named.get(id_)
    return reference(found) if found else models.EntityRef(id=id_, name=id_, type="")
