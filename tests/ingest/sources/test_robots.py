from __future__ import annotations

import pytest

from ingest.sources.robots import ALL, NONE, parse

RULES = """# a comment
User-agent: otherbot
Disallow: /

User-Agent: ReelGraph
User-agent: cousin
Disallow: /private/   # not these
Allow: /private/open
Disallow: /*.zip$
Disallow: /search?q=
Disallow:

User-agent: *
Disallow: /all
"""


@pytest.mark.parametrize(("path", "allowed"), [
    ("/", True), ("/private", True), ("/private/x", False), ("/private/open/x", True), ("/a/b.zip", False), ("/a/b.zip?x", True),
    ("/search?q=a", False), ("/search", True), ("/all", True), ("/%70rivate/x", False),
])
def test_the_longest_rule_of_our_own_group_counts(path: str, allowed: bool) -> None:
    assert parse(RULES, "reelgraph").allows(path) is allowed


def test_without_a_group_of_our_own_the_common_one_holds() -> None:
    rules = parse(RULES, "somebody")
    assert not rules.allows("/all/x")
    assert rules.allows("/private/x")


def test_allow_wins_a_tie_and_nothing_said_allows_everything() -> None:
    assert parse("User-agent: *\nDisallow: /a\nAllow: /a", "reelgraph").allows("/a")
    assert parse("", "reelgraph").allows("/x")
    assert parse("<html>no robots here: x</html>", "reelgraph").allows("/x")
    assert ALL.allows("/x")
    assert not NONE.allows("/x")


def test_a_group_of_ours_that_says_nothing_frees_us_from_the_common_one() -> None:
    assert parse("User-agent: reelgraph\nDisallow:\n\nUser-agent: *\nDisallow: /", "reelgraph").allows("/x")
