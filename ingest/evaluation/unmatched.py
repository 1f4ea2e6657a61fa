"""Unmatched: what joins two typed names and matches no frame, by frequency. What comes first and is a relation wants a frame.

A construction is the way from one name to the other through the parse, its words in their ground form and names as their kinds. For
annotated documents it also says how often the two are related, and by what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graph.claim import Argument, Claim, Value
from graph.document import Document, Mention
from ingest.evaluation.constructions import way
from ingest.reading import Reader
from ingest.reading.arguments import Arguments
from ingest.reading.classifier import joined
from ingest.reading.pairs import Pair, pairs
from ingest.reading.parse import Sentence
from ingest.reading.sentence import Found

LONGEST = 5
"""The most words on a way that is told."""
TOLD = 160
"""The most characters of an example."""


@dataclass(slots=True)
class Construction:
    """A way between two names that no frame matched: how often, how often annotated as a relation and as which, and an example."""

    way: str
    count: int = 0
    related: Counter[str] = field(default_factory=Counter)
    example: str = ""

    @property
    def relation(self) -> str:
        """The relation that is annotated most often for it."""
        return self.related.most_common(1)[0][0] if self.related else ""


class Unmatched:
    """Reads documents with a reader's frames and gathers what they leave alone."""

    def __init__(self, reader: Reader) -> None:
        self._reader = Reader(reader.registry, reader.nlp, reader.ner, model=reader.model)
        self._reader.classifier = self
        self._claims: dict[frozenset[str], set[str]] = {}
        self._found: dict[str, Construction] = {}

    def propose(self, sentence: Sentence, arguments: Arguments, found: Sequence[Found]) -> Iterable[Found]:
        """Note the pairs that no frame of this sentence joins; proposes nothing."""
        spoken = joined(found)
        for pair in pairs(sentence, arguments):
            names = frozenset((pair.first.filler.name, pair.second.filler.name))
            told = None if names in spoken else described(pair)
            if told is not None:
                one = self._found.setdefault(told, Construction(told))
                one.count += 1
                one.related.update(self._claims.get(names, ()))
                one.example = one.example or _shown(sentence)
        return ()

    def add(self, document: Document, mentions: Sequence[Mention] | None = None, claims: Iterable[Claim] = ()) -> None:
        """Read one document; `mentions` and `claims` are what is annotated, if anything is."""
        self._claims = {}
        for claim in claims:
            self._claims.setdefault(frozenset((claim.subject.name, _name(claim.object))), set()).add(claim.predicate)
        self._reader.read(document, mentions)

    def constructions(self, *, least: int = 2) -> list[Construction]:
        """What was seen at least so often; what is annotated most first, then what is most frequent."""
        found = [one for one in self._found.values() if one.count >= least]
        return sorted(found, key=lambda one: (-one.related.total(), -one.count, one.way))


def described(pair: Pair) -> str | None:
    """The way from the first name of a pair to the second; none where it is long or only a list."""
    up, down = list(way(pair.first.token, pair.top)), list(way(pair.second.token, pair.top))
    if len(up) + len(down) > LONGEST or all(token.dep == "conj" for token in (*up, *down)):
        return None
    first, second = pair.first.filler.type, pair.second.filler.type
    steps = [*(token for token in up[1:]), *([pair.top] if pair.top is not pair.first.token and pair.top is not pair.second.token else []),
             *reversed(down[1:])]
    words = " ".join(f"*{token.type}" if token.type else token.lemma.lower() for token in steps)
    left, right = (up[0].dep if up else "", down[0].dep if down else "")
    return " ".join(part for part in (f"{first}" + (f"/{left}" if left else ""), words or "·", f"{second}" + (f"/{right}" if right else ""))
                    if part)


def _shown(sentence: Sentence) -> str:
    text = " ".join(token.text for token in sentence.own)
    return text if len(text) <= TOLD else text[:TOLD - 1] + "…"


def _name(argument: Argument) -> str:
    return argument.value if isinstance(argument, Value) else argument.name
