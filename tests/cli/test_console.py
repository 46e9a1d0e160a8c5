"""Real processes: another time zone, a console without umlauts, no network, a stale lock file."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from dpia.cli.main import command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Fill


ROOT = Path(__file__).resolve().parents[2]
OUTPUTS = ("answers.dpia.docx", "answers.dpia.json", "register.xlsx")


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DPIA_LANG": "de", **environment}
    env.pop("DPIA_REGISTER", None)
    return subprocess.run(
        [sys.executable, "-m", "dpia", *arguments],
        cwd=folder, env=env, capture_output=True, check=False, timeout=300,
    )  # fmt: skip


def test_same_input_same_bytes_in_other_folders_and_time_zones(fill: Fill, tmp_path: Path) -> None:
    source = fill("one/answers.xlsx").read_bytes()
    digests = []
    for name, zone, seed in (("one", "Pacific/Kiritimati", "1"), ("ümläut x", "America/Adak", "2")):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "answers.xlsx").write_bytes(source)
        done = run(
            folder, "assess", "answers.xlsx",
            TZ=zone, PYTHONHASHSEED=seed, SOURCE_DATE_EPOCH="1795518000",
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        digests.append(
            [hashlib.sha256((folder / output).read_bytes()).hexdigest() for output in OUTPUTS]
        )
    assert digests[0] == digests[1]


def test_the_blank_workbook_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        assert (
            run(
                tmp_path / name, "new", "--date", "2026-11-24", PYTHONHASHSEED=str(ord(name))
            ).returncode
            == 0
        )
    a, b = ((tmp_path / name / "messenger.xlsx").read_bytes() for name in ("a", "b"))
    assert a == b


def test_a_console_that_cannot_show_umlauts(fill: Fill, tmp_path: Path) -> None:
    fill()
    for encoding in ("cp1252", "ascii", "cp437"):
        done = run(
            tmp_path,
            "assess",
            "answers.xlsx",
            "-o",
            encoding,
            PYTHONIOENCODING=encoding,
            PYTHONUTF8="0",
        )
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr
    done = run(tmp_path, "--help", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0


def test_the_whole_job_without_network(fill: Fill, tmp_path: Path) -> None:
    fill()
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\n"
        "def refused(*a, **k): raise AssertionError('network')\n"
        "socket.socket.connect = refused\nsocket.getaddrinfo = refused\nsocket.create_connection = refused\n"
    )
    done = run(tmp_path, "assess", "answers.xlsx", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert done.returncode == 0, done.stderr.decode()


def test_a_stale_lock_file_is_only_a_warning(fill: Fill, tmp_path: Path) -> None:
    fill()
    (tmp_path / "~$answers.xlsx").write_bytes(b"\x04DPO")
    done = run(tmp_path, "assess", "answers.xlsx")
    assert done.returncode == 0
    assert "geöffnet" in done.stderr.decode()


def commands(group: click.Group, *before: str) -> Iterator[tuple[str, ...]]:
    """Every command below a group by its words, and the groups themselves."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None, (*before, name)
        yield (*before, name)
        if isinstance(found, click.Group):
            yield from commands(found, *before, name)


def test_every_command_has_help_in_both_languages(tmp_path: Path) -> None:
    for language, usage in (("de", "Aufruf:"), ("en", "Usage:")):
        for words in ((), *commands(command)):
            done = run(tmp_path, *words, "--help", DPIA_LANG=language)
            assert done.returncode == 0, (words, done.stderr)
            assert usage in done.stdout.decode()


def test_both_readmes_name_every_command() -> None:
    for readme in ("README.md", "README.de.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        missing = [words for words in commands(command) if f"dpia {' '.join(words)}" not in text]
        assert missing == [], readme


def test_a_questionnaire_with_a_fault_ends_the_assessment_with_3(
    fill: Fill, tmp_path: Path
) -> None:
    """In a copy of the program, because the fault is one of a questionnaire that is shipped."""
    fill()
    copy = tmp_path / "copy"
    for folder in ("dpia", "questionnaires", "templates"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    measure = copy / "questionnaires" / "messenger" / "measures" / "yearly-review.yaml"
    text = measure.read_text(encoding="utf-8")
    measure.write_text(text.replace('proves: ["4.2.c"]\n', ""), encoding="utf-8")
    done = run(tmp_path, "assess", "answers.xlsx", PYTHONPATH=str(copy))
    assert done.returncode == 3, done.stderr.decode()
    assert "messenger/measures/yearly-review.yaml:" in done.stderr.decode()
    assert not (tmp_path / "answers.dpia.docx").exists()


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nsys.argv=['dpia','--help']\n"
        "from dpia.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy={'openpyxl','docxtpl','docx','lxml','yaml','cerberus','jinja2','babel','sqlite3'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout.decode().strip().endswith("[]")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal here")
def test_at_a_terminal_it_asks_for_questionnaire_and_language(tmp_path: Path) -> None:
    import pty

    parent, child = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DPIA_LANG": "de"}
    process = subprocess.Popen(
        [sys.executable, "-m", "dpia", "assess"],
        cwd=tmp_path, env=env, stdin=child, stdout=child, stderr=child,
    )  # fmt: skip
    os.close(child)
    os.write(parent, b"general\nen\n")
    said = b""
    try:
        while chunk := os.read(parent, 4096):
            said += chunk
    except OSError:  # Linux says so when the other end is closed
        pass
    assert process.wait(60) == 0
    os.close(parent)
    assert "WhatsApp Business in der internen Kommunikation" in said.decode()
    assert "In welcher Sprache" in said.decode()
    assert "Next steps" in said.decode()
    assert (tmp_path / "general.xlsx").is_file()
