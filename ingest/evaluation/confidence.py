"""Measures what confidence is worth and writes it: `python -m ingest.evaluation.confidence`. The same bytes each time on one machine.

It learns from what the reader says of the corpus without its unseen fifth, and is asked by cross-validation over documents. The
rules were written with these documents in view; by how much that flatters them is told by the sentences that independent readers
put in other words (`ingest/corpus/rewordings.jsonl`, of the same documents): their shift is added. `--report` writes nothing, and
scores the unseen fifth too.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.identity.registry import EMPTY
from graph.ontology import ontology
from ingest.corpus.again import REWORDINGS
from ingest.corpus.documents import AnnotatedDocument, load, unseen
from ingest.corpus.sentences import Span
from ingest.evaluation.marked import gold_of
from ingest.evaluation.matching import Fact, Names, fact, said
from ingest.evaluation.reliability import bins, by_rule
from ingest.evaluation.rewording import placed
from ingest.evaluation.scoring import Trust
from ingest.model import load as loading
from ingest.model.build import write
from ingest.reading import Reader, confidence
from ingest.reading.confidence import Measured, clues, odds

FOLDS = 5
PULL = 20.0
"""How strongly a clue is pulled to saying nothing."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """A claim that was read: what it says in which document, its clues, how sure the rule's author was, and whether it is right."""

    document: str
    fact: Fact
    rule: str
    clues: tuple[str, ...]
    trust: float
    right: bool


def rows_of(reader: Reader, document: AnnotatedDocument, span: Span | None = None) -> Iterator[Row]:
    """The claims that are read in a document, or in one of its sentences."""
    names = Names(gold_of(document), {})
    symmetric = frozenset(name for name, relation in ontology().relations.items() if relation.symmetric)
    gold = {fact(one, symmetric) for one in gold_of(document).required}
    for draft, claim in reader.told(document.document())[1]:
        if span is None or (draft.start < span[1] and span[0] < draft.end):
            key = fact(said(claim, names), symmetric)
            yield Row(document.id, key, draft.rule, tuple(clues(draft)), odds(draft.confidence), key in gold)


# --- learning


def fit(rows: Sequence[Row], *, pull: float = PULL) -> Measured:
    """The weights that tell the right claims from the others, each pulled to nothing."""
    known = sorted({clue for row in rows for clue in row.clues})
    place = {clue: number for number, clue in enumerate(known, 2)}
    examples = np.zeros((len(rows), len(known) + 2))
    for number, row in enumerate(rows):
        examples[number, :2] = 1.0, row.trust
        examples[number, [place[clue] for clue in row.clues]] = 1.0
    right = np.array([row.right for row in rows], dtype=float)
    pulled = np.array([0.01, 0.1, *([pull] * len(known))])
    weights = np.zeros(len(known) + 2)
    for _ in range(50):
        shares = 1 / (1 + np.exp(-np.clip(examples @ weights, -30, 30)))
        slope = examples.T @ (shares - right) + pulled * weights
        bend = (examples * (shares * (1 - shares) + 1e-6)[:, None]).T @ examples + np.diag(pulled)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return Measured(float(weights[0]), float(weights[1]), {clue: float(weights[place[clue]]) for clue in known})


def unlearnt(rows: Sequence[Row]) -> list[float]:
    """What is said of each row by weights that haven't seen its document."""
    folds = [int(hashlib.sha256(f"fold {row.document}".encode()).hexdigest(), 16) % FOLDS for row in rows]
    learnt = [fit([row for row, fold in zip(rows, folds, strict=True) if fold != left]) for left in range(FOLDS)]
    return [learnt[fold].said(row.clues, row.trust) for row, fold in zip(rows, folds, strict=True)]


def shift(measured: Measured, rows: Sequence[Row]) -> float:
    """By how much the logarithm of the odds has to change for as many of these rows to be right as are said to be."""
    if not rows:
        return 0.0
    said_ = np.array([odds(measured.said(row.clues, row.trust)) for row in rows])
    right = sum(row.right for row in rows)
    low, high = -3.0, 3.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if (1 / (1 + np.exp(-(said_ + middle)))).sum() < right else (low, middle)
    return (low + high) / 2


def trusted(rows: Sequence[Row], confidences: Sequence[float]) -> list[Trust]:
    """As the scorer counts: of claims of one document that say the same, the surest."""
    best: dict[tuple[str, Fact], Trust] = {}
    for row, said_ in zip(rows, confidences, strict=True):
        if (row.document, row.fact) not in best or best[row.document, row.fact].confidence < said_:
            best[row.document, row.fact] = Trust(row.rule, said_, row.right)
    return list(best.values())


# --- the command


@dataclass(frozen=True, slots=True)
class Material:
    """What is learnt from, what the shift is taken from, and what is only scored."""

    dev: list[Row]
    reworded: list[Row]
    unseen: list[Row]


def material(*, score: bool) -> Material:
    """Read it all; the unseen fifth only where it is asked for."""
    reader = Reader(EMPTY, loading.pipeline(), loading.ner, model="confidence")
    documents = {document.id: document for document in load()}
    dev = [row for document in documents.values() if not unseen(document) for row in rows_of(reader, document)]
    reworded = [row for one in placed() if not unseen(one.document) for row in rows_of(reader, one.other, span=one.other_span)]
    left = [row for document in documents.values() if score and unseen(document) for row in rows_of(reader, document)]
    return Material(dev, reworded, left)


def build(read: Material) -> Measured:
    """Weights by the corpus, shifted by the sentences in other words."""
    learnt = fit(read.dev)
    return Measured(learnt.bias + shift(learnt, read.reworded), learnt.trust, learnt.clues)


def made_of() -> dict[str, object]:
    """The hashes of what is learnt from and how; not of the rules, which it tells of: build it again when they have changed."""
    corpus = hashlib.sha256()
    for document in load():
        if not unseen(document):
            corpus.update(json.dumps(document.json(), ensure_ascii=False).encode())
    corpus.update(REWORDINGS.read_bytes() if REWORDINGS.exists() else b"")
    code = hashlib.sha256(Path(confidence.__file__).read_bytes() + Path(__file__).read_bytes())
    return {"corpus": corpus.hexdigest(), "configuration": code.hexdigest()}


def report(read: Material, learnt: Measured) -> Iterator[str]:
    """Reliability by cross-validation, of sentences in other words, and of the unseen fifth."""
    yield (f"{len(read.dev)} claims of the corpus; {len(read.reworded)} of sentences in other words: "
           f"shift {shift(fit(read.dev), read.reworded):+.3f}")
    for title, rows, said_ in (("cross-validated on the corpus, before the shift", read.dev, unlearnt(read.dev)),
                               ("the unseen fifth", read.unseen, [learnt.said(row.clues, row.trust) for row in read.unseen])):
        trust = trusted(rows, said_)
        yield f"\n{title}\n{'':24}{'said':>6}{'right':>7}{'statements':>12}"
        yield from (f"{row.what:24}{row.confidence:6.2f}{row.precision:7.2f}{row.count:12}" for row in (*bins(trust), *by_rule(trust)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the weights, or report what they are worth."""
    parser = argparse.ArgumentParser(prog="python -m ingest.evaluation.confidence", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--report", action="store_true", help="only print what it is worth")
    options = parser.parse_args(arguments)
    read = material(score=options.report)
    learnt = build(read)
    if options.report:
        sys.stdout.writelines(f"{line}\n" for line in report(read, learnt))
        return 0
    write(confidence.WEIGHTS.parent, {confidence.WEIGHTS.name: confidence.packed(learnt)}, made=made_of())
    sys.stdout.write(f"{len(learnt.clues)} clues in {confidence.WEIGHTS}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
