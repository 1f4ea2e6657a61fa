"""How far two annotations of the same text are the same, and what is lost of sentences in other words."""

from __future__ import annotations

import pytest

from graph.claim import Claim, Evidence, Origin
from graph.document import Document, Mention, Reading
from graph.entity import LocalEntity
from ingest.corpus.again import Rewording, put
from ingest.corpus.documents import AnnotatedDocument, parse
from ingest.evaluation import agreement, rewording

HEAD = "---\nid: x\ndomain: d\nstyle: s\npublished: 2026-01-01\n---\n"
TEXT = "[Tern Media|Organization] owns [Snaplet|Platform]. [Ana Reis|Person] runs it from [Lisbon|Region]."


def made(claims: str, text: str = TEXT) -> AnnotatedDocument:
    return parse(f"{HEAD}{text}\n---\n{claims}")


FIRST = made("Tern Media | owns | Snaplet\nSnaplet | based_in | Lisbon")


def test_two_readers_who_say_the_same_agree() -> None:
    scores = agreement.agreed([(FIRST, FIRST)])
    assert [score.f1 for score in scores] == [1, 1, 1, 1, 1, 1, 0]
    assert agreement.kappa([(FIRST, FIRST)]) == (1, 4)


def test_what_only_one_of_them_has_is_counted_on_its_side_and_agreement_has_no_order() -> None:
    second = made("Tern Media | owns | Snaplet | - | negative\nSnaplet | based_in | Lisbon\nAna Reis | holds_role | Snaplet | role=head",
                  TEXT.replace("Snaplet|Platform", "Snaplet|Organization"))
    there, back = agreement.agreed([(FIRST, second)]), agreement.agreed([(second, FIRST)])
    assert (there["statements"].right, there["statements"].expected, there["statements"].found) == (1, 2, 3)
    assert there["statements"].f1 == back["statements"].f1 == pytest.approx(0.4)
    assert agreement.kappa([(FIRST, second)])[0] == pytest.approx((0.75 - 0.25) / (1 - 0.25))
    shown = list(agreement.table([(FIRST, second)], errors=1))
    assert shown[0] == "1 documents, 2 sentences and lines, annotated twice"
    assert shown[-2].startswith("Only the first: Tern Media —owns→ Snaplet")


class Reads:
    """Reads "owns" in the first sentence where that word stands, and there that the owner sits in Lisbon where it doesn't."""

    fingerprint = "test"

    def read(self, document: Document, given: object = None) -> Reading:  # noqa: ARG002
        text = document.text or ""
        predicate, name, type_ = ("owns", "Snaplet", "Platform") if "owns" in text else ("based_in", "Lisbon", "Region")
        claim = Claim("c", LocalEntity("Tern Media", "Organization"), predicate, LocalEntity(name, type_), (), "positive", "asserted",
                      None, None, 1.0, Origin("test"), Evidence(0, 10, text[:10]))
        return Reading(document, (Mention(0, 1, text[:1], "Person", "A"),), (claim,), "test")


def test_what_is_lost_in_other_words() -> None:
    told = Rewording("x", "Tern Media owns Snaplet.", "[Snaplet|Platform] belongs to [Tern Media|Organization].",
                     ("Tern Media | owns | Snaplet | - | positive | asserted",))
    before, after = rewording.compared([put(FIRST, told)], Reads())
    assert (before.right, before.found, before.expected) == (1, 1, 1)
    assert (after.right, after.found, after.expected) == (0, 1, 1)
    shown = list(rewording.table(before, after, 1, errors=5))
    assert shown[4].split() == ["loss", "of", "F1", "1.000"]
    assert shown[5:] == ["Missed: Tern Media —owns→ Snaplet  [Snaplet belongs to Tern Media.]",
                         "False alarm: Tern Media —based_in→ Lisbon  [Snaplet belongs to Tern Media.]"]
