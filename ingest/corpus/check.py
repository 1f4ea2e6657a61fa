"""Checks annotated documents: spans, types, roles, forgotten marks, repeated sentences; prints what they cover.

    python -m ingest.corpus.check [PATH…] [--json | --notes]

Without a path it reads the whole corpus. Exits with 1 where a document has a problem. `--json` prints the compiled
documents, one a line; `--notes` adds what a reviewer should look at and need not be wrong.
"""

from __future__ import annotations

import argparse
import calendar
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph import dates
from graph.claim import Value
from graph.errors import ImportLineError
from graph.identity.names import fold
from graph.ontology import ontology, vocabulary
from graph.ontology.check import violations
from ingest.corpus.documents import AnnotatedDocument, concept, files, read

SENTENCE_END = re.compile(r"(?<=[.!?”’\"])\s+(?=[A-Z“‘\"«•])|\n+")
_NO_NAMES = {*calendar.month_name, *calendar.month_abbr, *calendar.day_name, "Series", "Seed"}
_CONCEPT_TYPES = ("Service", "Format", "Genre", "Tool")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where. A note need not be wrong."""

    source: str
    line: int
    reason: str
    note: bool = False

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.reason}"


def compile_all(paths: Iterable[Path]) -> tuple[list[AnnotatedDocument], list[Problem]]:
    """The documents that can be read, and a problem for each that can't."""
    documents: list[AnnotatedDocument] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            documents.append(read(path))
        except ImportLineError as error:
            problems.append(Problem(error.source, error.line, error.reason))
    return documents, problems


def check(documents: Sequence[AnnotatedDocument]) -> Iterator[Problem]:
    """Every problem of a set of documents: of each alone, then of them together."""
    for document in documents:
        yield from _claims(document)
        yield from _marks(document)
        yield from _notes(document)
    yield from _repeated(documents)


def sentences(document: AnnotatedDocument) -> list[str]:
    """The sentences and lines of a text, cut crudely: enough to count them and to find repeated ones."""
    return [sentence.strip() for sentence in SENTENCE_END.split(document.text) if sentence.strip()]


def _claims(document: AnnotatedDocument) -> Iterator[Problem]:
    seen: dict[Hashable, int] = {}
    for claim in document.claims:
        for reason in violations(claim.claim(document), ontology()):
            yield Problem(document.path, claim.line, reason)
        for role, value in claim.qualifiers:
            if isinstance(value, Value) and value.datatype == "date" and not dates.is_date(value.value):
                yield Problem(document.path, claim.line, f"{role}={value.value} is no date: expected YYYY, YYYY-MM or YYYY-MM-DD")
            if isinstance(value, Value) and value.datatype in ("money", "number", "duration") and not re.search(r"\d", value.value):
                yield Problem(document.path, claim.line, f"{role}={value.value} has no figure", note=True)
        if claim.predicate == "has_metric" and not {"metric", "value"} <= dict(claim.qualifiers).keys():
            yield Problem(document.path, claim.line, "has_metric needs metric= and value=")
        if claim.subject == claim.object and claim.predicate != "shuts_down":
            yield Problem(document.path, claim.line, "subject and object are one")
        if (first := seen.setdefault(claim.key, claim.line)) != claim.line:
            yield Problem(document.path, claim.line, f"says the same as line {first}")
    if not dates.is_date(document.published):
        yield Problem(document.path, 1, f"published: {document.published!r} is no date")


def _marks(document: AnnotatedDocument) -> Iterator[Problem]:
    """A name that is marked in one place is marked everywhere; a concept is called by its preferred label."""
    inside = {place for mention in document.mentions for place in range(mention.start, mention.end)}
    surfaces = sorted({mention.text for mention in document.mentions if mention.type not in ("Genre", "Service", "Tool", "Format")
                       or mention.text != mention.text.lower()})
    for surface in surfaces:
        for start in _places(document.text, surface):
            if start not in inside and surface not in _NO_NAMES and not _opens_sentence_as_word(document, start, surface):
                yield Problem(document.path, _line(document, start), f"{surface!r} is marked elsewhere and not here")
    for mention in document.mentions:
        label = concept(mention.entity, mention.type) if mention.type in _CONCEPT_TYPES else None
        if label and label != mention.entity:
            yield Problem(document.path, _line(document, mention.start),
                          f"{mention.entity!r}: the vocabulary's label is {label!r}")


def _places(text: str, surface: str) -> Iterator[int]:
    """Where a name stands as whole words."""
    start = text.find(surface)
    while start >= 0:
        around = text[max(start - 1, 0):start] + text[start + len(surface):start + len(surface) + 1]
        if not re.search(r"\w", around):
            yield start
        start = text.find(surface, start + 1)


def _opens_sentence_as_word(document: AnnotatedDocument, start: int, surface: str) -> bool:
    """One capitalised word at the start of a sentence may be a common word: `Native advertising rose`."""
    before = document.text[:start].rstrip(" “‘\"«")
    return surface.isalpha() and (not before or before[-1] in ".!?\n:•")


def _line(document: AnnotatedDocument, offset: int) -> int:
    return document.line + document.text.count("\n", 0, offset)


def _notes(document: AnnotatedDocument) -> Iterator[Problem]:
    inside = {place for mention in document.mentions for place in range(mention.start, mention.end)}
    for found in re.finditer(r"(?<=[\w,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*", document.text):
        if found.start() not in inside and found.group() not in _NO_NAMES:
            yield Problem(document.path, _line(document, found.start()), f"{found.group()!r} looks like a name", note=True)
    for found in _words_of_the_vocabulary().finditer(document.text):
        if found.start() not in inside:
            yield Problem(document.path, _line(document, found.start()), f"{found.group()!r} may be a concept", note=True)


@cache
def _words_of_the_vocabulary() -> re.Pattern[str]:
    labels = sorted({label for known in vocabulary() for label in (known.name, *known.labels)}, key=lambda label: (-len(label), label))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, labels))})s?(?![\w-])")


def _repeated(documents: Sequence[AnnotatedDocument]) -> Iterator[Problem]:
    ids: dict[str, str] = {}
    seen: dict[str, str] = {}
    for document in documents:
        if (first := ids.setdefault(document.id, document.path)) != document.path:
            yield Problem(document.path, 1, f"its id is also that of {first}")
        for sentence in sentences(document):
            if len(sentence.split()) >= 5:
                key = fold(sentence)
                if key in seen:
                    yield Problem(document.path, 1, f"a sentence that {seen[key]} has too: {sentence!r}",
                                  note=seen[key] == document.path)
                seen.setdefault(key, document.path)


def matrix(documents: Sequence[AnnotatedDocument]) -> Iterator[str]:
    """How often each relation occurs, in how many documents, how often negative, planned, reported, with qualifiers."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for claim in document.claims:
            row = counts[claim.predicate]
            row.update(["all", claim.polarity, claim.modality, *(["qualified"] if claim.qualifiers else [])])
        for predicate in {claim.predicate for claim in document.claims}:
            counts[predicate]["documents"] += 1
    columns = ("all", "documents", "qualified", "negative", "planned", "reported")
    yield f"{'relation':22}" + "".join(f"{column:>11}" for column in columns)
    for predicate in sorted(ontology().relations, key=lambda name: (-counts[name]["all"], name)):
        yield f"{predicate:22}" + "".join(f"{counts[predicate][column]:>11}" for column in columns)


def summary(documents: Sequence[AnnotatedDocument]) -> Iterator[str]:
    """Documents, sentences, mentions, claims; then mentions by type, and documents by domain."""
    yield (f"{len(documents)} documents, {sum(len(sentences(document)) for document in documents)} sentences and lines, "
           f"{sum(len(document.mentions) for document in documents)} mentions of "
           f"{len({(mention.type, fold(mention.entity)) for document in documents for mention in document.mentions})} entities, "
           f"{sum(len(document.claims) for document in documents)} claims")
    types = Counter(mention.type for document in documents for mention in document.mentions)
    yield "mentions: " + ", ".join(f"{type_} {count}" for type_, count in types.most_common())
    domains = Counter(document.domain for document in documents)
    yield "domains: " + ", ".join(f"{domain} {count}" for domain, count in domains.most_common())


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns 1 where there is a problem."""
    parser = argparse.ArgumentParser(prog="python -m ingest.corpus.check", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", nargs="*", type=Path, help="folders or files; the whole corpus without any")
    parser.add_argument("--json", action="store_true", help="print the compiled documents instead, one a line")
    parser.add_argument("--notes", action="store_true", help="print what a reviewer should look at, too")
    options = parser.parse_args(arguments)
    documents, problems = compile_all(files(*options.paths))
    problems += check(documents)
    wrong = [problem for problem in problems if not problem.note]
    for problem in problems if options.notes else wrong:
        print(f"{problem}{' (note)' if problem.note else ''}", file=sys.stderr)
    if options.json:
        for document in documents:
            print(json.dumps(document.json(), ensure_ascii=False))
    else:
        print("\n".join([*summary(documents), "", *matrix(documents), ""]))
        print(f"{len(wrong)} problems, {len(problems) - len(wrong)} notes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
