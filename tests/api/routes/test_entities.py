"""api.routes.entities and api.routes.statements"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from starlette.testclient import TestClient

from api.wiring import House
from graph.claim import Claim, Origin
from graph.entity import LocalEntity
from graph.record.judging import Judge
from tests.api.conftest import NOON


def test_names_as_you_type(client: TestClient) -> None:
    told = client.get("/v1/entities?q=LARK").json()
    assert [one["name"] for one in told["entities"]] == ["Larkhill Post"]
    assert told["change"] == 2
    assert client.get("/v1/entities?q=kite&type=Title").json()["entities"][0]["type"] == "Title"
    assert client.get("/v1/entities?q=zzz").json()["entities"] == []


def test_an_entity_by_name_and_by_id_is_the_same(client: TestClient) -> None:
    by_name = client.get("/v1/entities/Brightpane").json()
    by_id = client.get(f"/v1/entities/{by_name['entity']['id']}").json()
    assert by_name == by_id
    predicates = {(one["predicate"], one["polarity"], one["modality"]) for one in by_name["statements"]}
    assert predicates == {("provides_service", "positive", "asserted"), ("provides_service", "positive", "planned"),
                          ("available_in", "negative", "asserted")}


def test_statements_carry_the_sentences_and_names(client: TestClient) -> None:
    told = client.get("/v1/entities/Larkhill Post").json()["statements"]
    finishing = next(one for one in told if one["object"]["name"] == "finishing" and one["roles"]["to"][0]["name"] == "Brightpane")
    assert finishing["sources"] == 2
    assert [row["published_on"] for row in finishing["evidence"]] == ["2026-03-05", "2026-03-01"]
    assert "Larkhill Post does finishing for Brightpane" in finishing["evidence"][0]["quote"]
    assert set(finishing["evidence"][0]["arguments"]) == {"subject", "object", "to"}


def test_pages_of_statements(client: TestClient) -> None:
    whole = client.get("/v1/entities/Larkhill Post").json()
    assert whole["cursor"] is None
    seen, cursor = [], ""
    for _ in range(10):
        page = client.get(f"/v1/entities/Larkhill Post?limit=1&cursor={cursor}").json()
        seen += [one["id"] for one in page["statements"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert seen == [one["id"] for one in whole["statements"]]
    assert len(seen) == 4


def test_a_name_of_two_is_ambiguous_and_a_type_tells_them_apart(client: TestClient) -> None:
    told = client.get("/v1/entities/Kite")
    assert told.status_code == 409
    assert {(name, type_) for _, name, type_ in told.json()["candidates"]} == {("Kite", "Title"), ("Kite", "Studio")}
    assert client.get("/v1/entities/Kite?type=Title").json()["entity"]["type"] == "Title"


def test_an_unknown_name_is_told_with_near_ones(client: TestClient) -> None:
    told = client.get("/v1/entities/Larkhill Pst")
    assert told.status_code == 404
    assert told.json()["near"] == ["Larkhill Post"]


def test_a_statement_by_id(client: TestClient) -> None:
    one = client.get("/v1/entities/Kite Sound").json()["statements"][0]
    told = client.get(f"/v1/statements/{one['id']}").json()
    assert told["statement"] == one
    assert client.get("/v1/statements/s0").status_code == 404


def test_without_evidence(client: TestClient) -> None:
    assert all(one["evidence"] is None for one in client.get("/v1/entities/Larkhill Post?evidence=false").json()["statements"])


def test_what_was_merged_away_leads_to_the_one_that_stands_until_it_is_undone(client: TestClient, told: House) -> None:
    gone, stands = (client.get(f"/v1/entities/{name}").json()["entity"]["id"] for name in ("Kite Sound", "Salt Roses TV"))
    judge = Judge(told.record)
    judgement = judge.merge(stands, gone, author="a test", reason="", now=NOON)
    ids = {gone, stands} - {client.get("/v1/entities/Kite Sound").json()["entity"]["id"]}
    moved = client.get(f"/v1/entities/{ids.copy().pop()}/timeline?limit=5", follow_redirects=False)
    assert moved.status_code == 308
    assert moved.headers["location"].endswith("/timeline?limit=5")
    assert moved.headers["location"] != f"/v1/entities/{ids.pop()}/timeline?limit=5"
    judge.undo(judgement, author="a test", reason="", now=NOON)
    assert client.get(f"/v1/entities/{gone}", follow_redirects=False).json()["entity"]["name"] == "Kite Sound"


def test_a_timeline_is_in_order_and_goes_on(client: TestClient) -> None:
    whole = client.get("/v1/entities/Larkhill Post/timeline").json()["events"]
    assert [one["day"] for one in whole] == ["2026-03-01"] * 4
    seen: list[Any] = []
    page: Any = {"cursor": ""}
    while page["cursor"] is not None:
        page = client.get("/v1/entities/Larkhill Post/timeline", params={"limit": 1, "cursor": page["cursor"]}).json()
        seen += page["events"]
    assert seen == whole


def test_neighbours_are_those_of_what_holds(client: TestClient) -> None:
    told = client.get("/v1/entities/Larkhill Post/neighbours").json()["neighbours"]
    assert (told[0]["entity"]["name"], told[0]["statements"]) == ("finishing", 2)
    assert {one["entity"]["name"] for one in told} == {"finishing", "Brightpane", "Salt Roses TV", "Kite Sound"}
    sound = next(one for one in told if one["entity"]["name"] == "Kite Sound")
    assert sound["relations"] == [{"predicate": "owns", "direction": "out", "statements": 1}]
    back = client.get("/v1/entities/Kite Sound/neighbours").json()["neighbours"]
    assert back[0]["relations"] == [{"predicate": "owns", "direction": "in", "statements": 1}]


def test_documents_that_name_an_entity(client: TestClient) -> None:
    told = client.get("/v1/entities/Brightpane/documents").json()
    assert [one["published_on"] for one in told["documents"]] == ["2026-03-05", "2026-03-01"]
    first = client.get("/v1/entities/Brightpane/documents?limit=1").json()
    second = client.get(f"/v1/entities/Brightpane/documents?limit=1&cursor={first['cursor']}").json()
    assert first["documents"] + second["documents"] == told["documents"]
    assert client.get("/v1/entities/Brightpane/documents?cursor=x").status_code == 400


def test_the_link_to_the_next_page(client: TestClient) -> None:
    first = client.get("/v1/entities/Larkhill Post/relationships?limit=2")
    address = first.headers["link"].removeprefix("<").partition(">")[0]
    assert first.headers["link"].endswith('rel="next"')
    second = client.get(address).json()
    whole = client.get("/v1/entities/Larkhill Post/relationships").json()["statements"]
    assert first.json()["statements"] + second["statements"] == whole


@pytest.mark.parametrize("name", ["Štúdió 東", "50% / Half? #1", "a\\b;c", "<Fenn>"])
def test_the_link_of_a_name_in_any_letters_is_an_address(client: TestClient, told: House, name: str) -> None:
    owned = [Claim("", LocalEntity(name, "Studio"), "owns", LocalEntity(one, "Studio"), (), "positive", "asserted", None, None, 0.8,
                   Origin("ada"), None) for one in ("Fern Post", "Moss Films")]
    assert not any(one.refused for one in told.record.assert_all(owned, now=NOON))
    address = f"/v1/relationships?predicate=owns&limit=1&{urlencode({'subject': name})}"
    if "/" not in name:
        address = f"/v1/entities/{quote(name)}/relationships?limit=1"
    first = client.get(address)
    link = first.headers["link"].removeprefix("<").partition(">")[0]
    assert link.isascii()
    assert " " not in link
    assert client.get(link).json() != first.json()
    assert client.get(link).json()["cursor"] is None
