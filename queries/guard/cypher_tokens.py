"""Cypher as tokens, and back: comments are cut, strings written anew, so that two engines can't read one text in two ways.

Outside strings and back-ticks only ASCII is taken: no letter that looks like another, no space that is none. `\\uXXXX` is resolved
inside strings and refused elsewhere, because one engine resolves it before it looks for the end of a string, another one after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from graph.errors import QueryError, QueryRefused

LANGUAGE = "Cypher"
LONGEST = 100_000
"""How many characters a query may have."""

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      |(?P<comment>//[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/)
      |(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      |(?P<quoted>`[^`\\\r\n]*`(?!`))
      |(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![A-Za-z0-9_`$]))
      |(?P<parameter>\$[A-Za-z_][A-Za-z0-9_]*)
      |(?P<word>[A-Za-z_][A-Za-z0-9_]*)
      |(?P<mark>\.\.|=~|<>|<=|>=|!=|[()\[\]{},.:|&!%+\-*/^=<>;])""", re.VERBOSE | re.DOTALL)
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WRITTEN = {"\\": "\\\\", "'": "\\'", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)


class Token(NamedTuple):
    """A piece of a query; `text` as it is to be run, `at` its place in what was given. Of a string, `value` is what it says."""

    kind: str
    text: str
    at: int
    value: str = ""

    @property
    def upper(self) -> str:
        """A word of the language, whatever its case; empty for what can't be one."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> Iterator[Token]:
    """All pieces of a text, spaces and cut comments too. Raises QueryError, QueryRefused."""
    if len(text) > LONGEST:
        raise QueryRefused(LANGUAGE, f"a query may have {LONGEST} characters, and this has {len(text)}")
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _unreadable(text, at)
        kind, piece = found.lastgroup or "", found[0]
        if kind == "comment":
            yield Token("space", "\n" if "\n" in piece or piece.startswith("//") else " ", at)
        elif kind == "string":
            value = _value(text, piece, at)
            yield Token(kind, "'" + "".join(_WRITTEN.get(letter, letter) for letter in value) + "'", at, value)
        elif kind == "quoted" and _odd(piece):
            raise QueryRefused(LANGUAGE, f"{place(text, at)}: a name in back-ticks may hold no control characters")
        else:
            yield Token(kind, piece, at)
        at = found.end()


def place(text: str, at: int) -> str:
    """A place in a text, as people count."""
    return f"line {text.count(chr(10), 0, at) + 1}, column {at - text.rfind(chr(10), 0, at)}"


def _value(text: str, piece: str, at: int) -> str:
    """What a string says."""
    def character(found: re.Match[str]) -> str:
        if code := found[1] or found[2]:
            number = int(code, 16)
            if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
                raise QueryError(LANGUAGE, f"{place(text, at)}: {found[0]} stands for no character")
            return chr(number)
        if found[3] not in _ESCAPES:
            raise QueryError(LANGUAGE, f"{place(text, at)}: \\{found[3]} stands for nothing in a string; write \\\\ for a backslash")
        return _ESCAPES[found[3]]

    value = _ESCAPE.sub(character, piece[1:-1])
    if _odd(value.translate({9: None, 10: None, 13: None, 8: None, 12: None})):
        raise QueryRefused(LANGUAGE, f"{place(text, at)}: a string may hold no control characters")
    if "\\u" in value or "\\U" in value:
        raise QueryRefused(LANGUAGE, f"{place(text, at)}: a string may hold no backslash before a u: engines read that in two ways")
    return value


def _odd(text: str) -> bool:
    return any(letter < " " or "\x7f" <= letter <= "\x9f" or "\ud800" <= letter <= "\udfff" for letter in text)


def _unreadable(text: str, at: int) -> QueryError:
    letter, where = text[at], place(text, at)
    if not letter.isascii():
        return QueryRefused(LANGUAGE, f"{where}: {letter!r} (U+{ord(letter):04X}) may stand in strings and in back-ticks only")
    if letter in "'\"`":
        return QueryError(LANGUAGE, f"{where}: what begins with {letter} doesn't end, or holds a back-tick, a backslash or a line break")
    if text.startswith("/*", at):
        return QueryError(LANGUAGE, f"{where}: the comment doesn't end")
    return QueryRefused(LANGUAGE, f"{where}: {' '.join(text[at:at + 20].split()) or repr(letter)} isn't allowed here")
