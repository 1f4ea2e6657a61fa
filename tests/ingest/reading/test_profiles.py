"""Profiles: posts, founders, seats and parents in rows, whatever the parser makes of them."""

from __future__ import annotations

import pytest

from graph.claim import Value
from graph.document import Document, Mention
from graph.identity.registry import EMPTY
from ingest.model import load as loading
from ingest.reading import Reader

TYPES = {"P": "Person", "O": "Organization", "R": "Region", "S": "Studio"}


@pytest.fixture(scope="module")
def reader() -> Reader:
    made = Reader(EMPTY, loading.pipeline(), None, model="test")
    made.classifier = None
    return made


def told(reader: Reader, marked: str) -> set[tuple[str, str, str, str]]:
    """Claims of a text whose names are written `{P:Orla Venn}`: subject, relation, object, and role or date or value."""
    text, mentions = "", []
    for number, part in enumerate(marked.replace("}", "{").split("{")):
        if number % 2:
            kind, _, name = part.partition(":")
            mentions.append(Mention(len(text), len(text) + len(name), name, TYPES[kind], name))
            part = name
        text += part
    found = set()
    for claim in reader.read(Document("d", "d", text, language="en"), mentions).claims:
        if claim.polarity == "negative":
            continue
        roles = {role: value.value for role, value in claim.qualifiers if isinstance(value, Value)}
        object_ = claim.object.value if isinstance(claim.object, Value) else claim.object.name
        found.add((claim.subject.name, claim.predicate, object_, roles.get("role") or roles.get("date") or roles.get("value") or ""))
    return found


def test_a_row_of_posts_behind_a_life(reader: Reader) -> None:
    said = told(reader, "{P:Orla Venn} (born 1961) is a Manx businesswoman, chairman of {O:Tarnbrook}, and former president and CEO of {O:Quillby}.")
    assert {("Orla Venn", "holds_role", "Tarnbrook", "chairman"), ("Orla Venn", "holds_role", "Quillby", "president and CEO")} <= said


def test_a_founder_among_the_posts_founded_it(reader: Reader) -> None:
    said = told(reader, "{P:Orla Venn} is an engineer, founder and CEO of {O:Tarnbrook}.")
    assert {("Orla Venn", "founded", "Tarnbrook"), ("Orla Venn", "holds_role", "Tarnbrook")} <= {one[:3] for one in said}


def test_the_post_before_the_person(reader: Reader) -> None:
    said = told(reader, "The plant was opened by {O:Tarnbrook}'s president and CEO {P:Orla Venn} in 2009.")
    assert ("Orla Venn", "holds_role", "Tarnbrook", "president and CEO") in said


def test_a_professor_is_at_a_university_and_not_at_a_subject(reader: Reader) -> None:
    said = told(reader, "{P:Orla Venn} is currently professor emeritus of {O:Mathematics} at {O:Tern University}.")
    assert {one[2] for one in said if one[1] == "holds_role"} == {"Tern University"}


def test_founded_by_whom_and_when(reader: Reader) -> None:
    said = told(reader, "{S:Tarnbrook Games} is a developer of puzzles based in {R:Hull}, {R:England}, founded in 2007 by {P:Orla Venn} and {P:Tam Quill}.")
    assert {("Orla Venn", "founded", "Tarnbrook Games", "2007"), ("Tam Quill", "founded", "Tarnbrook Games", "2007")} <= said


def test_founded_by_nobody_named(reader: Reader) -> None:
    said = told(reader, "{O:Tarnbrook} was a football club of the army, founded in 1923.")
    assert ("Tarnbrook", "has_metric", "founded", "1923") in said


@pytest.mark.parametrize("text", [
    "{O:Tarnbrook} is a maker of chairs headquartered in {R:Hull}, {R:England}.",
    "Based in {R:Hull}, {R:England}, {O:Tarnbrook} makes chairs.",
])
def test_a_city_and_its_land(reader: Reader, text: str) -> None:
    assert {one[2] for one in told(reader, text) if one[1] == "based_in"} == {"Hull", "England"}


def test_a_list_of_cities_says_of_none_where_it_lies(reader: Reader) -> None:
    said = told(reader, "{O:Tarnbrook} is based in {R:Hull}, {R:Leeds} and {R:York}.")
    assert ("Tarnbrook", "based_in", "Hull", "") in said
    assert len([one for one in said if one[1] == "based_in"]) in (1, 3)


def test_a_parent_and_its_companies(reader: Reader) -> None:
    said = told(reader, "{O:Tarnbrook} is the parent company of {O:Quillby}, {O:Venn Chairs} and {O:Harrow}.")
    assert {one[2] for one in said if one[:2] == ("Tarnbrook", "owns")} == {"Quillby", "Venn Chairs", "Harrow"}


def test_what_is_denied_is_not_read(reader: Reader) -> None:
    assert not any(one[1] == "holds_role" for one in told(reader, "{P:Orla Venn} is not the CEO of {O:Tarnbrook}."))


def test_a_long_row_ends(reader: Reader) -> None:
    row = ", ".join(["a former senior vice deputy director and chief"] * 14)
    told(reader, f"{{P:Orla Venn}} is {row} and, in {{R:Hull}}, an owner of {{O:Tarnbrook}}.")
