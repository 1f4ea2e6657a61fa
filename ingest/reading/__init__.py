"""read(text, names) → Reading: the stages in order; pure, no record, no network, no clock.

    blocks ─► names ─► aliases ─► parse ─► clauses, frames ─► arguments, anaphora ─► modality, times, qualifiers, measures ─► claims

The same text, metadata, names, lexicon, model and code give the same claims, in any order and process; `Reader.fingerprint`
is the hash of all but the text.
"""

from ingest.reading.anaphora import Filler
from ingest.reading.modality import Stance, stance
from ingest.reading.parse import Sentence, Token
from ingest.reading.reader import Reader
from ingest.reading.sentence import Found
from ingest.reading.words import class_nouns, cues, transparent

__all__ = ["Filler", "Found", "Reader", "Sentence", "Stance", "Token", "class_nouns", "cues", "stance", "transparent"]
