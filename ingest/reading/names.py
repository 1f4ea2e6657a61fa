"""The names of a text: known ones by one dictionary, quoted titles, what a model finds, and what capitals show.

A name covers whole tokens and no two names overlap; the possessive 's and a leading "the" stand outside unless a known name has
them. Where several finders see a name in one place, the more certain one wins: known names, vocabulary, quoted titles, model, capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from graph.identity.registry import Registry
from graph.ontology import Vocabulary
from ingest.lexicon.places import Clues, Places, clues, places
from ingest.reading import evidence, titles
from ingest.reading.blocks import Block, normalise, title_ratio
from ingest.reading.dictionary import Dictionary, Tokens, tokens_of

Source = Literal["registry", "vocabulary", "region", "quoted", "cue", "model", "shape", "document"]
Found = tuple[int, int, str]
Ner = Callable[[Sequence[str]], Iterable[Sequence[Found]]]
"""Texts in, for each text its entities out: start, end, type. Spans cover whole tokens."""

_RANK: dict[str, int] = {"registry": 0, "region": 1, "quoted": 2, "model": 3, "cue": 4, "vocabulary": 5, "shape": 6, "document": 7}
_SUFFIX = re.compile(r",?[ ](?:(?:Inc|Incorporated|Ltd|Limited|LLC|LLP|PLC|plc|GmbH|Co|Corp|Pte|Pvt|Pty|S\.A|S\.L|AG|KK|B\.V|SE|Oy|AB|S\.r\.l|SpA)\b\.?(?:,?[ ])?)+")
_TRAILING = re.compile(r"(?:,?[ ](?:Inc|Incorporated|Ltd|Limited|LLC|LLP|PLC|plc|GmbH|Co|Corp|Pte|Pvt|Pty|S\.A|S\.L|AG|KK|B\.V|Oy|AB|S\.r\.l|SpA)\b\.?)+$", re.I)


@dataclass(frozen=True, slots=True, order=True)
class NameSpan:
    """Characters that name something. `entity` is the name itself, or the canonical one where it is known."""

    start: int
    end: int
    type: str
    entity: str
    source: Source


@dataclass(frozen=True, slots=True)
class Known:
    """What the dictionary holds for a name."""

    type: str
    entity: str
    source: Source
    shown: str
    common: bool
    capitals: Literal["any", "as_shown", "all"]


def find(text: str, blocks: Sequence[Block], *, registry: Registry, vocabulary: Vocabulary, ner: Ner | None) -> list[NameSpan]:
    """The names of a text in order, without overlap. Types are first guesses; `aliases.resolve` decides them."""
    finder = _finder(registry, _Held(vocabulary))
    return finder.find(text, blocks, ner=ner)


class _Held:
    """A vocabulary that a cache can hold: equal only to itself."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.vocabulary is other.vocabulary


@lru_cache(maxsize=8)
def _finder(registry: Registry, held: _Held) -> NameFinder:
    return NameFinder(registry, held.vocabulary, places(), clues())


class NameFinder:
    """Finds names; holds the dictionary, so that it is built once for a registry and a vocabulary."""

    def __init__(self, registry: Registry, vocabulary: Vocabulary, regions: Places, words: Clues) -> None:
        self._words = words
        self._demonyms = frozenset(adjective.casefold() for adjective in regions.demonyms)
        self._known: Dictionary[Known] = Dictionary()
        for entry in registry:
            for name in entry.names:
                self._add(name, Known(entry.type, entry.name, "registry", normalise(name), entry.common and " " not in name, "as_shown"))
        for concept in vocabulary:
            for label in (concept.name, *concept.labels):
                for form in _plurals(label):
                    self._add(form, Known(concept.type, concept.name, "vocabulary", normalise(form), False, "any"))
            for short in concept.abbreviations:
                self._add(short, Known(concept.type, concept.name, "vocabulary", short, False, "all"))
        for place, others in regions.names.items():
            for name in (place, *others):
                self._add(name, Known("Region", place, "region", normalise(name), False, "as_shown"))

    def _add(self, name: str, known: Known) -> None:
        self._known.add(normalise(name), known)

    def find(self, text: str, blocks: Sequence[Block], *, ner: Ner | None) -> list[NameSpan]:
        """The names of a text in order, without overlap."""
        plain = normalise(text)
        read = [block for block in blocks if block.kind != "boilerplate"]
        tokens = tokens_of(plain)
        found = list(self._dictionary(plain, tokens, read))
        for block in read:
            found.extend(NameSpan(start, end, "Title", text[start:end], "quoted")
                         for start, end in titles.quoted(text, plain, block.start, block.end))
            found.extend(NameSpan(start, end, "Title", text[start:end], "cue") for start, end in titles.led_to(plain, block.start, block.end))
            if not _headline(plain, block):
                found.extend(self._shapes(text, plain, block))
        if ner:
            for block, spans in zip(read, ner([plain[block.start:block.end] for block in read])):
                if _headline(plain, block):
                    continue
                for start, end, type_ in spans:
                    if span := trimmed(text, plain, block.start + start, block.start + end, type_):
                        found.append(span)
        return _without_overlap(found)

    def _dictionary(self, plain: str, tokens: Tokens, blocks: Sequence[Block]) -> Iterator[NameSpan]:
        place = 0
        for block in blocks:
            while place < len(tokens) and tokens.starts[place] < block.start:
                place += 1
            first = place
            while place < len(tokens) and tokens.ends[place] <= block.end:
                step = 1
                for length, values in self._known.at(tokens, place):
                    start, end = tokens.starts[place], tokens.ends[place + length - 1]
                    if end <= block.end and (known := self._fitting(plain, start, end, values, first=place == first, block=block)):
                        yield NameSpan(start, end, known.type, known.entity, known.source)
                        step = length
                        break
                place += step

    def _fitting(self, plain: str, start: int, end: int, values: Sequence[Known], *, first: bool, block: Block) -> Known | None:
        shown = plain[start:end]
        for known in values:
            if known.capitals == "all" and shown != known.shown:
                continue
            if known.capitals == "as_shown" and not _as_shown(shown, known.shown):
                continue
            if known.common and not self._cued(plain, start, end, known, block):
                continue
            return known
        return None

    def _cued(self, plain: str, start: int, end: int, known: Known, block: Block) -> bool:
        """Whether a name that is a word too is the name here: a clue of its type stands beside it, or its possessive."""
        if plain[end:end + 2] == "'s":
            return True
        said = [type_ for type_, _ in evidence.votes(plain, start, end, self._words, block_end=block.end)]
        return known.type in said or bool({"Platform", "Organization", "Brand", "Studio"} & set(said)) or not _opens_sentence(plain, start, block)

    def _shapes(self, text: str, plain: str, block: Block) -> Iterator[NameSpan]:
        for start, end in runs(plain, block):
            words = plain[start:end].split()
            if all(word.casefold() in self._demonyms for word in words):
                continue
            if span := trimmed(text, plain, start, end, ""):
                yield NameSpan(span.start, span.end, "", span.entity, "shape")


_WORDS = re.compile(r"[^\W_](?:[\w'.&+]*[\w+])?(?:-\w[\w']*)*")
_STARTERS = frozenset("a an the in on at for but and when while after before as if this these those that it its his her their our we they he she i you there here with from by of to into over under between both each every some many most more all no not nor or so yet then now also still just only once since until although though because however meanwhile moreover yesterday today tomorrow last next first second third earlier later among according despite unlike like such what which who whose where why how is are was were has have had do does did will would can could may might must should let new two three four five six seven eight nine ten eleven twelve one another other others neither either whether during through across against about above below within without per via around alongside amid instead than too even again further additionally furthermore finally recently currently previously separately elsewhere overall together several few executives analysts viewers users audiences industry producers studios platforms brands creators actors writers writer director founded asked speaking terms financial based built backed launched set known talks rights production filming nothing everyone anyone someone nobody people sources".split())
_DULL = frozenset("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun ceo coo cfo cto cmo cco evp svp vp ai tv ott ip ipo di vfx cgi hr pr q1 q2 q3 q4 h1 h2 usd eur gbp i ii iii iv mr mrs ms dr qa qc vr ar xr hd 4k uhd pg svod avod fast b2b b2c saas sdk api roi kpi diy faq gen christmas easter ramadan diwali thanksgiving halloween chief executive officer president director founder chairman vp head series season episode chapter part volume internet covid bl d2c dtc ugc llm gpu cpu ui ux usp".split())
_JOIN = frozenset("of de del da do dos van von der la le du di al bin & +".split())
_HEADS = frozenset("university bank ministry council institute academy museum school house board department guild college association union festival court society federation bureau office league republic city state kingdom house".split())


def runs(plain: str, block: Block) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words in a block that aren't capitals of a sentence's first word only."""
    held: list[re.Match[str]] = []
    last = block.start
    for word in _WORDS.finditer(plain, block.start, block.end):
        gap = plain[last:word.start()]
        shown = word.group()
        joined = held and gap in (" ", " & ", " + ")
        if held and not joined:
            yield from _run(plain, held, block)
            held = []
        if _capital(shown) or (held and shown.isdigit()):
            held.append(word)
        elif held and shown in _JOIN and (shown != "of" or held[-1].group().casefold() in _HEADS):
            held.append(word)
        elif held:
            yield from _run(plain, held, block)
            held = []
        last = word.end()
    if held:
        yield from _run(plain, held, block)


def _run(plain: str, held: list[re.Match[str]], block: Block) -> Iterator[tuple[int, int]]:
    while held and (not _capital(held[-1].group()) and not held[-1].group().isdigit() or held[-1].group().casefold() in _DULL):
        held = held[:-1]
    opens = bool(held) and _opens_sentence(plain, held[0].start(), block)
    while held and (held[0].group().casefold() in _DULL or held[0].group().casefold() in _STARTERS):
        held, opens = held[1:], False
    if not held or (len(held) == 1 and (opens or len(held[0].group()) < 2 or held[0].group().isdigit())):
        return
    start, end = held[0].start(), held[-1].end()
    if plain[end - 2:end] == "'s":
        end -= 2
    elif plain[end - 1] == "'":
        end -= 1
    split = plain.find("'s ", start, end)
    if split > 0:
        yield start, split
        start = split + 3
    yield start, end


def _capital(word: str) -> bool:
    return word[0].isupper() or any(c.isupper() for c in word[1:4]) and word[0].isalpha()


def _opens_sentence(plain: str, start: int, block: Block) -> bool:
    before = plain[block.start:start].rstrip(" \"'(*")
    return not before or before[-1] in ".!?:;" or start == block.body


def _headline(plain: str, block: Block) -> bool:
    """Whether capitals say nothing in a block: a heading in title case or all in capitals."""
    shown = plain[block.start:block.end]
    return shown.isupper() or (block.kind == "heading" and title_ratio(shown) > 0.7 and len(shown.split()) > 2)


def _as_shown(shown: str, known: str) -> bool:
    """Whether a known name's capitals are there; a text in capitals throughout has them all."""
    if shown == known:
        return True
    if not any(c.isupper() for c in known):
        return shown.isupper() or shown[1:] == known[1:]
    if shown.isupper() and len(shown) > 3:
        return True
    ours, theirs = _WORDS.findall(shown), _WORDS.findall(known)
    return len(ours) == len(theirs) and all(our[0].isupper() or not their[0].isupper() for our, their in zip(ours, theirs)) \
        and (len(ours) > 1 or sum(c.isupper() for c in shown) >= 1)


def _plurals(label: str) -> tuple[str, ...]:
    if label.endswith("s"):
        return (label,)
    if label.endswith("y") and label[-2:-1] not in "aeiou":
        return (label, label[:-1] + "ies")
    return (label, label + "s")


def trimmed(text: str, plain: str, start: int, end: int, type_: str) -> NameSpan | None:
    """A span without possessive, leading article and outer marks; its name without company suffix."""
    while start < end and not (plain[start].isalnum() or plain[start] in "+#@"):
        start += 1
    while end > start and not (plain[end - 1].isalnum() or plain[end - 1] in "+!?.)'"):
        end -= 1
    if plain[end - 2:end] == "'s" and end - start > 3:
        end -= 2
    while end > start and plain[end - 1] in "'":
        end -= 1
    if plain[end - 1:end] == ")" and "(" not in plain[start:end]:
        end -= 1
    if plain[start:start + 4] in ("the ", "The ") and type_ != "Title" and end - start > 5:
        start += 4
    if plain[end - 1:end] == "." and not _TRAILING.search(plain[start:end]) and not re.search(r"\b[A-Z]\.$", plain[start:end]):
        end -= 1
    if suffix := _SUFFIX.match(plain, end):
        whole = suffix.end()
        while plain[whole - 1] in " ,":
            whole -= 1
        end = whole
    if end - start < 2 and not plain[start:end].isalnum() or not any(c.isalpha() or c.isdigit() for c in plain[start:end]):
        return None
    return NameSpan(start, end, type_, bare(text[start:end]), "model")


def bare(name: str) -> str:
    """A name without company suffix.

    >>> bare("Larkhill Pte, Ltd.")
    'Larkhill'
    """
    return _TRAILING.sub("", name) or name


def _without_overlap(found: Iterable[NameSpan]) -> list[NameSpan]:
    """The best of what overlaps, cluster by cluster."""
    kept: list[NameSpan] = []
    cluster: list[NameSpan] = []
    end = 0
    for span in sorted(set(found)):
        if cluster and span.start >= end:
            kept.extend(_best(cluster))
            cluster = []
        cluster.append(span)
        end = max(end, span.end) if len(cluster) > 1 else span.end
    kept.extend(_best(cluster))
    return kept


def _best(cluster: list[NameSpan]) -> list[NameSpan]:
    if len(cluster) < 2:
        return cluster
    held: list[NameSpan] = []
    for span in sorted(cluster, key=lambda span: (_rank(span, cluster), span.start - span.end, span.start)):
        if all(span.end <= other.start or other.end <= span.start for other in held):
            held.append(span)
    return sorted(held)


def _rank(span: NameSpan, cluster: list[NameSpan]) -> int:
    """A known name within a longer name that is surer of itself comes last."""
    if span.source in ("registry", "region", "vocabulary"):
        around = [other for other in cluster if other.start <= span.start and span.end <= other.end
                  and other.end - other.start > span.end - span.start]
        if any(_swallows(other, span) for other in around):
            return 9
    return _RANK[span.source]


def _swallows(around: NameSpan, known: NameSpan) -> bool:
    if around.source in ("quoted", "cue"):
        return True
    if around.source in ("registry", "region"):
        return known.source == "vocabulary"
    return around.source in ("model", "shape") and known.source != "registry" and around.type != "Region"
