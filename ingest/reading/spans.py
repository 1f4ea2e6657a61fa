"""Where a name begins and ends: whole words, no possessive, no article; and the best of what overlaps."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.document import Mention

Source = Literal["registry", "vocabulary", "region", "quoted", "cue", "model", "shape", "document"]
_RANK: dict[str, int] = {"registry": 0, "region": 1, "quoted": 2, "vocabulary": 3, "model": 4, "cue": 5, "shape": 6, "document": 7}
_FORMS = r"(?:Inc|Incorporated|Ltd|Limited|LLC|LLP|PLC|plc|GmbH|Co|Corp|Pte|Pvt|Pty|S\.A|S\.L|AG|KK|B\.V|SE|Oy|AB|S\.r\.l|SpA)"
_SUFFIX = re.compile(rf",?[ ](?:{_FORMS}\b\.?(?:,?[ ])?)+")
_TRAILING = re.compile(rf"(?:,?[ ]{_FORMS}\b\.?)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class NameSpan:
    """Characters that name something. `entity` is the name itself, or the canonical one where it is known."""

    start: int
    end: int
    type: str
    entity: str
    source: Source


def within(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """The mentions that lie between two offsets; all are in order of the text and none overlaps another."""
    found = []
    for number in range(bisect_left(mentions, start, key=lambda mention: mention.start), len(mentions)):
        mention = mentions[number]
        if mention.start >= end:
            break
        if mention.end <= end:
            found.append(mention)
    return found


def trimmed(text: str, plain: str, start: int, end: int, type_: str) -> NameSpan | None:
    """A span without possessive, leading article and outer marks; its name without company suffix."""
    while start < end and not (plain[start].isalnum() or plain[start] in "+#@"):
        start += 1
    while end > start and not (plain[end - 1].isalnum() or plain[end - 1] in "+!?.)'"):
        end -= 1
    if plain[end - 2:end] == "'s" and end - start > 3:
        end -= 2
    while end > start and plain[end - 1] in "'":
        end -= 1
    if plain[end - 1:end] == ")" and "(" not in plain[start:end]:
        end -= 1
    if plain[start:start + 4] in ("the ", "The ") and type_ != "Title" and end - start > 5:
        start += 4
    if plain[end - 1:end] == "." and not _TRAILING.search(plain[start:end]) and not re.search(r"\b[A-Z]\.$", plain[start:end]):
        end -= 1
    if plain[end:end + 1] == "." and _TRAILING.search(plain[start:end]):
        end += 1
    if suffix := _SUFFIX.match(plain, end):
        whole = suffix.end()
        while plain[whole - 1] in " ,":
            whole -= 1
        end = whole
    if (end - start < 2 and not plain[start:end].isalnum()) or not any(c.isalpha() or c.isdigit() for c in plain[start:end]):
        return None
    return NameSpan(start, end, type_, bare(text[start:end]), "model")


def bare(name: str) -> str:
    """A name without company suffix.

    >>> bare("Larkhill Pte, Ltd.")
    'Larkhill'
    """
    return _TRAILING.sub("", name) or name


def without_overlap(found: Iterable[NameSpan], *, whole: Container[tuple[int, int]] = ()) -> list[NameSpan]:
    """The best of what overlaps, cluster by cluster. `whole` holds places where a longer name is one, whatever is known within it."""
    kept: list[NameSpan] = []
    cluster: list[NameSpan] = []
    end = 0
    for span in sorted(set(found)):
        if cluster and span.start >= end:
            kept.extend(_best(cluster, whole))
            cluster = []
        cluster.append(span)
        end = max(end, span.end) if len(cluster) > 1 else span.end
    kept.extend(_best(cluster, whole))
    return kept


def _best(cluster: list[NameSpan], whole: Container[tuple[int, int]]) -> list[NameSpan]:
    if len(cluster) < 2:
        return cluster
    held: list[NameSpan] = []
    for span in sorted(cluster, key=lambda span: (_rank(span, cluster, whole), span.start - span.end, span.start)):
        if all(span.end <= other.start or other.end <= span.start for other in held):
            held.append(span)
    return sorted(held)


def _rank(span: NameSpan, cluster: list[NameSpan], whole: Container[tuple[int, int]]) -> int:
    """A known name within a longer name that is surer of itself comes last."""
    if span.source in ("registry", "region", "vocabulary"):
        around = [other for other in cluster if other.start <= span.start and span.end <= other.end
                  and other.end - other.start > span.end - span.start]
        if any(_swallows(other, span, whole) for other in around):
            return 9
    if span.source == "model" and any((other.start, other.end) in whole and other.start <= span.start and span.end <= other.end
                                      and _opens_with_place(other, cluster) for other in cluster if other.source == "shape"):
        return 9
    return _RANK[span.source]


def _opens_with_place(around: NameSpan, cluster: list[NameSpan]) -> bool:
    """Whether a longer name begins with a region and goes on ("Oslo City Council")."""
    return any(span.type == "Region" and span.start == around.start and span.end < around.end for span in cluster)


def _swallows(around: NameSpan, known: NameSpan, whole: Container[tuple[int, int]]) -> bool:
    if (around.start, around.end) in whole:
        return True
    if around.source in ("quoted", "cue"):
        return True
    if around.source in ("registry", "region"):
        return known.source == "vocabulary"
    if known.source == "vocabulary" and around.entity.split()[-1].islower():
        return False
    return around.source in ("model", "shape") and known.source != "registry" and around.type != "Region"
