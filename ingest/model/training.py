"""How the weights are learnt: names by spaCy on the corpus and on the corpus under other names, types by their clues."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence

from spacy.language import Language
from thinc.api import fix_random_seed

from ingest.corpus.documents import AnnotatedDocument
from ingest.model import load as loading
from ingest.model.augment import renamed
from ingest.model.examples import block_examples, entity_examples, spans_of
from ingest.reading import kinds

SEED = 7
EPOCHS = 7
VARIANTS = 2
"""How often the corpus is written under other names in an epoch."""
KIND_VARIANTS = 1
BATCH = 24
DROPOUT = 0.25
RATE = 0.002

log = logging.getLogger(__name__)


def train(documents: Sequence[AnnotatedDocument]) -> Language:
    """A pipeline of the tuned names alone."""
    fix_random_seed(SEED)
    rng = random.Random(SEED)
    nlp = loading.blank()
    optimizer = nlp.resume_training()
    own = [example for document in documents for example in block_examples(nlp, document.text, spans_of(document.mentions))]
    for epoch in range(EPOCHS):
        other = [example for document in documents for _ in range(VARIANTS)
                 for example in block_examples(nlp, *renamed(document.text, document.mentions, seed=rng.randrange(2**32)))]
        examples = [*own, *other]
        rng.shuffle(examples)
        losses: dict[str, float] = {}
        optimizer.learn_rate = RATE * (1 - 0.8 * epoch / EPOCHS)
        for place in range(0, len(examples), BATCH):
            nlp.update(examples[place:place + BATCH], sgd=optimizer, losses=losses, drop=DROPOUT)
        log.info("epoch %d of %d: loss %.0f", epoch + 1, EPOCHS, losses["ner"])
    return nlp


def learn_kinds(documents: Sequence[AnnotatedDocument]) -> kinds.Kinds:
    """The weights of the clues to a name's type."""
    return kinds.learn(list(entity_examples(documents, variants=KIND_VARIANTS)), seed=SEED)
