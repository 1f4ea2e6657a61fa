"""api.edge and api.metrics: what stands around every route."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import anyio.to_thread
import pytest
from starlette.testclient import TestClient

from api import settings
from api.app import create
from api.edge import Edge, Limits
from api.metrics import Metrics
from api.settings import Settings
from api.wiring import House


@pytest.fixture
def small(told: House, settings_: Settings) -> Iterator[TestClient]:
    """The API with a limit of 1,000 bytes on bodies, called from pages of example.org."""
    told.settings = settings.load(home=settings_.home, body_limit=1000, cors_origins="https://example.org")
    with TestClient(create(told)) as made:
        yield made


def test_a_request_keeps_its_id_or_gets_one(client: TestClient) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    made = client.get("/healthz", headers={"x-request-id": "no id\x7f"}).headers["x-request-id"]
    assert len(made) == 32
    assert made != client.get("/healthz").headers["x-request-id"]


def test_head_is_get_without_a_body(client: TestClient) -> None:
    told, empty = client.get("/v1/entities?q=lark"), client.head("/v1/entities?q=lark")
    assert empty.status_code == 200
    assert empty.content == b""
    assert {name: value for name, value in empty.headers.items() if name != "x-request-id"} == {
        name: value for name, value in told.headers.items() if name != "x-request-id"}
    assert client.head("/nothing").status_code == 404


def test_a_body_over_the_limit_is_refused_whether_it_tells_its_length_or_not(small: TestClient) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 100
    for content in (b" " * 3000, parts()):
        refused = small.post("/v1/relationships", content=content, headers={"content-type": "application/json"})
        assert refused.status_code == 413
        assert refused.headers["content-type"] == "application/problem+json"
        assert "1000 bytes" in refused.json()["detail"]
    assert small.post("/v1/relationships", json={"predicate": ["owns"]}).status_code == 200


def test_pages_of_the_named_origins_may_call(small: TestClient) -> None:
    allowed = small.options("/v1/relationships", headers={"origin": "https://example.org", "access-control-request-method": "GET"})
    assert allowed.headers["access-control-allow-origin"] == "https://example.org"
    told = small.get("/v1/ontology", headers={"origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in told.headers


def test_long_answers_are_compressed_for_those_who_take_it(client: TestClient) -> None:
    assert client.get("/v1/ontology", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/v1/ontology", headers={"accept-encoding": "identity"}).headers


def test_more_at_once_than_allowed_are_told_to_come_again(told: House) -> None:
    """Two requests wait inside; a third is refused at once, a look at the health is not; then there is room again."""
    metrics = Metrics(told)

    async def waits(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await inside.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})

    async def ask(edge: Edge, path: str = "/v1/entities") -> tuple[int, dict[bytes, bytes]]:
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}
        await edge({"type": "http", "method": "GET", "path": path, "headers": []}, receive, send)
        return sent[0]["status"], dict(sent[0]["headers"])

    async def play() -> None:
        edge = Edge(waits, metrics=metrics, limits=Limits(2, 1000))  # type: ignore[arg-type]
        first = [asyncio.create_task(ask(edge)) for _ in range(2)]
        while edge.running < 2:
            await asyncio.sleep(0)
        status, headers = await ask(edge)
        assert (status, headers[b"retry-after"]) == (503, b"1")
        health = asyncio.create_task(ask(edge, "/healthz"))
        inside.set()
        assert [status for status, _ in await asyncio.gather(*first, health)] == [200, 200, 200]
        assert edge.running == 0
        assert (await ask(edge))[0] == 200

    inside = asyncio.Event()
    asyncio.run(play())
    assert b"reelgraph_requests_refused_total 1.0" in metrics.text()


def test_measures_name_routes_and_tell_the_record(client: TestClient) -> None:
    client.get("/v1/entities/Kite%20Sound")
    client.get("/v1/entities/Nobody")
    client.get("/nothing")
    text = client.get("/metrics").text
    assert 'reelgraph_requests_total{method="GET",route="/v1/entities/{id}",status="200"} 1.0' in text
    assert 'reelgraph_requests_total{method="GET",route="/v1/entities/{id}",status="404"} 1.0' in text
    assert 'route="none",status="404"' in text
    assert "reelgraph_record_change 2.0" in text
    assert "reelgraph_record_up 1.0" in text


def test_what_a_caller_has_is_not_sent_again(client: TestClient) -> None:
    for address in ("/v1/entities?q=lark", "/v1/entities/Brightpane", "/v1/relationships?predicate=owns", "/v1/changes",
                    "/v1/entities/Brightpane/timeline", "/v1/entities/Brightpane/neighbours", "/v1/entities/Brightpane/documents"):
        first = client.get(address)
        assert first.headers["etag"] == 'W/"2.2026-03-10"'
        again = client.get(address, headers={"if-none-match": f'"x", {first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(address, headers={"if-none-match": 'W/"1.2026-03-10"'}).status_code == 200


def test_headers_over_the_limit_are_refused(told: House, settings_: Settings) -> None:
    told.settings = settings.load(home=settings_.home, header_limit=2000)
    with TestClient(create(told)) as client:
        refused = client.get("/v1/ontology", headers={"x-long": "a" * 2000})
        assert (refused.status_code, refused.json()["title"]) == (431, "The headers are too long")
        assert client.get("/v1/ontology", headers={"x-long": "a" * 1000}).status_code == 200


def test_a_body_that_does_not_arrive_is_told_so(told: House) -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def never() -> Any:
        await asyncio.Event().wait()

    async def reads(scope: Any, receive: Any, send: Any) -> None:
        await receive()

    edge = Edge(reads, metrics=Metrics(told), limits=Limits(2, 1000, arrival=0.001))
    asyncio.run(edge({"type": "http", "method": "POST", "path": "/v1/query", "headers": []}, never, send))
    assert sent[0]["status"] == 408
    assert b"must be there" in sent[1]["body"]


def test_what_may_be_asked_of_an_address(client: TestClient) -> None:
    told = {path: client.options(path) for path in ("/v1/relationships", "/v1/entities", "/v1/cypher", "/v1/entities/x/timeline")}
    assert {path: (answer.status_code, answer.headers["allow"]) for path, answer in told.items()} == {
        "/v1/relationships": (204, "GET, HEAD, OPTIONS, POST"), "/v1/entities": (204, "GET, HEAD, OPTIONS"),
        "/v1/cypher": (204, "OPTIONS, POST"), "/v1/entities/x/timeline": (204, "GET, HEAD, OPTIONS")}
    refused = client.delete("/v1/relationships")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert client.options("/nothing").status_code == 404


def test_few_threads_read_and_one_reads_questions(client: TestClient) -> None:
    app: Any = client.app
    assert app.state.threads._language.total_tokens == 1
    assert client.portal is not None
    assert client.portal.call(lambda: anyio.to_thread.current_default_thread_limiter().total_tokens) == 2
