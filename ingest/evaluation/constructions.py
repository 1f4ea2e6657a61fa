"""Constructions: in which way a text tells each annotated claim: passive, apposition, list, heading, another sentence …

    python -m ingest.evaluation.constructions [PATH…]     the matrix of relations and constructions of the corpus

Seen by the parse of the annotated names: the way between subject and object where they stand in one sentence, the kind of block
otherwise. A parse may be wrong, so these are shares and no annotation.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from graph.claim import Argument, Value
from graph.document import Document, Mention
from graph.identity.registry import EMPTY
from graph.ontology import ontology
from ingest.corpus.documents import AnnotatedDocument, load
from ingest.model import load as loading
from ingest.reading import Reader
from ingest.reading.arguments import Arguments
from ingest.reading.blocks import segment
from ingest.reading.pairs import Pair, pairs
from ingest.reading.parse import Sentence, Token
from ingest.reading.sentence import Found

ORDER = ("heading", "bullet", "table, caption", "reference", "coordination", "apposition", "relative, participle", "passive", "possessive",
         "compound", "clause", "noun", "other sentence", "value")
"""Constructions; of several that one place shows, the first counts."""
_KINDS = {"heading": "heading", "bullet": "bullet", "table_row": "table, caption", "caption": "table, caption"}
_LABELS = (("coordination", {"conj"}), ("apposition", {"appos"}), ("relative, participle", {"relcl", "acl"}),
           ("passive", {"nsubjpass", "agent"}), ("possessive", {"poss"}), ("compound", {"compound", "amod", "nmod"}))


class Constructions:
    """Says how each pair of names of a document is joined."""

    def __init__(self) -> None:
        self._reader = Reader(EMPTY, loading.pipeline(), None, model="constructions")
        self._reader.classifier = self
        self._blocks: list[str] = []
        self._seen: dict[frozenset[str], Counter[str]] = {}

    def propose(self, sentence: Sentence, arguments: Arguments, found: Sequence[Found]) -> Iterable[Found]:  # noqa: ARG002
        """Look at the pairs of a sentence; proposes nothing."""
        for pair in pairs(sentence, arguments):
            names = frozenset((pair.first.filler.name, pair.second.filler.name))
            self._seen.setdefault(names, Counter())[construction(pair, self._blocks[sentence.block])] += 1
        return ()

    def of(self, document: Document, mentions: Sequence[Mention]) -> dict[frozenset[str], str]:
        """By pair of names, the construction that joins it most often; the plainest of equals."""
        self._seen = {}
        self._blocks = [block.kind for block in segment(document.text or "")]
        self._reader.read(document, mentions)
        return {names: max(counts, key=lambda one: (counts[one], ORDER.index(one))) for names, counts in self._seen.items()}


def construction(pair: Pair, kind: str) -> str:
    """How one place of the text joins a pair."""
    if kind in _KINDS:
        return _KINDS[kind]
    if pair.first.filler.via != "name" or pair.second.filler.via != "name":
        return "reference"
    labels = {token.dep for side in (pair.first.token, pair.second.token) for token in way(side, pair.top)}
    if any(child.dep in ("auxpass", "nsubjpass", "agent") for child in pair.top.children):
        labels.add("agent")
    found = next((name for name, those in _LABELS if labels & those), None)
    return found or ("clause" if pair.top.pos in ("VERB", "AUX") else "noun")


def way(token: Token, top: Token) -> Iterator[Token]:
    """A token and what it hangs on, below the token where the ways of a pair meet."""
    while token is not top and not token.is_root:
        yield token
        token = token.head


def told(construed: dict[frozenset[str], str], subject: str, object_: str, *, literal: bool) -> str:
    """The construction of a claim."""
    return "value" if literal else construed.get(frozenset((subject, object_)), "other sentence")


def matrix(documents: Iterable[AnnotatedDocument]) -> Iterator[str]:
    """How often each relation is told in each construction."""
    constructions = Constructions()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        construed = constructions.of(document.document(), document.mentions)
        for claim in document.claims:
            literal = isinstance(claim.object, Value)
            counts[claim.predicate][told(construed, claim.subject.name, _name(claim.object), literal=literal)] += 1
    yield f"{'':20}" + "".join(f"{name[:9]:>10}" for name in ORDER) + f"{'all':>7}"
    for relation in sorted(ontology().relations, key=lambda name: (-counts[name].total(), name)):
        yield f"{relation:20}" + "".join(f"{counts[relation][name] or '·':>10}" for name in ORDER) + f"{counts[relation].total():>7}"
    every = sum(counts.values(), Counter[str]())
    yield f"{'all':20}" + "".join(f"{every[name]:>10}" for name in ORDER) + f"{every.total():>7}"


def _name(argument: Argument) -> str:
    return argument.value if isinstance(argument, Value) else argument.name


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the matrix."""
    parser = argparse.ArgumentParser(prog="python -m ingest.evaluation.constructions", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, help="folders or files; the whole corpus without any")
    for line in matrix(load(*parser.parse_args(arguments).paths)):
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
