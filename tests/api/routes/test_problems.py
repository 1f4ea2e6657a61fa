"""api.routes.problems and docs/api/problems.md: every type of problem leads to a page that says what it means."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import errors

PAGE = Path(__file__).parents[3] / "docs" / "api" / "problems.md"


@pytest.mark.parametrize("row", errors.rows(), ids=lambda row: str(row.type))
def test_every_kind_has_a_section_in_the_docs(row: errors.Row) -> None:
    section = PAGE.read_text("utf-8").partition(f"\n## {row.type}\n")[2].partition("\n## ")[0]
    assert " ".join(section.split()) == f"Status {row.status}: {row.title}. {row.meaning}"


def test_no_section_of_a_kind_that_is_not_there() -> None:
    told = re.findall(r"^## (\S+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert told == ["about:blank", *(row.type for row in errors.rows())]


def test_the_type_of_a_problem_leads_to_its_page(client: TestClient) -> None:
    told = client.get("/v1/entities/Nobody").json()
    page = client.get(told["type"])
    assert (page.status_code, page.headers["content-type"]) == (200, "text/markdown; charset=utf-8")
    assert page.text.startswith(f"# not-found\n\nStatus 404: {told['title']}.")
    assert all(client.get(errors.TYPE_PREFIX + row.type).status_code == 200 for row in errors.rows())
    assert client.get("/problems/ambigous").json()["near"] == ["ambiguous"]
    assert client.get("/problems").text.count("\n## ") == len(errors.rows()) - 1
