"""Arguments: which names a token in a place stands for.

Undone here: coordination ("X, Y and Z"), lists under a class noun ("platforms such as X and Y"), apposition ("the app, X"), a
class noun beside a name ("the streamer X"), nouns that stand for what follows ("rights to X"), and, by `anaphora`, pronouns and
definite nouns. An unnamed but identified work ("X's 55-episode soap initiative") gets a descriptive name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.entity import COMPANY_TYPES
from ingest.lexicon.words import words
from ingest.reading.anaphora import NUMBERS, ORDINAL, PRONOUNS, SETS, Context, Filler, filler_of, resolve
from ingest.reading.clauses import NOUNS, conjuncts
from ingest.reading.parse import Sentence, Token

_DEFINITE = {"the", "this", "these", "that", "those", "both"}
_QUANTITIES = {"each", "both", "all", "some", "many", "most", "one", "two", "three", "either", "neither", "none", "several"}
_LIST_WORDS = {"including", "like", "namely", "include"}
_STOPS = {"VBZ", "VBP", "VBD", "MD", "WDT", "WP", "TO", "IN", "RB", "WRB", "-RRB-", ".", ":"}
_EPISODES = re.compile(
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty)[- ](?:part|episode|chapter)s?", re.I
)
_EVALUATIVE = {
    "ambitious",
    "new",
    "latest",
    "own",
    "recent",
    "major",
    "first",
    "next",
    "upcoming",
    "popular",
    "big",
    "acclaimed",
    "original",
}
LISTS_OF_TYPES = {
    "Platform",
    "Studio",
    "Organization",
    "Brand",
    "Title",
    "Person",
    "Region",
    "Event",
    "Publication",
    "Tool",
    "Service",
    "Format",
}


class Arguments:
    """The fillers of tokens in one sentence, with the document's context."""

    def __init__(self, sentence: Sentence, context: Context) -> None:
        self.sentence, self.context = sentence, context
        self._lists = listed(sentence)
        for noun, heads in self._lists.items():
            context.see_list(sentence.tokens[noun].lemma, self._members(heads))

    def fill(self, token: Token, allowed: frozenset[str] = frozenset(), *, alone: bool = False) -> list[Filler]:
        """Every name that a token stands for, in order, each once. `allowed` types help to choose what a pronoun stands for."""
        found: list[Filler] = []
        for member in [token] if alone else conjuncts(token):
            heads = self._lists.get(member.i) if member.i < len(self.sentence.tokens) and self.sentence.tokens[member.i] is member else None
            found += self._members(heads) if heads else self._one(member, allowed)
        return list(dict.fromkeys(found))

    def remember(self) -> None:
        """What the sentence's subject stands for, if it is no name, stays in focus for the next sentence; so do nouns that it says
        of names."""
        for token in self.sentence.own:
            if token.pos in NOUNS and not token.type and (named := _said_of(token, self.sentence)) is not None:
                self.context.say(token.lemma, filler_of(named))
            if not token.type and token.dep in ("nsubj", "nsubjpass") and token.head.is_root:
                for filler in self.fill(token)[:1]:
                    if filler.via not in ("name", "implicit"):
                        self.context.note(filler)
            elif not token.type and token.dep == "poss" and token.tag != "WP$":
                for filler in self.fill(token)[:1]:
                    if filler.via not in ("name", "implicit"):
                        self.context.note(filler, subject=False)

    def _members(self, heads: Sequence[Token]) -> list[Filler]:
        """The members of a list. *Kettle's storytelling tools* in a list of formats stands for Kettle, too."""
        found: list[Filler] = []
        for head in heads:
            found += self._one(head)
            found += [filler_of(owner) for owner in head.kids("poss") if owner.type and not (head.type or _inner_name(head))]
        return found

    def _one(self, token: Token, allowed: frozenset[str] = frozenset()) -> list[Filler]:
        if token.hole or (token.type and token.type not in ("Genre", "Format")):
            return [filler_of(token)]
        if token.type:
            return [filler_of(token), *self._work(token)]
        if token.lower in _QUANTITIES and (
            inner := [
                filler for child in token.kids("prep") if child.lower == "of" for noun in child.kids("pobj") for filler in self.fill(noun)
            ]
        ):
            return inner
        if token.lower in ("those", "ones") and token.dep == "pobj" and token.head.lower in ("like", "including", "as"):
            return self.fill(token.head.head)
        if token.tag == "WP$":
            return self._whose(token)
        if token.lower in ORDINAL and any(child.lower == "the" for child in token.children):
            chosen = self.context.pair(ORDINAL[token.lower], token.start)
            return [replace(chosen, via="class:work")] if chosen is not None else []
        if token.pos == "PRON" or token.lower in PRONOUNS:
            return resolve(token, self.context, allowed)
        if token.lower in NUMBERS and any(child.lower in ("the", "all") for child in token.children):
            counted = self.context.together(NUMBERS[token.lower], (allowed or SETS) & SETS, token.start)
            return [replace(filler, via="plural") for filler in counted]
        if through := self._through(token):
            return through
        if (named := named_by(token, self.sentence)) is not None:
            return [filler_of(name) for name in conjuncts(named) if name.type == named.type]
        if (work := implicit_work(token, self)) is not None:
            return [work]
        if any(child.dep == "det" and child.lower in _DEFINITE for child in token.children) or token.lemma in ("company", "startup"):
            return resolve(token, self.context)
        return []

    def _whose(self, token: Token) -> list[Filler]:
        """The antecedent of the relative clause that *whose* stands in."""
        above = token.head
        while not above.is_root and above.dep != "relcl":
            above = above.head
        return self._one(above.head) if above.dep == "relcl" and above.head.tag != "WP$" else []

    def _work(self, token: Token) -> list[Filler]:
        """*a thriller starring X*, *the microdrama*: a genre or format as a noun stands for the work that it is said of."""
        if token.dep in ("compound", "nmod", "amod", "pobj") and token.head.lower not in (
            "by",
            "of",
            "in",
            "to",
            "on",
            "from",
            "with",
            "for",
        ):
            return []
        named = named_by(token, self.sentence)
        if named is not None:
            return [filler_of(named)] if named.type == "Title" else []
        definite = any(child.dep in ("det", "poss") and child.lower in (*_DEFINITE, "its", "their") for child in token.children)
        latest = self.context.latest({"Title"}, token.start) if definite and token.tag != "NNS" else None
        return [Filler(latest.name, latest.type, latest.start, latest.end, "class:work")] if latest is not None else []

    def _through(self, token: Token) -> list[Filler]:
        """*rights to X*, *a season of X*."""
        prepositions = words().transparent.get(token.lemma)
        if not prepositions:
            return []
        found = [
            filler
            for child in token.kids("prep")
            if child.lower in prepositions
            for inner in child.kids("pobj")
            for filler in self.fill(inner)
        ]
        if not found and "poss" in prepositions:
            found = [filler for owner in token.kids("poss") for filler in self.fill(owner)]
        return found


def named_by(token: Token, sentence: Sentence | None = None) -> Token | None:
    """The name that stands beside a class noun: *the app, X*; *X, the app*; *the streamer X*; *a tool called X*."""
    for child in token.kids("appos"):
        if child.type and child.i > token.i and _may_be(token, child.type):
            return child
    for child in token.kids("acl", "relcl"):
        if child.lower in ("called", "named", "dubbed", "titled"):
            return next((inner for inner in child.children if inner.type), None)
    if token.dep == "appos":
        beside = _before(token, sentence) if sentence is not None else None
        for candidate in (beside, token.head):
            if candidate is not None and candidate.type and _may_be(token, candidate.type):
                return candidate
    return _inner_name(token)


def _said_of(token: Token, sentence: Sentence) -> Token | None:
    """The name that a noun is said of: as `named_by`, and *X is an app*, *the app X*."""
    if token.dep in ("compound", "nmod") and token.head.type and token.head.i == token.i + 1 and _may_be(token, token.head.type):
        return token.head
    if token.dep == "attr":
        return next((child for child in token.head.kids("nsubj") if child.type and _may_be(token, child.type)), None)
    return named_by(token, sentence)


def _may_be(noun: Token, type_: str) -> bool:
    """Whether a noun may be said of a name of a type: an app isn't a person, and a series no genre."""
    said = "Title" if noun.type in ("Genre", "Format") else words().class_nouns.get(noun.lemma)
    if said is None:
        return type_ not in ("Genre", "Format", "Service", "Region")
    return said == type_ or (said in COMPANY_TYPES and type_ in COMPANY_TYPES)


def _before(token: Token, sentence: Sentence) -> Token | None:
    """The name that an apposition follows directly; parsers often hang it on the first name of a list."""
    at = min(part.i for part in token.subtree()) - 1
    if at < 1 or sentence.tokens[at].text not in (",", "(", "-"):
        return None
    beside = sentence.tokens[at - 1]
    return beside if beside.type else None


def _inner_name(token: Token) -> Token | None:
    """*Tern's Snaplet vertical*: the name inside, where the noun says what it is."""
    type_ = words().class_nouns.get(token.lemma)
    inside = [child for child in token.lefts if child.dep in ("compound", "nmod", "amod") and child.type]
    if not inside or type_ is None:
        return None
    same = {type_} | ({"Studio", "Platform", "Brand"} if type_ == "Organization" else set())
    return inside[-1] if inside[-1].type in same else None


def implicit_work(token: Token, arguments: Arguments) -> Filler | None:
    """A work without a name that its maker and its length identify; named by both."""
    if token.pos not in NOUNS or token.type:
        return None
    before = [part for part in token.subtree() if part.i <= token.i]
    shown = " ".join(part.text for part in before)
    length = _EPISODES.search(shown.replace(" - ", "-"))
    owners = token.kids("poss")
    if length is None or not owners:
        return None
    owner = next(iter(arguments.fill(owners[0])), None)
    if owner is None:
        return None
    kept = [part for part in before if part.i > owners[0].i and part.lower not in _EVALUATIVE and part.dep != "case"]
    text = _spaced(kept)
    return Filler(f"{owner.name} {text}", "Title", before[0].start, token.end, "implicit")


def _spaced(tokens: Sequence[Token]) -> str:
    text = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        text += (" " if before is not None and before.end != token.start else "") + token.text
    return text


def listed(sentence: Sentence) -> Mapping[int, Sequence[Token]]:
    """Lists under a class noun, by the position of the noun: *N such as A, B and C*, read off the row of tokens.

    Parsers often lose long lists; a list is a row of noun phrases up to the next verb or preposition.
    """
    tokens = sentence.tokens
    found: dict[int, Sequence[Token]] = {}
    for token in tokens:
        start = None
        if token.lower == "such" and token.i + 1 < len(tokens) and tokens[token.i + 1].lower == "as":
            start = token.i + 2
        elif token.lower in _LIST_WORDS and (token.lower != "like" or token.pos in ("ADP", "SCONJ")) and token.tag != "VB":
            start = token.i + 1
        if start is None:
            continue
        at = token.i - 1
        while at > 0 and tokens[at].lower == ",":
            at -= 1
        if at < 0 or tokens[at].pos not in NOUNS or (tokens[at].type and tokens[at].type not in ("Service", "Format", "Genre")):
            continue
        if heads := _row(tokens, start):
            found[at] = heads
    return found


def _continues(token: Token) -> bool:
    """Whether a word may go on after a name in one phrase: a name, or a noun that says what the name is."""
    return bool(token.type) or token.lower == "'" or token.lemma in words().class_nouns or token.text[:1].isupper()


def _row(tokens: Sequence[Token], start: int) -> list[Token]:
    """The heads of the noun phrases in a row from a position."""
    heads: list[Token] = []
    current: list[Token] = []

    def close() -> None:
        nouns = [token for token in current if token.pos in NOUNS or token.type]
        if nouns:
            heads.append(nouns[-1])
        current.clear()

    for token in tokens[start : start + 60]:
        if token.lower in (",", "and", "or", "&"):
            close()
        elif (not token.type and token.lower != "'s" and (token.tag in _STOPS or token.text in ".;:-()")) or (
            heads and not current and token.tag in ("VBG", "VBN") and not token.type
        ):
            break
        elif current and current[-1].type and token.lower != "'s" and not _continues(token):
            break  # *X, Y and Z reward pictures*: after a name comes the verb, whatever the tagger says
        else:
            current.append(token)
    close()
    return heads
