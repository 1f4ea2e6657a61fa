"""Quoted and unquoted titles: what stands in quotes and is a name, and what a cue verb leads to.

A quotation is no title: it ends like a sentence, somebody says it, or it runs in small letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.reading.blocks import title_ratio

Span = tuple[int, int]

_PAIRS = {"“": "”", "„": "“", "«": "»", "‹": "›", "「": "」", "『": "』", "《": "》", "〈": "〉"}
_SAYS = re.compile(
    r"(?:\b(?:said|says|told|adds?|added|wrote|writes|called it|calls it|asked|explained|insisted|argued|noted|joked|replied|declared|"
    r"according to|put it|so-called|term|word|phrase|the slogan|tagline|as an?|was|is|are|be|been|being|dubbed it|deemed|"
    r"considered)[ ,:]*)$", re.I)
_SAID = re.compile(
    r"[ ]?(?:he|she|they|it|we|I|[A-Z]\w+(?: [A-Z]\w+)?)?,?[ ]"
    r"(?:said|says|told|adds?|added|wrote|called it|calls it|asked|explained|insisted|noted|argued|recalls?|recalled)\b")
_WORKS = (
    "series|dramas?|films?|movies?|shows?|novels?|webtoons?|titled|entitled|called|titles?|sequel|hit|romcom|rom-com|thriller|serial|soap|telenovela|"
    "feature|documentary|comedy|episode|book|album|song|game|musical|microdramas?|micro-dramas?|romance|pilot")
_CUE = re.compile(
    rf"\b(?:{_WORKS}|study|report|article|coverage|essay|newsletter|paper|stars? in|starring in|adaptation of|adapted from|directed|"
    r"produced|produces|of|for|with|in|and|as|including|like|from|remake of|format)[ ,:]*$", re.I)
_DEFINES = re.compile(r"\([^()]*\b(?:the|or|and|hereinafter|collectively)[ ]$")
_IN_BRACKETS = re.compile(r"[^()]{0,30}\)")
_NAMED = re.compile(r"\b(?:titled|entitled|called|study|report|article|coverage|essay|column|paper|named|dubbed)[ ,:]*$", re.I)
_FUNCTION_TEXT = (
    "a an the of and or for to in on with at by as from into over my your his her is are me us it de del la el los las le les da "
    "do das dos e y o un una di du der die das und et en con por para vs vs. no ")
_FUNCTION = frozenset(_FUNCTION_TEXT.split())
_NOT_INSIDE = frozenset({"with", "and", "on", "for", "from", "by", "as"})


def quoted(text: str, plain: str, start: int, end: int) -> Iterator[Span]:
    """The spans within quotes in a block that look like names, outer quotes first; the marks are left out."""
    place = start
    while mark := _OPENING.search(text, place, end):
        place = mark.start()
        close = _close(text, plain, place, start, min(end, place + _LONGEST))
        if close is None:
            place += 1
            continue
        inner = _trimmed(plain, place + 1, close)
        if inner and is_title(plain, inner, place, close, start, end):
            yield inner
            place = close + 1
        else:
            place = close + 1 if _is_speech(plain, inner, close, end) else place + 1


def _close(text: str, plain: str, place: int, start: int, end: int) -> int | None:
    """Where the quote that opens at a place ends; None where none opens."""
    mark = text[place]
    if mark in _PAIRS:
        found = text.find(_PAIRS[mark], place + 1, end)
        return found if found > place + 1 else None
    before, after = plain[place - 1:place] if place > start else " ", plain[place + 1:place + 2]
    if before.isalnum() or before in ".,!?)" or not after or after.isspace():
        return None
    if plain[place] == '"':
        found = plain.find('"', place + 1, end)
        return found if found > place + 1 else None
    for match in _CLOSING.finditer(plain, place + 1, end):
        shown = plain[place + 1:match.start()]
        if not _is_genitive(plain, shown, match.start(), end):
            return match.start() if not shown.endswith(" ") else None
    return None


_LONGEST = 400
"""Characters from one quotation mark to its other: further apart they belong to something else."""
_OPENING = re.compile("[\"'“”„‟‘’‚‛`´«‹「『《〈＂＇]")
_CLOSING = re.compile(r"'(?!\w)")


def _is_genitive(plain: str, shown: str, mark: int, end: int) -> bool:
    """Whether a single quote after an s is a genitive within the quotation: a further one closes it, and no title has ended."""
    further = _CLOSING.search(plain, mark + 1, min(end, mark + 40))
    return shown[-1:] == "s" and bool(further) and re.match(r"[ ][A-Z]", plain[mark + 1:mark + 3]) is not None


def _trimmed(plain: str, start: int, end: int) -> Span | None:
    while end > start and (plain[end - 1].isspace() or plain[end - 1] in ",;"):
        end -= 1
    while start < end and plain[start].isspace():
        start += 1
    return (start, end) if end > start else None


def _is_speech(plain: str, inner: Span | None, close: int, end: int) -> bool:
    return inner is not None and (len(plain[inner[0]:inner[1]].split()) > 8 or bool(_SAID.match(plain[close + 1:min(end, close + 40)])))


def is_title(plain: str, inner: Span, place: int, close: int, start: int, end: int) -> bool:
    """Whether what stands in quotes is a name rather than something said."""
    shown = plain[inner[0]:inner[1]]
    words = shown.split()
    if len(words) > 25 or not (shown[0].isupper() or shown[0].isdigit() or (shown[0].isalpha() and not shown[0].islower())):
        return False
    before, after = plain[max(start, place - 45):place], plain[close + 1:min(end, close + 40)]
    comma = plain[inner[1]:close].strip()
    if _DEFINES.search(before) and _IN_BRACKETS.match(after):
        return False
    if _SAID.match(after) or (shown[-1] == "." and len(words) > 2):
        return False
    if comma and re.match(r"[ ]?(?:he|she|they|it|we|I)\b", after):
        return False
    if text_is_foreign(shown):
        return True
    cue = bool(_CUE.search(before))
    if (_SAYS.search(before) and not cue) or before.rstrip().endswith("so-called"):
        return False
    if _NAMED.search(before):
        return True
    ratio = title_ratio(shown)
    if len(words) == 1:
        return cue or before.rstrip().endswith(("(", ",", "and")) or not comma
    return ratio >= 0.6 or (cue and len(words) <= 12 and plain[place] in "«\"'" and ratio >= 0.3) or plain[place] in "«《「『"


def text_is_foreign(shown: str) -> bool:
    """Whether the letters are mostly no Latin ones."""
    letters = [c for c in shown if c.isalpha()]
    return bool(letters) and sum(ord(c) > 0x24F for c in letters) * 2 > len(letters)


_LEAD = re.compile(
    r"\b(?:(?:stars?|starred|starring|appears?|appeared|appearing|cast|roles?|leads?|cameos?)[ ](?:in|of)|headlines|headlined|headlining|"
    r"(?:episodes|season|remake|adaptation|premiere|release|production|filming|shooting)[ ]of|sequel to|spin-off of|"
    r"series|drama|film|movie|novel|webtoon|romcom|rom-com|sequel|thriller|serial|soap|telenovela|comedy|microdrama|micro-drama|romance|"
    r"documentary|titled|entitled)[ ]")
_RUN = re.compile(r"[\w'’!?&:.-]+")
_GOES_ON = re.compile(r"[ ](?:\w+[ ]){0,2}?[A-Z]")


def led_to(plain: str, start: int, end: int) -> Iterator[Span]:
    """Unquoted titles of two words or more that a cue leads to: capitals, with small function words between."""
    for cue in _LEAD.finditer(plain, start, end):
        if span := _capitals(plain, cue.end(), end):
            yield span


def _capitals(plain: str, place: int, end: int) -> Span | None:
    first = place
    last = place
    count = 0
    for word in _RUN.finditer(plain, place, end):
        if word.start() - last > 1 and word.start() != place:
            break
        shown = word.group().rstrip(".,:;")
        if not shown or plain[last:word.start()].strip():
            break
        if shown[0].isupper() or (shown[0].isdigit() and count):
            last = word.start() + len(shown)
            count += 1
            if len(shown) < len(word.group()):
                break
        elif count and shown.casefold() in _FUNCTION - _NOT_INSIDE and _GOES_ON.match(plain, word.end()):
            last = word.end()
        else:
            break
    while last > first and plain[last - 1] == " ":
        last -= 1
    return (first, last) if count >= 2 and plain[first:last].split()[-1][0].isupper() else None


_PARTICLE_TEXT = "de del da do das dos la las el los le les os as na y du des"
_FOREIGN_TEXT = "por para uma um una un con com sin sem que mi tu em en e o une pour sur dans avec et eine ein mit für ohne"
_ARTICLE_TEXT = "el la los las un una uma um o os as mi tu une le eine ein"
_PARTICLES, _FOREIGN, _ARTICLES = (frozenset(words.split()) for words in (_PARTICLE_TEXT, _FOREIGN_TEXT, _ARTICLE_TEXT))


def foreign(plain: str, start: int, end: int) -> Iterator[Span]:
    """Unquoted titles of another language: capitals with that language's small words between, more than a person's name has."""
    held: list[re.Match[str]] = []
    for word in _RUN.finditer(plain, start, end):
        if held and plain[held[-1].end():word.start()] != " ":
            yield from _foreign(held)
            held = []
        shown = word.group()
        folded = shown.rstrip(".,:;").casefold()
        if shown[0].isupper() or (held and (folded in _PARTICLES | _FOREIGN or _follows(held[-1].group()))):
            held.append(word)
            if folded == shown.casefold():
                continue
        yield from _foreign(held)
        held = []
    yield from _foreign(held)


def _follows(before: str) -> bool:
    """Whether any word may stand behind: an article of the language does."""
    return before.casefold() in _ARTICLES


def _foreign(held: list[re.Match[str]]) -> Iterator[Span]:
    while held and not held[-1].group()[0].isupper():
        held = held[:-1]
    words = [word.group().casefold() for word in held]
    small = sum(word in _PARTICLES | _FOREIGN for word in words)
    if 4 <= len(words) <= 10 and small > 1 and any(word.group() in _FOREIGN for word in held):
        last = held[-1].group().rstrip(".,:;")
        yield held[0].start(), held[-1].start() + len(last)


_OPENS = re.compile(r"(?:(?<=[.!?][ ])|(?<=[.!?][\"'][ ]))(?=[A-Z])")
_WORK = re.compile(
    r",[ ](?:starring|(?:co-)?(?:directed|written|created)[ ]by|an?[ ](?:\d+-(?:episode|part|chapter)|(?:[a-z-]+[ ]){0,3}"
    r"(?:series|drama|film|romcom|thriller|microdrama|telenovela|serial)[ ](?:co-produced|produced|directed|written|starring|by)\b))")


def explained(plain: str, start: int, end: int) -> Iterator[Span]:
    """Unquoted titles of two words or more that open a sentence and are explained: "Night of Salt, a 25-episode series …"."""
    for place in (start, *(found.start() for found in _OPENS.finditer(plain, start, end))):
        if (found := _WORK.search(plain, place, min(end, place + 90))) and _is_run(plain[place:found.start()]):
            yield place, found.start()


def _is_run(shown: str) -> bool:
    words = re.findall(r"[\w'!?&-]+", shown)
    if not 2 <= len(words) <= 9 or words[0] in ("In", "On", "At") or shown.count(",") > 1 or re.search(r"[.;:(]|'s ", shown):
        return False
    return all(word[0].isupper() or word[0].isdigit() or word in _FUNCTION for word in words)
