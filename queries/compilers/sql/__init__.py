"""Core pattern → SQL text and parameters, for SQLite and PostgreSQL.

Alternatives are multiplied out: each combination of them is a branch, one SELECT over indexed tables; the branches are
joined by UNION, which makes the rows a set. Values go by the driver, never into the text. Texts are built by hand: a
construct of SQLAlchemy built on each call costs several times the query itself.
"""

from queries.compilers.sql.pieces import POSTGRESQL, SQLITE
from queries.compilers.sql.texts import (
    Compiled,
    CompiledMatches,
    MatchesText,
    compile,
    compile_matches,
    compile_steps,
    compile_total,
    matches_texts,
)
from queries.compilers.sql.walk import SAMPLE, Walk, compile_walk

__all__ = [
    "POSTGRESQL", "SAMPLE", "SQLITE", "Compiled", "CompiledMatches", "MatchesText", "Walk", "compile", "compile_matches", "compile_steps",
    "compile_total", "compile_walk", "matches_texts",
]
