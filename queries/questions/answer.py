"""answer, yes, no, not known, not understood, ambiguous; and the reading in words, so that a misreading shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from graph.claim import Value
from graph.entity import Entity
from graph.ontology import Ontology, Vocabulary
from graph.record import Record
from queries import rows
from queries.pattern import Anything, Clause, Entities, Literals, Missing, Pattern, Term, Var, unplaced
from queries.questions import periods, reader
from queries.questions.compose import Understood
from queries.questions.language import Language
from queries.questions.reader import NotUnderstood, Uncertain
from queries.rows import Rows

Outcome = Literal["answer", "yes", "no", "not_known", "not_understood", "ambiguous"]
LONGEST_QUESTION = 1000


class House(Protocol):
    """What asking needs of the house. `reader` loads the language model."""

    @property
    def record(self) -> Record: ...

    @property
    def ontology(self) -> Ontology: ...

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def reader(self) -> Language: ...

    def today(self) -> dt.date: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question found. `pattern` is None where it wasn't understood; `found` holds rows, statements and evidence.

    `contradicted_by`: with *yes*, the rows of the opposite, if the documents say that too.
    """

    question: str
    outcome: Outcome
    reading: str
    change: int
    pattern: Pattern | None = None
    found: Rows | None = None
    unused_words: tuple[str, ...] = ()
    unknown_names: tuple[str, ...] = ()
    candidates: tuple[Entity, ...] = ()
    contradicted_by: Rows | None = None
    hidden: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Times:
    """Of which time is asked; what the question itself says of it goes first.

    `as_of`: what held on that day. `known_at`: a change number, what the record had by then. `published_until`: by documents
    published until that day.
    """

    as_of: dt.date | None = None
    known_at: int | None = None
    published_until: dt.date | None = None


def ask(question: str, house: House, *, limit: int = 100, cursor: str | None = None, times: Times = Times()) -> Answer:
    """Read a question, run its pattern on the record, and say what came of it. Raises CursorError."""
    with house.record.reader() as known:
        change = known.change()
        outcome, unknown = reader.read(question[:LONGEST_QUESTION], house.reader, known, house.ontology, house.vocabulary,
                                       today=house.today())
    if isinstance(outcome, NotUnderstood):
        return Answer(question, "not_understood", _refusal(outcome), change, unused_words=outcome.unused, unknown_names=unknown)
    if isinstance(outcome, Uncertain):
        listed = ", ".join(f"{entity.name} ({entity.type})" for entity in outcome.candidates)
        said = f"A name may mean any of: {listed}"
        return Answer(question, "ambiguous", said, change, candidates=outcome.candidates, unknown_names=unknown)
    read = replace(outcome, pattern=replace(_at(outcome.pattern, times), limit=limit, cursor=cursor))
    return _answered(question, read, unknown, house)


def _at(pattern: Pattern, times: Times) -> Pattern:
    own = pattern.filters
    return pattern.with_filters(as_of=own.as_of or times.as_of, known_at=times.known_at,
                                published_until=own.published_until or times.published_until,
                                timeless=own.timeless and times.as_of is None)


def _answered(question: str, read: Understood, unknown: tuple[str, ...], house: House) -> Answer:
    pattern = read.pattern
    words = in_words(pattern, read.entities)
    found = rows.answer(pattern, house)
    if unknown:
        said = f"{words}. Nobody here knows {', '.join(unknown)}"
        return Answer(question, "not_known", said, found.change, pattern, replace(found, rows=(), cursor=None), unknown_names=unknown)
    if read.yes_no:
        return _yes_or_no(question, pattern, words, found, house)
    empty = not found.rows or (pattern.count is not None and all(_is_zero(row.cells.get(pattern.count)) for row in found.rows))
    return Answer(question, "not_known" if empty else "answer", words, found.change, pattern, replace(found, rows=()) if empty else found,
                  hidden=found.hidden)


def _is_zero(cell: object) -> bool:
    return isinstance(cell, Value) and cell.value == "0"


def _yes_or_no(question: str, pattern: Pattern, words: str, found: Rows, house: House) -> Answer:
    negative = pattern.filters.polarity == ("negative",)
    opposite = rows.answer(pattern.with_filters(polarity=("positive",) if negative else ("negative",)), house)
    if found.rows:
        return Answer(question, "yes", words, found.change, pattern, found, contradicted_by=opposite if opposite.rows else None)
    if opposite.rows:
        return Answer(question, "no", words, found.change, pattern, opposite, hidden=found.hidden)
    return Answer(question, "not_known", words, found.change, pattern, found, hidden=found.hidden)


def _refusal(outcome: NotUnderstood) -> str:
    if not outcome.unused:
        return "Not understood: no relation was found in the question"
    return f"Not understood: {', '.join(outcome.unused)}"


# --- the reading in words


def in_words(pattern: Pattern, entities: Mapping[str, Entity]) -> str:
    """What a pattern asks, in words that show how the question was read."""
    parts = [*(_clause(clause, entities) for clause in pattern.clauses),
             *(" or ".join(" and ".join(_clause(clause, entities) for clause in group) for group in groups) for groups in pattern.either),
             *(f"not ({' and '.join(_clause(clause, entities) for clause in group)})" for group in pattern.without),
             *(f"every {' or '.join(dict(pattern.types)[name])}" for name in unplaced(pattern))]
    asked = f"how many {pattern.count}" if pattern.count else ", ".join(name.replace("_", " ") for name in pattern.select) or "whether"
    return f"{asked}: {' and '.join(parts)}{_filters(pattern)}"


def _clause(clause: Clause, entities: Mapping[str, Entity]) -> str:
    predicate = " or ".join("in some relation to" if name == "*" else name.replace("_", " ") for name in clause.predicates)
    roles = "".join(f", {role.replace('_', ' ')} {_term(term, entities)}" for role, term in clause.roles)
    return f"{_term(clause.subject, entities)} {predicate} {_term(clause.object, entities)}{roles}"


def _term(term: Term, entities: Mapping[str, Entity]) -> str:
    match term:
        case Var(name):
            return f"[{name.replace('_', ' ')}]"
        case Entities(ids):
            return " or ".join(entities[one].name if one in entities else one for one in ids) or "(unknown)"
        case Literals(values):
            return " or ".join(periods.widest(values))
        case Anything():
            return "anyone or anything"
        case Missing():
            return "nothing"


def _filters(pattern: Pattern) -> str:
    filters = pattern.filters
    said: Sequence[str] = [
        *(["not"] if filters.polarity == ("negative",) else []),
        *([f"as {' or '.join(filters.modality)}"] if filters.modality != ("asserted",) else []),
        *(["over by now"] if pattern.ended else ["at any time"] if filters.timeless else []),
        *([f"on {filters.as_of}"] if filters.as_of else []),
        *([f"published until {filters.published_until}"] if filters.published_until else []),
        *([f"as known at change {filters.known_at}"] if filters.known_at is not None else []),
    ]
    return f" ({', '.join(said)})" if said else ""
