"""Every error of the house: one root, and each carries its facts.

    ReelgraphError
    ├── InputError                what the user gave can't be used
    │   ├── SourceError           a source that can't be read: source, reason
    │   ├── ImportLineError       a line of a file: source, line, reason
    │   ├── ValueFormatError      a value that isn't what its place asks for: what, value, reason
    │   ├── PatternError          a pattern that means nothing: reason
    │   ├── QueryError            text in a query language that can't be read or run: language, reason
    │   │   ├── QueryRefused      … that could be read and isn't allowed
    │   │   └── QueryLimit        … that took more than it may: limit, allowed
    │   │       └── QueryTimeout  … more time
    │   └── CursorError           a cursor that isn't ours, or whose answer is gone
    ├── NotFound                  kind, name, near
    ├── Ambiguous                 name, candidates
    ├── Conflict                  a judgement that contradicts what holds: reason
    ├── Unsupported               engine, construct
    ├── OntologyError             a data file that breaks its own rules: file, reason
    ├── OntologyViolation         a claim that breaks the ontology: reasons
    ├── RecordError               the record can't be used: reason, remedy
    │   ├── RecordBusy            somebody else has held the lock too long
    │   └── RecordOutdated        the schema is of another version
    ├── QueryBusy                 too many queries at once: workers
    └── ViewError                 a view can't be used: view, reason, remedy
"""

from __future__ import annotations

from collections.abc import Sequence


class ReelgraphError(Exception):
    """The root: its text is one sentence that says what is wrong and, where it can, what to do."""


class InputError(ReelgraphError):
    """What the user gave can't be used."""


class SourceError(InputError):
    """A source that can't be read."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class ImportLineError(InputError):
    """A line of an import or of a JSONL source that can't be used."""

    def __init__(self, source: str, line: int, reason: str) -> None:
        super().__init__(f"{source}, line {line}: {reason}")
        self.source = source
        self.line = line
        self.reason = reason


class ValueFormatError(InputError):
    """A value that isn't what its place asks for (a date, a number, a limit …)."""

    def __init__(self, what: str, value: object, reason: str) -> None:
        super().__init__(f"{what} {value!r}: {reason}")
        self.what = what
        self.value = value
        self.reason = reason


class PatternError(InputError):
    """A pattern that means nothing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class QueryError(InputError):
    """Text in a query language that can't be read or run."""

    def __init__(self, language: str, reason: str) -> None:
        super().__init__(f"{language}: {reason}")
        self.language = language
        self.reason = reason


class QueryRefused(QueryError):
    """A query that was understood and isn't allowed."""


class QueryLimit(QueryError):
    """A query that took more than it may have: `limit` is "time", "rows", "memory" or "size", `allowed` how much that is."""

    def __init__(self, language: str, reason: str, limit: str, allowed: float) -> None:
        super().__init__(language, reason)
        self.limit = limit
        self.allowed = allowed


class QueryTimeout(QueryLimit):
    """A query that took longer than it may."""


class CursorError(InputError):
    """A cursor that isn't ours, or that belongs to another query."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotFound(ReelgraphError):
    """Nothing of this kind has this name; `near` holds names that look like it."""

    def __init__(self, kind: str, name: str, near: Sequence[str] = ()) -> None:
        hint = f" (did you mean {', '.join(near)}?)" if near else ""
        super().__init__(f"no {kind} is called {name!r}{hint}")
        self.kind = kind
        self.name = name
        self.near = tuple(near)


class Ambiguous(ReelgraphError):
    """A name that several entities share; `candidates` holds (id, name, type)."""

    def __init__(self, name: str, candidates: Sequence[tuple[str, str, str]]) -> None:
        listed = ", ".join(f"{name} ({type_}, {id_})" for id_, name, type_ in candidates)
        super().__init__(f"{name!r} may be any of: {listed}")
        self.name = name
        self.candidates = tuple(candidates)


class Conflict(ReelgraphError):
    """A judgement that contradicts one that stands."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unsupported(ReelgraphError):
    """A construct that an engine can't express."""

    def __init__(self, engine: str, construct: str) -> None:
        super().__init__(f"{engine} can't express {construct}")
        self.engine = engine
        self.construct = construct


class OntologyError(ReelgraphError):
    """A data file (ontology, vocabulary, registry, lexicon) that breaks its own rules."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class OntologyViolation(ReelgraphError):
    """A claim that the ontology doesn't allow."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class RecordError(ReelgraphError):
    """The record can't be used."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(f"{reason}. {remedy}".rstrip(". ") + ".")
        self.reason = reason
        self.remedy = remedy


class RecordBusy(RecordError):
    """Another process has held the write lock too long."""


class RecordOutdated(RecordError):
    """The record was made by another version of the schema."""


class QueryBusy(ReelgraphError):
    """So many queries are running that one more would have to wait too long."""

    def __init__(self, workers: int) -> None:
        super().__init__(f"all {workers} workers that run queries are busy. Try again in a moment.")
        self.workers = workers


class ViewError(ReelgraphError):
    """A view can't be used."""

    def __init__(self, view: str, reason: str, remedy: str = "") -> None:
        super().__init__(f"{view}: {reason}. {remedy}".rstrip(". ") + ".")
        self.view = view
        self.reason = reason
        self.remedy = remedy
