"""Chosen relations → one pattern. What doesn't hang together, or leaves a side open that the question doesn't, is no pattern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.claim import Value
from graph.entity import Entity
from graph.identity.linking import entity_id
from graph.ontology import Ontology
from ingest.reading import Filler, Found, stance
from queries.pattern import Anything, Clause, Entities, Filters, Literals, Pattern, Term, Var
from queries.questions.choice import CONTENT, MONEY, Parsed, exclusive, expressed, post, roles, unused
from queries.questions.periods import Period
from queries.questions.words import question_words

_NO_BEARERS = frozenset({"Region", "Service", "Format", "Genre"})


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question asks. `entities` are those that it names, by id, to tell the reading in words."""

    pattern: Pattern
    yes_no: bool
    entities: Mapping[str, Entity]


def pattern(parsed: Parsed, chosen: Sequence[Found], filters: Filters, period: Period | None = None) -> Understood | None:
    """The pattern of the chosen relations; None where they don't make one."""
    asked = parsed.asked
    how = stance(chosen[0].match)
    ended = how.status in parsed.ontology.former
    timeless = ended or (asked.past and filters.as_of is None)
    filters = replace(filters, polarity=(how.polarity,), modality=(how.modality,), timeless=timeless)
    clauses = [*_clauses(parsed, chosen), *(_of_concept(hole, concept) for hole, concept in asked.concepts)]
    if how.polarity == "negative" and not any(isinstance(term, Entities) for clause in clauses for _, term in clause.terms()):
        return None  # what is denied of nobody in particular
    with_role = _with_asked_role(clauses, parsed)
    if with_role is None:
        return None
    clauses, select = with_role
    if period is not None:
        if (dated := _dated(clauses, period, parsed.ontology)) is None:
            return None
        clauses = dated
    variables = {term.name for clause in clauses for _, term in clause.terms() if isinstance(term, Var)}
    if not _is_sound(clauses, select, yes_no=asked.yes_no) or not set(select) <= variables:
        return None
    count = select[0] if asked.count is not None and select else None
    shown = () if count else tuple(select) or tuple(sorted(variables))
    if not shown and count is None:
        clauses, shown = _witness(clauses)
    types = tuple((name, kinds) for name, kinds in asked.types if kinds and name in variables and name != MONEY)
    entities = {entity.id: entity for item in parsed.names.values() for entity in item.entities}
    entities |= {concept.id: concept for _, concept in asked.concepts}
    entities |= {entity_id(filler.name, filler.type): Entity(entity_id(filler.name, filler.type), filler.name, filler.type)
                 for one in chosen for fillers in one.places.values() for filler in fillers if filler.via == "trigger"}
    return Understood(Pattern(tuple(clauses), shown, types, filters, count=count, ended=ended), asked.yes_no, entities)


def measure(parsed: Parsed, filters: Filters) -> Understood | None:
    """*How many views has X*, *how much has X raised*: a measure of the one name in the question."""
    named = [item for item in parsed.names.values() if item.entities and item.type not in _NO_BEARERS]
    if parsed.asked.metric is None or len(named) != 1 or len(parsed.names) != 1:
        return None
    known = question_words()
    if any(token.pos in CONTENT and not token.hole and token.lemma not in known.measuring and token.lower not in known.harmless
           and token.lower not in known.measures and token.lower not in known.money for token in parsed.tokens):
        return None
    bearer = Entities(tuple(entity.id for entity in named[0].entities))
    metric = Literals((Value(parsed.asked.metric, "text"),))
    roles: tuple[tuple[str, Term], ...] = (("metric", metric), ("unit", Var("unit")), ("value", Var("value")))
    clause = Clause(bearer, ("has_metric",), Anything(), roles, ("unit",))
    return Understood(Pattern((clause,), ("value", "unit"), filters=filters), False, {entity.id: entity for entity in named[0].entities})


def concepts(parsed: Parsed, filters: Filters) -> Understood | None:
    """*Which romantic comedies are there?*"""
    asked = parsed.asked.concepts
    if not asked or parsed.names or parsed.holes != {hole for hole, _ in asked} or unused(parsed, ()):
        return None
    clauses = tuple(_of_concept(hole, concept) for hole, concept in asked)
    count = asked[0][0] if parsed.asked.count is not None else None
    select = () if count else tuple(hole for hole, _ in asked)
    return Understood(Pattern(clauses, select, filters=filters, count=count), False, {concept.id: concept for _, concept in asked})


def listing(parsed: Parsed, filters: Filters) -> Understood | None:
    """*Which platforms are there?*: all entities of a type; *which actors*: all that have such a relation."""
    types = dict(parsed.asked.types)
    select = parsed.asked.select
    if len(select) != 1 or parsed.names or parsed.asked.concepts or parsed.asked.ask or parsed.holes != set(select) or unused(parsed, ()):
        return None
    noun = next(item.lower for item in parsed.asked.items if item.hole == select[0])
    relation = question_words().doers.get(noun)
    if relation is None and not (types.get(select[0]) and noun in question_words().whole):
        return None
    count = select[0] if parsed.asked.count is not None else None
    told = tuple((name, kinds) for name, kinds in parsed.asked.types if kinds)
    clauses = (Clause(Var(select[0]), (relation,), Anything()),) if relation is not None else ()
    return Understood(Pattern(clauses, () if count else select, told, filters, count=count), False, {})


# --- clauses


def _clauses(parsed: Parsed, chosen: Sequence[Found]) -> list[Clause]:
    merged: dict[tuple[Term, Term, tuple[tuple[str, Term], ...]], list[str]] = {}
    for one in chosen:
        object_ = _term(one, "object", parsed)
        subject = Anything() if _term(one, "subject", parsed) == object_ else _term(one, "subject", parsed)  # X closed: whoever closed it
        key = (subject, object_, tuple(sorted(_roles(one, parsed).items())))
        merged.setdefault(key, []).extend(question_words().same.get(one.line.relation, (one.line.relation,)))
    return [single for (subject, object_, roles), predicates in merged.items()
            for single in _each(Clause(subject, tuple(dict.fromkeys(predicates)), object_, roles), parsed)]


def _roles(one: Found, parsed: Parsed) -> dict[str, Term]:
    """Roles that hold names or holes, the amount that is asked for, the post, and an exclusive deal."""
    told: dict[str, Term] = {role: _term(one, role, parsed) for role in roles(one, parsed)}
    for role, tokens in one.match.slots.items():
        if role not in one.places and parsed.holds_literal(role) and any(token.hole == MONEY for token in tokens[:1]):
            told[role] = Var(MONEY)
    if (held := _post(one)) is not None:
        told["role"] = held
    if exclusive(one, parsed.ontology):
        told["exclusivity"] = Literals((Value("exclusive", "text"),))
    return told


def _term(one: Found, place: str, parsed: Parsed) -> Term:
    fillers = one.places.get(place, ())
    if not fillers:
        return Anything()
    if (told := expressed(filler.hole for filler in fillers)) and not told[0].startswith("!"):
        return Var(told[0])
    return Entities(tuple(id_ for filler in fillers for id_ in _ids(filler, parsed)))


def _ids(filler: Filler, parsed: Parsed) -> Sequence[str]:
    if filler.via == "trigger":  # *who dubs for X*: the verb is the service
        return (entity_id(filler.name, filler.type),)
    item = parsed.names.get(filler.hole)
    return tuple(entity.id for entity in item.entities) if item is not None else ()


def _post(one: Found) -> Literals | None:
    """*the chief executive of X*: only who has that post, however it is written."""
    shown = " ".join(token.lower for token in post(one))
    return Literals(tuple(Value(text, "text") for text in question_words().posts.get(shown, (shown,)))) if shown else None


def _each(clause: Clause, parsed: Parsed) -> list[Clause]:
    """*on X and Y* asks for both: a clause each. *X or Y* is a set."""
    words = {token.lower for token in parsed.tokens}
    if "and" not in words or "or" in words:
        return [clause]
    if isinstance(clause.object, Entities) and len(clause.object.ids) > 1:
        return [replace(clause, object=Entities((one,))) for one in clause.object.ids]
    if isinstance(clause.subject, Entities) and len(clause.subject.ids) > 1:
        return [replace(clause, subject=Entities((one,))) for one in clause.subject.ids]
    return [clause]


def _of_concept(hole: str, concept: Entity) -> Clause:
    return Clause(Var(hole), ("has_genre" if concept.type == "Genre" else "has_format",), Entities((concept.id,)))


def _with_asked_role(clauses: list[Clause], parsed: Parsed) -> tuple[list[Clause], tuple[str, ...]] | None:
    """*when* and *how much* ask for a role of the statement: the first of its roles that can answer."""
    ask, select = parsed.asked.ask, parsed.asked.select
    if ask is None:
        return clauses, select
    if any(term == Var(MONEY) for clause in clauses for _, term in clause.terms()):
        return clauses, select or (MONEY,)
    for number, clause in enumerate(clauses):
        for role in question_words().roles.get(ask, ()):
            if role not in dict(clause.roles) and all(parsed.ontology.allows(name, role) for name in clause.predicates):
                return [*clauses[:number], replace(clause, roles=(*clause.roles, (role, Var(role)))), *clauses[number + 1:]], (role,)
    return None


def _dated(clauses: Sequence[Clause], period: Period, ontology: Ontology) -> list[Clause] | None:
    """The first clause that can have a date has it within the period."""
    for number, clause in enumerate(clauses):
        if "date" not in dict(clause.roles) and all("date" in ontology.relations[name].qualifiers for name in clause.predicates):
            return [*clauses[:number], replace(clause, roles=(*clause.roles, ("date", period.dates()))), *clauses[number + 1:]]
    return None


# --- what makes sense


def _is_sound(clauses: Sequence[Clause], select: Sequence[str], *, yes_no: bool) -> bool:
    """Whether the clauses say one thing together, and no side is open that the question doesn't leave open."""
    return _hang_together(clauses) and all(_is_closed(clause, select, yes_no=yes_no, alone=len(clauses) == 1) for clause in clauses)


def _hang_together(clauses: Sequence[Clause]) -> bool:
    held = [{term.name for _, term in clause.terms() if isinstance(term, Var)} for clause in clauses]
    joined, rest = set(held[0]), list(held[1:])
    while rest and (linked := next((names for names in rest if names & joined), None)) is not None:
        joined |= linked
        rest.remove(linked)
    return not rest


def _is_closed(clause: Clause, select: Sequence[str], *, yes_no: bool, alone: bool) -> bool:
    open_sides = [term for term in (clause.subject, clause.object) if isinstance(term, Anything)]
    asked_by_role = any(isinstance(term, Var) and term.name in select for _, term in clause.roles)
    if not open_sides or asked_by_role:
        return True
    if len(open_sides) > 1:
        return False
    narrowed = any(isinstance(term, Literals | Entities) for _, term in clause.roles)
    constants = any(isinstance(term, Entities | Literals) for _, term in clause.terms())
    return yes_no or narrowed or (alone and not constants)


def _witness(clauses: list[Clause]) -> tuple[list[Clause], tuple[str, ...]]:
    """What shows that it is so: an open side becomes a variable; a question of names alone needs none."""
    first = clauses[0]
    if isinstance(first.subject, Anything):
        return [replace(first, subject=Var("subject")), *clauses[1:]], ("subject",)
    if isinstance(first.object, Anything):
        return [replace(first, object=Var("object")), *clauses[1:]], ("object",)
    return clauses, ()
