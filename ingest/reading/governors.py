"""Governors: the verbs and nouns above a word that have it as their content, from the nearest up, and how it hangs on them.

*X has denied reports that it would buy Y*: above `buy` stand `buy` itself, `reports` and `denied`. What is planned, rumoured or denied
by any of them is so of the purchase.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.lexicon.words import content_nouns, words
from ingest.reading.clauses import NOUNS
from ingest.reading.frames import is_verb
from ingest.reading.parse import Token

SELF, CONTENT = "", "content"
_STEPS = 8
_CLIMBS = ("dobj", "nsubjpass", "pobj", "attr", "prep", "nsubj", "acomp", "oprd")
_ASIDE = {"after", "before", "since", "while", "when", "despite", "although", "though"}
"""Prepositions under which a clause is no content of the verb above."""


@dataclass(frozen=True, slots=True)
class Governor:
    """A verb or noun, and the word by which what stands below hangs on it: nothing, `content`, or a preposition."""

    token: Token
    by: str
    below: Token | None = None

    @property
    def verb(self) -> bool:
        return is_verb(self.token)


def governors(trigger: Token) -> list[Governor]:
    """The trigger's own verb and all that govern it."""
    return list(_governors(trigger))


def _governors(trigger: Token) -> Iterator[Governor]:
    token, by, below = trigger, SELF, None
    for _ in range(_STEPS):
        verb = is_verb(token)
        if verb or content_noun(token):
            yield Governor(token, by, below)
        step = _above(token, verb=verb)
        if step is None:
            return
        below = token
        token, by = step
        if by in _ASIDE:
            return


def content_noun(token: Token) -> bool:
    """*plan*, *offer*, *rumour*: whether a noun has what it speaks of as its content."""
    return not token.type and token.pos in NOUNS and token.lemma in content_nouns()


def _above(token: Token, *, verb: bool) -> tuple[Token, str] | None:
    """The next token up, and how this one hangs on it; nothing where it is no content."""
    if token.is_root:
        return None
    head = token.head
    if verb:
        return _above_verb(token, head)
    if token.type == "Event" and token.dep in ("nsubj", "nsubjpass"):
        return head, "subject" if token.dep == "nsubj" else CONTENT  # *the cup will be played in R*
    if token.dep in ("appos", "poss") or token.type:
        return None
    if token.dep == "conj":
        return (head, CONTENT) if head.pos in NOUNS and not head.type and not _but(token) else None
    if token.dep == "pobj" and head.pos in ("ADP", "SCONJ"):
        return _through(head)
    if token.dep in _CLIMBS:
        return head, "subject" if token.dep == "nsubj" else CONTENT
    return None


def _above_verb(token: Token, head: Token) -> tuple[Token, str] | None:
    if token.dep in ("xcomp", "ccomp") and not said_after(token):
        return head, CONTENT
    if token.dep in ("pcomp", "pobj") and head.pos in ("ADP", "SCONJ", "ADJ", "ADV"):
        return _through(head)
    if token.dep in ("acl", "ccomp", "relcl", "advcl") and content_noun(head):
        apart = any(child.text in (":", ";") and head.i < child.i < token.i for child in (*head.children, *token.children))
        return None if apart else (head, CONTENT)
    if token.dep == "conj" and not token.kids("nsubj", "nsubjpass", "aux") and not _but(token):
        return head, CONTENT
    if token.dep == "advcl" and (head.lemma == "be" or _prepares(token, head)):
        return head, CONTENT
    return None


def _prepares(token: Token, head: Token) -> bool:
    """*is gearing up to launch*, *offered to buy*: an infinitive that parsers take for a purpose."""
    infinitive = token.tag == "VB" and any(child.lower == "to" for child in token.kids("aux"))
    return infinitive and head.lemma in words().modality.planned and not head.kids("dobj")


def _through(preposition: Token) -> tuple[Token, str] | None:
    """Past a preposition, or a chain of them: *out of*, *instead of*."""
    name, current = preposition.lower, preposition
    while not current.is_root and current.head.pos in ("ADP", "SCONJ") and current.dep in ("prep", "pcomp", "pobj", "advmod"):
        current = current.head
        name = current.lower if current.lower in words().modality.negative_prepositions | {"short"} else name
    if not current.is_root and current.head.pos in ("ADJ", "ADV") and current.dep == "prep" and not current.head.is_root:
        if current.head.lower in ("short", "close"):
            return current.head.head, current.head.lower
        return current.head, name
    return None if current.is_root else (current.head, name)


def _but(token: Token) -> bool:
    """*did not buy X but sold Y*: what is set against the first shares nothing with it."""
    return any(child.lower in ("but", "yet") for child in token.head.kids("cc") if child.i < token.i)


def said_after(token: Token) -> bool:
    """*X bought Y; the bank denies that …*: a clause that stands before the verb it hangs on is not its content."""
    between = [child for child in token.head.children if token.i < child.i < token.head.i]
    return token.dep == "ccomp" and token.i < token.head.i and any(child.text in (";", ":", "-", "–", "—") for child in between)
