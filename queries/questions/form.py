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
from queries.questions.order import AUXILIARIES, BE, COMPANIES, PEOPLE, PREPOSITIONS, WH, Item, declarative
from queries.questions.words import ANYONE, question_words

_AFTER_IMPERATIVE = {"me", "us", "all", "the", "every"}
_COMMA = {",", "?", ".", "!"}


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
        type_ = "" if type_ == ANYONE else type_
        self.types[name] = COMPANIES if type_ == "Organization" else (type_,) if type_ else ()
        return Item(noun, "hole", type_, hole=name)


def form(items: Sequence[Item]) -> Form:
    """Bring a question into the order of a statement. The items are its words, with names already found."""
    words = without_openers(list(items))
    past = asks_of_the_past(words)
    builder = _Builder()
    if words and words[0].lower in question_words().imperatives and words[0].kind == "word":
        words = [word for number, word in enumerate(words[1:]) if number > 2 or word.lower not in _AFTER_IMPERATIVE]
        role = len(words) > 2 and noun_type(words[0].lower) == ANYONE and words[1].lower == "of"
        words = [*((Item("who"), Item("are"), Item("the")) if role else (Item("which"),)), *words]
    elif words and words[0].kind == "word" and words[0].lower in ("the", "all", "every"):
        words = [Item("which"), *words[1:]]
    elif len(words) == 1 and words[0].type in ("Format", "Genre"):
        words = [Item("which"), *words]
    if len(words) > 1 and words[0].lower in AUXILIARIES and words[1].lower in ("n't", "n’t", "not"):
        words = [words[0], *words[2:]]  # *didn't X …?* asks whether it did
    words, asked = _special(words, builder)
    words = _holes(words, builder)
    opens = bool(words) and words[0].kind == "word" and words[0].lower in AUXILIARIES
    yes_no = opens and not builder.select and not asked.get("role")
    words = declarative(words, asked)
    if asked.get("where"):
        builder.select.append("where")
        builder.types["where"] = (asked["place"],)
    yes_no = yes_no and not asked.get("where")
    return Form(tuple(words), tuple(builder.select), tuple(builder.types.items()), yes_no, asked.get("count"), asked.get("role"),
                asked.get("metric"), tuple(builder.concepts), past)


def asks_of_the_past(words: Sequence[Item]) -> bool:
    """Whether what was so at any time is asked for."""
    return any(word.kind == "word" and word.lower in ("was", "were", "did", "had") for word in words)


def without_openers(words: list[Item]) -> list[Item]:
    while words and words[-1].text in _COMMA:
        words.pop()
    shown = " ".join(word.lower for word in words)
    for opener in question_words().openers:
        if shown.startswith(opener + " "):
            return without_openers(words[len(opener.split()):])
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
                    ["in", "which", "month"], ["in", "what", "month"],
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
            found.append(_any_of_its_kind(words, at, found, builder))
            at += 1
        elif word.lower in WH and not _is_relative(words, at):
            holes, at = _wh(words, at, builder)
            found += holes
        elif not (found and found[-1].kind == "hole") and (hole_ := _class_noun(words, at, builder)) is not None:
            while found and found[-1].kind == "word" and found[-1].lower in ("a", "an", "the", "any", "some", "all", "same"):
                found.pop()
            found.append(hole_)
            at += 1
        else:
            found.append(word)
            at += 1
    return found


def _any_of_its_kind(words: Sequence[Item], at: int, before: list[Item], builder: _Builder) -> Item:
    """*a microsoap*, where a work is meant: a hole of that format or genre. The article goes."""
    name, then = words[at], words[at + 1].lower if at + 1 < len(words) else ""
    inside = name.lower.split()[0] in ("a", "an", "any", "some")
    apart = bool(before) and before[-1].kind == "word" and before[-1].lower in ("a", "an", "any", "some")
    ahead = before[:-1] if apart else before
    is_predicate = bool(ahead) and ahead[-1].lower in BE
    if name.type not in ("Format", "Genre") or not name.entities or not (inside or apart) or is_predicate or noun_type(then):
        return name
    if apart:
        before.pop()
    hole = builder.hole(name.text.split()[-1], "Title")
    builder.concepts.append((hole.hole, name.entities[0]))
    return hole


def _is_relative(words: Sequence[Item], at: int) -> bool:
    """*people who invested in an app*: not asking, but joining."""
    if at == 0 or words[at].lower not in ("who", "which", "whose", "that"):
        return False
    return words[at - 1].kind == "hole" or noun_type(words[at - 1].lower) is not None


def _wh(words: Sequence[Item], at: int, builder: _Builder) -> tuple[list[Item], int]:
    word = words[at]
    after = at + 1
    if word.lower in ("who", "whom"):
        hole = builder.hole("who", "")
        builder.types[hole.hole] = PEOPLE
        builder.select.append(hole.hole)
        return [hole], after
    phrase: list[Item] = []
    for following in range(at + 1, min(at + 6, len(words))):
        here = words[following]
        if here.kind == "word" and (here.lower in AUXILIARIES | PREPOSITIONS or here.lower in WH):
            break
        if here.kind == "word" and here.lower in ("the", "of", "all", "these", "those"):
            continue
        phrase.append(here)
        type_ = noun_type(here.lower) if here.kind == "word" else ""
        before = " ".join(item.lower for item in phrase[-2:])
        if before in question_words().pairs and here.kind == "word":
            hole = builder.hole(here.text, question_words().pairs[before])
            builder.select.append(hole.hole)
            return [_modified(hole, phrase[:-2])], following + 1
        if here.kind == "name" and here.type in ("Genre", "Format", "Tool") and here.entities:
            hole = builder.hole(here.text.split()[-1], "Tool" if here.type == "Tool" else "Title")
            if here.type != "Tool":
                builder.concepts.append((hole.hole, here.entities[0]))
            builder.select.append(hole.hole)
            return [hole], following + 1
        if type_ is not None and here.kind == "word":
            hole = builder.hole(here.text, type_)
            builder.select.append(hole.hole)
            return [_modified(hole, phrase[:-1])], following + 1
        if here.kind == "name":
            then = words[following + 1] if following + 1 < len(words) else here
            if then.kind == "word" and (narrowed := noun_type(then.lower)) is not None and not phrase[:-1]:
                return _of_name(here, builder.hole(then.text, narrowed), builder), following + 2
            break
    hole = builder.hole(word.lower, "")
    builder.select.append(hole.hole)
    return [hole], after


def _of_name(name: Item, hole: Item, builder: _Builder) -> list[Item]:
    """*Which R studios*: studios based in R; what any other name before the noun means is not known."""
    builder.select.append(hole.hole)
    if name.type == "Region" and hole.type in COMPANIES:
        return [hole, Item("based"), Item("in"), name]
    return [_modified(hole, [name])]


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
