"""Succession: who follows whom in a post or a part has what the other had: *X succeeds Y*, *her successor, X*, *X replaced him*.

Where the text says of one of two people which post it is, the other has or had it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.claim import Value
from ingest.reading.anaphora import Filler
from ingest.reading.arguments import Arguments
from ingest.reading.claims import Draft
from ingest.reading.clauses import Clause, Clauses
from ingest.reading.parse import Sentence, Token
from ingest.reading.qualifiers import Qualifier

_TRUST = 0.75
_VERBS = {"succeed", "replace"}
_NOUNS = {"successor": True, "replacement": True, "predecessor": False}
"""What a noun says of whom it stands for: that it comes after the owner, or came before."""
_RELATIONS = ("holds_role", "stars_in")
_PERSON = frozenset({"Person"})


@dataclass(frozen=True, slots=True)
class Succession:
    """One person after another, and the sentence that says so."""

    new: Filler
    old: Filler
    start: int
    end: int


def successions(sentence: Sentence, arguments: Arguments) -> Iterator[Succession]:
    """The successions that a sentence tells."""
    clauses = Clauses()
    for token in sentence.own:
        if token.type:
            continue
        if token.lemma in _VERBS or (token.lemma == "take" and any(child.lower == "over" for child in token.children)):
            clause = clauses.of(token)
            yield from _pairs(clause.get("subj"), _before(token, clause), sentence, arguments)
        elif token.lemma in _NOUNS:
            behind = [inner for child in token.kids("prep") if child.lower in ("of", "to") for inner in child.kids("pobj")]
            owners = [*token.kids("poss"), *behind]
            sides = (_said(token), owners)
            yield from _pairs(*(sides if _NOUNS[token.lemma] else sides[::-1]), sentence, arguments)


def _before(verb: Token, clause: Clause) -> Sequence[Token]:
    return clause.get("pp:from") if verb.lemma == "take" else clause.get("obj")


def _said(noun: Token) -> list[Token]:
    """Whom a noun is said of: *her successor, X*; *her successor is X*."""
    if noun.dep == "appos":
        return [noun.head]
    if noun.dep == "attr":
        return noun.head.kids("nsubj")
    if noun.dep == "nsubj" and noun.head.lemma == "be":
        return noun.head.kids("attr")
    return noun.kids("appos")


def _pairs(new: Sequence[Token], old: Sequence[Token], sentence: Sentence, arguments: Arguments) -> Iterator[Succession]:
    first, second = (
        [filler for token in side for filler in arguments.fill(token, _PERSON) if filler.type == "Person"] for side in (new, old)
    )
    if len(first) == 1 and len(second) == 1 and first[0].name != second[0].name:
        yield Succession(first[0], second[0], sentence.start, sentence.end)


@dataclass(slots=True)
class Posts:
    """What a document says of people's posts and parts, and who follows whom in them."""

    said: list[Draft] = field(default_factory=list)
    told: list[Succession] = field(default_factory=list)

    def see(self, sentence: Sentence, arguments: Arguments, said: Sequence[Draft]) -> None:
        """Take in a sentence and what was found in it."""
        self.said += [draft for draft in said if draft.predicate in _RELATIONS and draft.stance.polarity == "positive"]
        self.told += successions(sentence, arguments)

    def drafts(self) -> Iterator[Draft]:
        """What follows from the successions of a document and from what it says of either person."""
        for one in self.told:
            own = [draft for draft in self.said if draft.subject.name == one.new.name and _beside(draft, one) and not _former(draft)]
            for draft in own:
                if draft.predicate == "holds_role":
                    yield _made(draft, one, one.old, former=True)
            for draft in self.said:
                if draft.subject.name == one.old.name and not any(other.predicate == draft.predicate for other in own):
                    yield _made(draft, one, one.new, former=False)


def _former(draft: Draft) -> bool:
    return any(role in ("end", "status") for role, _ in draft.literals)


def _beside(draft: Draft, one: Succession) -> bool:
    """Whether a post is told in the sentence of a succession or in the one before."""
    return draft.start == one.start or 0 <= one.start - draft.end < 5


def _made(draft: Draft, one: Succession, person: Filler, *, former: bool) -> Draft:
    kept = [(role, value) for role, value in draft.literals if role == "role"]
    if former:
        kept.append(("status", Qualifier(Value("former", "text"), person.start, person.end)))
    return replace(
        draft,
        subject=person,
        object=replace(draft.object, via="focus") if isinstance(draft.object, Filler) else draft.object,
        entities=(),
        literals=tuple(kept),
        confidence=round(_TRUST * draft.confidence, 4),
        rule=f"{draft.predicate}.succession",
        start=one.start,
        end=one.end,
    )
