"""Core pattern → Cypher text and parameters, for Neo4j and Ladybug.

Alternatives are multiplied out, as in SQL: each combination is a branch, whose rows are distinct; on Neo4j a subquery
unites them. Ladybug has no subqueries, so that each branch is a text of its own there, and `merged` does with their rows
what the rest of the text does on Neo4j. A statement is a node of its own MATCH: two clauses may rest on one statement.

A variable that stands for entities alone is a node. One that may be a literal is a property: `object_key`, or one of a
role's `…_keys`. Values go by the driver, never into the text; names come from the schema's lists.
"""

from queries.compilers.cypher.context import LADYBUG, NEO4J
from queries.compilers.cypher.merging import merged
from queries.compilers.cypher.texts import Compiled, compile

__all__ = ["LADYBUG", "NEO4J", "Compiled", "compile", "merged"]
