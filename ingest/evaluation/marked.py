"""Annotated articles in the marked format of the corpus (`ingest.corpus.documents`), as the scorer compares them.

Such articles say nothing about evidence: it isn't counted for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from graph.claim import Argument, Claim, Value
from ingest.corpus.documents import AnnotatedDocument, files, read
from ingest.evaluation.gold import GoldDocument, GoldEntity, Said


def is_marked(path: Path) -> bool:
    """Whether this is a file, can be read, and begins as a marked article does."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(8).replace(b"\r", b"").startswith(b"---\n")
    except OSError:
        return False


def load(folder: Path) -> list[GoldDocument]:
    """The marked articles of a folder, in order of file. Raises ImportLineError at the first bad line."""
    return [gold_of(article) for article in articles(folder)]


def articles(folder: Path) -> Iterator[AnnotatedDocument]:
    """The marked articles of a folder, or one such file, in order. Raises ImportLineError at the first bad line."""
    return (read(path) for path in files(folder) if is_marked(path))


def holds(folder: Path) -> bool:
    """Whether any article of a folder, or a file, is marked."""
    return any(is_marked(path) for path in files(folder))


def gold_of(article: AnnotatedDocument) -> GoldDocument:
    """A marked article as the scorer compares it."""
    surfaces: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for mention in article.mentions:
        surfaces[mention.entity, mention.type][mention.text] += 1
    entities = tuple(GoldEntity(name, type_, tuple(counts), tuple(counts.items())) for (name, type_), counts in surfaces.items())
    claims = tuple(_said(claim.claim(article)) for claim in article.claims)
    return GoldDocument(article.id, Path(article.path), entities, claims, (), article.document(), article.mentions)


def _said(claim: Claim) -> Said:
    return Said(_shown(claim.subject), claim.predicate, _shown(claim.object), isinstance(claim.object, Value),
                {role: _shown(value) for role, value in claim.qualifiers}, claim.polarity, claim.modality, "")


def _shown(argument: Argument) -> str:
    return argument.value if isinstance(argument, Value) else argument.name
