"""One router a file; each is a function of the house, and a route is parse, one call, render."""

from __future__ import annotations

from api.routes import ask, entities, health, relationships, sparql, statements

ROUTERS = (ask.router, entities.router, relationships.router, statements.router, sparql.router, health.router)
"""Every router, in the order of the documentation."""

__all__ = ["ROUTERS"]
