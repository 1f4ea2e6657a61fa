"""reelgraph serve: the API over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli import output
from api.cli.door import command
from api.wiring import House

if TYPE_CHECKING:
    import socket


def register(app: typer.Typer) -> None:
    """Put this command on the command line."""
    command(app, "serve", create=True)(serve)


def serve(house: House,
          host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
          port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
          workers: Annotated[int, typer.Option("--workers", min=1, max=256, help=(
              "How many processes answer, all at this address and over this home."))] = 1) -> None:
    """Serve the API: /v1/ask, /v1/entities, /v1/relationships, /v1/statements, /sparql; /docs shows them all.

    It ends when it is told to (SIGINT, SIGTERM): what runs is answered first, within REELGRAPH_SHUTDOWN_SECONDS.
    """
    from api import serving

    listening = _listening(host, port)
    shown = f"[{host}]" if ":" in host else host
    output.note(f"reelgraph serves {house.home.path} at http://{shown}:{listening.getsockname()[1]} (/docs shows the routes). "
                "Queries are read only, and have limits of time, rows and memory.")
    serving.run(house, listening, workers=workers)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens: from here on callers wait instead of being refused. Raises ValueFormatError."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        from graph.errors import ValueFormatError

        listening.close()
        raise ValueFormatError("--host and --port", f"{host}:{port}", error.strerror or str(error)) from error
    return listening
