"""The embedded view: what queries see, what a sync costs nothing, and that following is rebuilding."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from graph.claim import Value
from graph.document import Reading
from graph.errors import QueryError, ViewError
from graph.home import Home
from graph.identity.linking import entity_id
from graph.record import Record
from graph.record.judging import Judge
from graph.views.dataset import Quad
from graph.views.generations import Generations
from graph.views.oxigraph import OxigraphView
from graph.views.terms import ENTITY, RG, Lit
from tests.graph.views.graphs import quads_made
from tests.graph.views.world import (
    FINISHING,
    FIRST,
    FOURTH,
    HARBOUR,
    KITE,
    NOW,
    OTHER,
    OWNER,
    SECOND,
    STUDIO,
    THIRD,
    TODAY,
    Told,
    offers,
    reading,
    write,
)

SHORT = ("SELECT ?studio ?platform WHERE { ?s rg:subject ?studio ; rg:predicate rg:provides_service ; rg:object ?service ; "
         'role:to ?platform . ?service rdfs:label "finishing"@en }')


def iri(entity: object) -> str:
    return ENTITY + entity_id(entity.name, entity.type)  # type: ignore[attr-defined]


def rows(view: OxigraphView, text: str) -> set[tuple[object, ...]]:
    return set(view.query(text).rows)


def quads(view: OxigraphView) -> set[Quad]:
    return set(view.snapshot().quads())


def test_the_short_query_is_right_as_it_stands(view: OxigraphView, record: Record) -> None:
    view.sync(record, day=TODAY)
    assert rows(view, SHORT) == {(iri(STUDIO), iri(HARBOUR)), (iri(STUDIO), iri(KITE))}


def test_answers_carry_the_change_and_the_day(view: OxigraphView, record: Record) -> None:
    assert view.position() is None
    with pytest.raises(ViewError, match="Sync it"):
        view.query(SHORT)
    view.sync(record, day=TODAY)
    answer = view.query("ASK { ?s a rg:Statement }")
    assert (answer.truth, answer.change, answer.day) == (True, 4, TODAY)


def test_the_default_graph_holds_what_stands_and_rg_all_everything(view: OxigraphView, record: Record) -> None:
    view.sync(record, day=TODAY)
    count = "SELECT (COUNT(*) AS ?n) WHERE { %s }"
    assert rows(view, count % "?s a rg:Statement") == {(Lit("6", "http://www.w3.org/2001/XMLSchema#integer"),)}
    assert rows(view, count % "GRAPH rg:all { ?s a rg:Statement }") == {(Lit("8", "http://www.w3.org/2001/XMLSchema#integer"),)}
    assert not view.query("ASK { ?s rg:polarity rg:negative }").truth
    assert view.query("ASK { GRAPH rg:all { ?s rg:polarity rg:negative ; rg:claim ?c . ?c oa:hasTarget ?t } }").truth
    assert view.query("ASK FROM rg:all { ?s rg:modality rg:planned }").truth
    assert not view.query("ASK { ?quad ?p ?o FILTER NOT EXISTS { GRAPH rg:all { ?quad ?p ?o } } }").truth


def test_all_four_kinds_of_query(view: OxigraphView, record: Record) -> None:
    view.sync(record, day=TODAY)
    built = view.query("CONSTRUCT { ?a rg:knows ?b ; rg:at [] } WHERE { ?a rg:serves ?b }")
    assert built.kind == "construct"
    assert {(triple[0], triple[2]) for triple in built.triples if triple[1] == RG + "knows"} == {
        (iri(STUDIO), iri(HARBOUR)), (iri(STUDIO), iri(KITE))}
    described = view.query(f"DESCRIBE <{iri(STUDIO)}>")
    assert {triple[0] for triple in described.triples} == {iri(STUDIO)}
    with pytest.raises(QueryError, match="line 1, column"):
        view.query("SELECT * { ?s ?p }")
    with pytest.raises(QueryError):
        view.query("SELECT * { ?s nobody:knows ?o }")


def test_a_concept_leads_to_what_is_narrower(view: OxigraphView, record: Record) -> None:
    view.sync(record, day=TODAY)
    text = 'SELECT ?e WHERE { ?e skos:exactMatch/skos:broader* ?c . ?c skos:prefLabel "post-production"@en }'
    assert rows(view, text) == {(iri(FINISHING),)}


def test_following_gives_the_graph_that_rebuilding_gives(view: OxigraphView, tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'followed.sqlite'}")
    later = reading("first", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR, confidence=0.7))
    empty = reading("second", "Nothing.")
    more = reading("fifth", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR))
    for one in (FIRST, SECOND, THIRD, FOURTH, more, later, empty, SECOND, reading("fifth", "Gone.")):
        write(record, one)
        view.sync(record, day=TODAY)
        assert quads(view) == quads_made(record), one.document.id
        assert list(view.compare(record)) == []
    record.close()


def test_edges_of_two_statements_stay_until_both_are_gone(view: OxigraphView, tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'edges.sqlite'}")
    write(record, FIRST)
    edge = f"ASK {{ <{iri(STUDIO)}> rg:provides_service <{iri(FINISHING)}> }}"
    view.sync(record, day=TODAY)
    assert view.query(edge).truth
    write(record, reading("first", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)))
    view.sync(record, day=TODAY)
    assert view.query(edge).truth
    assert not view.query(f"ASK {{ <{iri(STUDIO)}> rg:serves <{iri(KITE)}> }}").truth
    write(record, reading("first", "Northlight Post and HarbourTV and finishing."))
    view.sync(record, day=TODAY)
    assert not view.query(edge).truth
    assert not view.query("ASK { ?d a rg:Derived }").truth
    record.close()


def test_merging_splitting_and_undoing_are_followed(view: OxigraphView, record: Record, tmp_path: Path) -> None:
    view.sync(record, day=TODAY)
    before = quads(view)
    judge = Judge(record)
    merged = judge.merge(entity_id(STUDIO.name, "Studio"), entity_id(OTHER.name, "Studio"), author="me", reason="one house", now=NOW)
    view.sync(record, day=TODAY)
    assert quads(view) == quads_made(record)
    assert quads(view) != before
    judge.undo(merged, author="me", reason="no", now=NOW)
    view.sync(record, day=TODAY)
    assert quads(view) == before == quads_made(record)
    judge.split(entity_id(KITE.name, "Platform"), [THIRD.document.id], author="me", reason="two", now=NOW)
    view.sync(record, day=TODAY)
    assert quads(view) == quads_made(record)


def test_the_calendar_moves_what_is_current(view: OxigraphView, record: Record, tmp_path: Path) -> None:
    write(record, reading("dated", "Marlow Group owns Kite Reels. Tallow Studios operates HarbourTV.",
                          Told(OWNER, "owns", KITE, valid_from="2026-04-01", valid_to="2026-05"),
                          Told(OTHER, "operates", HARBOUR, {"status": Value("former", "text")}, valid_to="../2026-02-13")))
    owns = f"ASK {{ <{iri(OWNER)}> rg:owns <{iri(KITE)}> }}"
    operates = f"ASK {{ <{iri(OTHER)}> rg:operates <{iri(HARBOUR)}> }}"
    seen = []
    for day in (TODAY, dt.date(2026, 3, 31), dt.date(2026, 4, 1), dt.date(2026, 5, 31), dt.date(2026, 6, 1), dt.date(2026, 4, 30),
                dt.date(2026, 2, 12), dt.date(2026, 2, 13)):
        view.sync(record, day=day)
        assert quads(view) == quads_made(record, day), day
        seen.append((view.query(owns).truth, view.query(operates).truth))
    assert seen == [(False, False), (False, False), (True, False), (True, False), (False, False), (True, False), (False, True), (False, False)]


def test_a_sync_without_news_publishes_nothing(view: OxigraphView, record: Record, home: Home) -> None:
    view.sync(record, day=TODAY)
    before = sorted(path.name for path in (home.views / "oxigraph" / "generations").iterdir())
    view.sync(record, day=TODAY)
    assert sorted(path.name for path in (home.views / "oxigraph" / "generations").iterdir()) == before


def test_deleting_the_folder_and_syncing_gives_the_same_graph(view: OxigraphView, record: Record, home: Home) -> None:
    view.sync(record, day=TODAY)
    before = quads(view)
    assert before == quads_made(record)
    shutil.rmtree(home.views)
    view.sync(record, day=TODAY)
    assert quads(view) == before
    view.rebuild(record, day=TODAY)
    assert quads(view) == before


def test_another_record_is_not_followed_but_taken_anew(view: OxigraphView, record: Record, tmp_path: Path) -> None:
    view.sync(record, day=TODAY)
    other = Record.open(f"sqlite:///{tmp_path / 'other.sqlite'}")
    write(other, THIRD, FOURTH, SECOND, reading("a", "x"), reading("b", "x"), now=NOW + dt.timedelta(seconds=1))
    view.sync(other, day=TODAY)
    assert quads(view) == quads_made(other)
    other.close()


def _spoil(home: Home, kind: str) -> None:
    """Damage every file of a kind: CURRENT; or the tables, cut short, gone, or altered in their midst."""
    for path in sorted((home.views / "oxigraph").rglob("CURRENT" if kind == "current" else "*.sst")):
        content = path.read_bytes()
        if kind == "current":
            path.write_bytes(b"nonsense\n")
        elif kind == "gone":
            path.unlink()
        elif kind == "short":
            os.truncate(path, len(content) // 2)
        else:
            with path.open("r+b") as file:
                file.write(b"\x55" * (len(content) * 3 // 4))  # the same file has several names


@pytest.mark.parametrize("kind", ["current", "gone", "short", "altered"])
def test_damage_is_noticed_and_the_graph_built_anew(kind: str, view: OxigraphView, record: Record, home: Home) -> None:
    view.sync(record, day=TODAY)
    _spoil(home, kind)
    fresh = OxigraphView(home)
    if kind == "altered":  # of the same size: the engine notices when it reads
        with pytest.raises(ViewError, match="Sync it"):
            quads(fresh)
    fresh.sync(record, day=TODAY)
    assert quads(fresh) == quads_made(record)
    write(record, reading("fifth", "Northlight Post offers finishing to HarbourTV.", offers(HARBOUR)))
    fresh.sync(record, day=TODAY)
    assert quads(fresh) == quads_made(record)


def test_reading_changes_nothing_of_what_was_published(view: OxigraphView, record: Record, home: Home) -> None:
    view.sync(record, day=TODAY)
    rows(OxigraphView(home), SHORT)
    newest = Generations(home.views / "oxigraph").newest()
    assert newest is not None
    assert newest.whole()


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:3])
def test_any_order_of_reading_gives_the_same_graph(order: tuple[int, ...], view: OxigraphView, tmp_path: Path) -> None:
    readings: tuple[Reading, ...] = (FIRST, SECOND, THIRD)
    found = []
    for number, one in enumerate(((0, 1, 2), order)):
        record = Record.open(f"sqlite:///{tmp_path / f'{number}.sqlite'}")
        write(record, *(readings[place] for place in one))
        found.append(quads_made(record))
        record.close()
    assert found[0] == found[1]


def test_hostile_names_are_only_names(view: OxigraphView, tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'hostile.sqlite'}")
    hostile = replace(KITE, name='x"> <urn:x> "y\\\n} DROP ALL # 剧\u0007')
    write(record, reading('d"> <urn:evil> .\n', f"Northlight Post offers finishing to {hostile.name}.", offers(hostile)),
          reading("b", "Kite Reels"))
    view.sync(record, day=TODAY)
    assert list(view.compare(record)) == []
    assert rows(view, f"SELECT ?n {{ <{iri(STUDIO)}> rg:serves/rdfs:label ?n }}") == {(Lit(hostile.name, language="en"),)}
    record.close()
