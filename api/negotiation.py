"""Media types, in one place for every route: which of those on offer a caller takes."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException


def choose(accept: str | None, offered: Sequence[str]) -> str:
    """The offered media type that an Accept header likes best; the first offered of equal ones. Raises HTTPException 406."""
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",")[:100]]
    best, liked = None, 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > liked:
            best, liked = media_type, quality
    if best is None:
        raise HTTPException(406, f"on offer are {', '.join(offered)}")
    return best


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = min(max(float(value), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return name, quality if quality == quality else 0.0


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most exact range that a media type falls in."""
    main = media_type.partition("/")[0]
    for wanted in (media_type, f"{main}/*", "*/*"):
        told = [quality for name, quality in ranges if name == wanted]
        if told:
            return max(told)
    return 0.0
