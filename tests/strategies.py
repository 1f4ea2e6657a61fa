"""Hypothesis: readings and judgements over a few names, so that they meet often."""

from __future__ import annotations

from hypothesis import strategies as st

from graph.document import Reading
from graph.entity import LocalEntity
from tests.graph.telling import Told, offers, tell

STUDIOS = (LocalEntity("Lantern Works", "Studio"), LocalEntity("Lantern Works Ltd", "Organization"), LocalEntity("Quarry Pictures", "Studio"),
           LocalEntity("Osprey House", "Studio"))
PLATFORMS = (LocalEntity("Reedbox", "Platform"), LocalEntity("Minnow", "Platform"))
DOCUMENTS = ("a", "b", "c")


@st.composite
def claims(draw: st.DrawFn) -> Told:
    """An offer to a platform, or a partnership."""
    first = draw(st.sampled_from(STUDIOS))
    if draw(st.booleans()):
        return offers(first, to=draw(st.sampled_from((*PLATFORMS, None))))
    return first, "partners_with", draw(st.sampled_from(STUDIOS)), {}


@st.composite
def readings(draw: st.DrawFn, document: str | None = None) -> Reading:
    """A short document."""
    told = draw(st.lists(claims(), min_size=1, max_size=3))
    also = draw(st.lists(st.sampled_from(STUDIOS), max_size=2))
    day = draw(st.sampled_from(("2026-01-05", "2026-02", None)))
    return tell(document or draw(st.sampled_from(DOCUMENTS)), *told, also=also, published_on=day)
