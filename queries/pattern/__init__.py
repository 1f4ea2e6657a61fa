"""The algebra: frozen, JSON in and out."""

from queries.pattern.as_json import from_json, from_text, to_json
from queries.pattern.checking import MOST_CLAUSES, MOST_CONSTANTS, MOST_ROWS, MOST_STEPS, check, unplaced
from queries.pattern.nouns import Anything, Clause, Entities, Filters, Group, Literals, Missing, Pattern, Term, Var

__all__ = [
    "MOST_CLAUSES", "MOST_CONSTANTS", "MOST_ROWS", "MOST_STEPS", "Anything", "Clause", "Entities", "Filters", "Group", "Literals",
    "Missing", "Pattern", "Term", "Var", "check", "from_json", "from_text", "to_json", "unplaced",
]
