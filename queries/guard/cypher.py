"""Which Cypher users may run: clauses that read, functions and procedures on a list; everything else is refused.

What is checked is what is run: the tokens, written anew (`cypher_tokens`). No two operands stand side by side in Cypher, so that a word
behind an operand is an operator or begins a clause. The check walks through the tokens and knows at each which of the two may come;
a word that is neither on a list nor at the place of a name is refused, so no clause that isn't on the list can begin anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import Literal

from graph.errors import QueryError, QueryRefused
from queries.guard import cypher_words as words
from queries.guard.cypher_tokens import LANGUAGE, Token, place, tokens

Dialect = Literal["ladybug", "neo4j"]
_PAIRS = {")": "(", "]": "[", "}": "{"}
_END = Token("end", "", 0)
_BETWEEN = frozenset(("+", "-", "*", "/", "%", "^", "=", "<", ">", "<>", "<=", ">=", "!=", "=~", ",", ".."))
_LABELS = frozenset((":", "|", "&", "!", "("))
"""What stands before a label."""
_DEEPEST = 100
"""How deeply a query may be nested: an engine's parser must not run out of stack."""


class Expected(Enum):
    """What may come next."""

    BEGIN = auto()  # the first word of a query or of a part of one
    OPERAND = auto()  # a value, a variable, a pattern
    OPERATOR = auto()  # an operator, or the next clause
    NAME = auto()  # any name: of a property, a label, a column


def allowed(text: str, dialect: Dialect) -> str:
    """A user's query as it is to be run. Raises QueryError where it can't be read, QueryRefused where it isn't allowed."""
    pieces = list(tokens(text))
    told = [token for token in pieces if token.kind != "space"]
    if told and told[-1].text == ";":
        last = told.pop()
        pieces.remove(last)
    if not told:
        raise QueryError(LANGUAGE, "the query is empty")
    _Check(text, told, dialect).run()
    return "".join(token.text for token in pieces)


_VALUES = (Expected.OPERAND, Expected.OPERATOR)


class _Check:
    """One walk through the tokens."""

    def __init__(self, text: str, told: Sequence[Token], dialect: Dialect) -> None:
        self.text = text
        self.told = told
        self.dialect: Dialect = dialect
        self.at = 0
        self.expected = Expected.BEGIN
        self.open: list[str] = []
        """Brackets that are open: `(`, `[`, `{` of a map, `query` of a part in braces."""

    def run(self) -> None:
        while self.at < len(self.told):
            token = self.told[self.at]
            if token.kind == "word":
                self._word(token)
            elif token.kind == "quoted":
                self._quoted(token)
            elif token.kind == "mark":
                self._mark(token)
            else:
                self._value(token)
            self.at += 1
        if self.open or self.expected in (Expected.BEGIN, Expected.NAME):
            raise QueryError(LANGUAGE, "the query ends too early")

    # --- words

    def _word(self, token: Token) -> None:
        if self.expected is Expected.NAME:
            return self._name(token)
        if self._is_key():
            self.expected = Expected.NAME
            return None
        word = token.upper
        if word in words.CHANGING:
            raise self._refused(token, f"{word} isn't allowed: queries read, and reach nothing outside (as a name, write `{token.text}`)")
        if word in words.CLAUSES and (self.expected is not Expected.OPERAND or word in words.BEGIN):
            return self._clause(token)
        if self.expected is Expected.BEGIN:
            if self._in_braces():  # a pattern: EXISTS { p = (a)--(b) }
                return self._operand(token)
            raise self._refused(token, f"a query begins with one of {', '.join(sorted(words.BEGIN))}, not with {token.text}")
        return self._operand(token) if self.expected is Expected.OPERAND else self._operator(token)

    def _clause(self, token: Token) -> None:
        word = token.upper
        if self.expected is Expected.BEGIN and word not in words.BEGIN:
            raise self._refused(token, f"a query begins with one of {', '.join(sorted(words.BEGIN))}, not with {token.text}")
        if any(bracket != "query" for bracket in self.open[-1:]) and word != "WHERE":
            raise self._refused(token, f"{word} can't begin inside brackets")
        self.expected = Expected.OPERAND
        if word == "OPTIONAL":
            self._follow("MATCH")
        elif word == "ORDER":
            self._follow("BY")
        elif word == "UNION":
            if self._next().upper in ("ALL", "DISTINCT"):
                self.at += 1
            self.expected = Expected.BEGIN
        elif word == "CALL":
            self._call(token)

    def _call(self, token: Token) -> None:
        """A part in braces, on Neo4j, or a procedure on the list."""
        following = self._next()
        if self.dialect == "neo4j" and following.text in ("{", "("):
            if following.text == "(":
                while self._next().kind in ("word", "quoted") or self._next().text in ("(", ",", "*"):
                    self.at += 1
                self._follow(")")
            self._follow("{")
            self._enter("query", Expected.BEGIN)
            return
        name = self._dotted()
        if name not in words.PROCEDURES[self.dialect]:
            raise self._refused(token, f"CALL {name or following.text} isn't allowed; what may be called is "
                                f"{', '.join(sorted(words.PROCEDURES[self.dialect]))}")
        self._follow("(")
        self._enter("(", Expected.OPERAND)

    def _operand(self, token: Token) -> None:
        word, following = token.upper, self._next()
        if word in ("NOT", "DISTINCT", "CASE") or word in words.CASES or (word in words.PATHS and self._after_star()):
            self.expected = Expected.OPERAND
        elif word in words.SUBQUERIES and following.text == "{":
            self.at += 1
            self._enter("query", Expected.BEGIN)
        elif following.text == "(":
            self._function(token, token.text)
        else:
            self.expected = Expected.OPERATOR

    def _operator(self, token: Token) -> None:
        word = token.upper
        if word in words.OPERATORS or word in words.CASES:
            self.expected = Expected.OPERAND
        elif word in ("STARTS", "ENDS"):
            self._follow("WITH")
            self.expected = Expected.OPERAND
        elif word == "IS":
            if self._next().upper == "NOT":
                self.at += 1
            self._follow("NULL")
        elif word == "AS":
            self.expected = Expected.NAME
        elif word not in words.ORDERS and word != "END":
            raise self._refused(token, f"{token.text} isn't allowed here: it is no operator, and begins no clause that reads")

    def _name(self, token: Token) -> None:
        """A name after a dot, a colon or AS; before a bracket it is that of a function."""
        if self._next().text == "(":
            if self._last().text != ".":
                raise self._refused(token, f"{token.text} can't be called here")
            begin = self.at
            while begin >= 2 and self.told[begin - 1].text == "." and self.told[begin - 2].kind in ("word", "quoted"):
                begin -= 2
            self._function(token, "".join(piece.text for piece in self.told[begin:self.at + 1]))
        else:
            self.expected = Expected.OPERATOR

    def _function(self, token: Token, name: str) -> None:
        if name.lower() not in words.FUNCTIONS[self.dialect]:
            raise self._refused(token, f"the function {name} isn't on the list of those that are allowed")
        self.at += 1
        self._enter("(", Expected.OPERAND)

    def _quoted(self, token: Token) -> None:
        if self.expected is Expected.OPERATOR or (self.expected is Expected.BEGIN and not self._in_braces()):
            raise self._refused(token, f"{token.text} isn't allowed here")
        if self._next().text == "(":
            raise self._refused(token, f"{token.text} can't be called")
        self.expected = Expected.NAME if self._is_key() else Expected.OPERATOR

    # --- everything else

    def _value(self, token: Token) -> None:
        """A string, a number or a parameter."""
        if self.expected is not Expected.OPERAND:
            raise self._refused(token, f"{token.text} isn't allowed here")
        if self.dialect == "neo4j" and self._last().text == "=~":
            self._tame(token)
        self.expected = Expected.OPERATOR

    def _mark(self, token: Token) -> None:
        if token.text in _PAIRS:
            self._close(token)
            return
        following = (self._opening(token) if token.text in "([{" else self._of_names(token) or self._of_values(token))
        if following is None:
            raise self._refused(token, f"{token.text} isn't allowed here")
        self.expected = following

    def _opening(self, token: Token) -> Expected | None:
        """What comes next after a bracket that opens here."""
        pattern = self.expected is Expected.BEGIN and self._in_braces()
        labels = self.expected is Expected.NAME and self._last().text in _LABELS
        may = {"(": self.expected is Expected.OPERAND or labels or pattern, "[": self.expected in _VALUES, "{": self.expected in _VALUES}
        if not may[token.text]:
            return None
        self._enter(token.text, Expected.NAME if labels else Expected.OPERAND)
        return self.expected

    def _of_names(self, token: Token) -> Expected | None:
        """What comes next after a mark that leads to a name, or stands among labels."""
        mark, last, expected = token.text, self._last().text, self.expected
        if mark == ":":
            if expected is Expected.NAME and self._closes_key():
                return Expected.OPERAND
            begins = (expected is Expected.OPERAND and last in ("(", "[")) or (expected is Expected.NAME and last == "|")
            return Expected.NAME if expected is Expected.OPERATOR or begins else None
        if mark == ".":
            projection = expected is Expected.OPERAND and self._in("{") and last in ("{", ",")
            return Expected.NAME if expected is Expected.OPERATOR or projection else None
        if mark in ("|", "&") and expected is Expected.OPERATOR:
            return Expected.NAME if self._after_label() else Expected.OPERAND
        if expected is Expected.NAME and last in _LABELS and mark in ("!", "%"):
            return Expected.OPERATOR if mark == "%" else Expected.NAME
        if mark == "*" and expected is Expected.NAME and last == ".":
            return Expected.OPERATOR
        return None

    def _of_values(self, token: Token) -> Expected | None:
        """What comes next after a mark that stands before, between or instead of values."""
        mark, last, expected = token.text, self._last().text, self.expected
        if mark == "*" and expected is Expected.OPERAND:
            return Expected.OPERAND if self._in("[") else Expected.OPERATOR
        if expected is Expected.OPERAND:
            return expected if mark in ("-", "+", "..") or (mark == ">" and last == "-") else None
        if mark == "=~" and self.dialect == "neo4j" and self._next().kind != "string":
            raise self._refused(token, "on Neo4j, =~ takes a regular expression that is written down: a string")
        return Expected.OPERAND if expected is Expected.OPERATOR and mark in _BETWEEN else None

    def _enter(self, bracket: str, expected: Expected) -> None:
        self.open.append(bracket)
        if len(self.open) > _DEEPEST:
            raise QueryRefused(LANGUAGE, "the query is nested too deeply")
        self.expected = expected

    def _close(self, token: Token) -> None:
        wanted = _PAIRS[token.text]
        if not self.open or self.open.pop().replace("query", "{") != wanted or self.expected in (Expected.NAME, Expected.BEGIN):
            raise QueryError(LANGUAGE, f"{place(self.text, token.at)}: {token.text} closes nothing, or too early")
        self.expected = Expected.OPERATOR

    def _tame(self, token: Token) -> None:
        """A regular expression that can't take for ever: the server can't stop one that does."""
        if not tame(token.value):
            raise self._refused(token, "this regular expression may take for ever: no repeated group may hold a repetition or |, and "
                                f"{MOST_REPEATS} of *, + and {{n,}} are the most, {MOST_OPTIONS} with ? and {{n}}")

    # --- what stands around

    def _next(self) -> Token:
        return self.told[self.at + 1] if self.at + 1 < len(self.told) else _END

    def _last(self) -> Token:
        return self.told[self.at - 1] if self.at else _END

    def _in(self, bracket: str) -> bool:
        return self.open[-1:] == [bracket]

    def _in_braces(self) -> bool:
        return self._in("query") and self._last().text == "{"

    def _is_key(self) -> bool:
        """Whether this is the name of a property in a map."""
        return (self.expected is Expected.OPERAND and self._in("{") and self._last().text in ("{", ",") and self._next().text == ":")

    def _closes_key(self) -> bool:
        """Whether this colon stands behind the name of a property in a map."""
        return self._in("{") and self.at >= 2 and self.told[self.at - 2].text in ("{", ",") and self._last().kind in ("word", "quoted")

    def _after_label(self) -> bool:
        """Whether the last token is a name in an expression of labels."""
        begin = self.at - 1
        while begin > 0 and self.told[begin].text in (")", "("):
            begin -= 1
        return begin > 0 and self.told[begin - 1].text in (":", "|", "&", "!", "(") and self._label_before(begin)

    def _label_before(self, at: int) -> bool:
        """Whether what leads up to a token is a colon, with nothing but names of labels between."""
        while at > 0 and (self.told[at].kind in ("word", "quoted") or self.told[at].text in ("|", "&", "!", "(", ")", "%")):
            at -= 1
        return self.told[at].text == ":"

    def _after_star(self) -> bool:
        return self._in("[") and (self._last().text == "*" or self._last().upper == "ALL")

    def _dotted(self) -> str:
        """The dotted name that comes next, in lower case; steps over it."""
        parts = []
        while self._next().kind == "word":
            self.at += 1
            parts.append(self.told[self.at].text.lower())
            if self._next().text != ".":
                break
            self.at += 1
        return ".".join(parts)

    def _follow(self, wanted: str) -> None:
        """Step over what has to come next."""
        following = self._next()
        if wanted not in (following.upper, following.text):
            raise QueryError(LANGUAGE, f"{place(self.text, self.told[self.at].at)}: expected {wanted} after {self.told[self.at].text}")
        self.at += 1

    def _refused(self, token: Token, reason: str) -> QueryRefused:
        return QueryRefused(LANGUAGE, f"{place(self.text, token.at)}: {reason}")


_UNBOUNDED = re.compile(r"[*+]|\{\d+,\}|\{\d{3,}")
_PIECE = re.compile(
    r"(?P<odd>\\Q|\\[1-9k]|\(\?[a-zA-Z-]*x)|(?P<flags>\(\?[a-zA-Z-]+\))|(?P<open>\((?:\?(?:[:=!>]|<[=!]|<\w+>|[a-zA-Z-]+:))?)|(?P<close>\))"
    r"|(?P<repeat>[*+?]|\{[\d,]+\})|(?P<choice>\|)|(?P<plain>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.)", re.DOTALL)
MOST_REPEATS, MOST_OPTIONS = 3, 8


def tame(expression: str) -> bool:
    """Whether a regular expression takes a small power of a text's length: no repeated group repeats or chooses inside."""
    inside = [False]
    group = False
    """Whether the last piece closed a group that repeats or chooses inside."""
    unbounded = options = 0
    for found in _PIECE.finditer(expression):
        kind, piece = found.lastgroup, found[0]
        if kind == "odd" or (kind == "repeat" and group and piece != "?"):
            return False
        if kind == "repeat":
            unbounded += bool(_UNBOUNDED.match(piece))
            options += 1
            inside[-1] = True
        elif kind == "choice":
            inside[-1] = True
        elif kind == "open":
            inside.append(False)
        group = kind == "close" and len(inside) > 1 and inside.pop()
        if group:
            inside[-1] = True
    return unbounded <= MOST_REPEATS and options <= MOST_OPTIONS
