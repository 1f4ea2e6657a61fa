"""A record of an older schema is brought to today's: the same export, and everything follows from what was read and judged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from graph.claim import Claim, Origin
from graph.entity import type_group
from graph.exchange.jsonl import export
from graph.home import Home
from graph.identity.linking import entity_id
from graph.identity.names import fold
from graph.ontology import ontology
from graph.record import Judge, Record, database
from graph.record.published import VIEWS
from graph.record.tables import metadata
from graph.verify import verify
from tests.graph.telling import NOW, OTHER_PLATFORM, OTHER_STUDIO, PLATFORM, SERVICE, STUDIO, offers, tell

OLDEST_WITH_VIEWS = "0002"


def filled(record: Record) -> None:
    writer = record.writer()
    for reading in (tell("a", offers()), tell("b", offers(OTHER_STUDIO, to=OTHER_PLATFORM)), tell("a", offers(), text="New."),
                    tell("c", offers()), tell("a", offers())):
        writer.write(reading, now=NOW)
    record.assert_all([Claim("as given", STUDIO, "provides_service", SERVICE, (("to", PLATFORM),), "positive", "asserted", None, None, 0.8,
                             Origin("ada"), None)], now=NOW)
    Judge(record).split(entity_id("finishing", "Service"), ["b"], author="ada", reason="two", now=NOW)


def dump(record: Record) -> dict[str, list[dict[str, Any]]]:
    with record.database.read() as connection:
        return {table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()] for table in metadata.sorted_tables}


def as_before(told: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows as the schema 0002 had them."""
    roles = [(row["claim"], row["local"]) for row in told["claim_roles"]]
    origins = {local: row["origin"] for row in told["claims"] if row["document"] is None
               for local in (row["subject"], row["object"], *(local for claim, local in roles if claim == row["id"]))}
    ids = {row["id"]: old_id(row["document"] or f"\0{origins[row['id']]}", row["name"], row["type"]) for row in told["locals"]}
    spans = [{"claim": row["id"], "role": role, "start": start, "end": end} for row in told["claims"] if row["spans"]
             for role, start, end in json.loads(row["spans"])]
    counts = {(row["id"], name): numbers for row in told["entities"] for name, numbers in json.loads(row["names"]).items()}
    votes = {(row["id"], type_): number for row in told["entities"] for type_, number in json.loads(row["types"]).items()}
    found = {name: [{column: ids.get(value, value) if column in ("id", "local", "subject", "object") else value
                     for column, value in row.items() if column not in ("spans", "types", "names", "doubt", "dated_by")} for row in rows]
             for name, rows in told.items() if name not in ("statement_sources", "text_bands", "text_keys", "copies", "name_keys")}
    for row in found["entity_types"]:
        row["votes"] = votes[row["entity"], row["type"]]
    for row in found["entity_names"]:
        row["count"], row["votes"] = counts[row["entity"], row["name"]]
    for row in found["statement_claims"]:
        row["document"] = row["document"] or None
    return {**found, "claim_spans": spans}


def old_id(owner: str, name: str, type_: str) -> str:
    return "l" + hashlib.sha256("\0".join((owner, type_group(type_), fold(name))).encode()).hexdigest()[:24]


def make_old(record: Record, told: dict[str, list[dict[str, Any]]]) -> None:
    """Empty tables of the old schema, then these rows."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    with record.database.engine.begin() as connection:
        for view in VIEWS:
            connection.exec_driver_sql(f"DROP VIEW {view}")
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        config.attributes["connection"] = connection
        command.upgrade(config, OLDEST_WITH_VIEWS)
        old = sa.MetaData()
        old.reflect(connection)
        for table in old.sorted_tables:
            if rows := told.get(table.name):
                connection.execute(sa.insert(table), rows)


def test_an_older_record_becomes_what_it_would_be_today(new_record: Callable[[], Record], home: Home) -> None:
    today, old = new_record(), new_record()
    filled(today)
    told = dump(today)
    make_old(old, as_before(told))
    old.close()
    opened = Record.open(old.url)
    assert {name: sorted(map(repr, rows)) for name, rows in dump(opened).items()} == {
        name: sorted(map(repr, rows)) for name, rows in told.items()}
    assert list(export(opened)) == list(export(today))
    assert list(verify(opened, home, ontology())) == []
    opened.writer().write(tell("d", offers()), now=NOW)
    assert list(verify(opened, home, ontology())) == []
    opened.close()
