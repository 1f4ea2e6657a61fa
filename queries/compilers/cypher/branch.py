"""One conjunction of a text: MATCHes with their conditions, then what takes a list apart, then what may be absent."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from graph.errors import Unsupported
from graph.views.property_graph import keys
from queries.compilers.cypher.conditions import Conditions
from queries.compilers.cypher.context import ENGINE, LADYBUG, NEO4J, Chain, Context, quoted
from queries.pattern import Anything, Entities, Missing, Var
from queries.rewrite import Alternative, Atom, CoreTerm, Keys, Kind, Match, Place, Reach, variables

ENTITY = ":Entity"


class Branch:
    """One conjunction: MATCHes with their conditions, then what takes a list apart, then what may be absent."""

    def __init__(self, context: Context, atoms: Sequence[Atom | Chain], without: tuple[Alternative, ...] = (),
                 absent: frozenset[str] = frozenset(), *, never: bool = False, around: Branch | None = None) -> None:
        self.context = context
        self.parameter = context.parameter
        self.types = dict(context.core.types)
        self.begun: list[str] = []
        self.carried: tuple[str, ...] = ()
        self.matches: list[str] = []
        self.where: list[str] = ["false"] if never else []
        self.unwound: list[str] = []
        self.later: list[str] = []
        self.outer: list[str] = []
        self.around = around
        self.lists: dict[str, str] = {}
        self.absent = absent
        self.values: dict[str, str] = dict.fromkeys(absent, context.null)
        if around:
            self.values |= {name: told for name, told in around.values.items() if name not in around.absent}
        self.sort_keys: dict[str, str] = dict.fromkeys(absent, context.null)
        self.places: dict[str, tuple[str, str]] = {}
        self._numbers: Iterator[int] = around._numbers if around else itertools.count()
        self.conditions = Conditions(context, self._numbers)
        self.nodes = self._begin(atoms)
        self.own = {name for atom in atoms for name in variables(atom.reach if isinstance(atom, Chain) else atom)}
        self.own -= (around.nodes.keys() | around.values.keys()) - around.absent if around else set()
        for number, atom in enumerate(atoms):
            self._add(f"w{next(self._numbers)}" if around else f"s{number}", atom)
        for name, types in context.core.types:
            if name in self.nodes and name in self.own:
                self.where.append(self.conditions.typed(self.nodes[name], types))
        self._differ()
        for alternative in without:
            for some in context.lengths(alternative):
                inner = Branch(context, some, around=self)
                if inner.conditions.possible:
                    self.later.append(f"NOT EXISTS {{ {inner.inside()} }}")
        for name in context.core.columns:
            if name in self.places:
                self._look_up(name)

    def body(self) -> str:
        lines = [*self.begun, *self.matches, *([f"WHERE {' AND '.join(self.where)}"] if self.where else []), *self.unwound]
        if self.later:
            lines.append(f"WITH * WHERE {' AND '.join(self.later)}")
        return "\n".join([*lines, *self.outer])

    def inside(self) -> str:
        """What a subquery asks for. Neo4j takes no relationship twice in one MATCH, and Ladybug takes no second MATCH."""
        assert not self.unwound
        if self.context.dialect == NEO4J:
            matches = "\n".join(self.matches)
        else:
            matches = "MATCH " + ", ".join(told.removeprefix("MATCH ") for told in self.matches)
        conditions = " AND ".join([*self.where, *self.later])
        return matches + (f" WHERE {conditions}" if conditions else "")

    def _begin(self, atoms: Sequence[Atom | Chain]) -> dict[str, str]:
        """The nodes of the variables that stand for entities; those around stay what they are."""
        names = list(dict.fromkeys(self._entity_variables(atoms)))
        if self.around is None:
            return {name: f"x{n}" for n, name in enumerate(names)}
        nodes = dict(self.around.nodes)
        for name in names:
            if name not in nodes:
                nodes[name] = f"y{next(self._numbers)}"
                if name in self.around.values and name not in self.around.absent:
                    self.where.append(f"{nodes[name]}.id = {self.around.values[name]}")
        return nodes

    def _differ(self) -> None:
        known = self.nodes.keys() | self.values.keys() | self.lists.keys()
        for one, other in self.context.core.different:
            if not {one, other} & self.own or not {one, other} <= known - self.absent:
                continue
            if one in self.lists and other in self.lists:
                raise Unsupported(ENGINE, "roles joined inside without")
            if one in self.lists or other in self.lists:  # any of the list's values, which are distinct
                held, told = (self.lists[one], self.value(other)) if one in self.lists else (self.lists[other], self.value(one))
                first = 0 if self.context.dialect == NEO4J else 1
                self.where.append(f"(size({held}) > 1 OR {held}[{first}] <> {told})")
            else:
                (self.later if self.unwound else self.where).append(f"{self.value(one)} <> {self.value(other)}")

    def value(self, name: str) -> str:
        return f"{self.nodes[name]}.id" if name in self.nodes else self.values[name]

    def sort_key(self, name: str) -> str:
        return f"{self.nodes[name]}.sort_key" if name in self.nodes else self.sort_keys[name]

    def _entity_variables(self, atoms: Iterable[Atom | Chain]) -> Iterator[str]:
        for atom in atoms:
            one = atom.reach if isinstance(atom, Chain) else atom
            if isinstance(one, Kind):
                yield one.variable
            else:
                terms = (one.source, one.target) if isinstance(one, Reach) else (one.places[0].term,)
                yield from (term.name for term in terms if isinstance(term, Var))
            yield from (name for name in variables(one) if name in self.types and name not in self.context.at_optional)

    def _add(self, statement: str, atom: Atom | Chain) -> None:
        if isinstance(atom, Chain):
            self._chain(statement, atom)
        elif isinstance(atom, Reach):
            self._reach(statement, atom)
        elif isinstance(atom, Kind):
            self.matches.append(f"MATCH ({self.nodes[atom.variable]}:Entity)")
            self.where.append(self.conditions.typed(self.nodes[atom.variable], atom.types))
        else:
            self._match(statement, atom)

    # --- one statement

    def _match(self, statement: str, match: Match) -> None:
        at = len(self.matches)
        self.matches.append(f"MATCH ({statement}:{self.conditions.labels()})")
        self.where += self.conditions.counts(statement, match.predicates)
        for place in match.places:
            if place.name == "subject":
                self._entity_at(statement, "SUBJECT", place.term)
            elif place.name == "object":
                self._object(statement, place.term)
            elif place.name == "predicate":
                self._property(f"{statement}.predicate", place.term)
            else:
                self._role(statement, place)

        self._joined(statement, at)

    def _joined(self, statement: str, at: int) -> None:
        """A statement and its first two edges as one path, which Ladybug plans better than three patterns."""
        node, edges = self.matches[at].removeprefix("MATCH "), self.matches[at + 1:]
        if not edges or not all(edge.startswith(f"MATCH ({statement})-") for edge in edges):
            return
        ends = [edge.removeprefix(f"MATCH ({statement})-") for edge in edges]
        before = ""
        if len(ends) > 1:
            type_, _, other = ends.pop(0).partition("->")
            before = f"{other}<-{type_}-"
        self.matches[at:] = [f"MATCH {before}{node}-{ends[0]}", *(f"MATCH ({statement})-{end}" for end in ends[1:])]

    def _entity_at(self, statement: str, edge: str, term: CoreTerm) -> None:
        if isinstance(term, Var):
            self.matches.append(f"MATCH ({statement})-[:{quoted(edge)}]->({self.nodes[term.name]}{ENTITY})")
        elif isinstance(term, Entities):
            node = f"n{next(self._numbers)}"
            held = f" {{id: {self.parameter(term.ids[0])}}}" if len(term.ids) == 1 else ""
            self.matches.append(f"MATCH ({statement})-[:{quoted(edge)}]->({node}{ENTITY}{held})")
            if not held:
                self.where.append(self.conditions.within(f"{node}.id", term.ids))

    def _object(self, statement: str, term: CoreTerm) -> None:
        if isinstance(term, Entities) or (isinstance(term, Var) and term.name in self.nodes):
            self._entity_at(statement, "OBJECT", term)
        elif isinstance(term, Keys):
            self.where.append(self.conditions.within(f"{statement}.object_key", term.keys))
        elif isinstance(term, Var) and self._property(f"{statement}.object_key", term):
            self.places[term.name] = statement, "OBJECT"

    def _property(self, told: str, term: CoreTerm) -> bool:
        """A variable that a property fills; whether it does so first."""
        assert isinstance(term, Var)
        if term.name in self.lists:
            self.where.append(f"{told} IN {self.lists.pop(term.name)}")
        elif term.name in self.values:
            (self.later if self.unwound else self.where).append(f"{told} = {self.values[term.name]}")
            return False
        self.values[term.name] = self.sort_keys[term.name] = told
        return True

    def _role(self, statement: str, place: Place) -> None:
        edge, held, term = self.context.schema.role_edges[place.name], f"{statement}.{quoted(keys(place.name))}", place.term
        if isinstance(term, Missing | Anything):
            self.where.append(f"{held} IS {'' if isinstance(term, Missing) else 'NOT '}NULL")
        elif isinstance(term, Keys):
            self.where.append(self.conditions.any_in(held, term.keys))
        elif place.optional and isinstance(term, Var):
            self._optional(statement, edge, held, term.name)
        elif isinstance(term, Entities) or term.name in self.nodes:
            self._entity_at(statement, edge, term)
        elif term.name in self.values:
            self.later.append(f"{self.values[term.name]} IN {held}")
        elif self.around is not None:
            if term.name in self.lists:
                raise Unsupported(ENGINE, "roles joined inside without")
            self.lists[term.name] = held
            self.where.append(f"{held} IS NOT NULL")
        else:
            one = f"u{next(self._numbers)}"
            self.unwound.append(f"UNWIND {held} AS {one}")
            self.values[term.name] = one
            self.places[term.name] = statement, edge

    def _optional(self, statement: str, edge: str, held: str, name: str) -> None:
        node = f"n{next(self._numbers)}"
        if name in self.types:
            self.outer.append(f"OPTIONAL MATCH ({statement})-[:{quoted(edge)}]->({node}{ENTITY}) "
                              f"WHERE {self.conditions.typed(node, self.types[name])}")
            self.values[name], self.sort_keys[name] = f"{node}.id", f"{node}.sort_key"
        else:
            one = f"u{next(self._numbers)}"
            self.unwound.append(f"UNWIND CASE WHEN {held} IS NULL THEN [''] ELSE {held} END AS {one}")
            self.values[name] = f"CASE WHEN {one} = '' THEN NULL ELSE {one} END"
            self.places[name] = statement, edge

    def _look_up(self, name: str) -> None:
        """What a place that may hold an entity or a literal is ordered by."""
        statement, edge = self.places[name]
        node = f"n{next(self._numbers)}"
        same = "" if edge == "OBJECT" else f" WHERE {node}.id = {self.values[name]}"
        self.outer.append(f"OPTIONAL MATCH ({statement})-[:{quoted(edge)}]->({node}{ENTITY}){same}")
        self.sort_keys[name] = f"coalesce({node}.sort_key, {self.values[name]})"

    # --- paths

    def _end(self, term: CoreTerm) -> tuple[str, list[str]]:
        """The node at an end of a path, and what must hold of it."""
        if isinstance(term, Var):
            return self.nodes[term.name], []
        node = f"n{next(self._numbers)}"
        return node, [self.conditions.within(f"{node}.id", term.ids)] if isinstance(term, Entities) else []

    def _reach(self, statement: str, reach: Reach) -> None:
        (source, one_is), (target, other_is) = self._end(reach.source), self._end(reach.target)
        self.where += [*one_is, *other_is]
        one, other = f"({source}{ENTITY})", f"({target}{ENTITY})"
        if self.context.edges_do and not reach.back:
            edges = "|".join(map(quoted, (self.context.schema.plain_edges[name]
                                           for name in reach.predicates or self.context.schema.plain_edges)))
            shortest = " SHORTEST " if self.context.dialect == LADYBUG else ""
            self.matches.append(f"MATCH {one}-[:{edges}*{shortest}1..{reach.most}]->{other}")
        else:
            step, met = self._step("", statement, "", reach)
            conditions = " AND ".join(met)
            self.matches.append(f"MATCH {one} ({step}{f' WHERE {conditions}' if conditions else ''}){{1,{reach.most}}} {other}")
        self.where.append(f"{source}.id <> {target}.id")

    def _chain(self, statement: str, chain: Chain) -> None:
        """Step by step, from whichever end is a constant; between two steps only the distinct ends are kept."""
        (source, source_is), (target, target_is) = self._end(chain.reach.source), self._end(chain.reach.target)
        nodes = [source, *(f"n{next(self._numbers)}" for _ in range(chain.length - 1)), target]
        steps = list(itertools.pairwise(nodes))
        back = isinstance(chain.reach.target, Entities) and not isinstance(chain.reach.source, Entities)
        start = target if back else source
        for number, (before, after) in enumerate(reversed(steps) if back else steps):
            step = f"{statement}_{number}"
            told, counts = self._step(f"{before}{ENTITY}", step, f"{after}{ENTITY}", chain.reach)
            met = [*counts, *(source_is if before == source else ()), *(target_is if after == target else ())]
            if self.around is not None:
                self.matches.append(f"MATCH {told}")
                self.where += met
                continue
            kept = dict.fromkeys((*self.carried, start, before if back else after))
            self.begun += [f"MATCH {told}", f"WHERE {' AND '.join(met or ['true'])}", f"WITH DISTINCT {', '.join(kept)}"]
        self.carried = tuple(dict.fromkeys((*self.carried, source, target)))
        self.where.append(f"{source}.id <> {target}.id")

    def _step(self, before: str, statement: str, after: str, reach: Reach) -> tuple[str, list[str]]:
        """One step over a statement, forth or, where it is of such a predicate, back."""
        node = f"({statement}:{self.conditions.labels()})"
        if not reach.back:
            return f"({before})<-[:SUBJECT]-{node}-[:OBJECT]->({after})", list(self.conditions.counts(statement, reach.predicates))
        kind, one, other = "type" if self.context.dialect == NEO4J else "label", f"{statement}a", f"{statement}z"
        ways = [" AND ".join([f"{kind}({one}) = '{first}'", f"{kind}({other}) = '{second}'",
                              *([self.conditions.within(f"{statement}.predicate", predicates)] if predicates else [])])
                for first, second, predicates in (("SUBJECT", "OBJECT", reach.predicates), ("OBJECT", "SUBJECT", reach.back))]
        return (f"({before})<-[{one}:SUBJECT|OBJECT]-{node}-[{other}:SUBJECT|OBJECT]->({after})",
                [f"(({ways[0]}) OR ({ways[1]}))", *self.conditions.counts(statement, ())])
