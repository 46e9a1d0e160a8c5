"""An analysis of terms in words: places, values, reasons and what is touched, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

from dpia import yamlfile
from dpia.i18n import messages, quoted, short_date
from dpia.resources import shipped
from dpia.terms.weights import FOUND

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dpia.model import Questionnaire
    from dpia.terms.analysis import Analysis
    from dpia.terms.find import Clause
    from dpia.terms.units import Place
    from dpia.termsreading import Fact, Touch

_LONGEST_WORDS: Final = 160


@cache
def _vocabulary() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    loaded: Any = yamlfile.load(shipped("questionnaires") / "terms" / "words.yaml")
    return loaded  # type: ignore[no-any-return]


@dataclass(frozen=True)
class TermsWords:
    """Words for the findings of one questionnaire's reading in one language."""

    questionnaire: Questionnaire
    language: str

    def say(self, key: str, **values: object) -> str:
        """A sentence of the area "terms"."""
        return messages("terms")(key, self.language, **values)

    def name(self, attribute: str) -> str:
        """What an attribute is called."""
        return _vocabulary()["names"][attribute][self.language]

    def value(self, attribute: str, value: Fact) -> str:
        """A value in words."""
        if value is None or value == ():
            return self.say("not-mentioned")
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, tuple):
            return ", ".join(self.value(attribute, one) for one in value)
        special = {
            "countries": self._country,
            "governing_law": self._country,
            "figures": self._figure,
            "version_date": self.day,
        }
        if attribute in special:
            return special[attribute](value)
        known = _vocabulary().get(attribute, {}).get(value)
        return known[self.language] if known else value

    def status(self, status: str) -> str:
        """found, not found, unclear."""
        return _vocabulary()["status"][status][self.language]

    def day(self, iso: str) -> str:
        """An ISO date as the language writes it; a month without a day stays as it is."""
        from datetime import date

        try:
            return short_date(date.fromisoformat(iso), self.language)
        except ValueError:
            return iso

    def _figure(self, figure: str) -> str:
        number, _, unit = figure.partition(" ")
        words = _vocabulary()["units"].get(unit)
        return f"{number} {words[self.language] if words else unit}"

    def _country(self, code: str) -> str:
        from babel import Locale

        country, _, region = code.partition("-")
        names: Mapping[str, str] = Locale(self.language).territories
        name = names.get(country, country)
        states = _vocabulary().get("regions", {})
        if not region:
            return name
        return f"{states[code][self.language] if code in states else code} ({name})"

    def place(self, place: Place | None) -> str:
        """Section and page."""
        if place is None:
            return ""
        parts = []
        if place.section:
            section = place.section
            parts.append(
                section if section.startswith("§") else self.say("section", section=section)
            )
        if place.page is not None:
            parts.append(self.say("page", page=place.page))
        return ", ".join(parts) or self.say("no-place")

    def because(self, analysis: Analysis, clause: Clause) -> str:
        """Why it was classed so: the reason of the pattern and the words that decided, or what speaks most for it."""
        hit = clause.hits[0]
        said = hit.evidence
        if hit.pattern is None:
            shown = said.shown if said else ()
            parts = [f"{quoted(words, self.language)} (+{n})" for words, n in shown]
            if said and said.before:
                parts.append(self.say("because-before", points=said.before))
            return self.say(
                "because-words",
                words=", ".join(parts),
                points=said.points if said else 0,
                found=FOUND,
            )
        reason = analysis.patterns.categories[clause.category].reasons[hit.pattern.because]
        words = hit.words if len(hit.words) <= _LONGEST_WORDS else f"{hit.words[:_LONGEST_WORDS]}…"
        shown_words = quoted(words, self.language)
        if said is None:
            return self.say("because", reason=reason[self.language], words=shown_words)
        return self.say(
            "because-open",
            reason=reason[self.language],
            words=f"{shown_words}.",
            points=said.points,
            found=FOUND,
        )

    def titles(self, analysis: Analysis, categories: Iterable[str]) -> str:
        """What categories are called, in a line."""
        known = analysis.patterns.categories
        return ", ".join(known[key].title[self.language] for key in categories)

    @cached_property
    def touches(self) -> Mapping[str, Touch]:
        """What a category touches here."""
        reading = self.questionnaire.terms_reading
        return {} if reading is None else reading.touches

    def gates(self, category: str) -> list[str]:
        """The codes of the gates that it touches."""
        touch = self.touches.get(category)
        return [self.questionnaire.gates[key].code for key in touch.gates] if touch else []

    def risks(self, category: str) -> list[str]:
        """The codes of the risks that it touches."""
        touch = self.touches.get(category)
        return [self.questionnaire.risks[key].code for key in touch.risks] if touch else []

    def touched(self, category: str) -> str:
        """Codes of gates and risks in a line."""
        codes = [*self.gates(category), *self.risks(category)]
        return self.say("touches", codes=", ".join(codes)) if codes else self.say("touches-none")

    def follows(self, category: str) -> str:
        """What follows from such a clause."""
        touch = self.touches.get(category)
        return touch.follows[self.language] if touch else ""
