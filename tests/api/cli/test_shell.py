"""api.cli.shell: what comes line by line, and what is offered to go on with."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from api.cli.shell import Mode, Shell, _typed, completer
from api.wiring import House

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    def called(text: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        return run("shell")

    return called


def test_lines_from_a_pipe(typed: Run, told: House) -> None:
    code, out, err = typed(""".format csv
SELECT ?name WHERE {
  ?p a rg:Platform ; rdfs:label ?name } ORDER BY ?name;
.cypher
MATCH (a:Entity {type: 'Studio'})
RETURN a.name ORDER BY a.name

.sql
SELECT count(*) AS n FROM pub_documents""")
    assert code == 0, err
    assert out.split("\r\n") == ["name", "Brightpane", "Salt Roses TV", "a.name", "Kite", "Kite Sound", "Larkhill Post", "n", "2", ""]


def test_an_error_is_told_and_the_rest_goes_on(typed: Run, told: House) -> None:
    code, out, err = typed(".sql\nSELECT * FROM claims;\n.nothing\nSELECT 1 AS one;\n.quit\nSELECT 2 AS two;")
    assert code == 2, err
    assert "is no view that may be queried" in err
    assert ".nothing is no command" in err
    assert "one" in out
    assert "two" not in out


def test_help_and_modes(told: House) -> None:
    shell = Shell(told)
    assert shell.run([".help", ".neo4j", ".format json"]) == 0
    assert (shell.mode, shell.format) == (Mode.neo4j, "json")
    assert shell.run([".format auto", ".ask", ""]) == 0
    assert (shell.mode, shell.format) == (Mode.ask, None)


@pytest.mark.parametrize(("mode", "text", "offered"), [
    (Mode.sparql, "SELECT ?s { ?s rg:pro", "rg:provides_service"), (Mode.sparql, "sel", "SELECT"), (Mode.sparql, "{ ?s role:t", "role:to"),
    (Mode.sparql, '?s rdfs:label "Bri', "Brightpane"), (Mode.cypher, "MATCH (a)-[:PROV", "PROVIDES_SERVICE"), (Mode.cypher, "(a {name: 'Salt Ro", "Salt Roses TV"),
    (Mode.sql, "SELECT * FROM pub_st", "pub_statements"), (Mode.sql, "SELECT subject_n", "subject_name"), (Mode.ask, "who owns Kit", "Kite Sound"),
    (Mode.ask, ".cy", ".cypher")])
def test_completion(told: House, mode: Mode, text: str, offered: str) -> None:
    shell = Shell(told)
    shell.mode = mode
    found = list(completer(told, shell).get_completions(Document(text), CompleteEvent()))
    chosen = [one for one in found if one.text == offered]
    assert chosen, [one.text for one in found]
    assert (text[:len(text) + chosen[0].start_position] + chosen[0].text).endswith(offered)


def test_a_question_is_answered_with_its_reading(typed: Run, told: House) -> None:
    code, out, err = typed(".ask\n.format csv\nWho offers finishing to which platforms?\nWho owns the moon?\n")
    assert code == 0, err
    lines = out.splitlines()
    assert lines[0].startswith("who, platforms: [who] provides service finishing")
    assert any("Larkhill Post" in line and "Brightpane" in line for line in lines[1:])
    assert lines[-1] in ("not understood", "not known")


def test_the_prompt_takes_lines_drops_what_is_broken_off_and_keeps_its_history(told: House) -> None:
    shell = Shell(told)
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("SELECT 1\r")
        lines = _typed(told, shell)
        assert next(lines) == "SELECT 1"
        shell.lines.append("SELECT 1")
        keys.send_text("half a line\x03.quit\r")  # control-C
        assert next(lines) == ".quit"
        assert shell.lines == []
        keys.send_text("\x04")  # control-D
        assert list(lines) == []
    assert [line[1:] for line in (told.home.path / "shell_history").read_text("utf-8").splitlines() if line.startswith("+")] == [
        "SELECT 1", ".quit"]
