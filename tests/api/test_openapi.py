"""The OpenAPI description against the app, by schemathesis: no 500, no status, media type or body that isn't described."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from api.app import create
from api.wiring import House

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PLAIN = settings(derandomize=True, deadline=None, phases=[Phase.explicit, Phase.generate], database=None,
                 suppress_health_check=list(HealthCheck))


def described(house: House) -> list[Any]:
    schema = schemathesis.openapi.from_asgi("/openapi.json", create(house))
    return [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


def hold(operation: Any, examples: int) -> None:
    @settings(PLAIN, max_examples=examples)
    @given(case=operation.as_strategy())
    def check(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)
    check()


def test_sample(told: House) -> None:
    operations = described(told)
    assert {"/v1/relationships", "/v1/entities/{id}", "/sparql", "/v1/ask"} <= {one.path for one in operations}
    for operation in operations:
        if operation.path not in ("/v1/ask", "/sparql"):  # these have hostile inputs of their own, and cost more
            hold(operation, 15)


@pytest.mark.soak
def test_every_operation_a_thousand_times(told: House) -> None:
    operations = described(told)
    for operation in operations:
        hold(operation, 20_000 // len(operations))
