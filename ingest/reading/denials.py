"""Denials: what a sentence tells and the next words take back: *… False.*, *…, but the deal fell through*, *… has denied it*.

What was told as planned or rumoured is then denied; a verdict on its own (*False.*) denies whatever the sentence before said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.reading.anaphora import Filler
from ingest.reading.claims import Draft
from ingest.reading.modality import Stance
from ingest.reading.parse import Sentence

RULE = "denial"
_SPEECH = frozenset({"accuses", "reports_on"})
"""Relations that tell what somebody says: that it is denied doesn't undo that it was said."""
_VERDICT = re.compile(
    r"\W*(?:(?:this|that|it|which|all of (?:it|this)) (?:is|was) |(?:this|that|it)['’]s )?"
    r"(?:false|wrong|untrue|not true|not so|not quite|nonsense|incorrect|a lie)\b(?=[.,!]| –| -)", re.I
)
_FAILED = (
    r"(?:did ?n['’]t happen|never happened|did not happen|fell (?:through|apart)|collapsed|came to nothing|broke down|"
    r"(?:was|were|has been|have been) (?:called off|abandoned|dropped|scrapped|shelved|cancelled|canceled)|never materiali[sz]ed)"
)
_BUT = re.compile(
    rf"\b(?:but|before|until|though) (?:(?:the|its|their|these|those) (?:\w+ )?"
    rf"(?:deal|purchase|sale|takeover|acquisition|plans?|talks|merger|project|negotiations|idea) |it |they |this |that )?{_FAILED}"
    r"|\bbut (?:then )?(?:has |have )?(?:decided against (?:it|this|that)|thought better of it|changed (?:its|their|his|her) mind)", re.I
)
_OBJECT = r"(?:(?:it|this|that|them)\b(?=[^\w ]| on\b| and\b| in\b)|the (?:report|rumou?r|claim|stor(?:y|ie)|suggestion)s?\b)"
_DENIED = re.compile(rf"\b(?:has |have |had )?(?:denied|denies|deny|dismissed|dismisses|rejected) {_OBJECT}", re.I)
_NEXT = re.compile(rf"\W*(?:[\w.'’-]+,? ){{1,6}}(?:has |have )?(?:denied|denies|deny|dismissed|dismisses) {_OBJECT}", re.I)


def drafts(sentence: Sentence, before: Sequence[Draft], said: Sequence[Draft], text: str) -> Iterator[Draft]:
    """What the sentence takes back: of what the sentence `before` told, and of what it has `said` itself."""
    own = text[sentence.start : sentence.end]
    verdict = _VERDICT.match(own)
    for draft in before if verdict is not None else ():
        if draft.stance.polarity == "positive" and draft.predicate not in _SPEECH:
            yield _denied(draft, sentence)
    if verdict is None and _NEXT.match(own):
        yield from (_denied(draft, sentence) for draft in before if _open(draft))
    back = _BUT.search(own) or _DENIED.search(own)
    if back is not None:
        at = sentence.start + back.start()
        yield from (_denied(draft, sentence) for draft in said if _open(draft) and draft.subject.start < at and _start(draft) < at)


def _open(draft: Draft) -> bool:
    return draft.predicate not in _SPEECH and draft.stance.polarity == "positive" and draft.stance.modality in ("planned", "reported")


def _start(draft: Draft) -> int:
    return draft.object.start if isinstance(draft.object, Filler) else draft.start


def _denied(draft: Draft, sentence: Sentence) -> Draft:
    return replace(
        draft, stance=Stance("negative"), confidence=round(0.8 * draft.confidence, 4), rule=f"{draft.predicate}.{RULE}.1",
        start=min(draft.start, sentence.start), end=sentence.end,
    )
