"""queries.guard.cypher: the table in cypher.toml, and what the tokens become."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import QueryError, QueryRefused
from graph.home import Home
from graph.record import Record
from graph.views.ladybug import LadybugView
from graph.views.neo4j import Neo4jView
from queries.guard.cypher import Dialect, allowed, tame
from queries.guard.cypher_tokens import LONGEST
from tests.graph.views.world import FIRST, FOURTH, SECOND, THIRD, TODAY, write

TABLE: dict[str, list[dict[str, Any]]] = tomllib.loads((Path(__file__).parent / "cypher.toml").read_text("utf-8"))
DIALECTS: tuple[Dialect, ...] = ("ladybug", "neo4j")


def cases(kind: str, *dialects: Dialect) -> list[tuple[Dialect, str]]:
    return [(dialect, case["text"]) for case in TABLE[kind] for dialect in dialects if case.get("only", dialect) == dialect]


@pytest.mark.parametrize(("dialect", "text"), cases("hostile", *DIALECTS))
def test_nothing_hostile_gets_through(dialect: Dialect, text: str) -> None:
    with pytest.raises(QueryError) as told:
        allowed(text, dialect)
    assert str(told.value).startswith("Cypher: ")


@pytest.mark.parametrize(("dialect", "text"), cases("fine", *DIALECTS))
def test_what_reads_is_allowed(dialect: Dialect, text: str) -> None:
    assert allowed(allowed(text, dialect), dialect) == allowed(text, dialect)


def test_what_is_allowed_runs_on_ladybug(tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    write(record, FIRST, SECOND, THIRD, FOURTH)
    view = LadybugView(Home(tmp_path / "home"), threads=1)
    view.sync(record, day=TODAY)
    wrong = {}
    for _, text in cases("fine", "ladybug"):
        try:
            view.query(allowed(text, "ladybug"), {"id": "e1"} if "$id" in text else None)
        except QueryError as error:
            wrong[text] = str(error)
    assert wrong == {}
    record.close()


@pytest.mark.neo4j
def test_what_is_allowed_runs_on_neo4j(neo4j: Neo4jView, tmp_path: Path) -> None:
    record = Record.open(f"sqlite:///{tmp_path / 'record.sqlite'}")
    write(record, FIRST, SECOND, THIRD, FOURTH)
    neo4j.sync(record, day=TODAY)
    wrong = {}
    for _, text in cases("fine", "neo4j"):
        try:
            neo4j.query(allowed(text, "neo4j"), {"id": "e1"} if "$id" in text else None)
        except QueryError as error:
            wrong[text] = str(error)
    assert wrong == {}
    record.close()


def test_comments_are_cut_and_strings_written_anew() -> None:
    text = "MATCH (n) // a comment\nRETURN \"it's \\u00e9\" /* x\ny */ AS x;"
    assert allowed(text, "ladybug") == "MATCH (n) \n\nRETURN 'it\\'s é' \n AS x"


def test_what_is_wrong_is_told_with_its_place() -> None:
    with pytest.raises(QueryRefused, match=r"line 2, column 2: SET isn't allowed: queries read.*write `SET`"):
        allowed("MATCH (n)\n SET n.x = 1", "ladybug")
    with pytest.raises(QueryRefused, match=r"line 1, column 13: the function apoc\.x isn't on the list"):
        allowed("RETURN apoc.x(1)", "neo4j")
    with pytest.raises(QueryRefused, match=r"U\+0421.*strings and in back-ticks"):
        allowed("СREATE (n)", "neo4j")
    with pytest.raises(QueryRefused, match="may be called is db_version, show_functions"):
        allowed("CALL dbms.x()", "ladybug")
    with pytest.raises(QueryError, match="the query is empty"):
        allowed(" // nothing", "ladybug")
    with pytest.raises(QueryError, match="ends too early"):
        allowed("RETURN (1", "ladybug")
    with pytest.raises(QueryError, match="closes nothing"):
        allowed("RETURN 1)", "ladybug")
    with pytest.raises(QueryRefused, match="characters"):
        allowed("R" * (LONGEST + 1), "ladybug")
    with pytest.raises(QueryRefused, match="nested too deeply"):
        allowed("RETURN " + "(" * 3000 + "1" + ")" * 3000, "ladybug")


@pytest.mark.parametrize("expression", ["", "lark.*", "(?i)lark(hill)?", "[a-z+*]+ (post|sound)", "a{2,3}b*", "(ab)+", r"\(a\+\)+", "(?:ab)*c"])
def test_regular_expressions_that_end(expression: str) -> None:
    assert tame(expression)


@pytest.mark.parametrize("expression", ["(a+)+", "(a*)*b", "(a|aa)+", "((ab)*c)*", "(?:a+){2,}", ".*.*.*.*", r"(a)\1+", "a?" * 9, "(a?){30}",
                                        "(?x) ( a + ) +", r"\Q(\E", "(?i:a+)+"])
def test_regular_expressions_that_may_not(expression: str) -> None:
    assert not tame(expression)


PIECES = st.sampled_from([
    "MATCH", "RETURN", "WITH", "UNWIND", "CALL", "UNION", "WHERE", "*", "(", ")", "[", "]", "{", "}", ":", ".", "|", ",", "-", ">", "=", "'", '"', "`", "\\",
    "//", "/*", "*/", "\n", " ", "n", "x", "1", "$p", "AS", "IN", "count(", "EXISTS", "SET", "CREATE", "DELETE", "MERGE", "LOAD CSV FROM", "REMOVE", "\\u0053ET", ";"])


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.lists(PIECES, max_size=14), st.sampled_from(DIALECTS))
def test_no_word_that_changes_anything_begins_a_clause(pieces: list[str], dialect: Dialect) -> None:
    try:
        text = allowed("MATCH (n) " + " ".join(pieces), dialect)
    except QueryError:
        return
    bare = []
    rest = text
    while rest:  # what stands outside strings and back-ticks
        head, mark, rest = min((rest.partition(mark) for mark in ("'", "`")), key=lambda parts: len(parts[0]))
        bare.append(head)
        while mark == "'" and rest:
            inside, _, rest = rest.partition("'")
            if (len(inside) - len(inside.rstrip("\\"))) % 2 == 0:
                break
        if mark == "`":
            rest = rest.partition("`")[2]
    words = " ".join(bare).split()
    for before, word in zip(["", *words], words):
        if word in ("SET", "CREATE", "DELETE", "MERGE", "LOAD", "REMOVE"):
            assert before in (".", ":", "|", "AS", "{", ",", "(", "&") or before.endswith((".", ":"))
