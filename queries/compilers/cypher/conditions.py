"""What a statement or a node must meet: labels, filters of the pattern, ids and types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.views.property_graph import CURRENT, FUTURE, NEGATIVE, PAST, PLANNED, REPORTED
from queries.compilers.cypher.context import NEO4J, Context
from queries.rewrite import CoreFilters


class Conditions:
    """Makes the conditions of one branch; `numbers` are those of its fresh names."""

    def __init__(self, context: Context, numbers: Iterator[int]) -> None:
        self.context = context
        self.numbers = numbers
        self.possible = True
        """Whether none of them was about no value at all."""

    def labels(self) -> str:
        """The labels of the statements that can count."""
        if self.context.current:
            return CURRENT
        if self.context.dialect == NEO4J:
            return "AnyStatement"
        told = self.context.core.filters
        labels = {"asserted": (CURRENT, PAST, FUTURE), "planned": (PLANNED,), "reported": (REPORTED,)}
        found = [label for modality in told.modality for label in labels[modality]] if "positive" in told.polarity else []
        return "|".join([*found, *([NEGATIVE] if "negative" in told.polarity else [])])

    def counts(self, statement: str, predicates: Sequence[str]) -> Iterator[str]:
        """The conditions that a statement must meet to count; those that are current by their label meet most of them."""
        told = self.context.core.filters
        if predicates:
            yield self.within(f"{statement}.predicate", predicates)
        if not self.context.current:
            if len(told.polarity) == 1:
                yield self.within(f"{statement}.polarity", told.polarity)
            if len(told.modality) < 3:
                yield self.within(f"{statement}.modality", told.modality)
            yield from self._when(statement, told)
        if told.min_confidence is not None:
            yield f"{statement}.confidence >= {self.context.parameter(told.min_confidence)}"
        if told.min_sources is not None:
            yield f"{statement}.sources >= {self.context.parameter(told.min_sources)}"
        if told.published_until is not None:
            edge = f"e{next(self.numbers)}"
            yield (f"EXISTS {{ MATCH ({statement})-[{edge}:EVIDENCED_BY]->(:Document) "
                   f"WHERE {edge}.published_latest <= {self.context.parameter(told.published_until)} }}")

    def _when(self, statement: str, told: CoreFilters) -> Iterator[str]:
        if told.when == "any":
            return
        day = self.context.parameter(told.day)
        if told.when == "over":
            yield f"({statement}.to_latest < {day} OR ({statement}.to_latest IS NULL AND {statement}.ended))"
            return
        yield f"({statement}.from_earliest IS NULL OR {statement}.from_earliest <= {day})"
        undated = f"({statement}.to_latest IS NULL{f' AND NOT {statement}.ended' if told.when == 'current' else ''})"
        yield f"({undated} OR {statement}.to_latest >= {day})"

    def within(self, told: str, values: Sequence[str]) -> str:
        if not values:
            self.possible = False
            return "false"
        return f"{told} = {self.context.parameter(values[0])}" if len(values) == 1 else f"{told} IN {self.context.parameter(list(values))}"

    def any_in(self, listed: str, values: Sequence[str]) -> str:
        """Whether a list holds any of some values; Ladybug takes no parameter inside `any`."""
        if not values:
            self.possible = False
            return "false"
        if len(values) == 1:
            return f"{self.context.parameter(values[0])} IN {listed}"
        if self.context.dialect == NEO4J:
            return f"any(one IN {listed} WHERE one IN {self.context.parameter(list(values))})"
        return f"({' OR '.join(f'{self.context.parameter(value)} IN {listed}' for value in values)})"

    def typed(self, node: str, types: Sequence[str]) -> str:
        return self.any_in(f"{node}.types", types)
