"""Nouns that name a relation: *the headquarters of X*, *X's genre*, *which role does X hold at Y*, *who is behind X*, *tell me about X*.

No frame of articles has them: an article says *X, based in Y*; only a question asks by the name of what it wants to know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph.entity import Entity
from graph.ontology import Ontology
from queries.pattern import Anything, Clause, Entities, Filters, Pattern, Term, Var
from queries.questions.compose import Understood
from queries.questions.form import asks_of_the_past, without_openers
from queries.questions.order import Item
from queries.questions.words import question_words

NAME = "@"
CHAINS = {"is_behind": ("owns", "operates", "acquires")}
"""Derived relations that lead over several of others."""
_BE = "(?:is|are|was|were)"
_AT = "(?: (?:at|in|with|for|of) @)?"
_SHAPES = tuple(re.compile(shape) for shape in (
    rf"(?:what|which|who|name|list|show) (?:{_BE} )?(?:the |all |all the )?(?:current )?(?P<noun>[a-z ]+?) (?:of|for) @{_AT}",
    rf"(?:what|which) {_BE} @ ['’]s? (?:current )?(?P<noun>[a-z ]+?){_AT}",
    rf"(?:in |at )?(?:what|which)(?: kind of| kinds of| type of)? (?P<noun>[a-z ]+?) (?:{_BE}|does|do|did|has) @"
    rf"(?: (?:in|of|have|hold|held|own|invest|play|occupy|belong to|based in))*{_AT}",
))
_WHO = r"(?:who|what|(?:which|what) (?:company|companies|group|groups|owner|organisation|organization|conglomerate))"
_BEHIND = re.compile(rf"{_WHO} (?:(?:is|are|stands?|was) (?:ultimately )?behind @|ultimately (?:owns?|controls?|operates?|runs?) @|"
                     r"(?:owns?|controls?) @ ultimately)")
_WORKS = re.compile(r"(?:where|for (?:whom|which [a-z]+)) (?:does|did|do) @ (?:work|works)")
_BELOW = re.compile(r"(?:what|which [a-z]+) (?:does|do|did) @ ultimately (?:own|control|operate|run)")
_ABOUT = re.compile(r"(?:(?:everything|anything|all|more|facts|information|what there is|what is there|"
                    r"what (?:is|do you|do we) (?:known?|have)) )?(?:about|on) @")


def read(items: Sequence[Item], ontology: Ontology, filters: Filters) -> Understood | None:
    """What a question of such a shape asks; None for any other."""
    named = [item for item in items if item.kind == "name"]
    if not named or not all(item.entities for item in named):
        return None
    words = without_openers([item for item in items if item.text not in (",", "?")])
    said = " ".join(NAME if item.kind == "name" else item.lower for item in words)
    if filters.as_of is None and asks_of_the_past(words):
        filters = replace(filters, timeless=True)
    if len(named) == 1:
        if _ABOUT.fullmatch(said):
            return _all_about(named[0], filters)
        if _BEHIND.fullmatch(said):
            return _whose("is_behind", named[0], filters, last="ultimately" in said)
        if _WORKS.fullmatch(said):
            return _attribute("holds_role", "object", named, ontology, filters)
        if _BELOW.fullmatch(said):
            return _understood(Clause(_is(named[0]), ("is_behind",), Var("what")), ("what",), named, filters)
    for shape in _SHAPES:
        if (found := shape.fullmatch(said)) is not None and (told := question_words().attributes.get(found["noun"])) is not None:
            relation, _, place = told.partition(".")
            return _attribute(relation, place, named, ontology, filters)
    return None


def _attribute(relation: str, place: str, named: Sequence[Item], ontology: Ontology, filters: Filters) -> Understood | None:
    """The first name is the subject, and a second one, which only a role leaves room for, the object."""
    if place in ("subject", "object") and len(named) > 1:
        return None
    if place == "subject":
        return _whose(relation, named[0], filters, last=relation in CHAINS)
    if not set(named[0].entities[0].types or (named[0].type,)) & ontology.relations[relation].domain:
        return None
    if place == "object":
        return _understood(Clause(_is(named[0]), (relation,), Var("what")), ("what",), named, filters)
    other: Term = _is(named[1]) if len(named) > 1 else Var("where")
    clause = Clause(_is(named[0]), (relation,), other, ((place, Var(place)),))
    return _understood(clause, (place,) if len(named) > 1 else (place, "where"), named, filters)


def _whose(relation: str, item: Item, filters: Filters, *, last: bool) -> Understood:
    """Who stands in a relation to the one that is named; the last of a chain has nobody above."""
    clause = Clause(Var("who"), question_words().same.get(relation, (relation,)), _is(item))
    without = ((Clause(Anything(), CHAINS[relation], Var("who")),),) if last else ()
    return Understood(Pattern((clause,), ("who",), filters=filters, without=without), False, _entities([item]))


def _all_about(item: Item, filters: Filters) -> Understood:
    """Every statement that has an entity for its subject or its object."""
    whom = _is(item)
    either = ((Clause(whom, ("*",), Var("what"), relation="relation"),), (Clause(Var("what"), ("*",), whom, relation="relation"),))
    return Understood(Pattern((), ("relation", "what"), filters=filters, either=(either,)), False, _entities([item]))


def _understood(clause: Clause, select: tuple[str, ...], named: Sequence[Item], filters: Filters) -> Understood:
    return Understood(Pattern((clause,), select, filters=filters), False, _entities(named))


def _is(item: Item) -> Entities:
    return Entities(tuple(entity.id for entity in item.entities))


def _entities(named: Sequence[Item]) -> dict[str, Entity]:
    return {entity.id: entity for item in named for entity in item.entities}
