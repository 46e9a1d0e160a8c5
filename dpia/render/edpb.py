"""The fields of the EDPB template as data: number, label, columns, fixed rows and the boxes to tick."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from dpia import yamlfile
from dpia.i18n import LANGUAGES
from dpia.model import Text
from dpia.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FILE = "edpb.yaml"
CHAPTER = "chapter"


@dataclass(frozen=True, slots=True)
class Part:
    """A column, a row, a box or a group of boxes of a field."""

    id: str
    label: Text
    asked: tuple[str, ...] = ()
    boxes: tuple[Part, ...] = ()
    explained: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field (or chapter) of the template."""

    number: str
    kind: str
    label: Text
    asked: tuple[str, ...]
    columns: tuple[Part, ...]
    rows: tuple[Part, ...]
    groups: tuple[Part, ...]
    boxes: Mapping[str, tuple[Part, ...]]

    @property
    def answered_by(self) -> tuple[str, ...]:
        """The questions and tables that the field prints at a place of their own."""
        parts = (asked for part in (*self.rows, *self.groups) for asked in part.asked)
        return tuple(dict.fromkeys((*self.asked, *parts)))

    def column(self, column_id: str) -> Part | None:
        """Return one column, if the template has it."""
        return next((column for column in self.columns if column.id == column_id), None)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of the template the report follows."""

    name: str
    version: str
    adopted: str
    label: Text


@cache
def fields() -> dict[str, Field]:
    """Return every field and chapter by its number, in the order of the template."""
    return {data["number"]: _field(data) for data in _data()["fields"]}


@cache
def edition() -> Edition:
    """Return name, version, date and label of the template."""
    data = _data()["template"]
    return Edition(data["name"], data["version"], data["adopted"], _text(data["label"]))


@cache
def statuses() -> tuple[Part, ...]:
    """Return the boxes that stand beside every measure."""
    return _parts(_data()["statuses"])


@cache
def _data() -> dict[str, Any]:
    data: Any = yamlfile.load(shipped("templates") / _FILE)
    return dict(data)


def _field(data: dict[str, Any]) -> Field:
    return Field(
        data["number"],
        data["kind"],
        _text(data),
        tuple(data.get("from", ())),
        _parts(data.get("columns", ())),
        _parts(data.get("rows", ())),
        _parts(data.get("groups", ())),
        {name: _parts(boxes) for name, boxes in data.get("boxes", {}).items()},
    )


def _parts(found: Iterable[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            part["id"],
            _text(part),
            tuple(part.get("from", ())),
            _parts(part.get("boxes", ())),
            part.get("explained", False),
        )
        for part in found
    )


def _text(data: dict[str, Any]) -> Text:
    return Text({language: data[language] for language in LANGUAGES})
