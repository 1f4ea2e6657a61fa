"""What independent readers wrote: documents annotated a second time (`again/`), sentences in other words (`rewordings.jsonl`).

Both are held to the documents as they stand: what no longer fits one is named, never scored silently.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph.claim import Value
from graph.document import Mention
from graph.errors import ImportLineError
from ingest.corpus.check import check
from ingest.corpus.documents import AnnotatedClaim, AnnotatedDocument, files, parse, read
from ingest.corpus.sentences import Span, inside, line, marked, spans

AGAIN = Path(__file__).parent / "again"
REWORDINGS = Path(__file__).parent / "rewordings.jsonl"
SHARED_WORDS = 8
"""Of a new sentence, no more words than these in a row may be the old one's, names aside."""
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")
_HEAD = "---\nid: {0.id}\ndomain: {0.domain}\nstyle: {0.style}\npublished: {0.published}\n---\n"


# --- annotated a second time


def second(document: AnnotatedDocument, text: str, claims: Sequence[str]) -> str:
    """A second annotation as a file: the document's head, its text with the second reader's marks, and that reader's claims."""
    return "\n".join([_HEAD.format(document) + text.strip("\n"), "---", *(one.strip() for one in claims if one.strip())]) + "\n"


def second_problems(document: AnnotatedDocument, content: str, source: str) -> Iterator[str]:
    """Why a second annotation can't stand: another text, marks or claims that can't be read, or that the ontology forbids."""
    try:
        other = parse(content, source=source)
    except ImportLineError as error:
        yield f"{document.id}: {error.reason} (line {error.line - document.line + 1} counted from the first of the text)"
        return
    if other.text != document.text:
        at = next((place for place, (left, right) in enumerate(zip(document.text, other.text, strict=False)) if left != right),
                  min(len(document.text), len(other.text)))
        yield f"{document.id}: without its marks the text differs from the document's at …{other.text[max(0, at - 30):at + 30]!r}"
    yield from (f"{document.id}: {problem.reason} (line {problem.line - document.line + 1} counted from the first of the text)"
                for problem in check([other]) if not problem.note)


def pairs(documents: Mapping[str, AnnotatedDocument], folder: Path = AGAIN) -> Iterator[tuple[AnnotatedDocument, AnnotatedDocument]]:
    """Each document that was annotated twice, with its second annotation. Raises ImportLineError where it fits no document."""
    for path in files(folder):
        other = read(path)
        document = documents.get(other.id)
        if document is None or document.text != other.text:
            raise ImportLineError(path.as_posix(), 1, f"no document of the corpus is called {other.id} and has this text: it was annotated "
                                                      "again as it was before; take the file out, or annotate it again")
        yield document, other


# --- in other words


@dataclass(frozen=True, slots=True)
class Rewording:
    """A sentence of a document as somebody else would put it, with marks; `claims` are those of the document that it tells, as lines."""

    document: str
    sentence: str
    reworded: str
    claims: tuple[str, ...]

    def json(self) -> str:
        """As a line of the file."""
        return json.dumps({"document": self.document, "sentence": self.sentence, "reworded": self.reworded, "claims": list(self.claims)},
                          ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Reworded:
    """A rewording in its place: the document, the span of the sentence, the document with the new one, its span, what both tell."""

    document: AnnotatedDocument
    span: Span
    other: AnnotatedDocument
    other_span: Span
    claims: tuple[AnnotatedClaim, ...]


def rewordings(path: Path = REWORDINGS) -> Iterator[Rewording]:
    """The rewordings of a file, in order. Raises ImportLineError."""
    for number, content in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            told = json.loads(content)
            yield Rewording(str(told["document"]), str(told["sentence"]), str(told["reworded"]), tuple(map(str, told["claims"])))
        except (ValueError, KeyError, TypeError) as error:
            raise ImportLineError(path.as_posix(), number, f"no rewording ({type(error).__name__}: {error})") from error


def put(document: AnnotatedDocument, told: Rewording, source: str = "rewording") -> Reworded:
    """A rewording in its place. Raises ImportLineError where the document no longer has the sentence, or the claims."""
    span = next((one for one in spans(document) if document.text[one[0]:one[1]] == told.sentence), None)
    if span is None:
        raise ImportLineError(source, 1, f"{document.id} has no sentence {told.sentence!r} (any more): take its rewording out")
    claims = {line(claim): claim for claim in document.claims}
    if gone := [one for one in told.claims if one not in claims]:
        raise ImportLineError(source, 1, f"{document.id} has no claim {gone[0]!r} (any more): take it from the rewording")
    new = parse(second(document, told.reworded, ()), source=source)
    longer = len(new.text) - (span[1] - span[0])
    mentions = [mention for mention in document.mentions if mention.end <= span[0]]
    mentions += [_moved(mention, span[0]) for mention in new.mentions]
    mentions += [_moved(mention, longer) for mention in document.mentions if mention.start >= span[1]]
    text = document.text[:span[0]] + new.text + document.text[span[1]:]
    return Reworded(document, span, replace(document, text=text, mentions=tuple(mentions)), (span[0], span[0] + len(new.text)),
                    tuple(claims[one] for one in told.claims))


def _moved(mention: Mention, by: int) -> Mention:
    return replace(mention, start=mention.start + by, end=mention.end + by)


def rewording_problems(document: AnnotatedDocument, told: Rewording) -> Iterator[str]:
    """Why a rewording can't stand: a name or figure of its claims is gone, or it is hardly another sentence."""
    try:
        placed = put(document, told, told.document)
    except ImportLineError as error:
        yield f"{told.document}: {error.reason}"
        return
    old = {(mention.text, mention.type, mention.entity) for mention in inside(document, placed.span)}
    new = {(mention.text, mention.type, mention.entity) for mention in inside(placed.other, placed.other_span)}
    shown = f"{told.document}: {told.reworded!r}"
    for text, type_, entity in sorted(old - new):
        if (entity, type_) not in {(other[2], other[1]) for other in new}:
            yield f"{shown} lacks the name [{text}|{type_}] (as {marked(document, placed.span)!r} marks it)"
    yield from (f"{shown} marks {text!r} as {type_} {entity!r}, which the old sentence doesn't" for text, type_, entity in sorted(new - old)
                if (entity, type_) not in {(one.entity, one.type) for one in document.mentions})
    text, was = placed.other.text[slice(*placed.other_span)], document.text[slice(*placed.span)]
    kept = {part for claim in placed.claims for role, value in claim.qualifiers if isinstance(value, Value)
            for part in ([value.value] if (role, claim.predicate) == ("role", "holds_role") else _FIGURE.findall(value.value))}
    for value in sorted(kept):
        if value.casefold() in was.casefold() and value.casefold() not in text.casefold():
            yield f"{shown} lacks {value!r}, which a claim holds"
    if _in_a_row(_words(document, placed.span), _words(placed.other, placed.other_span)) > SHARED_WORDS:
        yield f"{shown} has more than {SHARED_WORDS} words in a row from the old sentence"
    if _words(document, placed.span) == _words(placed.other, placed.other_span):
        yield f"{shown} is the old sentence"


def _words(document: AnnotatedDocument, span: Span) -> list[str]:
    """The words of a sentence, each name as one."""
    names = inside(document, span)
    free = [(found.start(), found.group().casefold()) for found in _WORD.finditer(document.text, *span)
            if not any(mention.start <= found.start() < mention.end for mention in names)]
    return [word for _, word in sorted([*free, *((mention.start, "\0") for mention in names)])]


def _in_a_row(left: Sequence[str], right: Sequence[str]) -> int:
    """The words of the longest run that both have; names break a run."""
    best = 0
    for start in range(len(left)):
        for other in range(len(right)):
            length = 0
            while (start + length < len(left) and other + length < len(right) and left[start + length] == right[other + length] != "\0"):
                length += 1
            best = max(best, length)
    return best
