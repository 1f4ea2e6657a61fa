"""A plan serves every entity that may stand in its places, and gives what the pattern gives spelled out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from graph.errors import PatternError
from graph.ontology import ontology, vocabulary
from graph.record import Record
from queries import plans
from queries.engines import SqlEngine
from queries.narrower import Constants, constants
from queries.pattern import Clause, Entities, Pattern, Var
from queries.rewrite import rewrite
from tests.contracts import worlds
from tests.contracts.test_patterns import FILES, cases
from tests.contracts.worlds import TODAY

ONTOLOGY, VOCABULARY = ontology(), vocabulary()
NONE = Constants({}, {})


def planned(pattern: Pattern, known: Constants = NONE) -> plans.Planned:
    return plans.planned(pattern, known, ONTOLOGY, day=TODAY, dialect="sqlite")


def test_every_case_gives_the_rows_and_matches_that_it_gives_spelled_out(sqlite: Callable[[], Record]) -> None:
    trade = worlds.load("trade")
    record = sqlite()
    worlds.write(trade, record, ONTOLOGY)
    marked, differing = 0, []
    with record.reader() as reader:
        home = SqlEngine(reader)
        for case in cases(trade, *FILES):
            known = constants(case.pattern, home, VOCABULARY)
            asked = planned(known.canonical(case.pattern), known)
            plain = plans.bare(rewrite(known.canonical(case.pattern), ONTOLOGY, today=TODAY, narrower_ids=known.below), "sqlite")
            rows = home.rows(*asked.page())
            found = [(rows, *(sorted(map(tuple, home.rows(text.text, text.parameters))) for text in one.matches(list(enumerate(rows)))))
                     for one in (asked, plain) if rows]
            if home.rows(*plain.page()) != rows or (rows and found[0] != found[1]):
                differing.append(case.name)
            marked += bool(asked.given)
    assert differing == []
    assert marked > 100


def test_one_plan_serves_other_entities() -> None:
    def about(id_: str) -> Pattern:
        return Pattern((Clause(Var("who"), ("stars_in",), Entities((id_,))),), ("who",))

    first, second = planned(about("e1")), planned(about("e2"))
    assert first.plan is second.plan
    assert "e1" in first.page()[1]
    assert "e2" not in first.page()[1]
    assert "e2" in second.page()[1]
    assert "e1" not in second.page()[1]


def test_narrower_concepts_are_constants_of_the_question() -> None:
    asked = Pattern((Clause(Var("who"), ("provides_service",), Entities(("wide",))),), ("who",))
    known = Constants({}, {"wide": ("inner", "other")})
    assert {"wide", "inner", "other"} <= set(planned(asked, known).page()[1])
    assert "inner" not in planned(replace(asked, narrower=False), known).page()[1]
    assert "inner" not in planned(asked.with_filters(polarity=("negative",)), known).page()[1]


def test_another_day_dialect_or_ontology_has_a_plan_of_its_own() -> None:
    asked = Pattern((Clause(Var("who"), ("owns",), Entities(("e1",))),), ("who",))
    other = replace(ONTOLOGY, version="other")
    found = [plans.planned(asked, NONE, world, day=day, dialect=dialect).plan
             for world in (ONTOLOGY, other) for day in (TODAY, TODAY.replace(year=2024)) for dialect in ("sqlite", "postgresql")]
    assert len(set(map(id, found))) == len(found)


@pytest.mark.parametrize("ids", [("a b", "$000"), ("$000",), tuple(f"e{number}" for number in range(plans.MOST_MARKS + 1))])
def test_what_could_be_taken_for_a_mark_and_long_lists_are_spelled_out(ids: tuple[str, ...]) -> None:
    asked = planned(Pattern((Clause(Var("who"), ("owns",), Entities(ids)),), ("who",)))
    assert asked.given == {}
    assert set(ids) <= set(asked.page()[1])


def test_an_id_that_no_database_takes_is_told() -> None:
    with pytest.raises(PatternError):
        planned(Pattern((Clause(Var("who"), ("owns",), Entities(("e\0",))),), ("who",)))
