"""Score one gold set: entities, mentions, statements, n-ary statements, qualifiers, modality, evidence, by predicate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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

__all__ = ["SOUGHT", "Line", "Score", "Scores", "evaluate", "load", "load_aliases", "score"]

SOUGHT = "a *.gold.json beside its text, or else texts (*.txt, in folders below too) with marks"
"""What an annotated article is known by."""


def evaluate(folder: Path, reader: Reads, *, only: Sequence[str] = (), aliases: Mapping[str, Sequence[str]] | None = None,
             part: str | None = None, constructions: bool = False) -> Scores:
    """Score what a reader finds in the annotated articles of a folder. Raises SourceError, ImportLineError.

    `only` and `part` as for `load`, `constructions` as for `score`. `aliases` are further names of entities; by default those of
    `aliases.json` in the folder, or of `domain/aliases.json` beside it.
    """
    names = load_aliases(folder) if aliases is None else aliases
    return score(load(folder, only=only, part=part), reader, aliases=names, constructions=constructions)


def load(folder: Path, *, only: Sequence[str] = (), part: str | None = None) -> list[GoldDocument]:
    """The annotated articles of a folder, in either format. Raises SourceError, ImportLineError.

    `only` keeps the documents whose file or id starts so; `part` the fifth of the documents that is only scored (unseen), or the
    others (dev).
    """
    if not folder.exists():
        raise SourceError(str(folder), "there is no such folder")
    documents = gold.load(folder) or marked.load(folder)
    if not documents:
        raise SourceError(str(folder), f"no annotated articles lie there: {SOUGHT} (docs/corpus.md)")
    for start in only:
        if not any(document.starts(start) for document in documents):
            raise SourceError(str(folder), f"no document starts with {start!r}")
    return [document for document in documents if (not only or any(document.starts(start) for start in only))
            and (part is None or is_unseen(document.id) == (part == "unseen"))]


def score(articles: Iterable[GoldDocument], reader: Reads, *, aliases: Mapping[str, Sequence[str]],
          constructions: bool = False) -> Scores:
    """Read annotated articles one after the other as `reelgraph extract` would, and score what was read.

    `constructions` counts, for marked articles, in which way what was found is told.
    """
    scores = Scores()
    construct = _constructions() if constructions else None
    for annotated in articles:
        document, given = _source(annotated)
        reading = reader.read(document, given) if document is not None else None
        construed = construct(annotated) if construct is not None else None
        count(scores, annotated, reading, aliases=aliases, ontology=ontology(), constructions=construed)
    return scores


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
