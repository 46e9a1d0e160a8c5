"""What is wrong in a questionnaire's files: which file, which line, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpia import yamlfile
from dpia.errors import DefinitionError
from dpia.i18n import LANGUAGES, messages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: a message key of the area "definitions" with its values, at a path inside a file."""

    file: str
    path: tuple[object, ...]
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    line: int = 0

    def sentence(self, language: str) -> str:
        """Word the fault with file, line and place."""
        place = ".".join(str(step) for step in self.path)
        text = messages("definitions")(self.key, language, **self.values)
        return f"{self.file}:{self.line or 1}: {place + ': ' if place else ''}{text}"


class Faults:
    """Collects all faults, so that an author sees them at once."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self._texts: dict[str, str] = {}

    def remember(self, file: str, text: str) -> None:
        """Keep a file's text, to find lines when something is wrong in it."""
        self._texts[file] = text

    def read(self, entry: Traversable, file: str) -> tuple[str, object] | None:
        """Read a YAML file: its text and what stands in it; None (and a fault) where it is not UTF-8 or no YAML."""
        try:
            text = entry.read_text(encoding="utf-8")
            data = yamlfile.parse(text)
        except UnicodeDecodeError:
            self.add_at_line(file, 1, "not-utf-8")
            return None
        except yamlfile.YamlFault as fault:
            self.add_at_line(file, fault.line, fault.key, found=fault.found)
            return None
        self.remember(file, text)
        return text, data

    def add(self, file: str, path: Sequence[object], key: str, **values: object) -> None:
        """Note one fault."""
        text = self._texts.get(file, "")
        line = yamlfile.line_of(text, path) if text else 1
        named = {name: str(value) for name, value in values.items()}
        self._note(Fault(file, tuple(path), key, named, line))

    def add_at_line(self, file: str, line: int, key: str, **values: object) -> None:
        """Note a fault whose line is known already."""
        named = {name: str(value) for name, value in values.items()}
        self._note(Fault(file, (), key, named, line))

    def _note(self, fault: Fault) -> None:
        """One mistake can show in many places; it is listed and counted once."""
        if fault not in self.found:
            self.found.append(fault)

    def sentences(self, language: str) -> list[str]:
        """Word them all, by file and line."""
        ordered = sorted(self.found, key=lambda fault: (fault.file, fault.line, fault.key))
        return [fault.sentence(language) for fault in ordered]

    def refusal(self, name: str) -> DefinitionError:
        """The error that lists them all, worded in every language. name: of what was read."""
        sentences = {language: self.sentences(language) for language in LANGUAGES}
        return DefinitionError(
            "questionnaire-wrong", faults=sentences, name=name, count=len(self.found)
        )
