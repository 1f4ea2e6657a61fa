"""Nouns → what api.models promises: statements with the names of their entities, evidence, rows of an answer.

What there are many of (rows, statements, evidence) is made as plain dicts that are written to bytes once; tests hold them to
the models.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson

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


def statements(reader: Reader, found: Sequence[Statement], *, evidence: bool) -> list[dict[str, Any]]:
    """Statements with the names of their entities, and with their evidence if it is wanted; shaped as models.Statement."""
    named = reader.references(sorted({filler for one in found for filler in one.fillers() if isinstance(filler, str)}))
    rows = reader.evidence([one.id for one in found]) if evidence else {}
    return [statement(one, named, rows.get(one.id, []) if evidence else None) for one in found]


def statement(found: Statement, named: Mapping[str, Entity], evidence: Iterable[EvidenceRow] | None) -> dict[str, Any]:
    """A statement, shaped as models.Statement."""
    roles: dict[str, list[dict[str, str]]] = {}
    for role, filler in found.roles:
        roles.setdefault(role, []).append(_filler(filler, named))
    return {
        "id": found.id, "subject": named_end(found.subject, named), "predicate": found.predicate, "object": _filler(found.object, named),
        "roles": roles, "polarity": found.polarity, "modality": found.modality, "valid_from": found.valid_from, "valid_to": found.valid_to,
        "ended": found.ended, "confidence": found.confidence, "sources": found.sources,
        "evidence": None if evidence is None else [evidence_row(row) for row in evidence]}


def evidence_row(row: EvidenceRow) -> dict[str, Any]:
    """Where a statement is said, shaped as models.Evidence."""
    return {
        "document": row.document, "url": row.url, "title": row.title, "publisher": row.publisher, "published_on": row.published_on,
        "quote": row.quote, "passages": row.passages, "arguments": {role: (start, end) for role, start, end in row.arguments},
        "confidence": row.confidence, "origin": row.origin, "verifiable": row.verifiable}


def relationships(found: Rows, *, evidence: bool = True, fields: Sequence[str] = ()) -> dict[str, Any]:
    """The rows of a pattern, each with its statements in full, or with some of their fields; shaped as models.Relationships."""
    told = [row(one, found.entities, evidence=evidence) for one in found.rows]
    if fields:
        kept = ("clause", *fields)
        for one in told:
            one["statements"] = [{name: statement[name] for name in kept} for statement in one["statements"]]
    return {"columns": list(found.columns), "rows": told, "hidden": dict(found.hidden), "cursor": found.cursor, "change": found.change}


def csv_rows(found: Rows) -> bytes:
    """The rows of a pattern as RFC 4180 has tables: names (or literals) by column, their ids, confidence, sources, and the quote.

    `confidence` and `sources` are those of the row's best statement; `quote` is the newest sentence that says it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*found.columns, *(f"{column}_id" for column in found.columns), "statement", "confidence", "sources", "quote", "url"])
    for one in found.rows:
        cells = [cell(one.cells[column]) or {} for column in found.columns]
        best = one.statements[0] if one.statements else None
        told = best.evidence[0] if best and best.evidence else None
        writer.writerow([*(filled.get("name", filled.get("value", "")) for filled in cells), *(filled.get("id", "") for filled in cells),
                         *((best.statement.id, best.statement.confidence, best.statement.sources) if best else ("", "", "")),
                         told.quote if told else "", (told.url or "") if told else ""])
    return out.getvalue().encode("utf-8", "replace")


def ndjson(told: Iterable[Any]) -> bytes:
    """One JSON document a line."""
    return b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in told)


def answer(found: Answer, explained: Explained | None) -> models.Answer:
    """What a question found; `explained` holds the texts of its pattern."""
    rows = found.found
    opposite = found.contradicted_by
    texts = explained.texts if explained else {}
    return models.Answer(
        question=found.question, outcome=found.outcome, reading=found.reading,
        pattern=to_json(found.pattern) if found.pattern else None,
        sql=texts.get("sql"), sparql=texts.get("sparql"), cypher=texts.get("cypher"),
        columns=list(rows.columns) if rows else [], rows=[row(one, rows.entities) for one in rows.rows] if rows else [],
        unused_words=list(found.unused_words), unknown_names=list(found.unknown_names),
        candidates=[reference(one) for one in found.candidates],
        contradicted_by=[told for one in opposite.rows for told in row(one, opposite.entities)["statements"]] if opposite else [],
        hidden=dict(found.hidden), cursor=rows.cursor if rows else None, change=found.change)


def row(found: Row, named: Mapping[str, Entity], *, evidence: bool = True) -> dict[str, Any]:
    """A row: a cell for each column, then its statements, each with the clause that it proves."""
    told: dict[str, Any] = {column: cell(one) for column, one in found.cells.items()}
    told["statements"] = [{"clause": one.clause, **statement(one.statement, named, one.evidence if evidence else None)}
                          for one in found.statements]
    if found.narrowed:
        told["narrowed"] = [{"clause": one.clause, "asked": named_end(one.asked, named), "matched": named_end(one.matched, named)}
                            for one in found.narrowed]
    return told


def cell(found: Entity | Value | None) -> dict[str, str] | None:
    if found is None:
        return None
    if isinstance(found, Value):
        return {"value": found.value, "datatype": found.datatype}
    return {"id": found.id, "name": found.name, "type": found.type}


def _filler(filler: Filler, named: Mapping[str, Entity]) -> dict[str, str]:
    if isinstance(filler, Value):
        return {"value": filler.value, "datatype": filler.datatype}
    return named_end(filler, named)


def named_end(id_: str, named: Mapping[str, Entity]) -> dict[str, str]:
    """An entity by its id, shaped as models.EntityRef."""
    found = named.get(id_)
    return {"id": id_, "name": found.name, "type": found.type} if found else {"id": id_, "name": id_, "type": ""}
