"""What lies under --home."""

from __future__ import annotations

import pytest

from graph.errors import RecordBusy
from graph.home import Home


def test_nothing_is_made_until_it_is_asked_for(home: Home) -> None:
    assert home.record_url == f"sqlite:///{home.path / 'record.sqlite'}"
    assert home.views == home.path / "views"
    assert not home.path.exists()


def test_a_lock_is_held_by_one(home: Home) -> None:
    with (home.lock("sync", timeout=1), home.lock("other", timeout=0), pytest.raises(RecordBusy, match="sync"),
          home.lock("sync", timeout=0)):
        pass
    with home.lock("sync", timeout=0):
        pass
