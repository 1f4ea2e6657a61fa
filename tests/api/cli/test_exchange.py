"""api.cli.exchange"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph

from api.cli.door import lines_of
from api.wiring import House

Run = Callable[..., tuple[int, str, str]]


def test_out_and_in_again_is_the_same(run: Run, told: House, tmp_path: Path) -> None:
    file, other = tmp_path / "all.jsonl", str(tmp_path / "other")
    assert run("export", "--output", str(file))[:2] == (0, "")
    code, out, err = run("import", str(file), "--home", other, home=False)
    assert (code, out, err) == (0, "2 documents new; 8 claims\n", "")
    assert run("export", "--home", other, home=False)[1] == file.read_text("utf-8")
    assert run("import", str(file), "--home", other, home=False)[1].startswith("2 documents unchanged")
    assert not list(tmp_path.glob("*.part"))


def test_texts_may_stay_here(run: Run, told: House) -> None:
    documents = [json.loads(line)["document"] for line in run("export", "--no-texts")[1].splitlines() if '"kind":"document"' in line]
    assert len(documents) == 2
    assert all("text" not in document for document in documents)


def test_rdf(run: Run, told: House) -> None:
    current = Graph().parse(data=run("export", "--format", "turtle")[1], format="turtle")
    everything = Graph().parse(data=run("export", "--format", "turtle", "--all")[1], format="turtle")
    assert len(current) < len(everything)
    as_jsonld = Graph().parse(data=run("export", "--format", "jsonld")[1], format="json-ld")
    assert len(as_jsonld) == len(current)


def test_shapes_and_vocabulary(run: Run, told: House) -> None:
    import pyshacl

    graphs = {format: Graph().parse(data=run("export", "--format", format)[1], format="turtle") for format in ("turtle", "shacl", "skos")}
    conforms, _, report = pyshacl.validate(graphs["turtle"], shacl_graph=graphs["shacl"], inference="none")
    assert conforms, report
    assert len(graphs["skos"]) > 200


def test_a_bad_line_is_told_and_the_others_go_on(run: Run, told: House, tmp_path: Path) -> None:
    file = tmp_path / "some.jsonl"
    file.write_text("{nonsense\n" + run("export")[1].splitlines()[0] + "\n", "utf-8")
    code, out, err = run("import", str(file), "--home", str(tmp_path / "other"), home=False)
    assert code == 0
    assert "line 1: no JSON" in err
    assert "1 document new" in out
    file.write_text("{nonsense\n", "utf-8")
    assert run("import", str(file))[0] == 12
    assert run("import", str(tmp_path / "none.jsonl"))[0] == 2
    as_json = [json.loads(line) for line in run("import", str(file), "--json")[1].splitlines()]
    assert [(one["line"], one["status"]) for one in as_json] == [(1, "failed")]


@pytest.mark.parametrize("command", [("import", "-"), ("shell",)])
def test_standard_input_that_is_no_text(run: Run, told: House, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\n"), encoding="utf-8"))
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert err.startswith("reelgraph: standard input: it is no UTF-8")


def test_a_reader_that_goes_is_no_fault_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "lines"
    file.write_text("one\n", "utf-8")

    def read_until_nobody_listens() -> None:
        with lines_of(str(file)) as lines:
            assert list(lines) == ["one\n"]
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        read_until_nobody_listens()
