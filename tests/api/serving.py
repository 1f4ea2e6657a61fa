"""A real server in a thread, on a free port of the loopback address: for streams, and for clients that know only addresses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from api.app import create
from api.wiring import House


@contextmanager
def serving(house: House) -> Iterator[str]:
    """Its address. It listens before it is given out, so that nobody waits for it."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    server = uvicorn.Server(uvicorn.Config(create(house), log_config=None, lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)
