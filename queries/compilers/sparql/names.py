"""Variables of a text: the pattern's own where SPARQL can spell them, and fresh ones."""

from __future__ import annotations

import itertools
import re

from queries.rewrite import CorePattern, variables

_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Names:
    """Variables of the text: the pattern's own where SPARQL can spell them, and fresh ones."""

    def __init__(self, core: CorePattern) -> None:
        self.used: set[str] = set()
        self.given: dict[str, str] = {}
        for found in sorted({variable for atom in core.atoms() for variable in variables(atom)} | set(core.columns)):
            self.given[found] = f"?{found}" if _SAFE.fullmatch(found) else self.fresh("v")
            self.used.add(self.given[found])

    def __call__(self, variable: str) -> str:
        return self.given[variable]

    def fresh(self, hint: str) -> str:
        made = next(made for number in itertools.count() if (made := f"?{hint}{number or ''}") not in self.used)
        self.used.add(made)
        return made
