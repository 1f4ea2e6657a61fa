"""Which SQL users may run: one SELECT over the published views, with functions on a list; everything else is refused.

What is checked is what is run: the text is parsed by sqlglot, every node of the tree has to be of a kind on the list, and what runs is
written from the tree, without comments. A WITH is given a name of its own, so that none can stand for a table below the views.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Literal

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from graph.errors import QueryError, QueryRefused

LANGUAGE = "SQL"
LONGEST = 100_000
"""How many characters a query may have."""
PREFIX = "q_"
"""What the names of a query's own parts (WITH) begin with when it runs."""

Dialect = Literal["sqlite", "postgresql"]
_READ: Mapping[str, str] = {"sqlite": "sqlite", "postgresql": "postgres"}


def _set(told: str) -> frozenset[str]:
    return frozenset(told.split())


NODES = _set("""
    Select Union Intersect Except With CTE Subquery Table TableAlias From Join Where Group Having Order Ordered Limit Offset Distinct
    Alias Column Identifier Star Literal Null Boolean Paren Tuple Cast DataType DataTypeParam Case If In Exists Between Is Not Neg Any All
    And Or EQ NEQ GT GTE LT LTE NullSafeEQ NullSafeNEQ Like ILike Glob Escape Add Sub Mul Div Mod DPipe
    Window WindowSpec Filter Values Interval Var""")
FUNCTIONS = _set("""
    Count Sum Avg Min Max Coalesce Nullif Lower Upper Length Substring Left Right Trim Replace Concat ConcatWs StrPosition Round Abs
    Ceil Floor Sign Sqrt Exp Ln Log Pow GroupConcat ArrayAgg RowNumber Rank DenseRank PercentRank CumeDist Ntile Lag Lead FirstValue
    LastValue NthValue Date
    TimeToStr TsOrDsToTimestamp TsOrDsToDate TsOrDsToDateStr DateTrunc TimestampTrunc Extract CurrentDate CurrentTimestamp SplitPart
    Stddev StddevPop StddevSamp Variance VariancePop Corr Greatest Least""")
NAMED = _set("""
    instr total julianday strftime date time datetime unixepoch ifnull iif ltrim rtrim ntile to_date to_char strpos char_length unicode
    substring left right reverse initcap ceiling power sign btrim date_part age""")
"""Functions that the parser has no kind for, by name."""
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
TYPES = _set("TEXT VARCHAR CHAR INT BIGINT SMALLINT FLOAT DOUBLE DECIMAL DATE TIMESTAMP BOOLEAN INTERVAL")


def allowed(text: str, dialect: Dialect, views: Mapping[str, tuple[str, ...]]) -> str:
    """A user's query as it is to be run, over some views. Raises QueryError where it can't be read, QueryRefused where it isn't allowed."""
    if len(text) > LONGEST:
        raise QueryRefused(LANGUAGE, f"a query may have {LONGEST} characters, and this has {len(text)}")
    if any((letter < " " and letter not in "\t\r\n") or "\x7f" <= letter <= "\x9f" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise QueryRefused(LANGUAGE, "control characters aren't allowed")
    try:
        tree = _parsed(text, dialect)
        _check(tree)
        _rename(tree, views)
        return tree.sql(dialect=_READ[dialect], comments=False)
    except RecursionError as error:
        raise QueryRefused(LANGUAGE, "the query is nested too deeply") from error


def _parsed(text: str, dialect: Dialect) -> exp.Expression:
    logging.getLogger("sqlglot").setLevel(logging.ERROR)  # what it can't parse is refused below, and told to who wrote it
    try:
        found = [tree for tree in sqlglot.parse(text, read=_READ[dialect]) if tree is not None]
    except SqlglotError as error:
        told = next(iter(getattr(error, "errors", [])), None)
        if told and told.get("line"):
            raise QueryError(LANGUAGE, f"line {told['line']}, column {told['col']}: {told['description']}") from error
        raise QueryError(LANGUAGE, str(error).partition("\n")[0]) from error
    if not found:
        raise QueryError(LANGUAGE, "the query is empty")
    if len(found) > 1:
        raise QueryRefused(LANGUAGE, "one statement at a time")
    tree = found[0]
    if not isinstance(tree, exp.Select | exp.SetOperation):
        raise QueryRefused(LANGUAGE, f"{text.split(None, 1)[0].upper()} isn't allowed: a query is one SELECT")
    return tree


def _check(tree: exp.Expression) -> None:
    """Every node is of a kind on the list."""
    for node in tree.walk():
        kind = type(node).__name__
        if isinstance(node, exp.Anonymous):
            if not isinstance(node.this, str) or node.name.lower() not in NAMED:
                raise QueryRefused(LANGUAGE, f"the function {node.name} isn't on the list of those that are allowed")
        elif kind not in NODES and kind not in FUNCTIONS:
            what = f"the function {node.sql_name()}" if isinstance(node, exp.Func) else kind.upper()
            raise QueryRefused(LANGUAGE, f"{what} isn't allowed: a query is one SELECT, and its functions are on a list")
        if isinstance(node, exp.Identifier) and not node.quoted and not _NAME.fullmatch(node.name):
            raise QueryRefused(LANGUAGE, f"the name {node.name} has to stand in double quotes")
        if isinstance(node, exp.DataType) and node.this.name not in TYPES:
            raise QueryRefused(LANGUAGE, f"the type {node.sql()} isn't allowed")


def _rename(tree: exp.Expression, views: Mapping[str, tuple[str, ...]]) -> None:
    """Give each WITH its own name; every other table has to be a view that is published."""
    parts = {part.alias.lower() for part in tree.find_all(exp.CTE)}
    if taken := sorted(parts & set(views)):
        raise QueryRefused(LANGUAGE, f"{taken[0]} is the name of a view: call the part of WITH something else")
    for table in list(tree.find_all(exp.Table)):
        name = table.name.lower()
        if not isinstance(table.this, exp.Identifier) or table.args.get("db") or table.args.get("catalog"):
            raise QueryRefused(LANGUAGE, f"{table.sql()} isn't allowed: name a view, without database or schema")
        if name in parts:
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name, quoted=True)))
            table.set("this", exp.to_identifier(PREFIX + name, quoted=True))
        elif name in views:
            if not table.alias and table.this.quoted:
                table.set("alias", exp.TableAlias(this=table.this.copy()))
            table.set("this", exp.to_identifier(name))
        else:
            raise QueryRefused(LANGUAGE, f"{table.name} is no view that may be queried; these are: {', '.join(sorted(views))}")
    for part in tree.find_all(exp.CTE):
        part.args["alias"].set("this", exp.to_identifier(PREFIX + part.alias.lower(), quoted=True))
