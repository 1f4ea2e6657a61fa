"""The only reader of the environment: every setting with its default and what it means.

Each is `REELGRAPH_` and its name in capitals (`REELGRAPH_HOME`); an option of the command line wins over it. A value that its
place doesn't allow is an InputError that names the variable.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.errors import ValueFormatError

PREFIX = "REELGRAPH_"


class Settings(BaseSettings):
    """The settings of a process; made once, then passed as an argument."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, env_ignore_empty=True)

    home: Path = Field(Path(".reelgraph"), description="the folder in which the record and the embedded views live")
    record: str | None = Field(None, description="the URL of another SQL database for the record (postgresql://…, sqlite:///…)")
    registry: str | None = Field(None, description="a file of known names instead of the shipped one; `none` for no known names")
    size_limit: int = Field(10_000_000, ge=1, description="bytes that one source may have; what is larger is skipped and named")
    fetch_seconds: float = Field(20.0, gt=0, le=3600, description="seconds that one address may take to answer in full")
    body_limit: int = Field(1_000_000, ge=1, description="bytes that the body of a request may have")
    concurrency: int = Field(64, ge=1, le=100_000, description="requests that one process answers at once; more are told to come again")
    threads: int = Field(2, ge=1, le=1000, description=(
        "threads of one process that read the record for requests; more take turns and slow each other"))
    header_limit: int = Field(32_768, ge=1000, description="bytes that the headers of a request may have")
    arrival_seconds: float = Field(30.0, gt=0, le=86_400, description="seconds that the body of a request may take to arrive")
    shutdown_seconds: int = Field(10, ge=1, le=86_400, description="seconds that running requests have to end when the server is told to")
    query_seconds: float = Field(10.0, gt=0, le=86_400, description="seconds that a query which somebody wrote may take")
    query_rows: int = Field(10_000, ge=1, description="rows that it may answer with")
    query_memory: int = Field(1_000_000_000, ge=100_000_000, description="bytes of memory that it may take")
    query_workers: int = Field(2, ge=1, le=256, description="how many such queries run at once, each in a process of its own")
    neo4j_url: str | None = Field(None, description="the address of a Neo4j server that holds the property graph: bolt://host:7687")
    neo4j_user: str = Field("", description="who signs in there")
    neo4j_password: str = Field("", repr=False, description="the password that goes with it")
    neo4j_database: str | None = Field(None, description="the name of the database there; the server's own one without it")
    sparql_url: str | None = Field(None, description="the address of the queries of a SPARQL store that holds the graph: http://host:7878/query")
    sparql_update_url: str | None = Field(None, description="where its updates go; beside /query and /sparql, /update without it")
    sparql_user: str = Field("", description="who signs in there")
    sparql_password: str = Field("", repr=False, description="the password that goes with it")
    cors_origins: str = Field("", description="origins that web pages may call the API from, separated by commas; `*` for any")
    texts: bool = Field(False, description="whether the API gives the full texts of documents (quotes it always gives)")
    log_format: Literal["text", "json"] = Field("text", description="how log lines are written to stderr: text or json")


def load(**given: Any) -> Settings:
    """The settings of the environment, with what is given and not None in their place. Raises ValueFormatError."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        what = f"--{name.replace('_', '-')}" if given.get(name) is not None else PREFIX + name.upper()
        raise ValueFormatError(what, first["input"], str(first["msg"])) from error
