"""What a pattern compiles to, engine by engine, for whoever wants to see it or to run it by hand.

What an engine can't express is told as such (`Unsupported`); the texts hold no cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from graph.errors import Unsupported
from queries.compilers import sparql, sql
from queries.engines import SqlEngine
from queries.narrower import constants
from queries.pattern import Pattern
from queries.rewrite import CorePattern, rewrite
from queries.rows import House


@dataclass(frozen=True, slots=True)
class Explained:
    """The texts by language (`sql`, `sparql`), the parameters of the SQL in order, and why a language has no text."""

    texts: Mapping[str, str]
    parameters: tuple[str | int | float | None, ...]
    unsupported: Mapping[str, str]


def explain(pattern: Pattern, house: House) -> Explained:
    """The texts of a pattern as they would run now. Raises PatternError."""
    with house.record.reader() as reader:
        known = constants(pattern, SqlEngine(reader), house.vocabulary)
        plain = replace(known.canonical(pattern), cursor=None)
        core = rewrite(plain, house.ontology, today=house.today(), narrower_ids=known.below)
    texts: dict[str, str] = {}
    unsupported: dict[str, str] = {}
    compiled = sql.compile(core, house.record.dialect)
    texts["sql"] = compiled.text
    for name, make in _OTHERS.items():
        try:
            texts[name] = make(core)
        except Unsupported as error:
            unsupported[name] = str(error)
    return Explained(texts, compiled.parameters, unsupported)


def _sparql(core: CorePattern) -> str:
    return sparql.compile(core, shown=core.filters.day).text


_OTHERS: Mapping[str, Callable[[CorePattern], str]] = {"sparql": _sparql}
