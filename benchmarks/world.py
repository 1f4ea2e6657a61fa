"""The one seeded generator: documents with claims in the shape of the trade press, over made-up entities.

A world has a seed and a number of entities; its document number n is the same in every process, whatever was made before.
Who is named follows a power law: a few names stand in thousands of claims, most in a handful. About a third of the claims
have roles and dates; some are negative, planned or reported; a tenth name an argument outside the passage. Nothing is kept:
a million claims stream in constant memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

import orjson

from graph.document import Reading
from graph.exchange.lines import reading_of

CLAIMS = 10
"""Claims of a document."""

ENTITIES = 200_000
SERVICES = ("finishing", "digital intermediate", "colour grading", "mastering", "visual effects", "editing", "sound design",
            "sound mixing", "localization", "dubbing", "AI dubbing", "subtitling", "translation", "quality control", "casting",
            "script development", "production services", "marketing", "trailers", "archiving", "restoration", "training")
REGIONS = tuple(f"{head}{tail}" for head in ("Nor", "Vel", "Ost", "Cal", "Mir", "Tar", "Quin", "Bel")
                for tail in ("land", "avia", "mark", "onia", "esh"))
SHARES = {"Person": 0.40, "Studio": 0.20, "Title": 0.20, "Organization": 0.13, "Brand": 0.04, "Platform": 0.03}
"""How the entities are distributed over types, besides services and regions."""

_ONSETS = ("b", "br", "c", "d", "dr", "f", "g", "h", "j", "k", "kr", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w", "y", "z")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "io")
_CODAS = ("", "l", "n", "r", "s", "x")
_SYLLABLES = tuple(onset + vowel + coda for onset in _ONSETS for vowel in _VOWELS for coda in _CODAS)
_FORMS = {"Studio": ("{} Post", "{} Pictures", "{} Studios", "{} Films"), "Platform": ("{}Play", "{} TV", "{}Reel", "{}Box"),
          "Organization": ("{} Holdings", "{} Media", "{} Group", "{} Partners"), "Brand": ("{} Foods", "{} Motors", "{} Cosmetics"),
          "Title": ("The {} Bride", "Return to {}", "{} in Love", "My Husband {}"), "Person": ("{}",)}
_STRIDE = 7_368_787  # a prime: numbers side by side get names that are far apart


@dataclass(frozen=True, slots=True)
class Relation:
    """How often a relation is told, between which types, with which roles (each with its kind of filler) and in what words."""

    weight: int
    name: str
    subject: str
    object: str
    words: str
    roles: tuple[tuple[str, str], ...] = ()
    often: float = 0.5
    """The share of its claims that have the roles."""


RELATIONS = (
    Relation(20, "provides_service", "Studio", "Service", "offers", (("to", "Platform"), ("date", "date")), 0.6),
    Relation(16, "stars_in", "Person", "Title", "stars in", (("role", "word"),), 0.2),
    Relation(14, "produces", "Studio", "Title", "produces", (("for", "Platform"), ("date", "date")), 0.3),
    Relation(10, "released_on", "Title", "Platform", "opened on", (("date", "date"), ("region", "Region")), 0.5),
    Relation(7, "directs", "Person", "Title", "directs"),
    Relation(8, "holds_role", "Person", "Organization", "works for", (("role", "word"), ("start", "date")), 0.5),
    Relation(7, "partners_with", "Studio", "Platform", "works with", (("date", "date"),), 0.2),
    Relation(5, "distributes", "Organization", "Title", "distributes", (("region", "Region"),), 0.4),
    Relation(4, "owns", "Organization", "Platform", "owns", (("stake", "percentage"), ("since", "date")), 0.4),
    Relation(4, "invests_in", "Organization", "Studio", "backs", (("amount", "money"), ("date", "date")), 0.5),
    Relation(3, "features_brand", "Title", "Brand", "shows"),
    Relation(2, "launches", "Organization", "Platform", "has launched", (("date", "date"), ("region", "Region")), 0.5),
)
_WEIGHTS = [relation.weight for relation in RELATIONS]
_BEGINS = ("date", "since", "start")


@dataclass(frozen=True, slots=True)
class World:
    """Documents over `entities` entities; two worlds of the same seed and size are the same."""

    entities: int = ENTITIES
    seed: int = 1

    def document(self, number: int) -> dict[str, Any]:
        """The line of document `number`, as `graph.exchange.jsonl` takes it, before it is JSON."""
        return _Article(self, number).told()

    def reading(self, number: int) -> Reading:
        return reading_of(self.document(number))

    def lines(self, claims: int) -> Iterator[bytes]:
        """As many documents as it takes, each a line of JSON."""
        for number in range(claims // CLAIMS):
            yield orjson.dumps(self.document(number))

    def count(self, type_: str) -> int:
        """How many entities of a type there are."""
        return {"Service": len(SERVICES), "Region": len(REGIONS)}.get(type_) or max(1, int(self.entities * SHARES[type_]))

    def name(self, type_: str, number: int) -> str:
        """The name of entity `number` of a type; entity 0 is told of most."""
        if type_ == "Service":
            return SERVICES[number]
        if type_ == "Region":
            return REGIONS[number]
        return made_up(type_, number)

    def pick(self, random: Random, type_: str) -> str:
        """Somebody of a type, the first ones far more often than the last."""
        count = self.count(type_)
        return self.name(type_, min(count - 1, int(count * random.random() ** 2)))


@lru_cache(maxsize=20_000)
def made_up(type_: str, number: int) -> str:
    """A name that belongs to this number alone."""
    size = len(_SYLLABLES)
    first = number * _STRIDE % (size * size)
    second = (number * 31 + len(type_)) % size
    word = (_SYLLABLES[first // size] + _SYLLABLES[first % size]).capitalize()
    other = (_SYLLABLES[second] + "na").capitalize()
    forms = _FORMS[type_]
    name = f"{word} {other}" if type_ == "Person" else word
    if type_ != "Person" and number >= size:
        name = f"{word} {other}"
    return forms[number % len(forms)].format(name)


class _Article:
    """One document while it is made: sentences, mentions and claims grow together."""

    def __init__(self, world: World, number: int) -> None:
        self.world, self.number = world, number
        self.random = Random(f"{world.seed}/{world.entities}/{number}")
        self.parts: list[str] = []
        self.at = 0
        self.mentions: list[dict[str, Any]] = []

    def told(self) -> dict[str, Any]:
        claims = [self._claim() for _ in range(CLAIMS)]
        year, month, day = 2023 + self.number % 3, 1 + self.number // 3 % 12, 1 + self.number % 28
        url = f"https://example.org/{year}/{self.number}"
        document = {"id": url, "source": f"{self.number}.html", "url": url, "title": f"Notes of the trade, no. {self.number}",
                    "publisher": "The Courier", "published_on": f"{year}-{month:02}-{day:02}", "language": "en",
                    "text": "".join(self.parts)}
        return {"kind": "document", "document": document, "fingerprint": "world/1", "mentions": self.mentions, "claims": claims}

    def _claim(self) -> dict[str, Any]:
        random = self.random
        relation = random.choices(RELATIONS, _WEIGHTS)[0]
        subject, object_ = self._entity(relation.subject), self._entity(relation.object)
        roles = {role: self._filler(kind) for role, kind in relation.roles} if random.random() < relation.often else {}
        elsewhere: dict[str, list[int]] = {}
        if random.random() < 0.1:
            self._write("More of ")
            elsewhere["subject"] = self._name(subject)
            self._write(". ")
        start = self.at
        spans = {"subject": elsewhere.get("subject") or self._name(subject)}
        self._write(f" {relation.words} " if not elsewhere else f"The company {relation.words} ")
        spans["object"] = self._name(object_)
        for role, filler in roles.items():
            self._write(f", {role} ")
            spans[role] = self._name(filler)
        self._write(".")
        end = self.at
        text = "".join(self.parts)[start:end]
        self._write(" ")
        modality = random.choices(("asserted", "planned", "reported"), (90, 6, 4))[0]
        return {"subject": subject, "predicate": relation.name, "object": object_, "qualifiers": roles,
                "polarity": "negative" if random.random() < 0.02 else "positive", "modality": modality,
                "valid_from": next((filler["value"] for role, filler in roles.items() if role in _BEGINS), None), "valid_to": None,
                "confidence": random.choice((0.6, 0.75, 0.9)), "origin": f"{relation.name}/world@1",
                "evidence": {"start": start, "end": end, "text": text, "arguments": spans}}

    def _entity(self, type_: str) -> dict[str, str]:
        return {"name": self.world.pick(self.random, type_), "type": type_}

    def _filler(self, kind: str) -> dict[str, str]:
        random = self.random
        match kind:
            case "date":
                return {"value": f"{random.randint(2015, 2025)}-{random.randint(1, 12):02}", "datatype": "date"}
            case "money":
                return {"value": f"${random.randint(1, 400)} million", "datatype": "money"}
            case "percentage":
                return {"value": f"{random.randint(1, 100)}%", "datatype": "percentage"}
            case "word":
                return {"value": random.choice(("lead", "head of content", "chief executive", "producer", "sales")), "datatype": "text"}
        return self._entity(kind)

    def _name(self, filler: dict[str, str]) -> list[int]:
        """Write an argument's name; where it stands. An entity's is a mention."""
        text = filler.get("name") or filler["value"]
        span = [self.at, self.at + len(text)]
        if "name" in filler:
            self.mentions.append({"start": span[0], "end": span[1], "text": text, "type": filler["type"], "entity": text})
        self._write(text)
        return span

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)
