"""Score one gold set: entities, mentions, statements, n-ary statements, qualifiers, modality, evidence, by predicate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from graph.document import Document, Mention
from graph.errors import SourceError
from graph.ontology import ontology
from ingest.corpus.documents import is_unseen
from ingest.evaluation import gold, marked
from ingest.evaluation.gold import GoldDocument, load_aliases
from ingest.evaluation.scoring import Line, Score, Scores, count
from ingest.execution import Reads
from ingest.sources import Found, open_sources

__all__ = ["Line", "Score", "Scores", "evaluate", "load"]


PARTS = ("dev", "unseen")


def evaluate(folder: Path, reader: Reads, *, only: Sequence[str] = (), aliases: Mapping[str, Sequence[str]] | None = None,
             part: str | None = None, constructions: bool = False) -> Scores:
    """Read every annotated article of a folder as `reelgraph extract` would, and score what was read. Raises SourceError.

    `only` keeps the documents whose file or id starts so. `aliases` are further names of entities; by default those of
    `aliases.json` in the folder, or of `domain/aliases.json` beside it. `part` keeps the fifth of the documents that is only scored
    (unseen), or the others (dev). `constructions` counts, for marked articles, in which way what was found is told.
    """
    names = load_aliases(folder) if aliases is None else aliases
    scores = Scores()
    construct = _constructions() if constructions else None
    for annotated in load(folder, only=only):
        if part is not None and is_unseen(annotated.id) != (part == "unseen"):
            continue
        document, given = _source(annotated)
        reading = reader.read(document, given) if document is not None else None
        construed = construct(annotated) if construct is not None else None
        count(scores, annotated, reading, aliases=names, ontology=ontology(), constructions=construed)
    return scores


def load(folder: Path, *, only: Sequence[str] = ()) -> list[GoldDocument]:
    """The annotated articles of a folder, in either format, or those that start so. Raises SourceError, ImportLineError."""
    documents = gold.load(folder) or marked.load(folder)
    if not documents:
        raise SourceError(str(folder), "no annotated articles lie there: neither *.gold.json nor texts with marks (docs/corpus.md)")
    for start in only:
        if not any(document.starts(start) for document in documents):
            raise SourceError(str(folder), f"no document starts with {start!r}")
    return [document for document in documents if not only or any(document.starts(start) for start in only)]


def _constructions() -> Callable[[GoldDocument], dict[frozenset[str], str] | None]:
    from ingest.evaluation.constructions import Constructions  # loads the language model

    made = Constructions()
    return lambda annotated: made.of(annotated.document, annotated.given) if annotated.document is not None else None


def _source(annotated: GoldDocument) -> tuple[Document | None, tuple[Mention, ...] | None]:
    """The document to read; none where it can't be."""
    if annotated.document is not None:
        return annotated.document, None
    found = next((item for item in open_sources([str(annotated.article)]) if isinstance(item, Found)), None)
    return (found.document, found.given) if found else (None, None)
