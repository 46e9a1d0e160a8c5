"""What is published works away from the repository, and so do a bare checkout and an editable install."""

import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import openpyxl
import pytest

import dpia

ROOT = Path(__file__).resolve().parent.parent
# Building takes seconds: one worker of a parallel run shall do all of it.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packaging")]

LIST_SHIPPED = """
from dpia.resources import shipped
import dpia
print(dpia.__file__)
for kind in ("templates", "questionnaires"):
    for part in sorted(shipped(kind).iterdir(), key=lambda part: part.name):
        if not part.name.startswith("."):
            print(kind, part.name)
"""


class Installation:
    """A Python from which dpia can be imported, in an environment cleared of our settings."""

    def __init__(self, python: Path, python_path: Path | None = None) -> None:
        self.python = python
        self.python_path = python_path

    def run(self, *command: str | Path, cwd: Path) -> str:
        """Run a command of this installation there and return what it printed."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "DPIA_", "COV"))
        }
        environment["PYTHONIOENCODING"] = "utf-8"
        if self.python_path:
            environment["PYTHONPATH"] = str(self.python_path)
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def dpia(self, *arguments: str, cwd: Path) -> str:
        """Run the console script, as a user does."""
        return self.run(self.python.parent / "dpia", *arguments, cwd=cwd)


def fresh_python(folder: Path) -> Path:
    """Make an environment that sees the libraries of this one, but not an editable install of dpia.

    A .pth file inside a folder that a .pth file adds is not read: ours names the libraries only.
    """
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    paths = sysconfig.get_paths("venv", vars={"base": str(folder), "platbase": str(folder)})
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    pth = Path(paths["purelib"]) / "libraries.pth"
    pth.write_text("\n".join(sorted(libraries)), encoding="utf-8")
    return Path(paths["scripts"]) / ("python.exe" if os.name == "nt" else "python")


def install(python: Path, *what: str | Path) -> None:
    """Install into that environment without asking any index."""
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    Installation(Path(sys.executable)).run(
        sys.executable, "-m", "pip", "--python", python, "install", "-q", *offline, *what, cwd=ROOT
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as it is published: by way of the source archive."""
    target = tmp_path_factory.mktemp("dist")
    Installation(Path(sys.executable)).run(
        sys.executable, "-m", "build", "--no-isolation", "--outdir", target, cwd=ROOT
    )
    [built] = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def from_wheel(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Dpia as a user has it."""
    python = fresh_python(tmp_path_factory.mktemp("from-wheel"))
    install(python, wheel)
    return Installation(python)


@pytest.fixture(scope="module", params=["wheel", "editable", "checkout"])
def installation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Dpia in each of the three ways it can be had."""
    if request.param == "wheel":
        yield request.getfixturevalue("from_wheel")
        return
    python = fresh_python(tmp_path_factory.mktemp(request.param))
    if request.param == "editable":
        install(python, "--editable", ROOT)
        yield Installation(python)
    else:
        yield Installation(python, python_path=ROOT)


def members(wheel: Path) -> set[str]:
    """Return the names of all files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def data_files(folder: str) -> set[str]:
    """Return the checkout's files below a folder of data, the droppings of editors left out."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not path.name.startswith((".", "~"))
    }


@pytest.mark.parametrize("folder", ["templates", "questionnaires"])
def test_the_wheel_holds_every_data_file(wheel: Path, folder: str) -> None:
    expected = {f"dpia/{name}" for name in data_files(folder)}
    assert expected
    assert expected <= members(wheel)


def test_the_wheel_holds_messages_schema_and_type_marker(wheel: Path) -> None:
    names = members(wheel)
    locale = {f"dpia/locale/{path.name}" for path in (ROOT / "dpia" / "locale").glob("*.toml")}
    assert "dpia/locale/cli.toml" in locale
    assert {*locale, "dpia/py.typed"} <= names
    assert [name for name in names if "schema" in name and name.endswith(".json")]


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    names = [PurePosixPath(name) for name in members(wheel)]
    assert {name.parts[0] for name in names} == {"dpia", f"dpia-{dpia.__version__}.dist-info"}
    strange = {"tests", "tools", "docs", "benchmarks", "examples", "__pycache__"}
    assert [name for name in names if strange & set(name.parts)] == []
    assert [name for name in names if name.name.startswith((".", "~"))] == []


@pytest.mark.parametrize("folder", ["templates", "questionnaires"])
def test_data_folders_hold_no_python(folder: str) -> None:
    """Hatchling would take them for packages and refuse the editable install."""
    assert [name for name in data_files(folder) if name.endswith(".py")] == []


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == dpia.__version__


def test_shipped_data_is_found(installation: Installation, tmp_path: Path) -> None:
    printed = installation.run(installation.python, "-c", LIST_SHIPPED, cwd=tmp_path)
    home, *found = printed.splitlines()
    from_checkout = Path(home).resolve().is_relative_to(ROOT / "dpia")
    is_wheel = not installation.python_path and "from-wheel" in str(installation.python)
    assert from_checkout is not is_wheel
    assert found == [
        f"{kind} {part.name}"
        for kind in ("templates", "questionnaires")
        for part in sorted((ROOT / kind).iterdir())
        if not part.name.startswith(".")
    ]
    assert {"templates de", "questionnaires messenger"} <= set(found)


def test_the_command_line_answers_away_from_the_repository(
    from_wheel: Installation, tmp_path: Path
) -> None:
    assert "assess" in from_wheel.dpia("--help", cwd=tmp_path)


def test_a_new_questionnaire_is_written_into_an_empty_folder(
    from_wheel: Installation, tmp_path: Path
) -> None:
    from_wheel.dpia("new", "-q", "messenger", "--lang", "de", cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["messenger.xlsx"]
    assert len(openpyxl.load_workbook(tmp_path / "messenger.xlsx").sheetnames) > 1
