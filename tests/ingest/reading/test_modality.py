from __future__ import annotations

import pytest

from graph.claim import Value
from tests.ingest.conftest import Read


@pytest.mark.parametrize(("text", "polarity", "modality"), [
    ("[Tern Media|Organization] bought [Snaplet|Platform].", "positive", "asserted"),
    ("[Tern Media|Organization] has not bought [Snaplet|Platform].", "negative", "asserted"),
    ("[Tern Media|Organization] will buy [Snaplet|Platform].", "positive", "planned"),
    ("[Tern Media|Organization] is set to buy [Snaplet|Platform].", "positive", "planned"),
    ("[Tern Media|Organization] reportedly bought [Snaplet|Platform].", "positive", "reported"),
    ("[Tern Media|Organization] has agreed to buy [Snaplet|Platform].", "positive", "planned"),
    ("[Tern Media|Organization] is to buy [Snaplet|Platform].", "positive", "planned"),
    ("[Tern Media|Organization] will not buy [Snaplet|Platform].", "negative", "asserted"),
    ("[Tern Media|Organization] announced plans to buy [Snaplet|Platform].", "positive", "planned"),
    ("[Tern Media|Organization] has signed an agreement to acquire [Snaplet|Platform].", "positive", "planned"),
    ("[Tern Media|Organization] offered to buy [Snaplet|Platform].", "positive", "planned"),
    ("[Tern Media|Organization] is in talks to buy [Snaplet|Platform].", "positive", "reported"),
    ("Sources say [Tern Media|Organization] has bought [Snaplet|Platform].", "positive", "reported"),
    ("[Tern Media|Organization] has bought [Snaplet|Platform], according to people who know the matter.", "positive", "reported"),
    ("According to [The Reed|Publication], [Tern Media|Organization] has bought [Snaplet|Platform].", "positive", "reported"),
    ("[Tern Media|Organization] said on Monday that it had bought [Snaplet|Platform].", "positive", "asserted"),
    ("Has [Tern Media|Organization] bought [Snaplet|Platform]?", "positive", "reported"),
    ("[Snaplet|Platform] was bought by [Tern Media|Organization] and not by [Kettle|Studio].", "positive", "asserted"),
])
def test_how_it_is_said(read: Read, text: str, polarity: str, modality: str) -> None:
    claim = next(claim for claim in read(text).claims if claim.predicate == "acquires")
    assert (claim.polarity, claim.modality) == (polarity, modality)


def test_a_date_ahead_is_planned(read: Read) -> None:
    claim = next(claim for claim in read("“[Salt Roses|Title]” opens on [Snaplet|Platform] on June 8.").claims
                 if claim.predicate == "released_on")
    assert (claim.modality, dict(claim.qualifiers)["date"]) == ("planned", Value("2026-06-08", "date"))


def test_what_a_noun_phrase_says_does_not_share_in_the_plan(read: Read) -> None:
    claim = next(claim for claim in read("[Tern Media|Organization]'s app [Snaplet|Platform] will not sell coins.").claims
                 if claim.predicate == "owns")
    assert (claim.polarity, claim.modality) == ("positive", "asserted")


def test_a_former_post_stays_positive(read: Read) -> None:
    claim = next(claim for claim in read("[Ana Reis|Person], a former president of [Tern Media|Studio], left.").claims
                 if claim.predicate == "holds_role")
    assert claim.polarity == "positive"
    assert dict(claim.qualifiers)["status"] == Value("former", "text")
    assert claim.valid_to == "../2026-03-12"


def test_what_goes_on_holds_now(read: Read) -> None:
    claim = next(claim for claim in read("[Tern Media|Organization] will continue to own [Snaplet|Platform].").claims
                 if claim.predicate == "owns")
    assert claim.modality == "asserted"


def test_an_upcoming_work(read: Read) -> None:
    text = "[Tern Media|Studio]'s upcoming series [Salt Roses|Title] is directed by [Ana Reis|Person]."
    claim = next(claim for claim in read(text).claims if claim.predicate == "directs")
    assert claim.modality == "planned"


def test_what_will_end_holds_until_then(read: Read) -> None:
    claim = next(claim for claim in read("[Ana Reis|Person] will leave [Tern Media|Studio] in May.").claims
                 if claim.predicate == "holds_role")
    assert (claim.modality, "status" in dict(claim.qualifiers)) == ("asserted", False)


@pytest.mark.parametrize(("text", "relation"), [
    ("The [Gull Cup|Event] will be played in [Oslo|Region].", "based_in"),
    ("Its series “[Salt Roses|Title]” is to be completed by [Kettle|Studio].", "produces"),
    ("[Ana Reis|Person] becomes chairman of [Tern Media|Organization] on June 1.", "holds_role"),
])
def test_what_lies_ahead_is_planned_and_told_once(read: Read, text: str, relation: str) -> None:
    assert [claim.modality for claim in read(text).claims if claim.predicate == relation] == ["planned"]
