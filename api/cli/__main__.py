"""python -m api.cli: the reelgraph command where it isn't on the path."""

from __future__ import annotations

from api.cli import main

main()
