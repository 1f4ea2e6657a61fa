"""Each table is damaged in turn, and what is damaged is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.home import Home
from graph.identity.linking import entity_id
from graph.ontology import ontology
from graph.record import Judge, Record
from graph.verify import verify
from tests.graph.telling import NOW, OTHER_PLATFORM, OTHER_STUDIO, STUDIO, offers, tell

DAMAGES = [
    ("changes", "UPDATE changes SET at = '1999-01-01' WHERE number = 3"),
    ("changes", "DELETE FROM changes WHERE number = 2"),
    ("documents", "UPDATE documents SET version = NULL WHERE id = 'b'"),
    ("versions", "UPDATE versions SET text = text || '!' WHERE closed IS NULL"),
    ("versions", "UPDATE versions SET title = 'Another'"),
    ("versions", "UPDATE versions SET published_earliest = '1999-01-01'"),
    ("mentions", "UPDATE mentions SET text = 'Nobody' WHERE start = 0"),
    ("claims", "UPDATE claims SET quote = 'Nobody said so'"),
    ("claims", "UPDATE claims SET predicate = 'produces' WHERE document = 'b'"),
    ("claims", "UPDATE claims SET subject_name = 'Nobody'"),
    ("claim_periods", "UPDATE claim_periods SET closed = opened"),
    ("claims", "DELETE FROM claim_roles"),
    ("claims", "UPDATE claims SET spans = REPLACE(spans, '[', '[[')"),
    ("claims", "UPDATE claims SET spans = REPLACE(spans, 'subject', 'object')"),
    ("locals", "UPDATE locals SET name = 'Nobody' WHERE document = 'a'"),
    ("local_names", "UPDATE local_names SET count = count + 1"),
    ("judgements", "UPDATE judgements SET reason = 'another' WHERE kind = 'same'"),
    ("judgements", "UPDATE judgements SET closed = 5"),
    ("merged", "DELETE FROM merged"),
    ("parts", "DELETE FROM parts"),
    ("memberships", "UPDATE memberships SET entity = 'e0'"),
    ("entities", "UPDATE entities SET name = 'Nobody'"),
    ("entities", "UPDATE entities SET statements = 7"),
    ("entity_names", "DELETE FROM entity_names"),
    ("entity_types", "DELETE FROM entity_types"),
    ("entities", "UPDATE entities SET types = '{}' WHERE type = 'Studio'"),
    ("entities", "UPDATE entities SET names = REPLACE(names, '[1,', '[2,')"),
    ("statements", "UPDATE statements SET confidence = 0.1"),
    ("statements", "DELETE FROM statements"),
    ("statement_roles", "DELETE FROM statement_roles"),
    ("statement_claims", "UPDATE statement_claims SET closed = 4"),
    ("statement_claims", "UPDATE statement_claims SET document = 'c' WHERE document = 'b'"),
    ("statement_claims", "DELETE FROM statement_claims"),
    ("statement_sources", "DELETE FROM statement_sources"),
    ("statement_sources", "UPDATE statement_sources SET units = units + 1"),
    ("statements", "UPDATE statements SET doubt = doubt + 1"),
    ("touched", "DELETE FROM touched WHERE kind = 'statement'"),
]


def fill(record: Record) -> None:
    writer = record.writer()
    for reading in (tell("a", offers()), tell("b", offers(OTHER_STUDIO, to=OTHER_PLATFORM)), tell("a", offers(), text="New."), tell("a", offers()),
                    tell("c", offers(), text="A report on other things than these.")):
        writer.write(reading, now=NOW)
    judge = Judge(record)
    judge.split(entity_id("finishing", "Service"), ["b"], author="ada", reason="two", now=NOW)
    judge.merge(entity_id(STUDIO.name, "Studio"), entity_id(OTHER_STUDIO.name, "Studio"), author="ada", reason="one", now=NOW)


def test_nothing_is_wrong_with_a_sound_record(record: Record, home: Home) -> None:
    fill(record)
    assert list(verify(record, home, ontology())) == []


@pytest.mark.parametrize(("where", "damage"), DAMAGES)
def test_damage_is_named(sqlite: Callable[[], Record], home: Home, where: str, damage: str) -> None:
    record = sqlite()
    fill(record)
    with record.database.write() as connection:
        assert connection.exec_driver_sql(damage).rowcount > 0
    assert where in {finding.where for finding in verify(record, home, ontology())}


def test_a_row_that_points_at_nothing_is_named(sqlite: Callable[[], Record], home: Home) -> None:
    record = sqlite()
    fill(record)
    with record.database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM locals WHERE document = 'b'")
        raw.execute("PRAGMA foreign_keys = ON")
    assert {"claims", "memberships"} <= {finding.where for finding in verify(record, home, ontology())}
