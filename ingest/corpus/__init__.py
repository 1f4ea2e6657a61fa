"""Annotated documents and their checker; in the repository, not in the wheel.

The format is told in docs/corpus.md. Documents train the recogniser of names and measure the reading; the articles of
tests/golden have the same format and are never trained on.
"""

from __future__ import annotations

from ingest.corpus.documents import DOCS, AnnotatedClaim, AnnotatedDocument, load, parse

__all__ = ["DOCS", "AnnotatedClaim", "AnnotatedDocument", "load", "parse"]
