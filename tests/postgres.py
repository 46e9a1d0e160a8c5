"""A PostgreSQL server that the tests start themselves and throw away: one a run, a database a test."""

from __future__ import annotations

import glob
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from pwd import struct_passwd

USER: Final = "dpo"
PASSWORD: Final = "ge/heim@42"  # noqa: S105  # of a server that lives for a minute
_ADMIN: Final = "admin"
_SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "restart_after_crash": "on",
}
# When the tests are killed their end of the pipe closes: then the server and its files have to go too.
_WATCH: Final = (
    'read -r _; kill -QUIT "$(head -n 1 "$1/data/postmaster.pid")"; sleep 1; rm -rf "$1"'
)


def binaries() -> Path | None:
    """Where a server's programs lie; Debian keeps them off the search path."""
    on_path = shutil.which("initdb")
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=_release)  # noqa: PTH207
    initdb = on_path or (found[-1] if found else None)
    return Path(initdb).resolve().parent if initdb and os.name == "posix" else None


def _release(path: str) -> float:
    return float(Path(path).parents[1].name)


@dataclass
class Server:
    """One server. port: where it listens on this machine."""

    programs: Path
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    watcher: subprocess.Popen[bytes] | None = None
    _count: int = field(default=0)

    @classmethod
    def begin(cls) -> Server:
        """Make its files and start it. It refuses to run as root, so root starts it as somebody else."""
        programs = binaries()
        assert programs is not None
        folder = Path(tempfile.mkdtemp(prefix="dpia-postgres-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            server = cls(programs, folder, free.getsockname()[1])
        secret = folder / "secret"
        secret.write_text(PASSWORD)
        for path in (folder, secret):
            server.own(path)
        initdb = [programs / "initdb", "--pgdata", folder / "data", "--username", _ADMIN]
        options = ["--auth=scram-sha-256", "--pwfile", secret, "--encoding=UTF8", "--locale=C"]
        made = server._run([*initdb, *options, "--no-sync"])
        assert made.wait() == 0, (folder / "log").read_text()
        server.watcher = server._run(["sh", "-c", _WATCH, "sh", folder], stdin=subprocess.PIPE)
        server.start()
        server.admin(f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD}'")
        return server

    def own(self, path: Path) -> None:
        """Let the server use a file or folder of ours."""
        if os.geteuid() == 0:
            os.chown(path, _somebody().pw_uid, _somebody().pw_gid)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        import psycopg

        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        program = [self.programs / "postgres", "-D", self.folder / "data", f"--port={self.port}"]
        self.process = self._run([*program, *settings])
        end = time.monotonic() + 60
        while True:
            try:
                self.admin("SELECT 1")
            except psycopg.OperationalError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() < end, (self.folder / "log").read_text()
                time.sleep(0.05)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT in good order, SIGQUIT as if the power had failed."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def throw_away(self) -> None:
        """End it and remove all its files."""
        if self.watcher is not None and self.watcher.stdin is not None:
            self.watcher.kill()
            self.watcher.wait()
            self.watcher.stdin.close()
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def admin(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Carry out a statement with every right."""
        import psycopg

        address = self.address(database, user=_ADMIN)
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def database(self, encoding: str = "UTF8") -> str:
        """Make an empty database that belongs to an ordinary user, and return its name."""
        self._count += 1
        name = f"register_{os.getpid()}_{self._count}"
        self.admin(
            f"CREATE DATABASE {name} OWNER {USER} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'"
        )
        return name

    def address(self, database: str, *, user: str = USER, port: int | None = None) -> str:
        """The address of a database, with the password in it."""
        return f"postgresql://{user}:{quote(PASSWORD, safe='')}@127.0.0.1:{port or self.port}/{database}"

    def _run(
        self, arguments: list[object], stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            as_other: dict[str, object] = {}
            if os.geteuid() == 0:
                other = _somebody()
                as_other = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []}
            return subprocess.Popen(  # type: ignore[call-overload, no-any-return]  # options as a dict
                [str(one) for one in arguments],
                stdout=log,
                stderr=log,
                stdin=stdin,
                cwd=self.folder,
                start_new_session=True,
                **as_other,
            )


def _somebody() -> struct_passwd:
    """A user without rights: the one of Debian's package, else nobody."""
    import pwd  # not on Windows, where tests that need none of this are collected too

    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
