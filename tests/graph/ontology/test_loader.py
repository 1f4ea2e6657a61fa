"""The loader refuses what it doesn't know."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from graph.errors import OntologyError
from graph.ontology.loader import load_ontology, load_vocabulary

ONTOLOGY = (files("graph.ontology") / "ontology.toml").read_text()
VOCABULARY = (files("graph.ontology") / "vocabulary.toml").read_text()


def written(path: Path, text: str) -> Path:
    file = path / "data.toml"
    file.write_text(text)
    return file


@pytest.mark.parametrize(("old", "new"), [
    ('version = "1.1"', 'version = "1.1"\ncolour = "red"'), ("symmetric = false", "symmetric = false\nweight = 1"),
    ('range = ["Title"]', 'range = ["Titel"]'), ('qualifiers = ["region"', 'qualifiers = ["moon", "region"'),
    ('version = "1.1"', "version = ")])
def test_an_ontology_that_breaks_its_rules_is_refused(tmp_path: Path, old: str, new: str) -> None:
    assert old in ONTOLOGY
    with pytest.raises(OntologyError):
        load_ontology(written(tmp_path, ONTOLOGY.replace(old, new, 1)))


@pytest.mark.parametrize(("old", "new"), [
    ("[genres]", "[flavours]\n\n[genres]"), ('broader = "romance"', 'broader = "rhubarb"'), ("{ labels = [] }", '{ labels = [], hue = "red" }')])
def test_a_vocabulary_that_breaks_its_rules_is_refused(tmp_path: Path, old: str, new: str) -> None:
    assert old in VOCABULARY
    with pytest.raises(OntologyError):
        load_vocabulary(written(tmp_path, VOCABULARY.replace(old, new, 1)))
