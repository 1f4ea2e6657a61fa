"""Types, relations, roles, validity rules, derived edges and the vocabulary: data files, checked when loaded."""

from __future__ import annotations

from graph.ontology.loader import load_ontology, load_vocabulary, ontology, vocabulary
from graph.ontology.model import Concept, Derived, Hop, Ontology, Relation, Role, Vocabulary

__all__ = ["Concept", "Derived", "Hop", "Ontology", "Relation", "Role", "Vocabulary",
           "load_ontology", "load_vocabulary", "ontology", "vocabulary"]
