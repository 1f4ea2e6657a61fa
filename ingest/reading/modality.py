"""Modality: whether a match is asserted, planned or reported, and its status; with polarity, how a statement is made.

Cues are looked for on the trigger, on the verbs and nouns above it that it is the content of (plans *to launch*, reports that
it *has bought*), on its arguments (the *upcoming* series), and on who says so. A party to the deal that speaks of it asserts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.lexicon.words import word_set, words
from ingest.reading.clauses import VERBAL
from ingest.reading.frames import Match, is_verb
from ingest.reading.governors import CONTENT, Governor, governors
from ingest.reading.parse import Token
from ingest.reading.polarity import denied, denying, ended


@dataclass(frozen=True, slots=True)
class Stance:
    """How a statement is made."""

    polarity: str = "positive"
    modality: str = "asserted"
    status: str | None = None


def stance(match: Match) -> Stance:
    """How the text stands to what a match says."""
    above = [] if _within_phrase(match) else governors(match.trigger)
    negative = denied(match, above)
    status = match.line.fixed.get("status") or _former(match, above) or _talks(match.trigger, above)
    if negative and ended(match, above):
        negative, status = False, status or "ended"
    modality = match.line.modality or _modality(match, above, status)
    if modality == "reported" and negative and any(one.verb and denying(one.token) for one in above):
        modality = None  # *denied reports that it would*
    if modality == "planned" and negative and match.line.relation != "regulates":
        modality = None  # *will not take it over*: what is denied is denied now
    over = status == "ended" or (status == "former" and "status" in match.line.fixed)
    if modality and over and match.line.relation != "shuts_down":
        modality, status = None, None  # *will leave*: until then it holds
    if modality == "planned" and status is None and any(one.token.lemma in words().modality.exploring for one in above):
        status = "exploring"
    return Stance("negative" if negative else "positive", modality or "asserted", status)


def _modality(match: Match, above: Sequence[Governor], status: str | None) -> str | None:
    if status == "in talks" or (match.line.relation not in _SPEECH and _reported(match.trigger, above)):
        return "reported"
    if _planned(match.trigger, above, match.line.relation) or _hypothetical(above) or _only_weighed(match) or _upcoming(match):
        return "planned"
    return None


_SPEECH = frozenset({"reports_on", "accuses"})
"""Relations that tell who says something: that it is said is asserted."""
_IN_PHRASE = frozenset({"agent", "possessive", "compound", "adjective"})


def _within_phrase(match: Match) -> bool:
    """*its owner, X, will sell*: what a noun phrase says by itself doesn't share in what its verb plans or denies."""
    work = match.line.kind == "noun" and (match.trigger.type or match.trigger.lemma in words().class_nouns)
    if match.line.kind not in _IN_PHRASE and not work:
        return False
    top = match.trigger
    while not top.is_root and top.dep in ("appos", "compound", "nmod", "amod", "poss", "conj") and not is_verb(top):
        top = top.head
    if top.dep in ("attr", "oprd", "acomp") or (top.dep == "pobj" and top.head.lower in ("as", "among")):
        return False
    inside = {id(token) for token in top.subtree()}
    return all(id(token) in inside for tokens in match.slots.values() for token in tokens)


def _only_weighed(match: Match) -> bool:
    """*X is weighing microdramas*; a series that is being shot for an app isn't on it yet, and one that is in the works isn't made."""
    trigger, relation = match.trigger, match.line.relation
    auxiliaries = {child.lower for child in trigger.kids("aux", "auxpass")}
    if relation == "expands_into":
        return trigger.lemma in words().modality.exploring
    if not is_verb(trigger) or auxiliaries & {"has", "have", "had", "was", "were", "did"}:
        return False
    if relation == "released_on" and trigger.lemma in _IN_WORK:
        return trigger.tag in ("VBG", "VBZ", "VBP") or (trigger.lemma in _AWAITED and trigger.tag == "VBN")
    if relation in _MADE and trigger.lemma in _AHEAD:
        return trigger.tag in ("VBG", "VBZ", "VBP")
    if trigger.lemma in _COMING:
        return trigger.tag == "VBG" and bool(auxiliaries & {"is", "are", "'s", "'re"}) and relation in ("released_on", "available_in")
    return relation == "regulates" and trigger.tag == "VBG" and trigger.lemma in ("draft", "prepare", "propose")


_IN_WORK = frozenset({"shoot", "film", "make", "prepare", "produce", "expect", "develop", "write", "schedule", "slate", "plan"})
_AWAITED = frozenset({"expect", "schedule", "slate", "plan"})
_MADE = frozenset({"produces", "writes", "directs", "launches"})
_AHEAD = frozenset({"prepare", "develop", "plan", "ready"})
_COMING = frozenset({"come", "arrive", "head"})


def _upcoming(match: Match) -> bool:
    """*the upcoming series X*: a plan said of the work, or of the noun beside it."""
    cues = words().modality.planned_adjectives
    if match.line.relation not in ("directs", "stars_in", "writes", "produces", "released_on"):
        return False
    works = [token for tokens in match.slots.values() for token in tokens]
    works += [token.head for token in works if token.dep == "appos"] + [child for token in works for child in token.kids("appos")]
    return any(child.lower in cues and child.dep == "amod" for token in works for child in token.children)


def _reported(trigger: Token, above: Sequence[Governor]) -> bool:
    cues = words().modality
    for governor in above:
        token = governor.token
        if any(child.lower in cues.reported_adverbs for child in token.children):
            return True
        if token is trigger or governor.by == "subject":
            continue
        if not governor.verb:
            if token.lemma in cues.reported_nouns:
                return True
            continue
        passive = bool(token.kids("auxpass"))
        if token.lemma in cues.reported_verbs and (passive or token.lemma in ("hear", "rumour", "rumor", "allege")):
            return True
        if token.lemma in cues.telling and any(unnamed(teller) for teller in token.kids("nsubj")):
            return True
        if governor.below is not None and any(child.lower == "whether" for child in governor.below.kids("mark")):
            return True
    if any(child.lower in cues.reported_adjectives and child.dep == "amod" for child in trigger.children):
        return True
    top = trigger
    while not top.is_root:
        top = top.head
    tokens = top.subtree()
    return _said_in_passing(trigger, tokens) or _according(tokens) or _asked(top, tokens)


def unnamed(teller: Token) -> bool:
    """Whether somebody who tells is no party to it and has no name: sources, reports, people who know; or is a publication."""
    if teller.type:
        return teller.type == "Publication"
    if any(child.type == "Publication" for child in teller.kids("appos", "compound", "poss")):
        return True
    return teller.lemma in words().modality.anonymous


def _said_in_passing(trigger: Token, tokens: Sequence[Token]) -> bool:
    """*X has bought Y, the blog Z reports*: the whole sentence is somebody else's word."""
    for verb, after in pairwise(tokens):
        if verb is trigger or verb.tag not in ("VBZ", "VBD", "VBP") or not (after.text in (".", ";", ",") or after.lower in ("on", "in")):
            continue
        tellers = verb.kids("nsubj")
        if verb.lemma in _PASSING and any(teller.type or any(child.type for child in teller.children) for teller in tellers):
            return True
        if verb.lemma in words().modality.telling and any(unnamed(teller) for teller in tellers) and trigger.i < verb.i:
            return True
    return False


_PASSING = frozenset({"report", "hear", "learn"})


def _according(tokens: Sequence[Token]) -> bool:
    """*according to sources*, *according to The Reed*: in the sentence of the trigger."""
    for token in tokens:
        if token.lower != "according":
            continue
        told = [noun for preposition in token.kids("prep") for noun in preposition.kids("pobj")]
        if any(unnamed(noun) for noun in told):
            return True
    return False


def _asked(top: Token, tokens: Sequence[Token]) -> bool:
    """*Is X being bought by Y?*: what is only asked."""
    if not tokens or tokens[-1].text != "?" or not is_verb(top):
        return False
    first = next((token for token in tokens if token.lower not in ("“", '"', "'", "and", "but", "so", ":", "q")), tokens[0])
    return first.pos == "AUX" or first.tag in ("MD", "VBZ", "VBD", "VBP")


def _planned(trigger: Token, above: Sequence[Governor], relation: str = "") -> bool:
    settled = relation in _SETTLED
    return any(_plans(governor, trigger) for governor in above if not (settled and governor.token.lemma in _AGREED)) or any(
        child.lower in words().modality.planned_adjectives for child in trigger.children if child.dep in ("amod", "advmod")
    )


_AGREED = frozenset({"agree", "agreement", "deal", "contract", "pact"})
_SETTLED = frozenset({"partners_with", "distributes", "supplies_content_to", "provides_service", "commissions", "competes_with"})
"""Relations that an agreement makes: to agree to work together is to work together; to agree to buy is not yet to have bought."""


def _plans(governor: Governor, trigger: Token) -> bool:
    cues, token = words().modality, governor.token
    if not governor.verb:
        return token is not trigger and token.lemma in cues.planned_nouns
    if governor.by == "subject" and token.lemma not in cues.taking_place:
        return False  # *the purchase will help it*: it has taken place, or not
    if any(child.dep == "aux" and child.lower in cues.planned_modals for child in token.children):
        return not _goes_on(token)
    if token is not trigger and token.lemma in cues.planned and _intends(token, trigger):
        return True
    if _to_come(token):
        return True
    if any(child.dep in ("acomp", "oprd") and child.lower in cues.planned_adjectives for child in token.children):
        return token.lemma in ("be", "look", "stand", "seem", "appear", "remain", "get")
    return False


_NOT_OF_NOUNS = word_set(
    "develop agree head set attach try guide mean prepare study look discuss ready tip offer promise"
)
"""Verbs that plan what hangs on them as a clause, and not what they have as an object: *developed a partnership*."""


_PASSIVE = frozenset(
    {"set", "schedule", "expect", "slate", "slat", "plan", "due", "tip", "propose", "intend", "attach", "project", "mean", "forecast"}
)


def _intends(verb: Token, trigger: Token) -> bool:
    if not is_verb(trigger) and verb.lemma in _NOT_OF_NOUNS and not (verb.tag == "VBG" and verb.lemma in ("discuss", "prepare")):
        return False
    if verb.tag == "VBN" and verb.kids("auxpass"):
        return verb.lemma in _PASSIVE
    return verb.lemma not in ("agree", "set", "head", "mean") or bool(verb.kids("xcomp"))  # *agreed to buy*, but not *agreed deals*


def _goes_on(verb: Token) -> bool:
    """*will continue to sell*, *will remain the owner*: what goes on holds now."""
    if verb.lemma in words().modality.going_on:
        return True
    return verb.lemma == "go" and any(child.lower == "on" for child in verb.kids("prt", "prep", "advmod"))


def _to_come(verb: Token) -> bool:
    """*X to buy Y* in a headline, *is to be led by*, *is going to open*."""
    if not any(child.lower == "to" for child in verb.kids("aux")):
        return False
    head = verb.head
    if verb.is_root or (verb.dep in ("acl", "relcl") and head.type and (head.is_root or head.dep in ("nsubj", "dep"))):
        return True
    return verb.dep == "xcomp" and (head.lemma == "be" or (head.lemma == "go" and head.tag == "VBG"))


def _hypothetical(above: Sequence[Governor]) -> bool:
    return any(
        child.dep == "mark" and child.lower in ("if", "unless", "should") for one in above if one.verb for child in one.token.children
    )


_OVER = frozenset({"end", "terminate", "dissolve", "sever", "cut", "discontinue"})


def _former(match: Match, above: Sequence[Governor]) -> str | None:
    cues = words().modality
    trigger = match.trigger
    if match.line.kind == "noun" and any(one.verb and one.by == CONTENT and one.token.lemma in _OVER for one in above):
        return "ended"  # *terminated its agreement with X*
    for governor in above:
        verb = governor.token
        if verb.lemma == "use" and verb is not trigger and verb.tag == "VBD" and trigger.dep == "xcomp":
            return "former"
        if governor.verb and any(child.lower in ("formerly", "previously", "once") and child.dep == "advmod" for child in verb.children):
            return "former" if match.line.relation in ("holds_role", "owns", "operates", "based_in") else None
    if match.line.relation == "holds_role" and (_resigned(match) or _formerly(match)):
        return "former"
    near = [*trigger.lefts, *(trigger.head.lefts if trigger.dep in ("compound", "nmod", "conj") else ())]
    if any(child.lower in cues.former or child.lower.startswith("ex-") for child in near if not child.type or child.i < trigger.i):
        return "former"
    return None


def _resigned(match: Match) -> bool:
    """*X, its finance chief, resigned on Friday*: who has left is no longer what the apposition says."""
    holder = match.trigger.head if match.trigger.dep == "appos" else None
    verb = holder.head if holder is not None and holder.dep == "nsubj" else None
    return verb is not None and verb.lemma in words().modality.ended_verbs and verb.tag in ("VBD", "VBN") and not verb.kids("dobj")


def _formerly(match: Match) -> bool:
    """*X, formerly of Y*; *X, previously at Y*: a word for what was stands right before the preposition."""
    if not match.trigger.type:
        return False
    for token in match.slots.get("object", ()):
        if token.dep == "pobj" and any(child.lower in ("formerly", "previously", "once", "lately") for child in token.head.children):
            return True
    return False


def _talks(trigger: Token, above: Sequence[Governor]) -> str | None:
    for governor in above:
        if governor.token.lemma in words().modality.talks and governor.token is not trigger:
            return "in talks"
        if governor.verb and any(
            inner.lemma in words().modality.talks
            for preposition in governor.token.kids("prep")
            if preposition.lower == "in"
            for inner in preposition.kids("pobj")
        ):
            return "in talks"
    return None


def future(match: Match) -> bool:
    """Whether dates near a match lie ahead: what is planned, and what *opens on May 3*."""
    above = governors(match.trigger)
    return _planned(match.trigger, above) or any(_scheduled(one.token) for one in above[:1] if one.verb)


def _scheduled(verb: Token) -> bool:
    """A present tense that isn't a perfect: beside a date it speaks of what is to come."""
    auxiliaries = [child.lower for child in verb.children if child.dep in ("aux", "auxpass")]
    if any(word in ("has", "have", "had", "was", "were", "did") for word in auxiliaries):
        return False
    return verb.tag in ("VBZ", "VBP") or (verb.tag in ("VBG", "VBN") and any(word in ("is", "are", "'s", "'re") for word in auxiliaries))


def stance_of(token: Token) -> Stance:
    """How the text stands to what a word tells, without a frame: a measure and the verb it hangs on."""
    above = governors(token)
    if _reported(token, above):
        return Stance(modality="reported")
    return Stance(modality="planned" if _planned(token, above) or _hypothetical(above) else "asserted")


def top_verb(token: Token) -> Token:
    """The verb that heads the clause a token stands in; the token itself where there is none."""
    current = token
    while not is_verb(current) and not current.is_root and current.pos not in VERBAL:
        current = current.head
    return current if is_verb(current) else token
