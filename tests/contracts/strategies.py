"""Random worlds, and hypothesis strategies for patterns over them: no nonsense, but no sense either."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from graph.claim import Value
from graph.errors import PatternError
from graph.identity.linking import entity_id
from graph.ontology import Ontology
from graph.ontology.model import LITERAL
from queries.pattern import Anything, Clause, Entities, Filters, Group, Literals, Missing, Pattern, Term, Var
from queries.rewrite import rewrite
from tests.contracts.worlds import TODAY, Telling

RELATIONS = ["owns", "operates", "acquires", "produces", "released_on", "provides_service", "partners_with", "competes_with", "launches",
             "available_in", "funds", "has_metric", "holds_role"]
ASKED = [*RELATIONS, "owned_by", "carries", "service_provided_by", "market_for", "serves", "works_on", "co_produces_with", "delivers_to",
         "brand_funded_on", "is_behind", "*"]
COMMON = ["owns", "produces", "released_on", "provides_service", "partners_with", "serves", "delivers_to", "is_behind", "*"]
STEPS = ["owns", "acquires", "operates", "partners_with", "owned_by", "produces", "released_on", "*"]
DERIVED = ["serves", "works_on", "co_produces_with", "delivers_to", "brand_funded_on", "is_behind", "available_in"]
TYPES = {"Alder": "Studio", "Birch": "Studio", "Cedar": "Platform", "Dogwood": "Platform", "Elm": "Organization", "Fir": "Brand",
         "Grey Hills": "Title", "Harbour": "Title", "Ida Moe": "Person", "finishing": "Service", "colour grading": "Service",
         "post-production": "Service", "Chile": "Region", "Peru": "Region"}
LITERALS = {"date": ["2025", "2026-03", "2027-01-01"], "money": ["$2 million", "2,000,000 dollars", "€5"], "number": ["12", "12.0", "1 million"],
            "percentage": ["60%"], "duration": ["two years"], "text": ["Lead", "lead", "minor"], "one_of": ["former", "current", "ended"]}
ROLES = ["to", "title", "region", "with", "date", "status", "kind", "amount", "role", "metric"]


def telling(seed: int, ontology: Ontology, *, documents: int = 8, claims: int = 14) -> Telling:
    """A world of documents with random claims that the ontology allows."""
    chance = random.Random(seed)
    told = []
    for number in range(documents):
        published = chance.choice([None, "2025-06", "2026-02-13", "2026-11-01"])
        told.append((f"d{number % (documents - 1)}", published, [_line(chance, ontology) for _ in range(claims)]))
    return Telling(TYPES, told)


def _line(chance: random.Random, ontology: Ontology) -> str:
    relation = ontology.relations[chance.choice(RELATIONS)]
    subject = chance.choice([name for name, type_ in TYPES.items() if type_ in relation.domain])
    ranged = [name for name, type_ in TYPES.items() if type_ in relation.range]
    object_ = chance.choice(ranged) if LITERAL not in relation.range else chance.choice(LITERALS["number"])
    roles = {role: _filler(chance, role, ontology) for role in ROLES if ontology.allows(relation.name, role) and chance.random() < 0.4}
    told = "; ".join(f"{role}={value}" for role, value in roles.items())
    polarity = chance.choice(["positive"] * 5 + ["negative"])
    modality = chance.choice(["asserted"] * 5 + ["planned", "reported"])
    return f"{subject} | {relation.name} | {object_} | {told} | {polarity} | {modality} | {chance.choice([0.3, 0.6, 0.9])}"


def _filler(chance: random.Random, role: str, ontology: Ontology) -> str:
    told = ontology.roles[role]
    if told.kind == "entity":
        return chance.choice([name for name, type_ in TYPES.items() if type_ in told.range])
    if told.kind == "one_of":
        return chance.choice([value for value in LITERALS["one_of"] if value in told.values])
    return chance.choice(LITERALS[told.kind])


ids = st.sampled_from(sorted(entity_id(name, type_) for name, type_ in TYPES.items()))
constants = st.lists(ids, min_size=1, max_size=3, unique=True).map(lambda told: Entities(tuple(told)))
literals = st.sampled_from([Value(text, kind) for kind, texts in LITERALS.items() for text in texts]).map(lambda value: Literals((value,)))
days = st.sampled_from([TODAY, TODAY.replace(year=2025), TODAY.replace(2026, 2, 13), TODAY.replace(2026, 3, 1)])


@st.composite
def patterns(draw: st.DrawFn, ontology: Ontology, *, known_at: bool, parts: bool = False) -> Pattern:
    """`parts`: with paths, variables for relations, either, optional, without, and variables that types alone bind."""
    clauses: list[Clause] = []
    used: list[str] = []
    optional = 0
    for number in range(draw(st.sampled_from([1, 1, 2, 2, 2, 3]))):
        predicate = draw(st.sampled_from(ASKED if draw(st.booleans()) else COMMON))
        joined = Var(draw(st.sampled_from(used))) if used else Var("a")
        other: Term = draw(st.one_of(st.sampled_from("abc").map(Var), st.just(Var("xyz"[number])), st.just(Var("xyz"[number])), constants,
                                     st.just(Anything())))
        subject, object_ = (joined, other) if draw(st.booleans()) else (other, joined)
        roles: dict[str, Term] = {}
        optional_roles: list[str] = []
        for role in draw(st.sampled_from([[], [], *([role] for role in ROLES), ["to", "region"], ["date", "status"]])) if _takes_roles(predicate) else []:
            if not _allowed(predicate, role, ontology):
                continue
            if draw(st.booleans()) and draw(st.booleans()):
                roles[role] = Var(f"o{optional}")
                optional_roles.append(role)
                optional += 1
            else:
                roles[role] = draw(st.one_of(st.just(Var("r")), st.sampled_from("abr").map(Var), constants, literals, st.just(Anything()),
                                             st.just(Missing())))
        clause = Clause(subject, (predicate,), object_, tuple(sorted(roles.items())), tuple(sorted(optional_roles)))
        clauses.append(draw(_varied(clause)) if parts else clause)
        used = [name for name in Pattern(tuple(clauses), ()).variables() if name[0] not in "oqu"]
    plain = _over(draw, tuple(clauses), known_at)
    asked = draw(_with_parts(plain)) if parts else plain
    return asked if _means_something(asked, ontology) else plain


@st.composite
def _varied(draw: st.DrawFn, clause: Clause) -> Clause:
    """Now and then a path, or a variable for the relation."""
    kind = draw(st.sampled_from(["", "", "", "", "path", "path", "relation"]))
    if kind == "path" and not clause.roles and clause.subject != clause.object:
        least = draw(st.sampled_from([1, 1, 2]))
        predicates = draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=3, unique=True))
        return replace(clause, predicates=("*",) if "*" in predicates else tuple(predicates),
                       steps=(least, draw(st.sampled_from([least, least + 1, 3]))))
    if kind == "relation" and clause.predicates[0] not in DERIVED:
        return replace(clause, relation=draw(st.sampled_from(["q", "u"])))
    return clause


@st.composite
def _with_parts(draw: st.DrawFn, plain: Pattern) -> Pattern:
    """With a part or two over the pattern's variables and some of their own, and what types alone tell."""
    outside = [name for name in plain.variables() if name[0] not in "oqu"] or ["a"]

    def group(own: str) -> Group:
        joined = Var(draw(st.sampled_from(outside)))
        told = [draw(_simple(joined, [*outside, own, own])) for _ in range(draw(st.sampled_from([1, 1, 2])))]
        return tuple(told)

    parts: dict[str, Any] = {}
    kinds = draw(st.sampled_from([[], [], ["without"], ["without"], ["optional"], ["optional"], ["either"], ["either"], ["without", "optional"],
                                  ["alone"], ["optional", "either"]]))
    types = plain.types
    select = plain.select
    if "without" in kinds:
        parts["without"] = tuple(group(own) for own in draw(st.sampled_from([["l"], ["l", "m"]])))
    if "optional" in kinds:
        parts["optional"] = tuple(group(own) for own in draw(st.sampled_from([["e"], ["e", "f"]])))
        select = tuple(dict.fromkeys((*select, *draw(st.sampled_from([[], ["e"], ["e"]])))))
    if "either" in kinds:
        parts["either"] = ((group(draw(st.sampled_from(["g", *outside]))), group(draw(st.sampled_from(["g", *outside])))),)
        select = tuple(dict.fromkeys((*select, *draw(st.sampled_from([[], ["g"]])))))
    if "alone" in kinds:
        types, select = (*types, ("w", draw(st.sampled_from([("Studio",), ("Platform", "Title"), ("Region",)])))), (*select, "w")
        parts["without"] = (tuple(draw(_simple(Var("w"), ["l", *outside[:1]])) for _ in range(draw(st.sampled_from([1, 2])))),)
    if draw(st.booleans()) and parts and not types:
        types = ((draw(st.sampled_from(["l", "e", "g"])), ("Studio", "Title")),)
    return replace(plain, types=types, select=select, **parts)


@st.composite
def _simple(draw: st.DrawFn, joined: Term, names: list[str]) -> Clause:
    other: Term = draw(st.one_of(st.sampled_from(names).map(Var), constants, st.just(Anything())))
    subject, object_ = (joined, other) if draw(st.booleans()) else (other, joined)
    return draw(_varied(Clause(subject, (draw(st.sampled_from(COMMON)),), object_)))


def _means_something(pattern: Pattern, ontology: Ontology) -> bool:
    try:
        rewrite(pattern, ontology, today=TODAY)
    except PatternError:
        return False
    return True


def _over(draw: st.DrawFn, clauses: tuple[Clause, ...], known_at: bool) -> Pattern:
    variables = Pattern(clauses, ()).variables()
    select = tuple(draw(st.lists(st.sampled_from(variables), min_size=1, max_size=3, unique=True)))
    count = draw(st.sampled_from([None, None, None, *variables]))
    columns = select if count is None or count in select else (*select, count)
    order = tuple(draw(st.sampled_from(["", "-"])) + name for name in draw(st.lists(st.sampled_from(columns), max_size=2, unique=True)))
    some = st.lists(st.sampled_from(sorted(set(TYPES.values()))), min_size=1, max_size=4, unique=True).map(tuple)
    types = draw(st.one_of(st.just({}), st.just({}), st.dictionaries(st.sampled_from([name for name in variables if name not in "qu"] or ["a"]), some, max_size=1)))
    types = {name: told for name, told in types.items() if name in variables}
    named = [name for name in variables if not name.startswith("o")]
    different = ((named[0], named[1]),) if len(named) > 1 and draw(st.booleans()) and draw(st.booleans()) else ()
    filters, ended = draw(_filters(known_at))
    return Pattern(clauses, select, tuple(types.items()), filters, count, order, 1000, narrower=draw(st.booleans()), ended=ended, different=different)


@st.composite
def _filters(draw: st.DrawFn, known_at: bool) -> tuple[Filters, bool]:
    when: dict[str, Any] = draw(st.sampled_from([{}, {}, {}, {"as_of": None}, {"timeless": True}, {"timeless": True}, {"timeless": True, "ended": True}]))
    ended = bool(when.pop("ended", False)) if (when := dict(when)) else False
    if "as_of" in when:
        when["as_of"] = draw(days)
    rest: dict[str, Any] = draw(st.sampled_from([{}, {}, {}, {"min_confidence": 0.6}, {"min_sources": 2}, {"published_until": TODAY.replace(2026, 2, 13)},
                                                 {"modality": ("asserted", "planned", "reported")}, {"polarity": ("negative",)},
                                                 {"polarity": ("positive", "negative"), "modality": ("asserted", "planned", "reported")},
                                                 *([{"known_at": 4}, {"known_at": 7, "published_until": TODAY}] if known_at else [])]))
    return Filters(**when, **rest), ended


def _takes_roles(predicate: str) -> bool:
    return predicate not in ("delivers_to", "brand_funded_on", "is_behind")


def _allowed(predicate: str, role: str, ontology: Ontology) -> bool:
    names = {predicate, *(edge.hops[0].predicate for edge in ontology.derived_named(predicate) if len(edge.hops) == 1)}
    inverse = ontology.inverse_of(predicate)
    names |= {inverse.name} if inverse else set()
    return predicate == "*" or any(ontology.allows(name, role) for name in names & ontology.relations.keys())
