"""Sheets for independent readers: documents to annotate a second time, sentences to put in other words; and what comes back.

    python -m ingest.corpus.sheets draw FOLDER [--seed N]    agreement-1.jsonl … and rewording-1.jsonl …
    python -m ingest.corpus.sheets check FILE…               what a reader wrote, held to the documents
    python -m ingest.corpus.sheets take FILE…                the same, and kept in ingest/corpus

A sheet to annotate again holds the text alone, no names and no claims. What is drawn depends on the seed and the documents' ids.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from graph.errors import ImportLineError
from ingest.corpus.again import AGAIN, REWORDINGS, Rewording, rewording_problems, rewordings, second, second_problems
from ingest.corpus.documents import AnnotatedDocument, load, unseen
from ingest.corpus.sentences import lines, marked, spans, told

SHEET = 50
"""Sentences on a sheet."""
AGREEMENT, REWORDING = 4, 6
"""How many sheets of each kind."""
A_DOCUMENT = 2
"""How many sentences of one document are put in other words."""
SEED = 1

Sheet = list[dict[str, Any]]


def _rank(seed: int, *what: object) -> str:
    return hashlib.sha256("\0".join(map(str, (seed, *what))).encode()).hexdigest()


def agreement(documents: Sequence[AnnotatedDocument], seed: int) -> list[Sheet]:
    """Whole documents, so that what a text tells in several sentences counts too: on each sheet 50 sentences or a little more,
    every fifth document of the unseen part."""
    drawn = sorted(documents, key=lambda document: _rank(seed, document.id))
    parts = iter([document for document in drawn if unseen(document)]), iter([document for document in drawn if not unseen(document)])
    sheets: list[Sheet] = []
    for _ in range(AGREEMENT):
        sheet: Sheet = []
        sentences = 0
        while sentences < SHEET and (document := next(parts[len(sheet) % 5 != 0], None)) is not None:
            sheet.append({"id": document.id, "published": document.published, "style": document.style, "text": document.text})
            sentences += len(spans(document))
        sheets.append(sheet)
    return sheets


def to_reword(documents: Sequence[AnnotatedDocument], seed: int) -> list[Sheet]:
    """Sentences that alone can tell a claim, no more than a few of one document."""
    every = [(document, span, claims) for document in documents for span, claims in told(document)]
    taken: Counter[str] = Counter()
    items: Sheet = []
    for document, span, claims in sorted(every, key=lambda one: _rank(seed, one[0].id, *one[1])):
        if taken[document.id] < A_DOCUMENT:
            taken[document.id] += 1
            names = sorted({f"{one.text} ({one.type})" for one in document.mentions if span[0] <= one.start and one.end <= span[1]})
            items.append({"document": document.id, "sentence": document.text[span[0]:span[1]], "marked": marked(document, span),
                          "names": names, "claims": lines(claims), "published": document.published, "context": document.text})
    return [items[number * SHEET:(number + 1) * SHEET] for number in range(REWORDING)]


# --- what comes back


def held(path: Path, documents: Mapping[str, AnnotatedDocument]) -> tuple[dict[str, str], list[Rewording], list[str]]:
    """What a reader wrote: files of second annotations by id, rewordings, and why some can't stand."""
    again: dict[str, str] = {}
    others: list[Rewording] = []
    problems: list[str] = []
    for number, content in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            entry = json.loads(content)
            document = documents[str(entry.get("document", entry.get("id")))]
            if "reworded" in entry:
                found = Rewording(document.id, str(entry["sentence"]), str(entry["reworded"]), tuple(map(str, entry["claims"])))
                reasons = list(rewording_problems(document, found))
                others += [] if reasons else [found]
            else:
                file = second(document, str(entry["marked"]), [str(claim) for claim in entry["claims"]])
                reasons = list(second_problems(document, file, document.id))
                again |= {} if reasons else {document.id: file}
            problems += [f"{path.name}:{number}: {reason}" for reason in reasons]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problems.append(f"{path.name}:{number}: can't be read ({type(error).__name__}: {error})")
    return again, others, problems


def take(again: Mapping[str, str], others: Sequence[Rewording]) -> None:
    """Keep what readers wrote; a document or sentence that was there before is replaced."""
    AGAIN.mkdir(exist_ok=True)
    for identifier, file in sorted(again.items()):
        (AGAIN / f"{identifier}.txt").write_text(file, "utf-8")
    if others:
        kept = {(one.document, one.sentence): one for one in [*(rewordings() if REWORDINGS.exists() else ()), *others]}
        REWORDINGS.write_text("".join(f"{kept[key].json()}\n" for key in sorted(kept)), "utf-8")


def draw(documents: Sequence[AnnotatedDocument], seed: int, folder: Path) -> Iterator[str]:
    """Write the sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, sheets in (("agreement", agreement(documents, seed)), ("rewording", to_reword(documents, seed))):
        for number, sheet in enumerate(sheets, 1):
            path = folder / f"{name}-{number}.jsonl"
            path.write_text("".join(f"{json.dumps(item, ensure_ascii=False)}\n" for item in sheet), "utf-8")
            yield f"{path}: {len(sheet)} {'documents' if name == 'agreement' else 'sentences'}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns 1 where something can't stand."""
    parser = argparse.ArgumentParser(prog="python -m ingest.corpus.sheets", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("command", choices=("draw", "check", "take"))
    parser.add_argument("paths", nargs="+", type=Path, help="the folder to draw to, or what readers wrote")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    try:
        documents = list(load())
    except ImportLineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if options.command == "draw":
        sys.stdout.writelines(f"{told}\n" for told in draw(documents, options.seed, options.paths[0]))
        return 0
    by_id = {document.id: document for document in documents}
    wrong = 0
    for path in options.paths:
        again, others, problems = held(path, by_id)
        sys.stderr.writelines(f"{problem}\n" for problem in problems)
        sys.stdout.write(f"{path}: {len(again)} documents and {len(others)} rewordings stand, {len(problems)} problems\n")
        wrong += len(problems)
        if options.command == "take":
            take(again, others)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
