"""Mending: what parsers get wrong about names, put right in the tree: appositions, gaps, names before a comma and a noun."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.reading.tree import Token

_LOOSE = {"amod", "advmod", "nmod", "npadvmod", "dep", "acl", "oprd"}
_ADRIFT = {"advmod", "npadvmod", "dep", "nmod", "advcl", "parataxis", "ccomp", "nsubj", "dislocated", "meta", "intj"}
_TERMS = ("Service", "Format", "Genre")


def mend(tokens: Sequence[Token]) -> None:
    """Put right what is known to go wrong, in place."""
    for token in tokens:
        if token.tag == "NNS" and not token.type:
            _finite(token)
        if token.dep == "aux" and token.tag in ("VBZ", "VBP", "VBD"):
            _main(token)
        if token.type == "Service":
            _service(token)
        if token.dep in ("nsubj", "acomp"):
            _behind_verb(token)
        if token.hole or (token.type and token.type not in _TERMS):
            _subject(token)
        if not token.type or token.type in _TERMS:
            continue
        token.tag, token.pos = ("NNP", "PROPN") if token.tag not in ("NNPS",) else (token.tag, token.pos)
        _apposition(token, tokens)
        _twin(token, tokens)
        _gap(token, tokens)
        _before_noun(token, tokens)
        _swapped(token, tokens)
        if token.type == "Title":
            _to_direct(token, tokens)
            _term(token, tokens)


def _move(token: Token, head: Token, dep: str) -> None:
    if head is token or any(above is token for above in _above(head)):
        return
    if token.head is not token:
        token.head.children.remove(token)
    token.head, token.dep = head, dep
    head.children.append(token)
    head.children.sort(key=lambda child: child.i)


def _above(token: Token) -> list[Token]:
    found = [token]
    while not found[-1].is_root:
        found.append(found[-1].head)
    return found


_BEFORE = {"compound", "nmod", "amod", "acomp", "attr", "oprd", "dobj", "npadvmod", "advmod", "dep"}


def _subject(token: Token) -> None:
    """A name before a finite verb that has no subject is its subject: *X competes with Y*, *X is a remake of Y*."""
    verb = token.head
    if token.dep not in _BEFORE or token.i >= verb.i or verb.type or verb.kids("nsubj", "nsubjpass", "csubj", "expl"):
        return
    helping = [child for child in verb.kids("aux", "auxpass") if token.i < child.i < verb.i and child.lower != "to"]
    if verb.tag in ("VBZ", "VBD", "VBP") or (verb.tag in ("VB", "VBN", "VBG") and helping):
        token.dep = "nsubjpass" if verb.kids("auxpass") else "nsubj"


def _finite(token: Token) -> None:
    """*X works with Y; Z does not*: a noun that has a name for its subject, and no *be*, is a verb."""
    subjects = [child for child in token.kids("nsubj") if child.type and child.i < token.i]
    if (token.is_root or token.dep in ("ccomp", "parataxis")) and not subjects and token.kids("prep", "dobj"):
        # *X merges with Y*, all of it taken for a noun phrase
        subjects = [child for child in token.kids("compound", "nmod") if child.type and child.i == token.i - 1]
        for child in subjects:
            child.dep = "nsubj"
    if not subjects or any(child.pos in ("AUX", "DET", "VERB") or child.dep in ("cop", "det", "poss", "case") for child in token.children):
        return
    token.tag, token.pos, token.lemma = "VBZ", "VERB", _base(token.lower)


def _base(word: str) -> str:
    """A verb without the ending of the third person."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word.removesuffix("s")


def _main(token: Token) -> None:
    """*X weighs move into Y*: a full verb with a subject helps no other; what follows is its object."""
    noun = token.head
    if token.lemma in ("be", "have", "do", "get", "go") or not token.kids("nsubj") or noun.type or noun.i < token.i:
        return
    noun.children.remove(token)
    if noun.is_root:
        token.head, token.dep = token, "ROOT"
    else:
        noun.head.children.remove(noun)
        token.head, token.dep = noun.head, noun.dep
        noun.head.children.append(token)
        noun.head.children.sort(key=lambda child: child.i)
    token.pos, token.lemma = "VERB", _base(token.lower) if token.tag == "VBZ" else token.lemma
    noun.head, noun.dep, noun.tag, noun.pos = token, "dobj", "NN", "NOUN"
    token.children.append(noun)
    token.children.sort(key=lambda child: child.i)


def _apposition(token: Token, tokens: Sequence[Token]) -> None:
    """A name right behind its noun (*the series Salt Roses*); a name right behind a verb is its object."""
    head = token.head
    if (
        token.dep in _LOOSE
        and head.i < token.i
        and head.pos in ("NOUN", "PROPN")
        and all(between.text in (",", "(", ":", "-") for between in tokens[head.i + 1 : token.i])
    ):
        token.dep = "appos"
    elif (
        token.dep in ("advmod", "npadvmod", "amod", "acomp", "dep", "ccomp")
        and head.tag.startswith("VB")
        and token.i == head.i + 1
        and (head.lemma != "be" and not head.kids("dobj", "auxpass"))
    ):
        token.dep = "dobj"


def _twin(token: Token, tokens: Sequence[Token]) -> None:
    """*whose film Salt Roses sold …*: noun and name as two subjects of one verb."""
    before = tokens[token.i - 1] if token.i else None
    if (
        before is not None
        and not before.type
        and before.pos == "NOUN"
        and before.head is token.head
        and before.dep == token.dep
        and (token.dep in ("nsubj", "nsubjpass", "dobj", "pobj"))
    ):
        _move(token, before, "appos")


def _service(token: Token) -> None:
    """*does dubbing*: the service is what is done, and no verb."""
    does = next((child for child in token.kids("aux") if child.lemma == "do"), None)
    if does is None or not token.tag.startswith("VB"):
        return
    dep, head, children = token.dep, token.head, [child for child in token.children if child is not does]
    token.children.clear()
    if head is not token:
        head.children.remove(token)
        head.children.append(does)
        head.children.sort(key=lambda child: child.i)
    does.head, does.dep, does.pos = head if head is not token else does, dep, "VERB"
    for child in [*children, token]:
        child.head = does
    does.children = sorted([*does.children, *children, token], key=lambda child: child.i)
    token.tag, token.pos, token.dep = "NN", "NOUN", "dobj"


def _gap(token: Token, tokens: Sequence[Token]) -> None:
    """*reached X on May 1 and Y on May 2*: Y is coordinated with X, not with the day."""
    head = token.head
    if token.dep != "conj" or head.type or token.type == "Person":
        return
    if head.pos not in ("NUM", "PROPN") or not (
        head.pos == "NUM" or head.text[:3] in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    ):
        return
    for other in reversed(tokens[: head.i]):
        if other.type == token.type:
            _move(token, other, "conj")
            return


def _before_noun(token: Token, tokens: Sequence[Token]) -> None:
    """*“Salt Roses”, a comedy in ten parts, was shot …*: the name is the subject, and the noun says what it is."""
    if token.dep not in _ADRIFT or (token.head.is_root is False and token.head.dep not in ("ccomp", "conj")):
        return
    verb, after = token.head, token.i + 1
    if not verb.tag.startswith("VB") or after + 1 >= len(tokens) or tokens[after].text != ",":
        return
    for noun in verb.kids("nsubj", "nsubjpass"):
        first = noun.subtree()[0]
        if noun is token or noun.i >= verb.i or (noun.type and noun.type not in _TERMS):
            continue
        if (first.i == after + 1 and first.lower in ("a", "an", "the", "one", "another", "two", "three", "four", "five", "its")) or (
            first.tag == "CD" and (first.i == after + 1)
        ):
            dep = noun.dep
            _move(noun, token, "appos")
            token.dep = dep
            return


def _behind_verb(token: Token) -> None:
    """*Directing is Ana Reis*, *Salt Roses stars X*: a second subject behind its verb is what the first is, or the object."""
    verb = token.head
    if token.i < verb.i or token.pos not in ("NOUN", "PROPN") or not verb.kids("nsubj") or verb.kids("dobj", "attr", "expl"):
        return
    first = verb.kids("nsubj")[0]
    if first is token or first.i > verb.i:
        return
    if verb.lemma == "be":
        token.dep = "attr"
    elif token.dep == "nsubj" and token.type and token.i == verb.i + 1:
        token.dep = "dobj"


def _swapped(token: Token, tokens: Sequence[Token]) -> None:
    """*Salt Roses, Tern's microdrama, is …*: the name is the subject, and the noun behind the comma is said of it."""
    noun = token.head
    if token.dep not in ("amod", "nmod", "compound", "npadvmod") or noun.i < token.i or (noun.type and noun.type not in _TERMS):
        return
    if tokens[token.i + 1].text != "," or noun.dep not in ("nsubj", "nsubjpass", "dobj") or noun.is_root:
        return
    last = noun.subtree()[-1].i
    if last + 1 >= len(tokens) or tokens[last + 1].text != "," or noun.pos not in ("NOUN", "PROPN", "ADJ"):
        return
    above, dep = noun.head, noun.dep
    _move(token, above, dep)
    _move(noun, token, "amod" if noun.pos == "ADJ" else "appos")


def _term(token: Token, tokens: Sequence[Token]) -> None:
    """*made the romance Salt Roses*; *A microdrama, Salt Roses has …*: a genre or format before the name of a work is said of it."""
    before = tokens[token.i - 1] if token.i else None
    if before is None:
        return
    if before.type in ("Genre", "Format") and before.pos in ("NOUN", "PROPN") and before.dep not in ("appos", "pobj"):
        if before.head is token or before.head is token.head:
            _move(before, token, "compound")
        if token.dep in ("ccomp", "oprd", "npadvmod") and token.head.tag.startswith("VB") and not token.head.kids("dobj", "auxpass"):
            token.dep = "dobj"
    elif not before.type and before.pos == "NOUN" and before.dep == "npadvmod" and before.head is token.head:
        _move(before, token, "compound")  # *the Tern drama Salt Roses is …*
    elif before.text == "," and token.dep in ("nsubj", "nsubjpass"):
        for noun in token.head.kids("npadvmod", "dep", "advcl", "nmod"):
            if noun.type in ("Genre", "Format") and noun.i < token.i and any(child.lower in ("a", "an") for child in noun.children):
                _move(noun, token, "appos")


def _to_direct(token: Token, tokens: Sequence[Token]) -> None:
    """*signed Ana Reis to direct Salt Roses*: *direct* is a verb, and no adjective of the work's."""
    at = next((child for child in token.kids("amod") if child.lower == "direct"), None)
    mark = tokens[at.i - 1] if at is not None and at.i else None
    if at is None or mark is None or mark.lower != "to" or token.head is not mark or mark.is_root:
        return
    above = mark.head
    at.tag, at.pos = "VB", "VERB"
    _move(token, above, "dobj")
    _move(at, above, "xcomp")
    _move(token, at, "dobj")
    _move(mark, at, "aux")
