"""Risks and measures that the user adds: rows become definitions, and all that follows sees one questionnaire."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, cast

from dpia.definitions.build import risk_row
from dpia.i18n import LANGUAGES, messages
from dpia.model import Grounds, Measure, Risk, Table, Text, entered_text
from dpia.tables import OWN_MEASURES, OWN_RISKS, level_of, own_code, own_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dpia.model import Question, Questionnaire, Row, Sheet, Value

    Cells = Mapping[str, Value]
    Feared = Literal["", "illegitimate-access", "modification", "disappearance"]

NEEDED_OF_A_RISK: Final = (
    "title", "track", "persons", "event", "impact", "severity", "likelihood", "why",
)  # fmt: skip
NEEDED_OF_A_MEASURE: Final = ("title", "kind", "risks", "likelihood", "severity", "why")
_CODE = re.compile(r"^([^\W\d_]+)0*(\d+)$")
_BETWEEN_CODES = re.compile(r"[\s,;/+&]+|\bund\b|\band\b")
_FIELD = re.compile(r"^(\d)-(\d)-([a-z])")
_TRACK_B: Final = "B"
_USERS: Final = Grounds((), "K")
"""What the user states is no proposal of ours and needs no source."""


def with_own(questionnaire: Questionnaire, tables: Mapping[str, Sequence[Row]]) -> Questionnaire:
    """Return the questionnaire with the risks and measures that these rows add, and no others.

    Rows that say too little to be scored are left out; the check has named them as problems.
    """
    base = _without_own(questionnaire)
    risks = {risk.id: risk for row in tables.get(OWN_RISKS, ()) for risk in _risk(row)}
    known = by_code((*base.risks.values(), *risks.values()))
    own = {
        measure.id: measure
        for row in tables.get(OWN_MEASURES, ())
        for measure in _measure(row, known)
    }
    if not risks and not own:
        return base
    acting = _assigned(base, tables.get(OWN_RISKS, ()), risks)
    return replace(
        base,
        risks={**base.risks, **risks},
        measures={**acting, **own},
        sheets=tuple(_sheet(sheet, risks) for sheet in base.sheets),
    )


def _without_own(questionnaire: Questionnaire) -> Questionnaire:
    """As it was loaded, so that extending twice is extending once."""
    gone = {risk.id for risk in questionnaire.risks.values() if risk.own}
    if not gone and not any(measure.own for measure in questionnaire.measures.values()):
        return questionnaire
    return replace(
        questionnaire,
        risks={key: risk for key, risk in questionnaire.risks.items() if not risk.own},
        measures={
            key: replace(measure, risks=tuple(r for r in measure.risks if r not in gone))
            for key, measure in questionnaire.measures.items()
            if not measure.own
        },
        sheets=tuple(
            replace(sheet, items=tuple(_without_rows(item, gone) for item in sheet.items))
            for sheet in questionnaire.sheets
        ),
    )


def _without_rows(item: Question | Table, gone: set[str]) -> Question | Table:
    if not isinstance(item, Table) or item.rows_from != "risks":
        return item
    return replace(item, rows=tuple(row for row in item.rows if row.id not in gone))


def _sheet(sheet: Sheet, risks: Mapping[str, Risk]) -> Sheet:
    """Own risks get their rows in the tables in which risks are judged."""
    added = tuple(risk_row(risk) for risk in risks.values())
    return replace(
        sheet,
        items=tuple(
            replace(item, rows=(*item.rows, *added))
            if isinstance(item, Table) and item.rows_from == "risks"
            else item
            for item in sheet.items
        ),
    )


def cell(row: Row, column: str) -> str:
    """What stands in a cell, as text; "unklar" says nothing."""
    return entered_text(row.values.get(column))


def codes_in(text: str) -> list[str]:
    """The codes that someone typed into one cell: "R02, E1 und R5"."""
    return [part for part in _BETWEEN_CODES.split(text) if part]


def code_key(code: str) -> str:
    """A code as it is compared: R02, r2 and R002 are the same."""
    match = _CODE.match(code)
    return f"{match[1].upper()}{match[2]}" if match else code.upper()


def by_code(things: Iterable[Risk | Measure]) -> dict[str, str]:
    """The ids of risks or measures by the compared form of their codes."""
    return {code_key(thing.code): thing.id for thing in things}


def strongest(kind: str) -> int:
    """By how many levels a measure of this kind may lower the likelihood (fact sheet 4.6 rule 3)."""
    return 1 if kind in {"O", "L"} else 2


def _both(text: str) -> Text:
    """What was typed in one language stands in both."""
    return Text(dict.fromkeys(LANGUAGES, text))


def _titled(key: str, title: str) -> Text:
    """The title, marked as the user's own wherever it is printed."""
    say = messages("problems")
    return Text({language: say(key, language, title=title) for language in LANGUAGES})


def _risk(row: Row) -> Iterator[Risk]:
    severity, likelihood = level_of(cell(row, "severity")), level_of(cell(row, "likelihood"))
    track, feared = cell(row, "track"), cell(row, "feared")
    told = all(cell(row, column) for column in NEEDED_OF_A_RISK)
    if not told or severity is None or likelihood is None or (track == _TRACK_B and not feared):
        return
    yield Risk(
        id=own_id("risks", row.id),
        code=own_code("risks", row.id),
        track=cast('Literal["A", "B"]', track),
        feared=cast("Feared", feared if track == _TRACK_B else ""),
        title=_titled("own-risk-title", cell(row, "title")),
        source=_both(cell(row, "source")),
        event=_both(cell(row, "event")),
        impact=_both(cell(row, "impact")),
        persons=(cell(row, "persons"),),
        goals=(),
        severity=severity,
        likelihood=likelihood,
        grounds=replace(_USERS, why=_both(cell(row, "why"))),
        own=True,
    )


def _measure(row: Row, risks: Mapping[str, str]) -> Iterator[Measure]:
    kind, likelihood = cell(row, "kind"), cell(row, "likelihood")
    keys = map(code_key, codes_in(cell(row, "risks")))
    acts_on = tuple(dict.fromkeys(risks[key] for key in keys if key in risks))
    told = all(cell(row, column) for column in NEEDED_OF_A_MEASURE)
    if not told or not acts_on or int(likelihood) > strongest(kind):
        return
    field = _field(cell(row, "table"))
    yield Measure(
        id=own_id("measures", row.id),
        code=own_code("measures", row.id),
        kind=cast('Literal["T", "O", "L"]', kind),
        title=_titled("own-measure-title", cell(row, "title")),
        explanation=_both(cell(row, "why")),
        evidence=_both(""),
        risks=acts_on,
        goals=(),
        likelihood=-int(likelihood),
        severity=-int(cell(row, "severity")),
        effort="",
        baseline=False,
        tables=(field,) if field else (),
        grounds=replace(_USERS, why=_both(cell(row, "why"))),
        own=True,
    )


def _field(option: str) -> str:
    """The field of the EDPB template: the option 2-3-a-fairness is 2.3.a-fairness."""
    return _FIELD.sub(r"\1.\2.\3", option)


def _assigned(
    base: Questionnaire, rows: Sequence[Row], risks: Mapping[str, Risk]
) -> dict[str, Measure]:
    """The measures of the catalogue, acting on own risks as well where a row says so."""
    known, measures = by_code(base.measures.values()), dict(base.measures)
    for row in rows:
        risk = own_id("risks", row.id)
        for key in map(code_key, codes_in(cell(row, "measures"))):
            if risk in risks and key in known:
                measure = measures[known[key]]
                acts_on = tuple(dict.fromkeys((*measure.risks, risk)))
                measures[measure.id] = replace(measure, risks=acts_on)
    return measures
