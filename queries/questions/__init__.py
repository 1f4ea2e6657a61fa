"""A question is a sentence with holes: read by the frames of articles, answered by one pattern.

The only room above `ingest` that reads language, through `ingest.reading` alone.
"""

from queries.questions.answer import Answer, Times, ask

__all__ = ["Answer", "Times", "ask"]
