"""Writes docs/quality.md: what the reading is worth on every set, with the classifier and without it, beside the floors.

    python -m ingest.evaluation.report [--shared DIR] [--out FILE]

Without `--shared` it scores what lies in the repository: the corpus and our own articles. With it also the annotated articles in
`DIR/gold`, and KnowledgeNet and CORE in `DIR/bench` by the scorer in `DIR/tools`, each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.document import Document, Mention
from graph.exchange.lines import document_line
from graph.identity.registry import EMPTY, load_registry
from ingest.corpus.again import pairs
from ingest.corpus.documents import DOCS, load
from ingest.evaluation import evaluate
from ingest.evaluation.agreement import table
from ingest.evaluation.reliability import bins, by_rule
from ingest.evaluation.rewording import compared, placed
from ingest.evaluation.scoring import Score, Scores
from ingest.model import load as loading
from ingest.reading import Reader

ROOT = Path(__file__).parent.parent.parent
CORE_SEEN = 3000
"""The sentences of CORE that the classifier learns from: the others are scored."""
HEAD = """# How good the reading is

Made by `python -m ingest.evaluation.report --shared ../shared`; don't edit. What is beside the repository is scored where it lies.
A floor that isn't reached stands here as it is. "Both" is what a user has; "frames" is the same without the classifier.
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, its floor, and the figure of frames alone and of both."""

    what: str
    floor: str
    frames: str
    both: str


class Readers:
    """The reader as a user has it, with known names and without, and its classifier on or off."""

    def __init__(self) -> None:
        self.bare = Reader(EMPTY, loading.pipeline(), loading.ner, model="report")
        self.known = Reader(load_registry(None), loading.pipeline(), loading.ner, model="report")
        self._classifier = self.bare.classifier

    def learned(self, *, on: bool) -> None:
        self.bare.classifier = self.known.classifier = self._classifier if on else None


def folders(readers: Readers, shared: Path | None) -> Iterator[tuple[str, Path, Reader, dict[str, Any]]]:
    """The annotated sets: name, folder, reader, and what is kept of them."""
    yield "our corpus, unseen fifth", DOCS, readers.bare, {"part": "unseen"}
    yield "our corpus, the others (frames and weights were made on these)", DOCS, readers.bare, {"part": "dev"}
    yield "our own articles (tests/golden)", ROOT / "tests" / "golden" / "articles", readers.bare, {}
    if shared is not None:
        yield "nine press articles (shared/gold)", shared / "gold", readers.known, {}
        yield "the newsletter (shared/gold, one of the nine)", shared / "gold", readers.known, {"only": ("seed",)}


FLOORS = {
    "our corpus, unseen fifth": "statements P .85, F1 .70",
    "nine press articles (shared/gold)": "statements P .85, F1 .75; n-ary .60; entities .88; qualifiers .75",
    "the newsletter (shared/gold, one of the nine)": "statements F1 .90",
}


def told(scores: Scores) -> str:
    """The scores of a set in one cell."""
    statements = scores["statements"]
    parts = [f"statements P {statements.precision:.3f} R {statements.recall:.3f} **F1 {statements.f1:.3f}**"]
    parts += [f"{name} F1 {scores[what].f1:.3f}" for what, name in (
        ("nary_statements", "n-ary"), ("entities", "entities"), ("qualifiers", "qualifiers"))]
    parts += [f"{name} F1 {scores[what].f1:.3f} (of {scores[what].expected})" for what, name in (
        ("not_asserted", "not asserted"), ("negative", "negatives"))]
    return "; ".join(parts)


def relations(shared: Path, which: str, reader: Reader) -> dict[str, Any]:
    """KnowledgeNet or CORE by the scorer beside them; of CORE the sentences that weren't learnt from."""
    gold = shared / "bench" / ("knowledgenet_dev.jsonl" if which == "knowledgenet" else "core_train.json")
    with tempfile.TemporaryDirectory() as folder:
        if which == "core":
            kept = Path(folder) / "core.json"
            kept.write_text(json.dumps(json.loads(gold.read_text("utf-8"))[CORE_SEEN:]), "utf-8")
            gold = kept
        lines = _scorer(shared, f"{which}-input", "--gold", str(gold)).splitlines()
        predicted = Path(folder) / "predicted.jsonl"
        predicted.write_text("".join(f"{json.dumps(line)}\n" for line in _read(lines, reader)), "utf-8")
        result: dict[str, Any] = json.loads(_scorer(shared, which, "--gold", str(gold), "--predictions", str(predicted), "--json"))
        return result


def _read(lines: Iterable[str], reader: Reader) -> Iterator[dict[str, Any]]:
    for line in lines:
        entry = json.loads(line)
        given = [Mention(one["start"], one["end"], entry["text"][one["start"]:one["end"]], one["type"],
                         one.get("entity") or entry["text"][one["start"]:one["end"]]) for one in entry.get("mentions", ())]
        yield document_line(reader.read(Document(entry["id"], entry["id"], entry["text"], language="en"), given or None), text=False)


def _scorer(shared: Path, *arguments: str) -> str:
    command = [sys.executable, str(shared / "tools" / "score_relations.py"), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=shared / "tools").stdout  # noqa: S603


def _knowledgenet(result: dict[str, Any]) -> str:
    overall, reachable = result["micro"], result["micro_reachable"]
    return (f"P {overall['p']:.3f} R {overall['r']:.3f} **F1 {overall['f1']:.3f}**; of the {result['ceiling']:.0%} that names alone "
            f"can reach F1 {reachable['f1']:.3f}")


def _core(result: dict[str, Any]) -> str:
    micro = result["micro"]
    every = [one["f1"] for one in result["by_relation"].values() if one["gold"]]
    left_out = ", ".join(result.get("relations_without_a_predicate", ())) or "none"
    return (f"**macro-F1 {result['macro_f1']:.3f}** over the relations that the ontology has; "
            f"{sum(every) / max(1, len(every)):.3f} over all {len(every)} (it has none for {left_out}); "
            f"micro P {micro['p']:.3f} R {micro['r']:.3f} F1 {micro['f1']:.3f}; "
            f"false alarms {result['false_alarms_on_undefined']:.3f}")


def figures(readers: Readers, shared: Path | None, kept: dict[str, Any]) -> Iterator[Figure]:
    """Every line of the table. `kept` takes what further tables show."""
    for name, folder, reader, narrowed in folders(readers, shared):
        cells = []
        for on in (False, True):
            readers.learned(on=on)
            kept[name] = evaluate(folder, reader, constructions=on and folder == DOCS, **narrowed)
            cells.append(told(kept[name]))
        yield Figure(name, FLOORS.get(name, "–"), *cells)
    yield _reworded(readers)
    if shared is None:
        return
    for which, name, floor, cell in (
        ("knowledgenet", "KnowledgeNet dev, score only", "F1 .60", _knowledgenet),
        ("core", "CORE, spans given, the last 1,000", "macro-F1 .55, false alarms ≤ .15", _core),
    ):
        cells = []
        for on in (False, True):
            readers.learned(on=on)
            kept[which] = relations(shared, which, readers.known)
            cells.append(cell(kept[which]))
        yield Figure(name, floor, *cells)


def _reworded(readers: Readers) -> Figure:
    """What is lost of sentences in other words."""
    every, cells = placed(), []
    for on in (False, True):
        readers.learned(on=on)
        before, after = (told.score for told in compared(every, readers.bare))
        cells.append(f"F1 {before.f1:.3f} as they were, {after.f1:.3f} (P {after.precision:.3f} R {after.recall:.3f}) in other words: "
                     f"**loss {before.f1 - after.f1:.3f}**")
    return Figure(f"{len(every)} sentences of our corpus in other words", "loss ≤ .08", *cells)


def agreement() -> Iterator[str]:
    """How far two readers of the same documents agree."""
    twice = list(pairs({document.id: document for document in load()}))
    yield f"## What two readers of the same text agree on\n\n```\n{chr(10).join(table(twice))}\n```\n"


def page(readers: Readers, shared: Path | None) -> str:
    """The whole page."""
    kept: dict[str, Any] = {}
    rows = list(figures(readers, shared, kept))
    parts = [HEAD, "| set | floor | frames | both |\n|---|---|---|---|",
             *(f"| {row.what} | {row.floor} | {row.frames} | {row.both} |" for row in rows), ""]
    unseen, dev = kept["our corpus, unseen fifth"], kept["our corpus, the others (frames and weights were made on these)"]
    parts += ["## By relation: the corpus\n", *_pairs(unseen.by_predicate(), dev.by_predicate())]
    parts += ["## By construction: the share that is found\n", *_pairs(unseen.by_construction(), dev.by_construction(), recall=True)]
    if shared is not None:
        parts += ["## KnowledgeNet and CORE by relation\n", "| relation | P | R | F1 | of |\n|---|---|---|---|---|"]
        public = [*((name, one["all"]) for name, one in kept["knowledgenet"]["by_property"].items()), *kept["core"]["by_relation"].items()]
        parts += [f"| {name} | {one['p']:.2f} | {one['r']:.2f} | {one['f1']:.2f} | {one['gold']} |" for name, one in public]
        parts += [""]
    parts += ["## What confidence is worth: unseen fifth\n", "| confidence, rule family | said | right | statements |\n|---|---|---|---|"]
    parts += [f"| {row.what} | {row.confidence:.2f} | {row.precision:.2f} | {row.count} |"
              for row in (*bins(unseen.trust), *by_rule(unseen.trust))]
    return "\n".join([*parts, "", *agreement(), *causes()]) + "\n"


def _pairs(unseen: Sequence[Score], dev: Sequence[Score], *, recall: bool = False) -> Iterator[str]:
    others = {score.what: score for score in unseen}
    empty = Score("", 0, 0, 0)
    if recall:
        yield "| told as | unseen: found | of | the others: found | of |\n|---|---|---|---|---|"
    else:
        yield "| relation | unseen: P | R | F1 | of | the others: P | R | F1 | of |\n|---|---|---|---|---|---|---|---|---|"
    for score in dev:
        sides = (others.get(score.what, empty), score)
        cells = [f"{'' if recall else f'{one.precision:.2f} | '}{one.recall:.2f} | {'' if recall else f'{one.f1:.2f} | '}{one.expected}"
                 for one in sides]
        yield f"| {score.what} | {' | '.join(cells)} |"
    yield ""


def causes() -> Iterator[str]:
    """What a reader of misses and false alarms sees: `causes.toml` beside this file."""
    data = tomllib.loads((Path(__file__).parent / "causes.toml").read_text("utf-8"))
    yield f"## Causes, as read in ten misses and ten false alarms of each set ({data.pop('read')})\n"
    for entry in data["sets"]:
        yield f"- **{entry['set']}**. Missed: {entry['missed']} False alarms: {entry['false']}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m ingest.evaluation.report", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--shared", type=Path, help="the folder with gold/, bench/ and tools/")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "quality.md")
    options = parser.parse_args(arguments)
    options.out.write_text(page(Readers(), options.shared.resolve() if options.shared else None), "utf-8")
    sys.stdout.write(f"{options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
