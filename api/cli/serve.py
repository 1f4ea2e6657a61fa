"""reelgraph serve: the API over HTTP."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import output
from api.cli.door import command
from api.wiring import House


def register(app: typer.Typer) -> None:
    """Put this command on the command line."""
    command(app, "serve", create=True)(serve)


def serve(house: House,
          host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
          port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = 8000) -> None:
    """Serve the API: /v1/ask, /v1/entities, /v1/relationships, /v1/statements, /sparql; /docs shows them all."""
    import socket

    import uvicorn

    from api.app import create

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # from here on callers wait instead of being refused
    except OSError as error:
        from graph.errors import ValueFormatError

        listening.close()
        raise ValueFormatError("--host and --port", f"{host}:{port}", error.strerror or str(error)) from error
    shown = f"[{host}]" if ":" in host else host
    output.note(f"reelgraph serves {house.home.path} at http://{shown}:{listening.getsockname()[1]} (/docs shows the routes). "
                "Queries are read only, and have limits of time, rows and memory.")
    config = uvicorn.Config(create(house), log_config=None, lifespan="on", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])
