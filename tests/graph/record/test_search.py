"""graph.record.search: what is typed of a name finds it, the best first; the index follows the record through everything."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, update

from graph.claim import Claim, Origin, claim_id
from graph.document import Document, Mention, Reading
from graph.entity import LocalEntity
from graph.home import Home
from graph.ontology import ontology
from graph.record import Judge, Record, search
from graph.record.tables import entities, name_keys
from graph.verify import verify
from tests.graph.telling import NOW


def naming(id_: str, *names: str, type_: str = "Studio", claims: int = 0) -> Reading:
    """A document that names these, and says `claims` things of the first."""
    body = ". ".join(names)
    mentions, at = [], 0
    for name in names:
        mentions.append(Mention(at, at + len(name), name, type_, name))
        at += len(name) + 2
    document = Document(id_, id_, body)
    subject = LocalEntity(names[0], type_)
    made = []
    for number in range(claims):
        object_ = LocalEntity(f"Object {id_} {number}", "Studio")
        made.append(Claim(claim_id(document.version, subject=subject, predicate="owns", object=object_, qualifiers=(), polarity="positive",
                                   modality="asserted", evidence=None), subject, "owns", object_, (), "positive", "asserted", None, None, 0.9,
                          Origin("by-hand", "1"), None))
    return Reading(document, tuple(mentions), tuple(made), "by-hand/1")


def found(record: Record, typed: str, *, type_: str | None = None, limit: int = 20) -> list[str]:
    with record.reader() as reader:
        return [one.name for one in reader.search(typed, type=type_, limit=limit)]


@pytest.fixture
def named(record: Record) -> Record:
    record.writer().write_all([
        naming("a", "Larkhill", "Larkhill Post", "New Larkhill Films", "Café Brontë", "Čapek Pictures", "光影工作室", "Студия Заря"),
        naming("b", "Larkhill Pictures", claims=5), naming("c", "Brightpane", "Kite Sound", type_="Platform")], now=NOW)
    return record


def test_exact_then_prefix_by_statements_then_a_word_in_it(named: Record) -> None:
    assert found(named, "larkhill") == ["Larkhill", "Larkhill Pictures", "Larkhill Post", "New Larkhill Films"]
    assert found(named, "LARKHILL P") == ["Larkhill Pictures", "Larkhill Post"]
    assert found(named, "larkhill", limit=2) == ["Larkhill", "Larkhill Pictures"]
    assert found(named, "films") == ["New Larkhill Films"]


def test_accents_and_scripts_are_folded(named: Record) -> None:
    assert found(named, "cafe br") == ["Café Brontë"]
    assert found(named, "capek") == ["Čapek Pictures"]
    assert found(named, "bronte") == ["Café Brontë"]
    assert found(named, "光影") == ["光影工作室"]
    assert found(named, "студия з") == ["Студия Заря"]


@pytest.mark.parametrize("typed", ["brightpain", "brigthpane", "birghtpane", "brightpan", "brihtpane", "bbrightpane", "rightpane", "brightp4ne", "brigpane",
                                   "brightpant", "brigtpa"])
def test_misspellings_find_it(named: Record, typed: str) -> None:
    told = found(named, typed)
    assert told[:1] == ["Brightpane"] or typed == "rightpane"  # a first letter that is missing is not made up for


def test_misspelt_words_of_several(named: Record) -> None:
    assert found(named, "kite suond") == ["Kite Sound"]
    assert found(named, "larkhil post")[0] == "Larkhill Post"
    assert found(named, "larkhill pots")[0] == "Larkhill Post"
    assert found(named, "nothing like it") == []


def test_by_type(named: Record) -> None:
    assert found(named, "k", type_="Platform") == ["Kite Sound"]
    assert found(named, "k", type_="Studio") == []
    assert found(named, "brightpain", type_="Studio") == []


def test_of_very_many_those_with_most_statements(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SOME", 5)
    record.writer().write_all([naming("many", *(f"Mi{letter}o Post" for letter in "abcdefghijklmnopqrst")),
                               naming("p", *(f"Mi{letter}o Tube" for letter in "uvwxyz"), type_="Platform"),
                               naming("x", "Mizz Films", claims=20), naming("y", "Miaa Films", claims=4)], now=NOW)
    assert found(record, "mi", limit=2) == ["Mizz Films", "Miaa Films"]
    assert found(record, "mi", limit=5)[:2] == ["Mizz Films", "Miaa Films"]
    assert len(found(record, "mi", limit=5)) == 5
    assert found(record, "mi", type_="Platform", limit=2) == ["Miuo Tube", "Mivo Tube"]
    assert found(record, "post", limit=3)[:1] == ["Miao Post"]


def test_the_index_follows_the_record(record: Record, home: Home) -> None:
    writer = record.writer()
    writer.write(naming("a", "Larkhill Post", claims=3), now=NOW)
    writer.write(naming("b", "Larkhill Post", claims=3), now=NOW)
    assert found(record, "post") == ["Larkhill Post"]
    with record.database.read() as connection:
        shelves = {row.shelf for row in connection.execute(name_keys.select()) if row.key == "larkhill post"}
    assert shelves == {2}
    writer.write(naming("b", "Other Films"), now=NOW)
    writer.write(naming("a", "Other Films"), now=NOW)
    assert found(record, "post") == []
    assert found(record, "films") == ["Other Films"]
    assert list(verify(record, home, ontology(), views=())) == []


def test_merging_and_undoing(record: Record, home: Home) -> None:
    record.writer().write_all([naming("a", "Larkhill Post"), naming("b", "Kite Sound")], now=NOW)
    with record.reader() as reader:
        one, other = (reader.search(name, limit=1)[0].id for name in ("larkhill", "kite"))
    judge = Judge(record)
    judgement = judge.merge(one, other, author="me", reason="", now=NOW)
    assert len({*found(record, "larkhill"), *found(record, "kite so")}) == 1
    assert list(verify(record, home, ontology(), views=())) == []
    judge.undo(judgement, author="me", reason="", now=NOW)
    assert (found(record, "larkhill"), found(record, "kite so")) == (["Larkhill Post"], ["Kite Sound"])
    assert list(verify(record, home, ontology(), views=())) == []


def test_damage_is_named_and_rebuilt(record: Record, home: Home) -> None:
    record.writer().write_all([naming("a", "Larkhill Post"), naming("b", "Kite Sound")], now=NOW)
    with record.database.write() as connection:
        connection.execute(delete(name_keys).where(name_keys.c.key == "post"))
        connection.execute(insert(name_keys), [{"shelf": 1, "key": "gone", "entity": "e0"}, {"shelf": 3, "key": "sound", "entity": "e1"}])
    assert {(one.where, one.what) for one in verify(record, home, ontology(), views=())} == {
        ("name_keys", "isn't found by all of its names"), ("name_keys", "is found by what is no name of it")}
    assert record.rebuild(now=NOW) == 3
    assert list(verify(record, home, ontology(), views=())) == []
    with record.database.write() as connection:
        connection.execute(update(entities).values(statements=70))
    record.rebuild(now=NOW)
    assert list(verify(record, home, ontology(), views=())) == []
    assert found(record, "post") == ["Larkhill Post"]
