"""Who is who in one document: short names, acronyms, names in brackets; the best name and the type of each entity by vote.

A full name brings its short forms ("Dexter" after "Larkhill Studios" has been "Larkhill" is one of them), and every further place where a
name or a short form stands becomes a mention too. Types are votes over all mentions of an entity.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.document import Mention
from graph.entity import COMPANY_TYPES
from graph.identity.names import fold
from ingest.lexicon.places import Clues, clues
from ingest.reading import evidence
from ingest.reading.blocks import Block, normalise
from ingest.reading.dictionary import Dictionary, tokens_of
from ingest.reading.names import NameSpan, bare

_FIXED = frozenset({"registry", "vocabulary", "region"})
_MODEL_WEIGHT = {"Person": 1.6, "Region": 1.5, "Organization": 0.7, "Title": 0.8, "Event": 0.8, "Platform": 0.4}
_DEFINED = re.compile(r"[ ]?\((?:(?:the|an?|hereinafter|collectively|formerly|also known as|aka|or|known as)[ ,]+)*(?:the )?[\"']?([^\"'()\n]{2,40}?)[\"']?\)")
_TICKER = re.compile(r"^(?:NASDAQ|NYSE|KOSDAQ|KOSPI|KRX|HKEX|LSE|TSE|TSX|ASX|BSE|NSE|SSE|SZSE|AMEX|OTC)\b", re.I)
_COMPANY_WORDS = frozenset("the company".split())


@dataclass(slots=True)
class _Entity:
    """What is known of an entity while the document is read."""

    name: str
    fixed: str | None = None
    spans: list[NameSpan] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)

    @property
    def type(self) -> str:
        return self.fixed or _winner(self.votes)


def resolve(text: str, blocks: Sequence[Block], spans: Sequence[NameSpan]) -> list[Mention]:
    """The mentions of a document, sorted, without overlap; each with its entity's best name and type."""
    plain = normalise(text)
    words = clues()
    spans = [*spans]
    spans += _further(plain, blocks, spans, words)
    spans.sort()
    entities = _grouped(plain, spans)
    _vote(plain, blocks, entities, words)
    _share_in_lists(plain, entities)
    mentions = [Mention(span.start, span.end, text[span.start:span.end], entity.type, entity.name)
                for entity in entities for span in entity.spans if _kept(entity)]
    return sorted(set(mentions))


def _kept(entity: _Entity) -> bool:
    if entity.fixed:
        return True
    sources = {span.source for span in entity.spans}
    if sources <= {"shape", "document"}:
        return sum(entity.votes.values()) >= 1.5
    return bool(entity.type)


def _winner(votes: Counter[str]) -> str:
    if not votes:
        return ""
    best = max(votes.values())
    order = ("Person", "Title", "Studio", "Platform", "Brand", "Event", "Publication", "Tool", "Service", "Organization", "Region", "Format", "Genre")
    company = Counter({type_: weight for type_, weight in votes.items() if type_ in COMPANY_TYPES})
    if company and sum(company.values()) >= best and len(company) > 1:
        specific = Counter({type_: weight for type_, weight in company.items() if type_ != "Organization"})
        if specific and max(specific.values()) >= 2 and max(specific.values()) + 0.7 >= company["Organization"]:
            return min(specific, key=lambda type_: (-specific[type_], order.index(type_)))
    return min(votes, key=lambda type_: (-votes[type_], order.index(type_)))


def _further(plain: str, blocks: Sequence[Block], spans: Sequence[NameSpan], words: Clues) -> Iterator[NameSpan]:
    """Further places where a name of the document stands, in full or short, that no finder saw."""
    dictionary: Dictionary[NameSpan] = Dictionary()
    for short, span in _forms(plain, spans, words):
        dictionary.add(short, span)
    if not len(dictionary):
        return
    covered = bytearray(len(plain) + 1)
    for span in spans:
        covered[span.start:span.end] = b"\1" * (span.end - span.start)
    tokens = tokens_of(plain)
    ends = [(block.start, block.end) for block in blocks if block.kind != "boilerplate"]
    place = 0
    which = 0
    while place < len(tokens):
        start = tokens.starts[place]
        while which < len(ends) and ends[which][1] <= start:
            which += 1
        if which == len(ends):
            return
        step = 1
        if start >= ends[which][0] and not covered[start]:
            for length, found in dictionary.at(tokens, place):
                end = tokens.ends[place + length - 1]
                if end <= ends[which][1] and not any(covered[start:end]) and _shows(plain[start:end], found[0], plain[start - 1:start]):
                    yield replace(found[0], start=start, end=end, source="document")
                    step = length
                    break
        place += step


def _shows(shown: str, span: NameSpan, before: str) -> bool:
    return before != "-" and (shown[0].isupper() or not shown[0].islower() or shown == span.entity)


def _forms(plain: str, spans: Sequence[NameSpan], words: Clues) -> Iterator[tuple[str, NameSpan]]:
    """Every name of the document with the short forms that may stand for it."""
    seen: set[tuple[str, str]] = set()
    for span in spans:
        shown = bare(plain[span.start:span.end])
        key = (shown.casefold(), span.type)
        if key in seen or span.source == "vocabulary":
            continue
        seen.add(key)
        if span.source not in ("shape",) or " " in shown:
            yield shown, span
        for short in _short(shown, span, words):
            yield short, span


def _short(shown: str, span: NameSpan, words: Clues) -> Iterator[str]:
    parts = shown.split()
    if len(parts) < 2 or span.source == "region":
        return
    kind = evidence.own_type(shown, words) or span.type
    if kind == "Person" and len(parts) <= 4:
        if len(parts[-1]) > 2 and parts[-1][0].isupper():
            yield parts[-1]
    elif kind in COMPANY_TYPES and len(parts) <= 4:
        if parts[-1].casefold() in words.endings and parts[0].casefold() not in ("the", "new", "first", "best", "one", "big"):
            rest = parts[:-1]
            if len(rest) > 1 or len(rest[0]) > 3:
                yield " ".join(rest)


def _grouped(plain: str, spans: Sequence[NameSpan]) -> list[_Entity]:
    """Entities of a document: spans by folded name, short names to the full one, names in brackets to what they explain."""
    by_name: dict[str, _Entity] = {}
    for span in spans:
        key = f"{span.type}\0{fold(span.entity)}" if span.source in ("vocabulary", "region") else fold(span.entity)
        entity = by_name.setdefault(key, _Entity(span.entity))
        entity.spans.append(span)
        if span.source in _FIXED:
            entity.fixed = entity.fixed or span.type
            entity.name = span.entity
    for short, full in _bracketed(plain, by_name):
        _merge(by_name, short, full)
    for short, full in list(_shortened(by_name)):
        _merge(by_name, short, full)
    return list(by_name.values())


def _merge(by_name: dict[str, _Entity], short: str, full: str) -> None:
    if short not in by_name or full not in by_name or short == full:
        return
    gone, stays = by_name.pop(short), by_name[full]
    if gone.fixed and not stays.fixed:
        stays.name, stays.fixed = gone.name, gone.fixed
    stays.spans.extend(gone.spans)


def _bracketed(plain: str, by_name: dict[str, _Entity]) -> list[tuple[str, str]]:
    """Pairs (name in brackets, name before them) where the one explains the other."""
    starts = {span.start: key for key, entity in by_name.items() for span in entity.spans}
    pairs: list[tuple[str, str]] = []
    for key, entity in by_name.items():
        if entity.fixed and key.startswith(("Service", "Format", "Genre", "Tool", "Region")):
            continue
        for span in entity.spans:
            found = _DEFINED.match(plain, span.end)
            if not found or _TICKER.match(found.group(1)):
                continue
            inside = starts.get(found.start(1))
            if inside and inside != key and _explains(found.group(1), entity.name):
                pairs.append((inside, key))
    return pairs


def _explains(short: str, full: str) -> bool:
    if short.isupper() and 2 <= len(short) <= 7:
        return short[0] == full[0].upper()
    other_script = any(ord(c) > 0x24F for c in short) != any(ord(c) > 0x24F for c in full)
    return other_script or short.split()[0] == full.split()[0]


def _shortened(by_name: dict[str, _Entity]) -> Iterator[tuple[str, str]]:
    """Pairs (short name, full name): a surname, the first words of a company's name, an owner before its product."""
    full_by_last: dict[str, list[str]] = defaultdict(list)
    full_by_first: dict[str, list[str]] = defaultdict(list)
    for key, entity in by_name.items():
        if "\0" not in key and " " in key:
            words = key.split()
            full_by_last[words[-1]].append(key)
            for length in range(1, len(words)):
                full_by_first[" ".join(words[:length])].append(key)
    for key, entity in by_name.items():
        if entity.fixed or "\0" in key:
            continue
        first = min(span.start for span in entity.spans)
        options = [other for other in (full_by_first.get(key, []) + (full_by_last.get(key, []) if " " not in key else []))
                   if _may_stand_for(entity, by_name[other], key, other)]
        before = [other for other in options if min(span.start for span in by_name[other].spans) < first]
        if len(options) == 1 or before:
            yield key, (before or options)[-1]


def _may_stand_for(short: _Entity, full: _Entity, short_key: str, full_key: str) -> bool:
    types = {span.type for span in full.spans} | ({full.fixed} if full.fixed else set())
    if types & {"Title"} or (full.fixed in ("Title", "Event", "Region", "Service", "Publication")):
        return False
    if full_key.endswith(" " + short_key) and not full_key.startswith(short_key):
        return "Person" in types
    return "Person" not in types or " " not in short_key


def _vote(plain: str, blocks: Sequence[Block], entities: Sequence[_Entity], words: Clues) -> None:
    ends = _block_ends(plain, blocks)
    for entity in entities:
        if entity.fixed:
            continue
        for name in dict.fromkeys(span.entity for span in entity.spans):
            for type_, weight in evidence.own_votes(name, words):
                entity.votes[type_] += weight
        for span in entity.spans:
            if span.type and span.source == "model":
                entity.votes[span.type] += _MODEL_WEIGHT.get(span.type, 0.5)
            elif span.source in ("quoted", "cue"):
                entity.votes["Title"] += 1.8
            for type_, weight in evidence.votes(plain, span.start, span.end, words, block_end=ends(span.start)):
                entity.votes[type_] += weight


def _block_ends(plain: str, blocks: Sequence[Block]):  # type: ignore[no-untyped-def]
    from bisect import bisect_right

    starts = [block.start for block in blocks]

    def end(place: int) -> int:
        found = bisect_right(starts, place) - 1
        return blocks[found].end if found >= 0 else len(plain)

    return end


def _share_in_lists(plain: str, entities: Sequence[_Entity]) -> None:
    """What stands in one list is of one kind: a name without a clue takes its neighbour's."""
    placed = sorted((span.start, span.end, number) for number, entity in enumerate(entities) for span in entity.spans)
    for _ in range(2):
        given: list[tuple[int, str, float]] = []
        for (_, end, left), (start, _, right) in zip(placed, placed[1:]):
            if left == right or plain[end:start].strip(" \"'") not in (",", "and", ", and", "or", "&", ", or"):
                continue
            for one, other in ((left, right), (right, left)):
                if entities[one].fixed or sum(entities[one].votes.values()) >= 2:
                    continue
                if type_ := entities[other].type:
                    given.append((one, type_, 0.8))
        for number, type_, weight in given:
            entities[number].votes[type_] += weight
