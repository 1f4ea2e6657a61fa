"""One router a file; each is a function of the house, and a route is parse, one call, render."""

from __future__ import annotations

from api.routes import (
           ask,
           changes,
           cypher,
           documents,
           entities,
           health,
           networks,
           ontology,
           problems,
           query,
           relationships,
           sparql,
           statements,
)

ROUTERS = (ask.router, query.router, relationships.router, entities.router, statements.router, documents.router, changes.router,
           ontology.router, networks.paths, networks.router, sparql.router, cypher.router, health.router, problems.router)
"""Every router, in the order of the documentation."""

__all__ = ["ROUTERS"]
