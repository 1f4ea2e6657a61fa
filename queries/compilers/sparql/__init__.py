"""Core pattern → SPARQL text, over the named graph `rg:all` or, where the defaults ask for no more, the default graph.

Alternatives are multiplied out into branches joined by UNION, as in the SQL compiler; an inner SELECT DISTINCT makes the
rows a set, an outer one orders them and cuts the page. Places are joined on `rg:objectKey` and `rolekey:`, which hold an
entity's IRI or the key of a literal. Constants stand in VALUES blocks that the term library writes; the rest of the text
is made of names that this room chooses. The RDF view knows no closed claims, so `known_at` is Unsupported.
"""

from queries.compilers.sparql.texts import Compiled, compile

__all__ = ["Compiled", "compile"]
