"""api.routes.ask; loads the language model."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

QUESTION = "who offers finishing to which platforms"


def test_an_answer_with_evidence_in_several_threads_at_once(client: TestClient) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: client.get("/v1/ask", params={"question": QUESTION}).json(), range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["outcome"] == "answer"
    assert len(answers[0]["rows"]) == 2
    assert all(statement["evidence"] for row in answers[0]["rows"] for statement in row["statements"])


@pytest.mark.parametrize("question", ["", "?" * 1001, "who\0owns"])
def test_what_is_no_question(client: TestClient, question: str) -> None:
    assert client.get("/v1/ask", params={"question": question}).status_code == 422


@pytest.mark.parametrize("question", ["?", "卖菜大妈", "\U0001f600 who", "'; DROP TABLE claims; --", "who " * 200, "\ufffd", "who owns who owns who"])
def test_any_question_has_an_outcome(client: TestClient, question: str) -> None:
    response = client.get("/v1/ask", params={"question": question})
    assert response.status_code == 200
    assert response.json()["outcome"] in ("not_understood", "not_known", "ambiguous", "answer")


def test_a_cursor_of_another_question(client: TestClient) -> None:
    assert client.get("/v1/ask", params={"question": QUESTION, "cursor": "x"}).json()["type"] == "/problems/bad-cursor"
