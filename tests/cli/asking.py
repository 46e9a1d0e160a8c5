"""Recording and asking as a user does: what the register answers, in words and as data."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jsonschema

from tests.postgres import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia, Result


def shown(address: str) -> str:
    """The address of a register as it may be printed."""
    return "postgresql://" + address.rpartition("@")[2]


def no_secrets(result: Result) -> None:
    said = result.out + result.err
    assert not [one for one in (PASSWORD, quote(PASSWORD, safe=""), "heim") if one in said]


def assessed(dpia: Dpia, workbook: Path, day: str, *options: str) -> None:
    result = dpia("assess", workbook, "--date", day, *options)
    assert result.code == 0, result.err


def told(dpia: Dpia, *arguments: object, code: int = 0) -> str:
    result = dpia("register", *arguments)
    assert result.code == code, result.err
    return " ".join(result.out.split())


def data(dpia: Dpia, *arguments: object, code: int = 0) -> dict[str, Any]:
    result = dpia("register", *arguments, "--format", "json")
    assert result.code == code, result.err
    assert "register.db" in result.err
    document: dict[str, Any] = json.loads(result.out)
    schema = json.loads((files("dpia.render") / "register.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    return document
