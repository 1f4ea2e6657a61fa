"""A closed loop over HTTP: some connections, each asking again as soon as it is answered; nothing but bytes on raw sockets.

A load that parses JSON or builds objects would be measured instead of the server.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Load:
    """What a closed loop saw: seconds of each request, statuses, bytes of bodies."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    bytes: int = 0
    took: float = 0.0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.took


async def loop(port: int, paths: Sequence[str], *, connections: int) -> Load:
    """Ask every path once, over so many connections at once."""
    found = Load()
    waiting = iter(paths)
    begun = time.perf_counter()
    await asyncio.gather(*(_connection(port, waiting, found) for _ in range(connections)))
    found.took = time.perf_counter() - begun
    return found


async def _connection(port: int, waiting: Iterator[str], found: Load) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for path in waiting:
        begun = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n".encode("ascii"))
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().index(b"content-length:") + 15
        body = await reader.readexactly(int(head[length:head.index(b"\r", length)]))
        found.seconds.append(time.perf_counter() - begun)
        status = int(head[9:12])
        found.statuses[status] = found.statuses.get(status, 0) + 1
        found.bytes += len(body)
    writer.close()
    await writer.wait_closed()
