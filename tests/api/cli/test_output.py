"""api.cli.output"""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.cli import output


def test_table_fits_its_width_and_loses_no_word() -> None:
    text = output.table(("studio", "quote"), [("Larkhill Post", "The company offers finishing to Brightpane and others " * 3)], width=60)
    assert all(len(line) <= 60 for line in text.splitlines())
    assert text.replace("\n", " ").split().count("Brightpane") == 3
    assert text.splitlines()[0].split() == ["studio", "quote"]


def test_table_shows_no_control_characters() -> None:
    assert "\x1b" not in output.table(("name",), [("\x1b[31mred",)])


def test_wide_characters_keep_columns_straight() -> None:
    first, _, *rows = output.table(("title", "type"), [("卖菜大妈", "Title"), ("Salt Roses", "Title")], width=80).splitlines()
    assert first.index("type") == rows[1].index("Title")
    assert rows[0].index("Title") == rows[1].index("Title") - 4, "four characters that are two columns wide each"


def test_nothing_in_a_table() -> None:
    assert len(output.table(("a", "b"), []).splitlines()) == 2


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), max_size=5), st.integers(10, 120))
def test_any_table_can_be_written(rows: list[tuple[str, str]], width: int) -> None:
    output.table(("one", "two"), rows, width=width).encode("utf-8", "backslashreplace")


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n")), st.integers()), max_size=5))
def test_csv_comes_back(rows: list[tuple[str, int]]) -> None:
    read = list(csv.reader(io.StringIO(output.csv_text(("name", "count"), rows), newline="")))
    assert read == [["name", "count"], *([name, str(count)] for name, count in rows)]


def test_half_a_surrogate_pair_is_written_as_an_escape(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    output.line("a\ud800b")
    output.note("c\udfffd")
    written = capfdbinary.readouterr()
    assert written.out == b"a\\ud800b\n"
    assert written.err == b"c\\udfffd\n"


def test_progress_draws_nothing_where_stderr_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(output.progress(iter(range(3)), "counting")) == [0, 1, 2]
    with output.working("thinking"):
        pass
    assert capsys.readouterr() == ("", "")


def test_json_keeps_names() -> None:
    assert json.loads(output.json_text({"name": "卖菜"})) == {"name": "卖菜"}
    assert "卖菜" in output.json_text({"name": "卖菜"})
