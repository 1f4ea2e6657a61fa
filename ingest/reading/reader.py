"""The stages in order, for one document or many."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib.resources import files

from spacy.language import Language

from graph.claim import Claim
from graph.document import Document, Mention, Reading
from graph.entity import COMPANY_TYPES
from graph.identity.registry import Registry
from graph.ontology import ontology, vocabulary
from ingest.lexicon.loader import frames
from ingest.reading import (
    aliases,
    awards,
    blocks,
    contrast,
    denials,
    ellipsis,
    entries,
    fields,
    names,
    namesakes,
    notation,
    profiles,
    renaming,
    succession,
    topics,
)
from ingest.reading.anaphora import Context, Filler
from ingest.reading.blocks import Block
from ingest.reading.claims import Draft, best, claims, drafts, measured
from ingest.reading.classifier import Classifier, Proposes, shipped
from ingest.reading.measures import measures
from ingest.reading.parse import Sentence, Unit, parse, parse_words, tokenise
from ingest.reading.sentence import Found, read

READ_KINDS = {"paragraph", "bullet", "heading", "caption", "table_row"}
DATA = (("graph.ontology", "."), ("ingest.lexicon", "."), ("ingest.lexicon", "frames"), ("ingest.model", "."), ("ingest.reading", "."))
"""The folders whose files make a reading what it is."""


class Reader:
    """Reads documents with one registry snapshot and one model. Make one a process; it is not for several threads at once."""

    def __init__(self, registry: Registry, nlp: Language, ner: names.Ner | None, *, model: str) -> None:
        self.registry, self.nlp, self.ner, self.model = registry, nlp, ner, model
        self.ontology, self.vocabulary, self.frames = ontology(), vocabulary(), frames()
        learnt = shipped()
        self.classifier: Proposes | None = Classifier(learnt, self.ontology) if learnt is not None else None

    @cached_property
    def fingerprint(self) -> str:
        """The hash of registry, model, lexicon and code; 16 hex digits."""
        told = hashlib.sha256(f"{self.registry.snapshot}\0{self.model}".encode())
        for package, folder in DATA:
            for entry in sorted((files(package) / folder).iterdir(), key=lambda entry: entry.name):
                if entry.is_file() and entry.name.endswith((".py", ".toml")):
                    told.update(entry.name.encode() + b"\0" + entry.read_bytes())
        return told.hexdigest()[:16]

    def read(self, document: Document, given: Sequence[Mention] | None = None) -> Reading:
        """What one document says. `given` mentions are taken as they are, instead of looking for names."""
        return next(self.read_all([(document, given)]))

    def read_all(self, documents: Iterable[tuple[Document, Sequence[Mention] | None]]) -> Iterator[Reading]:
        """What each document says, in order."""
        for document, given in documents:
            yield self._read(document, given)

    def _read(self, document: Document, given: Sequence[Mention] | None) -> Reading:
        mentions, made = self.told(document, given)
        return Reading(document, tuple(mentions), tuple(claim for _, claim in made), self.fingerprint)

    def told(self, document: Document, given: Sequence[Mention] | None = None) -> tuple[list[Mention], list[tuple[Draft, Claim]]]:
        """The names of a document, and its claims, each with what it was made of."""
        original = document.text or ""
        text = blocks.normalise(original)
        parts = blocks.segment(original)
        mentions = list(given) if given is not None else self._mentions(original, parts)
        found = self._drafts(text, parts, sorted(mentions), document.published_on)
        return mentions, claims(best(found, self.ontology), document, original, self.ontology)

    def _mentions(self, text: str, parts: Sequence[Block]) -> list[Mention]:
        spans = names.find(text, parts, registry=self.registry, vocabulary=self.vocabulary, ner=self.ner)
        return aliases.resolve(text, parts, spans)

    def _drafts(self, text: str, parts: Sequence[Block], mentions: Sequence[Mention], published_on: str | None) -> Iterator[Draft]:
        context = Context(company=_company(text, mentions))
        units = list(_units(text, parts))
        told: list[Draft] = []
        posts = succession.Posts()
        for unit, sentences in zip(units, parse(text, units, mentions, self.nlp), strict=True):
            heading = parts[unit.block].kind == "heading"
            context.topic = entries.topic(parts[unit.block], parts, unit.pieces[-1][0], text, mentions)
            for sentence in sentences:
                if len(unit.pieces) > 1 and not sentence.own:
                    continue
                yield from self._sentence(sentence, context, text, published_on, told, posts, heading=heading)
            yield from notation.drafts(parts[unit.block], text, mentions, self.ontology, published_on)
        yield from fields.drafts(parts, text, mentions, self.ontology)
        yield from topics.drafts(parts, text, mentions)
        yield from awards.drafts(parts, text, mentions)
        yield from posts.drafts()

    def _sentence(
        self,
        sentence: Sentence,
        context: Context,
        text: str,
        published_on: str | None,
        told: list[Draft],
        posts: succession.Posts,
        *,
        heading: bool,
    ) -> Iterator[Draft]:
        context.see(sentence.own, heading=heading)
        found, arguments = read(sentence, context, self.frames, self.ontology)
        said = list(drafts(found, sentence, text, published_on, self.ontology))
        yield from said
        yield from contrast.drafts(sentence, said)
        yield from renaming.drafts(sentence, text)
        yield from namesakes.drafts(sentence, text)
        yield from denials.drafts(sentence, told, said, text)
        yield from ellipsis.drafts(sentence, [*told, *said], self.ontology)
        told[:] = said
        posts.see(sentence, arguments, said)
        if self.classifier is not None:
            proposed = self.classifier.propose(sentence, arguments, found)
            yield from drafts(proposed, sentence, text, published_on, self.ontology)
        yield from measured(measures(sentence, arguments, text, published_on), sentence)
        yield from profiles.drafts(sentence, said)
        arguments.remember()

    def read_words(self, words: Sequence[tuple[str, str, str, str]], *, nouns: bool = True) -> tuple[Sentence, list[Found]]:
        """One sentence from (text, type, entity, hole) words: its tokens, and its relations, also such as leave a side open."""
        sentence = parse_words(words, self.nlp, nouns=nouns)
        context = Context()
        context.see(sentence.tokens)
        found, _ = read(sentence, context, self.frames, self.ontology, partial=True)
        return sentence, found

    def tokenise(self, text: str) -> list[tuple[str, int, int]]:
        """The words of a text with their offsets."""
        return tokenise(blocks.normalise(text), self.nlp)


_DEFINED = re.compile(r"[^()\n]{0,40}[(][^()]{0,400}?(?:the )?[“\"](?:the )?Company[”\"][)]", re.I)


def _company(text: str, mentions: Sequence[Mention]) -> Filler | None:
    """Whom a release calls "the Company": the name before the brackets that say so."""
    for mention in mentions:
        if mention.type in COMPANY_TYPES and _DEFINED.match(text, mention.end):
            return Filler(mention.entity, mention.type, mention.start, mention.end, "class:company")
    return None


def _units(text: str, parts: Sequence[Block]) -> Iterator[Unit]:
    """What is parsed at once: each block; a bullet together with the lead-in that it continues."""
    for index, block in enumerate(parts):
        if block.kind not in READ_KINDS or block.body >= block.end:
            continue
        if block.label is not None:
            yield Unit((_bare(text, *block.label),), index)
        pieces = [(block.body, block.end)]
        if block.kind == "bullet" and block.lead is not None and (stem := _stem(text, parts[block.lead])) is not None:
            pieces.insert(0, stem)
        yield Unit(tuple(pieces), index)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A label without its colon."""
    return start, start + len(text[start:end].rstrip(" :"))


_OPEN_ENDS = {
    "offering",
    "offers",
    "offer",
    "including",
    "includes",
    "include",
    "providing",
    "provides",
    "provide",
    "delivering",
    "delivers",
    "with",
    "by",
    "for",
    "from",
    "are",
    "were",
    "is",
    "to",
    "launching",
    "launches",
    "covering",
    "covers",
    "acquiring",
    "featuring",
    "features",
    "through",
    "adding",
    "of",
    "on",
    "in",
    "selling",
    "sells",
    "handling",
    "handles",
    "supplying",
    "supplies",
    "like",
    "as",
}


def _stem(text: str, lead: Block) -> tuple[int, int] | None:
    """The lead-in's last sentence without its colon, if it breaks off where a noun phrase is to follow."""
    shown = text[lead.body : lead.end].rstrip()
    if not shown.endswith(":"):
        return None
    words = shown[:-1].split()
    if not words or words[-1].lower() not in _OPEN_ENDS:
        return None
    begin = max(shown.rfind(". ", 0, -1) + 2, 0) if ". " in shown[:-1] else 0
    return lead.body + begin, lead.body + len(shown) - 1
