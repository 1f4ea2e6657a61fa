"""Constructions of business press, a few for each relation: what the lexicon has to know beside its commonest verbs."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Read, shown


@pytest.mark.parametrize(("text", "statement", "polarity"), [
    ("[Kelpie|Platform], a partner of [Marram|Organization], will host the event.", ("Kelpie", "partners_with", "Marram"), "positive"),
    ("[Marram|Organization] has struck a first-look deal with [Ana Reis|Person].", ("Marram", "partners_with", "Ana Reis"), "positive"),
    ("[Marram|Organization] merges with [Burrow|Organization].", ("Marram", "partners_with", "Burrow"), "positive"),
    ("[Marram|Organization] counts [Kelpie|Platform] and [Burrow|Organization] among its clients.", ("Marram", "partners_with", "Kelpie"), "positive"),
    ("[Kelpie|Platform] is [Marram|Organization]'s largest customer.", ("Kelpie", "partners_with", "Marram"), "positive"),
    ("[Ana Reis|Person] became a brand ambassador for [Burrow|Brand].", ("Ana Reis", "partners_with", "Burrow"), "positive"),
    ("[Marram|Organization] has appointed [Dunlin|Organization] as its agency of record.", ("Marram", "partners_with", "Dunlin"), "positive"),
    ("[Marram|Organization] is in talks with [Kelpie|Platform] about a partnership.", ("Marram", "partners_with", "Kelpie"), "positive"),
    ("Talks between [Marram|Organization] and [Kelpie|Platform] broke down.", ("Marram", "partners_with", "Kelpie"), "negative"),
    ("[Ana Reis|Person] will deliver a keynote at [Reel Market|Event].", ("Ana Reis", "takes_part_in", "Reel Market"), "positive"),
    ("[Salt Roses|Title] had its premiere at [Reel Market|Event].", ("Salt Roses", "takes_part_in", "Reel Market"), "positive"),
    ("[Reel Market|Event] will feature talks by [Ana Reis|Person].", ("Ana Reis", "takes_part_in", "Reel Market"), "positive"),
    ("[Ana Reis|Person] was a juror at [Reel Market|Event].", ("Ana Reis", "takes_part_in", "Reel Market"), "positive"),
    ("[Ana Reis|Person] sits on the jury of [Reel Market|Event].", ("Ana Reis", "takes_part_in", "Reel Market"), "positive"),
    ("[Marram|Organization] graduated from [Reel Accelerator|Event].", ("Marram", "takes_part_in", "Reel Accelerator"), "positive"),
    ("[Salt Roses|Title], adapted from [Cold Harbour|Title], stars [Ana Reis|Person].", ("Salt Roses", "adapted_from", "Cold Harbour"), "positive"),
    ("[Salt Roses|Title] is a remake of [Cold Harbour|Title].", ("Salt Roses", "adapted_from", "Cold Harbour"), "positive"),
    ("[Salt Roses|Title], a vertical remake of [Cold Harbour|Title], is on [Kelpie|Platform].", ("Salt Roses", "adapted_from", "Cold Harbour"), "positive"),
    ("[Cold Harbour|Title] has been turned into a series called [Salt Roses|Title].", ("Salt Roses", "adapted_from", "Cold Harbour"), "positive"),
    ("The sequel to [Cold Harbour|Title] is called [Salt Roses|Title].", ("Salt Roses", "adapted_from", "Cold Harbour"), "positive"),
    ("[Cold Harbour|Title] spawned a spin-off, [Salt Roses|Title].", ("Salt Roses", "adapted_from", "Cold Harbour"), "positive"),
    ("The book behind [Salt Roses|Title] is [Cold Harbour|Title].", ("Salt Roses", "adapted_from", "Cold Harbour"), "positive"),
    ("[Salt Roses|Title] is a reimagining of [Cold Harbour|Title].", ("Salt Roses", "adapted_from", "Cold Harbour"), "positive"),
    ("[Marram|Organization] counts [Burrow Capital|Organization] among its backers.", ("Burrow Capital", "invests_in", "Marram"), "positive"),
    ("[Burrow Capital|Organization] has bought into [Marram|Organization].", ("Burrow Capital", "invests_in", "Marram"), "positive"),
    ("[Burrow Capital|Organization] wrote a $2 million cheque for [Marram|Organization].", ("Burrow Capital", "invests_in", "Marram"), "positive"),
    ("[Marram|Organization] received an investment of €5 million from [Burrow Capital|Organization].", ("Burrow Capital", "invests_in", "Marram"), "positive"),
    ("[Burrow Fund|Organization] has awarded €200,000 to [Salt Roses|Title].", ("Burrow Fund", "funds", "Salt Roses"), "positive"),
    ("[Salt Roses|Title] received a grant from [Burrow Fund|Organization].", ("Burrow Fund", "funds", "Salt Roses"), "positive"),
    ("[Burrow|Brand] foots the bill for [Salt Roses|Title].", ("Burrow", "funds", "Salt Roses"), "positive"),
    ("[Burrow|Brand] picked up the tab for [Salt Roses|Title].", ("Burrow", "funds", "Salt Roses"), "positive"),
    ("[Burrow|Organization], formerly [Marram|Organization], is growing.", ("Marram", "renamed_to", "Burrow"), "positive"),
    ("[Burrow|Organization], formerly known as [Marram|Organization], is growing.", ("Marram", "renamed_to", "Burrow"), "positive"),
    ("[Burrow|Organization] (formerly [Marram|Organization]) is growing.", ("Marram", "renamed_to", "Burrow"), "positive"),
    ("[Burrow|Organization], previously called [Marram|Organization], is growing.", ("Marram", "renamed_to", "Burrow"), "positive"),
    ("[Marram|Organization] became [Burrow|Organization] in 2021.", ("Marram", "renamed_to", "Burrow"), "positive"),
    ("[Marram|Organization], which is now known as [Burrow|Organization], is growing.", ("Marram", "renamed_to", "Burrow"), "positive"),
    ("[Marram|Organization] was rechristened [Burrow|Organization].", ("Marram", "renamed_to", "Burrow"), "positive"),
    ("The app, launched as [Marram|Platform] and since renamed [Burrow|Platform], is growing.", ("Marram", "renamed_to", "Burrow"), "positive"),
    ("[Burrow|Brand] is woven into the plot of [Salt Roses|Title].", ("Salt Roses", "features_brand", "Burrow"), "positive"),
    ("[Burrow|Brand] has a product placement in [Salt Roses|Title].", ("Salt Roses", "features_brand", "Burrow"), "positive"),
    ("A bottle of [Burrow|Brand] can be seen in every episode of [Salt Roses|Title].", ("Salt Roses", "features_brand", "Burrow"), "positive"),
    ("International rights to [Salt Roses|Title] are with [Marram|Organization].", ("Marram", "distributes", "Salt Roses"), "positive"),
    ("[Dunlin|Studio] has appointed [Marram|Organization] as its distributor in [Norway|Region].", ("Marram", "distributes", "Dunlin"), "positive"),
    ("[Marram|Organization] has boarded [Salt Roses|Title] as sales agent.", ("Marram", "distributes", "Salt Roses"), "positive"),
    ("[Dunlin|Studio] licensed 50 titles to [Kelpie|Platform].", ("Dunlin", "supplies_content_to", "Kelpie"), "positive"),
    ("[Kelpie|Platform] has licensed 50 titles from [Dunlin|Studio].", ("Dunlin", "supplies_content_to", "Kelpie"), "positive"),
    ("[Dunlin|Studio] signed an output deal with [Kelpie|Platform].", ("Dunlin", "supplies_content_to", "Kelpie"), "positive"),
    ("[Kelpie|Platform] carries [Dunlin|Studio]'s library.", ("Dunlin", "supplies_content_to", "Kelpie"), "positive"),
    ("Content for [Kelpie|Platform] comes from [Dunlin|Studio].", ("Dunlin", "supplies_content_to", "Kelpie"), "positive"),
    ("[Kelpie|Platform], powered by [Genie Brush|Tool], opens in May.", ("Kelpie", "uses_tool", "Genie Brush"), "positive"),
    ("[Marram|Organization] jumps on the [microdrama|Format] bandwagon.", ("Marram", "expands_into", "microdrama"), "positive"),
    ("[Marram|Organization] sets its sights on [Norway|Region].", ("Marram", "expands_into", "Norway"), "positive"),
    ("[Marram|Organization] wants a foothold in [Norway|Region].", ("Marram", "expands_into", "Norway"), "positive"),
    ("[Marram|Organization] experiments with [microdrama|Format].", ("Marram", "expands_into", "microdrama"), "positive"),
    ("[Ana Reis|Person] was named best actress at the [Gull Awards|Event].", ("Ana Reis", "wins_award", "Gull Awards"), "positive"),
    ("[Gull Award|Event] winner [Salt Roses|Title] is back.", ("Salt Roses", "wins_award", "Gull Award"), "positive"),
    ("At the [Gull Awards|Event], [Salt Roses|Title] was named best series.", ("Salt Roses", "wins_award", "Gull Awards"), "positive"),
    ("[Salt Roses|Title] is up for a [Gull Award|Event].", ("Salt Roses", "wins_award", "Gull Award"), "positive"),
    ("[Salt Roses|Title] scooped the [Gull Award|Event].", ("Salt Roses", "wins_award", "Gull Award"), "positive"),
    ("[Salt Roses|Title] swept the [Gull Awards|Event].", ("Salt Roses", "wins_award", "Gull Awards"), "positive"),
    ("[Kelpie|Platform]'s rival [Burrow|Platform] has closed.", ("Kelpie", "competes_with", "Burrow"), "positive"),
    ("[Kelpie|Platform] is going head to head with [Burrow|Platform].", ("Kelpie", "competes_with", "Burrow"), "positive"),
    ("[Kelpie|Platform] is up against [Burrow|Platform].", ("Kelpie", "competes_with", "Burrow"), "positive"),
    ("[Kelpie|Platform] and [Burrow|Platform] compete for the same viewers.", ("Kelpie", "competes_with", "Burrow"), "positive"),
    ("[Kelpie|Platform] faces competition from [Burrow|Platform].", ("Kelpie", "competes_with", "Burrow"), "positive"),
    ("[Marram|Organization] pulled the plug on [Kelpie|Platform].", ("Marram", "shuts_down", "Kelpie"), "positive"),
    ("[Kelpie|Platform] went out of business.", ("Kelpie", "shuts_down", "Kelpie"), "positive"),
    ("[Tallycat|Organization] puts [Kelpie|Platform]'s revenue at $40 million.", ("Tallycat", "reports_on", "Kelpie"), "positive"),
    ("[The Board|Organization] granted [Kelpie|Platform] a licence.", ("The Board", "regulates", "Kelpie"), "positive"),
    ("[The Board|Organization] removed 200 titles from [Kelpie|Platform].", ("The Board", "regulates", "Kelpie"), "positive"),
])
def test_is_read(read: Read, text: str, statement: tuple[str, str, str], polarity: str) -> None:
    assert (statement, polarity) in {(shown(claim), claim.polarity) for claim in read(text).claims}


@pytest.mark.parametrize(("text", "relation"), [
    ("[Kelpie|Platform]'s rival [Burrow|Platform] has closed.", "owns"),
    ("[Ana Reis|Person] turns up in [Salt Roses|Title], a film about pools.", "none"),
    ("[Kelpie|Platform], once [Burrow|Platform]'s partner, is growing.", "renamed_to"),
    ("[Marram|Organization] sold its wind farms to [Kelpie|Platform].", "supplies_content_to"),
    ("No footwear company has bought [Kelpie|Platform].", "acquires"),
])
def test_looks_alike_and_says_nothing_of_it(read: Read, text: str, relation: str) -> None:
    assert relation not in {claim.predicate for claim in read(text).claims}
    assert "negative" not in {claim.polarity for claim in read(text).claims}
