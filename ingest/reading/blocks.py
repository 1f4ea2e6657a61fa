"""Headings, bullets with their lead-in, paragraphs, table rows, boilerplate: the parts of a text, by offsets.

`normalise` maps characters one to one, so an offset into the normalised text is an offset into the text. Blocks don't
overlap and stand in the order of the text; what lies between them is white space and marks (bullets, `#`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "paragraph", "bullet", "caption", "table_row", "boilerplate"]
Span = tuple[int, int]

_ONE_TO_ONE = {
    "'": "’‘‚‛ʼ´`′＇", '"': "“”„‟″＂", "-": "‐‑‒–—―−\u00ad﹣－",
    " ": "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
         "\u200b\u200c\u200d\u2060\ufeff\v\f\r",
    "\n": "\u2028\u2029\u0085", "&": "＆", ":": "：", ",": "，", "(": "（", ")": "）",
}
_TABLE = str.maketrans({odd: plain for plain, odds in _ONE_TO_ONE.items() for odd in odds})


def normalise(text: str) -> str:
    """The text with plain quotes, dashes and spaces; each character stays in its place."""
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Block:
    """Characters `start` to `end` of a text that are read together.

    `label` is the "Label:" of a bullet, `dateline` the "SEOUL, March 3 -" of a release; sentences begin at `body`. `lead`
    is the index of the block ending in ":" that a bullet continues, `section` that of the heading above.
    """

    kind: Kind
    start: int
    end: int
    label: Span | None = None
    dateline: Span | None = None
    lead: int | None = None
    section: int | None = None

    @property
    def body(self) -> int:
        """Where the first sentence begins, after label or dateline and the spaces behind them."""
        return max(self.start, self._after)

    @property
    def _after(self) -> int:
        if self.label:
            return self.label[1]
        return self.dateline[1] if self.dateline else self.start


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, or several that an editor wrapped; `start` and `end` without marks and outer spaces."""

    start: int
    end: int
    indent: int
    mark: str
    gap: bool
    """Whether an empty line (or the beginning of the text) stands before it."""


_MARK = re.compile(r"(?:[•‣◦▪▫■●○◆◇►▸➤➢✓✔★·*+–—-]|\(?\d{1,2}[.)]|[a-z][.)]|#{1,6}|>+)[ \t]+(?=\S)")
_RULE = re.compile(r"^[ \t]*(?:[-=_*~·.•#|+:]|\u2014|\u2013)(?:[ \t]*[-=_*~·.•#|+:\u2014\u2013])*[ \t]*$")
_LABEL = re.compile(r"(?:\*\*)?([A-Z0-9“\"'][^.:;!?\n]{0,90}?)(?:\*\*)?:(?:\*\*)?[ \t]+(?=\S)")
_DAY = r"(?:[A-Z][a-z]{2,8}\.?[ ]\d{1,2}(?:,[ ]\d{4})?|\d{1,2}[ ][A-Z][a-z]{2,8}(?:[ ]\d{4})?)"
_DATELINE = re.compile(
    r"[A-Z][A-Z .'/&-]{2,40}(?:,[ ][A-Z][\w. ]{1,25}){0,2}"  # the place in capitals
    rf"(?:,?[ ]{_DAY})?(?:[ ]?(?:/[^/\n]{{3,40}}/|\([^)\n]{{2,40}}\)))?"  # the day, the news wire
    r"[ ]?-{1,2}[ ]+(?=[A-Z0-9\"'])")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL_TEXT = "a an the of and or for to in on with at by as from into over is are vs via but nor de la el y o e del"
_SMALL = frozenset(_SMALL_TEXT.split())
_CAPTION = re.compile(
    r"(?:(?:photo|image|picture|credit|caption|pictured|video|watch|listen)s?(?: credit| courtesy)?\s?:|"
    r"\(?(?:photo|image) (?:by|courtesy)\b)",
    re.IGNORECASE)
_ALONE = (
    "share", "tweet", "print", "email", "comments?", "menu", "search", "home", "login", "log in", "sign (?:in|up)", "register",
    "advertisement", "advertise with us", "sponsored", "skip to (?:main )?content", "article content", "table of contents",
    "related(?: (?:articles?|stories|posts|reading|links?))?", "most read", "trending(?: now)?", "next", "previous", "back to top", "tags?",
    "topics?", "follow us", "contact(?: us)?", "privacy policy", "terms(?: of (?:use|service))?",
)
_OPENINGS = (
    r"sources?(?: ?\(\d+\))?:?$", r"sources \(\d+\)", r"(?:last )?updated?:? .{0,30}\d{4}",
    r"(?:published|posted)(?: on| at)?:? .{0,30}\d{4}",
    r"by [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}(?:,.{0,30}| \|.{0,40})?$",
    r"(?:share|follow) (?:this|us|on|via)\b", r"read (?:more|next|also|the full)\b", r"see also\b", r"click here\b",
    r"more (?:from|on|stories)\b", r"continue reading\b", r"(?:subscribe|join|sign up)\b.{0,90}$", r"\d+% off\b",
    r"get (?:the|our) (?:newsletter|app)\b", r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies", r"accept (?:all )?cookies",
    r"cookie (?:policy|settings|notice)", r"by (?:clicking|continuing|using this)", r"(?:©|\(c\)|copyright)", r"all rights reserved",
    r"forward-looking statements?\b",
    r"(?:this|certain statements in this) (?:press )?release (?:contains?|includes?|may contain) (?:certain )?forward-looking",
    r"speaker \d+", r"\d+ min(?:ute)?s? read", r"(?:media|press) contacts?:?",
    r"for (?:more|further) (?:information|details)\b.{0,80}(?:visit|contact|please)",
    r"(?:source|via):? (?:https?://|[A-Z]\w+ ?newswire)", r"https?://\S+$", r"[\w.+-]+@[\w-]+\.\w[\w.]+$", r"image source", r"getty images",
    r"disclaimer\b", r"the views expressed\b", r"(?:#\w+[\s,]*)+$", r"###$", r"-ends-?$", r"ends$",
)
_BOILERPLATE = re.compile("(?:" + "|".join(_OPENINGS) + "|(?:" + "|".join(_ALONE) + ")(?:[ ]?[:|·•/,][^.!?]{0,60})?$)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;][\"')\]]*$")
_FORWARD = re.compile(r"forward-looking statements? (?:involve|are|within|contain|include|reflect|speak)", re.IGNORECASE)


_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n(?:.*\n){0,200}?\1[ \t]*(?:\n|\Z)")
"""Fields about a text at its head, between two fences: `title: …`."""


def segment(text: str) -> list[Block]:
    """The blocks of a text, in order. Characters outside of all blocks are white space and marks."""
    plain = normalise(text)
    front = _FRONT_MATTER.match(plain)
    begin = front.end() if front else 0
    lines = [line for line in _joined(plain, list(_lines(plain))) if line.start >= begin]
    blocks: list[Block] = [Block("boilerplate", 0, begin)] if front else []
    section: int | None = None
    lead: int | None = None
    for place, line in enumerate(lines):
        block = _block(plain, lines, place, section=section, lead=lead)
        if block.kind == "heading":
            section, lead = len(blocks), None
        elif block.kind == "paragraph":
            lead = len(blocks) if plain[line.end - 1] == ":" else None
        blocks.append(block)
    return blocks


def _block(plain: str, lines: list[_Line], place: int, *, section: int | None, lead: int | None) -> Block:
    line = lines[place]
    shown = plain[line.start:line.end]
    if line.mark.startswith("#"):
        return Block("heading", line.start, line.end)
    if _RULE.match(shown) or _BOILERPLATE.match(shown) or _FORWARD.search(shown):
        return Block("boilerplate", line.start, line.end, section=section)
    if _is_row(shown):
        return Block("table_row", line.start, line.end, section=section, lead=lead)
    if _CAPTION.match(shown):
        return Block("caption", line.start, line.end, section=section)
    if line.mark and line.mark[0] != ">":
        return Block("bullet", line.start, line.end, label=_label(plain, line), lead=lead, section=section)
    if _is_heading(plain, lines, place):
        kind: Kind = "bullet" if _in_list(plain, lines, place) else "heading"
        return Block(kind, line.start, line.end, lead=lead if kind == "bullet" else None, section=section if kind == "bullet" else None,
                     label=_label(plain, line) if kind == "bullet" else None)
    dateline = _DATELINE.match(plain, line.start, line.end)
    return Block("paragraph", line.start, line.end, dateline=dateline.span() if dateline else None, section=section)


def _lines(plain: str) -> Iterator[_Line]:
    gap = True
    for found in re.finditer(r"[^\n]*", plain):
        shown = found.group()
        if not shown.strip():
            gap = gap or (found.start() == found.end() and plain[found.start() - 1:found.start()] == "\n") or bool(shown)
            continue
        start = found.start() + len(shown) - len(shown.lstrip())
        end = found.start() + len(shown.rstrip())
        mark = _MARK.match(plain, start, end)
        yield _Line(mark.end() if mark else start, end, start - found.start(), mark.group().strip() if mark else "", gap)
        gap = False


def _joined(plain: str, lines: list[_Line]) -> Iterator[_Line]:
    """Lines that an editor wrapped become one: a line was wrapped where the next word had no room on it."""
    width = _wrap_width(lines)
    held: _Line | None = None
    for line in lines:
        if held and _continues(plain, held, line, width):
            held = _Line(held.start, line.end, held.indent, held.mark, held.gap)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _wrap_width(lines: list[_Line]) -> int | None:
    lengths = sorted(line.indent + line.end - line.start for line in lines)
    if len(lengths) < 3 or not 40 <= lengths[-1] <= 132:
        return None
    near = sum(length > lengths[-1] - 14 for length in lengths)
    return lengths[-1] if near >= 3 and near * 4 >= len(lengths) else None


def _continues(plain: str, held: _Line, line: _Line, width: int | None) -> bool:
    if line.gap or line.mark or held.mark.startswith("#"):
        return False
    last = plain[held.start:held.end]
    first = plain[line.start]
    if held.mark and line.indent >= 2 and (first.islower() or first.isdigit()):
        return True
    if "|" in last or "\t" in last or _RULE.match(plain[line.start:line.end]):
        return False
    if width is None:
        return first.islower() and last[-1] in ",abcdefghijklmnopqrstuvwxyz" and len(last) > 40
    line_start = plain.rfind("\n", 0, held.end) + 1
    word = re.compile(r"\S+").match(plain, line.start, line.end)
    return word is not None and held.end - line_start + 1 + len(word.group()) > width - 4


def _is_row(shown: str) -> bool:
    if "\t" in shown:
        return len([cell for cell in shown.split("\t") if cell.strip()]) >= 2
    if "|" not in shown:
        return False
    cells = [cell for cell in shown.split("|") if cell.strip()]
    return (shown[0] == "|" and len(cells) >= 2) or (len(cells) >= 3 and shown.count('"') < 2 and not _SENTENCE_END.search(shown))


def _label(plain: str, line: _Line) -> Span | None:
    found = _LABEL.match(plain, line.start, line.end)
    if not found or len(found.group(1).split()) > 10 or found.group(1).count('"') % 2 or "://" in plain[line.start:found.end() + 2]:
        return None
    return (line.start, found.end())


def _is_heading(plain: str, lines: list[_Line], place: int) -> bool:
    shown = plain[lines[place].start:lines[place].end]
    after = lines[place + 1] if place + 1 < len(lines) else None
    if after and not after.gap and re.fullmatch(r"[=-]{3,}", plain[after.start:after.end]):
        return True
    words = _WORD.findall(shown)
    if len(words) > 22 or shown[-1] in ":;,":
        return False
    if _SENTENCE_END.search(shown) and not (shown[-1] in "?!" and title_ratio(shown) >= 0.75):
        return False
    if shown.isupper() and len(words) <= 18:
        return True
    return len(words) <= 12 or title_ratio(shown) >= 0.75 or (len(words) <= 18 and lines[place].gap and (after is None or after.gap))


def _in_list(plain: str, lines: list[_Line], place: int) -> bool:
    """Whether a line without full stop is an item of a list without marks: three such lines with no gap between them."""
    first = last = place
    while first > 0 and not lines[first].gap and place - first < 3 and _is_heading(plain, lines, first - 1):
        first -= 1
    while last + 1 < len(lines) and not lines[last + 1].gap and last - place < 3 and _is_heading(plain, lines, last + 1):
        last += 1
    return last - first >= 2 and not (first == place and place == 0)


def title_ratio(shown: str) -> float:
    """Which share of the words that count begins with a capital."""
    words = [word for word in _WORD.findall(shown) if word.casefold() not in _SMALL]
    return sum(word[0].isupper() or not word[0].islower() for word in words) / len(words) if words else 1.0
