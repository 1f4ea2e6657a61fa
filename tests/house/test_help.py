"""`--help` loads neither spaCy nor an engine, nor anything else that takes long."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"spacy", "thinc", "numpy", "sqlalchemy", "alembic", "pyoxigraph", "rdflib", "networkx", "pg8000", "trafilatura", "pypdf", "feedparser",
         "httpx2", "fastapi", "starlette", "uvicorn", "pydantic_settings"}
ROOMS = {"graph.record", "graph.views", "graph.exchange", "queries.engines", "queries.questions", "ingest.reading", "ingest.sources"}
LOOK = """
import json, sys
from api.cli import main
try:
    main({arguments})
except SystemExit as end:
    assert not end.code, end.code
sys.stderr.write(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ingest", "--help"], ["query", "--help"], ["serve", "--help"],
                                       ["entities", "merge", "--help"]])
def test_help_loads_nothing_heavy(root: Path, arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", LOOK.format(arguments=arguments)], cwd=root, capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stderr))
    assert done.stdout.strip()
    assert loaded & (HEAVY | ROOMS) == set()
