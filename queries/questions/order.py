"""The order of a statement: *which platforms does X serve* → *X does serve ?platforms*; *where is X* → *X is in ?where*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.entity import Entity
from queries.questions.words import question_words

DO = {"do", "does", "did"}
BE = {"is", "are", "was", "were"}
HAVE = {"has", "have", "had"}
MODALS = {"can", "could", "will", "would", "should", "may", "might"}
WH = {"who", "whom", "what", "which", "whose"}
AUXILIARIES = DO | BE | HAVE | MODALS
COMPANIES = ("Studio", "Platform", "Brand", "Organization", "Publication")
PEOPLE = (*COMPANIES, "Person")
"""Whom *who* asks for."""
PREPOSITIONS = {"to", "for", "with", "from", "on", "in", "by", "at", "of", "into", "about", "under", "behind"}


@dataclass(frozen=True, slots=True)
class Item:
    """A word, a name (with the entities that it may mean), or a hole. `used` words need no further reading."""

    text: str
    kind: str = "word"
    type: str = ""
    entities: tuple[Entity, ...] = ()
    hole: str = ""
    start: int = -1

    @property
    def lower(self) -> str:
        return self.text.lower()


def declarative(words: list[Item], asked: dict[str, str]) -> list[Item]:
    if asked.get("where"):
        return _where(words, asked)
    if not words:
        return words
    if asked.get("role") in ("when", "amount"):
        return _inverted(words, asked)
    lowers = [word.lower if word.kind == "word" else "" for word in words]
    if lowers[0] in AUXILIARIES:
        return _yes_no(words)
    if lowers[0] in PREPOSITIONS and len(words) > 2 and words[1].kind == "hole":
        moved, rest = words[:2], words[2:]
        return [*_yes_no(rest), *moved] if rest[0].kind == "word" and rest[0].lower in AUXILIARIES else [*rest, *moved]
    if words[0].kind == "hole" and len(words) > 1:
        if _is_had(words):
            return [words[0], Item("are"), Item("the"), Item(words[0].text), Item("of"), words[2]]
        if words[1].kind == "name" and len(words) > 2 and words[2].kind == "word":
            return [*words[1:], words[0]]  # *(tell me) which platforms X owns*
        if _is_seat(words):
            return [*words[:2], Item("based"), *words[2:]]
        if lowers[1] in DO and not (len(words) > 2 and words[2].type in ("Service", "Format", "Genre")):
            return _asked_last(_yes_no(words[1:]), words[0])
        if lowers[1] in BE and len(words) > 2 and words[2].kind in ("name",) and _verbless(words[3:]):
            return [words[2], words[1], *words[3:], words[0]]
        if lowers[1] in BE and len(words) > 3 and words[2].kind == "name" and lowers[3].endswith("ing"):
            return [words[2], words[1], *words[3:], words[0]]
        if lowers[1] in HAVE | MODALS and len(words) > 3 and words[2].kind == "name":
            return [words[2], words[1], *words[3:], words[0]]
    return words


def _asked_last(plain: list[Item], hole: Item) -> list[Item]:
    """What is asked for comes last, or, before a preposition and a name, behind the verb: *X does offer ?what to Y*."""
    for number in range(len(plain) - 2, 1, -1):
        if plain[number].kind == "word" and plain[number].lower in PREPOSITIONS and plain[number + 1].kind == "name" and (
                plain[number - 1].kind == "word" and plain[number - 1].lower not in AUXILIARIES):
            return [*plain[:number], hole, *plain[number:]]
    return [*plain, hole]


def _is_had(words: Sequence[Item]) -> bool:
    """*Which investors does X have?*: who are the investors of X."""
    return (len(words) == 4 and words[1].lower in DO and words[2].kind == "name" and words[3].lower in ("have", "has")
            and words[0].text.lower() not in WH)


def _is_seat(words: Sequence[Item]) -> bool:
    """*Which studios are in R?*"""
    return len(words) == 4 and words[0].type in COMPANIES and words[1].lower in BE and words[2].lower == "in" and words[3].type == "Region"


def _verbless(words: Sequence[Item]) -> bool:
    """*Which band was X in*: after the name, nothing but a preposition or a participle and one."""
    return bool(words) and words[-1].kind == "word" and words[-1].lower in PREPOSITIONS and len(words) <= 3


def _yes_no(words: list[Item]) -> list[Item]:
    """*Has X been sold* → *X has been sold*; *Did X buy Y* → *X did buy Y*; *did found*, which reads like *find*, → *founded*."""
    auxiliary, rest = words[0], words[1:]
    subject = next((number for number, word in enumerate(rest) if word.kind in ("name", "hole")), None)
    if subject is None:
        return rest if auxiliary.lower in DO else words
    end = subject + 1
    while end < len(rest) and rest[end].lower in ("'s", "and", "or", "'", "of") and rest[end].kind == "word":
        end = min(end + 2, len(rest))
    if auxiliary.lower in DO and rest[end:] and rest[end].kind == "word" and rest[end].lower == "found":
        return [*rest[:end], Item("founded"), *rest[end + 1:]]
    return [*rest[:end], auxiliary, *rest[end:]]


def _inverted(words: list[Item], asked: dict[str, str]) -> list[Item]:
    if asked["role"] == "amount" and (metric := next((question_words().money[word.lower] for word in words if word.kind == "word"
                                                      and word.lower in question_words().money), None)):
        asked["metric"] = metric
    if not words or words[0].kind != "word" or words[0].lower not in AUXILIARIES:
        return words
    plain = _yes_no(words)
    if asked["role"] != "amount":
        return plain
    money = Item("millions", "hole", "Money", hole="amount")
    subject = next((number for number, word in enumerate(plain) if word.kind in ("name", "hole")), -1)
    for number in range(subject + 2, len(plain)):
        if plain[number].kind == "word" and plain[number].lower in PREPOSITIONS:
            return [*plain[:number], money, *plain[number:]]
    return [*plain, money]


def _where(words: list[Item], asked: dict[str, str]) -> list[Item]:
    """*Where is X available* → *X is available in ?where*; of a title, *on ?where*."""
    plain = _yes_no(words) if words and words[0].lower in AUXILIARIES else words
    title = any(word.kind == "name" and word.type == "Title" for word in plain)
    asked["place"] = "Platform" if title else "Region"
    if plain and plain[-1].kind == "word" and plain[-1].lower in ("in", "on", "at", "from"):
        plain = plain[:-1]
    return [*plain, Item("on" if title else "in"), Item("where", "hole", asked["place"], hole="where")]
