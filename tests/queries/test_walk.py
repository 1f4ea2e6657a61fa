"""queries.compilers.sql.walk: a walk through the entities gives the page that finding and sorting gives, from any row on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from graph.ontology import ontology, vocabulary
from graph.record import Record
from queries import plans
from queries.compilers import sql
from queries.engines import SqlEngine
from queries.narrower import constants
from queries.pattern import Anything, Clause, Pattern, Var
from queries.rewrite import Cell, CorePattern, rewrite
from tests.contracts import worlds
from tests.contracts.test_patterns import FILES, cases
from tests.contracts.worlds import TODAY

ONTOLOGY, VOCABULARY = ontology(), vocabulary()


def key(home: SqlEngine, cell: Cell) -> tuple[str | None, Cell]:
    found = home.rows("SELECT sort_key FROM entities WHERE id = ?", (cell,))
    return (None if cell is None else str(found[0][0]) if found else str(cell)), cell


def found(home: SqlEngine, core: CorePattern) -> Sequence[Sequence[Cell]]:
    compiled = sql.compile(core)
    return home.rows(compiled.text, compiled.parameters)


def walked(home: SqlEngine, core: CorePattern) -> Sequence[Sequence[Cell]]:
    walk = sql.compile_walk(core)
    assert walk is not None
    return home.rows(*walk.page)


def test_every_case_gives_the_same_page_from_any_row_on(sqlite: Callable[[], Record]) -> None:
    trade = worlds.load("trade")
    record = sqlite()
    worlds.write(trade, record, ONTOLOGY)
    tried, differing = 0, []
    with record.reader() as reader:
        home = SqlEngine(reader)
        for case in cases(trade, *FILES):
            known = constants(case.pattern, home, VOCABULARY)
            for pattern in (case.pattern, replace(case.pattern, order=tuple(f"-{name}" for name in case.pattern.select))):
                if pattern.count is not None or not pattern.select:
                    continue
                core = rewrite(known.canonical(pattern), ONTOLOGY, today=TODAY, narrower_ids=known.below)
                if sql.compile_walk(core) is None:
                    continue
                tried += 1
                page = found(home, core)
                cores = [core, *(replace(core, after=tuple(key(home, row[core.columns.index(entry.column)]) for entry in core.order))
                                 for row in page[:5])]
                differing += [case.name for one in cores if walked(home, one) != found(home, one)]
    assert differing == []
    assert tried > 60


def test_it_is_taken_where_there_is_very_much_and_every_condition_is_met_often(sqlite: Callable[[], Record]) -> None:
    record = sqlite()

    class Home:
        """An engine that answers the two questions itself."""

        def __init__(self, found: int, fit: int) -> None:
            self.answers = iter((10_000, found, fit))

        def rows(self, text: str, parameters: Sequence[object]) -> Sequence[Sequence[int]]:
            assert text.count("?") == len(parameters)
            return [(next(self.answers),)]

    pattern = Pattern((Clause(Var("who"), ("owns",), Anything()),), ("who",), limit=99)
    with record.reader() as reader:
        known = constants(pattern, SqlEngine(reader), VOCABULARY)
    planned = plans.planned(pattern, known, ONTOLOGY, day=TODAY, dialect="sqlite")
    assert planned.plan.walk is not None
    for found_, fit, taken in ((1000, 200, True), (999, 200, False), (4000, 50, True), (4000, 49, False)):
        assert (planned.cheapest_page(Home(found_, fit))[0] == planned.plan.walk.page[0]) is taken
