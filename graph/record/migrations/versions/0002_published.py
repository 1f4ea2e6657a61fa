"""The views that users may query (graph/record/published.py)."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

VIEWS = (
    """CREATE VIEW pub_entities (id, name, type, sort_key, mentions, statements) AS
SELECT id, name, type, sort_key, mentions, statements FROM entities WHERE locals > 0""",
    """CREATE VIEW pub_entity_types (entity, type, is_primary) AS
SELECT t.entity, t.type, CASE WHEN t.type = e.type THEN 1 ELSE 0 END
FROM entity_types t JOIN entities e ON e.id = t.entity WHERE e.locals > 0""",
    """CREATE VIEW pub_names (entity, name, folded, mentions) AS
SELECT n.entity, n.name, n.folded, n.count FROM entity_names n JOIN entities e ON e.id = n.entity WHERE e.locals > 0""",
    """CREATE VIEW pub_merged (id, entity) AS
SELECT id, entity FROM merged""",
    """CREATE VIEW pub_statements (id, subject, subject_name, predicate, object, object_name, object_value, object_datatype, polarity,
modality, valid_from, valid_to, from_earliest, to_latest, ended, current_from, current_until,
confidence, sources) AS
SELECT s.id, s.subject, b.name, s.predicate, s.object, COALESCE(o.name, s.object_value), s.object_value, s.object_datatype,
  s.polarity, s.modality, s.valid_from, s.valid_to, s.from_earliest, s.to_latest, s.ended,
  COALESCE(s.from_earliest, '0001-01-01'),
  COALESCE(s.to_latest, CASE WHEN s.ended = 1 THEN '0001-01-01' ELSE '9999-12-31' END), s.confidence, s.sources
FROM statements s LEFT JOIN entities b ON b.id = s.subject LEFT JOIN entities o ON o.id = s.object WHERE s.live = 1""",
    """CREATE VIEW pub_roles (statement, role, entity, name, value, datatype) AS
SELECT r.statement, r.role, r.entity, COALESCE(e.name, r.value), r.value, r.datatype
FROM statement_roles r JOIN statements s ON s.id = r.statement LEFT JOIN entities e ON e.id = r.entity WHERE s.live = 1""",
    """CREATE VIEW pub_evidence (statement, claim, document, quote, start_char, end_char, confidence, origin, valid_from, valid_to,
published_on, known_since) AS
SELECT c.statement, k.id, k.document, k.quote, k.start, k."end", k.confidence, k.origin, k.valid_from, k.valid_to,
  v.published_on, k.opened
FROM statement_claims c JOIN claims k ON k.id = c.claim LEFT JOIN versions v ON v.id = k.version WHERE c.closed IS NULL""",
    """CREATE VIEW pub_documents (id, version, source, url, title, publisher, published_on, published_earliest, published_latest,
language, known_since) AS
SELECT d.id, v.id, v.source, v.url, v.title, v.publisher, v.published_on, v.published_earliest, v.published_latest,
  v.language, v.opened
FROM documents d JOIN versions v ON v.id = d.version""",
    """CREATE VIEW pub_mentions (document, entity, text, type, start_char, end_char) AS
SELECT d.id, p.entity, m.text, m.type, m.start, m."end"
FROM documents d JOIN mentions m ON m.version = d.version JOIN memberships p ON p.local = m.local""",
    """CREATE VIEW pub_changes (number, at, kind, subject) AS
SELECT number, at, kind, subject FROM changes""",
)


def upgrade() -> None:
    for view in VIEWS:
        op.execute(view)
