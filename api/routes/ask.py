"""GET and POST /v1/ask: a question in English, answered with the sentences that say it, or told why not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Body, Query, Request

from api import models, render
from api.threads import threads
from queries.explain import explain
from queries.pattern import MOST_ROWS

if TYPE_CHECKING:
    from api.wiring import House

MOST_CHARACTERS = models.MOST_OF_A_QUESTION


def router(house: House) -> APIRouter:
    """The route of questions over a house."""
    routes = APIRouter(prefix="/v1", tags=["ask"])

    @routes.get("/ask", summary="Ask a question")
    async def ask(
            request: Request, question: Annotated[models.Text, Query(min_length=1, max_length=MOST_CHARACTERS, examples=[
                "who offers finishing to which platforms"])],
            limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 100,
            cursor: Annotated[str | None, Query(max_length=64_000, description="The cursor of the page before.")] = None,
            as_of: Annotated[dt.date | None, Query(description="What held on that day, instead of what is current.")] = None,
            published_until: Annotated[dt.date | None, Query(description="By documents published until that day.")] = None,
            known_at: Annotated[int | None, Query(ge=0, le=2**62, description="As the record had it at that change number.")] = None,
            ) -> models.Answer:
        return await threads(request).language(answer, models.Question(
            question=question, limit=limit, cursor=cursor, as_of=as_of, published_until=published_until, known_at=known_at))

    @routes.post("/ask", summary="The same, asked by a JSON document")
    async def posted(request: Request, asked: Annotated[models.Question, Body(examples=[
            {"question": "who offers finishing to which platforms", "limit": 20}])]) -> models.Answer:
        return await threads(request).language(answer, asked)

    def answer(asked: models.Question) -> models.Answer:
        from queries import questions  # loads the language model

        times = questions.Times(as_of=asked.as_of, known_at=asked.known_at, published_until=asked.published_until)
        with house.reading:
            found = questions.ask(asked.question, house, limit=asked.limit, cursor=asked.cursor, times=times)
        return render.answer(found, explain(found.pattern, house) if found.pattern else None)

    return routes
