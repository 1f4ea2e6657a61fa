"""queries.networks over a small trade: names, evidence of every hop, relations, types, times, and what is refused."""

from __future__ import annotations

import datetime as dt
import io

import networkx as nx
import pytest

from graph.errors import Ambiguous, NotFound, QueryLimit, Unsupported, ValueFormatError
from graph.exchange.graphml import graphml
from graph.record import Record
from queries import networks
from queries.networks import Selection, links, search
from queries.networks.export import Found
from queries.networks.selection import resolve
from queries.pattern import Filters
from tests.graph.telling import NOW, tell
from tests.queries.networks.conftest import BOX, DAY, DIAL, FERN, MOSS, OWL, Place, id_of

SERVES = Selection(relations=("serves",))


def names(found: networks.PathsFound) -> list[list[str]]:
    return [[found.entities[path[0].source].name, *(found.entities[hop.target].name for hop in path)] for path in found.paths]


def test_a_path_says_which_sentence_makes_every_hop(trade: Record, place: Place) -> None:
    with trade.reader() as reader:
        found = networks.paths(reader, place, "Owl Hall", "amberbox", SERVES)
        assert found.distance is None
        found = networks.paths(reader, place, "Owl Hall", "amberbox")
    assert (found.distance, found.more) == (2, False)
    assert names(found) == [["Owl Hall", "Fern Post", "Amberbox"]]
    owns, serves = found.paths[0]
    assert [(one.relation, one.forward, one.derived) for one in (*owns.joined, *serves.joined)] == [("owns", True, False), ("serves", True, True)]
    assert [row.quote for row in owns.joined[0].evidence] == ["Owl Hall owns Fern Post.", "Owl Hall owns Fern Post."]
    assert {row.document for row in owns.joined[0].evidence} == {"spring", "summer"}
    assert serves.joined[0].evidence[0].quote == "Fern Post provides service colour grading Amberbox."
    assert found.change == len(("spring", "summer", "autumn", "winter"))


def test_longer_paths_come_after_the_shortest(trade: Record, place: Place) -> None:
    with trade.reader() as reader:
        some = networks.paths(reader, place, "Fern Post", "Dialroom", Selection(filters=Filters(as_of=dt.date(2025, 11, 1))), extra=1)
        one = networks.paths(reader, place, "Fern Post", "Dialroom", Selection(filters=Filters(as_of=dt.date(2025, 11, 1))), extra=1, limit=1)
    assert names(some) == [["Fern Post", "The Salt Bride", "Dialroom"], ["Fern Post", "Amberbox", "Moss Films", "Dialroom"]]
    assert names(one) == names(some)[:1]
    assert one.more


def test_directions_count_where_they_are_asked_for(trade: Record, place: Place) -> None:
    with trade.reader() as reader:
        there = networks.paths(reader, place, "Owl Hall", "Amberbox", Selection(directed=True))
        back = networks.paths(reader, place, "Amberbox", "Owl Hall", Selection(directed=True))
        turned = networks.paths(reader, place, "Fern Post", "Owl Hall", Selection(relations=("owned_by",), directed=True))
        plain = networks.paths(reader, place, "Amberbox", "Owl Hall")
    assert (there.distance, back.distance, turned.distance) == (2, None, 1)
    assert [hop.joined[0].forward for hop in plain.paths[0]] == [False, False]


@pytest.mark.parametrize(("filters", "distance"), [
    (Filters(), None), (Filters(as_of=dt.date(2025, 12, 1)), 1), (Filters(timeless=True), 1), (Filters(timeless=True, known_at=2), None),
    (Filters(timeless=True, known_at=3), 1), (Filters(timeless=True, published_until=dt.date(2025, 9, 30)), None),
    (Filters(timeless=True, min_confidence=0.95), None), (Filters(timeless=True, min_sources=2), None)])
def test_times_and_certainty(trade: Record, place: Place, filters: Filters, distance: int | None) -> None:
    with trade.reader() as reader:
        found = networks.paths(reader, place, "Moss Films", "Dialroom", Selection(("partners_with",), filters=filters))
    assert found.distance == distance


def test_evidence_is_what_the_times_allow(trade: Record, place: Place) -> None:
    until = Selection(filters=Filters(published_until=dt.date(2025, 5, 1)))
    with trade.reader() as reader:
        found = networks.paths(reader, place, "Owl Hall", "Fern Post", until)
        without = networks.paths(reader, place, "Owl Hall", "Fern Post", until, evidence=False)
    assert [row.document for row in found.paths[0][0].joined[0].evidence] == ["spring"]
    assert without.paths[0][0].joined[0].evidence == ()


def test_what_is_planned_joins_only_where_it_is_asked_for(trade: Record, place: Place) -> None:
    with trade.reader() as reader:
        assert networks.paths(reader, place, "Lark Works", "Vanecast").distance is None
        assert networks.paths(reader, place, "Lark Works", "Vanecast", Selection(filters=Filters(modality=("planned",)))).distance == 1


def test_types_hold_between_the_ends(trade: Record, place: Place) -> None:
    with trade.reader() as reader:
        over_titles = networks.paths(reader, place, "Fern Post", "Dialroom", Selection(types=("Title",)))
        over_studios = networks.paths(reader, place, "Fern Post", "Dialroom", Selection(types=("Studio",)))
        near = networks.neighbours(reader, place, "Fern Post", Selection(types=("Title",)), hops=2)
    assert (over_titles.distance, over_studios.distance) == (2, None)
    assert [near.entities[one.entity].name for one in near.near] == ["The Salt Bride"]


def test_a_neighbourhood_is_told_from_the_nearest_on(trade: Record, place: Place) -> None:
    with trade.reader() as reader:
        found = networks.neighbours(reader, place, "Amberbox", hops=2)
        cut = networks.neighbours(reader, place, "Amberbox", hops=2, limit=1)
    told = [(found.entities[one.entity].name, one.distance, one.links) for one in found.near]
    assert sorted(told[:2]) == [("Fern Post", 1, 1), ("Moss Films", 1, 1)]
    assert sorted(told[2:]) == [("Owl Hall", 2, 1), ("The Salt Bride", 2, 1), ("colour grading", 2, 1)]
    assert (found.reached, cut.reached, len(cut.near)) == (5, 5, 1)
    pairs = {(found.entities[hop.source].name, found.entities[hop.target].name) for hop in found.hops}
    assert pairs == {("Amberbox", "Fern Post"), ("Amberbox", "Moss Films"), ("Fern Post", "Owl Hall"), ("Fern Post", "The Salt Bride"),
                     ("Fern Post", "colour grading")}
    assert all(one.evidence for hop in found.hops for one in hop.joined)
    assert {hop.source for hop in cut.hops} == {id_of(BOX)}


def test_the_whole_network(trade: Record, place: Place) -> None:
    with trade.reader() as reader:
        degrees = networks.central(reader, place, "degree", limit=2)
        ranks = networks.central(reader, place, "pagerank")
        between = networks.central(reader, place, "betweenness", Selection(types=("Studio", "Platform")))
        groups = networks.communities(reader, place)
        brokers = networks.brokers(reader, place)
    assert [(one.entity.name, one.score) for one in degrees.first] == [("Fern Post", 4.0), (degrees.first[1].entity.name, 2.0)]
    assert sum(one.score for one in ranks.first) == pytest.approx(1)
    assert {one.entity.name for one in between.first if one.score} == {"Fern Post", "Amberbox"}
    assert sum(size for _, size, _ in groups.communities) == degrees.arrays.nodes == 7
    assert [members[0].degree for _, _, members in groups.communities] == sorted((members[0].degree for _, _, members in groups.communities),
                                                                                 reverse=True)
    assert {entity.name for entity, _ in brokers.brokers} <= {"Fern Post", "Amberbox", "The Salt Bride"}


def test_a_network_of_nothing_has_nobody_in_it(place: Place, record: Record) -> None:
    with record.reader() as reader:
        for measure in networks.MEASURES:
            assert networks.central(reader, place, measure).first == ()
        assert networks.communities(reader, place).communities == ()
        assert networks.brokers(reader, place).brokers == ()


def test_what_is_refused(trade: Record, place: Place) -> None:
    trade.writer().write(tell("kites", *[(OWL, "owns", FERN, {})], also=[MOSS.__class__("Kite", "Title"), MOSS.__class__("Kite", "Studio")]), now=NOW)
    with trade.reader() as reader:
        with pytest.raises(NotFound) as missing:
            networks.paths(reader, place, "Owl Hal", "Amberbox")
        assert missing.value.near == ("Owl Hall",)
        with pytest.raises(Ambiguous):
            networks.neighbours(reader, place, "Kite")
        with pytest.raises(NotFound) as relation:
            networks.neighbours(reader, place, "Owl Hall", Selection(("serve",)))
        assert (relation.value.kind, relation.value.near) == ("relation", ("serves", "service_provided_by"))
        with pytest.raises(NotFound, match="no type"):
            networks.central(reader, place, "degree", Selection(types=("Studios",)))
        with pytest.raises(Unsupported, match="follows from several statements"):
            networks.central(reader, place, "degree", Selection(("is_behind",)))
        for wrong in (lambda: networks.paths(reader, place, "Owl Hall", id_of(OWL)), lambda: networks.paths(reader, place, "Owl Hall", "Amberbox", longest=9),
                      lambda: networks.neighbours(reader, place, "Owl Hall", hops=0), lambda: networks.central(reader, place, "fame"),
                      lambda: networks.communities(reader, place, resolution=float("nan"))):
            with pytest.raises(ValueFormatError):
                wrong()


def test_what_is_too_much_is_refused(trade: Record, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with trade.reader() as reader:
        walker = links.Walker(reader, resolve(Selection(), place.ontology, today=DAY), most=3)
        with pytest.raises(QueryLimit, match="more than 3 links"):
            search.find(walker, id_of(FERN), id_of(DIAL), longest=6, extra=0, limit=1)
        monkeypatch.setattr(links, "MOST_OF_A_NETWORK", 4)
        with pytest.raises(QueryLimit, match="name relations"):
            networks.central(reader, place, "degree")


def test_graphml_of_each_answer(trade: Record, place: Place) -> None:
    with trade.reader() as reader:
        path = networks.paths(reader, place, "Owl Hall", "Amberbox")
        near = networks.neighbours(reader, place, "Fern Post")
        groups = networks.communities(reader, place)
        found: list[Found] = [path, near, networks.central(reader, place, "degree"), groups, networks.brokers(reader, place)]
        back = [nx.read_graphml(io.BytesIO("".join(graphml(networks.as_graph(reader, one))).encode())) for one in found]
    assert sorted(told["name"] for _, told in back[0].nodes(data=True)) == ["Amberbox", "Fern Post", "Owl Hall"]
    assert sorted(told["predicate"] for *_, told in back[0].edges(data=True)) == ["owns", "serves"]
    assert back[1].nodes[id_of(OWL)]["distance"] == 1
    assert back[2].nodes[id_of(FERN)]["degree"] == 4.0
    assert {told["community"] for _, told in back[3].nodes(data=True)} == {number for number, *_ in groups.communities}
    assert back[4].number_of_edges() == back[2].number_of_edges() == 6
    assert back[4].get_edge_data(id_of(OWL), id_of(FERN))["weight"] == 1
