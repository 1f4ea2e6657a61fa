"""api.app: problems, OpenAPI, and that nothing a caller sends causes a status of 500."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api import errors
from api.app import create
from api.edge import ProblemResponse
from api.wiring import House
from graph.errors import RecordBusy

HOSTILE = st.one_of(
    st.text(max_size=60), st.text(st.sampled_from("\0\ud800\udfff%/?#&=;\"'\\{}<>*^|.-_ aé卖\U0001f600\r\n\t"), max_size=40),
    st.sampled_from(["0", "-1", "9" * 400, "1e999", "nan", "true", "null", "[]", "{}", "' OR 1=1 --", "e" + "0" * 20, "2026-02-30", "*", "x" * 5000]))
PARAMETERS = st.sampled_from(["subject", "predicate", "object", "subject_type", "object_type", "role.to", "role.region", "role.", "role.nope", "limit", "question",
                              "cursor", "q", "type", "evidence", "query", "as_of", "published_until", "min_confidence", "min_sources",
                              "modality", "polarity", "nonsense"])
PATHS = ["/v1/entities", "/v1/entities/Kite", "/v1/relationships", "/v1/statements/x", "/sparql", "/healthz", "/v1/ask", "/"]
ONCE = settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def raw(text: str) -> str:
    """Percent-encoded, halves of surrogate pairs as the bytes that they would be."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def holds(response: Any) -> None:
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        told = response.json()
        assert set(told) >= {"type", "title", "status", "detail"}
        assert told["status"] == response.status_code


@ONCE
@given(path=st.sampled_from(PATHS), pairs=st.lists(st.tuples(PARAMETERS, HOSTILE), max_size=4))
@example(path="/v1/relationships", pairs=[("subject", "\0"), ("role.to", "\0")])
@example(path="/v1/relationships", pairs=[("subject", "Larkhill Post"), ("limit", "9" * 5000)])
@example(path="/v1/entities", pairs=[("q", "\ud800")])
def test_no_query_string_causes_500(client: TestClient, path: str, pairs: list[tuple[str, str]]) -> None:
    holds(client.get(f"{path}?" + "&".join(f"{raw(name)}={raw(value)}" for name, value in pairs)))


@ONCE
@given(start=st.sampled_from(["/v1/entities/", "/v1/statements/", "/v1/", "/"]), rest=HOSTILE)
@example(start="/v1/entities/", rest="\0")
@example(start="/v1/statements/", rest="\ud800")
def test_no_path_causes_500(client: TestClient, start: str, rest: str) -> None:
    holds(client.get(start + raw(rest)))


@ONCE
@given(body=st.one_of(st.binary(max_size=200), HOSTILE.map(lambda text: text.encode("utf-8", "surrogatepass"))),
       kind=st.sampled_from(["application/sparql-query", "application/x-www-form-urlencoded", "application/json", "", "text/plain; charset=x"]),
       accept=st.sampled_from(["*/*", "text/csv", "application/json;q=nan", ",,;;", "image/png", "text/turtle"]))
@example(body=b"query=ASK{}", kind="application/x-www-form-urlencoded", accept="*/*")
def test_no_body_causes_500(client: TestClient, body: bytes, kind: str, accept: str) -> None:
    holds(client.post("/sparql", content=body, headers={"content-type": kind, "accept": accept}))


def test_every_method_and_page_that_is_not_there_is_a_problem(client: TestClient) -> None:
    absent = client.get("/v1/nothing")
    assert (absent.status_code, absent.json()["title"]) == (404, "No such page")
    wrong = client.post("/v1/entities", content=b"{}")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    holds(absent)
    holds(wrong)


def test_parameters_that_cannot_be_used_are_named(client: TestClient) -> None:
    told = client.get("/v1/entities?q=larkhill&limit=many").json()
    assert told["status"] == 422
    assert told["errors"] == [{"where": "query.limit", "reason": "Input should be a valid integer, unable to parse string as an integer"}]


def test_a_busy_record_says_when_to_come_back(told: House) -> None:
    app = create(told)

    @app.get("/busy")
    def busy() -> None:
        raise RecordBusy("another process writes", "Wait")

    with TestClient(app) as client:
        response = client.get("/busy")
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")


def test_a_fault_of_ours_is_a_problem_that_tells_nothing(told: House, caplog: pytest.LogCaptureFixture) -> None:
    app = create(told)

    @app.get("/broken")
    def broken() -> None:
        raise KeyError("a secret")

    with TestClient(app) as client:
        response = client.get("/broken")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.json()["type"] == errors.TYPE_PREFIX + "fault"
    assert "a secret" in caplog.text


def test_a_problem_can_hold_any_text() -> None:
    assert json.loads(bytes(ProblemResponse({"detail": "a\ud800\0"}).body)) == {"detail": "a\ud800\0"}


def test_openapi_tells_every_route_with_examples(client: TestClient) -> None:
    told = client.get("/openapi.json").json()
    assert set(told["paths"]) >= {"/v1/entities", "/v1/entities/{id}", "/v1/relationships", "/v1/statements/{id}", "/sparql", "/healthz", "/readyz"}
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            assert one["summary"], (method, path)
            assert "404" in one["responses"]
            assert "application/problem+json" in one["responses"]["404"]["content"]
    parameters = {one["name"]: one for one in told["paths"]["/v1/relationships"]["get"]["parameters"]}
    assert "example" in parameters["role.NAME"]
    assert parameters["subject"]["schema"]["examples"] == ["Dexter Studios"]


def test_health(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["change"]) == ("ok", 2)
