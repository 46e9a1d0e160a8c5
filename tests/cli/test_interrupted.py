"""A run that is disturbed: the folder vanishes, rights change, a file is open as on Windows, a path is very long.

What was there stays, what is written is whole, the user gets one message, and the next run works.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from docx import Document
from openpyxl import load_workbook

from dpia.register import open_register
from tests.cli.conftest import ON, assessed_once
from tests.cli.stepped import NOBODY, as_nobody, stepped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Dpia, Fill
    from tests.cli.stepped import Run

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs fork and /proc"),
    pytest.mark.slow,
]
COMMAND: Final = ("assess", "answers.xlsx", "--final", "--date", ON)
MADE: Final = ("answers.dpia.docx", "answers.dpia.json", "register.xlsx")
TIMES: Final = 3
"""At how many moments of a run, spread evenly, it is disturbed."""


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a final version, made once, where anybody may read it."""
    folder = tmp_path_factory.mktemp("disturbed")
    folder.chmod(0o755)
    return assessed_once(folder / "answers.xlsx", "careful-setup", final=True)


@pytest.fixture
def home(once: Path, final_ready: Fill) -> Iterator[Path]:
    """The same, with a workbook that has changed since; anybody may work in it."""
    place = Path(tempfile.mkdtemp(prefix="dpia-disturbed-"))
    folder = place / "home"
    shutil.copytree(once, folder)
    shutil.move(final_ready(group_count=123), folder / "answers.xlsx")
    place.chmod(0o755)
    yield folder
    shutil.rmtree(place)


def whole(folder: Path) -> int:
    """Every file that is there can be opened, the register is sound; how many final versions it has."""
    for path in folder.glob("[!.]*"):
        if path.suffix == ".docx":
            assert Document(str(path)).paragraphs
        if path.suffix == ".xlsx":
            assert load_workbook(path, read_only=True).sheetnames
    with open_register(folder / "register.db") as store:
        assert store.verify() == []
        (current,) = store.current()
        return len(store.versions(current.shown.key))


def goes_on(folder: Path) -> None:
    """The next run ends what the disturbed one began, and clears up behind it."""
    again = stepped(folder, *COMMAND)
    assert again.code == 0, again.said
    assert whole(folder) == 2
    assert not list(folder.glob(".~dpia-*"))
    assert {path.name for path in folder.iterdir()} >= set(MADE)


def copies(home: Path, disturbed: Callable[[Path, int], Run]) -> Iterator[tuple[Path, Run]]:
    """Run on a copy of the folder for each of some moments; the runs and what they left."""
    trial = home.with_name("trial")
    shutil.copytree(home, trial)
    steps = stepped(trial, *COMMAND, before=lambda _: None).steps
    for step in range(1, steps, steps // TIMES):
        folder = home.with_name(f"at-{step}")
        shutil.copytree(home, folder)
        yield folder, disturbed(folder, step)


@pytest.mark.fault("the folder vanishes during an assessment")
def test_the_folder_vanishes(home: Path) -> None:
    """A network drive that goes away, a folder that somebody renames."""

    def disturbed(folder: Path, step: int) -> Run:
        away = folder.with_name(f"{folder.name}-away")
        return stepped(
            folder.parent,
            *(str(folder / part) if part.endswith(".xlsx") else part for part in COMMAND),
            before=lambda now: folder.rename(away) if now == step else None,
        )

    codes = set()
    for folder, run in copies(home, disturbed):
        codes.add(told(run))
        assert not folder.exists() or not list(folder.iterdir()), (
            "nothing is begun anew in its place"
        )
        shutil.rmtree(folder, ignore_errors=True)
        away = folder.with_name(f"{folder.name}-away")
        away.rename(folder)
        assert whole(folder) in {1, 2}
        goes_on(folder)
    assert 1 in codes


@pytest.mark.fault("the right to write is taken away during an assessment")
def test_the_rights_change(home: Path) -> None:
    """Somebody takes the right to write away while the run is on."""

    def disturbed(folder: Path, step: int) -> Run:
        for path in (folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
        run = stepped(
            folder, *COMMAND, prepare=as_nobody,
            before=lambda now: folder.chmod(0o555) if now == step else None,
        )  # fmt: skip
        folder.chmod(0o755)
        return run

    if os.geteuid() != 0:
        pytest.skip("only root can act for somebody without rights")
    codes = set()
    for folder, run in copies(home, disturbed):
        codes.add(told(run))
        assert whole(folder) in {1, 2}
        goes_on(folder)
    assert 1 in codes


def told(run: Run) -> int | None:
    """The exit code of a run that said what went wrong in one message."""
    assert run.code in {0, 1}, run.said
    assert "Traceback" not in run.said
    assert run.said.count("Fehler:") == run.code, run.said
    return run.code


@pytest.mark.parametrize("name", MADE)
@pytest.mark.fault(
    "a report, data file or register workbook is open elsewhere, under the rules of Windows"
)
def test_a_file_that_is_open_elsewhere_cannot_be_replaced_on_windows(home: Path, name: str) -> None:
    """What Windows and its network drives do, done to every call of this kind: the file stays, the new one is named."""
    before = (home / name).read_bytes()
    with (home / name).open("rb"):
        run = stepped(home, *COMMAND, prepare=as_on_windows)
    assert "Traceback" not in run.said
    assert name in run.said
    assert (home / name).read_bytes() == before
    assert whole(home) == 2, "what was assessed is recorded"
    stem, suffix = name.rsplit(".", 1)
    beside = {path.name for path in home.glob(f"{stem}.{ON}-*.{suffix}")}
    assert any(one in run.said for one in beside), run.said
    goes_on(home)


@pytest.mark.fault("no rename or removal of a file that is open, under the rules of Windows")
def test_no_file_is_moved_or_removed_while_dpia_itself_has_it_open(home: Path) -> None:
    """On Windows this would fail though nobody else is there."""
    run = stepped(home, *COMMAND, prepare=as_on_windows)
    assert run.code == 0, run.said
    assert whole(home) == 2


def as_on_windows() -> None:
    """Let the system refuse to rename, replace or remove a file that any process has open."""
    for name in ("replace", "rename", "unlink", "remove"):
        setattr(os, name, refusing(getattr(os, name)))


def refusing(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def refused(*paths: Any, **options: Any) -> Any:
        for path in paths:
            if is_open(Path(path)):
                raise PermissionError(13, "used by another process", str(path))
        return call(*paths, **options)

    return refused


def is_open(path: Path) -> bool:
    """Whether any process has the file open."""
    wanted = path.resolve()
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if handle.resolve() == wanted and wanted.exists():
                return True
        except OSError:
            continue
    return False


DEEP: Final = "Rechtsabteilung & Datenschutz (Entwürfe) – Prüfung"


@pytest.mark.fault("a path of more than 250 characters with blanks, umlauts and dashes")
def test_a_path_of_more_than_250_characters_with_blanks_and_umlauts(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    folder = tmp_path
    while len(str(folder)) < 260:
        folder /= DEEP
    folder.mkdir(parents=True)
    workbook = folder / "Fragebogen über WhatsApp – Müller, Groß & Söhne.xlsx"
    shutil.move(final_ready(), workbook)
    for command in (("check",), ("assess", "--final", "--date", ON)):
        result = dpia(*command, workbook)
        assert (result.code, result.err) == (0, "")
    assert whole(folder) == 1
    assert (folder / f"{workbook.stem}.dpia.docx").exists()
    assert dpia("register", "list", "--register", folder / "register.db").code == 0


@pytest.mark.fault("a file name as long as the system allows")
def test_a_file_name_as_long_as_a_name_can_be(
    dpia: Dpia, final_ready: Fill, tmp_path: Path
) -> None:
    """255 bytes are the end for a name; what is added for the report no longer fits, and this is said."""
    workbook = tmp_path / f"{'ü' * 125}.xlsx"
    shutil.move(final_ready(), workbook)
    result = dpia("assess", workbook, "--final", "--date", ON)
    assert result.code == 1
    assert result.err.count("Fehler:") == 1
    assert "Länge des Namens" in result.err
    assert {path.name for path in tmp_path.iterdir()} == {workbook.name, "register.db"}
    assert "Das Register ist leer" in dpia("register", "list").out


def temporary_is(folder: Path) -> Callable[[], None]:
    def use() -> None:
        tempfile.tempdir = str(folder)

    return use


@pytest.mark.fault("temporary files of a killed run")
def test_what_libraries_wrote_for_a_killed_run_is_removed_by_the_next(
    home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    held: list[bool] = []

    def kill(step: int) -> None:
        if step and any(folder.glob("*/openpyxl.*")):
            os.kill(os.getpid(), signal.SIGKILL)

    killed = stepped(home, *COMMAND, prepare=temporary_is(folder), before=kill)
    held = [path.is_dir() for path in folder.iterdir()]
    assert (killed.code, held) == (None, [True]), "one folder, with sheets of the register in it"
    again = stepped(home, *COMMAND, prepare=temporary_is(folder))
    assert again.code == 0
    assert list(folder.iterdir()) == []
    assert whole(home) == 2


@pytest.mark.fault("no place for temporary files")
def test_a_folder_for_temporary_files_that_cannot_be_written_is_named(
    home: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "gone"
    missing.touch()
    run = stepped(home, *COMMAND, prepare=temporary_is(missing))
    assert told(run) == 1
    assert "temporäre Dateien" in run.said
    goes_on(home)
