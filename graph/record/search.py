"""Names as you type: an index that follows the record.

Beside the folded names (`entity_names`), `name_keys` holds for each entity, in the transaction that changes it, on these shelves:

    0           the first letter of each name and then the rest of it backwards: for what is misspelt near its beginning
    1           each name from its second word on, from its third, and so on
    2, 4, 6 …   the names themselves, of entities with 4, 16, 64 … statements
    3, 5, 7 …   the names of such entities from a later word on

What many names begin with is looked up on the shelves of those with most statements first, so that nothing is sorted that isn't
shown; what few begin with, in full. Every look-up is a range of an index of at most `SOME` rows, `MANY` for near spellings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, Select, Text, bindparam, delete, insert, select, tuple_

from graph.identity.names import fold
from graph.identity.spelling import within_mistakes
from graph.record.bulk import fetch, fetch_keys, run
from graph.record.listed import chunks, listed, within
from graph.record.tables import entities, entity_names, entity_types, name_keys

LONGEST = 64
"""Characters of a key; what names have beyond is not looked at."""
BACKWARDS, WORDS = 0, 1
HIGHEST = 6
"""4096 statements and more."""
SOME, MANY = 200, 1500
LEAST_FOR_MISTAKES = 4
"""A shorter beginning is near to everything."""
_MOST_WORDS = 8
_SMALL = frozenset(("and", "for", "the"))
_LAST = "\U0010ffff"
_EXACT, _BEGINS, _WORD = 0, 1, 2
Key = tuple[int, str]
Found = tuple[int, int, int, str, str]
"""How well an entity fits, its statements and mentions (negative), its sort key and id: in this order."""


# --- what is kept


def band(statements: int) -> int:
    """0 for fewer than 4 statements, 1 for fewer than 16, and so on."""
    return max(0, min(HIGHEST, (statements.bit_length() - 1) // 2))


def keys(names: Iterable[str], statements: int) -> set[Key]:
    """The keys of an entity with these names."""
    shelf = 2 * band(statements)
    found: set[Key] = set()
    for name in set(map(fold, names)):
        found.add((BACKWARDS, (name[0] + name[:0:-1])[:LONGEST]))
        if shelf:
            found.add((shelf, name[:LONGEST]))
        found.update((WORDS + shelf, name[start:start + LONGEST]) for start in _later_words(name))
    return found


def _later_words(name: str) -> Iterator[int]:
    """Where words begin, but for the first one and small ones."""
    start = name.find(" ") + 1
    for _ in range(_MOST_WORDS):
        if not start:
            return
        end = name.find(" ", start)
        word = name[start:end] if end > 0 else name[start:]
        if (len(word) > 2 and word not in _SMALL) or not word.isascii():
            yield start
        start = end + 1


_ADD = insert(name_keys)
_DROP = delete(name_keys).where(name_keys.c.shelf == bindparam("shelf_"), name_keys.c.key == bindparam("key_"),
                                name_keys.c.entity == bindparam("entity_"))


def keep(connection: Connection, changes: Iterable[tuple[str, set[Key], set[Key]]]) -> None:
    """Bring the index from the keys that entities had to those that they have."""
    gone, new = [], []
    for entity, old, now in changes:
        gone += [{"shelf_": shelf, "key_": key, "entity_": entity} for shelf, key in old - now]
        new += [{"shelf": shelf, "key": key, "entity": entity} for shelf, key in now - old]
    run(connection, _DROP, gone)
    run(connection, _ADD, new)


# --- what is found

_NAME_RANGE = (select(entity_names.c.entity, entity_names.c.folded.label("key"))
               .where(entity_names.c.folded >= bindparam("low"), entity_names.c.folded < bindparam("high"))
               .order_by(entity_names.c.folded, entity_names.c.entity).limit(bindparam("limit")))
_TYPE_RANGE = (select(entities.c.id.label("entity"), entities.c.sort_key.label("key"))
               .where(entities.c.type == bindparam("type"),
                      entities.c.sort_key >= bindparam("low"), entities.c.sort_key < bindparam("high"))
               .order_by(entities.c.sort_key, entities.c.id).limit(bindparam("limit")))
_SHELF = (select(name_keys.c.entity, name_keys.c.key)
          .where(name_keys.c.shelf == bindparam("shelf"), name_keys.c.key >= bindparam("low"), name_keys.c.key < bindparam("high"))
          .order_by(name_keys.c.key, name_keys.c.entity).limit(bindparam("limit")))
_WEIGHTS = (select(entities.c.id, entities.c.statements, entities.c.mentions, entities.c.sort_key)
            .where(within(entities.c.id), entities.c.locals > 0))
_WEIGHTS_TYPED = _WEIGHTS.where(select(entity_types.c.entity).where(
    entity_types.c.entity == entities.c.id, entity_types.c.type == bindparam("type")).exists())


def search(connection: Connection, text: str, *, type: str | None = None, limit: int) -> list[str]:
    """Ids of entities by what is typed of a name, in any spelling: those called so, then those with a name that begins so, then those
    with a word in it that begins so; where there is none, those with a name that is spelt nearly so. Among them those with most
    statements first, where very many begin so to the nearest power of four."""
    if not (folded := fold(text)[:LONGEST]):
        return []
    looking = _Looking(connection, folded, type, limit)
    looking.names()
    for shelf in range(WORDS + 2 * HIGHEST, 0, -2):
        if looking.enough():
            break
        looking.take((row["entity"], _WORD) for row in looking.shelf(shelf, folded, SOME))
    if not looking.found and len(folded) >= LEAST_FOR_MISTAKES:
        looking.near()
    return [one[-1] for one in sorted(looking.found.values())[:limit]]


class _Looking:
    """One search: what was found so far."""

    def __init__(self, connection: Connection, folded: str, type_: str | None, limit: int) -> None:
        self.connection = connection
        self.folded = folded
        self.type = type_
        self.limit = limit
        self.some = max(SOME, limit)
        self.found: dict[str, Found] = {}

    def enough(self) -> bool:
        return len(self.found) >= self.limit

    def take(self, told: Iterable[tuple[str, int]]) -> None:
        """Keep those of some entities that an open document names and that have the type; whoever is there already stays as it is."""
        ranks: dict[str, int] = {}
        for id_, rank in told:
            if id_ not in self.found:
                ranks[id_] = min(rank, ranks.get(id_, rank))
        query, more = (_WEIGHTS, {}) if self.type is None else (_WEIGHTS_TYPED, {"type": self.type})
        for chunk in chunks(ranks):
            for row in fetch(self.connection, query, {"ids": listed(chunk), **more}):
                self.found[row["id"]] = (ranks[row["id"]], -row["statements"], -row["mentions"], row["sort_key"], row["id"])

    def names(self) -> None:
        """Names that begin so; of very many, those of the entities with most statements."""
        rows = self.among(_NAME_RANGE, self.folded, self.some + 1)
        if len(rows) <= self.some:
            self.take((row["entity"], self.rank(row["key"])) for row in rows)
            return
        self.take((row["entity"], _EXACT) for row in rows if row["key"] == self.folded)
        for shelf in range(2 * HIGHEST, 0, -2):
            if self.enough():
                return
            self.take((row["entity"], self.rank(row["key"])) for row in self.shelf(shelf, self.folded, self.some))
        if not self.enough() and self.type is not None:
            rows += self.among(_TYPE_RANGE, self.folded, self.some, type=self.type)
        if not self.enough():
            self.take((row["entity"], self.rank(row["key"])) for row in rows)

    def near(self) -> None:
        """Names spelt nearly so: one half of what was typed stands there, at the beginning of a word or at a name's end."""
        most = 1 if len(self.folded) < 8 else 2
        half = (len(self.folded) + 2) // 2
        front, back = self.folded[:half - 1], self.folded[half:]  # two letters that are swapped stand in one of these, or between them
        rows = self.among(_NAME_RANGE, front, MANY)
        for shelf in range(WORDS + 2 * HIGHEST, 0, -2):
            rows += self.shelf(shelf, front, MANY)
        self.take(self.mistaken(((row["entity"], row["key"]) for row in rows), most, whole=False))
        if not self.enough():
            backwards = self.shelf(BACKWARDS, self.folded[0] + back[::-1], MANY)
            self.take(self.mistaken(((row["entity"], row["key"][0] + row["key"][:0:-1]) for row in backwards), most, whole=True))

    def mistaken(self, told: Iterable[tuple[str, str]], most: int, *, whole: bool) -> Iterator[tuple[str, int]]:
        for id_, name in told:
            mistakes = within_mistakes(self.folded, name, most, whole=whole)
            if mistakes is not None:
                yield id_, _WORD + mistakes

    def rank(self, key: str) -> int:
        return _EXACT if key == self.folded else _BEGINS

    def shelf(self, shelf: int, low: str, limit: int) -> list[dict[str, Any]]:
        return self.among(_SHELF, low, limit, shelf=shelf)

    def among(self, query: Select[Any], low: str, limit: int, **more: Any) -> list[dict[str, Any]]:
        return fetch(self.connection, query, {"low": low, "high": low + _LAST, "limit": limit, **more})


# --- what must be there

_PAGE = select(entities.c.id, entities.c.statements).where(entities.c.id > bindparam("after")).order_by(entities.c.id).limit(1000)
_OF_PAGE = select(entities.c.id, entities.c.statements).where(within(entities.c.id))
_NAMES = select(entity_names.c.entity, entity_names.c.name).where(within(entity_names.c.entity))
_THERE = """WITH asked (shelf, key_, entity) AS (VALUES {})
SELECT n.shelf, n.key, n.entity FROM asked CROSS JOIN name_keys n
WHERE n.shelf = CAST(asked.shelf AS INTEGER) AND n.key = asked.key_ AND n.entity = asked.entity"""
_ROWS = (select(name_keys).where(tuple_(name_keys.c.shelf, name_keys.c.key, name_keys.c.entity)
                                 > tuple_(bindparam("shelf", type_=Integer), bindparam("key", type_=Text), bindparam("entity", type_=Text)))
         .order_by(name_keys.c.shelf, name_keys.c.key, name_keys.c.entity).limit(1000))


def make_anew(connection: Connection) -> None:
    """Fill the index from the entities and names that stand."""
    connection.execute(delete(name_keys))
    for page in _pages(connection):
        keep(connection, [(entity, set(), told) for entity, told in page.items()])


def differences(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Table, entity and what is wrong: keys that are missing, and keys that nothing leads to."""
    for page in _pages(connection):
        wanted = [(shelf, key, entity) for entity, told in page.items() for shelf, key in told]
        there = {tuple(row) for row in fetch_keys(connection, _THERE, wanted)}
        for entity in sorted({one[2] for one in wanted if one not in there}):
            yield "name_keys", entity, "isn't found by all of its names"
    last: dict[str, Any] = {"shelf": -1, "key": "", "entity": ""}
    while rows := fetch(connection, _ROWS, last):
        last = rows[-1]
        known = connection.execute(_OF_PAGE, {"ids": listed(sorted({row["entity"] for row in rows}))}).all()
        told = _told(connection, known)
        for entity in sorted({row["entity"] for row in rows if (row["shelf"], row["key"]) not in told.get(row["entity"], ())}):
            yield "name_keys", entity, "is found by what is no name of it"


def _pages(connection: Connection) -> Iterator[dict[str, set[Key]]]:
    after = ""
    while page := connection.execute(_PAGE, {"after": after}).all():
        yield _told(connection, page)
        after = page[-1].id


def _told(connection: Connection, rows: Sequence[Any]) -> dict[str, set[Key]]:
    """The keys that entities must have."""
    names: dict[str, list[str]] = {row.id: [] for row in rows}
    for row in connection.execute(_NAMES, {"ids": listed(names)}):
        names[row.entity].append(row.name)
    return {row.id: keys(names[row.id], row.statements) for row in rows}
