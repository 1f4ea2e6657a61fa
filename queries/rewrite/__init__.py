"""Pattern × ontology → core pattern: types, inverse, derived, narrower, default filters spelled out once.

An engine needs to know no ontology and no calendar: `rewrite` is told the day and which concepts are narrower.
"""

from queries.rewrite.core import (
    Alternative,
    Atom,
    Branch,
    Cell,
    CoreFilters,
    CorePattern,
    CoreTerm,
    Keys,
    Kind,
    Match,
    OrderBy,
    Place,
    Reach,
    When,
    variables,
)
from queries.rewrite.rewriting import MOST_READINGS, Narrower, rewrite

__all__ = [
    "MOST_READINGS", "Alternative", "Atom", "Branch", "Cell", "CoreFilters", "CorePattern", "CoreTerm", "Keys", "Kind", "Match", "Narrower",
    "OrderBy", "Place", "Reach", "When", "rewrite", "variables",
]
