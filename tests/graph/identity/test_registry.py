from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import OntologyError
from graph.identity.names import fold
from graph.identity.registry import EMPTY, ID_COLUMNS, Entry, line, load_registry, registry, registry_of
from graph.ontology import ontology

LARKHILL = Entry("Larkhill Studios", "Studio", ("Larkhill", "라크힐"), (("wikidata", "Q0"),))
TANDEM = Entry("Tandem", "Platform", (), (), common=True)


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join((told if isinstance(told, str) else json.dumps(told)) + "\n" for told in lines), "utf-8")
    return path


def test_an_entry_comes_back_from_its_line(tmp_path: Path) -> None:
    path = written(tmp_path / "registry.jsonl", line(LARKHILL), line(TANDEM))
    assert load_registry(path).entries == (LARKHILL, TANDEM)
    assert json.loads(line(TANDEM))["ids"] == dict.fromkeys(ID_COLUMNS)


def test_any_name_of_an_entry_finds_it() -> None:
    known = registry_of([LARKHILL, TANDEM])
    for name in ("Larkhill Studios", "larkhill", "라크힐"):
        assert known.named(name) == (LARKHILL,)
    assert known.named("Brightpane") == ()
    assert known.named("Tandem") == (TANDEM,)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.permutations([LARKHILL, TANDEM, Entry("Ana Reis", "Person"), Entry("Tandem", "Title")]))
def test_a_snapshot_depends_on_content_and_not_on_order(entries: list[Entry]) -> None:
    assert registry_of(entries).snapshot == registry_of(sorted(entries, key=lambda entry: entry.name)).snapshot
    assert registry_of(entries) == registry_of(reversed(entries))


def test_a_snapshot_depends_on_each_field() -> None:
    kinds = [LARKHILL, Entry("Larkhill Studios", "Organization", ("Larkhill", "라크힐"), (("wikidata", "Q0"),)),
             Entry("Larkhill Studios", "Studio", ("Larkhill",), (("wikidata", "Q0"),)), Entry("Larkhill Studios", "Studio", ("Larkhill", "라크힐")),
             Entry("Larkhill Studios", "Studio", ("Larkhill", "라크힐"), (("wikidata", "Q0"),), common=True)]
    assert len({registry_of([entry]).snapshot for entry in kinds}) == len(kinds)


def test_the_empty_registry_has_a_snapshot_of_its_own() -> None:
    assert len(EMPTY) == 0
    assert EMPTY.snapshot
    assert EMPTY.snapshot != registry_of([TANDEM]).snapshot


@pytest.mark.parametrize(("told", "reason"), [
    ("{", "no JSON"),
    ([], "an object with name and type"),
    ({"name": "Larkhill"}, "an object with name and type"),
    ({"name": " ", "type": "Studio"}, "name is empty"),
    ({"name": "Larkhill", "type": "Shop"}, "unknown type 'Shop'"),
    ({"name": "Larkhill", "type": "Studio", "alias": []}, "unknown key 'alias'"),
    ({"name": "Larkhill", "type": "Studio", "aliases": "Lark"}, "aliases is a list"),
    ({"name": "Larkhill", "type": "Studio", "aliases": [""]}, "aliases is a list"),
    ({"name": "Larkhill", "type": "Studio", "ids": {"phone": "1"}}, "ids has the columns"),
    ({"name": "Larkhill", "type": "Studio", "ids": {"wikidata": 1}}, "text or null"),
    ({"name": "Larkhill", "type": "Studio", "common": "yes"}, "true or false"),
])
def test_what_the_loader_does_not_know_is_refused_with_its_line(tmp_path: Path, told: object, reason: str) -> None:
    path = written(tmp_path / "registry.jsonl", {"name": "Tandem", "type": "Platform"}, told)
    with pytest.raises(OntologyError) as caught:
        load_registry(path)
    assert reason in str(caught.value)
    assert "line 2" in str(caught.value)


def test_one_entity_has_one_line(tmp_path: Path) -> None:
    path = written(tmp_path / "registry.jsonl", {"name": "Larkhill", "type": "Studio"}, {"name": "LARKHILL Ltd.", "type": "Studio"})
    with pytest.raises(OntologyError, match="stands twice"):
        load_registry(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="nowhere"):
        load_registry(tmp_path / "nowhere.jsonl")


def test_the_shipped_registry_is_sorted_and_sensible() -> None:
    known = registry()
    assert len(known) > 400
    keys = [(fold(entry.name), entry.type) for entry in known]
    assert keys == sorted(keys)
    assert {entry.type for entry in known} <= set(ontology().entity_types) - {"Region", "Format", "Genre"}
    for entry in known:
        assert entry.name not in entry.aliases
        assert len(set(entry.aliases)) == len(entry.aliases)
        assert not entry.name[0].isdigit() or entry.type in ("Platform", "Title", "Studio")
        assert not entry.name.lower().startswith(("untitled", "unnamed"))


def test_names_that_are_plain_words_are_marked_as_common() -> None:
    common = {entry.name for entry in registry() if entry.common}
    assert {"Always", "Bullet", "BUMP", "Kiss", "Native", "Spoon", "Chapters", "Target"} <= common
    assert all(" " not in name for name in common)


def test_the_aliases_of_a_known_entity() -> None:
    (entry,) = registry().named("P&G")
    assert (entry.name, entry.type) == ("Procter & Gamble", "Organization")
