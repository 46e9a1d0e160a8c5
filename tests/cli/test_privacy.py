"""The tool itself keeps what it is told: no network, no answers in what is reported, no wider rights, nothing left over."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx.opc.coreprops import CoreProperties

from dpia.beside import remove_leftovers
from dpia.errors import AnswersRejected
from tests.cli.test_bad_input import change
from tests.unit.template_samples import shipped_template

if TYPE_CHECKING:
    from tests.cli.conftest import Dpia, Fill

ROOT = Path(__file__).resolve().parents[2]
ON = ("--date", "2026-11-24")
ANSWER = "Geheimnis-4711"
FIXTURES = ROOT / "tests" / "fixtures"

# Runs the commands given in argv (separated by "--") after forbidding every socket, below Python's own modules.
OFFLINE = """
import sys
ALLOWED = {"socket.gethostname"}
def forbid(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.client", "ftplib.", "smtplib.")) and event not in ALLOWED:
        raise SystemExit(f"network: {event} {arguments}")
sys.addaudithook(forbid)
import socket
try:
    socket.create_connection(("127.0.0.1", 9))
except SystemExit:
    pass
else:
    raise SystemExit("the hook does not hold")
from dpia.cli.base import run
from dpia.cli.main import command
words, commands = sys.argv[1:], [[]]
for word in words:
    commands.append([]) if word == "--" else commands[-1].append(word)
for arguments in commands:
    sys.argv = ["dpia", *arguments]
    try:
        run(command)
    except SystemExit as ended:
        if ended.code not in (0, None):
            raise SystemExit(f"{arguments}: {ended.code}") from ended
"""

JOB = (
    ("new",),
    ("check", "answers.xlsx"),
    ("assess", "answers.xlsx", *ON),
    ("assess", "answers.xlsx", "--final", *ON),
    ("assess", "answers.xlsx", "--template", "mine.docx", "--terms", "terms.txt", *ON),
    ("threshold", "answers.xlsx", *ON),
    ("explain", "answers.xlsx", *ON),
    ("upgrade", "old.xlsx", *ON),
    ("terms", "check", "terms.txt", "-o", "annex.docx"),
    ("terms", "diff", "terms.txt", "newer.txt"),
    ("template", "check", "mine.docx"),
    ("register", "list"),
    ("register", "show", "1"),
    ("register", "history", "1"),
    ("register", "due"),
    ("register", "sync"),
    ("register", "rescore"),
    ("register", "verify"),
    ("register", "export", "everything"),
    ("register", "move", "moved.db"),
    ("rules", "list"),
)


def terms(days: str) -> str:
    """Terms that differ in one period."""
    return (
        "Terms of Service\n\nYou may terminate this agreement at any time by giving us"
        f" {days} days' notice in writing.\n\nWe may change these terms at any time. Our total"
        " liability to you is limited to the fees you paid in the last year.\n"
    )


def test_the_whole_job_with_sockets_forbidden(final_ready: Fill, tmp_path: Path) -> None:
    final_ready()
    (tmp_path / "mine.docx").write_bytes(shipped_template("en"))
    (tmp_path / "old.xlsx").write_bytes((FIXTURES / "messenger-1.0.de.xlsx").read_bytes())
    for name, text in (("terms.txt", "seven"), ("newer.txt", "thirty")):
        (tmp_path / name).write_text(terms(text))
    words = [word for arguments in JOB for word in ("--", *arguments)][1:]
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DPIA_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "answers.dpia.docx").is_file()
    assert (tmp_path / "annex.docx").is_file()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that fails in a way nobody expects, with an answer in its message."""

    def store(*_: Any) -> None:
        message = f"cannot store {ANSWER}"
        raise KeyError(message)

    monkeypatch.setattr(CoreProperties, "author", property(fset=store))
    monkeypatch.delenv("DPIA_DEBUG")


@pytest.mark.parametrize("language", ["de", "en"])
def test_an_unexpected_error_is_one_message_without_answers(
    dpia: Dpia,
    fill: Fill,
    broken: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    language: str,
) -> None:
    del broken
    monkeypatch.setenv("DPIA_LANG", language)
    fill(controller_name=ANSWER)
    before = {path.name for path in tmp_path.iterdir()}
    result = dpia("assess", "answers.xlsx", *ON)
    assert result.code == 1
    assert ANSWER not in result.out + result.err
    assert "Traceback" not in result.err
    assert "KeyError" in result.err
    assert "word.py:" in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert {path.name for path in tmp_path.iterdir()} - before <= {"register.db"}


@pytest.mark.traced
def test_verbose_says_so_before_it_shows_any(dpia: Dpia, fill: Fill, broken: None) -> None:
    del broken
    fill(controller_name=ANSWER)
    result = dpia("--verbose", "assess", "answers.xlsx", *ON)
    assert result.code == 1
    warning = result.err.index("können Angaben aus Ihren Dateien enthalten")
    assert warning < result.err.index("Traceback") < result.err.index(ANSWER)
    assert ANSWER not in dpia("assess", "answers.xlsx", *ON).err  # it holds for one call


def test_what_an_error_is_printed_as_in_a_traceback_has_no_answers() -> None:
    error = AnswersRejected("other-source", controller=ANSWER, found=ANSWER)
    assert ANSWER not in str(error)
    assert ANSWER not in repr(error)


@pytest.mark.traced
def test_a_template_that_fails_while_it_is_filled_in_shows_no_answer(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    from tests.unit.template_samples import small

    fill(controller_name=ANSWER)
    for wrong in ("{{ document.controller - 1 }}", "{{ document.controller|round }}", "{{ -document.controller }}"):  # fmt: skip
        (tmp_path / "mine.docx").write_bytes(small(wrong))
        result = dpia("assess", "answers.xlsx", "--template", "mine.docx", *ON)
        assert result.code == 3, wrong
        assert ANSWER not in result.out + result.err


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
@pytest.mark.parametrize("rights", [0o700, 0o750, 0o755])
def test_no_file_has_wider_rights_than_its_folder(
    dpia: Dpia, fill: Fill, tmp_path: Path, rights: int
) -> None:
    source = fill("answers.xlsx", processing_name="A")
    out = tmp_path / "out"
    out.mkdir()
    out.chmod(rights)
    umask = os.umask(0)
    try:
        assert dpia("assess", source, "-o", out, *ON).code == 0
        assert dpia("threshold", source, "-o", out, *ON).code == 0
        assert dpia("new", "-o", out).code == 0
    finally:
        os.umask(umask)
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()}
    assert len(files) >= 6
    assert {name: oct(mode) for name, mode in files.items() if mode & ~rights} == {}
    (out / "answers.dpia.docx").chmod(0o600)
    assert dpia("assess", source, "-o", out, "--lang", "en", *ON).code == 0
    assert stat.S_IMODE((out / "answers.dpia.docx").stat().st_mode) == 0o600


def dead() -> int:
    """The number of a process that is no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


@pytest.mark.parametrize(
    "arguments",
    [
        ("new",),
        ("upgrade", "old.xlsx", *ON),
        ("check", "wrong.xlsx"),
        ("assess", "answers.xlsx", *ON),
        ("threshold", "answers.xlsx", *ON),
        ("terms", "check", "terms.txt", "-o", "annex.docx"),
        ("register", "due", "--format", "ics", "-o", "due.ics"),
        ("register", "sync"),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_what_a_killed_run_left_is_removed_by_the_next_one(
    dpia: Dpia, fill: Fill, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    from dpia import beside

    fill()
    change(fill("wrong.xlsx"), largest_group="viele")
    (tmp_path / "old.xlsx").write_bytes((FIXTURES / "messenger-1.0.de.xlsx").read_bytes())
    (tmp_path / "terms.txt").write_text(terms("seven"))
    if arguments[0] == "register":
        assert dpia("assess", "answers.xlsx", *ON).code == 0
    name = f".~dpia-{dead()}-{beside._machine()}-00000000.docx"
    (tmp_path / name).write_bytes(ANSWER.encode())
    alive = tmp_path / f".~dpia-{os.getpid()}-{beside._machine()}-00000001.docx"
    alive.write_bytes(b"of a run that goes on")
    assert dpia(*arguments).code in {0, 4}
    assert not (tmp_path / name).exists()
    assert alive.exists()
    assert remove_leftovers(tmp_path) == ()
