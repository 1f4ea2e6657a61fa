"""Re-cuts every quote; holds each view against the record.

Everything that can be computed again is: names by content, quotes and spans from the texts, the ontology, who is who,
statements and entities from claims and judgements, views from all of it. What differs is named by table and id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, func, select, text

from graph.document import Document
from graph.entity import LocalEntity
from graph.errors import ViewError
from graph.home import Home
from graph.identity import judgements as nouns
from graph.identity.linking import entity_id, local_id
from graph.ontology.check import violations
from graph.ontology.model import Ontology
from graph.record import Reader, Record, rows
from graph.record.derivation import differences
from graph.record.judging import judgement
from graph.record.listed import chunks, listed, within
from graph.record.tables import (
    changes,
    claim_periods,
    claims,
    documents,
    judgements,
    locals_,
    mentions,
    statement_claims,
    touched,
    versions,
)
from graph.views import VIEWS, View


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that isn't as it should be: the table or view, the id there, and what is wrong."""

    where: str
    id: str
    what: str


class Comparable(Protocol):
    """A view that can be held against the record."""

    @property
    def name(self) -> str: ...

    def compare(self, record: Record) -> Iterable[Any]:
        """What differs, each with `id` and `what`."""
        ...


def verify(record: Record, home: Home, ontology: Ontology, *, views: Sequence[Comparable] | None = None) -> Iterator[Finding]:
    """Everything that is wrong; nothing where all is well. Reads one snapshot.

    `views`: those that are made of the record; by default all that have been made under `home`.
    """
    with record.database.read() as connection:
        yield from _changes(connection)
        yield from _documents(connection)
        yield from _claims(connection, ontology)
        yield from _locals(connection)
        yield from _judgements(connection)
        yield from _references(connection, record.dialect)
        for difference in differences(connection, ontology):
            yield Finding(difference.table, difference.id, difference.what)
    for view in made(home) if views is None else views:
        try:
            for found in view.compare(record):
                yield Finding(view.name, found.id, found.what)
        except ViewError as error:
            yield Finding(view.name, "", f"it can't be compared: {error}")


def made(home: Home) -> list[Comparable]:
    """The views that have been made under a home."""
    return [view for view in (make(home) for make in VIEWS.values()) if view.position() is not None] if home.views.is_dir() else []


def reachable(makers: Mapping[str, Callable[[], View]]) -> tuple[list[Comparable], list[Finding]]:
    """Those of some views that have been made, and a finding for each that can't be asked."""
    found: list[Comparable] = []
    down: list[Finding] = []
    for name, make in makers.items():
        try:
            view = make()
            if view.position() is not None:
                found.append(view)
        except ViewError as error:
            down.append(Finding(name, "", f"it can't be compared: {error}"))
    return found, down


def _changes(connection: Connection) -> Iterator[Finding]:
    expected, at = 1, ""
    for row in connection.execute(select(changes).order_by(changes.c.number)):
        if row.number != expected:
            yield Finding("changes", str(expected), f"is missing; the next one is {row.number}")
        if row.at < at:
            yield Finding("changes", str(row.number), "is dated before the change below it")
        expected, at = row.number + 1, max(at, row.at)
    last = expected - 1
    for table, column in (("versions", versions.c), ("claims", claims.c), ("locals", locals_.c)):
        for id_ in connection.execute(select(column.id).where((column.opened > last) | (column.closed <= column.opened)
                                                              | (column.closed > last))).scalars():
            yield Finding(table, id_, "was opened or closed by a change that isn't there, or closed before it was opened")
    for row in connection.execute(select(claim_periods).where(claim_periods.c.closed <= claim_periods.c.opened)):
        yield Finding("claim_periods", row.claim, "a period that ends before it begins")
    later = select(claim_periods.c.claim).join(claims, claims.c.id == claim_periods.c.claim).where(claim_periods.c.closed > claims.c.opened)
    for claim in connection.execute(later).scalars():
        yield Finding("claim_periods", claim, "a period that ends after the present one began")
    for kind, id_, opened in ((kind, id_, opened) for kind, query in _TOUCHES for id_, opened in connection.execute(query)):
        yield Finding("touched", id_, f"nothing tells a view that change {opened} touched this {kind}")
    unknown = select(touched.c.id, touched.c.change).where(~select(changes.c.number).where(changes.c.number == touched.c.change).exists())
    for id_, number in connection.execute(unknown):
        yield Finding("touched", id_, f"was touched by change {number}, which isn't there")


def _touch(kind: str, id_: Any, opened: Any) -> Any:
    latest = (select(touched.c.id, func.max(touched.c.change).label("change")).where(touched.c.kind == kind)
              .group_by(touched.c.id).subquery())
    return (select(id_, func.max(opened)).outerjoin(latest, latest.c.id == id_).group_by(id_)
            .having((func.max(latest.c.change).is_(None)) | (func.max(latest.c.change) < func.max(opened))))


_TOUCHES = (("document", _touch("document", versions.c.document, versions.c.opened)),
            ("statement", _touch("statement", statement_claims.c.statement, statement_claims.c.opened)))


def _documents(connection: Connection) -> Iterator[Finding]:
    opened = select(versions.c.id, versions.c.document).where(versions.c.closed.is_(None))
    open_ = {row.document: row.id for row in connection.execute(opened)}
    known = set()
    for row in connection.execute(select(documents)):
        known.add(row.id)
        if open_.get(row.id) != row.version:
            yield Finding("documents", row.id, f"its open version is {open_.get(row.id)}, not {row.version}")
    for document in sorted(open_.keys() - known):
        yield Finding("documents", document, "is missing")
    ids = connection.execute(select(versions.c.id).order_by(versions.c.id)).scalars().all()
    for chunk in chunks(ids, 100):
        wanted = {"ids": listed(chunk)}
        texts: dict[str, Document] = {}
        for version in connection.execute(select(versions).where(within(versions.c.id)), wanted).mappings():
            document = texts[version["id"]] = rows.document(version)
            told = rows.version_row(document, version["fingerprint"], version["opened"])
            if any(told[name] != version[name] for name in told if name not in ("opened", "closed")):
                yield Finding("versions", version["id"], "is not named by its content, or its days are not those of its date")
        for mention in connection.execute(select(mentions).where(within(mentions.c.version)), wanted).mappings():
            document, place = texts[mention["version"]], f"{mention['version']} {mention['start']}-{mention['end']}"
            if document.text is not None and document.text[mention["start"]:mention["end"]] != mention["text"]:
                yield Finding("mentions", place, "is not what stands there in the text")
            if local_id(document.id, LocalEntity(mention["entity"], mention["type"])) != mention["local"]:
                yield Finding("mentions", place, "belongs to another entity of the document")


def _claims(connection: Connection, ontology: Ontology) -> Iterator[Finding]:
    reader = Reader(connection)
    ids = connection.execute(select(claims.c.id).order_by(claims.c.document, claims.c.id)).scalars().all()
    for chunk in chunks(ids, 500):
        told_rows = connection.execute(select(claims).where(within(claims.c.id)), {"ids": listed(chunk)}).mappings()
        stored = {row["id"]: row for row in told_rows}
        texts = _texts(connection, {row["version"] for row in stored.values() if row["version"]})
        for claim in reader.claims(chunk).values():
            row = stored[claim.id]
            if rows.named_by_content(claim, row["version"] or "") != claim.id:
                yield Finding("claims", claim.id, "is not named by its content: it or its claim_roles were altered")
            document = texts.get(row["version"])
            yield from _cut(claim.id, row, [(role, start, end) for role, start, end in claim.evidence.arguments] if claim.evidence else [],
                            document.text if document else None)
            if document is not None or row["version"] is None:
                told, _ = rows.claim_rows(claim, document, row["opened"])
                if wrong := [name for name in told if name not in ("opened", "closed") and told[name] != row[name]]:
                    yield Finding("claims", claim.id, f"{', '.join(wrong)} don't follow from what it says")
            if row["closed"] is None:
                for reason in violations(claim, ontology):
                    yield Finding("claims", claim.id, f"breaks the ontology: {reason}")


def _cut(claim: str, row: Mapping[Any, Any], spans: Sequence[tuple[str, int, int]], text_: str | None) -> Iterator[Finding]:
    if text_ is None or row["start"] is None:
        return
    if text_[row["start"]:row["end"]] != row["quote"]:
        yield Finding("claims", claim, "its quote is not what stands there in the text")
    for role, start, end in spans:
        if not 0 <= start < end <= len(text_) or not text_[start:end].strip():
            yield Finding("claims", claim, f"no characters {start} to {end} name its {role}")


def _texts(connection: Connection, ids: Iterable[str]) -> dict[str, Document]:
    return {row["id"]: rows.document(row) for row in
            connection.execute(select(versions).where(within(versions.c.id)), {"ids": listed(ids)}).mappings()}


def _locals(connection: Connection) -> Iterator[Finding]:
    for row in connection.execute(select(locals_).order_by(locals_.c.id)):
        if row.key_entity != entity_id(row.name, row.type):
            yield Finding("locals", row.id, "its entity is not the one that its name and type group give")
        elif row.document is not None and row.id != local_id(row.document, LocalEntity(row.name, row.type)):
            yield Finding("locals", row.id, "is not named by its document, name and type group")


def _judgements(connection: Connection) -> Iterator[Finding]:
    told = connection.execute(select(judgements)).mappings().all()
    standing = nouns.standing(judgement(row) for row in told)
    for row in told:
        if judgement(row).id != row["id"]:
            yield Finding("judgements", row["id"], "is not named by its content")
        elif (row["closed"] is None) != (row["id"] in standing):
            yield Finding("judgements", row["id"], "is marked as undone and isn't, or the other way round")


def _references(connection: Connection, dialect: str) -> Iterator[Finding]:
    """Rows that point at nothing; PostgreSQL never lets one in."""
    if dialect == "sqlite":
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield Finding(row[0], str(row[1] if row[1] is not None else ""), f"points at a row of {row[2]} that isn't there")
