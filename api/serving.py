"""The API in one process or several, over one home and one socket; it ends by answering what runs.

Told to end (SIGINT, SIGTERM), a process takes no more connections, lets streams without an end end, and answers what runs within
`shutdown_seconds`. Of several processes each opens the record for itself; one that dies is begun again.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
from multiprocessing import get_context
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from api import logs
from api.app import create
from api.wiring import House

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from api.settings import Settings

LONGEST_ADDRESS = 70_000
"""Bytes of an address with its longest cursor; what is beyond it and the headers is no request of ours."""
LOOK_SECONDS = 0.5
log = logging.getLogger(__name__)


def run(house: House, listening: socket.socket, *, workers: int = 1) -> None:
    """Serve until told to end."""
    if workers == 1:
        _serve(house, listening)
        return
    with house.record.reader() as reader:
        reader.change()  # made and brought up to date once, before several look at it
    house.close()
    _several(house.settings, listening, workers)


def _serve(house: House, listening: socket.socket) -> None:
    kept = house.settings
    _Server(uvicorn.Config(
        create(house), log_config=None, lifespan="on", access_log=False, timeout_graceful_shutdown=kept.shutdown_seconds,
        h11_max_incomplete_event_size=kept.header_limit + LONGEST_ADDRESS)).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Tells the app when it is to end, so that streams do."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.config.app.state.ending = True  # type: ignore[union-attr]
        super().handle_exit(sig, frame)


def _several(settings: Settings, listening: socket.socket, workers: int) -> None:
    ending = threading.Event()
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, lambda *_: ending.set())

    def begun() -> BaseProcess:
        process = get_context("spawn").Process(target=_work, args=(settings, logging.getLogger("api").level, listening))
        process.start()
        return process

    running = [begun() for _ in range(workers)]
    while not ending.wait(LOOK_SECONDS):
        for number, process in enumerate(running):
            if not process.is_alive():
                log.warning("the process %s ended with %s; another one begins", process.pid, process.exitcode)
                running[number] = begun()
    for process in running:
        process.terminate()
    for process in running:
        process.join(settings.shutdown_seconds + 5)
        if process.is_alive():
            process.kill()


def _work(settings: Settings, level: int, listening: socket.socket) -> None:
    """One process of several."""
    logs.configure(logs.LEVELS.index(level) if level in logs.LEVELS else 0, format=settings.log_format)
    _serve(House(settings, create=True), listening)
