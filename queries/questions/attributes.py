"""Nouns that name a relation: *the headquarters of X*, *X's genre*, *which role does X hold at Y*, *who is behind X*, *tell me about X*.

No frame of articles has them: an article says *X, based in Y*; only a question asks by the name of what it wants to know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.entity import Entity
from graph.ontology import Ontology
from queries.pattern import Anything, Clause, Entities, Filters, Pattern, Term, Var
from queries.questions.compose import Understood
from queries.questions.order import Item
from queries.questions.words import question_words

NAME = "@"
CHAINS = {"is_behind": ("owns", "operates", "acquires")}
"""Derived relations that lead over several of others."""
_BE = "(?:is|are|was|were)"
_AT = "(?: (?:at|in|with|for|of) (?P<second>@))?"
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
    said = " ".join(NAME if item.kind == "name" else item.lower for item in _without_openers(items))
    if len(named) == 1 and _ABOUT.fullmatch(said):
        return _all_about(named[0], filters)
    if len(named) == 1 and _BEHIND.fullmatch(said):
        return _whose("is_behind", named[0], filters, last="ultimately" in said)
    if len(named) == 1 and _WORKS.fullmatch(said):
        return _attribute("holds_role", "object", named, ontology, filters)
    if len(named) == 1 and _BELOW.fullmatch(said):
        below = Clause(Entities(_ids(named[0])), ("is_behind",), Var("what"))
        return Understood(Pattern((below,), ("what",), filters=filters), False, _entities(named))
    for shape in _SHAPES:
        if (found := shape.fullmatch(said)) is not None and (told := question_words().attributes.get(found["noun"])) is not None:
            relation, _, place = told.partition(".")
            return _attribute(relation, place, named, ontology, filters)
    return None


def _attribute(relation: str, place: str, named: Sequence[Item], ontology: Ontology, filters: Filters) -> Understood | None:
    """The one name is the subject, a second one the object."""
    if place == "subject":
        return _whose(relation, named[0], filters, last=relation in CHAINS)
    known = ontology.relations[relation]
    if not set(named[0].entities[0].types or (named[0].type,)) & known.domain:
        return None
    other: Term = Entities(_ids(named[1])) if len(named) > 1 else Anything()
    if place == "object":
        clause = Clause(Entities(_ids(named[0])), (relation,), Var("what")) if len(named) == 1 else None
        select: tuple[str, ...] = ("what",)
    else:
        other = Var("where") if isinstance(other, Anything) else other
        clause = Clause(Entities(_ids(named[0])), (relation,), other, ((place, Var(place)),))
        select = (place, "where") if other == Var("where") else (place,)
    if clause is None:
        return None
    return Understood(Pattern((clause,), select, filters=filters), False, _entities(named))


def _whose(relation: str, item: Item, filters: Filters, *, last: bool) -> Understood:
    """Who stands in a relation to the one that is named; the last of a chain has nobody above."""
    clause = Clause(Var("who"), question_words().same.get(relation, (relation,)), Entities(_ids(item)))
    without = ((Clause(Anything(), CHAINS[relation], Var("who")),),) if last else ()
    return Understood(Pattern((clause,), ("who",), filters=filters, without=without), False, _entities([item]))


def _all_about(item: Item, filters: Filters) -> Understood:
    """Every statement that has an entity for its subject or its object."""
    whom = Entities(_ids(item))
    either = ((Clause(whom, ("*",), Var("what"), relation="relation"),), (Clause(Var("what"), ("*",), whom, relation="relation"),))
    return Understood(Pattern((), ("relation", "what"), filters=filters, either=(either,)), False, _entities([item]))


def _without_openers(items: Sequence[Item]) -> list[Item]:
    """*Please tell me about X* → *about X*."""
    left = [item for item in items if item.text not in (",", "?", "!", ".")]
    said = " ".join(item.lower for item in left)
    for opener in question_words().openers:
        if said.startswith(opener + " ") and all(item.kind == "word" for item in left[:len(opener.split())]):
            return _without_openers(left[len(opener.split()):])
    return left


def _ids(item: Item) -> tuple[str, ...]:
    return tuple(entity.id for entity in item.entities)


def _entities(named: Sequence[Item]) -> dict[str, Entity]:
    return {entity.id: entity for item in named for entity in item.entities}
