"""In which way a text tells that two names belong together."""

from __future__ import annotations

import pytest

from ingest.corpus.documents import parse
from ingest.evaluation.constructions import ORDER, Constructions, matrix, told

HEAD = "---\nid: x\ndomain: d\nstyle: s\npublished: 2026-01-01\n---\n"
OWNS = "\n---\nTern Media | owns | Snaplet\n"


@pytest.fixture(scope="module")
def constructions() -> Constructions:
    return Constructions()


@pytest.mark.parametrize(("text", "name"), [
    ("[Tern Media|Organization] owns [Snaplet|Platform].", "clause"),
    ("[Snaplet|Platform] was bought by [Tern Media|Organization].", "passive"),
    ("[Snaplet|Platform] grew fast. [Tern Media|Organization] is pleased.", "other sentence"),
    ("[Tern Media|Organization] is old. It owns [Snaplet|Platform].", "reference"),
])
def test_a_pair_is_told_in_one_way(constructions: Constructions, text: str, name: str) -> None:
    document = parse(HEAD + text + OWNS)
    construed = constructions.of(document.document(), document.mentions)
    assert told(construed, "Tern Media", "Snaplet", literal=False) == name
    assert told(construed, "Tern Media", "12", literal=True) == "value"


def test_the_matrix_has_a_line_for_each_relation_and_counts_every_claim() -> None:
    lines = list(matrix([parse(HEAD + "[Tern Media|Organization] owns [Snaplet|Platform]." + OWNS)]))
    assert lines[1].split()[0] == "owns"
    assert lines[1].split()[-1] == lines[-1].split()[-1] == "1"
    assert len(lines[0].split()) >= len(ORDER)
