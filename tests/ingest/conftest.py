"""One reader for all tests of a worker: the model is loaded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.claim import Claim, Value
from graph.document import Document, Mention, Reading
from graph.identity.registry import EMPTY
from ingest.model import load
from ingest.reading import Reader

Read = Callable[..., Reading]
Say = Callable[..., set[tuple[str, str, str]]]


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader(EMPTY, load.pipeline(), load.ner, model="test")


def marked(text: str) -> tuple[str, list[Mention]]:
    """A text with marks `[Salt Roses|Title]` or `[Roses|Title=Salt Roses]` and its mentions."""
    plain, mentions, rest = "", [], text
    while "[" in rest:
        before, _, rest = rest.partition("[")
        inside, _, rest = rest.partition("]")
        surface, _, kind = inside.partition("|")
        type_, _, entity = kind.partition("=")
        plain += before
        mentions.append(Mention(len(plain), len(plain) + len(surface), surface, type_, entity or surface))
        plain += surface
    return plain + rest, mentions


def shown(claim: Claim) -> tuple[str, str, str]:
    object_ = claim.object.value if isinstance(claim.object, Value) else claim.object.name
    return claim.subject.name, claim.predicate, object_


@pytest.fixture
def read(reader: Reader) -> Read:
    """Reads a marked text."""

    def of(text: str, published_on: str | None = "2026-03-12") -> Reading:
        plain, mentions = marked(text)
        return reader.read(Document("d", "d", plain, published_on=published_on), mentions)

    return of


@pytest.fixture
def say(read: Read) -> Say:
    """The statements of a marked text, as (subject, relation, object)."""

    def of(text: str, **told: str) -> set[tuple[str, str, str]]:
        return {shown(claim) for claim in read(text, **told).claims}

    return of
