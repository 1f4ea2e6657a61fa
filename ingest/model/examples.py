"""What the weights learn from: the blocks of a document with their names, and each entity with its clues."""

from __future__ import annotations

import warnings
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.training import Example

from graph.document import Mention
from ingest.corpus.documents import AnnotatedDocument
from ingest.lexicon.places import clues
from ingest.model.augment import renamed
from ingest.reading import evidence
from ingest.reading.blocks import normalise, segment
from ingest.reading.kinds import TYPES

Spans = Sequence[tuple[int, int, str]]


def spans_of(mentions: Sequence[Mention]) -> Spans:
    """Start, end, type of each mention."""
    return [(mention.start, mention.end, mention.type) for mention in mentions]


def block_examples(nlp: Language, text: str, spans: Spans) -> Iterator[Example]:
    """A block each, as a reader sees it."""
    plain = normalise(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for block in segment(text):
            if block.kind == "boilerplate":
                continue
            inside = [(start - block.start, end - block.start, type_) for start, end, type_ in spans
                      if block.start <= start and end <= block.end]
            yield Example.from_dict(nlp.make_doc(plain[block.start:block.end]), {"entities": inside})


def entity_examples(documents: Sequence[AnnotatedDocument], *, variants: int) -> Iterator[tuple[frozenset[str], str]]:
    """Each entity's clues and type, in the documents as they are and under other names."""
    for document in documents:
        names = [mention.entity for mention in document.mentions]
        yield from _entities(document.text, spans_of(document.mentions), names)
        for variant in range(variants):
            yield from _entities(*renamed(document.text, document.mentions, seed=variant), names)


def _entities(text: str, spans: Spans, names: Sequence[str]) -> Iterator[tuple[frozenset[str], str]]:
    plain, words = normalise(text), clues()
    blocks = [(block.start, block.end) for block in segment(text)]
    starts = [start for start, _ in blocks]
    told: dict[str, set[str]] = {}
    types: dict[str, Counter[str]] = {}
    for (start, end, type_), name in zip(spans, names):
        block = blocks[max(0, bisect_right(starts, start) - 1)]
        these = told.setdefault(name, {"bias"})
        these.update(evidence.clues_at(plain, start, end, words, block=block))
        these.update(evidence.own_clues(text[start:end], words))
        types.setdefault(name, Counter())[type_] += 1
    for name, these in told.items():
        if (type_ := types[name].most_common(1)[0][0]) in TYPES:
            yield frozenset(these), type_
