"""Annotated articles: a folder of `*.gold.json`, each beside the text that it annotates.

A gold file holds `id`, `article_file`, `entities` (`name`, `type`, `aliases_in_text`, `mentions` of `surface` and `count`) and
`statements` (`subject`, `predicate`, `object`, `object_kind`, `qualifiers`, `polarity`, `modality`, `evidence`, `optional`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.document import Document, Mention
from graph.errors import SourceError


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """An entity of one document, the other names that it has there, and its mentions as (surface, how often)."""

    name: str
    type: str
    aliases: tuple[str, ...]
    mentions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it is compared: names and values as plain text; `literal` where the object is no entity."""

    subject: str
    predicate: str
    object: str
    literal: bool
    qualifiers: Mapping[str, str]
    polarity: str
    modality: str
    evidence: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated article. Statements marked optional count on neither side. `document` is given where the file isn't plain text."""

    id: str
    article: Path
    entities: tuple[GoldEntity, ...]
    required: tuple[Said, ...]
    optional: tuple[Said, ...]
    document: Document | None = None
    given: tuple[Mention, ...] = ()
    """Where names stand, if the format says so."""

    @property
    def stem(self) -> str:
        return self.article.stem

    def starts(self, start: str) -> bool:
        """Whether its file's stem or its id starts so."""
        return self.stem.startswith(start) or self.id.startswith(start)


def load(folder: Path) -> list[GoldDocument]:
    """The articles of a folder that `*.gold.json` annotates, in order of file. Raises SourceError."""
    return [_document(path) for path in sorted(folder.glob("*.gold.json"))]


def load_aliases(folder: Path) -> dict[str, tuple[str, ...]]:
    """Names of one entity that documents use: `aliases.json` of the folder, else of `domain/` beside it, else none."""
    for path in (folder / "aliases.json", folder.resolve().parent / "domain" / "aliases.json"):
        if path.exists():
            try:
                told = json.loads(path.read_text("utf-8"))["aliases"]
                return {str(name): tuple(map(str, others)) for name, others in told.items()}
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                raise SourceError(str(path), f"no file of aliases ({type(error).__name__}: {error})") from error
    return {}


def _document(path: Path) -> GoldDocument:
    try:
        told = json.loads(path.read_text("utf-8"))
        statements = [(bool(entry.get("optional")), _said(entry)) for entry in told["statements"]]
        document = GoldDocument(
            str(told["id"]), path.parent / told["article_file"], tuple(_entity(entry) for entry in told["entities"]),
            tuple(said for optional, said in statements if not optional), tuple(said for optional, said in statements if optional))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(str(path), f"no annotated article ({type(error).__name__}: {error})") from error
    if not document.article.is_file():
        raise SourceError(str(path), f"its article {document.article.name} does not lie beside it")
    return document


def _entity(told: Mapping[str, Any]) -> GoldEntity:
    mentions = tuple((str(mention["surface"]), int(mention["count"])) for mention in told["mentions"])
    return GoldEntity(told["name"], told["type"], tuple(told.get("aliases_in_text", ())), mentions)


def _said(told: Mapping[str, Any]) -> Said:
    qualifiers = {role: str(value) for role, value in told["qualifiers"].items()}
    return Said(told["subject"], told["predicate"], told["object"], told["object_kind"] == "literal", qualifiers,
                told.get("polarity", "positive"), told["modality"], told["evidence"])
