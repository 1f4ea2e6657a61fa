"""One sentence → its clauses with matched frames: what an article and a question have in common.

A found relation names fillers by place: subject, object and the roles that hold entities; a place may hold several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.entity import COMPANY_TYPES
from graph.ontology import Ontology, vocabulary
from ingest.lexicon.loader import Frames, Line
from ingest.reading.anaphora import NUMBERS, Context, Filler
from ingest.reading.arguments import Arguments
from ingest.reading.frames import Match, match
from ingest.reading.parse import Sentence, Token
from ingest.reading.surface import nearby

GENERAL = frozenset({"provides_service", "expands_into", "uses_tool", "funds"})
"""Relations whose object may be a kind of service."""


@dataclass(frozen=True, slots=True)
class Found:
    """A match whose places are filled with names of allowed types."""

    match: Match
    places: Mapping[str, tuple[Filler, ...]]

    @property
    def line(self) -> Line:
        return self.match.line


def read(
    sentence: Sentence, context: Context, frames: Frames, ontology: Ontology, *, partial: bool = False
) -> tuple[list[Found], Arguments]:
    """The relations of a sentence, and the arguments that were made for it. The context must have seen its names.

    `partial` keeps what has only one of subject and object: a question may leave the other open.
    """
    arguments = Arguments(sentence, context)
    found = list(_found(sentence, arguments, context, frames, ontology, partial=partial))
    for one in found:
        if one.line.relation == "invests_in" and "subject" in one.places and "object" in one.places:
            context.backed(one.places["subject"][0], one.places["object"][0])
        _employ(one, context)
    return found, arguments


def _found(
    sentence: Sentence, arguments: Arguments, context: Context, frames: Frames, ontology: Ontology, *, partial: bool
) -> Iterator[Found]:
    for one in match(sentence, frames):
        if one.line.relation == "has_metric" or not _concerns(one, sentence):
            continue
        places = {
            place: fillers
            for place in dict.fromkeys((*one.slots, *one.focus, *one.line.fixed))
            if (fillers := _fillers(place, one, arguments, context, ontology))
        }
        if not partial and ("subject" in places) != ("object" in places):
            _complete(places, one, sentence, arguments, ontology)
        if not partial and "subject" in places and "object" in places:
            _complete_roles(places, one, sentence, arguments, ontology)
        if ("subject" in places and "object" in places) or (partial and places):
            yield Found(one, places)


def _complete(places: dict[str, tuple[Filler, ...]], one: Match, sentence: Sentence, arguments: Arguments, ontology: Ontology) -> None:
    """Fill the side that the parse leaves open by the order of words."""
    missing = "object" if "subject" in places else "subject"
    allowed = allowed_types(one.line, missing, ontology)
    if _is_another(one.slots.get(missing, ()), arguments, allowed):
        return
    taken = [token for tokens in one.slots.values() for token in tokens]
    names = {filler.name for fillers in places.values() for filler in fillers}
    found = {
        filler.name: replace(filler, via="surface")
        for token in nearby(missing, one, sentence, allowed, taken)
        for filler in arguments.fill(token)
        if filler.name not in names and filler.type in allowed and not _too_general(filler, one.line.relation)
    }
    if not found and (topic := arguments.context.topic) is not None and _leaves_out(missing, one):
        about = fit(topic, allowed, one.line.kind)
        if about is not None and about.name not in names:
            found[about.name] = replace(about, via="focus")
    if found:
        places[missing] = tuple(found.values())


def _leaves_out(missing: str, one: Match) -> bool:
    """Whether an entry of a list may leave out a side: *does dubbing*, *backed by X*, *rival of X*."""
    if one.line.kind == "verb":
        passive = one.clause is not None and one.clause.passive
        return missing == "subject" or (passive and not one.slots.get("object"))
    return one.line.kind == "agent" and missing == one.line.self_place and one.trigger.is_root


def _is_another(tokens: Sequence[Token], arguments: Arguments, allowed: frozenset[str]) -> bool:
    """Whether a side is taken by a name of another type: *a series created by X* says of no company who founded it."""
    found = [filler.type for token in tokens for filler in arguments.fill(token, allowed)]
    return bool(found) and not any(type_ in allowed or {type_, *allowed} <= COMPANY_TYPES for type_ in found)


_BY_ORDER = ("to", "title")
"""Roles that hold whom a thing is done for: parsers hang *for X* on any noun before it."""


def _complete_roles(
    places: dict[str, tuple[Filler, ...]], one: Match, sentence: Sentence, arguments: Arguments, ontology: Ontology
) -> None:
    names = {filler.name for fillers in places.values() for filler in fillers}
    taken = [token for tokens in one.slots.values() for token in tokens]
    for role in _BY_ORDER:
        if role not in one.line.places or role in places:
            continue
        found = {
            filler.name: replace(filler, via="surface")
            for token in nearby(role, one, sentence, allowed_types(one.line, role, ontology), taken)
            for filler in arguments.fill(token)
            if filler.name not in names and filler.type in allowed_types(one.line, role, ontology)
        }
        if found:
            places[role] = tuple(found.values())


def _concerns(one: Match, sentence: Sentence) -> bool:
    """Whether a match is about the sentence itself and not only about the lead-in that it was joined to."""
    if not sentence.lead:
        return True
    own = {id(token) for token in sentence.own}
    return any(id(token) in own for tokens in one.slots.values() for token in _with_members(tokens))


def _with_members(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.subtree()


def _fillers(place: str, one: Match, arguments: Arguments, context: Context, ontology: Ontology) -> tuple[Filler, ...]:
    allowed = allowed_types(one.line, place, ontology)
    if not allowed:
        return ()
    if place in one.line.fixed:
        trigger = one.trigger
        return (Filler(one.line.fixed[place], "Service", trigger.start, trigger.end, "trigger"),) if place == "object" else ()
    found: dict[str, Filler] = {}
    theirs = one.line.relation == "holds_role" and place == "object" and one.line.kind in ("agent", "verb")
    for token in one.slots.get(place, ()):
        if not token.type and token.tag == "NN" and any(child.lower == "no" for child in token.kids("det")):
            continue  # *no footwear company has done so*: of nobody in particular
        for filler in _said_of(token, one, arguments, allowed):
            if theirs and filler.type == "Person" and filler.via == "pronoun" and filler.name in context.employers:
                filler = replace(context.employers[filler.name], via="pronoun")  # *her technical director*, *joins her*: of her company
            if one.line.relation == "regulates" and place == "subject" and filler.type and filler.type not in allowed:
                continue  # a brand or an app regulates nobody
            if (fitting := fit(filler, allowed, one.line.kind)) is not None and not _too_general(fitting, one.line.relation):
                found.setdefault(f"{fitting.name}\0{fitting.hole}", fitting)
    if not found and place in one.focus and (latest := _in_focus(one.focus[place], one, arguments.sentence, context)) is not None:
        found[latest.name] = replace(latest, via="focus")
    return tuple(found.values())


def _employ(one: Found, context: Context) -> None:
    """Take in whose company is whose."""
    if one.line.relation in ("holds_role", "founded", "owns", "operates"):
        for person in one.places.get("subject", ()):
            for company in one.places.get("object", ()):
                if person.type == "Person" and company.type in COMPANY_TYPES:
                    context.employers[person.name] = company


def _said_of(token: Token, one: Match, arguments: Arguments, allowed: frozenset[str]) -> list[Filler]:
    """Which names of a row a match speaks of: an owner inside a row owns what stands beside it, and a relative clause says
    nothing of the names that come after it."""
    if one.line.kind == "possessive" and (token.dep == "conj" or _inside_row(one.trigger, arguments.sentence)):
        return arguments.fill(token, allowed, alone=True)
    if one.line.self_place and token.lower in (*NUMBERS, "both") and one.trigger.tag == "NN":
        return arguments.fill(one.trigger, allowed)  # *all three are run by X, a company*: no three are a company
    filled = arguments.fill(token, allowed)
    clause = one.trigger
    while clause.dep == "conj" and not clause.is_root:
        clause = clause.head
    if len(filled) > 1 and clause.dep in ("relcl", "acl") and clause.head is token and token.type:
        before = [filler for filler in filled if filler.start < one.trigger.start]
        return before or filled
    return filled


def _inside_row(owner: Token, sentence: Sentence) -> bool:
    """*A, B's C and D*: whether a company or work stands right before an owner, with only a comma or "and" between."""
    before = [token for token in sentence.tokens[max(0, owner.i - 3) : owner.i] if token.lower not in ("the", "and", ",", "&")]
    joined = 0 < owner.i <= len(sentence.tokens) and sentence.tokens[owner.i - 1].lower in ("the", "and", ",", "&")
    return joined and bool(before) and before[-1].type in (*COMPANY_TYPES, "Title", "Tool") and owner.i - before[-1].i <= 3


def _in_focus(types: str, one: Match, sentence: Sentence, context: Context) -> Filler | None:
    """The name of some types that is spoken of. With a "!" before them only where the sentence names none itself; with a "=" the one
    that the whole text is about."""
    allowed = set(types.lstrip("!=").split("|"))
    marks = types[: len(types) - len(types.lstrip("!="))]
    if "!" in marks and any(token.type in allowed for token in sentence.own):
        return None
    if marks and allowed & COMPANY_TYPES and context.company is not None:
        return context.company
    if context.topic is not None and context.topic.type in allowed:
        return context.topic
    named = frozenset(token.entity or token.text for tokens in one.slots.values() for token in tokens if token.type)
    return (context.main if "=" in marks else context.salient)(allowed, one.trigger.start, named)


def _too_general(filler: Filler, relation: str) -> bool:
    """A kind of service can be provided or used; only a named one can be owned, launched or released on."""
    if (
        relation == "provides_service"
        and filler.type == "Service"
        and not filler.hole
        and ("Service", filler.name) not in vocabulary().concepts
    ):
        return len(filler.name) > 4 and filler.name.istitle()  # a section of an app with a name of its own is no work that is sold
    return filler.type == "Service" and relation not in GENERAL and ("Service", filler.name) in vocabulary().concepts


def allowed_types(line: Line, place: str, ontology: Ontology) -> frozenset[str]:
    """The types that a place takes: the line's own, else the ontology's; none for a role of literals."""
    if place in line.types:
        return line.types[place]
    relation = ontology.relations[line.relation]
    if place == "subject":
        return relation.domain
    if place == "object":
        return relation.range
    role = ontology.roles[place]
    return role.range if role.kind == "entity" else frozenset()


def fit(filler: Filler, allowed: frozenset[str], kind: str) -> Filler | None:
    """The filler if its type is allowed. "Organization" is what a company is called that the text doesn't tell more of: where
    a verb or noun takes some kind of company, it is read as that."""
    if filler.hole and not (filler.type and filler.hole.startswith("!")):
        open_ = not filler.type or filler.type in allowed or (filler.type == "Organization" and allowed & COMPANY_TYPES)
        return filler if open_ else None
    if filler.type in allowed:
        return filler
    companies = sorted(allowed & COMPANY_TYPES - {"Publication"})
    if companies == ["Platform"] and kind != "verb":
        return None
    if filler.type == "Organization" and companies and kind in ("verb", "noun", "agent"):
        return replace(filler, type="Studio" if "Studio" in companies else companies[0])
    if filler.type in COMPANY_TYPES and "Organization" in companies and kind in ("verb", "noun", "agent") and filler.type != "Publication":
        return replace(filler, type="Organization")
    return None
