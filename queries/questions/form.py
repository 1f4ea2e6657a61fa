"""The form of a question: its words in the order of a statement, with holes where it asks.

    "Which platforms does X offer finishing to?"   →   X offer finishing to ?platforms
    "When did X buy Y?"                            →   X buy Y, and asks for the role `when`
    "Has X been sold?"                             →   X has been sold, and asks for yes or no
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph.entity import Entity
from ingest.reading import class_nouns
from queries.questions.words import question_words

DO = {"do", "does", "did"}
BE = {"is", "are", "was", "were"}
HAVE = {"has", "have", "had"}
MODALS = {"can", "could", "will", "would", "should", "may", "might"}
AUXILIARIES = DO | BE | HAVE | MODALS
WH = {"who", "whom", "what", "which", "whose"}
_PREPOSITIONS = {"to", "for", "with", "from", "on", "in", "by", "at", "of", "into", "about", "under", "behind"}
_AFTER_IMPERATIVE = {"me", "us", "all", "the", "every"}
_COMMA = {",", "?", ".", "!"}
COMPANIES = ("Studio", "Platform", "Brand", "Organization", "Publication")


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


@dataclass(frozen=True, slots=True)
class Form:
    """A question as a statement with holes.

    `select` names the holes that are asked for, in order. `ask` is the role that an asking word stands for (`when`,
    `amount`). `concepts` are (hole, entity) pairs: a hole that is itself a genre or format ("which romantic comedies").
    """

    items: tuple[Item, ...]
    select: tuple[str, ...] = ()
    types: tuple[tuple[str, tuple[str, ...]], ...] = ()
    yes_no: bool = False
    count: str | None = None
    ask: str | None = None
    metric: str | None = None
    concepts: tuple[tuple[str, Entity], ...] = ()
    past: bool = False


@dataclass(slots=True)
class _Builder:
    select: list[str] = field(default_factory=list)
    types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    concepts: list[tuple[str, Entity]] = field(default_factory=list)

    def hole(self, noun: str, type_: str) -> Item:
        name = re.sub(r"\W+", "_", noun.lower()).strip("_") or "what"
        while name in self.types:
            name += "_2"
        self.types[name] = COMPANIES if type_ == "Organization" else (type_,) if type_ else ()
        return Item(noun, "hole", type_, hole=name)


def form(items: Sequence[Item]) -> Form:
    """Bring a question into the order of a statement. The items are its words, with names already found."""
    words = _without_openers(list(items))
    builder = _Builder()
    past = any(word.kind == "word" and word.lower in ("was", "were", "did", "had") for word in words)
    if words and words[0].lower in question_words().imperatives and words[0].kind == "word":
        words = [Item("which"), *[word for number, word in enumerate(words[1:]) if number > 2 or word.lower not in _AFTER_IMPERATIVE]]
    words, asked = _special(words, builder)
    words = _holes(words, builder)
    opens = bool(words) and words[0].kind == "word" and words[0].lower in AUXILIARIES
    yes_no = opens and not builder.select and not asked.get("role")
    words = _declarative(words, asked)
    if asked.get("where"):
        builder.select.append("where")
        builder.types["where"] = (asked["place"],)
    yes_no = yes_no and not asked.get("where")
    return Form(tuple(words), tuple(builder.select), tuple(builder.types.items()), yes_no, asked.get("count"), asked.get("role"),
                asked.get("metric"), tuple(builder.concepts), past)


def _without_openers(words: list[Item]) -> list[Item]:
    while words and words[-1].text in _COMMA:
        words.pop()
    shown = " ".join(word.lower for word in words)
    for opener in question_words().openers:
        if shown.startswith(opener + " "):
            return _without_openers(words[len(opener.split()):])
    return words


def _special(words: list[Item], builder: _Builder) -> tuple[list[Item], dict[str, str]]:
    """how many, how much, when, where, since when: what they ask for, and what stays of the words."""
    lowers = [word.lower if word.kind == "word" else "" for word in words]
    asked: dict[str, str] = {}
    if lowers[:2] == ["how", "many"] and len(words) > 2:
        metric = question_words().measures.get(lowers[2])
        if metric is not None:
            asked |= {"role": "value", "metric": metric}
            return [builder.hole(words[2].text, "Measure"), *words[3:]], asked
        rest = [Item("which"), *words[2:]]
        asked["count"] = ""
        return rest, asked
    if lowers[:2] == ["how", "much"]:
        rest = words[2:]
        while rest and rest[0].kind == "word" and rest[0].lower in ("money", "funding", "cash", "capital", "revenue"):
            rest = rest[1:]
        asked["role"] = "amount"
        return rest, asked
    for opening in (["since", "when"], ["in", "which", "year"], ["in", "what", "year"], ["what", "year"], ["which", "year"], ["when"],
                    ["on", "what", "date"], ["on", "which", "date"]):
        if lowers[:len(opening)] == opening:
            asked["role"] = "when"
            return words[len(opening):], asked
    if lowers[:1] == ["where"]:
        asked["where"] = "yes"
        return words[1:], asked
    return words, asked


def _holes(words: list[Item], builder: _Builder) -> list[Item]:
    """Replace wh-phrases, and class nouns that no name stands beside, by holes."""
    found: list[Item] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word.kind != "word":
            found.append(word)
            at += 1
        elif word.lower in WH and not _is_relative(words, at):
            hole, at = _wh(words, at, builder)
            found.append(hole)
        elif (hole_ := _class_noun(words, at, builder)) is not None:
            while found and found[-1].kind == "word" and found[-1].lower in ("a", "an", "the", "any", "some", "all", "same"):
                found.pop()
            found.append(hole_)
            at += 1
        else:
            found.append(word)
            at += 1
    return found


def _is_relative(words: Sequence[Item], at: int) -> bool:
    """*people who invested in an app*: not asking, but joining."""
    if at == 0 or words[at].lower not in ("who", "which", "whose", "that"):
        return False
    return words[at - 1].kind == "hole" or noun_type(words[at - 1].lower) is not None


def _wh(words: Sequence[Item], at: int, builder: _Builder) -> tuple[Item, int]:
    word = words[at]
    after = at + 1
    if word.lower in ("who", "whom"):
        hole = builder.hole("who", "")
        builder.select.append(hole.hole)
        return hole, after
    phrase: list[Item] = []
    for following in range(at + 1, min(at + 6, len(words))):
        here = words[following]
        if here.kind == "word" and (here.lower in AUXILIARIES | _PREPOSITIONS or here.lower in WH):
            break
        if here.kind == "word" and here.lower in ("the", "of", "all", "these", "those"):
            continue
        phrase.append(here)
        type_ = noun_type(here.lower) if here.kind == "word" else ""
        before = " ".join(item.lower for item in phrase[-2:])
        if before in question_words().pairs and here.kind == "word":
            hole = builder.hole(here.text, question_words().pairs[before])
            builder.select.append(hole.hole)
            return _modified(hole, phrase[:-2]), following + 1
        if here.kind == "name" and here.type in ("Genre", "Format", "Tool") and here.entities:
            hole = builder.hole(here.text.split()[-1], "Tool" if here.type == "Tool" else "Title")
            if here.type != "Tool":
                builder.concepts.append((hole.hole, here.entities[0]))
            builder.select.append(hole.hole)
            return hole, following + 1
        if type_ is not None and here.kind == "word":
            hole = builder.hole(here.text, type_)
            builder.select.append(hole.hole)
            return _modified(hole, phrase[:-1]), following + 1
        if here.kind == "name":
            break
    hole = builder.hole(word.lower, "")
    builder.select.append(hole.hole)
    return hole, after


def _modified(hole: Item, before: Sequence[Item]) -> Item:
    """Words between *which* and its noun stay visible, so that they have to be used."""
    return replace(hole, text=" ".join([*(item.text for item in before), hole.text])) if before else hole


def _class_noun(words: Sequence[Item], at: int, builder: _Builder) -> Item | None:
    """A class noun that stands for anybody of its kind: *people*, *an app*; not one beside a name (*the app X*, *X's owner*)."""
    word = words[at]
    type_ = noun_type(word.lower)
    if type_ is None:
        return None
    beside = [words[index] for index in (at - 1, at + 1) if 0 <= index < len(words)]
    if any(item.kind == "name" for item in beside) or (at + 1 < len(words) and words[at + 1].lower in ("of", "'s", "to", "in")):
        return None
    before = words[at - 1].lower if at else ""
    plural = word.lower.endswith("s") or word.lower in ("people",)
    if type_ == "Person" and not plural and before in ("the", "all", "same"):
        return None
    if before in ("a", "an", "any", "some", "the", "all", "same") or plural:
        return builder.hole(word.text, type_)
    return None


def noun_type(word: str) -> str | None:
    """The type that a class noun asks for, singular or plural."""
    for form_ in (word, word[:-1] if word.endswith("s") else word, word[:-3] + "y" if word.endswith("ies") else word):
        if form_ in question_words().nouns:
            return question_words().nouns[form_]
        if form_ in class_nouns():
            return class_nouns()[form_]
    return None


# --- order


def _declarative(words: list[Item], asked: dict[str, str]) -> list[Item]:
    if asked.get("where"):
        return _where(words, asked)
    if not words:
        return words
    if asked.get("role") in ("when", "amount"):
        return _inverted(words, asked)
    lowers = [word.lower if word.kind == "word" else "" for word in words]
    if lowers[0] in AUXILIARIES:
        return _yes_no(words)
    if lowers[0] in _PREPOSITIONS and len(words) > 2 and words[1].kind == "hole":
        moved, rest = words[:2], words[2:]
        return [*_yes_no(rest), *moved] if rest[0].kind == "word" and rest[0].lower in AUXILIARIES else [*rest, *moved]
    if words[0].kind == "hole" and len(words) > 1:
        if lowers[1] in DO and not (len(words) > 2 and words[2].type in ("Service", "Format", "Genre")):
            return [*_yes_no(words[1:]), words[0]]
        if lowers[1] in BE and len(words) > 2 and words[2].kind in ("name",) and _verbless(words[3:]):
            return [words[2], words[1], *words[3:], words[0]]
        if lowers[1] in HAVE | MODALS and len(words) > 3 and words[2].kind == "name":
            return [words[2], words[1], *words[3:], words[0]]
    return words


def _verbless(words: Sequence[Item]) -> bool:
    """*Which band was X in*: after the name, nothing but a preposition or a participle and one."""
    return bool(words) and words[-1].kind == "word" and words[-1].lower in _PREPOSITIONS and len(words) <= 3


def _yes_no(words: list[Item]) -> list[Item]:
    """*Has X been sold* → *X has been sold*; *Did X buy Y* → *X did buy Y*."""
    auxiliary, rest = words[0], words[1:]
    subject = next((number for number, word in enumerate(rest) if word.kind in ("name", "hole")), None)
    if subject is None:
        return rest if auxiliary.lower in DO else words
    end = subject + 1
    while end < len(rest) and rest[end].lower in ("'s", "and", "or", "'", "of") and rest[end].kind == "word":
        end = min(end + 2, len(rest))
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
        if plain[number].kind == "word" and plain[number].lower in _PREPOSITIONS:
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
