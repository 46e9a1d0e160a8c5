"""Addresses of registers: recognised, and never shown with what is secret in them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.errors import FileError
from dpia.recording.places import location_of
from dpia.register import open_register
from dpia.register.address import is_server, without_secrets
from dpia.register.location import Location

SECRET = "geheim"  # noqa: S105


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (
            "postgresql://dpo:geheim@db.example.org:5432/dpia",
            "postgresql://db.example.org:5432/dpia",
        ),
        ("postgres://geheim@db/dpia?sslmode=require", "postgresql://db/dpia"),
        ("postgresql+psycopg://dpo:geheim@db.example.org/dpia", "postgresql://db.example.org/dpia"),
        ("POSTGRESQL://u:geheim@[::1]:5433/dpia", "postgresql://[::1]:5433/dpia"),
        ("postgresql://u:geheim@one:1,two:2/dpia", "postgresql://one:1,two:2/dpia"),
        ("postgresql:///dpia?host=db&password=geheim", "postgresql:///dpia"),
        ("postgresql://u:ge@heim@db/dpia", "postgresql://…"),
        ("postgresql://u:ge/heim@db/dpia", "postgresql://…"),
        ("postgresql://u:ge?heim@db/dpia", "postgresql://…"),
        ("postgresql://u:ge#heim@db/dpia", "postgresql://…"),
        ("postgresql://db/dpia?password=x@geheim", "postgresql://…"),
        ("postgres://dpo:geheim@[broken/dpia", "postgresql://…"),
        ("host=db.example.org password=geheim dbname=dpia", "postgresql://db.example.org/dpia"),
        ("password='ge heim host=x' host=db port=5433", "postgresql://db:5433"),
        ("password = geheim", "postgresql://"),
        ("user=geheim", "postgresql://"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert is_server(address)
    assert without_secrets(address) == shown
    place = location_of(address, Path("out"))
    assert str(place) == shown
    assert "ge" not in repr(place).replace("postgresql", "")


USERS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=6).map(
    lambda text: f"{SECRET}{text}{SECRET}"
)


@given(USERS)
def test_no_password_is_shown_however_badly_it_is_written(password: str) -> None:
    for address in (
        f"postgresql://dpo:{password}@db.example.org/dpia",
        f"postgresql://db.example.org/dpia?password={password}",
        f"postgresql://db.example.org/dpia?user=x&password={password}@y",
    ):
        assert SECRET not in without_secrets(address)


@pytest.mark.parametrize(
    "path", ["register.db", r"C:\Büro\register.db", "//server/a/b.db", "a=b.db"]
)
def test_a_path_is_no_address(path: str) -> None:
    assert not is_server(path)


def test_an_address_of_another_kind_is_refused_without_what_is_in_it() -> None:
    for use in (open_register, location_of):
        with pytest.raises(FileError) as caught:
            use("mysql://dpo:geheim@db.example.org/dpia")
        assert caught.value.key == "register-address"
        assert SECRET not in str(caught.value) + caught.value.message("de")


def test_what_belongs_to_a_register_on_a_server_lies_in_the_output_folder(tmp_path: Path) -> None:
    place = location_of("postgresql://dpo:geheim@db/dpia", tmp_path)
    assert place.view == tmp_path / "register.xlsx"
    assert place.relative(tmp_path / "out" / "a.docx") == "out/a.docx"
    assert place.source(tmp_path / "answers") == (tmp_path / "answers").resolve().as_posix()
    assert place.name == "dpia"


def test_what_belongs_to_a_register_in_a_file_lies_beside_it(tmp_path: Path) -> None:
    place = location_of(str(tmp_path / "dsfa.db"))
    assert place == Location(tmp_path / "dsfa.db", tmp_path)
    assert (place.view, place.view_beside) == (
        tmp_path / "dsfa.xlsx",
        tmp_path / "dsfa.register.xlsx",
    )
    assert place.source(tmp_path / "in" / "answers") == "in/answers"
    assert (str(place), place.name) == (str(tmp_path / "dsfa.db"), "dsfa.db")


def test_a_missing_driver_is_said_with_the_command_that_installs_it() -> None:
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from dpia.errors import FileError\n"
        "from dpia.register import open_register\n"
        "try: open_register('postgresql://dpo:geheim@db/dpia')\n"
        "except FileError as error: print(error.message('en')); print(error.message('de'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    english, german = done.stdout.splitlines()
    assert 'pip install "dpia[postgres]"' in english
    assert 'pip install "dpia[postgres]"' in german
    assert SECRET not in done.stdout + done.stderr
