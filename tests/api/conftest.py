"""What the tests of the doors share.

    DAY         the day on which everything happens
    settings_   settings over a home of the test's own, whatever the environment says
    pool        the workers that run queries, shared by all houses
    house       a house over that home, with an empty record, at noon of DAY
    told        the same house, after two short articles (made up) were written to its record by hand:
                Larkhill Post provides finishing to Brightpane and to Salt Roses TV, owns Kite Sound, and is not available in
                Norland; Kite is both a Title and a Studio
    client      an HTTP client of the API over `told`; a status of 500 fails the test that sees it
    run         runs the command line in this process: run("ask", "…") → (exit code, stdout, stderr)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import settings
from api.app import create
from api.cli import main
from api.settings import Settings
from api.wiring import House
from graph.claim import Argument, Claim, Evidence, Origin, Value, claim_id
from graph.document import Document, Mention, Reading
from graph.entity import LocalEntity
from queries.guard import Pool

DAY = dt.date(2026, 3, 10)
NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)

FIRST = ("Larkhill Post offers finishing to Brightpane and Salt Roses TV. The company owns Kite Sound. "
         "Larkhill Post plans dubbing for Brightpane. Kite had 12 million views.")
SECOND = "Larkhill Post does finishing for Brightpane, says Ana Reis of Kite. Brightpane is not available in Norland."


def entity(name: str, type_: str) -> LocalEntity:
    return LocalEntity(name, type_)


LARKHILL, BRIGHTPANE, SALT = entity("Larkhill Post", "Studio"), entity("Brightpane", "Platform"), entity("Salt Roses TV", "Platform")
FINISHING, DUBBING, KITE_SOUND = entity("finishing", "Service"), entity("dubbing", "Service"), entity("Kite Sound", "Studio")
KITE_TITLE, KITE_STUDIO, NORLAND = entity("Kite", "Title"), entity("Kite", "Studio"), entity("Norland", "Region")


def reading(name: str, text: str, published: str, claims: list[tuple[LocalEntity, str, Argument, dict[str, Argument], str, str, str]]) -> Reading:
    """A reading whose spans are where the names first stand in the text."""
    document = Document(f"https://example.org/{name}", f"{name}.txt", text, url=f"https://example.org/{name}", title=name.title(),
                        published_on=published, language="en")
    made, mentions = [], {}
    for subject, predicate, object_, qualifiers, polarity, modality, sentence in claims:
        start = text.index(sentence)
        spans = []
        for role, argument in (("subject", subject), ("object", object_), *sorted(qualifiers.items())):
            told = argument.name if isinstance(argument, LocalEntity) else argument.value
            at = text.find(told, start)
            at = text.index(told) if at < 0 else at
            spans.append((role, at, at + len(told)))
            if isinstance(argument, LocalEntity):
                mentions[at] = Mention(at, at + len(told), told, argument.type, argument.name)
        evidence = Evidence(start, start + len(sentence), sentence, tuple(spans))
        roles = tuple(sorted(qualifiers.items()))
        made.append(Claim(
            claim_id(document.version, subject=subject, predicate=predicate, object=object_, qualifiers=roles, polarity=polarity,
                     modality=modality, evidence=evidence),
            subject, predicate, object_, roles, polarity, modality, None, None, 0.9, Origin("by-hand", "1"), evidence))
    return Reading(document, tuple(mentions[at] for at in sorted(mentions)), tuple(made), "by-hand/1")


def articles() -> list[Reading]:
    first, owns, plans, views = (part + "." for part in FIRST.rstrip(".").split(". "))
    says, absent = (part + "." for part in SECOND.rstrip(".").split(". "))
    return [
        reading("post-house", FIRST, "2026-03-01", [
            (LARKHILL, "provides_service", FINISHING, {"to": BRIGHTPANE}, "positive", "asserted", first),
            (LARKHILL, "provides_service", FINISHING, {"to": SALT}, "positive", "asserted", first),
            (LARKHILL, "owns", KITE_SOUND, {}, "positive", "asserted", owns),
            (LARKHILL, "provides_service", DUBBING, {"to": BRIGHTPANE}, "positive", "planned", plans),
            (KITE_TITLE, "has_metric", Value("12 million", "text"), {"metric": Value("views", "text")}, "positive", "asserted", views)]),
        reading("interview", SECOND, "2026-03-05", [
            (LARKHILL, "provides_service", FINISHING, {"to": BRIGHTPANE}, "positive", "asserted", says),
            (entity("Ana Reis", "Person"), "holds_role", KITE_STUDIO, {}, "positive", "asserted", says),
            (BRIGHTPANE, "available_in", NORLAND, {}, "negative", "asserted", absent)])]


@pytest.fixture
def settings_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in Settings.model_fields:
        monkeypatch.delenv(settings.PREFIX + name.upper(), raising=False)
    return settings.load(home=tmp_path / "home")


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    with Pool(1) as made:
        yield made


@pytest.fixture
def house(settings_: Settings, pool: Pool) -> Iterator[House]:
    with House(settings_, create=True, now=lambda: NOON, pool=pool) as made:
        yield made


@pytest.fixture
def told(house: House) -> House:
    for one in articles():
        written = house.record.writer().write(one, now=NOON)
        assert written.status == "new"
        assert written.refused == ()
    return house


@pytest.fixture
def client(told: House) -> Iterator[TestClient]:
    with TestClient(create(told)) as made:
        yield made


@pytest.fixture
def run(settings_: Settings, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def called(*arguments: str, home: bool = True) -> tuple[int, str, str]:
        capfd.readouterr()
        code: object = 0
        try:
            main([*arguments, *(("--home", str(settings_.home)) if home else ())])
        except SystemExit as end:
            code = end.code or 0
        out, err = capfd.readouterr()
        assert isinstance(code, int)
        return code, out, err

    return called
