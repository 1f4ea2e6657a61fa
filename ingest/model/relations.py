"""Builds the weights of the classifier: `python -m ingest.model.relations --core FILE`. The same bytes each time on one machine.

It learns from the corpus without its unseen fifth, and from the first 3,000 sentences of CORE (Borchert et al. 2023, CC BY 4.0),
whose file is not in the repository: the manifest holds its hash. Thresholds are set by cross-validation over documents of the
corpus, on pairs about which the frames are silent. Two companies of which no more is known have weights of their own ("owns*"): their
thresholds make the mean F1 of CORE's relations as high as it gets, by cross-validation over the sentences that are learnt from, while few
that hold no relation get one. `--report` prints what that gave for each relation and writes nothing.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import hashlib
import json
import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graph.claim import Value
from graph.document import Document, Mention
from graph.entity import LocalEntity
from graph.identity.registry import EMPTY
from graph.ontology import Ontology, ontology
from ingest.corpus.documents import AnnotatedDocument, load, unseen
from ingest.model import load as loading
from ingest.model.build import write
from ingest.model.logistic import learn, matrix
from ingest.reading import Reader, classifier
from ingest.reading.arguments import Arguments
from ingest.reading.classifier import NEVER, Weights, base, joined, told_by_frames, typed
from ingest.reading.pairs import pairs
from ingest.reading.parse import Sentence
from ingest.reading.sentence import Found

CORE_ROWS = 3000
FOLDS = 5
LEAST = 3
"""In how many documents a clue must stand."""
WANTED = 0.78
"""The precision that a threshold has to hold."""
SUPPORT = 5
"""How many proposals a threshold must rest on."""
CORE = {
    "acquired_by": ("acquires", False), "collaboration": ("partners_with", True), "shareholder_of": ("invests_in", True),
    "subsidiary_of": ("owns", False), "brand_of": ("owns:Brand", False), "competitor_of": ("competes_with", True),
    "regulated_by": ("regulates", False), "client_of": ("supplies_content_to", False), "product_or_service_of": ("operates", False)}
"""Which relation of ours a relation of CORE is, and whether its first argument is our subject."""
PLAIN = tuple(sorted(f"{relation}*" for relation, _ in CORE.values()))
"""What two companies of which no more is known are asked about; behind a colon what the object is then taken for."""
READ = frozenset({"provides_service", "has_genre"})
"""What may be read of pairs whose types tell something: what kept its precision on articles beside the
corpus. Ten more relations pass a threshold on the corpus and don't keep it: two in three of what they add are wrong there."""
ALARMS = 0.07
"""The share of CORE's pairs without a relation that may get one here, beside the twelfth part to which frames give one."""
SYMMETRIC = ("partners_with", "competes_with")
LIKE = {"owns": {"operates", "acquires"}, "operates": {"owns"}, "founded": {"launches"}, "launches": {"founded"}, "acquires": {"owns"},
        "partners_with": {"supplies_content_to"}, "supplies_content_to": {"partners_with"}, "funds": {"commissions"},
        "commissions": {"funds"}}
"""Relations that nearly say the same: a pair that stands in one says nothing against the other."""

MARK = "of CORE"
"""A clue that all pairs of CORE have, so that how often these are related is not learnt for others. Nothing that is read has it."""

log = logging.getLogger(__name__)
Fact = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """An ordered pair of names in one sentence: its clues, what may hold of it by its types, and what does."""

    document: str
    subject: str
    object: str
    asked: tuple[str, ...]
    right: frozenset[str]
    unclear: frozenset[str]
    clues: tuple[str, ...]
    silent: bool
    plain: bool
    label: str | None = None
    """Of a sentence of CORE: the one relation that is asked for, "" where there is none."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An ordered pair as it was read."""

    subject: str
    object: str
    asked: tuple[str, ...]
    clues: tuple[str, ...]
    silent: bool
    plain: bool


class Collector:
    """Takes the pairs of each sentence that is read, and proposes nothing."""

    def __init__(self, known: Ontology) -> None:
        self.ontology = known
        self.seen: list[Seen] = []

    def propose(self, sentence: Sentence, arguments: Arguments, found: Sequence[Found]) -> Iterable[Found]:
        spoken = joined(found)
        for pair in pairs(sentence, arguments):
            for forward in (True, False):
                asked = PLAIN if pair.plain else tuple(name for name in self.ontology.relations
                                                       if name != "has_metric" and typed(pair, name, self.ontology, forward=forward))
                if asked:
                    subject, object_ = (pair.first.filler, pair.second.filler) if forward else (pair.second.filler, pair.first.filler)
                    clues = tuple(dict.fromkeys([*pair.told(forward=forward), *told_by_frames(pair, found, forward=forward)]))
                    silent = frozenset((subject.name, object_.name)) not in spoken
                    self.seen.append(Seen(subject.name, object_.name, asked, clues, silent, pair.plain))
        return ()


def of_corpus(documents: Iterable[AnnotatedDocument]) -> Iterator[Row]:
    """The pairs of annotated documents. What frames say anywhere in a document counts as said."""
    reader = Reader(EMPTY, loading.pipeline(), None, model="learning")
    for document in documents:
        collector = Collector(reader.ontology)
        reader.classifier = collector
        reading = reader.read(document.document(), document.mentions)
        said = {fact for claim in reading.claims if isinstance(claim.object, LocalEntity)
                for fact in _facts(claim.subject.name, claim.predicate, claim.object.name)}
        gold = {fact for claim in document.claims if not isinstance(claim.object, Value)
                for fact in _facts(claim.subject.name, claim.predicate, claim.object.name)}
        for one in collector.seen:
            right = frozenset(name for name in one.asked if ":" not in name and (one.subject, base(name), one.object) in gold)
            unclear = frozenset(name for name in one.asked if name not in right
                                and any((one.subject, like, one.object) in gold for like in (*LIKE.get(base(name), ()), base(name))))
            already = any((one.subject, base(name), one.object) in said for name in one.asked)
            yield Row(document.id, one.subject, one.object, one.asked, right, unclear, one.clues, one.silent and not already, one.plain)


def _facts(subject: str, predicate: str, object_: str) -> Iterator[Fact]:
    yield subject, predicate, object_
    if ontology().relations[predicate].symmetric:
        yield object_, predicate, subject


def of_core(path: Path) -> Iterator[Row]:
    """The pairs of CORE's first sentences; each names two spans and one relation."""
    reader = Reader(EMPTY, loading.pipeline(), None, model="learning")
    for entry in json.loads(path.read_text("utf-8"))[:CORE_ROWS]:
        text, spans = spaced(entry)
        mentions = [Mention(start, end, text[start:end], "Organization", f"e{number}") for number, (start, end) in enumerate(spans, 1)]
        collector = Collector(reader.ontology)
        reader.classifier = collector
        reader.read(Document(entry["id"], entry["id"], text, language="en"), mentions)
        first, second = ("e2", "e1") if entry["invert_relation"] else ("e1", "e2")
        relation, is_subject = CORE.get(entry["relation"], (entry["relation"], True))
        fact = (first, second) if is_subject else (second, first)
        for one in collector.seen:
            sides = {(one.subject, one.object), *([(one.object, one.subject)] if relation in SYMMETRIC else [])}
            right = frozenset(name for name in one.asked if name == f"{relation}*" and fact in sides)
            yield Row(entry["id"], one.subject, one.object, one.asked, right, frozenset(), (MARK, *one.clues), one.silent, one.plain,
                      "" if entry["relation"] == "undefined" else f"{relation}*")


_CLOSING, _OPENING = {",", ".", ";", ":", "!", "?", ")", "'s", "'", "%", "n't"}, {"(", "$", "€", "£"}


def spaced(entry: dict[str, object]) -> tuple[str, list[tuple[int, int]]]:
    """A tokenised sentence as text, and where its two names stand in it."""
    tokens = [{"``": '"', "''": '"'}.get(str(token), str(token)) for token in entry["context"]]  # type: ignore[attr-defined]
    text, starts = "", []
    for number, token in enumerate(tokens):
        text += "" if not text or token in _CLOSING or tokens[number - 1] in _OPENING else " "
        starts.append(len(text))
        text += token
    found = []
    for side in ("e1", "e2"):
        first, last = int(str(entry[f"{side}_start"])), int(str(entry[f"{side}_end"]))
        while last > first and tokens[last] in {",", ".", "'s", "'", ")"}:
            last -= 1
        found.append((starts[first], starts[last] + len(tokens[last])))
    return text, sorted(found) if found[0][0] > found[1][0] else found


# --- learning


def vocabulary(rows: Iterable[Row]) -> dict[str, int]:
    """The clues that stand in enough documents, in order; the bias first."""
    documents: dict[str, set[str]] = {}
    for row in rows:
        for clue in row.clues:
            documents.setdefault(clue, set()).add(row.document)
    return {clue: number for number, clue in enumerate(["", *sorted(clue for clue, where in documents.items() if len(where) >= LEAST)])}


def fit(rows: Sequence[Row], relations: Sequence[str]) -> Weights:
    """Weights without thresholds. A relation that holds of too few pairs is not learnt."""
    known = vocabulary(rows)
    examples = matrix([row.clues for row in rows], known)
    weights = np.zeros((len(known), len(relations)), dtype=np.float32)
    weights[0] = -20
    for column, relation in enumerate(relations):
        lines = [number for number, row in enumerate(rows) if relation in row.asked and relation not in row.unclear]
        right = np.array([relation in rows[number].right for number in lines])
        if right.sum() >= SUPPORT:
            weights[:, column] = learn(examples[lines], right)
    return Weights(tuple(relations), known, weights)


@dataclass(frozen=True, slots=True)
class Guess:
    """A relation between two names of a document that wasn't learnt from: how probable, and whether it holds."""

    document: str
    relation: str
    share: float
    right: bool
    label: str | None = None
    silent: bool = True


def guesses(rows: Sequence[Row], relations: Sequence[str]) -> list[Guess]:
    """What each fifth of the documents looks like to weights learnt from the other four, on pairs about which frames are silent."""
    found: dict[tuple[str, str, str, str], Guess] = {}
    for fold in range(FOLDS):
        learnt = fit([row for row in rows if _fold(row.document) != fold], relations)
        for row in rows:
            if _fold(row.document) != fold or not (row.silent or row.plain):
                continue
            odds = learnt.odds(clue for clue in row.clues if clue != MARK)
            for column, relation in enumerate(relations):
                if relation in row.asked:
                    symmetric = ontology().relations[base(relation)].symmetric
                    one, other = sorted((row.subject, row.object)) if symmetric else (row.subject, row.object)
                    guess = Guess(row.document, relation, float(odds[column]), relation in row.right, row.label, row.silent)
                    key = (row.document, relation, one, other)
                    if key not in found or found[key].share < guess.share:
                        found[key] = guess
    return list(found.values())


def _fold(document: str) -> int:
    return int(hashlib.sha256(f"fold {document}".encode()).hexdigest(), 16) % FOLDS


# --- thresholds


def calibrated(told: Sequence[Guess]) -> dict[str, tuple[float, float]]:
    """By relation the threshold, and the precision of what passes it; a relation that never holds what is wanted is left out.

    Few guesses say little: each relation's count is joined by `SUPPORT` guesses as good as those of all relations at that share.
    """
    chosen = {}
    for relation in sorted(READ):
        own = sorted((guess for guess in told if guess.relation == relation), key=lambda guess: -guess.share)
        right = 0
        for number, guess in enumerate(own, 1):
            right += guess.right
            estimate = (right + SUPPORT * _pooled(told, guess.share)) / (number + SUPPORT)
            late = own[max(0, number - SUPPORT):number]
            if number >= SUPPORT and estimate >= WANTED and sum(one.right for one in late) / len(late) >= WANTED - 0.2:
                chosen[relation] = (round(guess.share, 4), round(estimate, 3))
    return chosen


STEPS = tuple(round(0.05 * step, 2) for step in range(1, 19))


def traded(told: Sequence[Guess]) -> dict[str, tuple[float, float]]:
    """The same for two companies of which no more is known: thresholds that raise the mean F1 of CORE's relations one after the other,
    while no more than `ALARMS` of the sentences without a relation get one."""
    sentences: dict[str, list[Guess]] = {}
    for guess in told:
        if guess.label is not None and guess.relation in PLAIN and guess.share >= STEPS[0]:
            sentences.setdefault(guess.document, []).append(guess)
    labels = {guess.document: guess.label for guess in told if guess.label is not None}
    spoken = frozenset(guess.document for guess in told if guess.label == "" and not guess.silent)
    chosen = dict.fromkeys(PLAIN, 0.6)
    best, moved = _worth(sentences, labels, spoken, chosen), True
    while moved:
        moved = False
        for relation in PLAIN:
            for step in STEPS:
                worth = _worth(sentences, labels, spoken, {**chosen, relation: step})
                if worth > best + 1e-6:
                    best, chosen, moved = worth, {**chosen, relation: step}, True
    counts = _counted(sentences, chosen)
    return {relation: (share, round((counts[relation, True] + 1) / (counts[relation, True] + counts[relation, False] + 2), 3))
            for relation, share in chosen.items()}


def _passed(sentences: dict[str, list[Guess]], chosen: dict[str, float]) -> Iterator[Guess]:
    """Of each sentence the surest guess that passes."""
    for guesses_ in sentences.values():
        if passed := [guess for guess in guesses_ if guess.share >= chosen[guess.relation]]:
            yield max(passed, key=lambda guess: guess.share)


def _counted(sentences: dict[str, list[Guess]], chosen: dict[str, float]) -> Counter[tuple[str, bool]]:
    return Counter((guess.relation, guess.right) for guess in _passed(sentences, chosen))


def _worth(sentences: dict[str, list[Guess]], labels: Mapping[str, str], spoken: frozenset[str], chosen: dict[str, float]) -> float:
    """The mean F1, less what alarms there are too many; where frames have spoken of what holds none, there is one already."""
    counts = _counted(sentences, chosen)
    gold = Counter(labels.values())
    alarms = len({guess.document for guess in _passed(sentences, chosen) if not guess.label} - spoken) / max(1, gold[""])
    scores = [2 * counts[relation, True] / max(1, gold[relation] + counts[relation, True] + counts[relation, False]) for relation in PLAIN]
    return sum(scores) / len(scores) - 4 * max(0.0, alarms - ALARMS)


def _pooled(told: Sequence[Guess], share: float) -> float:
    passed = [guess.right for guess in told if guess.share >= share]
    return sum(passed) / max(1, len(passed))


# --- the command


def build(core: Path) -> tuple[Weights, list[Guess]]:
    """Weights with thresholds, and the guesses that these rest on."""
    rows = [*of_corpus(document for document in load() if not unseen(document)), *of_core(core)]
    relations = [*sorted(READ), *PLAIN]
    told = guesses(rows, relations)
    learnt = fit(rows, relations)
    chosen = {**calibrated([guess for guess in told if guess.relation not in PLAIN]), **traded(told)}
    return Weights(learnt.relations, learnt.rows, learnt.weights, {name: share for name, (share, _) in chosen.items()},
                   {name: precision for name, (_, precision) in chosen.items()}), told


def made_of(core: str) -> dict[str, object]:
    """The hashes of what the weights depend on: corpus, code, and CORE's file (as it was when they were built)."""
    corpus = hashlib.sha256()
    for document in load():
        if not unseen(document):
            corpus.update(json.dumps(document.json(), ensure_ascii=False).encode())
    code = hashlib.sha256()
    for file in configured():
        code.update(file.read_bytes())
    return {"corpus": corpus.hexdigest(), "configuration": code.hexdigest(), "core": core}


def configured() -> list[Path]:
    """The files whose content decides what is learnt, beside the corpus, CORE and what the reader makes of them."""
    room = Path(__file__).parent
    return [room / "relations.py", room / "logistic.py", room.parent / "reading" / "pairs.py", room.parent / "reading" / "classifier.py"]


def report(told: Sequence[Guess], chosen: Weights) -> Iterator[str]:
    """For each relation: how many silent pairs hold it, its threshold, and what passes it."""
    counts = Counter(guess.relation for guess in told if guess.right)
    yield f"{'relation':22}{'silent':>8}{'threshold':>11}{'passed':>8}{'right':>7}"
    for relation in sorted(counts, key=lambda name: (-counts[name], name)):
        least = chosen.thresholds.get(relation, NEVER)
        passed = [guess.right for guess in told if guess.relation == relation and guess.share >= least]
        yield f"{relation:22}{counts[relation]:8}" + (f"{least:11.3f}{len(passed):8}{sum(passed):7}" if least <= 1 else f"{'never':>11}")
    passed = [guess.right for guess in told if guess.share >= chosen.thresholds.get(guess.relation, NEVER)]
    yield f"{'all':22}{sum(counts.values()):8}{'':11}{len(passed):8}{sum(passed):7}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the weights, or report what their thresholds rest on."""
    parser = argparse.ArgumentParser(prog="python -m ingest.model.relations", description=__doc__)
    parser.add_argument("--core", type=Path, required=True, help="CORE's training file (core_train.json)")
    parser.add_argument("--report", action="store_true", help="only print what the thresholds rest on")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    learnt, told = build(options.core)
    for line in report(told, learnt):
        sys.stdout.write(f"{line}\n")
    if not options.report:
        content = classifier.packed(learnt)
        made = made_of(hashlib.sha256(options.core.read_bytes()).hexdigest())
        write(classifier.WEIGHTS.parent, {classifier.WEIGHTS.name: content}, made=made)
        sys.stdout.write(f"{len(content) / 1e6:.2f} MB of weights in {classifier.WEIGHTS}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
