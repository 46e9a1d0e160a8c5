"""An analysis as facts that a questionnaire can ask for, and the answers that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.countries import EEA
from dpia.terms.analysis import FOUND
from dpia.terms.differ import said_in
from dpia.terms.licence import GRANT, READ
from dpia.terms.units import Place
from dpia.termsreading import CopyAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.model import Questionnaire
    from dpia.terms.analysis import Analysis
    from dpia.termsreading import Fact

NOT_STATED: Final = "not-stated"


def facts(analysis: Analysis) -> dict[str, Fact]:
    """All facts by name, "<category>.<attribute>"."""
    found: dict[str, Fact] = {
        f"{category}.status": analysis.status(category) for category in analysis.patterns.categories
    }
    for category in analysis.patterns.categories:
        if category != GRANT:
            found |= {
                f"{category}.{name}": codes for name, codes in said_in(analysis, category).items()
            }
    roles = found.get("roles.role")
    if isinstance(roles, tuple) and len(roles) == 1:
        found["roles.only"] = roles[0]
    countries = found.get("transfer-countries.countries")
    if isinstance(countries, tuple) and any(code not in EEA for code in countries):
        found["transfer-countries.third"] = "yes"
    found |= _licence(analysis)
    known = analysis.particulars
    found["document.party"] = known.party
    whole = known.version_date and len(known.version_date) == len("2024-02-16")
    found["document.version_date"] = known.version_date if whole else None
    return found


def _licence(analysis: Analysis) -> dict[str, Fact]:
    licence = analysis.licence
    if licence.status != FOUND:
        return {"licence.status": licence.status}
    found: dict[str, Fact] = {f"licence.{name}": getattr(licence, name) for name in READ}
    found["licence.duration"] = licence.duration or NOT_STATED
    return found


def answers(questionnaire: Questionnaire, analysis: Analysis) -> dict[str, CopyAnswer]:
    """The answers that the copy gives, by reference. The first rule that fits answers a question."""
    reading = questionnaire.terms_reading
    if reading is None:
        return {}
    known = facts(analysis)
    questions = {question.id: question for question in questionnaire.questions()}
    found: dict[str, CopyAnswer] = {}
    for rule in reading.answers:
        place = _place(analysis, rule.fact)
        for ref, value in rule.answers(known, questions[rule.question]):
            found.setdefault(ref, CopyAnswer(ref, value, place.section, place.page))
    return found


def _place(analysis: Analysis, fact: str) -> Place:
    """Where a fact stands."""
    category = fact.partition(".")[0]
    named: Mapping[str, str] = {"licence": GRANT, "document": "dated-version"}
    clauses = analysis.of(named.get(category, category))
    return next((one.place for one in clauses if one.status == FOUND), Place())
