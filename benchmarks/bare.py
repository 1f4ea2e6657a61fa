"""A server with one bare FastAPI route that returns kept bytes: the floor under `benchmarks.api`.

    python -m benchmarks.bare FILE      FILE: a JSON list of bodies
"""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.responses import Response


def create(bodies: list[bytes]) -> FastAPI:
    """An app that answers /bare/NUMBER with that body."""
    app = FastAPI()

    @app.get("/bare/{number}")
    def bare(number: int) -> Response:
        return Response(bodies[number], media_type="application/json")

    return app


def main(file: str) -> None:
    app = create([body.encode("utf-8") for body in json.loads(Path(file).read_text("utf-8"))])
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(f"bare at http://127.0.0.1:{listening.getsockname()[1]} ", file=sys.stderr, flush=True)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1])
