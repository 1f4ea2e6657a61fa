"""Namesakes: the source of a work that has the work's own name: *T, based on the webtoon of the same name*, *from the eponymous novel*.

The source is another work, named by the same title and by what it is: "T (webtoon)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.claim import Value
from ingest.reading.anaphora import Filler, filler_of
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.parse import Sentence
from ingest.reading.qualifiers import Qualifier

RULE = "adapted_from.namesake.1"
_NOUN = (
    r"(?P<{0}>novel|webtoon|web novel|book|comic|manga|manhwa|play|film|movie|game|podcast|series|drama|musical|memoir|story|song|webcomic|"
    r"show|opera)"
)
_FROM = r"\b(?:based|inspired|drawn|taken|adapted|remade|spun off|adaptation|remake|version|film version|sequel)\b[^.;]{0,40}?"
_SAME = re.compile(
    rf"{_FROM}\b(?:{_NOUN.format('first')}\b[^.;,]{{0,30}}? of the same (?:name|title)"
    rf"|(?:eponymous|namesake|same-named) {_NOUN.format('second')}\b)", re.I
)


def drafts(sentence: Sentence, text: str) -> Iterator[Draft]:
    """The sources of their own name that a sentence gives works."""
    for match in _SAME.finditer(text, sentence.start, sentence.end):
        works = [token for token in sentence.own if token.type == "Title"]
        before = [token for token in works if token.end <= match.start()]
        work = before[-1] if before else next(iter(works), None)
        if work is None or any(match.start() < token.start < match.end() for token in works):
            continue
        group = "first" if match.group("first") else "second"
        noun, start, end = match.group(group), match.start(group), match.end(group)
        titled = filler_of(work)
        source = Filler(f"{titled.name} ({noun.lower()})", "Title", start, end, "implicit")
        kind = (("kind", Qualifier(Value(noun.lower(), "text"), start, end)),)
        yield Draft(titled, "adapted_from", source, (), kind, Stance(), 0.8, RULE, sentence.start, sentence.end)
