"""What the fixtures of evaluation give.

fixed      a function: readings by the stem of their source → a reader that gives them back
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.claim import Argument, Claim, Evidence, Origin, Value
from graph.document import Document, Mention, Reading
from graph.entity import LocalEntity


class Fixed:
    fingerprint = "fixed"

    def __init__(self, readings: Mapping[str, dict[str, Any]]) -> None:
        self._readings = readings

    def read(self, document: Document, given: Sequence[Mention] | None = None) -> Reading:
        assert given is None
        return _reading(self._readings.get(Path(document.source).stem, {"mentions": [], "claims": []}), document)


def _reading(told: dict[str, Any], document: Document) -> Reading:
    mentions = tuple(Mention(m["start"], m["end"], m["text"], m["type"], m["entity"]) for m in told["mentions"])
    return Reading(document, mentions, tuple(_claim(claim) for claim in told["claims"]), "fixed")


def _claim(told: dict[str, Any]) -> Claim:
    evidence = told.get("evidence")
    subject = _argument(told["subject"])
    assert isinstance(subject, LocalEntity)
    return Claim(told.get("id", "c"), subject, told["predicate"], _argument(told["object"]),
                 tuple(sorted((role, _argument(value)) for role, value in told.get("qualifiers", {}).items())), told.get("polarity", "positive"),
                 told.get("modality", "asserted"), None, None, 1.0, Origin("test"),
                 Evidence(evidence["start"], evidence["end"], evidence["text"]) if evidence else None)


def _argument(told: dict[str, str]) -> Argument:
    return LocalEntity(told["name"], told["type"]) if "name" in told else Value(told["value"], told.get("datatype", "text"))


@pytest.fixture
def fixed() -> Callable[[Mapping[str, dict[str, Any]]], Fixed]:
    return Fixed
