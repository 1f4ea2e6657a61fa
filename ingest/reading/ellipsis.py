"""Ellipsis: clauses that deny and leave out what: *A has signed; B has not*, *nor does C*, *It did not*.

What the clause before told of a name of the same type is denied of the name that stands before the bare auxiliary. Where a
pronoun stands there, what was said of it is itself denied: *The paper wrote that A had bought B. It has not.*
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.entity import COMPANY_TYPES
from graph.ontology import Ontology
from ingest.reading.anaphora import NEUTER, PERSONAL, Filler, filler_of
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.parse import Sentence, Token

RULE = "ellipsis"
_AUXILIARIES = {"has", "have", "had", "did", "does", "do", "is", "was", "were", "are", "will", "would", "wo", "'s", "can", "ca", "could"}
_BEING = {"is", "was", "were", "are", "'s"}
_NOT = {"not", "n't"}
_BETWEEN = {"itself", "himself", "herself", "themselves", "however", "though", ",", "still"}
_ENDS = {".", ";", ",", ":", "!", "?", ")", "-", "–", "—", "”", '"', "and", "but"}
_TRUST = 0.75


def drafts(sentence: Sentence, told: Sequence[Draft], ontology: Ontology) -> Iterator[Draft]:
    """What the sentence's bare denials deny. `told` is what this sentence and the one before it say, in order."""
    for name, whole, passive in _denials(sentence.own):
        for draft in _source(name, told, ontology, whole=whole, passive=passive):
            made = replace(draft, stance=Stance("negative")) if whole else _of(filler_of(name), draft, ontology, passive=passive)
            if made is not None:
                identifying = ontology.relations[draft.predicate].identifying
                yield replace(
                    made,
                    entities=(),
                    literals=tuple(
                        (role, value) for role, value in draft.literals if role in identifying and role not in ("date", "start")
                    ),
                    confidence=round(_TRUST * draft.confidence, 4),
                    rule=f"{draft.predicate}.{RULE}.{int(whole)}",
                    start=min(draft.start, sentence.start),
                    end=sentence.end,
                )


def _denials(tokens: Sequence[Token]) -> Iterator[tuple[Token, bool, bool]]:
    """The subject of each bare denial, whether it is a pronoun, and whether it stands with a form of *be*."""
    for at, token in enumerate(tokens):
        after = at + 1
        while after < len(tokens) and tokens[after].lower in _BETWEEN:
            after += 1
        rest = [one.lower for one in tokens[after : after + 4]]
        bare = len(rest) > 1 and rest[0] in _AUXILIARIES and rest[1] in _NOT and _ended([word for word in rest[2:] if word != "yet"])
        before = [one.lower for one in tokens[max(0, at - 2) : at]]
        nor = len(before) == 2 and before[0] in ("nor", "neither") and before[1] in _AUXILIARIES and _ended(rest[:1])
        starts = at == 0 or tokens[at - 1].lower in _ENDS
        if token.type and token.type not in ("Genre", "Format", "Service") and (nor or bare):
            yield token, False, (before[1] if nor else rest[0]) in _BEING
        elif token.lower in NEUTER | PERSONAL | {"they"} and bare and starts and at < 2:
            yield token, True, False


def _ended(rest: Sequence[str]) -> bool:
    return not rest or rest[0] in _ENDS


def _source(name: Token, told: Sequence[Draft], ontology: Ontology, *, whole: bool, passive: bool) -> list[Draft]:
    """What the nearest clause before the denial told by its verb, of a name of the same type."""
    before = [
        draft
        for draft in told
        if ".verb." in draft.rule
        and draft.stance.polarity == "positive"
        and isinstance(draft.object, Filler)
        and max(draft.subject.start, draft.object.start) < name.start
        and (whole or _of(filler_of(name), draft, ontology, passive=passive) is not None)
    ]
    return [draft for draft in before if draft.start == before[-1].start] if before else []


def _of(name: Filler, draft: Draft, ontology: Ontology, *, passive: bool) -> Draft | None:
    """What was told, denied of another name: of the doer, or behind *be* of either side that is of its type."""
    denied = Stance("negative")
    if name.name == draft.subject.name or (isinstance(draft.object, Filler) and name.name == draft.object.name):
        return None
    if passive and isinstance(draft.object, Filler) and _alike(name, draft.object):
        return replace(draft, object=replace(name, type=draft.object.type), stance=denied)
    if _alike(name, draft.subject):
        return replace(draft, subject=replace(name, type=draft.subject.type), stance=denied)
    if not passive and name.type in ontology.relations[draft.predicate].domain:
        return replace(draft, subject=name, stance=denied)
    return None


def _alike(first: Filler, second: Filler) -> bool:
    return first.type == second.type or {first.type, second.type} <= COMPANY_TYPES
