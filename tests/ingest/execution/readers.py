"""Readers of one-line texts that a worker can be given, and a run of `ingest` to be killed: `python -m tests.ingest.execution.readers`."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

from graph.claim import Claim, Evidence, Origin, claim_id
from graph.document import Document, Mention, Reading
from graph.entity import LocalEntity
from graph.record import Record
from ingest.execution.processes import Processes
from ingest.pipeline import ingest

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Speaker:
    """`A owns B` is a claim; `boom` is a fault, `die` the end of the process, `wait` never ends."""

    fingerprint = "speaker"

    def read(self, document: Document, given: Sequence[Mention] | None = None) -> Reading:
        text = document.text or ""
        if "boom" in text:
            raise ZeroDivisionError("a fault of the reader")
        if "die" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "wait" in text:
            threading.Event().wait()
        left, verb, right = text.strip().split(" ", 2)
        subject, target = LocalEntity(left, "Studio"), LocalEntity(right, "Platform")
        at = text.index(right)
        mentions = tuple(given or (Mention(0, len(left), left, "Studio", left), Mention(at, at + len(right), right, "Platform", right)))
        evidence = Evidence(0, len(text.strip()), text.strip(), (("object", at, at + len(right)), ("subject", 0, len(left))))
        id_ = claim_id(document.version, subject=subject, predicate=verb, object=target, qualifiers=(), polarity="positive",
                       modality="asserted", evidence=evidence)
        claim = Claim(id_, subject, verb, target, (), "positive", "asserted", None, None, 0.9, Origin("test"), evidence)
        return Reading(document, mentions, (claim,), f"{self.fingerprint} {os.getpid()}")


def stillborn() -> Speaker:
    """No reader: the process ends before it has one."""
    os._exit(3)


def main(url: str, folder: str) -> None:
    record = Record.open(url)
    for outcome in ingest([folder], record=record, reader=Speaker(), now=lambda: NOON, execution=Processes(2)):
        children = " ".join(str(child) for child in _children())
        sys.stdout.write(f"{outcome.status} {os.path.basename(outcome.source)} {children}\n")
        sys.stdout.flush()


def _children() -> list[int]:
    import multiprocessing

    return [child.pid for child in multiprocessing.active_children() if child.pid]


if __name__ == "__main__":
    main(*sys.argv[1:])
