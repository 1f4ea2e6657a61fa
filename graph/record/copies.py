"""Near copies of the documents' open texts: kept as documents come and change, so that one wire story is one source.

Two documents belong together where their texts share a band and are near copies (`graph.record.shingles`), and so do all whom
that joins one to another. In what order they came makes no difference; a document more is compared with those alone that share a
band with it, of one band with no more than `LIMIT`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select

from graph.record.bulk import fetch_keys, run
from graph.record.listed import chunks, listed, within
from graph.record.shingles import BANDS, Sketch, alike, key, sketch
from graph.record.tables import copies, documents, text_bands, text_keys, versions

LIMIT = 100
"""So many documents of a band are looked at, the first by key. Hardly a band has more that aren't copies of each other."""

_IN = select(copies.c.document, copies.c.cluster).where(within(copies.c.document))
_MEMBERS = select(copies.c.document, copies.c.cluster).where(within(copies.c.cluster))
_TEXTS = (select(documents.c.id, versions.c.text).join(versions, versions.c.id == documents.c.version)
          .where(within(documents.c.id), versions.c.text.is_not(None)))
_ADD_BAND, _ADD_KEY, _ADD_COPY = insert(text_bands), insert(text_keys), insert(copies)
_DROP_BAND = delete(text_bands).where(text_bands.c.band == bindparam("band_"), text_bands.c.key == bindparam("key_"))
_DROP_KEY = delete(text_keys).where(text_keys.c.key == bindparam("key_"))
_DROP_COPY = delete(copies).where(copies.c.document == bindparam("document_"))
_SHARING = """WITH asked_values (band, key_) AS (VALUES {}),
asked AS (SELECT CAST(band AS BIGINT) AS band, CAST(key_ AS BIGINT) AS key_ FROM asked_values)
SELECT DISTINCT asked.key_ FROM asked WHERE EXISTS (SELECT 1 FROM text_bands b WHERE b.band = asked.band AND b."key" <> asked.key_)"""
_OF_BAND = f'SELECT * FROM (SELECT "key" FROM text_bands WHERE band = %s ORDER BY "key" LIMIT {LIMIT}) asked_band'  # noqa: S608
_CANDIDATES = (f"SELECT DISTINCT k.document FROM ({' UNION ALL '.join([_OF_BAND] * BANDS)}) asked "  # noqa: S608
               'JOIN text_keys k ON k."key" = asked."key"')


class Followed(NamedTuple):
    """What came of it."""

    clusters: dict[str, str]
    """The cluster of each document that came and has near copies."""
    moved: frozenset[str]
    """Documents that belong together, or no longer do, otherwise than before."""


def clusters_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The cluster of each document that has near copies: the first of their ids."""
    return {document: cluster for chunk in chunks(ids) for document, cluster in connection.execute(_IN, {"ids": listed(chunk)})}


def rows_of(document: str, told: Sketch) -> list[dict[str, int]]:
    """The rows of a document's bands."""
    return [{"band": band, "key": key(document)} for band in told.bands]


def follow(connection: Connection, left: Mapping[str, str | None], came: Mapping[str, str | None], new: Collection[str]) -> Followed:
    """Bring clusters up to date: the open texts that are gone and those that came, by document; `new` are new to the record."""
    return _Following(connection, frozenset(new)).run(left, came) if left or came else Followed({}, frozenset())


class _Following:
    """One transaction's work. A cluster that a text leaves is taken apart, and its documents find one another again."""

    def __init__(self, connection: Connection, new: frozenset[str]) -> None:
        self.connection = connection
        self.new = new
        self.sketches: dict[str, Sketch | None] = {}
        self.before: dict[str, str] = {}
        """The cluster that each document belonged to, of those that had one."""
        self.sets: dict[str, set[str]] = {}
        """With whom each document belongs together now."""

    def run(self, left: Mapping[str, str | None], came: Mapping[str, str | None]) -> Followed:
        self.sketches = {document: sketch(text) for document, text in came.items()}
        self._rows({document: told for document, text in left.items() if (told := sketch(text)) is not None})
        apart = self._see(document for document in {*left, *came} if document not in self.new)
        loose = sorted({*left, *came, *apart})
        self._load(document for document in loose if document not in left and document not in came)
        self.sets |= {document: {document} for document in loose}
        for document in self._sharing(loose):
            self._find(document)
        return self._written()

    def _rows(self, gone: Mapping[str, Sketch]) -> None:
        came = {document: told for document, told in sorted(self.sketches.items()) if told is not None}
        run(self.connection, _DROP_BAND, [{"band_": row["band"], "key_": row["key"]} for document, told in gone.items()
                                          for row in rows_of(document, told)])
        run(self.connection, _DROP_KEY, [{"key_": key(document)} for document in gone])
        run(self.connection, _ADD_BAND, [row for document, told in came.items() for row in rows_of(document, told)])
        run(self.connection, _ADD_KEY, [{"key": key(document), "document": document} for document in came])

    def _see(self, ids: Iterable[str]) -> set[str]:
        """Take notice of documents as they stand in clusters; all members of these."""
        found = clusters_of(self.connection, [document for document in ids if document not in self.before])
        members: dict[str, set[str]] = defaultdict(set)
        for chunk in chunks(sorted(set(found.values()))):
            for document, cluster in self.connection.execute(_MEMBERS, {"ids": listed(chunk)}):
                members[cluster].add(document)
                self.before[document] = cluster
        self.sets |= {document: together for together in members.values() for document in together}
        return {document for together in members.values() for document in together}

    def _load(self, ids: Iterable[str]) -> None:
        """The sketches of documents whose texts haven't changed."""
        for chunk in chunks(ids, 200):
            for document, text in self.connection.execute(_TEXTS, {"ids": listed(chunk)}):
                self.sketches[document] = sketch(text)

    def _sharing(self, ids: Iterable[str]) -> list[str]:
        """Those that have a band in common with another document."""
        keys = {key(document): document for document in ids if self.sketches.get(document) is not None}
        asked = [(band, key_) for key_, document in keys.items() if (told := self.sketches[document]) is not None for band in told.bands]
        return sorted({keys[key_] for key_, in fetch_keys(self.connection, _SHARING, asked)})

    def _find(self, document: str) -> None:
        """Join a document with those that it is a near copy of."""
        own = self.sketches[document]
        assert own is not None
        mark = "?" if self.connection.dialect.name == "sqlite" else "%s"
        others = sorted({other for other, in self.connection.exec_driver_sql(_CANDIDATES.replace("%s", mark), own.bands)} - {document})
        self._see(other for other in others if other not in self.sets)
        first = {id(self.sets.get(other, other)): other for other in reversed(others)}
        for asked in (sorted(first.values()), others):  # one of each cluster first: its others need no look where it is a near copy
            asked = [other for other in asked if other not in self.sets[document]]
            self._load(other for other in asked if other not in self.sketches)
            for other in asked:
                theirs = self.sketches.get(other)
                if other not in self.sets[document] and theirs is not None and alike(own, theirs):
                    together = self.sets[document] | self.sets.get(other, {other})
                    self.sets.update(dict.fromkeys(together, together))

    def _written(self) -> Followed:
        """Write what changed."""
        after: dict[str, str] = {}
        parts: dict[str, list[set[str]]] = defaultdict(list)
        moved: set[str] = set()
        for together in {id(together): together for together in self.sets.values()}.values():
            known = together - self.new
            labels = {self.before.get(document, document) for document in known}
            for label in labels:
                parts[label].append(known)
            moved |= known if len(labels) > 1 else set()
            after |= dict.fromkeys(together, min(together)) if len(together) > 1 else {}
        moved.update(*(known for several in parts.values() if len(several) > 1 for known in several))
        gone = sorted(document for document in self.sets if document in self.before and after.get(document) != self.before[document])
        fresh = sorted((document, cluster) for document, cluster in after.items() if self.before.get(document) != cluster)
        run(self.connection, _DROP_COPY, [{"document_": document} for document in gone])
        run(self.connection, _ADD_COPY, [{"document": document, "cluster": cluster} for document, cluster in fresh])
        return Followed(after, frozenset(moved))
