"""Many workbooks in one run: the same result by any number of processes, and none that stops the others."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dpia.answers.plain import from_plain
from dpia.batch.workers import Workers
from dpia.beside import sha256_of
from dpia.definitions import load_questionnaire
from dpia.errors import DpiaError
from dpia.order import Order
from dpia.register import open_register
from dpia.workbook.write import write_workbook
from tests.cli.conftest import ON, ROOT, example_answers
from tests.cli.documents import sheet_rows, word_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Dpia, Fill

DATED = ("--date", ON)
COUNT = 3
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


def started(folder: Path, *arguments: object) -> subprocess.Popen[str]:
    """A process of its own, as a user starts it."""
    line = [sys.executable, "-m", "dpia", "assess", *map(str, arguments)]
    environment = {**os.environ, "DPIA_LANG": "de", "PYTHONPATH": str(ROOT)}
    environment.pop("DPIA_REGISTER", None)
    return subprocess.Popen(  # nothing but a signal is set there
        line,
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Whoever runs the tests in the background ignores Ctrl-C, and a child would inherit that.
        preexec_fn=_hearing_interrupts if os.name == "posix" else None,  # noqa: PLW1509  # one signal
    )


def _hearing_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def ran(folder: Path, *arguments: object) -> tuple[int, str, str]:
    process = started(folder, *arguments)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def children(process: int) -> list[int]:
    """The processes that this one started and that still run."""
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        found = [one for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []
    return [int(one) for one in found]


def alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def outputs(folder: Path) -> dict[str, str | None]:
    """Every file that belongs to a result, by its hash; the database has salts and the clock in it."""
    kept = (".docx", ".json", ".xlsx")
    return {one.name: sha256_of(one) for one in folder.iterdir() if one.suffix in kept}


def recorded(folder: Path) -> list[tuple[int, str, int | None]]:
    """Number, name and version of everything in a register that is whole."""
    with open_register(folder / "register.db", create=False) as store:
        assert store.verify() == []
        return [
            (one.shown.number, one.shown.key.name, one.shown.version) for one in store.current()
        ]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbooks of some branches."""
    folder = tmp_path_factory.mktemp("branches")
    questionnaire = load_questionnaire("messenger")
    for number in range(1, COUNT + 1):
        data = example_answers("baustoffhandel")
        data["values"]["processing-name"] = f"Branch {number}"
        answers, target = from_plain(data, questionnaire), folder / f"branch-{number}.xlsx"
        write_workbook(questionnaire, "de", target, answers=answers, on=date.fromisoformat(ON))
    return folder


@pytest.fixture
def branches(written: Path, tmp_path: Path) -> Path:
    """Their workbooks, a file that is none, and what else lies about in such a folder."""
    folder = tmp_path / "branches"
    shutil.copytree(written, folder)
    (folder / "branch-2b.xlsx").write_bytes(b"a photograph")
    shutil.copyfile(folder / "branch-1.xlsx", folder / "branch-1.checked.xlsx")
    openpyxl.Workbook().save(folder / "budget.xlsx")
    return folder


def test_one_bad_file_never_stops_the_rest(dpia: Dpia, branches: Path, tmp_path: Path) -> None:
    result = dpia("assess", branches, "-o", "out", *DATED)
    assert result.code == 1
    lines = [line for line in result.out.splitlines() if line.startswith("[")]
    assert [line.split()[1] for line in lines] == [
        *(f"branch-{number}.xlsx:" for number in range(1, COUNT + 1)),
        "budget.xlsx:",
    ]
    assert "Entwurf" in lines[0]
    assert "kein Fragebogen" in lines[-1]
    assert "branch-2b.xlsx" in result.err
    assert "branch-1.checked.xlsx: übergangen" in result.out
    table = result.out[result.out.index("Ergebnis") :]
    assert table.splitlines()[1].split() == ["Bewertet", str(COUNT)]
    assert "Rückgabewert 1" in table
    assert recorded(tmp_path / "out") == [(n, f"Branch {n}", None) for n in range(1, COUNT + 1)]
    rows = sheet_rows(tmp_path / "out" / "register.xlsx")["Folgenabschätzungen"]
    assert len(rows) == COUNT + 1
    assert "%" not in result.out, "no bar where nobody watches"


def test_the_result_does_not_depend_on_the_number_of_processes(
    branches: Path, tmp_path: Path
) -> None:
    made = {}
    for jobs in (1, 3):
        out = tmp_path / f"out{jobs}"
        made[jobs] = ran(tmp_path, branches, "-j", jobs, "-o", out, *DATED)
    assert made[1][0] == made[3][0] == 1
    assert made[1][1].replace("out1", "") == made[3][1].replace("out3", "")
    assert made[1][2] == made[3][2]
    assert outputs(tmp_path / "out1") == outputs(tmp_path / "out3")
    assert len(outputs(tmp_path / "out1")) == 2 * COUNT + 1
    assert recorded(tmp_path / "out1") == recorded(tmp_path / "out3")


def test_numbers_printed_are_those_recorded_also_within_one_batch(
    final_ready: Fill, tmp_path: Path
) -> None:
    """The second workbook goes on with the first: rendered ahead, its report knew nothing of version 1."""
    final_ready("first.xlsx")
    final_ready("second.xlsx", group_count=9)
    for jobs in (1, 2):
        out = tmp_path / f"out{jobs}"
        files = ("first.xlsx", "second.xlsx")
        code, said, err = ran(
            tmp_path, *files, "-j", jobs, "-o", out, "--final", "--continue", "--lang", "de", *DATED
        )
        assert (code, err) == (0, ""), said
        ((number, _, version),) = recorded(out)
        assert (number, version) == (1, 2)
    assert outputs(tmp_path / "out1") == outputs(tmp_path / "out2")
    assert "Fassung der DSFA | Fassung 2" in "\n".join(
        word_lines(tmp_path / "out2" / "second.dpia.docx")
    )


@LINUX
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.fault("a batch is killed and started again")
def test_killed_and_started_again_it_goes_on_where_it_stopped(
    branches: Path, tmp_path: Path, jobs: int
) -> None:
    order = (branches, "-j", jobs, "-o", tmp_path / "out", *DATED)
    process = started(tmp_path, *order)
    assert process.stdout is not None
    while not process.stdout.readline().startswith("[1/"):
        assert process.poll() is None
    helpers = children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert process.stderr is not None
    process.stderr.close()
    code, out, _ = ran(tmp_path, *order)
    assert code == 1
    assert next(line for line in out.splitlines() if line.startswith("[1/")).endswith("unverändert")
    ran(tmp_path, branches, "-j", 1, "-o", tmp_path / "whole", *DATED)
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")
    assert recorded(tmp_path / "out") == recorded(tmp_path / "whole")
    assert not list((tmp_path / "out").glob(".~dpia-*"))
    assert not [one for one in helpers if alive(one)], "helpers end with the one that started them"


@LINUX
@pytest.mark.fault("a batch is interrupted with Ctrl+C")
def test_interrupted_it_says_how_far_it_came_and_ends_whole(branches: Path, tmp_path: Path) -> None:
    process = started(tmp_path, branches, "-j", 2, "-o", "out", *DATED)
    assert process.stdout is not None
    while not process.stdout.readline().startswith("[1/"):
        assert process.poll() is None
    helpers = children(process.pid)
    for one in (process.pid, *helpers):  # a terminal sends Ctrl-C to all of them
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "derselbe Aufruf macht bei der nächsten weiter" in err
    assert "Traceback" not in err
    assert "register.xlsx" in out
    done = recorded(tmp_path / "out")
    assert 1 <= len(done) <= COUNT
    rows = sheet_rows(tmp_path / "out" / "register.xlsx")["Folgenabschätzungen"]
    assert len(rows) == len(done) + 1
    assert not [one for one in helpers if alive(one)]


@LINUX
@pytest.mark.fault("a process of a batch dies")
def test_a_helper_that_dies_costs_no_workbook(branches: Path, tmp_path: Path) -> None:
    process = started(tmp_path, branches, "-j", 2, "-o", "out", *DATED)
    assert process.stdout is not None
    while not process.stdout.readline().startswith("[1/"):
        assert process.poll() is None
    for one in children(process.pid):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 1, err
    assert len(recorded(tmp_path / "out")) == COUNT


@LINUX
def test_a_workbook_over_which_helpers_die_is_named_and_the_next_is_done(
    branches: Path, tmp_path: Path
) -> None:
    files = [branches / f"branch-{number}.xlsx" for number in (1, 3)]
    orders = [Order(one, date.fromisoformat(ON), output=tmp_path / "out") for one in files]
    ended = threading.Event()

    def killing() -> Iterator[int]:
        while not ended.is_set():
            for one in children(os.getpid()):
                if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes():
                    with suppress(ProcessLookupError):
                        os.kill(one, signal.SIGKILL)
                        yield one
            time.sleep(0.02)

    thread = threading.Thread(target=lambda: list(killing()))
    with Workers(orders, 2) as workers:
        thread.start()
        try:
            with pytest.raises(DpiaError) as refused:
                workers.ahead(0)
        finally:
            ended.set()
            thread.join()
        assert refused.value.key == "batch-died"
        assert "branch-1.xlsx" in refused.value.message("de")
        made = workers.ahead(1)
    assert made is not None
    assert made.order.workbook == files[1]
    assert len(made.made.files) == 2


@pytest.mark.fault("two batches write into one folder at once")
def test_two_runs_at_once_lose_nothing_and_give_no_number_twice(
    branches: Path, tmp_path: Path
) -> None:
    files = [branches / f"branch-{number}.xlsx" for number in range(1, COUNT + 1)]
    halves = (files[: COUNT // 2 + 1], files[COUNT // 2 :])
    both = [started(tmp_path, *half, "-j", 1, "-o", "out", *DATED) for half in halves]
    for process in both:
        _, err = process.communicate(timeout=300)
        assert (process.returncode, err) == (0, "")
    found = recorded(tmp_path / "out")
    assert [number for number, _, _ in found] == list(range(1, COUNT + 1))
    assert {name for _, name, _ in found} == {f"Branch {n}" for n in range(1, COUNT + 1)}
    rows = sheet_rows(tmp_path / "out" / "register.xlsx")["Folgenabschätzungen"]
    assert len(rows) == COUNT + 1


@pytest.mark.traced
def test_unchanged_means_input_options_and_files(dpia: Dpia, fill: Fill, tmp_path: Path) -> None:
    fill("a.xlsx", processing_name="A")
    fill("b.xlsx", processing_name="B")
    first = dpia("assess", "*.xlsx", *DATED)
    assert (first.code, first.out.count("unverändert")) == (0, 0)
    assert "register.xlsx: übergangen" not in first.out
    made = outputs(tmp_path)
    again = dpia("assess", "*.xlsx", *DATED)
    assert (again.code, again.out.count("– unverändert")) == (0, 2)
    assert "register.xlsx: übergangen, kein Fragebogen" in again.out
    assert outputs(tmp_path) == made
    (tmp_path / "a.dpia.json").unlink()
    with (tmp_path / "b.dpia.docx").open("ab") as report:
        report.write(b"signed")
    dpia("assess", "a.xlsx", "b.xlsx", *DATED)
    kept = tmp_path / f"b.dpia.{ON}-1.docx"
    assert kept.read_bytes().endswith(b"signed")
    kept.unlink()
    assert outputs(tmp_path) == made
    fill("b.xlsx", processing_name="B", group_count=9)
    changed = dpia("assess", "a.xlsx", "b.xlsx", *DATED)
    assert changed.out.count("– unverändert") == 1
    assert "– unverändert" not in dpia("assess", "a.xlsx", "b.xlsx", "--lang", "en", *DATED).out
    assert dpia("assess", "a.xlsx", "b.xlsx", *DATED).out.count("– unverändert") == 0
    assert dpia("assess", "a.xlsx", "b.xlsx", "--date", "2026-11-25").out.count("unverändert") == 0


@pytest.mark.traced
def test_a_file_that_is_named_has_to_be_a_questionnaire(dpia: Dpia, branches: Path) -> None:
    result = dpia("assess", branches / "branch-1.xlsx", branches / "budget.xlsx", *DATED)
    assert result.code == 4
    assert "budget.xlsx" in result.err
    nothing = dpia("assess", "nowhere/*.xlsx", *DATED)
    assert (nothing.code, "nowhere" in nothing.err) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_on_a_terminal_a_bar_shows_how_far_it_is(branches: Path, tmp_path: Path) -> None:
    import pty  # not on Windows

    leader, follower = pty.openpty()
    line = [sys.executable, "-m", "dpia", "assess", str(branches), "-o", "out", *DATED]
    environment = {**os.environ, "DPIA_LANG": "de", "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    process = subprocess.Popen(
        line, cwd=tmp_path, env=environment, stdout=follower, stderr=follower, stdin=follower
    )
    os.close(follower)
    pieces = []
    with suppress(OSError):  # the end of a terminal is an error on Linux
        while piece := os.read(leader, 65536):
            pieces.append(piece)
    process.wait()
    os.close(leader)
    said = b"".join(pieces).decode()
    assert f"{COUNT + 2}/{COUNT + 2}" in said
    assert "###" in said
    assert "\x1b[?25h" in said, "the cursor is there again"
