"""api.routes.changes"""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
from starlette.testclient import TestClient

from api.wiring import House
from graph.document import Reading
from tests.api.conftest import BRIGHTPANE, NOON, NORLAND, reading
from tests.api.serving import serving


def shortened() -> Reading:
    """The interview, read again when only its second sentence is left."""
    text = "Brightpane is not available in Norland."
    return reading("interview", text, "2026-03-05", [(BRIGHTPANE, "available_in", NORLAND, {}, "negative", "asserted", text)])


def test_what_became_known(client: TestClient, told: House) -> None:
    page = client.get("/v1/changes").json()
    assert [(one["change"], one["kind"]) for one in page["changes"]] == [(1, "read"), (2, "read")]
    assert page["next"] is None
    first, second = page["changes"]
    assert len(first["known"]) == 5
    assert first["changed"] == first["closed"] == []
    assert (len(second["known"]), len(second["changed"])) == (2, 1)
    assert client.get(f"/v1/statements/{second['changed'][0]}").json()["statement"]["sources"] == 2
    entities = [client.get(f"/v1/entities/{one}").json()["entity"]["name"] for one in second["entities"]]
    assert "Norland" in entities


def test_what_was_closed(client: TestClient, told: House) -> None:
    told.record.writer().write(shortened(), now=NOON)
    change = client.get("/v1/changes?since=2").json()["changes"][0]
    statements = {what: sorted(client.get(f"/v1/statements/{one}").json()["statement"]["predicate"] for one in change[what])
                  for what in ("known", "changed", "closed")}
    assert statements == {"known": [], "changed": ["available_in", "provides_service"], "closed": ["holds_role"]}


def test_pages_follow_each_other(client: TestClient) -> None:
    page = client.get("/v1/changes?limit=1").json()
    assert page["next"] == 1
    assert [one["change"] for one in client.get("/v1/changes?limit=1&since=1").json()["changes"]] == [2]
    assert client.get("/v1/changes?since=2").json()["changes"] == []


def test_a_change_a_line(client: TestClient) -> None:
    lines = client.get("/v1/changes", headers={"accept": "application/x-ndjson"}).text.splitlines()
    assert [json.loads(line)["change"] for line in lines] == [1, 2]


def test_a_stream_goes_on_where_it_was_left_and_tells_what_comes(told: House) -> None:
    with serving(told) as address, httpx.Client(timeout=30) as http:
        headers = {"accept": "text/event-stream", "last-event-id": "1"}
        with http.stream("GET", f"{address}/v1/changes", headers=headers) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            lines = stream.iter_lines()
            assert _next(lines) == 2
            told.record.writer().write(shortened(), now=NOON)
            assert _next(lines) == 3


def _next(lines: Iterator[str]) -> int:
    for line in lines:
        if line.startswith("data: "):
            return int(json.loads(line.removeprefix("data: "))["change"])
    raise AssertionError("the stream is over")
