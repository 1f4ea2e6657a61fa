"""Clauses: who does what to whom, with passives, relatives, participles, control, coordination and shared objects undone.

A clause maps deep functions to tokens: `subj`, `obj`, `iobj`, `attr`, `oprd`, `pp:in` …. A noun has functions too: `poss`,
`pp:of`, `compound`, `self` (what it is said of), `up` (what its preposition hangs on), and, under a light verb (*signed a deal
with*), the verb's own: `lsubj`, `pp:with`. A path goes from one to the next: `obj/poss`, `subj/pp:of`, `acl:lead/subj`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ingest.lexicon.words import words
from ingest.reading.parse import Token

RELATIVE_TAGS = {"WDT", "WP", "WP$"}
VERBAL = {"VERB", "AUX"}
NOUNS = {"NOUN", "PROPN"}


@dataclass(slots=True)
class Clause:
    """A verb and its deep functions; `passive` tells that its surface subject is its object."""

    verb: Token
    args: dict[str, list[Token]] = field(default_factory=lambda: defaultdict(list))
    passive: bool = False

    def get(self, function: str) -> list[Token]:
        return self.args.get(function, [])

    def add(self, function: str, token: Token) -> None:
        if token not in self.args[function]:
            self.args[function].append(token)


class Clauses:
    """The clauses of one sentence, each walked once."""

    def __init__(self) -> None:
        self._done: dict[int, Clause] = {}
        self._open: set[int] = set()

    def of(self, verb: Token) -> Clause:
        """The clause of a verb; empty where the walk comes back to a verb that it is still in."""
        key = id(verb)
        if key in self._done:
            return self._done[key]
        if key in self._open:
            return Clause(verb)
        self._open.add(key)
        clause = self._walk(verb)
        self._open.discard(key)
        self._done[key] = clause
        return clause

    def _walk(self, verb: Token) -> Clause:
        clause = Clause(verb, passive=bool(verb.kids("nsubjpass", "auxpass", "agent")))
        antecedent = verb.head if verb.dep == "relcl" else None
        bound = _own_arguments(clause, antecedent)
        if antecedent is not None and not bound and clause.get("subj") and not clause.get("obj"):
            clause.add("obj", antecedent)
        participle = verb.tag == "VBN" and not verb.kids("aux", "auxpass", "nsubj")
        self._participle(clause, participle=participle)
        if verb.dep == "conj":
            self._coordinated(clause, participle=participle)
        self._shared(clause)
        if verb.dep in ("xcomp", "advcl", "pcomp", "ccomp"):
            self._controlled(clause, participle=participle)
        _headline_subject(clause)
        return clause

    def _participle(self, clause: Clause, *, participle: bool) -> None:
        verb = clause.verb
        if verb.dep != "acl":
            return
        if verb.tag == "VB" and not clause.passive and not verb.head.type and verb.head.lemma not in words().class_nouns:
            if not clause.get("subj"):  # *has plans to buy Y*, *is in talks to raise money*
                clause.args["subj"] = verb.head.kids("poss") or self._agent_above(verb.head)
        elif verb.tag == "VBG" or (verb.tag == "VB" and not clause.passive):
            if not clause.get("subj"):
                clause.add("subj", verb.head)
        elif participle and not clause.get("obj"):
            if verb.lemma in words().intransitive and not verb.kids("agent"):
                clause.add("subj", verb.head)
            else:
                clause.add("obj", verb.head)
                clause.passive = True

    def _coordinated(self, clause: Clause, *, participle: bool) -> None:
        verb, head = clause.verb, clause.verb.head
        if head.pos in VERBAL or head.tag.startswith("VB"):
            first = self.of(head)
            if not clause.get("obj") and (participle or clause.passive) and first.passive:
                clause.args["obj"] = list(first.get("obj"))
                clause.passive = True
            elif not clause.get("subj") and not clause.passive:
                clause.args["subj"] = list(first.get("obj") if first.passive and not first.get("obj/taken") else first.get("subj"))
            elif clause.passive and not clause.get("obj"):
                clause.args["obj"] = list(first.get("subj"))
            if verb.tag in ("VBN", "VBD") and clause.passive and not clause.get("subj") and verb.i - head.i <= 3:
                clause.args["subj"] = list(first.get("subj")) if first.passive else []
        elif participle and head.pos in NOUNS and not clause.get("obj"):
            clause.add("obj", head)
            clause.passive = True

    def _shared(self, clause: Clause) -> None:
        """*produces and distributes X*; *written and directed by X*."""
        verb = clause.verb
        near = [child for child in verb.kids("conj") if (child.pos == "VERB" or child.tag == "VBN") and child.i - verb.i <= 3]
        for child in near:
            if not clause.passive and not clause.get("obj"):
                clause.args["obj"] = list(child.kids("dobj"))
            if clause.passive and not clause.get("subj"):
                for agent in child.kids("agent"):
                    clause.args["subj"] += agent.kids("pobj")

    def _controlled(self, clause: Clause, *, participle: bool) -> None:
        """The subject that an infinitive, a gerund or an adverbial clause takes from the clause above."""
        if clause.get("subj") and not (participle and not clause.get("obj")):
            return
        verb, above = clause.verb, clause.verb.head
        while verb.dep == "pcomp" and above.dep in ("prep", "pcomp", "amod") and above.pos in ("ADP", "SCONJ") and not above.is_root:
            above = above.head
        if above.pos in VERBAL or above.tag.startswith("VB"):
            outer = self.of(above)
            surface = outer.get("obj") if outer.passive else outer.get("subj")
            if participle and not clause.get("obj"):
                if verb.lemma not in words().intransitive:
                    clause.args["obj"] = list(surface)
                    clause.passive = True
            elif not clause.passive:
                by_object = not outer.passive and outer.get("obj") and above.lemma in words().object_control
                clause.args["subj"] = list(outer.get("obj") if by_object else surface)
            elif not clause.get("obj"):
                clause.args["obj"] = list(surface)
        elif above.pos in NOUNS:
            clause.args["subj"] = above.kids("poss") or ([above] if verb.dep in ("advcl", "ccomp") else self._agent_above(above))

    def _agent_above(self, noun: Token) -> list[Token]:
        """*established itself as a key enabler by offering X*: the subject of the verb above."""
        current = noun
        for _ in range(4):
            if current.is_root:
                return []
            current = current.head
            if current.pos in VERBAL:
                clause = self.of(current)
                return list(clause.get("obj") if clause.passive else clause.get("subj"))
        return []


def _own_arguments(clause: Clause, antecedent: Token | None) -> bool:
    """What the verb itself governs; whether a relative pronoun among it was replaced by the antecedent."""
    bound = False
    for child in clause.verb.children:
        target = child
        if antecedent is not None and child.tag in RELATIVE_TAGS and child.dep != "det":
            target, bound = antecedent, True
        if child.dep in ("nsubj", "csubj"):
            clause.add("subj", target)
        elif child.dep == "nsubjpass" or child.dep in ("dobj", "obj"):
            clause.add("obj", target)
        elif child.dep in ("dative", "iobj"):
            if child.pos == "ADP" or child.tag == "IN":
                bound |= prepositional(child, clause.args, antecedent)
            else:
                clause.add("iobj", target)
        elif child.dep == "agent" or (child.dep == "prep" and child.lower == "by" and clause.passive and not clause.verb.kids("agent")):
            for inner in child.kids("pobj"):
                relative = antecedent is not None and inner.tag in RELATIVE_TAGS
                clause.add("subj", antecedent if relative and antecedent else inner)
                bound |= relative
        elif child.dep == "prep":
            bound |= prepositional(child, clause.args, antecedent)
        elif child.dep in ("attr", "oprd", "acomp"):
            clause.add(child.dep, target)
        elif child.dep in ("xcomp", "ccomp"):
            for inner in child.kids("nsubj", "nsubjpass"):
                clause.add("comp/subj", inner)
            if child.dep == "ccomp" and child.pos in NOUNS and not clause.get("obj"):
                clause.add("obj", child)
        elif child.dep == "npadvmod":
            clause.add("npadvmod", child)
        elif child.dep == "advmod" and child.lower == "where" and antecedent is not None:
            for place in ("pp:in", "pp:at", "pp:on"):  # *X, where Y is streamed*
                clause.add(place, antecedent)
        elif child.dep == "conj" and child.pos in NOUNS and child.tag.startswith("NN") and clause.get("obj") and not clause.passive:
            clause.add("obj", child)  # *offers dubbing but no subtitling*
    return bound


def prepositional(preposition: Token, args: dict[str, list[Token]], antecedent: Token | None = None, prefix: str = "") -> bool:
    """Add the objects of a preposition as `pp:in`; of a chain (*out of*) under its last word. True if it took the antecedent."""
    bound = False
    name = preposition.lower
    for child in preposition.children:
        if child.dep == "pobj":
            relative = antecedent is not None and child.tag in ("WDT", "WP")
            args[f"{prefix}pp:{name}"].append(antecedent if relative and antecedent else child)
            bound |= relative
        elif child.dep in ("prep", "pcomp") and child.pos == "ADP":
            bound |= prepositional(child, args, antecedent, prefix)
    return bound


def _headline_subject(clause: Clause) -> None:
    """*Tern bets on Ana Reis*: the parser may take the name before a present tense for part of a compound."""
    verb = clause.verb
    misread = (
        verb.tag == "VBN"
        and verb.is_root
        and not verb.kids("aux", "auxpass", "agent")
        and all(child.lower != "by" for child in verb.children)
    )
    if clause.get("subj") or clause.passive or not (misread or verb.tag in ("VBZ", "VBD", "VBP")):
        return
    before = [child for child in verb.lefts if child.dep in ("compound", "nmod", "npadvmod", "dep", "advmod", "dobj") and child.type]
    if before:
        clause.args["subj"] = [before[-1]]


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it, in order."""
    found, todo = [], [token]
    while todo:
        current = todo.pop(0)
        if current in found:
            continue
        found.append(current)
        todo.extend(child for child in current.kids("conj") if child.i > current.i)
    return found


def noun_functions(noun: Token, clauses: Clauses) -> dict[str, list[Token]]:
    """The functions of a noun: what it governs, and what a light verb above it adds."""
    args = _governed(noun)
    for child in noun.kids("acl", "relcl"):
        if child.lemma in words().light:
            for function, tokens in clauses.of(child).args.items():
                if function.startswith("pp:"):
                    args[function] += tokens
    _light_verb(noun, args, clauses)
    if noun.dep == "pobj" and noun.head.pos == "ADP":
        args["up"].append(noun.head.head)
        if noun.head.lower == "under":
            args["under"] += _above(noun.head, clauses)
    args["self"] = predicated(noun, clauses)
    if noun.tag.startswith("VB"):
        args["vsubj"] = list(clauses.of(noun).get("subj"))
        args["vobj"] = list(clauses.of(noun).get("obj"))
    return args


def _above(preposition: Token, clauses: Clauses) -> list[Token]:
    """*under Ana Reis, Tern has grown*; *Tern, under Ana Reis, …*: what a phrase is said of."""
    above = preposition.head
    if above.type:
        return [above]
    if above.pos not in VERBAL and not above.tag.startswith("VB"):
        return []
    clause = clauses.of(above)
    return list(clause.get("obj") if clause.passive else clause.get("subj"))


def follow(tokens: list[Token], path: list[str], clauses: Clauses) -> list[Token]:
    """Where a path leads from some tokens, coordination included: `poss`, `pp:of`, `acl:lead` and then `subj` …"""
    if not path:
        return tokens
    step, rest = path[0], path[1:]
    found: list[Token] = []
    for token in [member for start in tokens for member in conjuncts(start)]:
        if step.startswith("acl:"):
            for verb in token.kids("acl", "relcl"):
                if verb.lemma == step[4:] and rest:
                    found += follow(clauses.of(verb).get(rest[0]), rest[1:], clauses)
            continue
        verbal = token.pos == "VERB" and not token.type and step in ("subj", "obj")
        found += follow(clauses.of(token).get(step) if verbal else _governed(token).get(step, []), rest, clauses)
    return found


def predicated(noun: Token, clauses: Clauses) -> list[Token]:
    """What a noun is said of: *X is a N*, *X, a N*, *the N, X*, *N X* and *among the Ns are X and Y*."""
    first = noun
    while first.dep == "conj" and first.head.pos in NOUNS and not first.type:
        first = first.head
    if first.dep == "pobj" and first.head.lower == "of" and first.head.head.lower == "one":
        first = first.head.head  # *one of the Ns*
    if first.dep == "attr":
        return list(clauses.of(first.head).get("subj"))
    if first.dep == "appos":
        return [first.head]
    if first.dep == "pobj" and first.head.lower == "among":
        verb = first.head.head
        return verb.kids("nsubj", "attr")
    if first.dep == "pobj" and first.head.lower == "as" and first.head.dep == "prep":
        clause = clauses.of(first.head.head)
        return list(clause.get("obj") or clause.get("subj"))
    if first.dep == "nsubjpass" and first.head.lemma in ("call", "name", "title", "entitle", "dub") and not first.type:
        return first.head.kids("oprd", "attr")  # *the sequel is called X*
    if first.dep == "oprd":
        clause = clauses.of(first.head)
        return list(clause.get("obj") or clause.get("subj"))
    if apposed := [child for child in noun.kids("appos") if child.type]:
        return apposed
    if first.dep == "nsubj" and first.head.lemma in ("be", "include") and not first.type:
        clause = clauses.of(first.head)
        return list(clause.get("attr") or clause.get("obj"))
    if first.dep in ("compound", "nmod", "amod") and (first.head.type or first.type in ("Genre", "Format")):
        return [first.head]
    return []


def _governed(noun: Token) -> dict[str, list[Token]]:
    args: dict[str, list[Token]] = defaultdict(list)
    for child in noun.children:
        if child.dep == "poss":
            args["poss"].append(child)
        elif child.dep in ("compound", "amod", "nmod") and child.i < noun.i:
            args["compound"].append(child)
        elif child.dep in ("prep", "agent"):
            prepositional(child, args)
        elif child.dep == "amod" and child.pos == "ADJ":
            args["late"].append(child)  # *Salt Roses, available on Kettle*
    return args


def _light_verb(noun: Token, args: dict[str, list[Token]], clauses: Clauses) -> None:
    verb = noun.head
    if noun.dep not in ("dobj", "nsubjpass", "pobj", "attr", "conj"):
        return
    first = noun
    while first.dep == "conj" and first.head.pos in NOUNS:
        first = first.head
    verb = first.head
    while verb.pos == "ADP" and not verb.is_root:
        verb = verb.head
    if (verb.pos in VERBAL or verb.tag.startswith("VB")) and verb.lemma in words().light:
        clause = clauses.of(verb)
        args["lsubj"] += clause.get("subj")
        for function, tokens in clause.args.items():
            if function.startswith("pp:"):
                args[function] += [token for token in tokens if token not in args[function] and token is not noun]
        if first.dep == "pobj" and clause.get("obj"):
            args["lobj"] += clause.get("obj")
