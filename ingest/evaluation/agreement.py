"""Agreement: how far two independent readers of the same documents annotate the same; what no reading can be asked to exceed by much.

    python -m ingest.evaluation.agreement [--errors N]

The documents of `ingest/corpus/again/` by the measures of `reelgraph evaluate`, the first annotation as expected, the second as found.
F1 is the same whichever of the two is the first.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from graph.document import Reading
from graph.ontology import ontology
from ingest.corpus.again import pairs
from ingest.corpus.documents import AnnotatedDocument, load
from ingest.corpus.sentences import spans
from ingest.evaluation.errors import shown
from ingest.evaluation.marked import gold_of
from ingest.evaluation.scoring import Scores, count

Pair = tuple[AnnotatedDocument, AnnotatedDocument]


def agreed(twice: Iterable[Pair]) -> Scores:
    """The second annotations, scored as if a reader had given them."""
    scores = Scores()
    for first, second in twice:
        reading = Reading(first.document(), second.mentions, tuple(claim.claim(second) for claim in second.claims), "")
        count(scores, gold_of(first), reading, aliases={}, ontology=ontology())
    return scores


def kappa(twice: Iterable[Pair]) -> tuple[float, int]:
    """Cohen's kappa of the types of names that both readers marked, and how many these are."""
    counts: Counter[tuple[str, str]] = Counter()
    for first, second in twice:
        types = {(mention.start, mention.end): mention.type for mention in second.mentions}
        counts.update((mention.type, types[place]) for mention in first.mentions if (place := (mention.start, mention.end)) in types)
    every = counts.total()
    same = sum(number for (one, other), number in counts.items() if one == other)
    left, right = Counter[str](), Counter[str]()
    for (one, other), number in counts.items():
        left[one] += number
        right[other] += number
    chance = sum(left[type_] * right[type_] for type_ in left) / every ** 2 if every else 1.0
    return ((same / every - chance) / (1 - chance) if chance < 1 else 1.0), every


def table(twice: Sequence[Pair], *, errors: int = 0) -> Iterator[str]:
    """The measures, as text."""
    scores = agreed(twice)
    yield f"{len(twice)} documents, {sum(len(spans(first)) for first, _ in twice)} sentences and lines, annotated twice"
    yield f"{'':22}{'first':>7}{'second':>8}{'both':>6}{'F1':>8}"
    for score in (*scores, scores["negative"], scores["not_asserted"]):
        yield f"{score.what:22}{score.expected:>7}{score.found:>8}{score.right:>6}{score.f1:>8.3f}"
    yield f"{'modality':22}{'':21}{scores.modality:>8.3f}  of the statements that both have"
    share, every = kappa(twice)
    yield f"{'types, kappa':22}{'':21}{share:>8.3f}  of {every} names that both have"
    for title, lines in (("Only the first", scores.misses), ("Only the second", scores.false_alarms)):
        for line in lines[:errors]:
            yield f"{title}: {shown(line.statement)}  [{line.document}: {line.passage}]" + "".join(f" but {one}" for one in line.beside)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the agreement."""
    parser = argparse.ArgumentParser(prog="python -m ingest.evaluation.agreement", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--errors", type=int, default=0, help="show so many statements that only one of the two has")
    options = parser.parse_args(arguments)
    twice = list(pairs({document.id: document for document in load()}))
    if not twice:
        sys.stderr.write("nothing has been annotated twice: see docs/corpus.md\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in table(twice, errors=options.errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
