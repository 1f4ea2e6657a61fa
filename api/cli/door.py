"""What every command has in common: `--home`, `--record`, `-v`, `--log-format`, and the house that they open.

A command is a function of the house and of its own options; `command` adds the common ones.
"""

from __future__ import annotations

import datetime as dt
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any, Concatenate, ParamSpec, TextIO

import typer

from api.wiring import House
from graph.errors import SourceError, ValueFormatError

P = ParamSpec("P")

HomeOption = Annotated[Path | None, typer.Option("--home", metavar="DIR", show_default=False, rich_help_panel="Common options", help=(
    "The folder of the record and its views (REELGRAPH_HOME; ./.reelgraph by default)."))]
RecordOption = Annotated[str | None, typer.Option("--record", metavar="URL", show_default=False, rich_help_panel="Common options", help=(
    "Another SQL database for the record, such as postgresql://user@host/name (REELGRAPH_RECORD)."))]
VerboseOption = Annotated[int, typer.Option("-v", "--verbose", count=True, show_default=False, rich_help_panel="Common options", help=(
    "Say on stderr what is done; twice, also what is worth knowing when it goes wrong."))]
LogFormatOption = Annotated[str | None, typer.Option("--log-format", metavar="text|json", show_default=False,
                                                     rich_help_panel="Common options", help="How log lines are written to stderr.")]
COMMON: tuple[tuple[str, Any, Any], ...] = (
    ("home", HomeOption, None), ("record", RecordOption, None), ("verbose", VerboseOption, 0), ("log_format", LogFormatOption, None))


def command(app: typer.Typer, name: str, *, create: bool = False,
            ) -> Callable[[Callable[Concatenate[House, P], None]], Callable[Concatenate[House, P], None]]:
    """Put a function on the command line under a name; `create` makes the record where there is none."""

    def register(function: Callable[Concatenate[House, P], None]) -> Callable[Concatenate[House, P], None]:
        def run(**given: Any) -> None:
            with open_house(given, create=create) as house:
                function(house, **given)  # type: ignore[call-arg]

        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        common = [inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
                  for option, annotation, default in COMMON]
        parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own] + common
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        run.__doc__ = function.__doc__
        app.command(name)(run)
        return function

    return register


def plain(what: str, text: str) -> str:
    """An argument that is text, not a path. Raises ValueFormatError where it was no text (bytes that aren't UTF-8)."""
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueFormatError(what, text, "it is no UTF-8")
    return text


@contextmanager
def lines_of(file: str) -> Iterator[TextIO]:
    """The lines of a file, or of standard input (`-`). Raises SourceError where they can't be read or are no UTF-8."""
    source = "standard input" if file == "-" else file
    try:
        with nullcontext(sys.stdin) if file == "-" else Path(file).open(encoding="utf-8") as stream:
            yield stream
    except BrokenPipeError:  # of whoever reads our output
        raise
    except OSError as error:
        raise SourceError(source, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise SourceError(source, f"it is no UTF-8 ({error.reason} at byte {error.start})") from error


def open_house(given: dict[str, Any], *, create: bool) -> House:
    """The house that the common options name; takes them out of what is given. Settings of a command's own (`registry`) stay."""
    from api import logs, settings

    verbose = given.pop("verbose")
    found = settings.load(home=given.pop("home"), record=given.pop("record"), log_format=given.pop("log_format"),
                          registry=given.get("registry"), neo4j_url=given.get("neo4j_url"), sparql_url=given.get("sparql_url"))
    logs.configure(verbose, format=found.log_format)
    return House(found, create=create)


def day(option: str, told: str | None) -> dt.date | None:
    """The day that an option names. Raises ValueFormatError."""
    try:
        return dt.date.fromisoformat(told) if told is not None else None
    except ValueError as error:
        raise ValueFormatError(option, told, "expected a day as YYYY-MM-DD") from error
