"""Hostile questions, queries, parameters and bodies to the API: whatever is sent, no answer is a 500 and none is silent.

    python -m benchmarks.soak.hostile [--cases 2000] [--seed 1]

Requests are drawn by chance: pieces of the two languages in any order, sound requests with some characters altered, and
plain noise. Each must be answered by a status below 500 (503 is an answer: a view can't be used), and an error by a problem.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.testclient import TestClient

from api import settings
from api.app import create
from api.wiring import House
from benchmarks.building import NOW
from benchmarks.table import machine, say, show
from benchmarks.world import World

WORLD = World(entities=300)
DOCUMENTS = 40
SECONDS, MOST_SECONDS = 1.0, 30.0
"""What a query may take, and the longest time that any answer may: that of starting a worker on a busy machine beside it."""
_NAMES = (*(WORLD.name(type_, number) for type_ in ("Studio", "Platform", "Title", "Person") for number in range(3)),
          "finishing", "Nobody At All")
_WORDS = ("who", "what", "which", "whose", "how many", "offers", "owns", "directed", "finishing", "to", "platforms", "studios", "not",
          "and", "or", "since", "2025", "before", "the most", "?", "does", "is", "most", "between", "in", *_NAMES)
_SPARQL = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "{", "}", "?s", "?o", "*", ".", ";", "rg:subject", "rg:predicate",
           "role:to", "FILTER", "OPTIONAL", "UNION", "SERVICE", "<http://example.org/>", "GRAPH", "rg:all", "LIMIT", "1",
           "(COUNT(*) AS ?n)", "GROUP BY", "ORDER BY", "INSERT DATA", "LOAD", "DROP ALL", "FROM", "VALUES", "BIND", "(", ")", "'", '"',
           "\\u0053ERVICE", "#", "\n", "^^xsd:date", "@en", "/", "+")
_CYPHER = ("MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "WITH", "UNWIND", "(a:Entity)", "(s:Statement)", "-[:SUBJECT]->",
           "-[r]->", "*1..3", "a.name", "AS x", "=", "'x'", "$name", "count(*)", "ORDER BY", "LIMIT", "1", "UNION", "CREATE (n)",
           "MERGE (n)", "SET a.name = 1", "DETACH DELETE a", "REMOVE a.name", "DROP TABLE Entity", "CALL db.labels()",
           "CALL show_tables() RETURN *", "LOAD CSV FROM 'x' AS l", "LOAD FROM 'x.csv'", "COPY (MATCH (a) RETURN a) TO 'x.csv'",
           "EXPORT DATABASE 'x'", "INSTALL httpfs", "ATTACH 'x'", "IMPORT DATABASE 'x'", "EXISTS {", "COUNT {", "{", "}", "(", ")",
           "[", "]", "`SET`", "//", "/*", "*/", ";", "\n", "\\u0053ET", "\u017fet", "=~ '(a+)+$'", "range(1, 1000000000)",
           "CASE WHEN", "END", "shortestPath(", "apoc.load.json('x')", "EXPLAIN", "PROFILE", "CHECKPOINT")
_PARAMETERS: tuple[Any, ...] = ({"name": "x"}, {"name": [1, None, {"a": []}]}, {"": 1}, {"na me": True}, [], "x", {"name": 10**30}, None)
_NOISE = ("\0", "\ud800", "\u202e", "\U0001f4a5", "\\", "%", "%00", "%ff", "'", '"', "`", ";--", "{", "}", "\r\n", "\t", "\u017f",
          "\u0130", "\ufb01", "\u0301", "\uffff", "9" * 40)
_SOUND = ("SELECT ?s WHERE { ?s rg:subject ?o } LIMIT 5", "ASK { ?s ?p ?o }", "who offers finishing to which platforms",
          "SELECT (COUNT(*) AS ?n) WHERE { GRAPH rg:all { ?s rg:predicate rg:owns } }", f"who owns {_NAMES[3]}")
_SOUND_CYPHER = ("MATCH (s:Statement)-[:SUBJECT]->(a:Entity) RETURN a.name, s.predicate LIMIT 5",
                 "MATCH (a:Entity)-[r]->(b:Entity) RETURN a, r, b LIMIT 3", "MATCH (a:Entity) WHERE a.name = $name RETURN a.id",
                 "MATCH (a:Entity), (b:Entity), (c:Entity) RETURN count(*)",
                 "MATCH (a:Entity)-[:OWNS*1..3]->(b:Entity) RETURN DISTINCT b.name", "UNWIND range(1, 100000000) AS x RETURN x",
                 "MATCH (p:Entity) WHERE NOT EXISTS { MATCH (p)<-[:TO]-(:Statement) } RETURN p.name LIMIT 2")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.hostile", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", "--cases", type=int, default=2000, dest="cases")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    print(machine(("fastapi", "pyoxigraph")))
    counted = run(options.cases, options.seed)
    show(f"{options.cases} hostile requests, seed {options.seed}", ("path", "status", "answers"),
         [(path, status, count) for (path, status), count in sorted(counted.items())])


def run(cases: int, seed: int) -> Counter[tuple[str, int]]:
    """Send so many requests; how often each path answered with each status. Raises AssertionError at the first that is wrong."""
    counted: Counter[tuple[str, int]] = Counter()
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder, _client(Path(folder)) as client:
        before = _written(Path(folder))
        for number, (method, path, options) in enumerate(requests(cases, seed), start=1):
            begun = time.monotonic()
            try:
                answer = client.request(method, path, **options)
            except Exception as error:
                raise AssertionError(f"case {number} of seed {seed}: {method} {path} {options!r} raised {error!r}") from error
            longest = max(longest, time.monotonic() - begun)
            assert longest < MOST_SECONDS, f"case {number} of seed {seed}: {method} {path} {options!r} took {longest:.1f} s"
            wrong = answer.status_code >= 500 and answer.status_code != 503
            assert not wrong, f"case {number} of seed {seed}: {method} {path} {options!r} → {answer.status_code} {answer.text[:300]}"
            if answer.status_code >= 400:
                kind = answer.headers.get("content-type", "")
                assert "json" in kind, f"case {number} of seed {seed}: {method} {path} {options!r}: no problem document but {kind}"
            counted[_place(path), answer.status_code] += 1
            if number % 500 == 0:
                say(f"  {number} of {cases}, the longest {longest:.1f} s")
        assert _written(Path(folder)) == before, f"seed {seed}: something was written"
    return counted


def requests(cases: int, seed: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and what goes with it, always the same for a seed."""
    draw = random.Random(seed)
    for _ in range(cases):
        match draw.randrange(8):
            case 0 | 1:
                yield "GET", "/v1/ask", {"params": {"question": _text(draw, _WORDS), **_more(draw)}}
            case 2:
                yield "GET", "/sparql", {"params": {"query": _text(draw, _SPARQL)}, "headers": _accept(draw)}
            case 3:
                kind = draw.choice(("application/sparql-query", "application/x-www-form-urlencoded", "application/json", "text/plain", ""))
                yield "POST", "/sparql", {"content": _bytes(draw, _SPARQL), "headers": {"content-type": kind, **_accept(draw)}}
            case 4:
                names = ("subject", "predicate", "object", "subject_type", "object_type", "role", "cursor", "limit", "as_of", "modality")
                asked = {name: _text(draw, (*_NAMES, "provides_service", "Studio", "5", "-1")) for name in draw.sample(names, k=3)}
                yield "GET", "/v1/relationships", {"params": _sendable(asked)}
            case 5 | 6:
                yield "POST", "/v1/cypher", {"json": _cypher(draw), "headers": _accept(draw) if draw.random() < 0.2 else {}}
            case _:
                room = draw.choice(("entities", "statements", "nothing"))
                yield "GET", f"/v1/{room}/" + quote(_text(draw, _NAMES), safe="", errors="replace"), {"params": _more(draw)}


def _cypher(draw: random.Random) -> dict[str, Any]:
    """A query in Cypher, sometimes with parameters, of which some are nonsense, and sometimes for an engine that isn't there."""
    asked: dict[str, Any] = {"query": _text(draw, _CYPHER, _SOUND_CYPHER)}
    if draw.random() < 0.3:
        asked["parameters"] = draw.choice(_PARAMETERS)
    if draw.random() < 0.1:
        asked["engine"] = draw.choice(("neo4j", "ladybug", "", 5, None))
    return asked


def _text(draw: random.Random, words: Sequence[str], sound: Sequence[str] = ()) -> str:
    """Words in any order, or something sound that was altered."""
    if draw.random() < 0.3:
        letters = list(draw.choice(sound or _SOUND))
        for _ in range(draw.randrange(4)):
            letters[draw.randrange(len(letters))] = draw.choice((*_NOISE, *words))
        told = "".join(letters)
    else:
        told = " ".join(draw.choice(_NOISE if draw.random() < 0.08 else words) for _ in range(draw.randrange(14)))
    return told.encode("utf-8", "replace").decode("utf-8")


def _bytes(draw: random.Random, words: Sequence[str]) -> bytes:
    told = _text(draw, words).encode("utf-8")
    if draw.random() < 0.4:
        told = b"query=" + told
    return told + (b"\xff\xfe\x00" if draw.random() < 0.1 else b"")


def _more(draw: random.Random) -> dict[str, str]:
    values = ("", "0", "5", "-1", "x", "1e9", "e30=", "9" * 30, "true")
    given = {name: draw.choice(values) for name in ("limit", "cursor") if draw.random() < 0.3}
    return _sendable(given)


def _sendable(given: dict[str, str]) -> dict[str, str]:
    return {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in given.items()}


def _accept(draw: random.Random) -> dict[str, str]:
    kinds = ("", "*/*", "text/csv", "text/turtle", "application/sparql-results+json", "image/png", "text/html;q=0.9, ;;;", "a/b;q=x")
    return {"accept": draw.choice(kinds)}


def _place(path: str) -> str:
    parts = path.split("/")
    return "/".join(parts[:3]) + ("/…" if len(parts) > 3 else "")


def _written(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Every row of the record's changes, how many rows each table has, and what lies beside the record or where a query may have put it."""
    with sqlite3.connect(next(folder.rglob("record.sqlite"))) as connection:
        changes = connection.execute("SELECT * FROM changes ORDER BY 1").fetchall()
        counts = [connection.execute(f'SELECT count(*) FROM "{table}"').fetchone() for (table,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()]
    files = {path.name for path in folder.iterdir() if not path.name.startswith("record.sqlite")} - {"views", "locks"}
    return tuple(map(str, (*changes, *counts))), tuple(sorted(files | {name for name in ("x", "x.csv") if Path(name).exists()}))


def _client(folder: Path) -> TestClient:
    """A client of the API over a small made-up graph, and no known names."""
    house = House(settings.load(home=folder, registry="none", query_seconds=SECONDS), create=True, now=lambda: NOW + dt.timedelta(days=1))
    writer = house.record.writer()
    for number in range(DOCUMENTS):
        writer.write(WORLD.reading(number), now=NOW)
    return TestClient(create(house), raise_server_exceptions=True)


if __name__ == "__main__":
    main()
