"""The marked format of annotated documents, read into frozen objects: text, mentions with offsets, claims.

Offsets are code points of the text without its marks. Whatever can't be read raises ImportLineError with file and line;
what the ontology forbids is found by `ingest.corpus.check`. See docs/corpus.md.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph import dates
from graph.claim import Argument, Claim, Origin, Value, claim_id, plain
from graph.document import Document, Mention
from graph.entity import LocalEntity
from graph.errors import ImportLineError
from graph.identity.names import fold
from graph.ontology import Ontology, ontology, vocabulary

DOCS = Path(__file__).parent / "docs"
"""Where the corpus lives."""

_HEAD = ("id", "domain", "style", "published")
_MARK = re.compile(r"\[([^\[\]\n]+)\|([A-Za-z]+)(?:=([^\[\]\n|]+))?\]")
_BAR = re.compile(r"(?<!\\)\|(?![^\[\]]*\])")
_EXPLICIT = re.compile(r"\[(.+)\|([A-Za-z]+)\]")


@dataclass(frozen=True, slots=True)
class AnnotatedClaim:
    """One line after the text: what the document says, in the document's own best names."""

    line: int
    subject: LocalEntity
    predicate: str
    object: Argument
    qualifiers: tuple[tuple[str, Argument], ...]
    polarity: str
    modality: str

    @property
    def key(self) -> tuple[Hashable, ...]:
        """All that it says: two lines of one document with equal keys are one line too many."""
        return self.subject, self.predicate, self.object, self.qualifiers, self.polarity, self.modality

    def claim(self, document: AnnotatedDocument) -> Claim:
        """As a claim of the graph, without evidence."""
        name = f"corpus:{document.id}"
        return Claim(claim_id(name, subject=self.subject, predicate=self.predicate, object=self.object,
                              qualifiers=self.qualifiers, polarity=self.polarity, modality=self.modality, evidence=None),
                     self.subject, self.predicate, self.object, self.qualifiers, self.polarity, self.modality,
                     None, None, 1.0, Origin(name), None)


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """One file: the text without marks (it begins on line `line` of the file), its mentions in order, its claims."""

    path: str
    id: str
    domain: str
    style: str
    published: str
    text: str
    mentions: tuple[Mention, ...]
    claims: tuple[AnnotatedClaim, ...]
    line: int = 7

    def document(self) -> Document:
        """What a reader is given."""
        return Document(f"corpus:{self.id}", self.path, self.text, published_on=self.published, language="en")

    def json(self) -> dict[str, object]:
        """Plain data: `text`, `mentions` and `claims` as an import line has them."""
        return {
            "id": self.id, "domain": self.domain, "style": self.style, "published_on": self.published, "text": self.text,
            "mentions": [{"start": mention.start, "end": mention.end, "text": mention.text, "type": mention.type,
                          "entity": mention.entity} for mention in self.mentions],
            "claims": [{"subject": plain(claim.subject), "predicate": claim.predicate, "object": plain(claim.object),
                        "qualifiers": {role: plain(value) for role, value in claim.qualifiers},
                        "polarity": claim.polarity, "modality": claim.modality} for claim in self.claims],
        }


def unseen(document: AnnotatedDocument) -> bool:
    """Whether a document is in the fifth that is never looked at, nor learnt relations from: only scored."""
    return is_unseen(document.id)


def is_unseen(identifier: str) -> bool:
    """Whether the document of an id is in the unseen fifth."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 5 == 0


def files(*roots: Path) -> list[Path]:
    """The documents under some folders (or the corpus), in order of path."""
    return sorted(path for root in roots or (DOCS,) for path in ([root] if root.is_file() else root.rglob("*.txt")))


def load(*roots: Path) -> Iterator[AnnotatedDocument]:
    """Every document under some folders (or the corpus), in order of path. Raises ImportLineError at the first bad line."""
    return (read(path) for path in files(*roots))


def read(path: Path) -> AnnotatedDocument:
    """One file. Raises ImportLineError."""
    return parse(path.read_text("utf-8"), source=path.as_posix())


def parse(content: str, *, source: str = "document") -> AnnotatedDocument:
    """A document in the marked format. Raises ImportLineError with `source` and the line."""
    lines = content.splitlines()
    cuts = [number for number, line in enumerate(lines) if line.strip() == "---"]
    if len(cuts) != 3 or cuts[0] != 0:
        raise ImportLineError(source, 1, "expected a head between two lines '---', the text, a third line '---', and the claims")
    head = _head(lines[1:cuts[1]], source)
    first = cuts[1] + 1
    while first < cuts[2] and not lines[first].strip():
        first += 1
    text, mentions = _unmark("\n".join(lines[first:cuts[2]]).rstrip(), source, first + 1)
    if not text:
        raise ImportLineError(source, cuts[1] + 1, "the text is empty")
    names = _Names(mentions, source)
    claims = tuple(_claim(line, number + 1, names, source)
                   for number, line in enumerate(lines[cuts[2] + 1:], cuts[2] + 1) if line.strip())
    return AnnotatedDocument(source, head["id"], head["domain"], head["style"], head["published"], text, tuple(mentions), claims,
                             first + 1)


def _head(lines: Sequence[str], source: str) -> dict[str, str]:
    head: dict[str, str] = {}
    for number, line in enumerate(lines, 2):
        name, colon, value = re.sub(r"\s+#.*", "", line).partition(":")
        if not colon or name.strip() not in _HEAD or name.strip() in head or not value.strip():
            raise ImportLineError(source, number, f"expected each of {', '.join(_HEAD)} once, as 'name: value'")
        head[name.strip()] = value.strip()
    if missing := [name for name in _HEAD if name not in head]:
        raise ImportLineError(source, 1, f"the head lacks {', '.join(missing)}")
    return head


def _unmark(marked: str, source: str, first_line: int) -> tuple[str, list[Mention]]:
    """The text without marks, and what they marked. `first_line` is the number of the first line of `marked`."""
    parts: list[str] = []
    mentions: list[Mention] = []
    length = position = 0
    for mark in _MARK.finditer(marked):
        line = first_line + marked.count("\n", 0, mark.start())
        surface, type_, entity = _mark(mark, source, line)
        parts += [_plain(marked, position, mark.start(), source, first_line), surface]
        start = length + mark.start() - position
        length = start + len(surface)
        position = mark.end()
        mentions.append(Mention(start, length, surface, type_, entity))
    return "".join([*parts, _plain(marked, position, len(marked), source, first_line)]), mentions


def _mark(mark: re.Match[str], source: str, line: int) -> tuple[str, str, str]:
    surface, type_, entity = mark.group(1), mark.group(2), mark.group(3)
    if type_ not in ontology().entity_types:
        raise ImportLineError(source, line, f"unknown type {type_!r} in {mark.group()!r}; "
                                            f"known are {', '.join(ontology().entity_types)}")
    if surface != surface.strip() or (entity is not None and entity != entity.strip()):
        raise ImportLineError(source, line, f"a mark may not begin or end with a space: {mark.group()!r}")
    return surface, type_, entity or concept(surface, type_) or surface


def _plain(marked: str, start: int, end: int, source: str, first_line: int) -> str:
    """What stands between two marks, which holds no bracket."""
    for place in range(start, end):
        if marked[place] in "[]":
            raise ImportLineError(source, first_line + marked.count("\n", 0, place),
                                  f"a bracket that is no mark '[surface|Type]' or '[surface|Type=name]': {marked[place:place + 40]!r}")
    return marked[start:end]


@cache
def _concepts() -> dict[tuple[str, str], str]:
    labels = {(known.type, fold(label)): known.name for known in vocabulary() for label in known.labels}
    labels |= {(known.type, abbreviation): known.name for known in vocabulary() for abbreviation in known.abbreviations}
    return labels | {(known.type, fold(known.name)): known.name for known in vocabulary()}


def concept(surface: str, type_: str) -> str | None:
    """The preferred label of the vocabulary's concept that a surface names, if it names one; a plural s is understood."""
    folded = fold(surface)
    forms = (surface, surface.removesuffix("s"), folded, folded.removesuffix("s"), folded.removesuffix("es"))
    return next((known for form in forms if (known := _concepts().get((type_, form)))), None)


class _Names:
    """The entities of one document, and which of them a claim means."""

    def __init__(self, mentions: Sequence[Mention], source: str) -> None:
        self.source = source
        self.types: dict[str, Counter[str]] = {}
        for mention in mentions:
            self.types.setdefault(mention.entity, Counter())[mention.type] += 1

    def find(self, name: str, allowed: Collection[str]) -> LocalEntity | None:
        """The entity of a name, in its most frequent type that the place allows; else in its most frequent type.

        A concept of the vocabulary need not be marked: a verb may name it (`graded by`).
        """
        types = self.types.get(name)
        if types is None:
            labels = ((label, type_) for type_ in sorted(allowed) if (label := concept(name, type_)))
            return next((LocalEntity(label, type_) for label, type_ in labels), None)
        ranked = sorted(types, key=lambda type_: (type_ not in allowed, -types[type_], type_))
        return LocalEntity(name, ranked[0])

    def explicit(self, name: str, type_: str, line: int) -> LocalEntity:
        """An entity written `[name|Type]`: to settle which is meant, or a work that has no name of its own."""
        if type_ not in self.types.get(name, ()) and (type_ != "Title" or name in self.types):
            raise ImportLineError(self.source, line, f"{name!r} is not marked as {type_} in the text")
        return LocalEntity(name, type_)


def _claim(line: str, number: int, names: _Names, source: str) -> AnnotatedClaim:
    fields = [field.strip().replace("\\|", "|") for field in _BAR.split(line)]
    if not 3 <= len(fields) <= 6:
        raise ImportLineError(source, number, "expected 'subject | predicate | object | role=value; … | polarity | modality'")
    subject, predicate, object_, told, polarity, modality = fields + ["-", "positive", "asserted"][len(fields) - 3:]
    known = ontology()
    relation = known.relations.get(predicate)
    if relation is None:
        raise ImportLineError(source, number, f"unknown relation {predicate!r}")
    return AnnotatedClaim(
        number, _entity(subject, relation.domain, names, number), predicate,
        _object(object_, relation.range, relation.takes_literal, names, number),
        tuple(_qualifiers(told, known, names, number)), polarity or "positive", modality or "asserted")


def _entity(name: str, allowed: Collection[str], names: _Names, line: int) -> LocalEntity:
    if explicit := _EXPLICIT.fullmatch(name):
        return names.explicit(explicit.group(1), explicit.group(2), line)
    found = names.find(name, allowed)
    if found is None:
        hint = f", or write [{name}|Title] if it is a work without a name of its own" if "Title" in allowed else ""
        raise ImportLineError(names.source, line, f"{name!r} is no entity of the text: mark it there{hint}")
    return found


def _object(name: str, allowed: Collection[str], takes_literal: bool, names: _Names, line: int) -> Argument:
    if takes_literal and not _EXPLICIT.fullmatch(name) and (len(allowed) == 1 or names.find(name, allowed) is None):
        return Value(name, "text")
    return _entity(name, allowed, names, line)


def _qualifiers(told: str, known: Ontology, names: _Names, line: int) -> Iterator[tuple[str, Argument]]:
    pairs: dict[str, str] = {}
    for pair in told.split(";") if told not in ("-", "") else ():
        role, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or not role or not value:
            raise ImportLineError(names.source, line, f"expected role=value, not {pair.strip()!r}")
        if role not in known.roles:
            raise ImportLineError(names.source, line, f"unknown role {role!r}")
        if role in pairs:
            raise ImportLineError(names.source, line, f"role {role} has two values: write a claim for each")
        pairs[role] = value
    for role in sorted(pairs):
        rule = known.roles[role]
        if rule.kind != "entity":
            yield role, Value(pairs[role], "text" if rule.or_text and not _fits(pairs[role], rule.kind) else rule.kind)
        elif rule.or_text and not _EXPLICIT.fullmatch(pairs[role]):
            yield role, names.find(pairs[role], rule.range) or Value(pairs[role], "text")
        else:
            yield role, _entity(pairs[role], rule.range, names, line)


def _fits(value: str, kind: str) -> bool:
    return dates.is_date(value) if kind == "date" else any(character.isdigit() for character in value)
