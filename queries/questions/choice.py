"""Which of the relations that frames found a question means, and which of its words none of them uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.ontology import Ontology
from ingest.reading import Found, Stance, Token, cues, stance, transparent
from queries.questions.form import Form, noun_type
from queries.questions.order import PEOPLE, Item
from queries.questions.words import question_words

AS_SURE = 0.06
"""Two relations of one verb whose confidence differs by less are both asked for."""

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV", "NUM", "PROPN"})
LIGHT = frozenset({"be", "have", "do"})
NAMED = {("invests_in", "stake"), ("owns", "stake"), ("acquires", "stake"), ("supplies_content_to", "content")}
"""Roles that a relation's own words name."""
NOT_IN_POST = frozenset({"former", "current", "new", "present"})
MONEY = "amount"
"""The hole that "how much" leaves."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question, parsed. `names` are the items of its names by hole (`!3`), `holes` the names of what it asks for."""

    asked: Form
    tokens: Sequence[Token]
    found: Sequence[Found]
    ontology: Ontology
    names: Mapping[str, Item]
    holes: frozenset[str]

    @classmethod
    def of(cls, asked: Form, tokens: Sequence[Token], found: Sequence[Found], ontology: Ontology) -> Parsed:
        names = {f"!{number}": item for number, item in enumerate(asked.items) if item.kind == "name"}
        return cls(asked, tokens, found, ontology, names, frozenset(item.hole for item in asked.items if item.kind == "hole"))

    def holds_literal(self, role: str) -> bool:
        return role in self.ontology.roles and self.ontology.roles[role].kind != "entity"


def choose(parsed: Parsed) -> list[Found]:
    """The relations that cover all names and holes, the surest of each trigger, with what is an alternative to one of them.

    Empty where something is left uncovered.
    """
    covers = {id(one): covered(one, parsed) for one in parsed.found}
    every = frozenset(parsed.names) | parsed.holes

    def rank(one: Found) -> tuple[int, int, int, bool, float, str]:
        left = len(unused(parsed, [one])) if covers[id(one)] == every else 0
        return -len(covers[id(one)]), left, -_sides(one), not _is_first(one), -one.line.confidence, one.line.rule

    ranked = sorted((one for one in parsed.found if covers[id(one)] and not _is_vague(one, parsed) and not _is_own(one)), key=rank)
    chosen: list[Found] = []
    so_far: frozenset[str] = frozenset()
    for one in ranked:
        if covers[id(one)] - so_far and not any(one.match.trigger is other.match.trigger for other in chosen):
            chosen.append(one)
            so_far |= covers[id(one)]
    if not every <= so_far:
        return []
    taken = {(id(one.match.trigger), one.line.relation) for one in chosen}
    for one in ranked:
        key = (id(one.match.trigger), one.line.relation)
        if key not in taken and any(_is_alternative(one, other, parsed) for other in chosen):
            taken.add(key)
            chosen.append(one)
    return chosen


def _is_vague(one: Found, parsed: Parsed) -> bool:
    """*What did X do?* asks for no service."""
    open_ = {name for name in parsed.holes if not dict(parsed.asked.types).get(name)}
    done = one.places.get("object", ())
    return one.match.trigger.lemma == "do" and (not done or any(filler.hole in open_ for filler in done))


def _is_own(one: Found) -> bool:
    """A noun that is asked for, or *is* with it alone, tells nothing yet: *which platforms are …*."""
    asked = one.match.trigger.hole
    holes = {filler.hole for fillers in one.places.values() for filler in fillers}
    return holes == {asked} or (one.match.trigger.lemma == "be" and len(holes) == 1 and not next(iter(holes)).startswith("!"))


def _is_first(one: Found) -> bool:
    """Whether a verb that tells several relations is asked for this one first."""
    return question_words().first.get(one.match.trigger.lemma) == one.line.relation


def covered(one: Found, parsed: Parsed) -> frozenset[str]:
    """The names and holes that a relation uses."""
    used = {hole for fillers in one.places.values() for hole in expressed(filler.hole for filler in fillers)}
    used |= {token.hole for role, tokens in one.match.slots.items() if role not in one.places and parsed.holds_literal(role)
             for token in tokens if token.hole == MONEY}
    return frozenset(used)


def expressed(holes: Iterable[str]) -> list[str]:
    """Of what fills one place, that which a term of a pattern can say: one hole, or else all its names."""
    told = [hole for hole in holes if hole]
    asked = [hole for hole in told if not hole.startswith("!")]
    return asked[:1] or told


def _sides(one: Found) -> int:
    return ("subject" in one.places) + ("object" in one.places)


def _is_alternative(one: Found, other: Found, parsed: Parsed) -> bool:
    """Another verb with the same arguments (*own or run*), or another relation that is as sure for the same verb."""
    if any(_holes(one, place) != _holes(other, place) for place in ("subject", "object")) or covered(one, parsed) != covered(other, parsed):
        return False
    if one.match.trigger is other.match.trigger:
        return abs(one.line.confidence - other.line.confidence) < AS_SURE and one.line.relation != other.line.relation
    return "conj" in (one.match.trigger.dep, other.match.trigger.dep)


def roles(one: Found, parsed: Parsed) -> Iterator[str]:
    """The roles that hold names or holes; an untyped hole that stands in several is asked for in the first."""
    types, seen = dict(parsed.asked.types), set[str]()
    for role in sorted((role for role in one.places if role not in ("subject", "object")), key=lambda role: (role != "to", role)):
        told = expressed(filler.hole for filler in one.places[role])
        if told and not told[0].startswith("!") and (told[0] in seen or not _fits(role, types.get(told[0]) or PEOPLE, parsed.ontology)):
            continue
        seen.update(told)
        yield role


def _fits(role: str, types: Sequence[str], ontology: Ontology) -> bool:
    kind = ontology.roles.get(role)
    return kind is None or kind.kind != "entity" or bool(set(types) & set(kind.range))


def post(one: Found) -> list[Token]:
    """The words of the post that is asked for (*chief marketing officer*, *head of content*); none where anybody will do."""
    trigger = one.match.trigger
    if one.line.relation != "holds_role" or one.line.kind != "agent":
        return []
    before = [child for child in trigger.children if child.i < trigger.i and child.dep in ("compound", "amod", "nmod") and not child.type
              and child.lower not in NOT_IN_POST]
    after = _field(trigger)
    return [] if trigger.lemma in question_words().anyone and not before and not after else [*before, trigger, *after]


def _field(noun: Token) -> list[Token]:
    """*head* of content"""
    for child in noun.children:
        if child.lower == "of" and (field := child.kids("pobj")) and not field[0].hole and not field[0].type:
            return [child, *(told for told in field[0].subtree() if told.dep in ("compound", "amod", "pobj") and not told.hole)]
    return []


def exclusive(one: Found, ontology: Ontology) -> list[Token]:
    """The word that says that a deal is to be exclusive."""
    if not ontology.allows(one.line.relation, "exclusivity"):
        return []
    return [child for child in one.match.trigger.children if child.lower == "exclusive"]


def _holes(one: Found, place: str) -> frozenset[str]:
    return frozenset(filler.hole for filler in one.places.get(place, ()))


# --- the words that are left


def unused(parsed: Parsed, chosen: Sequence[Found]) -> list[str]:
    """The words of the question that the chosen relations leave unused, in order."""
    used = {index for one in chosen for index in _used(one, parsed)}
    left = [token.text for token in parsed.tokens
            if _is_beyond(token) or (token.i not in used and _matters(token))]
    return [*left, *_narrowing(parsed)]


def _is_beyond(token: Token) -> bool:
    """What no pattern can say: *without*, *most*, *largest*."""
    return token.lower in question_words().beyond or (token.tag in ("JJS", "RBS") and not token.hole)


def _matters(token: Token) -> bool:
    """Whether leaving a word out would widen the question."""
    if token.hole or token.pos not in CONTENT or token.lemma in LIGHT or not any(c.isalnum() for c in token.text):
        return False
    if token.lower in question_words().harmless:
        return False
    if token.lemma in transparent() and any(below.hole for below in token.subtree()):
        return False
    beside_name = any(near.hole.startswith("!") for near in (*token.children, token.head))
    return not (noun_type(token.lower) is not None and beside_name)


def _narrowing(parsed: Parsed) -> list[str]:
    """Words between *which* and its noun: they narrow what is asked, and nothing here says how."""
    return [word for item in parsed.asked.items if item.kind == "hole" and " " in item.text for word in item.text.split()[:-1]]


def _is_named(one: Found, role: str, slot: Sequence[Token]) -> bool:
    """Whether words only say what the relation says: *a stake*, not *a stake of 20 percent*; *supply with content*."""
    words = [token for top in slot for token in top.subtree()]
    return (one.line.relation, role) in NAMED and all(
        token.lemma == role or token.hole or token.pos in ("DET", "ADP", "PRON", "PUNCT") for token in words)


def _meant(slot: Sequence[Token]) -> Sequence[Token]:
    """Of the words that may fill a place those that name or ask for something, where any does: *who plays the detective*."""
    return [token for token in slot if any(below.hole for below in token.subtree())] or slot


def _used(one: Found, parsed: Parsed) -> set[int]:
    match, tokens = one.match, parsed.tokens
    used = {match.trigger.i, *(child.i for child in match.trigger.children if child.dep in ("prt", "aux", "auxpass", "neg"))}
    used |= {token.i for token in (*post(one), *exclusive(one, parsed.ontology))}
    told = (_meant(slot) if role in one.places else slot for role, slot in match.slots.items()
            if role in one.places or role == "status" or _is_named(one, role, slot))
    for token in (token for slot in told for token in slot):
        used |= {token.i, *(child.i for child in token.children if child.dep in ("compound", "case", "det") and not child.hole)}
    above, plain = match.trigger, stance(match) == Stance()
    while not above.is_root:
        above = above.head
        if (above.lemma in cues() and not plain) or above.lemma in ("be", "get", "use"):
            used.add(above.i)
    said = {*match.line.when, match.line.particle}
    if not plain:
        used |= {token.i for token in tokens if token.dep == "neg"}
        said |= cues()
    return used | {token.i for token in tokens if token.lemma in said or token.lower in said}
