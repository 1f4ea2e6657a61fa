"""A sentence with holes → pattern, or the words that it could not use.

The frames of articles read the question; wh-phrases and class nouns are holes. Every content word must be used by the
pattern: what isn't means *not understood*, never a silently wider answer.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from graph import dates
from graph.claim import Value
from graph.entity import Entity
from graph.errors import ValueFormatError
from graph.ontology import Ontology, Vocabulary
from ingest.reading import Filler, Found, Stance, cues, stance, transparent
from queries.pattern import Anything, Clause, Entities, Filters, Literals, Pattern, Term, Var
from queries.questions import names
from queries.questions.form import Form, Item, form, noun_type
from queries.questions.words import question_words

_CONTENT = {"NOUN", "VERB", "ADJ", "ADV", "NUM", "PROPN"}
_AS_OF = re.compile(r"\b(?:as of|as at) (\d{4}(?:-\d\d){0,2})\b", re.I)
_UNTIL = re.compile(r"\b(?:published|reported|written) (?:until|by|before) (\d{4}(?:-\d\d){0,2})\b", re.I)


class Token(Protocol):
    """What a parsed word of a question shows."""

    @property
    def i(self) -> int: ...

    @property
    def lemma(self) -> str: ...


class Language(Protocol):
    """What reads questions: `ingest.reading.Reader` is one."""

    def tokenise(self, text: str) -> list[tuple[str, int, int]]: ...

    def read_words(self, words: Sequence[tuple[str, str, str, str]]) -> tuple[object, list[Found]]: ...


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question asks: a pattern, or for yes and no the pattern of its positive form."""

    pattern: Pattern
    yes_no: bool
    entities: Mapping[str, Entity]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The words that no pattern used, and the names that nobody knows."""

    unused: tuple[str, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A name that may mean several entities, each of which makes sense."""

    candidates: tuple[Entity, ...]


Outcome = Understood | NotUnderstood | Uncertain


def read(question: str, language: Language, known: names.Known, ontology: Ontology, vocabulary: Vocabulary) -> tuple[Outcome, tuple[str, ...]]:
    """What a question asks, and the names in it that nobody knows."""
    plain, filters = _time_filters(" ".join(question.split()).rstrip("?!. "))
    named = names.find(plain, language.tokenise(plain), known, vocabulary)
    results = [_one(items, language, ontology, filters) for items in names.alternatives(named.items)]
    understood = [result for result in results if isinstance(result, Understood)]
    if not understood:
        failures = [result for result in results if isinstance(result, NotUnderstood)]
        return min(failures, key=lambda failure: len(failure.unused), default=NotUnderstood(())), named.unknown
    patterns = {result.pattern for result in understood}
    if len(patterns) > 1:
        several = [entity for item in named.items if len(item.entities) > 1 for entity in item.entities]
        return Uncertain(tuple(several)), named.unknown
    return understood[0], named.unknown


def _time_filters(question: str) -> tuple[str, Filters]:
    filters = Filters()
    for pattern, name, last in ((_AS_OF, "as_of", False), (_UNTIL, "published_until", True)):
        if (found := pattern.search(question)) is not None:
            try:
                bounds = dates.parse(found.group(1))
            except ValueFormatError:
                continue
            day: dt.date | None = bounds.latest if last else bounds.earliest
            filters = replace(filters, as_of=day) if name == "as_of" else replace(filters, published_until=day)
            question = (question[:found.start()] + question[found.end():]).strip(" ,")
    return question, filters


def _one(items: Sequence[Item], language: Language, ontology: Ontology, filters: Filters) -> Outcome:
    asked = form(items)
    words = [(item.text, item.type, item.entities[0].name if item.entities else item.text if item.kind == "name" else "",
              item.hole or (f"!{number}" if item.kind == "name" else "")) for number, item in enumerate(asked.items)]
    if not words:
        return NotUnderstood(())
    sentence, found = language.read_words([*words, (".", "", "", "")])
    return _Reading(asked, sentence, found, ontology, filters).outcome()


class _Reading:
    """One question, parsed: chooses among the relations that frames found and accounts for every word."""

    def __init__(self, asked: Form, sentence: object, found: Sequence[Found], ontology: Ontology, filters: Filters) -> None:
        self.asked, self.ontology, self.filters = asked, ontology, filters
        self.tokens = sentence.tokens  # type: ignore[attr-defined]
        self.found = [one for one in found if self._fits(one)]
        self.names = {f"!{number}": item for number, item in enumerate(asked.items) if item.kind == "name"}
        self.holes = {item.hole for item in asked.items if item.kind == "hole"}

    def outcome(self) -> Outcome:
        if self.asked.metric is not None and (measure := self._measure()) is not None:
            return measure
        chosen = self._choose()
        unused = self._unused(chosen)
        pattern = self._pattern(chosen) if chosen and not unused else None
        if pattern is not None:
            return pattern
        if self.asked.concepts and not unused and not self.names:
            return self._concept_only()
        if not chosen or unused:
            return NotUnderstood(tuple(unused) or tuple(token.text for token in self.tokens if token.pos in _CONTENT))
        return NotUnderstood(tuple(unused))

    # --- choosing

    def _fits(self, one: Found) -> bool:
        """A name must be of the type that its place takes; a role that only literals fill may be a hole."""
        return bool(one.places)

    def _covered(self, one: Found) -> frozenset[str]:
        covered = {filler.hole for fillers in one.places.values() for filler in fillers if filler.hole}
        for role, tokens in one.match.slots.items():
            if role not in one.places:
                covered |= {token.hole for token in tokens if token.hole and self._literal_role(role)}
        return frozenset(covered)

    def _literal_role(self, role: str) -> bool:
        return role in self.ontology.roles and self.ontology.roles[role].kind != "entity"

    def _choose(self) -> list[Found]:
        """The relations that cover all names and holes, the surest of each trigger; alternatives joined by *or* stay together."""
        wanted = frozenset(self.names) | self.holes
        ranked = sorted(self.found, key=lambda one: (-len(self._covered(one)), -self._sides(one), -one.line.confidence, one.line.rule))
        chosen: list[Found] = []
        covered: frozenset[str] = frozenset()
        for one in ranked:
            fresh = self._covered(one) - covered
            if not self._covered(one):
                continue
            if fresh and not any(one.match.trigger is other.match.trigger for other in chosen):
                chosen.append(one)
                covered |= self._covered(one)
        alternatives = [one for one in ranked if one not in chosen and any(self._alternative(one, other) for other in chosen)]
        chosen += [one for number, one in enumerate(alternatives)
                   if not any(one.match.trigger is before.match.trigger and one.line.relation == before.line.relation for before in alternatives[:number])]
        return chosen if wanted <= covered else []

    def _sides(self, one: Found) -> int:
        return ("subject" in one.places) + ("object" in one.places)

    def _alternative(self, one: Found, other: Found) -> bool:
        """Another verb with the same arguments (*own or run*), or another relation that is as sure for the same verb."""
        same = all(_holes_of(one, place) == _holes_of(other, place) for place in ("subject", "object"))
        if not same or self._covered(one) != self._covered(other):
            return False
        if one.match.trigger is other.match.trigger:
            return one.line.confidence == other.line.confidence and one.line.relation != other.line.relation
        return one.match.trigger.dep == "conj" or other.match.trigger.dep == "conj"

    # --- accounting for words

    def _unused(self, chosen: Sequence[Found]) -> list[str]:
        used: set[int] = set()
        for one in chosen:
            used |= self._used_by(one)
        harmless = question_words().harmless
        left = []
        for token in self.tokens:
            if token.i in used or token.hole in self.names or token.hole in self.holes or token.pos not in _CONTENT:
                continue
            if token.lower in harmless or token.lemma in ("be", "have", "do") or not any(c.isalnum() for c in token.text):
                continue
            if token.lemma in transparent() and any(below.hole for below in token.subtree()):
                continue
            if noun_type(token.lower) is not None and any(child.hole.startswith("!") for child in [*token.children, token.head]):
                continue
            left.append(token.text)
        return [*left, *self._modifiers()]

    def _modifiers(self) -> list[str]:
        """Words that stood between *which* and its noun: they narrow what is asked, and nothing here says how."""
        found = []
        for item in self.asked.items:
            if item.kind == "hole" and " " in item.text:
                found += item.text.split()[:-1]
        return found

    def _used_by(self, one: Found) -> set[int]:
        match = one.match
        used = {match.trigger.i}
        how = stance(match)
        for tokens in match.slots.values():
            for token in tokens:
                used.add(token.i)
                used |= {child.i for child in token.children if child.dep in ("compound", "case", "det") and not child.hole}
        current = match.trigger
        for _ in range(5):
            if current.is_root:
                break
            current = current.head
            if current.lemma in cues() or current.lemma in ("be", "get", "work"):
                used.add(current.i)
        if how != Stance():
            used |= {token.i for token in self.tokens if token.lemma in cues() or token.lower in cues() or token.dep == "neg"}
        if match.line.when:
            used |= {token.i for token in self.tokens if token.lemma in match.line.when or token.lower in match.line.when}
        if match.line.particle:
            used |= {token.i for token in self.tokens if token.lower == match.line.particle}
        used |= {child.i for child in match.trigger.children if child.dep in ("prt", "aux", "auxpass", "neg")}
        return used

    # --- the pattern

    def _pattern(self, chosen: Sequence[Found]) -> Understood | None:
        how = stance(chosen[0].match)
        filters = replace(self.filters, polarity=(how.polarity,), modality=(how.modality,))
        ended = False
        if how.status in ("former", "ended"):
            filters, ended = replace(filters, timeless=True), True
        elif self.asked.past and filters.as_of is None:
            filters = replace(filters, timeless=True)
        clauses = self._clauses(chosen)
        for hole, concept in self.asked.concepts:
            clauses.append(_concept_clause(hole, concept))
        asked = self._asked_role(clauses)
        if asked is None:
            return None
        clauses, select = asked
        if not _is_sound(clauses, select, yes_no=self.asked.yes_no):
            return None
        variables = {term.name for clause in clauses for _, term in clause.terms() if isinstance(term, Var)}
        if not set(select) <= variables:
            return None
        types = tuple((name, kinds) for name, kinds in self.asked.types if kinds and name in variables and name not in ("amount",))
        count = select[0] if self.asked.count is not None and select else None
        shown = () if count else tuple(select) or tuple(sorted(variables))
        if not shown and count is None:
            clauses, shown = _witness(clauses)
        pattern = Pattern(tuple(clauses), shown, types, filters, count=count, ended=ended)
        entities = {entity.id: entity for item in self.names.values() for entity in item.entities}
        return Understood(pattern, self.asked.yes_no, entities)

    def _clauses(self, chosen: Sequence[Found]) -> list[Clause]:
        merged: dict[tuple[Term, Term, tuple[tuple[str, Term], ...]], list[str]] = {}
        for one in chosen:
            relation = one.line.relation
            subject, object_ = self._term(one, "subject"), self._term(one, "object")
            roles = tuple((role, self._term(one, role)) for role in one.places if role not in ("subject", "object"))
            roles += tuple((role, Var(token.hole)) for role, tokens in one.match.slots.items() if role not in one.places
                           for token in tokens[:1] if token.hole and self._literal_role(role))
            if "exclusivity" in self.ontology.relations[relation].qualifiers and any(token.lower == "exclusive" for token in one.match.trigger.children):
                roles += (("exclusivity", Literals((Value("exclusive", "text"),))),)
            key = (subject, object_, tuple(sorted(roles, key=lambda item: item[0])))
            merged.setdefault(key, []).extend(question_words().same.get(relation, (relation,)))
        return [Clause(subject, tuple(dict.fromkeys(predicates)), object_, roles) for (subject, object_, roles), predicates in merged.items()]

    def _term(self, one: Found, place: str) -> Term:
        fillers = one.places.get(place, ())
        if not fillers:
            return Anything()
        ids = tuple(entity.id for filler in fillers for entity in self._entities(filler))
        holes = [filler.hole for filler in fillers if filler.hole and not filler.hole.startswith("!")]
        return Var(holes[0]) if holes else Entities(ids)

    def _entities(self, filler: Filler) -> Sequence[Entity]:
        item = self.names.get(filler.hole)
        return item.entities if item is not None else ()

    def _measure(self) -> Understood | None:
        """*How many views has X*, *how much has X raised*: a measure of the one name in the question."""
        named = [item for item in self.names.values() if item.entities and item.type not in ("Region", "Service", "Format", "Genre")]
        if len(named) != 1 or len(self.names) != 1 or self.asked.metric is None:
            return None
        light = {"have", "get", "raise", "secure", "earn", "make", "gross", "draw", "claim", "reach", "attract", "do", "be", "collect", "take", "bring"}
        spare = [token for token in self.tokens if token.pos in _CONTENT and not token.hole and token.lemma not in light
                 and token.lower not in question_words().harmless and token.lower not in question_words().measures
                 and token.lower not in question_words().money]
        if spare:
            return None
        clause = Clause(Entities(tuple(entity.id for entity in named[0].entities)), ("has_metric",), Anything(),
                        (("metric", Literals((Value(self.asked.metric, "text"),))), ("unit", Var("unit")), ("value", Var("value"))), ("unit",))
        return Understood(Pattern((clause,), ("value", "unit"), filters=self.filters), False, {entity.id: entity for entity in named[0].entities})

    def _asked_role(self, clauses: list[Clause]) -> tuple[list[Clause], tuple[str, ...]] | None:
        """*when* and *how much* ask for a role of the statement."""
        ask = self.asked.ask
        if ask is None or any(isinstance(term, Var) and term.name == "amount" for clause in clauses for _, term in clause.terms()):
            return clauses, self.asked.select or (("amount",) if ask == "amount" else ())
        for number, clause in enumerate(clauses):
            taken = dict(clause.roles)
            for role in question_words().roles.get(ask, ()):
                if all(self.ontology.allows(name, role) for name in clause.predicates) and role not in taken:
                    clauses[number] = replace(clause, roles=(*clause.roles, (role, Var(role))))
                    return clauses, (role,)
        return None

    def _concept_only(self) -> Outcome:
        """*Which romantic comedies are there?*"""
        clauses = tuple(_concept_clause(hole, concept) for hole, concept in self.asked.concepts)
        pattern = Pattern(clauses, tuple(hole for hole, _ in self.asked.concepts), filters=self.filters,
                          count=self.asked.concepts[0][0] if self.asked.count is not None else None)
        if pattern.count:
            pattern = replace(pattern, select=())
        return Understood(pattern, False, {concept.id: concept for _, concept in self.asked.concepts})


def _is_sound(clauses: Sequence[Clause], select: Sequence[str], *, yes_no: bool) -> bool:
    """Whether the clauses say one thing together: joined by variables, and no side open that the question doesn't leave open."""
    held = [{term.name for _, term in clause.terms() if isinstance(term, Var)} for clause in clauses]
    joined, rest = set(held[0]) if held else set(), list(held[1:])
    while rest and (linked := next((names for names in rest if names & joined), None)) is not None:
        joined |= linked
        rest.remove(linked)
    if rest:
        return False
    for clause in clauses:
        open_sides = [place for place, term in (("subject", clause.subject), ("object", clause.object)) if isinstance(term, Anything)]
        asked_by_role = any(isinstance(term, Var) and term.name in select for _, term in clause.roles)
        constants = any(isinstance(term, Entities | Literals) for _, term in clause.terms())
        if len(open_sides) > 1 and not asked_by_role:
            return False
        if open_sides and not (yes_no or asked_by_role or any(isinstance(term, Literals) for _, term in clause.roles)) and (
                len(clauses) > 1 or constants):
            return False
    return True


def _concept_clause(hole: str, concept: Entity) -> Clause:
    return Clause(Var(hole), ("has_genre" if concept.type == "Genre" else "has_format",), Entities((concept.id,)))


def _witness(clauses: list[Clause]) -> tuple[list[Clause], tuple[str, ...]]:
    """A yes-or-no question selects what witnesses it: an open side becomes a variable, else the subject of its names."""
    first = clauses[0]
    if isinstance(first.subject, Anything):
        return [replace(first, subject=Var("subject")), *clauses[1:]], ("subject",)
    if isinstance(first.object, Anything):
        return [replace(first, object=Var("object")), *clauses[1:]], ("object",)
    return clauses, ()


def _holes_of(one: Found, place: str) -> frozenset[str]:
    return frozenset(filler.hole for filler in one.places.get(place, ()))
