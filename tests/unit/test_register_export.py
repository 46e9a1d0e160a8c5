"""Names that people typed and a database that others may write to: what an export makes of them."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import tempfile
import tracemalloc
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia.errors import FileError
from dpia.recording.exporting import Exported, export
from dpia.register import open_register
from dpia.register.export_folder import ExportFolder
from dpia.register.recorded_files import Finder, Recorded
from dpia.register.safe_names import file_name, version_name
from tests.cli.test_register_export import content, lines
from tests.unit.test_register_full_disk import Disk, disk, fill_up
from tests.unit.test_store_contract import KEY, version

if TYPE_CHECKING:
    from dpia.register.store import RecordKind, Store

__all__ = ["disk"]  # a fixture
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
typed = st.text(st.characters(exclude_categories=["Cs"]))
posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and rights of POSIX")


def written(store: Store, folder: Path, target: Path) -> Exported:
    return export(store, "register", folder, target, None, "en")


def fits(name: str) -> bool:
    return (
        re.fullmatch(r"[A-Za-z0-9._-]+", name) is not None
        and not DEVICES.fullmatch(name)
        and not name.startswith(".")
        and not name.endswith(".")
        and len(name) <= 60
    )


@given(st.text())
def test_any_recorded_name_becomes_one_that_can_be_written(name: str) -> None:
    assert fits(file_name(name))


@pytest.mark.parametrize(
    ("recorded", "safe"),
    [
        ("out/Prüfung Süd.dpia.docx", "Pruefung-Sued.dpia.docx"),
        ("..\\..\\NUL.docx", "_NUL.docx"),
        ("aux", "_aux"),
        ("COM1.dpia.json", "_COM1.dpia.json"),
        ("конференция.docx", "file.docx"),
        ("", "file"),
        ("...", "file"),
        ("x" * 300 + ".dpia.docx", "x" * 40 + ".docx"),
    ],
)
def test_names_as_people_give_them(recorded: str, safe: str) -> None:
    assert file_name(recorded) == safe


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(typed, typed), min_size=1, max_size=4, unique=True))
def test_no_two_versions_share_a_name(pairs: list[tuple[str, str]]) -> None:
    kinds: tuple[tuple[bool, RecordKind], ...] = (
        (True, "dpia"),
        (False, "dpia"),
        (True, "threshold"),
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        open_register(Path(folder) / "register.db") as store,
    ):
        for turn, (controller, name) in enumerate(pairs):
            for final, kind in kinds:
                key = replace(KEY, controller=controller, name=name, kind=kind)
                new = version(final=final, sha256=f"{turn}", key=key)
                store.add(replace(new, source=f"{turn}"))
        names = [version_name(one) for one in store.every()]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(fits(name) for name in names)


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A register with one version, whose file is a report lying beside it."""
    (tmp_path / "report.docx").write_bytes(b"report")
    new = replace(version(final=True), files={"report.docx": sha(b"report")})
    with open_register(tmp_path / "register.db") as store:
        store.add(new)
    return tmp_path


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def state_of(folder: Path, name: str, data: bytes) -> tuple[str, list[bytes]]:
    """What becomes of a file that somebody wrote into the database, and the contents of all that was copied."""
    out = folder / "out"
    with open_register(folder / "register.db") as store:
        store.record_files(1, {name: sha(data)})
        written(store, folder, out)
    (one,) = (line for line in lines(out / "files.jsonl") if name in line["names"])
    copied = sorted(path.read_bytes() for path in (out / "files").rglob("*") if path.is_file())
    shutil.rmtree(out)
    return one["state"], copied


@posix
def test_a_link_is_not_followed_even_to_the_right_content(recorded: Path) -> None:
    secret = recorded.parent / f"{recorded.name}-secret"
    secret.mkdir()
    (secret / "secret.docx").write_bytes(b"secret")
    (recorded / "link.docx").symlink_to(secret / "secret.docx")
    (recorded / "inside.docx").symlink_to("report.docx")
    (recorded / "folder").symlink_to(secret)
    for name in ("link.docx", "folder/secret.docx"):
        state, copied = state_of(recorded, name, b"secret")
        assert (state, copied) == ("refused", [b"report"]), name
    with open_register(recorded / "register.db") as store:
        store.record_files(1, {"inside.docx": sha(b"report")})
        (recorded / "report.docx").rename(recorded / "renamed.docx")
        written(store, recorded, recorded / "out")
    assert not list((recorded / "out" / "files").iterdir())


@posix
def test_neither_pipes_nor_devices_nor_folders_are_opened(recorded: Path) -> None:
    """Reading a pipe that nobody writes to would wait for ever."""
    os.mkfifo(recorded / "pipe.docx")
    (recorded / "folder.docx").mkdir()
    for name in ("pipe.docx", "folder.docx", "/dev/zero"):
        assert state_of(recorded, name, b"any")[0] == "refused", name


@pytest.mark.parametrize(
    "name",
    ["//server/share/x.docx", "\\\\server\\share\\x.docx", "//./pipe/x", "a\0b"],
)
def test_no_other_computer_is_asked(recorded: Path, name: str) -> None:
    assert state_of(recorded, name, b"any")[0] == "refused"


def test_a_name_that_leads_to_a_file_of_another_content_copies_nothing(recorded: Path) -> None:
    other = recorded.parent / f"{recorded.name}-other.docx"
    other.write_bytes(b"something else")
    state, copied = state_of(recorded, f"../{other.name}", b"recorded")
    assert (state, copied) == ("changed", [b"report"])


@pytest.mark.parametrize("name", ["report.docx/x.docx", "x" * 5000, "nowhere/x.docx"])
def test_what_cannot_be_there_is_missing_or_unreadable(recorded: Path, name: str) -> None:
    assert state_of(recorded, name, b"any")[0] in {"missing", "unreadable"}


def test_a_file_that_changes_meanwhile_is_not_copied(recorded: Path) -> None:
    """What was found there before counts for nothing: the hash is taken of what is copied."""
    one, find = Recorded("output", ("report.docx",), sha(b"report")), Finder()
    with ExportFolder(recorded / "out") as out:
        assert find.fetch(one, [recorded], partial(out.copy, "first/report.docx")) == "copied"
        (recorded / "report.docx").write_bytes(b"edited")
        assert find.fetch(one, [recorded], partial(out.copy, "then/report.docx")) == "changed"
        out.finish()
    assert sorted(content(recorded / "out")) == ["checksums.sha256", "first/report.docx"]
    assert not (recorded / "out" / "then").exists()


def test_an_output_folder_elsewhere_is_found(recorded: Path) -> None:
    elsewhere = recorded.parent / f"{recorded.name}-elsewhere"
    elsewhere.mkdir()
    (elsewhere / "x.docx").write_bytes(b"there")
    for name in (f"../{elsewhere.name}/x.docx", (elsewhere / "x.docx").as_posix()):
        assert state_of(recorded, name, b"there") == ("copied", [b"report", b"there"])


def test_two_files_of_one_name_are_both_there(recorded: Path) -> None:
    with open_register(recorded / "register.db") as store:
        for folder in ("a", "B"):
            (recorded / folder).mkdir()
            (recorded / folder / "REPORT.docx").write_bytes(folder.encode())
            store.record_files(1, {f"{folder}/REPORT.docx": sha(folder.encode())})
        written(store, recorded, recorded / "out")
    (copies,) = (recorded / "out" / "files").iterdir()
    assert sorted(path.name for path in copies.iterdir()) == [
        "REPORT-2.docx",
        "REPORT-3.docx",
        "report.docx",
    ]


@posix
@pytest.mark.parametrize("rights", [0o700, 0o750, 0o755])
def test_rights_are_no_wider_than_those_of_the_folder(recorded: Path, rights: int) -> None:
    place = recorded / "place"
    place.mkdir()
    place.chmod(rights)
    with open_register(recorded / "register.db") as store:
        written(store, recorded, place / "out")
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in place.rglob("*")}
    assert len(modes) > 8
    assert {path: oct(mode) for path, mode in modes.items() if mode & ~rights} == {}


@posix
@pytest.mark.fault("the disk is full under an export of the register")
def test_a_disk_that_is_full(recorded: Path, disk: Disk) -> None:
    place = disk(200_000)
    filler = fill_up(place)
    with filler.open("r+b") as file:
        file.truncate(filler.stat().st_size - 20_000)
    with open_register(recorded / "register.db") as store:
        with pytest.raises(FileError) as caught:
            written(store, recorded, place / "out")
        assert caught.value.key == "export-full"
        assert [path.name for path in place.iterdir()] == ["filler"], "nothing half is left"
        filler.unlink()
        written(store, recorded, place / "out")
    assert len(lines(place / "out" / "versions.jsonl")) == 1


def test_the_folder_begins_to_be_used_meanwhile(recorded: Path) -> None:
    """What somebody puts there while the export runs is not overwritten."""
    target = recorded / "out"

    class Slow:
        """The register, at the end of which somebody else uses the folder."""

        def __init__(self, store: Store) -> None:
            self.verify, self.origin_of = store.verify, store.origin_of
            self._loose = store.loose_files

        def loose_files(self) -> object:
            target.mkdir()
            (target / "letter.txt").write_text("mine")
            return self._loose()

    with open_register(recorded / "register.db") as store, pytest.raises(FileError) as caught:
        export(Slow(store), "register", recorded, target, None, "en")  # type: ignore[arg-type]  # all that is used
    assert caught.value.key == "export-not-empty"
    assert content(target) == {"letter.txt": b"mine"}
    assert not list(recorded.glob(".~dpia*"))


@pytest.mark.no_cover
def test_memory_does_not_grow_with_the_versions() -> None:
    """Twice as many versions: what is held at once is about a page of them, packed."""
    peaks = []
    for count in (110, 220):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with open_register(folder / "register.db") as store:
                with store.transaction():
                    for turn in range(count):
                        new = version(final=True, sha256=f"{turn}")
                        large = {
                            "risks": [
                                {"code": f"{place}", "text": os.urandom(900).hex()}
                                for place in range(25)
                            ]
                        }
                        store.add(replace(new, assessment=large))
                tracemalloc.start()
                written(store, folder, folder / "out")
                peaks.append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]
