"""Near copies by all open texts: what in the tables doesn't follow from them, and all of it made anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, groupby

from sqlalchemy import Connection, bindparam, delete, func, select

from graph.record.bulk import fetch_keys
from graph.record.copies import LIMIT, follow, rows_of
from graph.record.listed import listed, within
from graph.record.shingles import Sketch, alike, key, sketch
from graph.record.tables import copies, documents, text_bands, text_keys, versions

PAGE = 1000
_OPEN = (select(documents.c.id, versions.c.text).join(versions, versions.c.id == documents.c.version)
         .where(documents.c.id > bindparam("after")).order_by(documents.c.id).limit(PAGE))
_BANDS = select(text_bands.c.band, text_bands.c.key).order_by(text_bands.c.band, text_bands.c.key)
_TEXT = (select(versions.c.text).join(documents, documents.c.version == versions.c.id).where(documents.c.id == bindparam("document")))
_KNOWN = """WITH asked_values (band, key_) AS (VALUES {}),
asked AS (SELECT CAST(band AS BIGINT) AS band, CAST(key_ AS BIGINT) AS key_ FROM asked_values)
SELECT b."key" FROM asked JOIN text_bands b ON b.band = asked.band AND b."key" = asked.key_"""
_NAMED = select(text_keys.c.document).where(within(text_keys.c.document))


def copy_differences(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """(table, id, what is wrong) of bands, keys and clusters that aren't those of the open texts."""
    bands = keys = 0
    by_key: dict[int, str] = {}
    for page in _texts(connection):
        told = {document: made for document, text in page if (made := sketch(text)) is not None}
        bands += sum(len(set(made.bands)) for made in told.values())
        keys += len(told)
        by_key |= {key(document): document for document in told}
        stored = Counter(found for found, in fetch_keys(connection, _KNOWN, [
            (row["band"], row["key"]) for document, made in told.items() for row in rows_of(document, made)]))
        named = set(connection.execute(_NAMED, {"ids": listed(told)}).scalars())
        for document, made in told.items():
            if stored[key(document)] != len(made.bands) or document not in named:
                yield "text_bands", document, "its bands are not those of its text"
    for table, expected in ((text_bands, bands), (text_keys, keys)):
        if (number := connection.execute(select(func.count()).select_from(table)).scalar_one()) != expected:
            yield table.name, "", f"has {number} rows, by the open texts {expected}"
    yield from _cluster_differences(connection, by_key)


def _texts(connection: Connection) -> Iterator[list[tuple[str, str | None]]]:
    after = ""
    while page := [(row.id, row.text) for row in connection.execute(_OPEN, {"after": after})]:
        yield page
        after = page[-1][0]


def _cluster_differences(connection: Connection, documents_: dict[int, str]) -> Iterator[tuple[str, str, str]]:
    stored = {row.document: row.cluster for row in connection.execute(select(copies))}
    told = _Clusters(connection, documents_)
    after = told.made()
    for document in sorted({*stored, *after} - told.crowded):
        if stored.get(document) != after.get(document):
            yield "copies", document, f"stands with {stored.get(document)}, by the open texts with {after.get(document)}"


class _Clusters:
    """Clusters by the bands of all open texts."""

    def __init__(self, connection: Connection, documents_: dict[int, str]) -> None:
        self.connection = connection
        self.documents = documents_
        self.sketches: dict[str, Sketch | None] = {}
        self.sets: dict[str, set[str]] = {}
        self.crowded: set[str] = set()
        """Those of bands that more have than are looked at: with whom they stand depends on who came first."""

    def made(self) -> dict[str, str]:
        """The cluster of each document that has near copies."""
        for _, rows in groupby(self.connection.execute(_BANDS), lambda row: row.band):
            together = [self.documents[row.key] for row in rows if row.key in self.documents]
            if len(together) > LIMIT:
                self.crowded.update(together)
            for one, other in combinations(together[:LIMIT], 2):
                self._compare(one, other)
        self.crowded.update(other for one in list(self.crowded) for other in self.sets.get(one, ()))
        return {document: min(together) for document, together in self.sets.items()}

    def _compare(self, one: str, other: str) -> None:
        if other in self.sets.get(one, ()):
            return
        left, right = self._sketch(one), self._sketch(other)
        if left is not None and right is not None and alike(left, right):
            together = self.sets.get(one, {one}) | self.sets.get(other, {other})
            self.sets.update(dict.fromkeys(together, together))

    def _sketch(self, document: str) -> Sketch | None:
        if document not in self.sketches:
            self.sketches[document] = sketch(self.connection.execute(_TEXT, {"document": document}).scalar())
        return self.sketches[document]


def make_copies_anew(connection: Connection) -> None:
    """Bands, keys and clusters of all open texts."""
    for table in (text_bands, text_keys, copies):
        connection.execute(delete(table))
    for page in _texts(connection):
        follow(connection, {}, dict(page), {document for document, _ in page})
