"""dpia register export: a folder that holds everything, is read without the program, and is there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import unicodedata
from contextlib import closing
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from dpia.register import open_register
from tests.cli.asking import data, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Dpia

pytestmark = pytest.mark.traced


@pytest.fixture
def register(with_drafts: Path) -> Path:
    return with_drafts


def content(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


# The chain, computed as the text in the folder says it, with nothing of the program.


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def at(document: Any, path: str) -> Any:
    for step in path.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


def digest_of_value(salt: str, path: str, value: Any) -> str:
    name = path.encode()
    sealed = bytes.fromhex(salt) + len(name).to_bytes(4, "big") + name + canonical(value)
    return hashlib.sha256(sealed).hexdigest()


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list) and value:
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield value


def proven(versions: list[Any]) -> str:
    """The end of the chain, after every value, version and link was computed again."""
    head = ""
    for one in versions:
        document = {"answers": one["answers"], "assessment": one["assessment"]}
        for path, seal in one["values"].items():
            assert digest_of_value(seal["salt"], path, at(document, path)) == seal["digest"], path
        sealed = [at(document, path) for path in one["values"]]
        assert len(list(leaves(sealed))) >= len(list(leaves(document))), "nothing is unsealed"
        whole = {
            "previous": one["previous"],
            "metadata": one["metadata"],
            "values": sorted([path, seal["digest"]] for path, seal in one["values"].items()),
        }
        assert hashlib.sha256(canonical(whole)).hexdigest() == one["digest"]
        if one["final"]:
            assert one["previous"] == head
            head = one["digest"]
        else:
            assert one["previous"] == ""
    return head


@pytest.mark.usefixtures("register")
def test_the_folder_proves_the_chain_without_the_program(dpia: Dpia, tmp_path: Path) -> None:
    done = dpia("register", "export", "out")
    assert done.code == 0, done.err
    assert "Versionen: 4 (endgültig: 2, Entwürfe: 2)" in done.out
    versions = lines(tmp_path / "out" / "versions.jsonl")
    head = proven(versions)
    index = json.loads((tmp_path / "out" / "index.json").read_bytes())
    assert (index["head"], index["intact"], index["faults"]) == (head, True, [])
    history = data(dpia, "history", "1")["versions"]
    assert head == next(one["digest"] for one in history if one["version"] == 2)
    versions[1]["answers"]["values"]["contacts-enforced"] = "yes"
    with pytest.raises(AssertionError, match="contacts-enforced"):
        proven(versions)


def test_everything_that_the_register_keeps_is_in_it(
    dpia: Dpia, register: Path, tmp_path: Path
) -> None:
    told(dpia, "export", "out")
    exported = lines(tmp_path / "out" / "versions.jsonl")
    with open_register(register) as store:
        stored = list(store.every())
        assert [one["id"] for one in exported] == [one.id for one in stored]
        for one, version in zip(exported, stored, strict=True):
            meta = one["metadata"]
            assert one["answers"] == version.answers
            assert one["assessment"] == version.assessment
            assert (meta["name"], meta["user"], meta["at"]) == (
                version.key.name,
                version.user,
                version.at.isoformat(),
            )
            assert {w["name"]: w["sha256"] for w in one["written"]} == version.files
    with closing(sqlite3.connect(register)) as database:
        hashes = {sha256 for (sha256,) in database.execute("SELECT sha256 FROM written")}
    loose = lines(tmp_path / "out" / "loose-files.jsonl")
    assert {w["sha256"] for one in exported for w in one["written"]} | {
        one["sha256"] for one in loose
    } == hashes


@pytest.mark.usefixtures("register")
def test_one_file_a_version_says_the_same_and_everything_follows_the_schema(
    dpia: Dpia, tmp_path: Path
) -> None:
    told(dpia, "export", "out")
    out = tmp_path / "out"
    schema = json.loads((out / "schema.json").read_bytes())
    assert schema == json.loads(
        (files("dpia.render") / "register-export.schema.json").read_text("utf-8")
    )
    valid = jsonschema.Draft202012Validator(schema).validate
    exported = lines(out / "versions.jsonl")
    single = {path.stem: json.loads(path.read_bytes()) for path in (out / "versions").iterdir()}
    by_id = sorted(single.values(), key=lambda one: one["id"])
    assert by_id == exported
    for one in (
        *exported,
        *lines(out / "files.jsonl"),
        *lines(out / "loose-files.jsonl"),
        json.loads((out / "index.json").read_bytes()),
    ):
        valid(one)
    assert {one["version"] for one in lines(out / "files.jsonl")} == {
        f"versions/{name}.json" for name in single
    }


@pytest.mark.usefixtures("register")
def test_the_list_of_hashes_covers_every_other_file(dpia: Dpia, tmp_path: Path) -> None:
    told(dpia, "export", "out")
    found = content(tmp_path / "out")
    listed = [line.split("  ", 1) for line in found.pop("checksums.sha256").decode().splitlines()]
    assert {name: sha for sha, name in listed} == {
        name: hashlib.sha256(data).hexdigest() for name, data in found.items()
    }
    assert len(listed) == len(found)


@pytest.mark.usefixtures("register")
def test_the_same_register_gives_the_same_bytes_wherever_it_is_written(
    dpia: Dpia, tmp_path: Path
) -> None:
    told(dpia, "export", "out")
    told(dpia, "export", "far/away/again")
    assert content(tmp_path / "out") == content(tmp_path / "far" / "away" / "again")
    assert not list(tmp_path.rglob(".~dpia*"))


@pytest.mark.usefixtures("register")
def test_files_are_copied_as_recorded_and_what_is_not_is_said(dpia: Dpia, tmp_path: Path) -> None:
    (tmp_path / "other.dpia.docx").unlink()
    (tmp_path / "other.dpia.json").write_bytes(b"{}")
    done = told(dpia, "export", "out")
    found = lines(tmp_path / "out" / "files.jsonl")
    for one in found:
        if one["state"] == "copied":
            copy = (tmp_path / "out" / one["path"]).read_bytes()
            assert hashlib.sha256(copy).hexdigest() == one["sha256"]
        else:
            assert one["path"] is None
    states = {(one["role"], one["names"][0], one["state"]) for one in found}
    assert ("output", "other.dpia.docx", "missing") in states
    assert ("output", "other.dpia.json", "changed") in states
    assert ("input", "other.xlsx", "copied") in states
    # The workbook of the finals was filled on since; their reports were kept beside the new ones.
    inputs = [one["state"] for one in found if one["names"] == ["answers.xlsx"]]
    assert inputs == ["changed", "changed", "copied"]
    reports = [one for one in found if one["names"][0] == "answers.dpia.docx"]
    assert [one["state"] for one in reports] == ["copied"] * 3
    assert "other.dpia.docx (Nr. 2, Entwurf): nicht mehr vorhanden." in done
    assert "other.dpia.json (Nr. 2, Entwurf): Dort liegt inzwischen ein anderer Inhalt." in done
    assert "answers.xlsx (Nr. 1, Version 1)" in done
    assert "Dateien: 8 kopiert, 4 nicht kopiert." in done


@pytest.mark.usefixtures("register")
def test_as_data(dpia: Dpia) -> None:
    document = data(dpia, "export", "out")
    assert (document["versions"], document["finals"], document["drafts"]) == (4, 2, 2)
    assert document["files"] == {
        "copied": 10,
        "changed": 2,
        "missing": 0,
        "refused": 0,
        "unreadable": 0,
    }
    assert document["intact"]


@pytest.mark.usefixtures("register")
def test_names_that_no_system_refuses(dpia: Dpia, tmp_path: Path) -> None:
    told(dpia, "export", "out")
    versions = sorted(path.stem for path in (tmp_path / "out" / "versions").iterdir())
    assert versions[-1] == "00002-draft-CON-" + ("AeUe" + "Ue" * 30)[:36], (
        "without a point or device"
    )
    assert versions[0].startswith("00001-draft-Messenger-for-shift")
    assert len({name.casefold() for name in versions}) == 4
    for path in (tmp_path / "out").rglob("*"):
        assert path.name.isascii()
        assert len(path.name) <= 70
        assert not set(path.name) & set('<>:"/\\|?*')
        assert path.name == path.name.rstrip(". ")
    (version,) = (
        one for one in lines(tmp_path / "out" / "versions.jsonl") if one["metadata"]["number"] == 2
    )
    kept = unicodedata.normalize("NFC", version["metadata"]["name"])
    assert kept.startswith("../../CON: Ä"), "the name itself is whole inside"


@pytest.mark.usefixtures("register")
def test_the_text_in_the_folder_speaks_the_language_of_the_register(
    dpia: Dpia, tmp_path: Path
) -> None:
    told(dpia, "export", "out")
    told(dpia, "export", "german", "--lang", "de")
    english = (tmp_path / "out" / "README.txt").read_text("utf-8-sig")
    german = (tmp_path / "german" / "LIESMICH.txt").read_text("utf-8-sig")
    for text in (english, german):
        assert "{" not in text
        assert all(name in text for name in ("versions.jsonl", "checksums.sha256"))
    assert "Versions: 4, of these final: 2, drafts: 2" in " ".join(english.split())
    assert "Versionen: 4, davon endgültig: 2, Entwürfe: 2" in " ".join(german.split())


@pytest.mark.usefixtures("register")
def test_a_folder_with_something_in_it_stays_as_it_is(dpia: Dpia, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Liebe Grüße")
    (tmp_path / "file").write_text("Datei")
    before = content(tmp_path)
    for target, said in (
        ("mine", "nicht leer"),
        ("file", "Datei dieses Namens"),
        (".", "nicht leer"),
    ):
        done = dpia("register", "export", target)
        assert (done.code, said in done.err) == (1, True), done.err
        assert done.err.count("Fehler:") == 1
    assert content(tmp_path) == before


@pytest.mark.usefixtures("register")
def test_an_empty_folder_is_filled(dpia: Dpia, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told(dpia, "export", "empty")
    assert len(lines(tmp_path / "empty" / "versions.jsonl")) == 4


def test_a_register_without_versions(dpia: Dpia, tmp_path: Path) -> None:
    open_register(tmp_path / "register.db").close()
    document = data(dpia, "export", "out")
    assert (document["versions"], document["head"], document["intact"]) == (0, "", True)
    assert (tmp_path / "out" / "LIESMICH.txt").is_file()


def test_what_is_not_intact_is_exported_as_it_is_and_said(
    dpia: Dpia, register: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(register)) as database:
        database.executescript(
            "DROP TRIGGER content_is_never_updated; DROP TRIGGER version_is_never_updated;"
            "UPDATE content SET document = x'00' WHERE version = 1;"
            "UPDATE version SET recorded_by = 'somebody' WHERE id = 2;"
        )
    done = dpia("register", "export", "out")
    assert done.code == 4
    assert "nicht unversehrt" in done.out
    index = json.loads((tmp_path / "out" / "index.json").read_bytes())
    assert [fault["key"] for fault in index["faults"]] == ["fault-unreadable", "fault-record"]
    versions = lines(tmp_path / "out" / "versions.jsonl")
    assert versions[0]["answers"] is versions[0]["values"] is None
    assert versions[1]["metadata"]["user"] == "somebody"
    schema = json.loads((tmp_path / "out" / "schema.json").read_bytes())
    for one in (*versions, index):
        jsonschema.Draft202012Validator(schema).validate(one)


def test_a_damaged_database_gives_one_message_and_no_folder(
    dpia: Dpia, register: Path, tmp_path: Path
) -> None:
    whole = bytearray(register.read_bytes())
    whole[len(whole) // 2 :] = bytes(len(whole) - len(whole) // 2)
    register.write_bytes(whole)
    done = dpia("register", "export", "out")
    assert done.code == 1
    assert "beschädigt" in done.err
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".~dpia*"))


def test_files_of_a_folder_elsewhere_are_named_with_files(
    dpia: Dpia, register: Path, tmp_path: Path
) -> None:
    """As with a server, which does not know where the files lie on this computer."""
    (tmp_path / "alone").mkdir()
    shutil.move(register, tmp_path / "alone" / "register.db")
    nothing = data(dpia, "export", "out", "--register", "alone")
    assert nothing["files"]["copied"] == 0
    found = data(dpia, "export", "out2", "--register", "alone", "--files", ".")
    assert found["files"]["copied"] == 10


# Dies where it is said: at an opening of its own files, or at the renaming of the folder.
KILLED = """
import os, signal, sys
count = int(sys.argv.pop(1))
def watch(event, arguments):
    global count
    ours = event in ("open", "os.mkdir") and ".~dpia-" in str(arguments[0])
    if ours or (event == "os.rename" and ".~dpia-" in str(arguments[0])):
        count -= 1
        if not count:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from dpia.cli.base import run
from dpia.cli.main import command
run(command)
"""


@pytest.mark.fault("an export of the register is killed")
@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.usefixtures("register")
def test_killed_at_any_step_it_is_absent_and_the_next_run_cleans_up(tmp_path: Path) -> None:
    steps = 0
    for step in (1, 2, 3, 9, 20, 0):
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(step), "register", "export", "out"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=False,
        )
        if not step:
            assert done.returncode == 0, done.stderr
            break
        assert done.returncode == -signal.SIGKILL
        assert not (tmp_path / "out").exists()
        steps += 1
    assert steps == 5
    assert not list(tmp_path.glob(".~dpia*")), "leftovers of killed runs are gone"
    assert proven(lines(tmp_path / "out" / "versions.jsonl"))


@pytest.mark.usefixtures("register")
def test_killed_at_the_very_end(dpia: Dpia, tmp_path: Path) -> None:
    """The renaming is the last step: before it there is nothing, after it everything."""
    told(dpia, "export", "whole")
    renaming = KILLED.replace('ours = event in ("open", "os.mkdir")', 'ours = event == "never"')
    subprocess.run(
        [sys.executable, "-c", renaming, "1", "register", "export", "out"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert not (tmp_path / "out").exists()
    (left,) = tmp_path.glob(".~dpia*")
    assert content(left) == content(tmp_path / "whole"), "all of it was written by then"
