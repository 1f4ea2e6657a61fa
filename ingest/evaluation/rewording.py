"""Rewording: what is lost of the reading when somebody else puts sentences of the corpus in other words.

    python -m ingest.evaluation.rewording [--part dev|unseen] [--given] [--errors N]

Each sentence of `ingest/corpus/rewordings.jsonl` is read in its document, then the document with the new sentence in its place. Expected
is what the sentence tells; a false alarm is what is read from the sentence and no claim of the whole document says.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph.document import Reading
from graph.ontology import ontology
from ingest.corpus.again import REWORDINGS, Reworded, put, rewordings
from ingest.corpus.documents import AnnotatedDocument, load, unseen
from ingest.corpus.sentences import Span
from ingest.evaluation.errors import shown
from ingest.evaluation.gold import Said
from ingest.evaluation.marked import gold_of
from ingest.evaluation.matching import Fact, Names, fact, said
from ingest.evaluation.scoring import Score
from ingest.execution import Reads


@dataclass(slots=True)
class Told:
    """What was counted of the sentences as they were, or in other words; and the errors."""

    what: str
    right: int = 0
    found: int = 0
    expected: int = 0
    missed: list[tuple[str, Said]] = field(default_factory=list)
    false: list[tuple[str, Said]] = field(default_factory=list)

    @property
    def score(self) -> Score:
        return Score(self.what, self.right, self.found, self.expected)


def compared(every: Iterable[Reworded], reader: Reads, *, given: bool = False) -> tuple[Told, Told]:
    """The sentences as they were, and in other words; `given`: with the annotated names, so that relations alone can be lost."""
    before, after = Told("as they were"), Told("in other words")
    read: dict[str, Reading] = {}
    for one in every:
        if one.document.id not in read:
            read[one.document.id] = reader.read(one.document.document(), one.document.mentions if given else None)
        _count(before, one, one.document, one.span, read[one.document.id])
        _count(after, one, one.other, one.other_span, reader.read(one.other.document(), one.other.mentions if given else None))
    return before, after


def _count(told: Told, one: Reworded, document: AnnotatedDocument, span: Span, reading: Reading) -> None:
    names = Names(gold_of(document), {})
    symmetric = frozenset(name for name, relation in ontology().relations.items() if relation.symmetric)
    lines = {claim.line for claim in one.claims}
    everywhere: dict[Fact, Said] = {}
    expected: dict[Fact, Said] = {}
    for claim, line in zip(gold_of(document).required, document.claims, strict=True):
        everywhere.setdefault(fact(claim, symmetric), claim)
        if line.line in lines:
            expected.setdefault(fact(claim, symmetric), claim)
    found = {fact(said(claim, names), symmetric): claim for claim in reading.claims}
    text = document.text[slice(*span)]
    alarms = {key: said(claim, names) for key, claim in found.items() if key not in everywhere and claim.evidence is not None
              and claim.evidence.start < span[1] and span[0] < claim.evidence.end}
    right = expected.keys() & found.keys()
    told.right += len(right)
    told.found += len(right) + len(alarms)
    told.expected += len(expected)
    told.missed += [(text, wanted) for key, wanted in expected.items() if key not in found]
    told.false += [(text, alarm) for alarm in alarms.values()]


def placed() -> list[Reworded]:
    """The rewordings that are kept, each in its place. Raises ImportLineError where one fits no document any more."""
    documents = {document.id: document for document in load()}
    return [put(documents[one.document], one, REWORDINGS.as_posix()) for one in rewordings()] if REWORDINGS.exists() else []


def table(before: Told, after: Told, sentences: int, *, errors: int = 0) -> Iterator[str]:
    """The loss, as text."""
    yield f"{sentences} sentences of the corpus, put in other words by independent readers"
    yield f"{'':18}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'found':>7}{'of':>6}"
    for told in (before, after):
        score = told.score
        yield (f"{told.what:18}{score.precision:>7.3f}{score.recall:>7.3f}{score.f1:>7.3f}{score.right:>7}{score.found:>7}"
               f"{score.expected:>6}")
    yield f"{'loss of F1':18}{before.score.f1 - after.score.f1:>21.3f}"
    for title, lines in (("Missed", after.missed), ("False alarm", after.false)):
        for text, statement in lines[:errors]:
            yield f"{title}: {shown(statement)}  [{text}]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the loss."""
    parser = argparse.ArgumentParser(prog="python -m ingest.evaluation.rewording", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--part", choices=("dev", "unseen"), help="only sentences of this part of the corpus")
    parser.add_argument("--given", action="store_true", help="give the reader the annotated names: what is lost is lost on relations")
    parser.add_argument("--errors", type=int, default=0, help="show so many misses and false alarms of the new sentences")
    options = parser.parse_args(arguments)
    if not REWORDINGS.exists():
        sys.stderr.write("no sentence has been put in other words: see docs/corpus.md\n")
        return 1
    every = [one for one in placed() if options.part is None or unseen(one.document) == (options.part == "unseen")]
    sys.stdout.writelines(f"{line}\n" for line in table(*compared(every, reader(), given=options.given), len(every), errors=options.errors))
    return 0


def reader() -> Reads:
    """A reader without known names, as the corpus is scored."""
    from graph.identity.registry import EMPTY
    from ingest.model import load as loading
    from ingest.reading import Reader

    return Reader(EMPTY, loading.pipeline(), loading.ner, model="rewording")


if __name__ == "__main__":
    sys.exit(main())
