"""read(text, names) → Reading: the stages in order; pure, no record, no network, no clock.

    blocks ─► names ─► aliases ─► parse ─► clauses, frames ─► arguments, anaphora ─► modality, times, qualifiers, measures ─► claims

The same text, metadata, names, lexicon, model and code give the same claims, in any order and process; `Reader.fingerprint`
is the hash of all but the text.
"""

from ingest.reading.reader import Reader

__all__ = ["Reader"]
