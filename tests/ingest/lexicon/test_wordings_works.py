"""What one relation is told by: each wording with invented names."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Say

WORDINGS = {
    ("Tern", "based_in", "Tallinn"): [
        "[Tern|Studio] calls [Tallinn|Region] home.",
        "[Tern|Studio] works from an office in [Tallinn|Region].",
        "[Tern|Studio] keeps its head office in [Tallinn|Region].",
        "The [Tallinn|Region]-based studio [Tern|Studio] signed the deal.",
        "[Tern|Studio] runs its business from [Tallinn|Region].",
        "[Tern|Studio]'s home is [Tallinn|Region].",
        "[Tallinn|Region], where [Tern|Studio] is based, has few studios.",
    ],
    ("Ana Reis", "holds_role", "Tern"): [
        "[Ana Reis|Person] takes the reins at [Tern|Studio].",
        "[Ana Reis|Person] has been at the helm of [Tern|Studio] since 2019.",
        "Under its chief executive [Ana Reis|Person], [Tern|Studio] has grown.",
        "Under [Ana Reis|Person]'s leadership, [Tern|Studio] has grown.",
        "[Tern|Studio], where [Ana Reis|Person] is chief executive, signed the deal.",
        "[Ana Reis|Person] holds the post of editor at [Tern|Studio].",
        "[Ana Reis|Person] has a seat on the board of [Tern|Studio].",
        "[Ana Reis|Person] is responsible for drama at [Tern|Studio].",
        "[Tern|Studio] has brought in [Ana Reis|Person] as head of drama.",
        "The appointment of [Ana Reis|Person] as head of drama at [Tern|Studio] is new.",
        "[Ana Reis|Person] has spent ten years at [Tern|Studio].",
        "[Tern|Studio]'s board includes [Ana Reis|Person].",
    ],
    ("Salt Roses", "released_on", "Kettle"): [
        "[Kettle|Platform] has picked up [Salt Roses|Title].",
        "[Kettle|Platform] put out [Salt Roses|Title] on Monday.",
        "Viewers of [Kettle|Platform] can watch [Salt Roses|Title].",
        "[Kettle|Platform], where [Salt Roses|Title] is streaming, has grown.",
        "[Kettle|Platform]'s line-up includes [Salt Roses|Title].",
        "[Salt Roses|Title] is housed on [Kettle|Platform].",
        "[Kettle|Platform], with titles such as [Salt Roses|Title], has grown.",
        "[Salt Roses|Title] was added to [Kettle|Platform].",
    ],
    ("Tern", "produces", "Salt Roses"): [
        "[Tern|Studio] is behind [Salt Roses|Title].",
        "[Tern|Studio] has begun production on [Salt Roses|Title].",
        "[Tern|Studio] wrapped filming on [Salt Roses|Title] in May.",
        "[Tern|Studio] handled production of [Salt Roses|Title].",
        "[Tern|Studio] is at work on [Salt Roses|Title].",
        "[Tern|Studio] had a hit with [Salt Roses|Title].",
        "[Tern|Studio] has [Salt Roses|Title] in production.",
        "[Tern|Studio] serves as producer on [Salt Roses|Title].",
    ],
    ("Tern", "provides_service", "dubbing"): [
        "[Tern|Studio] took care of [dubbing|Service] for [Kettle|Platform].",
        "[Tern|Studio]'s services include [dubbing|Service].",
        "[Tern|Studio] has a [dubbing|Service] department.",
        "[Tern|Studio] is in charge of [dubbing|Service].",
        "[dubbing|Service] of [Salt Roses|Title] was the work of [Tern|Studio].",
        "[Tern|Studio]'s main business is [dubbing|Service].",
        "[Tern|Studio] is [Kettle|Platform]'s partner for [dubbing|Service].",
    ],
    ("Ana Reis", "stars_in", "Salt Roses"): [
        "[Salt Roses|Title] has [Ana Reis|Person] in the lead role.",
        "The lead role in [Salt Roses|Title] went to [Ana Reis|Person].",
        "[Ana Reis|Person] made her debut in [Salt Roses|Title].",
        "[Ana Reis|Person] lends her voice to [Salt Roses|Title].",
        "[Ana Reis|Person] has signed on for [Salt Roses|Title].",
        "[Ana Reis|Person] tops the cast of [Salt Roses|Title].",
        "[Ana Reis|Person] is part of the cast of [Salt Roses|Title].",
        "[Salt Roses|Title] stars [Ana Reis|Person] and [Ben Ott|Person].",
    ],
    ("Ana Reis", "directs", "Salt Roses"): [
        "[Ana Reis|Person] makes her directorial debut with [Salt Roses|Title].",
        "[Salt Roses|Title] is [Ana Reis|Person]'s directorial debut.",
        "[Ana Reis|Person] sat in the director's chair for [Salt Roses|Title].",
        "[Ana Reis|Person] was brought in to direct [Salt Roses|Title].",
        "[Ana Reis|Person] is attached to direct [Salt Roses|Title].",
        "Director [Ana Reis|Person] shot [Salt Roses|Title] in ten days.",
        "[Salt Roses|Title] has [Ana Reis|Person] as director.",
        "Under [Ana Reis|Person]'s direction, [Salt Roses|Title] took ten days.",
        "[Salt Roses|Title] comes from director [Ana Reis|Person].",
    ],
    ("Ana Reis", "writes", "Salt Roses"): [
        "[Ana Reis|Person] wrote the script for [Salt Roses|Title].",
        "The script for [Salt Roses|Title] is by [Ana Reis|Person].",
        "[Salt Roses|Title] comes from the pen of [Ana Reis|Person].",
        "[Salt Roses|Title] is the brainchild of [Ana Reis|Person].",
        "[Ana Reis|Person] serves as showrunner on [Salt Roses|Title].",
        "[Ana Reis|Person] came up with [Salt Roses|Title].",
        "[Ana Reis|Person] took on writing duties for [Salt Roses|Title].",
    ],
    ("Salt Roses", "has_genre", "romance"): [
        "[Salt Roses|Title] mixes [romance|Genre] with comedy.",
        "[Salt Roses|Title] belongs to the [romance|Genre] genre.",
        "[Salt Roses|Title] is a mix of [romance|Genre] and comedy.",
        "[Tern|Studio] made the [romance|Genre] [Salt Roses|Title].",
        "A [romance|Genre], [Salt Roses|Title] has 40 parts.",
        "[Salt Roses|Title], [Tern|Studio]'s [romance|Genre], is a hit.",
        "[Salt Roses|Title] is a [romance|Genre] [microdrama|Format].",
    ],
    ("Salt Roses", "has_format", "microdrama"): [
        "[Tern|Studio] turned [Salt Roses|Title] into a [microdrama|Format].",
        "[Salt Roses|Title] started life as a [microdrama|Format].",
        "The [microdrama|Format] [Salt Roses|Title] is a hit.",
        "[Salt Roses|Title] is told in [microdrama|Format] format.",
        "A [microdrama|Format], [Salt Roses|Title] has 40 parts.",
        "[Salt Roses|Title], [Tern|Studio]'s [microdrama|Format], is a hit.",
    ],
    ("Kettle", "commissions", "Salt Roses"): [
        "[Kettle|Platform] has given [Salt Roses|Title] the green light.",
        "[Kettle|Platform] placed an order for [Salt Roses|Title].",
        "[Salt Roses|Title] got a series order from [Kettle|Platform].",
        "[Kettle|Platform] commissioned [Tern|Studio] to make [Salt Roses|Title].",
        "[Tern|Studio] made [Salt Roses|Title] on commission from [Kettle|Platform].",
        "The order for [Salt Roses|Title] came from [Kettle|Platform].",
        "[Kettle|Platform] has signed off on [Salt Roses|Title].",
    ],
}


@pytest.mark.parametrize(("text", "statement"), [(text, statement) for statement, texts in WORDINGS.items() for text in texts])
def test_a_wording(say: Say, text: str, statement: tuple[str, str, str]) -> None:
    assert statement in say(text)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("[Tern|Studio] showed its plans in [Tallinn|Region].", "based_in"),
        ("[Tern|Studio] has opened an office in [Tallinn|Region].", "based_in"),
        ("[Ana Reis|Person] bought a ticket at [Tern|Studio].", "holds_role"),
        ("[Kettle|Platform] brought [Salt Roses|Title] to a fair.", "released_on"),
        ("[Tern|Studio] liked [Salt Roses|Title].", "produces"),
        ("[Ana Reis|Person] reviewed [Salt Roses|Title].", "stars_in"),
        ("[Ana Reis|Person] took a chair.  [Salt Roses|Title] was over.", "directs"),
        ("[Kettle|Platform] gave [Salt Roses|Title] a bad hour.", "commissions"),
        ("[Salt Roses|Title] is unlike a [romance|Genre].", "has_genre"),
    ],
)
def test_looks_alike(say: Say, text: str, relation: str) -> None:
    assert relation not in {found for _, found, _ in say(text)}
