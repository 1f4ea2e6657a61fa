"""Parse: names and terms become one token each, are parsed under a stand-in word that the parser knows, and put back.

The parser has never seen "Snaplet" or "A Parcel of Salt", and guesses; it has seen "Google" and "Titanic". What comes
out is our own light tree: from here on nothing knows spaCy. Offsets are code points of the document's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from graph.document import Mention
from ingest.model.analysis import Analysis, analyse, tokenised
from ingest.reading.mending import mend
from ingest.reading.spans import within
from ingest.reading.tree import Token

__all__ = ["Sentence", "Token", "Unit", "all_tokens", "parse", "parse_words", "tokenise"]

STAND_INS: dict[str, tuple[str, ...]] = {
    "Studio": ("Pixar", "Lionsgate", "Disney"),
    "Platform": ("Twitter", "Hulu", "Google"),
    "Organization": ("Sony", "Comcast", "Viacom"),
    "Brand": ("Nike", "Pepsi"),
    "Title": ("Titanic", "Avatar", "Hamlet"),
    "Person": ("Anna", "David", "Maria", "John"),
    "Tool": ("Photoshop", "Excel"),
    "Region": ("Mexico", "France"),
    "Event": ("Sundance", "Eurovision"),
    "Publication": ("Reuters", "Bloomberg"),
    "Service": ("insurance", "software", "equipment"),
    "Format": ("fiction", "music"),
    "Genre": ("comedy", "fiction"),
}
AS_WRITTEN = {"Service", "Format", "Genre", "Region", "Tool"}
"""One lower-case or one well-known word of these is parsed as it stands."""

VERB_STAND_INS = {
    "stars": "appears",
    "star": "appear",
    "supplies": "provides",
    "supply": "provide",
    "partners": "collaborates",
    "partner": "collaborate",
    "licenses": "acquires",
    "license": "acquire",
    "hosts": "organizes",
    "features": "includes",
    "backs": "funds",
    "streams": "shows",
    "dubs": "translates",
    "grades": "checks",
    "bows": "appears",
    "debuts": "appears",
    "premieres": "appears",
    "feeds": "serves",
    "feed": "serve",
    "helms": "directs",
    "tops": "exceeds",
    "nets": "earns",
    "airs": "shows",
    "bets": "gambles",
    "bet": "gamble",
    "work": "collaborate",
    "works": "collaborates",
    "feature": "include",
    "host": "organize",
    "back": "fund",
    "top": "exceed",
}
"""Words that the tagger takes for nouns after a name."""

_VERB_LEMMAS = {
    "stars": "star",
    "star": "star",
    "supplies": "supply",
    "supply": "supply",
    "partners": "partner",
    "partner": "partner",
    "licenses": "license",
    "license": "license",
    "hosts": "host",
    "features": "feature",
    "backs": "back",
    "streams": "stream",
    "dubs": "dub",
    "grades": "grade",
    "bows": "bow",
    "debuts": "debut",
    "premieres": "premiere",
    "feeds": "feed",
    "feed": "feed",
    "helms": "helm",
    "tops": "top",
    "nets": "net",
    "airs": "air",
    "bets": "bet",
    "bet": "bet",
    "work": "work",
    "works": "work",
    "feature": "feature",
    "host": "host",
    "back": "back",
    "top": "top",
}
LEMMAS = {"premier": "premiere", "premiered": "premiere", "debuted": "debut", "bowed": "bow", "starred": "star", "dubb": "dub"}
"""Lemmas of verbs that the lemmatizer misses."""
LONGEST = 240
"""The most words that are parsed at once."""
AT_ONCE = 64
"""Units whose trees are in memory at once."""
_MARKS = {".", ";", ":", ",", "!", "?", "–", "—", "|"}
PREFIXES = {"co", "ex", "vice", "re", "pre", "non", "self", "mid"}
"""What a hyphen joins to a word that is parsed without it: *co-founded*, *ex-president*."""

_ASKING = {"who", "whom", "what", "which", "whose", "where", "millions"}
_BETWEEN_NAMES = {"all", "both", "also", "now", "already", "then", "each", "again", "later", "still", "first", "once", "reportedly"}
_QUOTES = {'"', "'", "«", "»", "''", "``", "《", "》", "「", "」"}
_LOWER_WORDS = re.compile(r"[a-z][a-z'-]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens in order. `block` is the index of its block; `lead` counts the tokens that come from the block's lead-in."""

    tokens: tuple[Token, ...]
    block: int
    lead: int = 0

    @property
    def own(self) -> tuple[Token, ...]:
        return self.tokens[self.lead :]

    @property
    def start(self) -> int:
        return self.own[0].start if self.own else self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


@dataclass(frozen=True, slots=True)
class Unit:
    """What is parsed at once: pieces of the text, as offsets. More than one where a bullet continues a lead-in."""

    pieces: tuple[tuple[int, int], ...]
    block: int


@dataclass(slots=True)
class _Word:
    text: str
    start: int
    end: int
    space: bool
    name: Mention | None = None
    hole: str = ""
    stand_in: str = ""
    as_written: bool = False


def parse(text: str, units: Sequence[Unit], mentions: Sequence[Mention], nlp: Language) -> Iterator[list[Sentence]]:
    """The sentences of each unit, in order. `text` is normalised (`blocks.normalise`); mentions don't overlap."""
    for start in range(0, len(units), AT_ONCE):
        part = units[start : start + AT_ONCE]
        rows = [(number, piece, lead) for number, unit in enumerate(part) for piece, lead in _cut(*_words(text, unit, mentions, nlp))]
        told = analyse([_stand_in_doc(words, nlp) for _, words, _ in rows], nlp)
        found: list[list[Sentence]] = [[] for _ in part]
        for (number, words, lead), analysis in zip(rows, told, strict=True):
            found[number].extend(_sentences(words, analysis, part[number].block, lead))
        yield from found


def _cut(words: Sequence[_Word], lead: int) -> Iterator[tuple[Sequence[_Word], int]]:
    """Pieces that a parser can take: what is longer is cut at a mark near the limit, or at the limit."""
    at = 0
    while len(words) - at > LONGEST:
        end = next((number for number in range(at + LONGEST, at + LONGEST // 2, -1) if words[number - 1].text in _MARKS), at + LONGEST)
        yield words[at:end], max(0, min(lead - at, end - at))
        at = end
    if at < len(words) or not words:
        yield words[at:], max(0, lead - at)


def parse_words(words: Sequence[tuple[str, str, str, str]], nlp: Language, *, nouns: bool = True) -> Sentence:
    """One sentence from (text, type, entity, hole) words, for questions: types and holes are parsed under stand-ins.

    `nouns`: holes that are class nouns (*which platforms*) are parsed as they stand.
    """
    rows: list[_Word] = []
    at = 0
    for text, type_, entity, hole in words:
        name = Mention(at, at + len(text), text, type_, entity) if type_ or hole else None
        rows.append(_Word(text, at, at + len(text), True, name, hole, as_written=nouns))
        at += len(text) + 1
    tokens = _tokens(rows, next(analyse([_stand_in_doc(rows, nlp)], nlp)))
    return Sentence(tuple(tokens), 0)


def tokenise(text: str, nlp: Language) -> list[tuple[str, int, int]]:
    """The words of a text with their offsets, as they are parsed."""
    return [(token.text, token.idx, token.idx + len(token.text)) for token in tokenised(text, nlp) if not token.is_space]


def _words(text: str, unit: Unit, mentions: Sequence[Mention], nlp: Language) -> tuple[list[_Word], int]:
    words: list[_Word] = []
    lead = 0
    for number, (start, end) in enumerate(unit.pieces):
        if number == len(unit.pieces) - 1:
            lead = len(words)
        inside = within(mentions, start, end)
        words.extend(_without_quotes(_joined(_piece(text, start, end, inside, nlp))))
    for word, after in pairwise(words):
        word.space = word.end != after.start
    return words, lead


def _piece(text: str, start: int, end: int, inside: Sequence[Mention], nlp: Language) -> Iterator[_Word]:
    at = start
    for mention in inside:
        if mention.start < at:
            continue
        yield from _plain(text, at, mention.start, nlp)
        yield _Word(text[mention.start : mention.end], mention.start, mention.end, True, mention)
        at = mention.end
    yield from _plain(text, at, end, nlp)


def _plain(text: str, start: int, end: int, nlp: Language) -> Iterator[_Word]:
    if start >= end:
        return
    for token in tokenised(text[start:end], nlp):
        if not token.is_space:
            at = start + token.idx
            yield _Word(text[at : at + len(token)], at, at + len(token), True)


def _joined(words: Iterable[_Word]) -> list[_Word]:
    """Words with a prefix and a hyphen as one word."""
    found: list[_Word] = []
    for word in words:
        if (
            len(found) >= 2
            and found[-1].text == "-"
            and found[-2].text.lower() in PREFIXES
            and word.name is None
            and word.text.isalpha()
            and found[-2].end == found[-1].start
            and found[-1].end == word.start
        ):
            first = found[-2]
            found[-2:] = [_Word(f"{first.text}-{word.text}", first.start, word.end, True)]
        else:
            found.append(word)
    return found


def _without_quotes(words: Sequence[_Word]) -> list[_Word]:
    """Quotation marks around a name only lead the parser astray; a title's last comma stands inside them."""

    def quotes(index: int, step: int) -> bool:
        beside = index + step
        if 0 <= beside < len(words) and words[beside].text == "," and step < 0:
            beside += step
        name = words[beside].name if 0 <= beside < len(words) else None
        return name is not None and name.type in ("Title", "Publication")

    return [
        word
        for index, word in enumerate(words)
        if word.name is not None or word.text not in _QUOTES or not (quotes(index, 1) or quotes(index, -1))
    ]


def _stand_in_doc(words: Sequence[_Word], nlp: Language) -> Doc:
    used = dict.fromkeys(STAND_INS, 0)
    for number, word in enumerate(words):
        word.stand_in = word.text
        if word.name is not None:
            word.stand_in = _stand_in(word, used)
        elif word.text in VERB_STAND_INS and _is_verb_place(words, number):
            word.stand_in = VERB_STAND_INS[word.text]
            if word.text in ("work", "works") and words[number + 1].text in ("in", "from"):
                word.stand_in = "operate" if word.text == "work" else "operates"
        elif word.text.partition("-")[0].lower() in PREFIXES and "-" in word.text[:-1]:
            word.stand_in = word.text.partition("-")[2]
    return Doc(nlp.vocab, words=[word.stand_in for word in words], spaces=[word.space for word in words])


def _stand_in(word: _Word, used: dict[str, int]) -> str:
    assert word.name is not None
    type_ = word.name.type
    if word.as_written and word.hole and not word.hole.startswith("!") and _LOWER_WORDS.fullmatch(word.text) and word.text not in _ASKING:
        return word.text
    if not word.hole and type_ in AS_WRITTEN and (_LOWER_WORDS.fullmatch(word.text) or (type_ == "Region" and " " not in word.text)):
        return word.text
    choices = STAND_INS.get(type_) or (("Google", "Intel", "Nokia") if word.text in _ASKING else ("software",))
    used[type_] = used.get(type_, 0) + 1
    chosen = choices[(used.get(type_, 1) - 1) % len(choices)]
    plural = type_ in ("Format", "Service") and word.text.endswith("s") and not word.text.endswith("ss")
    return (
        {"fiction": "films", "music": "films", "insurance": "services", "software": "services", "equipment": "services"}[chosen]
        if plural
        else chosen
    )


def _is_verb_place(words: Sequence[_Word], number: int) -> bool:
    at = number - 1
    while at > 0 and words[at].text.lower() in _BETWEEN_NAMES:
        at -= 1
    before = words[at] if number else None
    after = words[number + 1].text if number + 1 < len(words) else ""
    return (
        before is not None
        and before.name is not None
        and after not in ("'", "'s")
        and before.text.casefold() not in ("the", "a")
        and (words[number].text != "star" or after in (".", ";", "in", "as", "alongside", "opposite"))
        and after != "of"
        and (words[number].text not in ("work", "works") or after in ("with", "for", "on", "at", "in", "from"))
    )


def _sentences(words: Sequence[_Word], analysis: Analysis, block: int, lead: int) -> Iterator[Sentence]:
    tokens = _tokens(words, analysis)
    starts = analysis.starts or [0]
    for begin, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        if chosen := tuple(tokens[begin:end]):
            for number, token in enumerate(chosen):
                token.i = number
            yield Sentence(chosen, block, max(0, min(lead - begin, len(chosen))))


def _tokens(words: Sequence[_Word], analysis: Analysis) -> list[Token]:
    tokens = [_token(number, word, told) for number, (word, told) in enumerate(zip(words, analysis.words, strict=True))]
    for token, head in zip(tokens, analysis.heads, strict=True):
        token.head = tokens[head]
        if token.head is not token:
            token.head.children.append(token)
    mend(tokens)
    return tokens


def _token(number: int, word: _Word, told: tuple[str, str, str, str]) -> Token:
    lemma, tag, pos, dep = told
    if word.name is not None:
        return Token(number, word.text, word.start, word.end, word.text, tag, pos, dep, word.name.type, word.name.entity, word.hole)
    if word.stand_in != word.text:
        lemma = _VERB_LEMMAS.get(word.text) or f"{word.text.partition('-')[0].lower()}-{lemma.lower()}"
    else:
        lemma = lemma.lower()
        lemma = LEMMAS.get(lemma, lemma) if tag.startswith("VB") else lemma
    return Token(number, word.text, word.start, word.end, lemma, tag, pos, dep, hole=word.hole)


def all_tokens(sentences: Iterable[Sentence]) -> Iterator[Token]:
    """Every token of the sentences in order."""
    for sentence in sentences:
        yield from sentence.tokens
