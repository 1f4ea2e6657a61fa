"""How much the record holds: open documents and claims, live statements, entities, judgements."""

from __future__ import annotations

from sqlalchemy import func, select

from graph.record.reader import Reader
from graph.record.tables import claims, documents, entities, judgements, statements, versions

_COUNTS = {
    "documents": select(func.count()).select_from(documents).where(documents.c.version.is_not(None)),
    "versions": select(func.count()).select_from(versions),
    "claims": select(func.count()).select_from(claims).where(claims.c.closed.is_(None)),
    "statements": select(func.count()).select_from(statements).where(statements.c.live == 1),
    "entities": select(func.count()).select_from(entities).where(entities.c.locals > 0),
    "judgements": select(func.count()).select_from(judgements),
}


def counts(reader: Reader) -> dict[str, int]:
    """Each thing that is counted with its number, in one snapshot."""
    return {name: reader.connection.execute(query).scalar() or 0 for name, query in _COUNTS.items()}
