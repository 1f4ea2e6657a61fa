"""The manifest says what the shipped weights were made of; here it is held to the tree."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from ingest.evaluation import confidence as measuring
from ingest.model import load as loading
from ingest.model import relations
from ingest.model.build import configured, made_of
from ingest.reading import classifier, confidence, kinds

NAMES = (loading.FILE, kinds.WEIGHTS.name)
RELATIONS = classifier.WEIGHTS.name
CONFIDENCE = confidence.WEIGHTS.name
AGAIN = "build the weights again: .venv/bin/python -m ingest.model.build (only types: --kinds)"


def manifest() -> dict[str, Any]:
    told = json.loads((loading.WEIGHTS.parent / "manifest.json").read_text("utf-8"))
    assert isinstance(told, dict)
    return told


def test_every_file_of_weights_is_on_the_manifest() -> None:
    assert sorted(manifest()) == sorted([*NAMES, RELATIONS, CONFIDENCE]) == sorted(file.name for file in loading.WEIGHTS.iterdir())


@pytest.mark.parametrize("name", [*NAMES, RELATIONS, CONFIDENCE])
def test_the_weights_are_those_that_were_built(name: str) -> None:
    content = (loading.WEIGHTS / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == manifest()[name]["weights"]
    assert len(content) < 15_000_000


@pytest.mark.parametrize("name", NAMES)
def test_what_they_were_made_of_is_what_the_tree_holds(name: str) -> None:
    told = {key: value for key, value in manifest()[name].items() if key != "weights"}
    assert made_of(name) == told, AGAIN


def test_what_decides_the_names_is_less_than_what_decides_the_types() -> None:
    assert set(configured(loading.FILE)) < set(configured(kinds.WEIGHTS.name))
    assert all(file.is_file() for file in configured(kinds.WEIGHTS.name))


def test_the_weights_of_relations_are_made_of_what_the_tree_holds_and_of_a_file_that_is_told() -> None:
    told = {key: value for key, value in manifest()[RELATIONS].items() if key != "weights"}
    assert len(str(told["core"])) == 64
    assert relations.made_of(str(told["core"])) == told, "build them again: python -m ingest.model.relations --core FILE"
    assert classifier.WEIGHTS.stat().st_size <= 1_000_000


def test_confidence_is_measured_on_what_the_tree_holds() -> None:
    told = {key: value for key, value in manifest()[CONFIDENCE].items() if key != "weights"}
    assert measuring.made_of() == told, "measure it again (a minute): .venv/bin/python -m ingest.evaluation.confidence"
    assert confidence.WEIGHTS.stat().st_size <= 20_000
