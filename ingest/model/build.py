"""Builds the weights from the corpus: `python -m ingest.model.build`. The same bytes each time on one machine.

The names of the small English model (with its own token vectors) go on learning, with our types, on the corpus and on
the corpus under other names. What is shipped is the parameters alone, in half precision, beside a manifest with the
hashes of what they were made of. `--held-out` leaves every fifth document out and reports on those.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import hashlib
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language

from ingest.corpus.documents import DOCS, AnnotatedDocument, load
from ingest.model import load as loading
from ingest.model.examples import block_examples, entity_examples, spans_of
from ingest.model.training import learn_kinds, train
from ingest.reading import kinds


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the weights, or report what such weights are worth on documents that they haven't seen."""
    parser = argparse.ArgumentParser(prog="python -m ingest.model.build", description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="train without every fifth document and score on those; writes nothing")
    parser.add_argument("--out", type=Path, default=loading.WEIGHTS, help="where weights and manifest go")
    parser.add_argument("--kinds", action="store_true", help="only the weights of the clues to types (seconds); the names stay as they are")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    documents = list(load())
    if options.held_out:
        kept, left = split(documents)
        for line in (*report(train(kept), left), *report_kinds(learn_kinds(kept), left)):
            print(line)
        return 0
    made = {kinds.WEIGHTS.name: kinds.packed(learn_kinds(documents))}
    if not options.kinds:
        made[loading.FILE] = loading.packed(train(documents))
    write(options.out, made)
    print(f"{len(documents)} documents, weights in {options.out}")
    return 0


def write(folder: Path, weights: dict[str, bytes], *, made: dict[str, object] | None = None) -> None:
    """Weights, and beside their folder the manifest: for each file what it was made of (`made`, where it isn't names or types)."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder.parent / "manifest.json"
    manifest = json.loads(place.read_text("utf-8")) if place.is_file() else {}
    for name, content in weights.items():
        (folder / name).write_bytes(content)
        manifest[name] = {**(made or made_of(name)), "weights": hashlib.sha256(content).hexdigest()}
    place.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")


def split(documents: Sequence[AnnotatedDocument]) -> tuple[list[AnnotatedDocument], list[AnnotatedDocument]]:
    """Four fifths and one fifth, by the hash of the id."""
    left = [document for document in documents if hashlib.sha256(document.id.encode()).digest()[0] % 5 == 0]
    return [document for document in documents if document not in left], left


def made_of(name: str) -> dict[str, object]:
    """The hashes of what a file of weights depends on: corpus, configuration and code, base model."""
    corpus = hashlib.sha256()
    for document in load():
        mentions = [[mention.start, mention.end, mention.type, mention.entity] for mention in document.mentions]
        corpus.update(json.dumps([document.id, document.text, mentions], ensure_ascii=False).encode())
    configuration = hashlib.sha256()
    for file in configured(name):
        configuration.update(file.read_bytes())
    made: dict[str, object] = {"configuration": configuration.hexdigest(), "corpus": corpus.hexdigest()}
    if name == loading.FILE:
        base = loading.base_meta()
        made |= {"base": f"{base['lang']}_{base['name']} {base['version']}", "labels": list(loading.LABELS)}
    return made


def configured(name: str) -> list[Path]:
    """The files whose content decides what is learnt, beside the corpus."""
    room = Path(__file__).parent
    lexicon, reading = room.parent / "lexicon", room.parent / "reading"
    shared = [room / "augment.py", room / "examples.py", room / "training.py", room / "invented.toml", lexicon / "names.toml",
              lexicon / "regions.toml"]
    return shared if name == loading.FILE else [*shared, reading / "evidence.py", reading / "kinds.py"]


def report(nlp: Language, documents: Sequence[AnnotatedDocument]) -> Iterator[str]:
    """Precision and recall of typed spans, of spans, and by type."""
    right: dict[str, int] = {}
    seen: dict[str, int] = {}
    gold: dict[str, int] = {}
    spans = spans_right = 0
    for document in documents:
        for example in block_examples(nlp, document.text, spans_of(document.mentions)):
            found = {(ent.start_char, ent.end_char, ent.label_) for ent in nlp(example.reference.text).ents}
            wanted = {(ent.start_char, ent.end_char, ent.label_) for ent in example.reference.ents}
            spans += len(found)
            spans_right += len({span[:2] for span in found} & {span[:2] for span in wanted})
            for counts, these in ((right, found & wanted), (seen, found), (gold, wanted)):
                for _, _, type_ in these:
                    counts[type_] = counts.get(type_, 0) + 1
    yield f"{len(documents)} documents that the model has not seen"
    yield _line("all", sum(right.values()), sum(seen.values()), sum(gold.values()))
    yield _line("spans", spans_right, spans, sum(gold.values()))
    for type_ in sorted(gold):
        yield _line(type_, right.get(type_, 0), seen.get(type_, 0), gold[type_])


def report_kinds(learnt: kinds.Kinds, documents: Sequence[AnnotatedDocument]) -> Iterator[str]:
    """How often the clues alone say the right type, over the entities of documents."""
    told = [kinds.TYPES[int(learnt.scores(clues).argmax())] == type_ for clues, type_ in entity_examples(documents, variants=0)]
    yield f"{'types by clues':14} {sum(told) / max(1, len(told)):.3f} right of {len(told)} entities"


def _line(name: str, right: int, seen: int, gold: int) -> str:
    precision, recall = right / max(1, seen), right / max(1, gold)
    return f"{name:14} P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}  of {gold}"


if __name__ == "__main__":
    assert DOCS.is_dir(), "the corpus is needed: build from a checkout"
    sys.exit(main())
