"""Polarity and modality: whether a match is said to hold, to be planned, to be rumoured, or not to hold; and its status.

Cues are looked for on the trigger, on the verbs above it that it is the content of (plans *to launch*, is said *to be testing*),
and on its arguments (*no* app, *neither* company). A party to the deal that speaks of it asserts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.lexicon.words import words
from ingest.reading.clauses import VERBAL
from ingest.reading.frames import Match, is_verb
from ingest.reading.parse import Token


@dataclass(frozen=True, slots=True)
class Stance:
    """How a statement is made."""

    polarity: str = "positive"
    modality: str = "asserted"
    status: str | None = None


def stance(match: Match) -> Stance:
    """How the text stands to what a match says."""
    within = _within_phrase(match)
    verbs = [] if within else list(_verbs_above(match.trigger))
    negative = sum(_negated(verb, match.trigger) for verb in verbs) % 2 == 1 or _negative_arguments(match)
    if match.line.polarity == "negative":
        negative = not negative  # *wouldn't rule it out*
    status = match.line.fixed.get("status") or _former(match, verbs) or (None if within else _talks(match.trigger, verbs))
    if not within and negative and any(_no_longer(verb) for verb in verbs):
        negative, status = False, status or "ended"
    modality = match.line.modality or ("reported" if _reported(match.trigger, verbs) or status == "in talks" else None)
    if modality is None and (_planned(match.trigger, verbs) or _hypothetical(verbs) or _only_weighed(match)):
        modality = "planned"
    if modality == "planned" and negative and match.line.relation != "regulates":
        modality = None  # *will not take it over*: what is denied is denied now
    if modality == "planned" and any(verb.lemma in words().modality.exploring for verb in verbs) and status is None:
        status = "exploring"
    return Stance("negative" if negative else "positive", modality or "asserted", status)


_EXCEPT = {"except", "excluding", "excepting", "bar", "barring"}
_LEADING = {"the", "a", "an", "in", "by", "from", "for", "on", "to", "with", "at", "of", "as", "app", "series", "studio"}


def excepted(start: int, tokens: Sequence[Token]) -> bool:
    """Whether a name is left out or only set against another: *everywhere except in R*, *made by A and not, as we wrote, by B*."""
    at = next((token.i for token in tokens if token.start == start), -1)
    at -= 1
    while at >= 0 and (
        tokens[at].lower in _LEADING
        or (tokens[at].type and at + 1 < len(tokens) and tokens[at + 1].lower in ("and", "or"))
        or (tokens[at].lower in ("and", "or") and at and tokens[at - 1].type)
    ):
        at -= 1
    if at > 0 and tokens[at].text == ",":
        opens = next((number for number in range(at - 1, max(-1, at - 7), -1) if tokens[number].text == ","), at)
        if opens > 0 and tokens[opens - 1].lower == "not" and not any(token.type for token in tokens[opens:at]):
            at = opens - 1
    if at <= 0:
        return False
    if tokens[at].lower in _EXCEPT or (tokens[at].lower == "for" and tokens[at - 1].lower == "except"):
        return True
    return tokens[at].lower == "not" and tokens[at - 1].lower in (",", "and", "(", "-", "–", "—", "though", "but")


_IN_PHRASE = frozenset({"agent", "possessive", "compound", "adjective"})


def _within_phrase(match: Match) -> bool:
    """*its owner, X, will sell*: what a noun phrase says by itself doesn't share in what its verb plans or denies."""
    if match.line.kind not in _IN_PHRASE and not (match.line.kind == "noun" and match.trigger.type):
        return False
    top = match.trigger
    while not top.is_root and top.dep in ("appos", "compound", "nmod", "amod", "poss", "conj") and not is_verb(top):
        top = top.head
    if top.dep in ("attr", "oprd", "acomp") or (top.dep == "pobj" and top.head.lower in ("as", "among")):
        return False
    inside = {id(token) for token in top.subtree()}
    return all(id(token) in inside for tokens in match.slots.values() for token in tokens)


def _only_weighed(match: Match) -> bool:
    """*X is weighing microdramas*; a series that is being shot for an app isn't on it yet."""
    trigger, relation = match.trigger, match.line.relation
    if relation == "expands_into":
        return trigger.lemma in words().modality.exploring
    if relation == "released_on" and is_verb(trigger) and trigger.lemma in _IN_WORK:
        return trigger.tag in ("VBG", "VBZ", "VBP") and not any(child.lower in ("has", "have", "had") for child in trigger.kids("aux"))
    return relation == "regulates" and trigger.tag == "VBG" and trigger.lemma in ("draft", "prepare", "propose")


_IN_WORK = frozenset({"shoot", "film", "make", "prepare", "produce", "expect", "develop", "write"})


def _no_longer(verb: Token) -> bool:
    """*no longer carries it*, *doesn't use it any more*: it did once."""
    near = [child.lower for child in verb.subtree() if abs(child.i - verb.i) <= 6]
    return any(
        (first == "no" and second == "longer") or (first == "any" and second in ("more", "longer")) or second == "anymore"
        for first, second in pairwise(near)
    )


def _verbs_above(trigger: Token) -> Iterator[Token]:
    """The trigger's own verb, then each verb that has it as its content."""
    token = trigger
    for _ in range(6):
        if is_verb(token):
            yield token
            content = token.dep in ("xcomp", "ccomp", "pcomp") and not _said_after(token)
            if content or (token.dep == "conj" and not token.kids("nsubj", "nsubjpass", "aux")):
                token = token.head
                while token.pos == "ADP" and not token.is_root:
                    token = token.head
                continue
            if token.dep == "advcl" and token.head.lemma in ("be",):
                token = token.head
                continue
            return
        if token.is_root or token.dep in ("appos", "poss", "conj") or token.type:
            return
        if token.dep == "acomp" and token.lemma in words().modality.planned_adjectives:
            token = token.head
            continue
        if token.dep in ("dobj", "nsubjpass", "pobj", "attr", "prep", "nsubj", "acomp"):
            token = token.head
            continue
        return


def _said_after(token: Token) -> bool:
    """*X bought Y; the bank denies that …*: a clause that stands before the verb it hangs on is not its content."""
    between = [child for child in token.head.children if token.i < child.i < token.head.i]
    return token.dep == "ccomp" and token.i < token.head.i and any(child.text in (";", ":", "-", "–", "—") for child in between)


def _negated(verb: Token, trigger: Token) -> bool:
    for child in verb.children:
        if child.dep != "neg" and child.lower not in ("never", "not", "n't"):
            continue
        if child.i > verb.i and verb.lemma not in ("be", "do", "have", "will"):
            continue  # *offers X and not Y*
        return not any(token.i == child.i + 1 and token.lower in ("only", "just") for token in verb.subtree())
    if verb is trigger:
        return False
    ruled_out = verb.lemma in ("turn", "rule") and any(child.lower in ("down", "out") for child in verb.kids("prt"))
    return ruled_out or verb.lemma in words().modality.negative_verbs


def _negative_arguments(match: Match) -> bool:
    cues = words().modality.negative_determiners
    for place in ("subject", "object"):
        for token in match.slots.get(place, ()):
            if any(child.lower in cues and child.dep in ("det", "preconj", "cc", "neg") for child in token.children):
                return True
    trigger = match.trigger
    return not is_verb(trigger) and any(child.lower == "no" for child in trigger.children)


def _reported(trigger: Token, verbs: list[Token]) -> bool:
    cues = words().modality
    for verb in verbs:
        if any(child.lower in cues.reported_adverbs for child in verb.children):
            return True
        passive = any(child.dep == "auxpass" for child in verb.children)
        if passive and verb.lemma in cues.reported_verbs and verb is not trigger:
            return True
        if verb.lemma in ("hear", "rumour", "rumor", "allege") and verb is not trigger:
            return True
    if any(child.lower in ("alleged", "rumoured", "rumored", "reported", "supposed") for child in trigger.children):
        return True
    return _said_in_passing(trigger)


def _said_in_passing(trigger: Token) -> bool:
    """*X has bought Y, the blog Z reports*: the whole sentence is somebody else's word."""
    top = trigger
    while not top.is_root:
        top = top.head
    tokens = top.subtree()
    for verb, after in pairwise(tokens):
        if verb is not trigger and verb.lemma in _PASSING and verb.tag in ("VBZ", "VBD") and after.text in (".", ";", ","):
            tellers = verb.kids("nsubj")
            if any(teller.type or any(child.type for child in teller.children) for teller in tellers):
                return True
    return False


_PASSING = frozenset({"report", "hear", "learn"})


def _planned(trigger: Token, verbs: list[Token]) -> bool:
    cues = words().modality
    for verb in verbs:
        if any(child.dep == "aux" and child.lower in cues.planned_modals for child in verb.children):
            return True
        intends = verb is not trigger and verb.lemma in cues.planned and (verb.tag != "VBN" or not verb.kids("auxpass"))
        if intends and (verb.lemma != "agree" or verb.kids("xcomp")):  # *agreed to buy*, but not *agreed deals*
            return True
        if _to_come(verb):
            return True
        if (
            verb is not trigger
            and verb.lemma in ("set", "schedule", "expect", "slate", "plan", "due", "tip")
            and any(child.dep in ("auxpass", "aux") for child in verb.children)
        ):
            return True
        if any(child.dep == "acomp" and child.lower in cues.planned_adjectives for child in verb.children) and verb.lemma in (
            "be",
            "look",
            "stand",
        ):
            return True
    return any(child.lower in cues.planned_adjectives for child in trigger.children if child.dep in ("amod", "advmod"))


def _to_come(verb: Token) -> bool:
    """*X to buy Y* in a headline, *is to be led by*, *is going to open*."""
    if not any(child.lower == "to" for child in verb.kids("aux")):
        return False
    head = verb.head
    if verb.is_root or (verb.dep in ("acl", "relcl") and head.type and (head.is_root or head.dep in ("nsubj", "dep"))):
        return True
    return verb.dep == "xcomp" and (head.lemma == "be" or (head.lemma == "go" and head.tag == "VBG"))


def _hypothetical(verbs: list[Token]) -> bool:
    return any(child.dep == "mark" and child.lower in ("if", "unless", "should") for verb in verbs for child in verb.children)


def _former(match: Match, verbs: list[Token]) -> str | None:
    cues = words().modality
    trigger = match.trigger
    for verb in verbs:
        if verb.lemma == "use" and verb is not trigger and verb.tag == "VBD" and trigger.dep == "xcomp":
            return "former"
        if any(child.lower in ("formerly", "previously", "once") and child.dep == "advmod" for child in verb.children):
            return "former" if match.line.relation in ("holds_role", "owns", "operates", "based_in") else None
    near = [*trigger.lefts, *(trigger.head.lefts if trigger.dep in ("compound", "nmod", "conj") else ())]
    if any(child.lower in cues.former or child.lower.startswith("ex-") for child in near if not child.type or child.i < trigger.i):
        return "former"
    return None


def _talks(trigger: Token, verbs: list[Token]) -> str | None:
    for verb in (trigger, *verbs):
        above: Token | None = verb
        for _ in range(3):
            if above is None:
                break
            if above.lemma in words().modality.talks:
                return "in talks"
            above = above.head if not above.is_root and above.dep in ("acl", "xcomp", "prep", "pcomp", "pobj", "advcl") else None
        if any(
            inner.lemma in words().modality.talks
            for preposition in verb.kids("prep")
            if preposition.lower == "in"
            for inner in preposition.kids("pobj")
        ):
            return "in talks"
    return None


def future(match: Match) -> bool:
    """Whether dates near a match lie ahead: what is planned, and what *opens on May 3*."""
    verbs = list(_verbs_above(match.trigger))
    return _planned(match.trigger, verbs) or any(_scheduled(verb) for verb in verbs[:1])


def _scheduled(verb: Token) -> bool:
    """A present tense that isn't a perfect: beside a date it speaks of what is to come."""
    auxiliaries = [child.lower for child in verb.children if child.dep in ("aux", "auxpass")]
    if any(word in ("has", "have", "had", "was", "were", "did") for word in auxiliaries):
        return False
    return verb.tag in ("VBZ", "VBP") or (verb.tag in ("VBG", "VBN") and any(word in ("is", "are", "'s", "'re") for word in auxiliaries))


def stance_of(token: Token) -> Stance:
    """How the text stands to what a word tells, without a frame: a measure and the verb it hangs on."""
    verbs = list(_verbs_above(token))
    if _reported(token, verbs):
        return Stance(modality="reported")
    return Stance(modality="planned" if _planned(token, verbs) else "asserted")


def top_verb(token: Token) -> Token:
    """The verb that heads the clause a token stands in; the token itself where there is none."""
    current = token
    while not is_verb(current) and not current.is_root and current.pos not in VERBAL:
        current = current.head
    return current if is_verb(current) else token
