from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.evaluation import evaluate
from ingest.evaluation.gold import GoldEntity
from ingest.evaluation.scoring import Score, places
from ingest.execution import Reads

SHARED = Path(__file__).parents[4] / "shared"
needs_shared = pytest.mark.skipif(not (SHARED / "tools" / "score.py").exists(), reason="the scorer that ours is held to lies outside the repository")

TEXT = "Larkhill Post grades for Brightpane and for Veld. Larkhill has 40 people."
EVIDENCE = "Larkhill Post grades for Brightpane and for Veld."


def entity(name: str, type_: str, **mentions: int) -> dict[str, Any]:
    return {"name": name, "type": type_, "aliases_in_text": [], "mentions": [{"surface": surface.replace("_", " "), "count": n} for surface, n in mentions.items()]}


def statement(subject: str, predicate: str, target: str, kind: str = "entity", evidence: str = EVIDENCE, **more: Any) -> dict[str, Any]:
    return {"subject": subject, "predicate": predicate, "object": target, "object_kind": kind, "qualifiers": {}, "polarity": "positive", "modality": "asserted",
            "evidence": evidence, **more}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    told = {"id": "desk", "article_file": "desk.txt",
            "entities": [entity("Larkhill Post", "Studio", Larkhill_Post=1, Larkhill=1), entity("Brightpane", "Platform", Brightpane=1),
                         entity("Veld", "Platform", Veld=1), entity("grading", "Service")],
            "statements": [statement("Larkhill Post", "provides_service", "grading", qualifiers={"to": "Brightpane, Veld"}),
                           statement("Larkhill Post", "has_metric", "40", "literal", "Larkhill has 40 people.", qualifiers={"metric": "employees", "value": "40"}),
                           statement("Larkhill Post", "partners_with", "Veld", optional=True)]}
    (tmp_path / "desk.gold.json").write_text(json.dumps(told), "utf-8")
    (tmp_path / "desk.txt").write_text(TEXT, "utf-8")
    return tmp_path


def mention(surface: str, type_: str, entity: str) -> dict[str, Any]:
    start = TEXT.index(surface)
    return {"start": start, "end": start + len(surface), "text": surface, "type": type_, "entity": entity}


def claim(subject: str, predicate: str, target: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"subject": {"name": subject, "type": "Studio"}, "predicate": predicate, "object": target,
            "evidence": {"start": 0, "end": len(EVIDENCE), "text": EVIDENCE}, **more}


def test_what_is_right_found_and_expected(gold: Path, fixed: Callable[[Any], Reads]) -> None:
    service, veld = {"name": "grading", "type": "Service"}, {"name": "Veld", "type": "Platform"}
    told = {"mentions": [mention("Larkhill Post", "Organization", "Larkhill Post"), mention("Brightpane and", "Platform", "Brightpane"), mention("people", "Person", "people")],
            "claims": [claim("Larkhill", "provides_service", service, qualifiers={"to": {"name": "Brightpane", "type": "Platform"}}, modality="planned"),
                       claim("Larkhill Post", "partners_with", veld), claim("Larkhill Post", "owns", veld)]}
    scores = evaluate(gold, fixed({"desk": told}))
    assert scores["entities"] == Score("entities", 2, 3, 3)
    assert scores["entities_strict_type"] == Score("entities_strict_type", 1, 3, 3)
    assert scores["mentions_exact"] == Score("mentions_exact", 1, 3, 4)
    assert scores["mentions_overlap"] == Score("mentions_overlap", 2, 3, 4)
    assert scores["statements"] == Score("statements", 1, 2, 2)
    assert scores["nary_statements"] == Score("nary_statements", 1, 2, 3)
    assert scores["qualifiers"] == Score("qualifiers", 1, 1, 1)
    assert (scores.modality, scores.evidence) == (0.0, 1.0)
    assert [(line.document, line.statement.predicate) for line in scores.misses] == [("desk", "has_metric")]
    assert [(line.document, line.statement.predicate, line.statement.object) for line in scores.false_alarms] == [("desk", "owns", "Veld")]
    assert {score.what: (score.right, score.found, score.expected) for score in scores.by_predicate()} == {
        "provides_service": (1, 1, 1), "has_metric": (0, 0, 1), "owns": (0, 1, 0)}
    assert [score.what for score in scores] == list(scores.to_json())[2:9]


def test_a_reader_that_finds_nothing_scores_nothing(gold: Path, fixed: Callable[[Any], Reads]) -> None:
    scores = evaluate(gold, fixed({}))
    assert [score.f1 for score in scores] == [0.0] * 7
    assert (scores.modality, scores.evidence) == (0.0, 0.0)
    assert len(scores.misses) == 2


def test_an_article_that_cannot_be_read_is_missed_and_named(gold: Path, fixed: Callable[[Any], Reads]) -> None:
    (gold / "desk.txt").write_bytes(b"")
    scores = evaluate(gold, fixed({}))
    assert scores.unread == ["desk"]
    assert scores["statements"].expected == 2


def test_precision_recall_and_f1() -> None:
    score = Score("x", 2, 4, 8)
    assert (score.precision, score.recall, round(score.f1, 4)) == (0.5, 0.25, 0.3333)


def test_annotated_places_are_whole_words_the_longest_first_each_once() -> None:
    entities = [GoldEntity("Salt", "Platform", (), (("Salt", 2),)), GoldEntity("Salt Roses", "Title", (), (("Salt Roses", 1),))]
    assert places(entities, "Salt Roses on Salt, not Salty. Salt.") == [(0, 10, "Title"), (14, 18, "Platform"), (31, 35, "Platform")]


@needs_shared
@pytest.mark.parametrize("seed", range(4))
def test_the_numbers_are_those_of_the_scorer_beside_the_repository(seed: int, tmp_path: Path, fixed: Callable[[Any], Reads]) -> None:
    told = {Path(line["document"]["source"]).stem: _disturbed(line, random.Random(seed * 1000 + n)) for n, line in enumerate(_predictions())}
    if seed == 3:
        told = {stem: {**line, "claims": [], "mentions": []} for stem, line in told.items()}
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text("".join(json.dumps(line) + "\n" for line in told.values()), "utf-8")
    ran = subprocess.run([sys.executable, str(SHARED / "tools" / "score.py"), "--gold", str(SHARED / "gold"), "--predictions", str(predictions), "--json"],
                         check=True, capture_output=True, text=True)
    scores = evaluate(SHARED / "gold", fixed(told))
    assert scores.to_json() == json.loads(ran.stdout)


def _predictions() -> Iterator[dict[str, Any]]:
    ran = subprocess.run([sys.executable, str(SHARED / "tools" / "gold_to_import.py"), str(SHARED / "gold"), "--keep-names"], check=True, capture_output=True, text=True)
    for line in ran.stdout.splitlines():
        yield json.loads(line)


def _disturbed(line: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Predictions as a reader might make them: some missing, some wrong, some named otherwise."""
    if chance.random() < 0.1:
        return {**line, "mentions": [], "claims": []}
    names = [mention["entity"] for mention in line["mentions"]]
    mentions = [{**mention, "end": mention["end"] + chance.choice([0, 0, 0, 1]), "type": chance.choice([mention["type"]] * 4 + ["Organization", "Title"])}
                for mention in line["mentions"] if chance.random() < 0.8]
    claims = []
    for claim in line["claims"]:
        kept = {**claim, "qualifiers": {role: value for role, value in claim["qualifiers"].items() if chance.random() < 0.7}}
        if chance.random() < 0.15:
            kept["subject"] = {"name": chance.choice(names), "type": "Studio"}
        if chance.random() < 0.1:
            kept["predicate"] = chance.choice(["owns", "operates", "partners_with", "available_in"])
        kept["polarity"] = chance.choice([claim["polarity"]] * 9 + ["negative"])
        kept["modality"] = chance.choice([claim["modality"]] * 4 + ["planned"])
        if chance.random() < 0.2:
            kept["evidence"] = {**claim["evidence"], "text": "Quite another sentence."}
        if chance.random() < 0.8:
            claims.append(kept)
    return {**line, "mentions": mentions, "claims": claims}
