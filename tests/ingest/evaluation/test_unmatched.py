"""What joins two names and matches no frame, by frequency."""

from __future__ import annotations

from graph.document import Document
from ingest.corpus.documents import parse
from ingest.evaluation.unmatched import Unmatched
from ingest.reading import Reader

HEAD = "---\nid: x\ndomain: d\nstyle: s\npublished: 2026-01-01\n---\n"


def test_what_a_frame_reads_is_not_listed_and_what_none_reads_is(reader: Reader) -> None:
    unmatched = Unmatched(reader)
    for company in ("Tern Media", "Kettle Arts"):
        article = parse(f"{HEAD}[{company}|Organization] owns [Snaplet|Platform]. [{company}|Organization] sneezes at [Plumline|Platform].\n"
                        f"---\n{company} | owns | Plumline\n")
        unmatched.add(article.document(), article.mentions, [claim.claim(article) for claim in article.claims])
    listed = unmatched.constructions()
    assert [(one.count, one.relation, one.related.total()) for one in listed if "sneeze" in one.way] == [(2, "owns", 2)]
    assert not [one for one in listed if " own " in f" {one.way} "]
    assert unmatched.constructions(least=3) == []


def test_the_reader_itself_goes_on_as_it_was(reader: Reader) -> None:
    before = reader.classifier
    Unmatched(reader).add(Document("d", "d", "Tern Media sneezed at Snaplet."))
    assert reader.classifier is before
