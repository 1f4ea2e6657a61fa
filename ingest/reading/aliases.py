"""Who is who in one document: short names, acronyms, names in brackets; the best name and the type of each entity.

A full name brings its short forms, and each further place where a name or a short form stands becomes a mention too. The
type is decided once for an entity, from the clues of all its places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.document import Mention
from graph.entity import COMPANY_TYPES
from graph.identity.names import fold
from ingest.lexicon.places import Clues, clues
from ingest.reading import evidence
from ingest.reading.blocks import Block, normalise
from ingest.reading.capitals import is_mixed
from ingest.reading.dictionary import Dictionary, tokens_of
from ingest.reading.entities import LocalName, decide
from ingest.reading.kinds import kinds
from ingest.reading.spans import NameSpan, bare

_FIXED = frozenset({"registry", "vocabulary", "region"})
_APART = frozenset({"vocabulary", "region"})
_SURE = 0.75
_MIXED = 0.3
"""The same for a name whose shape alone shows one ("ReelBox")."""
_LONGEST = 40
"""The most words of a name that others may be a part of."""
_BRACKET = re.compile(r"[ ]?\(([^()\n]{2,90})\)")
_TERM = re.compile(r"(the )?[\"'](the )?([A-Z][^\"'()]{1,40})[\"']")


def resolve(text: str, blocks: Sequence[Block], spans: Sequence[NameSpan]) -> list[Mention]:
    """The mentions of a document, sorted, without overlap; each with its entity's best name and type."""
    plain = normalise(text)
    words = clues()
    spans = sorted([*spans, *_further(plain, blocks, spans, words)])
    entities = _grouped(plain, spans, words)
    decide(plain, blocks, entities, words, kinds())
    return sorted({Mention(span.start, span.end, text[span.start:span.end], entity.type, entity.name)
                   for entity in entities if _kept(entity) for span in entity.spans})


def _kept(entity: LocalName) -> bool:
    """Whether an entity that only its capitals show is sure enough to be one."""
    if entity.fixed or any(span.source not in ("shape", "document") for span in entity.spans):
        return True
    return float(entity.odds().max()) > (_MIXED if is_mixed(entity.name) else _SURE)


def _further(plain: str, blocks: Sequence[Block], spans: Sequence[NameSpan], words: Clues) -> Iterator[NameSpan]:
    """Further places where a name of the document stands, in full or short, that no finder saw."""
    dictionary: Dictionary[NameSpan] = Dictionary()
    for form, span in _forms(plain, spans, words):
        dictionary.add(form, span)
    covered = bytearray(len(plain) + 1)
    for span in spans:
        covered[span.start:span.end] = b"\1" * (span.end - span.start)
    tokens = tokens_of(plain)
    within = [(block.start, block.end) for block in blocks if block.kind != "boilerplate"]
    place = which = 0
    while place < len(tokens):
        start = tokens.starts[place]
        while which < len(within) and within[which][1] <= start:
            which += 1
        if which == len(within):
            return
        step = 1
        if start >= within[which][0] and not covered[start]:
            for length, found in dictionary.at(tokens, place):
                end = tokens.ends[place + length - 1]
                if end <= within[which][1] and not any(covered[start:end]) and _shows(plain, start, end, found[0]):
                    yield replace(found[0], start=start, end=end, source="document")
                    step = length
                    break
        place += step


def _shows(plain: str, start: int, end: int, span: NameSpan) -> bool:
    """Whether characters show a name: a capital, or the name as it is; never a part of a compound or of an address."""
    shown = plain[start:end]
    if plain[start - 1:start] in ("-", "@", "/", "#") or plain[end:end + 1] == "@":
        return False
    return shown[0].isupper() or not shown[0].islower() or shown == span.entity or shown.startswith("the ")


def _forms(plain: str, spans: Sequence[NameSpan], words: Clues) -> Iterator[tuple[str, NameSpan]]:
    """Every name of the document with the short forms that may stand for it."""
    seen: set[str] = set()
    for span in spans:
        if span.source == "vocabulary":
            continue
        shown = bare(plain[span.start:span.end])
        yield from _defined(plain, span)
        if shown in seen:
            continue
        seen.add(shown)
        if span.source != "shape" or " " in shown:
            yield shown, span
        for short in _short(shown, span, words):
            if all(word.casefold() in words.dull or word.casefold() in words.starters for word in short.split()):
                continue
            yield short, replace(span, entity=short)


def _defined(plain: str, span: NameSpan) -> Iterator[tuple[str, NameSpan]]:
    """What brackets after a name define: an acronym, a short name, the name in another script, "the Company"."""
    bracket = _BRACKET.match(plain, span.end)
    if bracket is None:
        return
    for article, inner, short in _TERM.findall(bracket.group(1)):
        if article or inner or short in ("Company", "Group"):
            yield f"the {short}", span
        else:
            yield short, span
    short = bracket.group(1).strip()
    if _initials(short, span.entity) or _other_script(short, span.entity):
        yield short, span


def _initials(short: str, full: str) -> bool:
    letters = "".join(word[0] for word in re.findall(r"\w+", full) if word.casefold() not in ("of", "the", "and", "for", "de"))
    return short.isupper() and len(short) >= 2 and short == letters.upper()


def _other_script(short: str, full: str) -> bool:
    return any(ord(c) > 0x24F for c in short) != any(ord(c) > 0x24F for c in full) and not any(c.isdigit() for c in short)


def _short(shown: str, span: NameSpan, words: Clues) -> Iterator[str]:
    parts = shown.split()
    if len(parts) < 2 or span.source == "region" or len(parts) > 4:
        return
    kind = evidence.own_type(shown, words) or span.type
    if kind == "Person":
        if len(parts[-1]) > 2 and parts[-1][0].isupper() and parts[-1].casefold() not in words.endings:
            yield parts[-1]
    elif kind in COMPANY_TYPES and parts[-1].casefold() in words.endings:
        rest = [part for part in parts[:-1] if part not in ("&", "and")]
        if len(parts) > 2 or (len(rest[0]) > 3 and rest[0].casefold() not in words.starters):
            yield " ".join(parts[:-1])


def _grouped(plain: str, spans: Sequence[NameSpan], words: Clues) -> list[LocalName]:
    """Entities of a document: spans by folded name, short names to the full one, names in brackets to what they explain."""
    by_name: dict[str, LocalName] = {}
    for span in spans:
        key = f"{span.type}\0{fold(span.entity)}" if span.source in _APART else fold(span.entity)
        entity = by_name.setdefault(key, LocalName(span.entity))
        entity.spans.append(span)
        if span.source in _FIXED:
            entity.fixed = entity.fixed or span.type
            entity.name = span.entity
        elif entity.name.isupper() and not span.entity.isupper() and not entity.fixed:
            entity.name = span.entity
    for short, full in [*_bracketed(plain, by_name), *_compounds(by_name)]:
        _merge(by_name, short, full)
    for short, full in list(_shortened(plain, by_name, words)):
        _merge(by_name, short, full)
    return list(by_name.values())


def _merge(by_name: dict[str, LocalName], short: str, full: str) -> None:
    if short == full or short not in by_name or full not in by_name:
        return
    gone, stays = by_name.pop(short), by_name[full]
    if gone.fixed and not stays.fixed:
        stays.name, stays.fixed = gone.name, gone.fixed
    stays.spans.extend(gone.spans)


def _bracketed(plain: str, by_name: dict[str, LocalName]) -> list[tuple[str, str]]:
    """Pairs (name in brackets, name before them) where the one explains the other."""
    starts = {span.start: key for key, entity in by_name.items() for span in entity.spans}
    pairs: list[tuple[str, str]] = []
    for key, entity in by_name.items():
        for span in entity.spans:
            bracket = _BRACKET.match(plain, span.end)
            if bracket is None:
                continue
            terms = {found.start(3) + bracket.start(1): True for found in _TERM.finditer(bracket.group(1))}
            for start in (*terms, bracket.start(1)):
                inside = starts.get(start)
                if inside and inside != key and "\0" not in inside + key:
                    short = bracket.group(1).strip()
                    if start in terms or _initials(short, entity.name) or _other_script(short, entity.name):
                        pairs.append((inside, key))
    return pairs


def _compounds(by_name: dict[str, LocalName]) -> Iterator[tuple[str, str]]:
    """Pairs (owner and product, product): where both are names of the document, the compound is one more name of the product."""
    for key, entity in by_name.items():
        words = key.split()
        if "\0" in key or entity.fixed or len(words) > _LONGEST:
            continue
        for cut in range(1, len(words)):
            owner, product = by_name.get(" ".join(words[:cut])), by_name.get(" ".join(words[cut:]))
            if owner and product and owner.fixed not in ("Person", "Title") and any(span.source != "document" for span in product.spans):
                yield key, " ".join(words[cut:])
                break


def _shortened(plain: str, by_name: dict[str, LocalName], words: Clues) -> Iterator[tuple[str, str]]:
    """Pairs (short name, full name): a surname, or a company's name without its last words."""
    by_edge: dict[str, list[str]] = defaultdict(list)
    for key in by_name:
        parts = key.split()
        if "\0" not in key and 1 < len(parts) <= _LONGEST:
            by_edge[parts[-1]].append(key)
            for length in range(1, len(parts)):
                by_edge[" ".join(parts[:length])].append(key)
    for key, entity in by_name.items():
        if entity.fixed or "\0" in key or key not in by_edge:
            continue
        options = [other for other in dict.fromkeys(by_edge[key]) if _may_stand_for(plain, entity, by_name[other], key, other, words)]
        before = [other for other in options if by_name[other].first < entity.first]
        if before or len(options) == 1:
            yield key, (before or options)[-1]


def _may_stand_for(plain: str, short: LocalName, full: LocalName, short_key: str, full_key: str, words: Clues) -> bool:
    told = {span.type for span in full.spans if span.type} | ({full.fixed} if full.fixed else set())
    own = evidence.own_type(full.name, words)
    person = own == "Person" or (own is None and "Person" in told)
    if full.fixed in ("Title", "Event", "Region", "Service", "Publication", "Tool") or (told == {"Title"} and not own):
        return False
    if not person and (own in ("Event", "Service") or _apart(plain, short, full)):
        return False
    if full_key.endswith(" " + short_key):
        return person and " " not in short_key
    if person:
        return " " not in short_key and not any(span.source == "model" and span.type not in ("Person", "") for span in short.spans)
    if evidence.own_type(short.name, words) or full_key.split()[-1].isdigit():
        return False
    said = {type_ for span in short.spans
            for type_ in evidence.rule_types(plain, span.start, span.end, words, block=(max(0, span.start - 80), span.end + 130))}
    return not said or bool(said & (told | {own, "Organization", "Studio"}))


_OWNED = re.compile(r"[^.;:\n]{0,60}?\b(?:of|by)[ ]")
_INTRODUCED = re.compile(r",[ ](?:an?|the|its)[ ]\w")


def _apart(plain: str, short: LocalName, full: LocalName) -> bool:
    """Whether a text tells a short name from the longer one: the longer belongs to it, or it is introduced after it."""
    starts = {span.start for span in short.spans}
    if any(found.end() in starts for span in full.spans if (found := _OWNED.match(plain, span.end))):
        return True
    return full.first < short.first and any(_INTRODUCED.match(plain, span.end) for span in short.spans)
