"""Words → tags, lemmas and heads: the base pipeline's parser over our own forward pass, and each word's rules applied once.

What the rules of the base model (attribute ruler, lemmatizer) say of a word depends on the word, its tag and its dependency, but for a
few pairs of words; so it is looked up once and kept. A pipeline of another build is run as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from spacy.attrs import DEP, HEAD, ORTH, SENT_START  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc
from thinc.api import NumpyOps

from ingest.model.forward import Unknown, Vectors

Word = tuple[str, str, str, str]
"""Lemma, fine tag, part of speech, dependency."""
_STEPS = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
_Key = tuple[int, str, int]
"""The word, its tag, its dependency."""
_TOLD = {"LOWER", "TAG", "DEP", "IS_SPACE"}
_NEUTRAL = "reelgraph"
_RUN = re.compile(r"\S{300,}")
_PORTION = 64
_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a parser says of each word: `heads` are numbers of words, a root is its own; `starts` where sentences begin."""

    words: Sequence[Word]
    heads: Sequence[int]
    starts: Sequence[int]


def tokenised(text: str, nlp: Language) -> Doc:
    """The words and marks of a text. What runs on for hundreds of characters without a space, and not in letters alone, is one word: no
    language writes so, and taking it apart mark by mark would take for ever."""
    return nlp.make_doc(_RUN.sub(_as_word, text))


def _as_word(run: re.Match[str]) -> str:
    return run.group() if run.group().isalnum() else "x" * len(run.group())


def analyse(docs: Sequence[Doc], nlp: Language) -> Iterator[Analysis]:
    """The analysis of each document, in order."""
    fast = _fast(nlp)
    for start in range(0, len(docs), _PORTION):
        part = docs[start:start + _PORTION]
        yield from fast.analyse(part) if fast is not None else map(_told, nlp.pipe(part, batch_size=_PORTION))


_made: WeakKeyDictionary[Language, _Fast | None] = WeakKeyDictionary()


def _fast(nlp: Language) -> _Fast | None:
    if nlp not in _made:
        try:
            _made[nlp] = _Fast(nlp) if nlp.pipe_names == _STEPS else None
        except Unknown:
            _made[nlp] = None
    return _made[nlp]


def _step(nlp: Language, name: str) -> Any:
    return nlp.get_pipe(name)


def _told(doc: Doc) -> Analysis:
    """What a pipeline has written into a document."""
    return Analysis([(token.lemma_, token.tag_, token.pos_, token.dep_) for token in doc], [token.head.i for token in doc],
                    [token.i for token in doc if token.is_sent_start])


class _Fast:
    """The steps of one pipeline, the first three over whole portions, the others from memory."""

    def __init__(self, nlp: Language) -> None:
        tok2vec = _step(nlp, "tok2vec")
        tagger = _step(nlp, "tagger")
        self._vectors = Vectors(tok2vec.model)
        softmax = tagger.model.get_ref("softmax")
        self._tags, self._weights, self._bias = list(tagger.labels), np.ascontiguousarray(softmax.get_param("W").T), softmax.get_param("b")
        self._parser = _step(nlp, "parser")
        for node in self._parser.model.walk():
            if node.name in ("linear", "precomputable_affine"):
                node.ops = NumpyOps(use_blis=False)
        self._rules = _Rules(nlp)

    def analyse(self, docs: Sequence[Doc]) -> Iterator[Analysis]:
        held = [doc for doc in docs if len(doc)]
        if held:
            self._parse(held)
        for doc in docs:
            yield self._analysis(doc) if len(doc) else Analysis((), (), ())

    def _parse(self, docs: Sequence[Doc]) -> None:
        for doc, rows in zip(docs, self._vectors(docs), strict=True):
            doc.tensor = rows  # type: ignore[assignment]
        self._parser.set_annotations(docs, self._parser.predict(docs))

    def _analysis(self, doc: Doc) -> Analysis:
        tags = (doc.tensor @ self._weights + self._bias).argmax(axis=1).tolist()
        orths, deps, heads, starts = doc.to_array([ORTH, DEP, HEAD, SENT_START]).T
        words = self._rules.words(list(zip(orths.tolist(), map(self._tags.__getitem__, tags), deps.tolist())))
        return Analysis(words, (np.arange(len(doc)) + heads.astype(np.int64)).tolist(), np.flatnonzero(starts == 1).tolist())


class _Rules:
    """What attribute ruler and lemmatizer make of words.

    Most rules of the ruler don't look at the word, so they are applied once to a tag and a dependency, with a word that none looks at.
    """

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._ruler = _step(nlp, "attribute_ruler")
        self._lemmatizer = _step(nlp, "lemmatizer")
        self._words: dict[_Key, tuple[Word, bool]] = {}
        self._general: dict[tuple[str, int], tuple[str, str, str, str, bool]] = {}
        self._runs: dict[tuple[_Key, ...], list[Word]] = {}
        rules = self._ruler.patterns
        patterns = [pattern for rule in rules for pattern in rule["patterns"]]
        if any(len(pattern) > 2 or set().union(*pattern) - _TOLD for pattern in patterns) or not all(
                "LOWER" in part for rule in rules if "LEMMA" in rule["attrs"] for pattern in rule["patterns"] for part in pattern):
            raise Unknown("the attribute ruler has rules of another kind")
        self._special = Matcher(nlp.vocab)
        self._special.add("special", [[{"LOWER": part["LOWER"]}] for pattern in patterns for part in pattern if "LOWER" in part])
        self._special.add("space", [[{"IS_SPACE": True}]])
        self._openers = Matcher(nlp.vocab)
        self._openers.add("opener", [pattern[:1] for pattern in patterns if len(pattern) > 1])

    def words(self, keys: Sequence[_Key]) -> list[Word]:
        """What they make of each word of a parsed document. A word that may open a rule over two goes through the rules with the next."""
        if len(self._words) > _KEPT:
            self._words.clear()
            self._runs.clear()
        if missing := [key for key in dict.fromkeys(keys) if key not in self._words]:
            self._learn(missing)
        found = [self._words[key] for key in keys]
        words = [word for word, _ in found]
        at = 0
        for number, (_, opens) in enumerate(found):
            if opens and number >= at:
                at = next((later for later in range(number, len(found)) if not found[later][1]), len(found) - 1) + 1
                run = tuple(keys[number:at])
                if run not in self._runs:
                    self._runs[run] = [_word_of(token) for token in self._lemmatizer(self._ruler(self._doc(run)))]
                words[number:at] = self._runs[run]
        return words

    def _learn(self, keys: Sequence[_Key]) -> None:
        """Keep what becomes of words by themselves."""
        doc = self._doc(keys)
        special = {start for _, start, _ in self._special(doc)}
        for number in special:
            alone = self._doc((keys[number],))
            opens = bool(self._openers(alone))
            self._words[keys[number]] = (_word_of(self._lemmatizer(self._ruler(alone))[0]), opens)
        plain = [key for number, key in enumerate(keys) if number not in special]
        told = [self._generally(tag, dep) for _, tag, dep in plain]
        made = Doc(self._vocab, words=[self._vocab.strings[orth] for orth, _, _ in plain], tags=[tag for tag, *_ in told],
                   pos=[pos for _, pos, *_ in told], morphs=[morph for _, _, morph, *_ in told])
        for key, token, (tag, pos, _, dep, opens) in zip(plain, self._lemmatizer(made), told, strict=True):
            self._words[key] = ((token.lemma_, tag, pos, dep), opens)

    def _generally(self, tag: str, dep: int) -> tuple[str, str, str, str, bool]:
        if (tag, dep) not in self._general:
            doc = self._doc(((self._vocab.strings.add(_NEUTRAL), tag, dep),))
            opens = bool(self._openers(doc))
            token = self._ruler(doc)[0]
            self._general[tag, dep] = (token.tag_, token.pos_, str(token.morph), token.dep_, opens)
        return self._general[tag, dep]

    def _doc(self, keys: Sequence[_Key]) -> Doc:
        strings = self._vocab.strings
        return Doc(self._vocab, words=[strings[orth] for orth, _, _ in keys], tags=[tag for _, tag, _ in keys],
                   deps=[strings[dep] for _, _, dep in keys], heads=list(range(len(keys))))


def _word_of(token: Any) -> Word:
    return (token.lemma_, token.tag_, token.pos_, token.dep_)
