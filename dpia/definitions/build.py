"""From checked YAML mappings to the types of the model. Shapes are known to be right here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dpia import model as m
from dpia.definitions.conditions import build_condition
from dpia.i18n import LANGUAGES
from dpia.tables import factor_row_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dpia.conditions import Condition

Data = dict[str, Any]


def text(data: Any) -> m.Text:  # noqa: ANN401
    """A wording per language."""
    return m.Text({language: str(data[language]).strip() for language in LANGUAGES})


def _text_or_none(data: Any) -> m.Text | None:  # noqa: ANN401
    return None if data is None else text(data)


def _starter(data: Any) -> m.Text | str:  # noqa: ANN401
    return text(data) if isinstance(data, dict) else str(data)


def _condition(data: Any) -> Condition | None:  # noqa: ANN401
    return None if data is None else build_condition(data)


def _sources(data: Data) -> tuple[str, ...]:
    return () if data["sources"] == "own" else tuple(data["sources"])


def grounds(data: Data) -> m.Grounds:
    """Sources, confidence and reason of a value."""
    return m.Grounds(_sources(data), data["confidence"], _text_or_none(data.get("why")))


def _options(data: Iterable[Data]) -> tuple[m.Option, ...]:
    return tuple(m.Option(str(o["id"]), text(o)) for o in data)


@dataclass(frozen=True, slots=True)
class Brought:
    """What sheets take from other definitions: rows of measures, risks and products, and choices of products."""

    measures: Mapping[str, m.Measure]
    risks: Mapping[str, m.Risk]
    product_rows: tuple[m.StarterRow, ...] = ()
    products: tuple[m.Option, ...] = ()
    attributes: Mapping[str, tuple[m.Option, ...]] = field(default_factory=dict)


def question(data: Data, brought: Brought) -> m.Question:
    """One question of a sheet; "options_from: providers" puts the products before its own options."""
    return m.Question(
        id=data["question"],
        code=data.get("code", ""),
        text=text(data["text"]),
        help=text(data["help"]),
        kind=data["kind"],
        sources=_sources(data),
        options=(
            *(brought.products if "options_from" in data else ()),
            *_options(data.get("options", ())),
        ),
        required=data.get("required", False),
        when=_condition(data.get("when")),
        fills=tuple(data.get("fills", ())),
        unit=data.get("unit", ""),
        minimum=data.get("minimum"),
        maximum=data.get("maximum"),
        min_length=data.get("min_length"),
        starter=None if data.get("starter") is None else _starter(data["starter"]),
    )


def _column(data: Data, brought: Brought) -> m.Column:
    options = _options(data.get("options", ()))
    if "options_from" in data:
        options = brought.attributes.get(data["id"], ())
    return m.Column(
        id=data["id"],
        title=text(data),
        kind=data["kind"],
        help=_text_or_none(data.get("help")),
        options=options,
        required=data.get("required", False),
        unit=data.get("unit", ""),
        width=data.get("width", 24),
    )


def _row(data: Data) -> m.StarterRow:
    values = {column: _starter(value) for column, value in data["values"].items()}
    return m.StarterRow(data["id"], values, _condition(data.get("when")))


def table(data: Data, brought: Brought) -> m.Table:
    """One table of a sheet; "rows_from" gives one row for each measure, risk, factor or product."""
    risks, rows_from = brought.risks.values(), data.get("rows_from", "")
    rows = {
        "": lambda: tuple(_row(row) for row in data.get("rows", ())),
        "measures": lambda: tuple(_measure_row(one) for one in brought.measures.values()),
        "risks": lambda: tuple(risk_row(risk) for risk in risks),
        "factors": lambda: tuple(row for risk in risks for row in _factor_rows(risk)),
        "providers": lambda: brought.product_rows,
    }[rows_from]()
    return m.Table(
        id=data["table"],
        code=data.get("code", ""),
        title=text(data["title"]),
        help=text(data["help"]),
        columns=tuple(_column(column, brought) for column in data["columns"]),
        sources=_sources(data),
        rows=rows,
        spare=data.get("spare", 10),
        fixed=data.get("fixed", False),
        min_rows=data.get("min_rows", 0),
        rows_from=rows_from,
        adds=data.get("adds", ""),
        when=_condition(data.get("when")),
        fills=tuple(data.get("fills", ())),
    )


def _measure_row(measure: m.Measure) -> m.StarterRow:
    """Additional measures start as "not planned", so that a blank is never taken for an answer."""
    values: dict[str, m.Text | str] = {
        "code": measure.code,
        "title": measure.title,
        "evidence-asked": measure.evidence,
        "set": "baseline" if measure.baseline else "additional",
    }
    if not measure.baseline:
        values["status"] = "not-planned"
    return m.StarterRow(measure.id, values, measure.when)


def risk_row(risk: m.Risk) -> m.StarterRow:
    """The row of a risk in the tables in which risks are judged."""
    return m.StarterRow(risk.id, {"code": risk.code, "title": risk.title})


def _factor_rows(risk: m.Risk) -> list[m.StarterRow]:
    """A row for each factor of a risk, R22.1, R22.2, ..."""
    return [
        m.StarterRow(
            factor_row_id(risk.id, factor.id),
            {"code": f"{risk.code}.{number}", "title": risk.title, "factor": factor.text},
        )
        for number, factor in enumerate(risk.factors, 1)
    ]


def sheet(data: Data, brought: Brought) -> m.Sheet:
    """One sheet with its questions and tables."""
    items = tuple(
        question(item, brought) if "question" in item else table(item, brought)
        for item in data["items"]
    )
    return m.Sheet(data["id"], data["code"], text(data["title"]), text(data["intro"]), items)


def _factor(data: Data) -> m.Factor:
    return m.Factor(
        data["id"], data["axis"], data["step"], build_condition(data["when"]),
        text(data["text"]), grounds(data),
    )  # fmt: skip


def _lowering(data: Data) -> m.Lowering:
    return m.Lowering(data["id"], text(data["text"]), tuple(data["measures"]), grounds(data))


def risk(data: Data) -> m.Risk:
    """One catalogue risk."""
    only_by = data.get("likelihood_only_by")
    return m.Risk(
        id=data["id"],
        code=data["code"],
        track=data["track"],
        feared=data["feared"],
        title=text(data["title"]),
        source=text(data["source"]),
        event=text(data["event"]),
        impact=text(data["impact"]),
        persons=tuple(data["persons"]),
        goals=tuple(data["goals"]),
        severity=data["severity"],
        likelihood=data["likelihood"],
        grounds=grounds(data),
        gates=tuple(data.get("gates", ())),
        factors=tuple(_factor(factor) for factor in data.get("factors", ())),
        applies=_condition(data.get("applies")),
        severity_floor=data.get("severity_floor", 1),
        likelihood_only_by=None if only_by is None else tuple(only_by),
        likelihood_note=_text_or_none(data.get("likelihood_note")),
        lowering=tuple(_lowering(entry) for entry in data.get("lowering", ())),
    )


def _adjustment(data: Data) -> m.Adjustment:
    return m.Adjustment(
        rule=data["rule"],
        when=build_condition(data["when"]),
        text=text(data["text"]),
        risk=data.get("risk"),
        likelihood=data.get("likelihood"),
        severity=data.get("severity"),
    )


def measure(data: Data) -> m.Measure:
    """One catalogue measure."""
    return m.Measure(
        id=data["id"],
        code=data["code"],
        kind=data["kind"],
        title=text(data["title"]),
        explanation=text(data["explanation"]),
        evidence=text(data["evidence"]),
        risks=tuple(data["risks"]),
        goals=tuple(data["goals"]),
        likelihood=data["likelihood"],
        severity=data["severity"],
        effort=data["effort"],
        baseline=data["baseline"],
        tables=tuple(data["tables"]),
        grounds=grounds(data),
        when=_condition(data.get("when")),
        needs_owner=data.get("needs_owner", False),
        only_when_implemented=data.get("only_when_implemented", False),
        adjust=tuple(_adjustment(entry) for entry in data.get("adjust", ())),
        conflicts=tuple((c["measure"], text(c["text"])) for c in data.get("conflicts", ())),
        proves=tuple(data.get("proves", ())),
    )


def _requirement(data: Data) -> m.Requirement:
    return m.Requirement(
        data["id"],
        text(data["text"]),
        build_condition(data["met"]),
        _condition(data.get("planned")),
    )


def gate(data: Data) -> m.Gate:
    """One legal gate."""
    return m.Gate(
        id=data["id"],
        code=data["code"],
        title=text(data["title"]),
        norm=text(data["norm"]),
        explanation=text(data["explanation"]),
        remedy=text(data["remedy"]),
        requires=tuple(_requirement(entry) for entry in data["requires"]),
        grounds=grounds(data),
        stop=build_condition(data["stop"]),
        not_applicable=_condition(data.get("not_applicable")),
        not_applicable_text=_text_or_none(data.get("not_applicable_text")),
        never_unconditional=data.get("never_unconditional", False),
    )


def rule(data: Data) -> m.Rule:
    """One consistency rule."""
    return m.Rule(
        data["id"], data["code"], data["severity"], build_condition(data["when"]),
        text(data["text"]), grounds(data), tuple(data.get("fields", ())),
    )  # fmt: skip


def criterion(data: Data, also: Data | None) -> m.Criterion:
    """One threshold criterion, with the further ways a questionnaire knows to meet it.

    The question of the threshold analysis decides; further answers count where they are given, so that the
    analysis does not wait for sheets that nobody has filled in yet.
    """
    from dpia.conditions import Any as AnyOf
    from dpia.conditions import WhereEntered

    met = build_condition(data["met"])
    if also is not None:
        met = AnyOf((met, WhereEntered(build_condition(also))))
    return m.Criterion(
        data["id"], data["code"], data["group"], text(data["text"]), met,
        grounds(data), _text_or_none(data.get("hint")),
    )  # fmt: skip


def review_trigger(data: Data) -> m.ReviewTrigger:
    """One reason to review the assessment."""
    return m.ReviewTrigger(
        data["id"], text(data["text"]), grounds(data), _condition(data.get("when"))
    )


def source(data: Data) -> m.Source:
    """One source."""
    return m.Source(
        data["key"], data["code"], text(data["title"]), data["place"], data["url"],
        data["dated"], data["confidence"],
    )  # fmt: skip


def scale(data: Data) -> m.Scale:
    """The risk method: levels, matrix, classes."""
    cells = {(cell["severity"], cell["likelihood"]): cell for cell in data["matrix"]}
    classes = {entry["id"]: entry for entry in data["classes"]}
    return m.Scale(
        id=data["id"],
        title=text(data["title"]),
        note=text(data["note"]),
        levels={n: text(t) for n, t in data["levels"].items()},
        severity_texts={n: text(t) for n, t in data["severity_texts"].items()},
        likelihood_texts={n: text(t) for n, t in data["likelihood_texts"].items()},
        matrix={key: cell["class"] for key, cell in cells.items()},
        border={key: text(cell["border"]) for key, cell in cells.items() if "border" in cell},
        classes={key: text(entry["label"]) for key, entry in classes.items()},
        class_rank={key: entry["rank"] for key, entry in classes.items()},
        class_fill={key: entry["fill"] for key, entry in classes.items()},
        acceptance={key: text(entry["acceptance"]) for key, entry in classes.items()},
        grounds=grounds(data),
    )
