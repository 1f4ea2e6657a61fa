"""Score one gold set: entities, mentions, statements, n-ary statements, qualifiers, modality, evidence, by predicate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.ontology import ontology
from ingest.evaluation.gold import load, load_aliases
from ingest.evaluation.scoring import Line, Score, Scores, count
from ingest.execution import Reads
from ingest.sources import Found, open_sources

__all__ = ["Line", "Score", "Scores", "evaluate"]


def evaluate(folder: Path, reader: Reads, *, only: Sequence[str] = (), aliases: Mapping[str, Sequence[str]] | None = None) -> Scores:
    """Read every annotated article of a folder as `reelgraph extract` would, and score what was read. Raises SourceError.

    `only` keeps the documents whose file or id starts so. `aliases` are further names of entities; by default those of
    `aliases.json` in the folder, or of `domain/aliases.json` beside it.
    """
    names = load_aliases(folder) if aliases is None else aliases
    scores = Scores()
    for gold in load(folder, only=only):
        found = next((item for item in open_sources([str(gold.article)]) if isinstance(item, Found)), None)
        reading = reader.read(found.document, found.given) if found else None
        count(scores, gold, reading, aliases=names, ontology=ontology())
    return scores
