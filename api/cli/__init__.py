"""The reelgraph command; command files import rooms inside their functions.

Results alone go to stdout. Progress, log and errors go to stderr: an error is one sentence, and the exit code that
`api.errors` has for it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from api.cli import ask, entities, evaluate, exchange, lexicon, network, query, read, record, serve, shell, views
from graph.errors import ReelgraphError

__all__ = ["app", "main"]

app = typer.Typer(name="reelgraph", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="A knowledge graph of an industry, read from its trade press, with the sentence that proves every edge.")
for group in (read, evaluate, lexicon, ask, query, exchange, shell, record, serve):
    group.register(app)
app.add_typer(entities.app, name="entities")
app.add_typer(network.app, name="network")
app.add_typer(views.app, name="views")


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"reelgraph {version('reelgraph')}")
        raise typer.Exit


@app.callback()
def _top(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False) -> None:
    """A knowledge graph of an industry, read from its trade press, with the sentence that proves every edge."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app(given, prog_name="reelgraph")
    except ReelgraphError as error:
        sys.exit(_told(error, given))
    except BrokenPipeError:
        _hush()
        sys.exit(141)
    except Exception as error:
        sys.exit(_told(error, given))


def _told(error: Exception, given: Sequence[str]) -> int:
    """Say one sentence on stderr and give the exit code; the traceback only for `-v -v`."""
    from api.errors import FAULT, row

    found = row(error)
    if _very_verbose(given):
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    text = str(error)
    if found is FAULT:
        text = f"a fault of reelgraph itself: {type(error).__name__}: {text}. With -v -v it prints where."
    typer.echo("reelgraph: " + " ".join(text.split()).encode("utf-8", "backslashreplace").decode("utf-8"), err=True)
    return found.exit_code


def _very_verbose(given: Sequence[str]) -> bool:
    return sum(word.count("v") for word in given if word in ("-v", "-vv", "-vvv")) + sum(word == "--verbose" for word in given) > 1


def _hush() -> None:
    """Nobody reads stdout any more: keep the interpreter from complaining at its end."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
