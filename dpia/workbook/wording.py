"""How answers are shown in the language of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.i18n import messages
from dpia.model import NO, UNCLEAR, YES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dpia.model import Kind, Option, Questionnaire, Value


class Wording:
    """Fixed labels, option labels and sources in one language."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.catalogue = messages("workbook")
        terms = questionnaire.terms.get("yes-no", {})
        self.yes_no = {
            key: terms[key][language] if key in terms else self.say(key)
            for key in (YES, NO, UNCLEAR)
        }
        self.unclear = self.yes_no[UNCLEAR]

    def say(self, key: str, **values: object) -> str:
        """Return a fixed label."""
        return self.catalogue(key, self.language, **values)

    def shown(self, value: Value, kind: Kind, options: Sequence[Option]) -> Value:
        """Return an answer as the workbook shows it: labels in place of ids."""
        if value == UNCLEAR:
            return self.unclear
        if kind in ("yes-no", "multi"):
            return self.yes_no.get(str(value), value)
        if kind == "choice":
            labels = {option.id: option.label[self.language] for option in options}
            label = labels.get(str(value), value)
            # a figure typed by hand must equal the one in the list
            return int(label) if isinstance(label, str) and label.isdecimal() else label
        return value

    def choices(self, kind: Kind, options: Sequence[Option]) -> tuple[str, ...]:
        """Return what a drop-down offers, "unklar" last; nothing where there is none."""
        if kind in ("yes-no", "multi"):
            return tuple(self.yes_no.values())
        if kind == "choice":
            return (*(option.label[self.language] for option in options), self.unclear)
        return ()

    def sources(self, keys: Sequence[str]) -> str:
        """Return the sources, one a line."""
        lines = []
        for key in keys:
            source = self.questionnaire.sources.get(key)
            if source:
                title = source.title[self.language]
                told = not source.place or source.place in title
                lines.append(title if told else f"{title}, {source.place}")
        return "\n".join(dict.fromkeys(lines))

    def unit(self, unit: str) -> str:
        """Return "in Monaten" and the like; nothing without a unit."""
        return self.say(f"unit-{unit}") if unit else ""
