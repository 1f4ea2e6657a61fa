"""What a pattern compiles to, engine by engine, for whoever wants to see it or to run it by hand.

What an engine can't express is told as such (`Unsupported`); the texts hold no cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.errors import Unsupported
from graph.ontology.model import Ontology
from graph.views.property_graph import Schema
from queries.compilers import cypher, sparql, sql
from queries.engines import SqlEngine
from queries.narrower import constants
from queries.pattern import Pattern
from queries.rewrite import CorePattern, rewrite
from queries.rows import House


@dataclass(frozen=True, slots=True)
class Explained:
    """The texts by language (`sql`, `sparql`, `cypher` for Neo4j), their parameters in order or by name, and why a language has none."""

    texts: Mapping[str, str]
    parameters: Mapping[str, Any]
    unsupported: Mapping[str, str]


def explain(pattern: Pattern, house: House) -> Explained:
    """The texts of a pattern as they would run now. Raises PatternError."""
    with house.record.reader() as reader:
        known = constants(pattern, SqlEngine(reader), house.vocabulary)
        plain = replace(known.canonical(pattern), cursor=None)
        core = rewrite(plain, house.ontology, today=house.today(), narrower_ids=known.below)
    compiled = sql.compile(core, house.record.dialect)
    texts, parameters = {"sql": compiled.text}, {"sql": list(compiled.parameters)}
    unsupported: dict[str, str] = {}
    for name, make in _OTHERS.items():
        try:
            texts[name], parameters[name] = make(core, house.ontology)
        except Unsupported as error:
            unsupported[name] = str(error)
    return Explained(texts, parameters, unsupported)


def _sparql(core: CorePattern, _: Ontology) -> tuple[str, Any]:
    return sparql.compile(core, shown=core.filters.day).text, {}


def _cypher(core: CorePattern, ontology: Ontology) -> tuple[str, Any]:
    compiled = cypher.compile(core, Schema(ontology), cypher.NEO4J, shown=core.filters.day)
    return compiled.text, dict(compiled.parameters)


_OTHERS: Mapping[str, Callable[[CorePattern, Ontology], tuple[str, Any]]] = {"sparql": _sparql, "cypher": _cypher}
