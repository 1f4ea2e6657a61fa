from __future__ import annotations

from graph.document import Mention
from ingest.corpus.documents import parse
from ingest.model.augment import renamed
from ingest.model.examples import entity_examples, spans_of

CONTENT = """---
id: vale-brief
domain: short-drama
style: news brief
published: 2026-03-04
---
[Quillmark Studios|Studio] of [Lisbon|Region] grades “[Salt of the Roses|Title]”, a [microdrama|Format]. [Quillmark|Studio=Quillmark Studios] sells [dubbing|Service] to [Ana Bellreis|Person] and [VSG|Organization].
---
"""
DOCUMENT = parse(CONTENT)


def names(seed: int) -> list[tuple[str, str]]:
    text, spans = renamed(DOCUMENT.text, DOCUMENT.mentions, seed=seed)
    return [(text[start:end], type_) for start, end, type_ in spans]


def test_the_same_seed_gives_the_same_names() -> None:
    assert renamed(DOCUMENT.text, DOCUMENT.mentions, seed=4) == renamed(DOCUMENT.text, DOCUMENT.mentions, seed=4)
    assert len({tuple(names(seed)) for seed in range(8)}) > 4


def test_names_change_and_words_stay() -> None:
    for seed in range(20):
        told = names(seed)
        assert [type_ for _, type_ in told] == [mention.type for mention in DOCUMENT.mentions]
        assert ("microdrama", "Format") in told
        assert ("dubbing", "Service") in told
        assert "Ana Bellreis" not in [name for name, _ in told]
        text, _ = renamed(DOCUMENT.text, DOCUMENT.mentions, seed=seed)
        assert " grades “" in text
        assert text.endswith(".")


def test_short_names_stay_short_forms_and_acronyms_stay_capitals() -> None:
    for seed in range(20):
        told = [name for name, _ in names(seed)]
        assert told[0].startswith(told[4] + " ")
        assert told[7].isupper()
        assert len(told[7]) == 3


def test_spans_and_entities_for_learning() -> None:
    assert spans_of((Mention(0, 4, "Vale", "Studio", "Vale"),)) == [(0, 4, "Studio")]
    told = list(entity_examples([DOCUMENT], variants=2))
    assert len(told) == 3 * 6
    assert {type_ for _, type_ in told} == {"Studio", "Region", "Title", "Service", "Person", "Organization"}
    assert all("bias" in clues for clues, _ in told)
