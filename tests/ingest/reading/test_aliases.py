from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.document import Mention
from graph.identity.registry import EMPTY, Entry, Registry, registry_of
from graph.ontology import vocabulary
from ingest.reading.aliases import resolve
from ingest.reading.blocks import segment
from ingest.reading.names import Ner, find


def says(*names: tuple[str, str]) -> Ner:
    """A model that sees the first place of each given name in a block."""

    def ner(texts: Sequence[str]) -> Iterator[Sequence[tuple[int, int, str]]]:
        for text in texts:
            yield sorted((text.index(name), text.index(name) + len(name), type_) for name, type_ in names if name in text)

    return ner


def mentions(text: str, *names: tuple[str, str], known: Registry = EMPTY) -> list[Mention]:
    blocks = segment(text)
    return resolve(text, blocks, find(text, blocks, registry=known, vocabulary=vocabulary(), ner=says(*names)))


def entities(text: str, *names: tuple[str, str], known: Registry = EMPTY) -> list[tuple[str, str]]:
    return [(mention.text, mention.entity) for mention in mentions(text, *names, known=known)]


def type_of(text: str, name: str, *names: tuple[str, str]) -> str:
    found = {mention.type for mention in mentions(text, *names) if mention.entity == name}
    assert len(found) == 1
    return found.pop()


def test_a_company_without_its_last_word() -> None:
    text = "Quillmark Studios opened in May. Since then Quillmark has graded ten serials, and Quillmark’s clients are apps."
    assert entities(text, ("Quillmark Studios", "Studio")) == [
        ("Quillmark Studios", "Quillmark Studios"), ("Quillmark", "Quillmark Studios"), ("Quillmark", "Quillmark Studios")]


@pytest.mark.parametrize(("text", "names"), [
    ("Reelby runs long. The Reelby International Forum opens. Reelby grows.", ("Reelby", "Reelby International Forum")),
    ("Here Vela grew. Vela Window, the content arm of Vela, makes serials.", ("Vela", "Vela Window")),
    ("Tonal Labs owns Tonal, an audio app.", ("Tonal", "Tonal Labs")),
])
def test_what_a_text_tells_apart_stays_apart(text: str, names: tuple[str, str]) -> None:
    assert {entity for _, entity in entities(text, (names[0], "Platform"), (names[1], "Organization"))} >= set(names)


@pytest.mark.parametrize(("text", "names", "found"), [
    ("Reelby grows. They met in Reelby's Salt Roses there.", (("Reelby", "Platform"), ("Reelby's Salt Roses", "Title")), "Salt Roses"),
    ("They say that Oslo County Council voted.", (("Oslo", "Region"), ("County Council", "Organization")), "Oslo County Council"),
    ("It was made with ZAB 2000 TV.", (("ZAB 2000", "Tool"),), "ZAB 2000 TV"),
    ("Rounds:\n\n  • Salt Barn: $2 million raised.\n  • Vale Barn: $3 million raised.", (), "Salt Barn"),
])
def test_where_a_name_begins_and_ends(text: str, names: tuple[tuple[str, str], ...], found: str) -> None:
    assert found in {name for name, _ in entities(text, *names)}


def test_a_surname() -> None:
    text = "The lead is played by Ana Bellreis. It is the first serial for Bellreis, who began in theatre."
    assert entities(text, ("Ana Bellreis", "Person")) == [("Ana Bellreis", "Ana Bellreis"), ("Bellreis", "Ana Bellreis")]


def test_two_companies_of_one_family_stay_two() -> None:
    text = "Quillmark Group owns Quillmark Group International. The app Quillo belongs to Quillo Labs, and Quillo is free."
    found = set(entities(text, ("Quillmark Group", "Organization"), ("Quillmark Group International", "Studio"), ("Quillo", "Platform"),
                         ("Quillo Labs", "Organization")))
    assert ("Quillmark Group", "Quillmark Group") in found
    assert ("Quillmark Group International", "Quillmark Group International") in found
    assert ("Quillo", "Quillo") in found
    assert ("Quillo Labs", "Quillo Labs") in found


@pytest.mark.parametrize(("text", "alias"), [
    ("The Vale Screen Guild (VSG) voted. VSG members are many.", "VSG"),
    ("Vale Screen Guild (“Vesper”) voted. Vesper members are many.", "Vesper"),
    ("Vale Screen Guild (베일) voted.", "베일"),
    ("Vale Screen Guild Inc. (“Vale Guild” or the “Company”) voted. Today the Company paid.", "the Company"),
])
def test_what_brackets_define(text: str, alias: str) -> None:
    found = entities(text, ("Vale Screen Guild", "Organization"))
    assert (alias, "Vale Screen Guild") in found
    assert {entity for _, entity in found} == {"Vale Screen Guild"}


def test_owner_and_product_in_one_name_are_the_product() -> None:
    text = "Tandem’s PalmReel is free. Apps such as Tandem PalmReel grow. Tandem is silent."
    found = entities(text, ("Tandem", "Organization"), ("PalmReel", "Platform"), ("Tandem PalmReel", "Platform"))
    assert ("Tandem PalmReel", "PalmReel") in found


def test_a_known_entity_gives_name_and_type() -> None:
    known = registry_of([Entry("Quillmark Studios", "Studio", ("Quillmark",))])
    text = "Then Quillmark opened. QUILLMARK STUDIOS is glad."
    assert {(mention.entity, mention.type) for mention in mentions(text, known=known)} == {("Quillmark Studios", "Studio")}


def test_the_best_name_is_not_the_one_in_capitals() -> None:
    text = "QUILLMARK RELEASE\n\nThe app Quillmark opened. Viewers of Quillmark pay."
    assert {entity for _, entity in entities(text, ("Quillmark", "Platform"))} == {"Quillmark"}


@pytest.mark.parametrize(("text", "name", "type_"), [
    ("Quillmark, a Lisbon post house, graded the serial.", "Quillmark", "Studio"),
    ("The serial streams on Quillmark, a drama app with ten million subscribers.", "Quillmark", "Platform"),
    ("The investor Quillmark Capital led the round.", "Quillmark Capital", "Organization"),
    ("It was shown at the Quillmark Film Festival in May.", "Quillmark Film Festival", "Event"),
    ("The actress Bella Quillmark plays the baker.", "Bella Quillmark", "Person"),
    ("Bella Quillmark, chief executive of the firm, left.", "Bella Quillmark", "Person"),
])
def test_types_come_from_what_the_text_says(text: str, name: str, type_: str) -> None:
    assert type_of(text, name, (name, "Service")) == type_


def test_one_place_that_tells_is_enough_for_all() -> None:
    text = "Quillmark is quiet. Nobody knew Quillmark in May.\n\nQuillmark, a streaming app, has ten million subscribers, said its rivals."
    assert type_of(text, "Quillmark", ("Quillmark", "Person")) == "Platform"


def test_what_the_text_has_once_is_found_everywhere() -> None:
    text = "The series “Salt Roses” opens in May.\n\nViewers of Salt Roses are young."
    assert entities(text) == [("Salt Roses", "Salt Roses"), ("Salt Roses", "Salt Roses")]


def test_vocabulary_and_names_of_one_spelling_stay_apart() -> None:
    text = "They sell dubbing. “Dubbing” is a film that nobody saw."
    assert {(mention.entity, mention.type) for mention in mentions(text)} == {("dubbing", "Service"), ("Dubbing", "Title")}


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["Quillmark", "Studios", "Tandem", "Ana Bellreis", "Bellreis", "(", ")", "“", "”", "the", "app", ",", "and", ".",
                                 "(QS)", "in Seoul", "dubbing", "said", "\n\n", "• "]), max_size=30))
def test_mentions_are_sorted_apart_and_cut_from_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    found = mentions(text, ("Quillmark Studios", "Studio"), ("Ana Bellreis", "Person"), ("Tandem", "Platform"))
    assert found == sorted(found)
    for before, after in pairwise(found):
        assert before.end <= after.start
    for mention in found:
        assert mention.text == text[mention.start:mention.end]
        assert mention.entity
        assert mention.type
    assert found == mentions(text, ("Quillmark Studios", "Studio"), ("Ana Bellreis", "Person"), ("Tandem", "Platform"))
