"""What capitals show: runs of capitalised words, and where a capital is no evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.lexicon.places import Clues
from ingest.reading.blocks import Block, title_ratio

_WORDS = re.compile(r"[^\W_](?:[\w'.&+]*[\w+])?(?:-\w[\w']*)*")


def runs(plain: str, block: Block, words: Clues) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words in a block that aren't capitals of a sentence's first word only."""
    held: list[re.Match[str]] = []
    last = block.start
    for word in _WORDS.finditer(plain, block.start, block.end):
        shown = word.group()
        if held and plain[last:word.start()] not in (" ", " & "):
            yield from _run(plain, held, block, words)
            held = []
        if _capital(shown) or (held and (shown.isdigit() or _joins(shown, held[-1].group(), words))):
            held.append(word)
        elif held:
            yield from _run(plain, held, block, words)
            held = []
        last = word.end()
    yield from _run(plain, held, block, words)


def _joins(small: str, before: str, words: Clues) -> bool:
    return small in words.joins and (small != "of" or before.casefold() in words.heads)


def _dull_end(held: list[re.Match[str]], words: Clues) -> bool:
    """Whether the last word belongs to no name; a channel may end in TV."""
    last = held[-1].group()
    return last.casefold() in words.dull and not (len(held) > 1 and last == "TV")


def _run(plain: str, held: list[re.Match[str]], block: Block, words: Clues) -> Iterator[tuple[int, int]]:
    while held and (not (_capital(held[-1].group()) or held[-1].group().isdigit()) or _dull_end(held, words)):
        held = held[:-1]
    opens = bool(held) and opens_sentence(plain, held[0].start(), block)
    while held and (held[0].group().casefold() in words.dull or held[0].group().casefold() in words.starters):
        held, opens = held[1:], False
    first = held[0].group() if held else ""
    if not held or (len(held) == 1 and ((opens and not is_mixed(first)) or len(first) < 2 or first.isdigit())):
        return
    start, end = held[0].start(), held[-1].end()
    if (split := plain.find("s' ", start, end)) > 0:
        end = split + 1
    split = plain.find("'s ", start, end)
    if split > 0:
        yield start, split
        start = split + 3
    yield start, end


def _capital(word: str) -> bool:
    return word[0].isupper() or (word[0].isalpha() and any(c.isupper() for c in word[1:4]))


def is_mixed(word: str) -> bool:
    """Whether a word's own shape is that of a name: capitals within it, or a digit at its end ("ReelBox", "Kivo7")."""
    inner = any(c.isupper() for c in word[1:]) and any(c.islower() for c in word)
    return word.isalnum() and len(word) > 3 and word[0].isupper() and (inner or (word[-1].isdigit() and word[1].islower()))


def opens_sentence(plain: str, start: int, block: Block) -> bool:
    """Whether a capital at a place may be that of a sentence's first word."""
    before = plain[block.start:start].rstrip(" \"'(*")
    return not before or before[-1] in ".!?:;" or start == block.body


def headline(plain: str, start: int, end: int, *, least: int = 4) -> bool:
    """Whether capitals say nothing between two places: all are capitals, or the words are in title case."""
    shown = plain[start:end]
    return shown.isupper() or (title_ratio(shown) > 0.8 and len(shown.split()) >= least)


def as_shown(shown: str, known: str) -> bool:
    """Whether a known name's capitals are there; a text in capitals throughout has them all."""
    if shown == known:
        return True
    if not any(c.isupper() for c in known):
        return shown.isupper() or shown[1:] == known[1:]
    if shown.isupper() and len(shown) > 3:
        return True
    ours, theirs = _WORDS.findall(shown), _WORDS.findall(known)
    return len(ours) == len(theirs) and all(our[0].isupper() or not their[0].isupper() for our, their in zip(ours, theirs))


_PREFIXES = frozenset({"multi", "micro", "mini", "non", "pre", "post", "co", "re", "mid", "anti", "self", "semi", "ultra", "inter"})
_ENDINGS = (("ic", ""), ("ies", "y"),
            ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", ""), ("ly", ""), ("er", ""), ("er", "e"),
            ("est", ""))


def is_plain(word: str, english: frozenset[str]) -> bool:
    """Whether a word, or each part of a compound, is a word of the language in one of its forms."""
    return all(_known(part.casefold().removesuffix("'s"), english) for part in re.split(r"[-/]", word) if part)


def _known(word: str, english: frozenset[str]) -> bool:
    if word in english or word in _PREFIXES or word.isdigit():
        return True
    for ending, ground in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[:len(word) - len(ending)]
            if stem + ground in english or (stem[-1] == stem[-2] and stem[:-1] in english):
                return True
    return False
