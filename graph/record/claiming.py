"""Claims in one transaction: those that are new, and those that begin a new period; what statements rest on goes with them.

Shared by what is read (`graph.record.writer`) and what is asserted without a document (`graph.record.asserting`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, null, select, update

from graph.claim import Claim
from graph.document import Document
from graph.ontology.model import Ontology
from graph.record import projection, rows
from graph.record.bulk import run
from graph.record.entities import Tally
from graph.record.listed import chunks, listed, within
from graph.record.planning import REVALUED, values
from graph.record.projection import Support
from graph.record.rows import Published
from graph.record.tables import claim_periods, claim_roles, claims, memberships, statement_claims

_CLAIMS = select(claims).where(within(claims.c.id))
_MEMBERS = select(memberships.c.local, memberships.c.entity).where(within(memberships.c.local))
_ADD_CLAIM, _ADD_ROLE, _ADD_PERIOD = insert(claims), insert(claim_roles), insert(claim_periods)
_OPEN_CLAIM = update(claims).where(claims.c.id == bindparam("id_")).values(
    opened=bindparam("opened"), closed=null(), **{name: bindparam(name) for name in REVALUED})
_ADD_SUPPORT = insert(statement_claims)
_CLOSE_SUPPORT = update(statement_claims).where(
    statement_claims.c.document == bindparam("document_"), statement_claims.c.claim == bindparam("claim_"),
    statement_claims.c.closed.is_(None)).values(closed=bindparam("closed"))


class Claiming:
    """One transaction's work, under a change number that is taken when there is any."""

    def __init__(self, connection: Connection, ontology: Ontology, kind: str, now: datetime) -> None:
        self.connection = connection
        self.ontology = ontology
        self.kind = kind
        self.now = now
        self.change = 0
        self.tallies: dict[str, Tally] = {}
        self.clusters: dict[str, str] = {}
        """Of the documents that are written, those that have near copies (graph.record.copies)."""

    def stored_claims(self, ids: Iterable[str]) -> dict[str, Any]:
        """The rows of claims that the record knows, open or closed."""
        return {row.id: row for row in self.fetch(_CLAIMS, ids)}

    def members(self, locals_: Iterable[str]) -> dict[str, str]:
        """The entities that documents' or asserters' entities lead to."""
        return {row.local: row.entity for row in self.fetch(_MEMBERS, locals_)}

    def add(self, told: Iterable[tuple[Claim, Document | None, Published]], members: Mapping[str, str]) -> dict[str, list[Support]]:
        """Write claims that are new; as their statements see them, by statement."""
        new, roles_new, support = [], [], []
        found: dict[str, list[Support]] = defaultdict(list)
        for claim, document, published in told:
            row, roles = rows.claim_rows(claim, document, self.change)
            new.append(row)
            roles_new += roles
            seen = projection.support_of(row, roles, members, published, self.clusters.get(document.id) if document else None)
            statement = projection.identify(seen, self.ontology)
            support.append(projection.support_row(statement, seen, self.change, None))
            found[statement].append(seen)
        self.run((_ADD_CLAIM, new), (_ADD_ROLE, roles_new), (_ADD_SUPPORT, support))
        return found

    def open_again(self, told: Sequence[tuple[Claim, Any]]) -> set[str]:
        """Claims that the record knows, with their rows, begin a new period; their statements."""
        self.end_support((row.id, row.document) for _, row in told)
        self.run(
            (_ADD_PERIOD, [{"claim": row.id, "opened": row.opened, "closed": self.change if row.closed is None else row.closed,
                            **{name: getattr(row, name) for name in REVALUED}} for _, row in told]),
            (_OPEN_CLAIM, [{"id_": claim.id, "opened": self.change, **dict(zip(REVALUED, values(claim), strict=True))}
                           for claim, _ in told]))
        supports = list(projection.supports(self.connection, [claim.id for claim, _ in told]))
        statements = [projection.identify(seen, self.ontology) for seen in supports]
        self.run((_ADD_SUPPORT, [projection.support_row(statement, seen, self.change, None)
                                 for statement, seen in zip(statements, supports, strict=True)]))
        return set(statements)

    def end_support(self, told: Iterable[tuple[str, str | None]]) -> None:
        """No statement rests on these claims, each with its document, any more."""
        self.run((_CLOSE_SUPPORT, [{"claim_": id_, "document_": document or "", "closed": self.change} for id_, document in told]))

    def tally(self, entity: str) -> Tally:
        return self.tallies.setdefault(entity, Tally())

    def fetch(self, query: Any, ids: Iterable[str]) -> Iterator[Any]:
        for chunk in chunks(ids):
            yield from self.connection.execute(query, {"ids": listed(chunk)})

    def run(self, *work: tuple[Any, list[dict[str, Any]]]) -> None:
        for statement, parameters in work:
            run(self.connection, statement, parameters)
