"""A team's register on a PostgreSQL server, as it is used on the command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from dpia.register import open_register
from tests.cli.asking import no_secrets, shown
from tests.cli.conftest import ON
from tests.proxy import Proxy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Fill
    from tests.postgres import Server

pytestmark = pytest.mark.postgres


def test_an_assessment_is_recorded_on_the_server(
    dpia: Dpia, final_ready: Fill, address: str, tmp_path: Path
) -> None:
    final_ready()
    done = dpia(
        "assess", "answers.xlsx", "--final", "--date", ON, "--register", address, "-o", "out"
    )
    assert done.code == 0, done.err
    no_secrets(done)
    assert shown(address) in done.out, "the register that was used is always printed"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "answers.dpia.docx",
        "answers.dpia.json",
        "register.xlsx",
    ]
    assert not list(tmp_path.glob("**/*.db"))
    with open_register(address) as store:
        (stored,) = store.every()
        assert sorted(stored.files) == ["answers.dpia.docx", "answers.dpia.json"]
        assert stored.source == (tmp_path / "answers").as_posix()
        assert list(store.verify()) == []
    again = dpia(
        "assess", "answers.xlsx", "--final", "--date", ON, "--register", address, "-o", "out"
    )
    assert again.code == 0, again.err
    when = f"{stored.at.astimezone():%d/%m/%Y, %H:%M}"
    assert f"recorded already ({when}, by {stored.user})" in again.out, "who came first"
    with open_register(address) as store:
        assert len(list(store.every())) == 1


def test_the_environment_names_the_server_too(
    dpia: Dpia, fill: Fill, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill()
    monkeypatch.setenv("DPIA_REGISTER", address)
    done = dpia("assess", "answers.xlsx", "--date", ON)
    assert done.code == 0, done.err
    no_secrets(done)
    assert shown(address) in done.out
    with open_register(address) as store:
        assert [one.version for one in store.every()] == [None]


def test_the_commands_of_the_register_work_on_a_server(
    dpia: Dpia, final_ready: Fill, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DPIA_REGISTER", address)
    missing = dpia("register", "list")
    assert (missing.code, shown(address) in missing.err) == (1, True)
    final_ready()
    for day in ("2026-11-24", "2026-11-25"):
        assert dpia("assess", "answers.xlsx", "--final", "--date", day).code == 0
    for command in (
        ("list",),
        ("show", "1"),
        ("history", "1"),
        ("diff", "1"),
        ("due", "--within", "900d"),
        ("verify",),
        ("verify", "answers.dpia.docx"),
        ("sync",),
        ("rescore",),
    ):
        done = dpia("register", *command)
        assert done.code == 0, (command, done.err)
        assert shown(address) in done.out
        no_secrets(done)
    as_json = dpia("register", "list", "--format", "json")
    assert [one["version"] for one in json.loads(as_json.out)["processings"]] == [2]
    no_secrets(as_json)


def test_workbooks_of_one_name_in_two_folders_are_two(dpia: Dpia, fill: Fill, address: str) -> None:
    """Else the second would end the draft of the first, as if its processing had got another name."""
    fill("north/answers.xlsx", processing_name="Nord")
    fill("south/answers.xlsx", processing_name="Süd")
    for name in ("north/answers.xlsx", "south/answers.xlsx"):
        done = dpia("assess", name, "--date", ON, "--register", address)
        assert done.code == 0, done.err
    with open_register(address) as store:
        assert [one.key.name for one in store.overview()] == ["Nord", "Süd"]


@pytest.mark.parametrize(
    ("pattern", "instead", "said"),
    [
        ("%4042", "%4043", "Anmeldung abgelehnt"),
        (r":\d+/", ":1/", "nicht erreichbar"),
        ("/register_", "/nirgends_", "gibt es auf dem Server nicht"),
        ("%2F", "/", "nicht lesbar"),
        ("%2F", "%", "nicht lesbar"),
        ("postgresql:", "mysql:", "Adressen dieser Art"),
    ],
)
def test_a_wrong_address_is_one_message_without_its_password(
    dpia: Dpia, fill: Fill, address: str, tmp_path: Path, pattern: str, instead: str, said: str
) -> None:
    fill()
    wrong = re.sub(pattern, instead, address)
    assert wrong != address
    done = dpia("assess", "answers.xlsx", "--date", ON, "--register", wrong)
    assert done.code == 1
    assert said in done.err
    assert len(done.err.strip().splitlines()) == 1
    no_secrets(done)
    assert [path.name for path in tmp_path.iterdir()] == ["answers.xlsx"]


MOMENTS = (
    b"SCRAM",  # the login
    b"pg_advisory_xact_lock",
    b"INSERT INTO seal",
    b"COMMIT\0",
    b"SELECT 1 FROM written JOIN version",  # it is recorded, its files are on their way to their places
)


def test_an_assessment_goes_on_after_the_network_was_cut(
    dpia: Dpia, final_ready: Fill, postgres: Server, tmp_path: Path
) -> None:
    """From the login to the last file: the same command again always ends well."""
    name = postgres.database()
    open_register(postgres.address(name)).close()
    final_ready()
    arguments = ("assess", "answers.xlsx", "--final", "-o", "out", "--register")
    for turn, moment in enumerate(MOMENTS, 1):
        on = f"2026-12-{turn:02}"
        with Proxy(postgres.port, cut_at=moment) as cut:
            broken = dpia(*arguments, postgres.address(name, port=cut.port), "--date", on)
        assert cut.cut
        assert re.search("Datenbankserver|database server", broken.err), broken
        no_secrets(broken)
        assert not list((tmp_path / "out").glob(".~dpia*")), "nothing half-written stays"
        again = dpia(*arguments, postgres.address(name), "--date", on)
        assert again.code == 0, again.err
        with open_register(postgres.address(name)) as store:
            assert [one.version for one in store.every()] == list(range(1, turn + 1))
            assert list(store.verify()) == []


def test_not_even_a_traceback_for_developers_shows_the_password(
    address: str, tmp_path: Path
) -> None:
    script = (
        "import sys; from dpia.register import open_register\n"
        "open_register(sys.argv[1].replace('%2F', '/').replace('%40', '%zz'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, address],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "heim" not in done.stderr.replace(repr(address), "")
