"""Several programs write to one register at the same moment, and some are killed: nothing is lost, nothing twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import IO, TYPE_CHECKING, cast

import pytest

from dpia.register import open_register
from dpia.register.store import ProcessingKey
from tests.unit import register_writer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres import Server

SHARED = ProcessingKey("Muster GmbH", "shared", "messenger")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a register is, in each of the back ends."""
    if request.param == "sqlite":
        return str(tmp_path / "register.db")
    server: Server = request.getfixturevalue("postgres")
    return server.address(server.database())


def writer(
    register: str, name: str, count: int, processing: str = "shared"
) -> subprocess.Popen[str]:
    arguments = [register, name, str(count), processing]
    return subprocess.Popen(
        [sys.executable, "-m", register_writer.__name__, *arguments],
        stdout=subprocess.PIPE,
        text=True,
    )


def told(program: subprocess.Popen[str]) -> list[tuple[int, int, str]]:
    """What a program said is recorded: number, version, which entry. A line that was cut off counts as not said."""
    out, _ = program.communicate(timeout=120)
    lines = [line.split() for line in out.splitlines(keepends=True) if line.endswith("\n")]
    return [(int(number), int(version), entry) for number, version, entry in lines]


@pytest.mark.fault("two programs write to one processing at the same moment, in a loop")
def test_two_officers_write_to_one_processing(register: str) -> None:
    programs = [writer(register, name, 25) for name in ("anna", "ben")]
    said = [told(program) for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    with open_register(register) as store:
        stored = store.versions(SHARED)
        assert [one.version for one in stored] == list(range(1, 51))
        assert sorted((1, one.version or 0, one.input_sha256) for one in stored) == sorted(
            said[0] + said[1]
        )
        assert [one.assessment["printed"] for one in stored] == list(range(1, 51))
        assert list(store.verify()) == []
    for mine in said:
        assert [version for _, version, _ in mine] == sorted(version for _, version, _ in mine)


@pytest.mark.fault("two programs begin processings at the same moment, in a loop")
def test_two_officers_begin_processings_of_their_own(register: str) -> None:
    """Their running numbers have neither gaps nor doubles."""
    programs = [writer(register, f"w{n}-{m}", 3, f"P{n}-{m}") for n in range(2) for m in range(3)]
    numbers = {told(program)[0][0] for program in programs}
    assert numbers == {1, 2, 3, 4, 5, 6}
    with open_register(register) as store:
        assert [one.number for one in store.overview()] == [1, 2, 3, 4, 5, 6]
        assert list(store.verify()) == []


EACH_TURN = """
import sys
from dataclasses import replace
from dpia.register import open_register
from tests.unit.register_writer import of
with open_register(sys.argv[1]) as store:
    for turn, _ in enumerate(sys.stdin):
        stored = store.add(replace(of("x", turn), user=sys.argv[2]))
        print(stored.version, stored.user, flush=True)
"""


@pytest.mark.fault("two people assess the same workbook at the same moment")
def test_of_two_who_assess_the_same_workbook_it_is_clear_who_came_first(register: str) -> None:
    """The second is told the version that the first one recorded, and by whom."""
    open_register(register).close()
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", EACH_TURN, register, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        for name in ("anna", "ben")
    ]
    said = []
    for _ in range(20):
        for program in programs:
            cast("IO[str]", program.stdin).write("go\n")
        said.append([cast("IO[str]", program.stdout).readline() for program in programs])
    for program in programs:
        program.communicate(timeout=60)
    assert [one for one, other in said if one != other] == []
    with open_register(register) as store:
        stored = store.versions(SHARED)
        assert [f"{one.version} {one.user}\n" for one in stored] == [one for one, _ in said]


@pytest.mark.no_cover
@pytest.mark.fault("writing programs killed at random moments")
def test_programs_killed_at_any_moment_lose_nothing_that_they_were_told(register: str) -> None:
    """Five times two programs that write as fast as they can, each killed at some moment."""
    moments = random.Random(5)  # noqa: S311  # the same moments in every run, as far as a machine lets us
    said: list[tuple[int, int, str]] = []
    for turn in range(5):
        programs = [writer(register, f"{name}{turn}", 0) for name in ("anna", "ben")]
        for program in programs:
            time.sleep(0.5 + moments.random() / 5)
            program.kill()
        said += [line for program in programs for line in told(program)]
        with open_register(register) as store:
            stored = store.versions(SHARED)
            assert [one.version for one in stored] == list(range(1, len(stored) + 1))
            there = {(one.number, one.version, one.input_sha256) for one in stored}
            assert set(said) <= there, "nothing that was told is lost"
            assert len(there) - len(said) <= 2 * (turn + 1), "at most one entry each was not told"
            assert list(store.verify()) == []
    assert len(said) > 5, "they did write"
