"""Where in a questionnaire's files something stands: the file and the path of keys and indexes inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, to be narrowed down step by step."""

    file: str
    path: tuple[object, ...] = ()

    def __truediv__(self, step: object) -> Spot:
        """The place one step further in."""
        return Spot(self.file, (*self.path, step))


class Spots:
    """Finds the definitions of one questionnaire in its files."""

    def __init__(self, own: str, files: Mapping[str, Any]) -> None:
        self._own = own
        self._files = files
        self.head = Spot(f"{own}/questionnaire.yaml")

    def of(self, kind: str, name: str) -> Spot:
        """One definition a file: the questionnaire's own, else the common one."""
        own = f"{self._own}/{kind}/{name}.yaml"
        return Spot(own if own in self._files else f"common/{kind}/{name}.yaml")

    def criterion(self, name: str) -> Spot:
        """One criterion in the list of the threshold analysis."""
        file = "common/threshold.yaml"
        ids = [entry["id"] for entry in self._files[file]["criteria"]]
        return Spot(file) / "criteria" / ids.index(name)

    def rows(self, table: str, otherwise: Spot) -> Spot:
        """The rows that a table starts with: the questionnaire's own proposals, else the common ones."""
        file = f"{self._own}/wordings.yaml"
        own = ((self._files.get(file) or {}).get("tables") or {}).get(table) or {}
        return (Spot(file) / "tables" / table if "rows" in own else otherwise) / "rows"

    def sources(self, kind: str, name: str, otherwise: Spot) -> Spot:
        """Where own sources of a common question or table stand, if the questionnaire names any."""
        return self.own_wording(kind, name, "sources", otherwise)

    def own_wording(self, kind: str, name: str, key: str, otherwise: Spot) -> Spot:
        """Where the questionnaire says something of its own about a question or table, or adds it itself."""
        file = f"{self._own}/wordings.yaml"
        said: Mapping[str, Any] = self._files.get(file) or {}
        for sheet, entry in (said.get("sheets") or {}).items():
            for index, item in enumerate(entry.get("items", ())):
                if name in {item.get("question"), item.get("table")}:
                    return Spot(file) / "sheets" / str(sheet) / "items" / index
        own = (said.get(kind) or {}).get(name) or {}
        return Spot(file) / kind / name if key in own else otherwise

    def review(self) -> list[Spot]:
        """The review triggers in their order: the common ones, then the questionnaire's own."""
        files = ("common/review.yaml", f"{self._own}/review.yaml")
        return [
            Spot(file) / "review" / index
            for file in files
            for index in range(len((self._files.get(file) or {}).get("review", ())))
        ]

    def sheets(self) -> list[Spot]:
        """The sheets in their order; what stands in them is under "items"."""
        spots = []
        for name in self._files[self.head.file]["sheets"]:
            place, _, short = name.rpartition("/")
            spots.append(Spot(f"{place or self._own}/questions/{short}.yaml"))
        return spots
