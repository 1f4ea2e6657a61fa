"""An entity's id depends on its folded name and type group alone."""

from __future__ import annotations

from graph.entity import LocalEntity
from graph.identity.linking import entity_id, local_id, part_id


def test_one_name_and_group_is_one_entity() -> None:
    assert entity_id("The Lantern Works", "Studio") == entity_id("lantern works ltd", "Platform")
    assert entity_id("Lantern Works", "Studio") != entity_id("Lantern Works", "Title")
    assert entity_id("Lantern Works", "Studio") != entity_id("Lantern Works", "Studio", "other")


def test_a_documents_entity_is_its_own() -> None:
    studio = LocalEntity("Lantern Works", "Studio")
    assert local_id("a", studio) == local_id("a", LocalEntity("LANTERN WORKS", "Brand")) != local_id("b", studio)


def test_a_part_is_named_by_its_documents_in_any_order() -> None:
    assert part_id("e1", ("a", "b")) == part_id("e1", ("b", "a")) != part_id("e1", ("a",))
