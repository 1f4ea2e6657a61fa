"""GET /problems and /problems/{kind}: what each type of problem means, where its own address leads (RFC 9457)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from api import errors, models
from graph.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.wiring import House

MARKDOWN = "text/markdown"


def router(_: House) -> APIRouter:
    """The pages of problems; the same on every house."""
    routes = APIRouter(tags=["problems"])

    @routes.get("/problems", summary="Every type of problem", response_class=Response,
                responses={200: {"description": "A page of Markdown.", "content": {MARKDOWN: {"schema": {"type": "string"}}}}})
    async def every() -> Response:
        return _page(_section(row, "##") for row in errors.rows())

    @routes.get("/problems/{kind}", summary="What one type of problem means", response_class=Response,
                responses={200: {"description": "A page of Markdown.", "content": {MARKDOWN: {"schema": {"type": "string"}}}}})
    async def one(kind: Annotated[models.Text, Path(description="The last part of a problem's `type`.", examples=["not-found"])],
                  ) -> Response:
        found = [row for row in errors.rows() if row.type == kind]
        if not found:
            raise NotFound("problem", kind, [row.type for row in errors.rows() if row.type[:3] == kind[:3]])
        return _page(_section(row, "#") for row in found)

    return routes


def _section(row: errors.Row, heading: str) -> str:
    return f"{heading} {row.type}\n\nStatus {row.status}: {row.title}.\n\n{row.meaning}\n"


def _page(sections: Iterable[str]) -> Response:
    return Response("\n".join(sections), media_type=MARKDOWN, headers={"Cache-Control": "max-age=3600"})
