"""The same queries written by hand for each engine, and sent to it without anything of ours in between.

Each takes one entity (`$e`, `{e}`), gives at most twenty rows in the order of names, and asks what is current, positive and asserted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DAY = "2026-01-01"
THEN = "2024-06-01"
_NOW = """{s}.live = 1 AND {s}.polarity = 'positive' AND {s}.modality = 'asserted'
    AND ({s}.from_earliest IS NULL OR {s}.from_earliest <= '2026-01-01')
    AND (({s}.to_latest IS NULL AND {s}.ended = 0) OR {s}.to_latest >= '2026-01-01')"""

SQL = {
    "relation, object fixed": f"""SELECT DISTINCT e.id, e.sort_key FROM statements s JOIN entities e ON e.id = s.subject
        WHERE s.predicate = 'released_on' AND s.object = :e AND {_NOW.format(s='s')} ORDER BY e.sort_key, e.id LIMIT 20""",
    "two clauses joined": f"""SELECT DISTINCT a.id, b.id, a.sort_key, b.sort_key FROM statements s JOIN statements t ON t.object = s.subject
        JOIN entities a ON a.id = s.subject JOIN entities b ON b.id = t.subject
        WHERE s.predicate = 'released_on' AND s.object = :e AND t.predicate = 'produces' AND {_NOW.format(s='s')} AND {_NOW.format(s='t')}
        ORDER BY a.sort_key, a.id, b.sort_key, b.id LIMIT 20""",
    "count by group": f"""SELECT s.object, COUNT(DISTINCT s.subject), e.sort_key FROM statements s JOIN entities e ON e.id = s.object
        WHERE s.predicate = 'released_on' AND {_NOW.format(s='s')} GROUP BY s.object ORDER BY e.sort_key, e.id LIMIT 20""",
    "reach of three": f"""WITH RECURSIVE p(z, depth) AS (
        SELECT object, 1 FROM statements s WHERE subject = :e AND predicate IN ('produces', 'released_on') AND {_NOW.format(s='s')}
        UNION SELECT s.object, p.depth + 1 FROM p JOIN statements s ON s.subject = p.z
        WHERE p.depth < 3 AND s.predicate IN ('produces', 'released_on') AND {_NOW.format(s='s')})
        SELECT DISTINCT e.id, e.sort_key FROM p JOIN entities e ON e.id = p.z WHERE e.id <> :e ORDER BY e.sort_key, e.id LIMIT 20""",
    "as of a day": f"""SELECT DISTINCT e.id, e.sort_key FROM statements s JOIN entities e ON e.id = s.subject
        WHERE s.predicate = 'released_on' AND s.object = :e AND s.live = 1 AND s.polarity = 'positive' AND s.modality = 'asserted'
        AND (s.from_earliest IS NULL OR s.from_earliest <= '{THEN}') AND (s.to_latest IS NULL OR s.to_latest >= '{THEN}')
        ORDER BY e.sort_key, e.id LIMIT 20""",
}

_ON = "?s rg:objectKey <urn:reelgraph:entity:{e}> ; rg:predicate rg:released_on ; rg:subject ?a . ?a rg:sortKey ?k ."
_STEP = "(rg:produces|rg:released_on)"
_PREFIX = "PREFIX rg: <urn:reelgraph:ns:>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
SPARQL = {name: _PREFIX + text for name, text in {
    "relation, object fixed": f"SELECT DISTINCT ?a ?k {{ {_ON} }} ORDER BY ?k STR(?a) LIMIT 20",
    "two clauses joined": f"""SELECT DISTINCT ?a ?b ?k ?l {{ {_ON} ?t rg:objectKey ?a ; rg:predicate rg:produces ; rg:subject ?b .
        ?b rg:sortKey ?l }} ORDER BY ?k STR(?a) ?l STR(?b) LIMIT 20""",
    "count by group": """SELECT ?a ?n ?k {
        { SELECT ?a (COUNT(DISTINCT ?b) AS ?n) { ?s rg:predicate rg:released_on ; rg:subject ?b ; rg:objectKey ?a } GROUP BY ?a }
        ?a rg:sortKey ?k } ORDER BY ?k STR(?a) LIMIT 20""",
    "reach of three": f"""SELECT DISTINCT ?a ?k {{ <urn:reelgraph:entity:{{e}}> {_STEP}/({_STEP}?)/({_STEP}?) ?a . ?a rg:sortKey ?k
        FILTER(?a != <urn:reelgraph:entity:{{e}}>) }} ORDER BY ?k STR(?a) LIMIT 20""",
    "as of a day": f"""SELECT DISTINCT ?a ?k {{ GRAPH rg:all {{ ?s rg:objectKey <urn:reelgraph:entity:{{e}}> ; rg:predicate rg:released_on ;
        rg:polarity rg:positive ; rg:modality rg:asserted ; rg:subject ?a .
        OPTIONAL {{ ?s rg:fromEarliest ?f }} OPTIONAL {{ ?s rg:toLatest ?t }} }}
        FILTER((!BOUND(?f) || ?f <= "{THEN}"^^xsd:date) && (!BOUND(?t) || ?t >= "{THEN}"^^xsd:date)) ?a rg:sortKey ?k }}
        ORDER BY ?k STR(?a) LIMIT 20""",
}.items()}

CYPHER = {
    "relation, object fixed": """MATCH (a:Entity)<-[:SUBJECT]-(s:Statement)-[:OBJECT]->(o:Entity {id: $e}) WHERE s.predicate = 'released_on'
        RETURN DISTINCT a.id AS x, a.sort_key AS k ORDER BY k, x LIMIT 20""",
    "two clauses joined": """MATCH (a:Entity)<-[:SUBJECT]-(s:Statement)-[:OBJECT]->(o:Entity {id: $e}) WHERE s.predicate = 'released_on'
        MATCH (b:Entity)<-[:SUBJECT]-(t:Statement)-[:OBJECT]->(a) WHERE t.predicate = 'produces'
        RETURN DISTINCT a.id AS x, b.id AS y, a.sort_key AS k, b.sort_key AS l ORDER BY k, x, l, y LIMIT 20""",
    "count by group": """MATCH (b:Entity)<-[:SUBJECT]-(s:Statement)-[:OBJECT]->(a:Entity) WHERE s.predicate = 'released_on'
        WITH a, count(DISTINCT b.id) AS n RETURN a.id AS x, n, a.sort_key AS k ORDER BY k, x LIMIT 20""",
    "reach of three": """MATCH (o:Entity {id: $e})-[:PRODUCES|RELEASED_ON*1..3]->(a:Entity) WHERE a.id <> $e
        RETURN DISTINCT a.id AS x, a.sort_key AS k ORDER BY k, x LIMIT 20""",
    "as of a day": f"""MATCH (a:Entity)<-[:SUBJECT]-(s:STATEMENTS)-[:OBJECT]->(o:Entity {{id: $e}}) WHERE s.predicate = 'released_on'
        AND s.polarity = 'positive' AND s.modality = 'asserted' AND (s.from_earliest IS NULL OR s.from_earliest <= date('{THEN}'))
        AND (s.to_latest IS NULL OR s.to_latest >= date('{THEN}'))
        RETURN DISTINCT a.id AS x, a.sort_key AS k ORDER BY k, x LIMIT 20""",
}
LABELS = {"ladybug": "Statement|PastStatement|FutureStatement", "neo4j": "AnyStatement"}
WIDTH = {"two clauses joined": 2, "count by group": 2}
"""How many columns of a row are asked for; the others order it."""
Ask = Callable[[str, str], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Raw:
    """An engine by its own library: `ask(query, entity)` gives rows of ids and counts."""

    name: str
    ask: Ask


def sql(path: Path) -> Raw:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    return Raw("sqlite3", lambda query, entity: _cut(query, connection.execute(SQL[query], {"e": entity}).fetchall()))


def sparql(store: Path) -> Raw:
    import pyoxigraph as ox

    opened = ox.Store.read_only(str(store))
    return Raw("pyoxigraph", lambda query, entity: _cut(query, [
        tuple(_told(term) for term in row) for row in opened.query(SPARQL[query].replace("{e}", entity))]))  # type: ignore[union-attr]


def ladybug(file: Path) -> Raw:
    import ladybug as lb

    connection = lb.Connection(lb.Database(str(file), read_only=True))

    def ask(query: str, entity: str) -> list[tuple[Any, ...]]:
        text = CYPHER[query].replace("STATEMENTS", LABELS["ladybug"])
        found = connection.execute(text, {"e": entity} if "$e" in text else {})
        return _cut(query, found.get_all())  # type: ignore[union-attr,arg-type]

    return Raw("ladybug", ask)


def neo4j(url: str, user: str, password: str, database: str | None) -> Raw:
    from neo4j import GraphDatabase

    driver = GraphDatabase.driver(url, auth=(user, password))

    def ask(query: str, entity: str) -> list[tuple[Any, ...]]:
        text = CYPHER[query].replace("STATEMENTS", LABELS["neo4j"])
        return _cut(query, [tuple(record.values()) for record in driver.execute_query(text, {"e": entity}, database_=database).records])

    return Raw("neo4j", ask)


def rdflib(store: Path) -> Raw:
    """rdflib in memory, with the four properties of what is current that these queries touch; what was current is left out."""
    import pyoxigraph as ox
    import rdflib as rl

    graph = rl.Graph()
    opened = ox.Store.read_only(str(store))
    for name in ("subject", "predicate", "objectKey", "sortKey"):
        for quad in opened.quads_for_pattern(None, ox.NamedNode(f"urn:reelgraph:ns:{name}"), None, ox.DefaultGraph()):
            value = quad.object
            graph.add((rl.URIRef(quad.subject.value), rl.URIRef(quad.predicate.value),  # type: ignore[union-attr]
                       rl.URIRef(value.value) if isinstance(value, ox.NamedNode) else rl.Literal(value.value)))  # type: ignore[union-attr]
    return Raw("rdflib", lambda query, entity: _cut(query, [
        tuple(_named(term) for term in row) for row in graph.query(SPARQL[query].replace("{e}", entity))]))  # type: ignore[union-attr]


def _cut(query: str, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    width = WIDTH.get(query, 1)
    return [tuple(row[:width]) for row in rows]


def _told(term: Any) -> Any:
    value = term.value
    return int(value) if getattr(getattr(term, "datatype", None), "value", "").endswith("#integer") else value.rpartition(":")[2]


def _named(term: Any) -> Any:
    value = getattr(term, "value", None)
    return value if isinstance(value, int) else str(term).rpartition(":")[2]
