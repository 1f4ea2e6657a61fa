"""benchmarks.soak.views, a small sample: syncs and a reader are killed, and every view equals the record afterwards."""

from __future__ import annotations

import pytest

from benchmarks.soak.views import run


@pytest.mark.long
def test_after_two_kills_every_view_equals_the_record() -> None:
    killed, readers, answers, differences = run(2, seed=1)
    assert (killed, readers, differences) == (2, 1, 0)
    assert answers > 0
