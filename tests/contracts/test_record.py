"""What holds of a record, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from graph.claim import Claim, Origin, Value
from graph.document import Reading
from graph.entity import LocalEntity
from graph.errors import Conflict, NotFound, SourceError
from graph.exchange.jsonl import export, import_
from graph.home import Home
from graph.identity.linking import entity_id
from graph.ontology import ontology
from graph.record import Judge, Reader, Record
from graph.record.numbering import take_number
from graph.statement import Statement
from graph.verify import verify
from tests.graph.telling import NOW, OTHER_PLATFORM, OTHER_STUDIO, PERSON, PLATFORM, SERVICE, STUDIO, Told, offers, tell

LATER = NOW + dt.timedelta(hours=1)


def write(record: Record, *readings: Reading) -> None:
    writer = record.writer()
    for reading in readings:
        writer.write(reading, now=NOW)


def only(reader: Reader) -> Statement:
    [statement] = reader.all_statements()
    return statement


def holds(record: Record, home: Home) -> None:
    assert list(verify(record, home, ontology(), views=())) == []


def test_a_document_is_kept_as_it_was_told(record: Record) -> None:
    reading = tell("a", offers(), also=[PERSON])
    write(record, reading)
    with record.reader() as reader:
        assert reader.document("a") == reading.document
        assert list(reader.documents()) == [reading.document]
        assert reader.version(reading.document.version) == reading.document
        assert reader.fingerprint("a") == (reading.document.version, "reader-1")
        assert reader.mentions(reading.document.version) == sorted(reading.mentions)
        assert reader.claims_of(["a"]) == {"a": list(reading.claims)}


def test_reading_again_changes_nothing(record: Record) -> None:
    writer = record.writer()
    assert writer.write(tell("a"), now=NOW).status == "new"
    assert writer.write(tell("a"), now=LATER).status == "unchanged"
    assert writer.write(tell("a", fingerprint="reader-2"), now=LATER).change is None
    with record.reader() as reader:
        assert reader.change() == 1
        assert reader.fingerprint("a") == (tell("a").document.version, "reader-2")


def test_another_reader_keeps_equal_claims_open_and_closes_what_is_gone(record: Record, home: Home) -> None:
    both = tell("a", offers(), offers(to=OTHER_PLATFORM))
    write(record, both)
    kept = Reading(both.document, both.mentions, both.claims[:1], "reader-2")
    assert record.writer().write(kept, now=LATER).status == "changed"
    with record.reader() as reader:
        assert [claim.id for claim in reader.claims_of(["a"])["a"]] == [both.claims[0].id]
        assert reader.statements_of(entity_id("Minnow", "Platform"), limit=9) == []
        assert only(reader).claims == (both.claims[0].id,)
    holds(record, home)


def test_a_changed_text_closes_claims_and_what_was_known_stays_answerable(record: Record, home: Home) -> None:
    write(record, tell("a"), tell("a", text="And more."))
    with record.reader() as reader:
        statement = only(reader)
        assert reader.change() == 2
        [then] = reader.evidence([statement.id], known_at=1)[statement.id]
        [now] = reader.evidence([statement.id])[statement.id]
        assert then.version == tell("a").document.version
        assert now.version != then.version
    holds(record, home)


def test_a_text_that_comes_back_opens_its_claims_again(record: Record, home: Home) -> None:
    write(record, tell("a"), tell("a", offers(to=OTHER_PLATFORM)), tell("a"))
    with record.reader() as reader:
        told = {n: {row.claim for s in reader.statements_of(entity_id("finishing", "Service"), limit=9)
                    for row in reader.evidence([s.id], known_at=n)[s.id]} for n in (1, 2, 3)}
        claim = tell("a").claims[0].id
        assert told[1] == told[3] == {claim}
        assert claim not in told[2]
    holds(record, home)


def test_claims_that_break_the_ontology_are_refused_and_the_rest_is_kept(record: Record) -> None:
    reading = tell("a", offers(), (SERVICE, "provides_service", STUDIO, {}), (STUDIO, "admires", SERVICE, {}))
    written = record.writer().write(reading, now=NOW)
    assert written.claims == 1
    assert [reasons for _, reasons in written.refused] == [
        ("provides_service: its subject can't be a Service", "provides_service: its object can't be a Studio"), ("unknown predicate 'admires'",)]


@pytest.mark.parametrize("text", ["a NUL \0", "half a pair \ud800"])
def test_text_that_no_database_keeps_is_named(record: Record, text: str) -> None:
    with pytest.raises(SourceError):
        record.writer().write(tell("a", text=text), now=NOW)
    with record.reader() as reader:
        assert reader.change() == 0


def test_documents_that_say_the_same_are_one_statement(record: Record) -> None:
    write(record, tell("a", offers(), published_on="2026-01-05"), tell("b", offers(), offers(to=OTHER_PLATFORM), published_on="2026-01-09"))
    with record.reader() as reader:
        statements = {dict(statement.roles)["to"]: statement for statement in reader.all_statements()}
        both = statements[entity_id("Reedbox", "Platform")]
        assert both.sources == 1, "letter for letter the same sentence"
        assert both.confidence == 0.9
        assert len(both.claims) == 2
        assert [row.document for row in reader.evidence([both.id])[both.id]] == ["b", "a"]
        assert [row.document for row in reader.evidence([both.id], published_until=dt.date(2026, 1, 6))[both.id]] == ["a"]


def test_a_symmetric_relation_has_one_statement_for_both_directions(record: Record) -> None:
    write(record, tell("a", (STUDIO, "partners_with", OTHER_STUDIO, {})), tell("b", (OTHER_STUDIO, "partners_with", STUDIO, {})))
    with record.reader() as reader:
        statement = only(reader)
        assert isinstance(statement.object, str)
        assert statement.subject < statement.object
        assert statement.sources == 2
        assert statement.confidence == pytest.approx(0.99)


def test_a_former_post_was_over_before_the_day_that_says_so(record: Record) -> None:
    post = {"role": Value("chief executive", "text")}
    write(record, tell("a", (PERSON, "holds_role", STUDIO, post), valid_from="2019", published_on="2020-05-01"),
          tell("b", (PERSON, "holds_role", STUDIO, {**post, "status": Value("former", "one_of")}), published_on="2024-03-02"))
    with record.reader() as reader:
        statement = only(reader)
        assert (statement.valid_from, statement.valid_to, statement.ended) == ("2019", "../2024-03-02", False)
        assert reader.turning(dt.date(2024, 3, 1), dt.date(2024, 3, 2)) == [statement.id]
        assert reader.turning(dt.date(2024, 3, 2), dt.date(2024, 3, 9)) == []


def test_names_and_types_are_votes(record: Record) -> None:
    as_platform, as_company = LocalEntity("The Heron", "Platform"), LocalEntity("Heron", "Organization")
    write(record, tell("a", also=[as_platform, as_platform]), tell("b", also=[as_company]))
    with record.reader() as reader:
        [entity] = reader.entities_named("heron")
        assert (entity.name, entity.type, entity.types) == ("The Heron", "Platform", ("Platform", "Organization"))
        assert [(name.text, name.count) for name in entity.names] == [("The Heron", 2), ("Heron", 1)]
        assert [found.id for found in reader.search("HER", type="Organization")] == [entity.id]
        assert [found.id for found in reader.near("Heron Group")] == [entity.id]


def test_merging_and_undoing_restores_the_graph(record: Record, home: Home) -> None:
    write(record, tell("a", offers()), tell("b", offers(OTHER_STUDIO)))
    first, second = entity_id(STUDIO.name, "Studio"), entity_id(OTHER_STUDIO.name, "Studio")
    before = list(export(record))
    judge = Judge(record)
    merge = judge.merge(first, second, author="ada", reason="one house", now=NOW)
    with record.reader() as reader:
        assert reader.canonical(first) == reader.canonical(second) == min(first, second)
        assert only(reader).sources == 2
        assert reader.touched(2, 3).statements
    holds(record, home)
    with pytest.raises(Conflict):
        judge.merge(second, first, author="ada", reason="again", now=NOW)
    undo = judge.undo(merge, author="ada", reason="they are two", now=LATER)
    assert list(export(record)) == before
    holds(record, home)
    assert [judgement.id for judgement in judge.log()] == [merge, undo]
    with pytest.raises(Conflict):
        judge.undo(merge, author="ada", reason="again", now=LATER)
    with pytest.raises(NotFound):
        judge.undo("j0", author="ada", reason="?", now=LATER)


def test_homonyms_are_split_by_document(record: Record, home: Home) -> None:
    write(record, tell("a", offers()), tell("b", offers()))
    entity = entity_id(STUDIO.name, "Studio")
    judge = Judge(record)
    split = judge.split(entity, ["b"], author="ada", reason="two houses of one name", now=NOW)
    with record.reader() as reader:
        assert len(list(reader.all_statements())) == 2
        [other] = [found for found in reader.entities_named(STUDIO.name) if found.id != entity]
    holds(record, home)
    with pytest.raises(Conflict, match=split):
        judge.merge(entity, other.id, author="bob", reason="no", now=LATER)
    with pytest.raises(NotFound):
        judge.split(entity, ["nowhere"], author="ada", reason="?", now=LATER)
    write(record, tell("b", offers(), text="Told anew."))
    with record.reader() as reader:
        assert {dict(s.roles)["to"] for s in reader.statements_of(other.id, limit=5)} == {entity_id(PLATFORM.name, "Platform")}
    holds(record, home)


def test_a_change_number_is_visible_only_after_those_below_it(record: Record) -> None:
    """A writer is held open while another one wants to commit: the other waits, and takes the next number."""
    record.writer().write(tell("a"), now=NOW)
    begun = threading.Event()
    seen: list[int | None] = []

    def other() -> None:
        begun.set()
        seen.append(record.writer().write(tell("b"), now=NOW).change)

    thread = threading.Thread(target=other)
    with record.database.write() as connection:
        held = take_number(connection, NOW, "read", None)
        thread.start()
        begun.wait(5)
        thread.join(0.3)
        assert thread.is_alive()
        assert seen == []
        with record.reader() as reader:
            assert reader.change() == held - 1
    thread.join(30)
    assert seen == [held + 1]


def test_a_reader_sees_one_snapshot(record: Record) -> None:
    write(record, tell("a"))
    with record.reader() as reader:
        assert reader.change() == 1
        write(record, tell("b"))
        assert reader.change() == 1
        assert [document.id for document in reader.documents()] == ["a"]


def test_out_and_in_again(record: Record, new_record: Callable[[], Record], sqlite: Callable[[], Record]) -> None:
    write(record, tell("b", offers(OTHER_STUDIO), also=[PERSON]), tell("a", offers()), tell("a", offers(), text="New."))
    Judge(record).merge(entity_id(STUDIO.name, "Studio"), entity_id(OTHER_STUDIO.name, "Studio"), author="ada", reason="one", now=NOW)
    lines = list(export(record))
    for other in (new_record(), sqlite()):
        assert {told.status for told in import_(other, lines, source="file", now=LATER)} <= {"new", "unchanged"}
        assert list(export(other)) == lines
        assert {told.status for told in import_(other, lines, source="file", now=LATER)} == {"unchanged"}


def test_a_history_is_lived_again(record: Record, new_record: Callable[[], Record], home: Home) -> None:
    write(record, tell("a"), tell("a", offers(to=OTHER_PLATFORM)), tell("a"), tell("b", offers(OTHER_STUDIO)))
    judge = Judge(record)
    merge = judge.merge(entity_id(STUDIO.name, "Studio"), entity_id(OTHER_STUDIO.name, "Studio"), author="ada", reason="one", now=NOW)
    judge.undo(merge, author="ada", reason="two", now=LATER)
    lines = list(export(record, history=True))
    other = new_record()
    assert {told.status for told in import_(other, lines, source="file", now=LATER)} == {"new", "changed"}
    assert list(export(other, history=True)) == lines
    assert list(export(other)) == list(export(record))
    holds(other, home)


def test_a_bad_line_is_named_and_the_others_go_on(record: Record) -> None:
    good = next(line for line in _lines_of(record) if '"kind":"document"' in line)
    told = list(import_(record, ["{", '{"kind":"poem"}', '{"kind":"document","document":{}}', good.replace("Works offers", "Works")],
                        source="file", now=NOW))
    assert sorted((one.line, one.status) for one in told) == [(1, "failed"), (2, "failed"), (3, "failed"), (4, "unchanged")]
    assert all(one.reason.startswith("file, line ") for one in told if one.status == "failed")


def _lines_of(record: Record) -> list[str]:
    write(record, tell("a"))
    return list(export(record))


def test_quotes_without_a_text_are_kept_and_marked(record: Record, home: Home) -> None:
    with_text = _lines_of(record)
    without = list(export(record, texts=False))
    assert without != with_text
    list(import_(record, without, source="file", now=LATER))
    with record.reader() as reader:
        statement = only(reader)
        [row] = reader.evidence([statement.id])[statement.id]
        assert not row.verifiable
        assert row.quote.startswith(STUDIO.name)
    holds(record, home)


def test_rebuilding_gives_the_same_rows(record: Record, home: Home) -> None:
    write(record, tell("a", offers()), tell("b", offers(OTHER_STUDIO)), tell("a", offers(), text="New."))
    Judge(record).split(entity_id(STUDIO.name, "Studio"), ["a"], author="ada", reason="two", now=NOW)
    with record.database.write() as connection:
        for table in ("statements", "statement_roles", "statement_claims", "statement_sources", "entities", "entity_names", "entity_types",
                      "memberships", "merged", "parts", "local_names"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    assert record.rebuild(now=LATER) > 0
    holds(record, home)
    assert record.rebuild(now=LATER) == 0


def asserts(who: str, *, studio: LocalEntity = STUDIO, confidence: float = 0.8, to: LocalEntity = PLATFORM) -> Claim:
    return Claim("as given", studio, "provides_service", SERVICE, (("to", to),), "positive", "asserted", None, None, confidence,
                 Origin(who), None)


def test_claims_without_a_document_count_by_who_asserts_them(record: Record, home: Home) -> None:
    write(record, tell("a", confidence=0.9))
    told = [asserts("ada"), asserts("ada"), asserts("ben", confidence=0.5), replace(asserts("ada"), predicate="admires")]
    assert [one.status for one in record.assert_all(told, now=NOW)] == ["new", "new", "new", "unchanged"]
    assert [one.status for one in record.assert_all(told[:3], now=LATER)] == ["unchanged"] * 3
    with record.reader() as reader:
        statement = only(reader)
        assert statement.sources == 3
        assert statement.confidence == pytest.approx(1 - 0.1 * 0.2 * 0.5)
        rows = reader.evidence([statement.id])[statement.id]
        assert sorted((row.document, row.source) for row in rows) == [("", "ada"), ("", "ben"), ("a", "a")]
        assert len(list(reader.asserted())) == 2
    holds(record, home)


def test_claims_without_a_document_go_out_and_in_with_their_history(record: Record, new_record: Callable[[], Record], home: Home) -> None:
    record.assert_all([asserts("ada"), asserts("ada", studio=LocalEntity("LANTERN WORKS", "Organization"))], now=NOW)
    record.assert_all([asserts("ada", confidence=0.4)], now=LATER)
    write(record, tell("a"))
    for history in (False, True):
        lines = list(export(record, history=history))
        other = new_record()
        assert {told.status for told in import_(other, lines, source="file", now=LATER)} <= {"new", "changed", "unchanged"}
        assert list(export(other, history=history)) == lines
        assert list(export(other)) == list(export(record))
        holds(other, home)
    holds(record, home)
    assert record.rebuild(now=LATER) == 0


def test_lines_that_nobody_asserts_or_that_bring_evidence_are_refused(record: Record) -> None:
    write(record, tell("a"))
    record.assert_all([asserts("ada")], now=NOW)
    line = next(line for line in export(record) if '"kind":"claim"' in line)
    lines = [line.replace('"origin":"ada"', '"origin":null'), line.replace('"evidence":null', '"evidence":{"start":0}'),
             line.replace("provides_service", "admires"), '{"kind":"review","review":{}}', line]
    told = list(import_(record, lines, source="file", now=NOW))
    assert sorted((one.line, one.status) for one in told) == [(1, "failed"), (2, "failed"), (3, "failed"), (4, "failed"), (5, "unchanged")]
    reasons = {one.line: one.reason for one in told}
    for line_, word in ((1, "origin"), (2, "evidence without a document"), (3, "admires"), (4, "reviews")):
        assert word in reasons[line_]


def test_a_very_long_literal_is_kept_and_found_equal(record: Record, home: Home) -> None:
    long = "𝔄é " * 3000
    told: list[Told] = [(STUDIO, "has_metric", Value(long, "text"), {}), (STUDIO, "has_metric", Value(long.upper() + "x", "text"), {})]
    write(record, tell("a", told[0]), tell("b", told[0]), tell("c", told[1]))
    with record.reader() as reader:
        assert sorted(len(statement.claims) for statement in reader.all_statements()) == [1, 2]
        assert {statement.object for statement in reader.all_statements()} == {told[0][2], told[1][2]}
    holds(record, home)


def test_what_no_index_holds_is_refused_in_words(record: Record) -> None:
    with pytest.raises(SourceError, match="characters"):
        write(record, tell("x" * 3000))
    told = record.writer().write(tell("a", also=[LocalEntity("Ada", "T" * 3000)]), now=NOW)
    assert told.claims == 1
    assert "characters" in told.refused[0][1][0]
