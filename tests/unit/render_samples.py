"""A small questionnaire, its answers and a finished assessment, built by hand for the report's tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dpia.assess.result import (
    Assessment,
    ConditionItem,
    CriterionFinding,
    DecisionFinding,
    GateFinding,
    GateMove,
    Headline,
    Level,
    MeasureFinding,
    OpenItem,
    Reach,
    Reason,
    RequirementFinding,
    RiskFinding,
    RiskMove,
    RuleFinding,
    Score,
    Stage,
    Step,
    Threshold,
)
from dpia.conditions import Always, In
from dpia.model import (
    UNCLEAR,
    Answers,
    Column,
    Criterion,
    Factor,
    Gate,
    Grounds,
    Measure,
    Option,
    Question,
    Questionnaire,
    Requirement,
    Risk,
    Row,
    Rule,
    Scale,
    Sheet,
    Source,
    StarterRow,
    Table,
    Text,
)
from dpia.render.context import EarlierVersion, ReportContext

if TYPE_CHECKING:
    from dpia.model import Confidence, Kind, Value

DAY = date(2026, 11, 24)
OWN = Grounds(("gdpr-5",), "P", Text({"de": "gewählt, weil üblich", "en": "chosen as usual"}))


def both(de: str, en: str = "") -> Text:
    return Text({"de": de, "en": en or f"{de} (en)"})


def question(question_id: str, kind: Kind, de: str, *fills: str, **more: object) -> Question:
    return Question(
        question_id, "Q99", both(de), both("Hilfe"), kind, ("gdpr-5",), fills=fills, **more  # type: ignore[arg-type]
    )  # fmt: skip


_CHOICES = (Option("off", both("ausgeschaltet", "off")), Option("on", both("an", "on")))
_ITEMS = Table(
    "data-items",
    "Q30",
    both("Daten"),
    both("Hilfe"),
    (
        Column("item", both("Datum"), "text"),
        Column("special", both("Besondere"), "choice", options=(Option("none", both("keine")), Option("health", both("Gesundheitsdaten", "health data")))),
        Column("confirmed", both("Bestätigt"), "yes-no"),
    ),
    ("gdpr-5",),
    rows=(StarterRow("name", {"item": both("Name und Funktion", "name and role"), "special": "none"}),),
)  # fmt: skip
_MEASURE_TABLE = Table(
    "measures",
    "Q56",
    both("Maßnahmen"),
    both("Hilfe"),
    (Column("code", both("Nr."), "label"), Column("status", both("Status"), "choice")),
    ("gdpr-5",),
    rows=(StarterRow("lock", {"code": "M29"}),),
    fixed=True,
)
SHEETS = (
    Sheet(
        "master",
        "01",
        both("Stammdaten", "General details"),
        both("Intro"),
        (
            question("controller-name", "text", "Verantwortlicher", "0.1"),
            question("processing-name", "text", "Verarbeitung", "0.3"),
            question("planned-start", "date", "Beginn", "0.4"),
            question("persons-count", "integer", "Personenzahl", "0.1", unit="months"),
            question("backup", "choice", "Backup", "1.3", options=_CHOICES),
            question("features", "multi", "Funktionen", "1.1", options=_CHOICES),
            question("codes-of-conduct", "long-text", "Verhaltensregeln", "1.4", starter=both("keine Regeln", "no codes")),
            question("only-with-council", "text", "Nur mit Betriebsrat", "5.2", when=In("backup", ("on",))),
            question("status-as-protection", "yes-no", "Statusschutz"),
        ),
    ),
    Sheet("data", "04", both("Daten", "Data"), both("Intro"), (_ITEMS, _MEASURE_TABLE)),
)  # fmt: skip


def scale() -> Scale:
    levels = {n: both(f"Stufe {n}", f"level {n}") for n in range(1, 5)}
    matrix = {
        (s, p): "high" if s + p >= 6 else "low" if s + p <= 3 else "risk"
        for s in range(1, 5)
        for p in range(1, 5)
    }
    return Scale(
        "test",
        both("Skala"),
        both("Erläuterung"),
        levels,
        levels,
        levels,
        matrix,
        {(3, 3): both("geteilt")},
        {"low": both("geringes Risiko", "low risk"), "risk": both("Risiko", "risk"), "high": both("hohes Risiko", "high risk")},
        {"low": 1, "risk": 2, "high": 3},
        {"low": "C6E0B4", "risk": "FFE699", "high": "F4B183"},
        {"low": both("annehmbar"), "risk": both("mit Begründung"), "high": both("nicht")},
        OWN,
    )  # fmt: skip


def risk(risk_id: str, code: str, track: str, confidence: Confidence = "P") -> Risk:
    return Risk(
        risk_id,
        code,
        track,  # type: ignore[arg-type]
        "" if track == "A" else "modification",
        both(f"Titel {code}"),
        both("Quelle des Risikos"),
        both("Ereignis"),
        both("Auswirkung"),
        ("employees",),
        ("DM",),
        3,
        3,
        Grounds(("gdpr-5",), confidence, both("Grund des Werts")),
        factors=(Factor("many", "severity", 1, Always(truth=True), both("sehr viele"), OWN),),
    )


def measure(measure_id: str, code: str, *, baseline: bool) -> Measure:
    return Measure(
        measure_id, code, "T", both(f"Maßnahme {code}"), both("So wirkt sie"), both("Beleg"), ("upload",), ("DM",),
        -1, 0, "L", baseline, ("2.3.a-minimisation", "2.3.e"), OWN,
    )  # fmt: skip


def questionnaire() -> Questionnaire:
    terms = {
        "decisions": {"rejected": both("abgelehnt", "rejected"), "approved": both("freigegeben", "approved")},
        "stages": {"raw": both("Ausgangsrisiko", "raw risk")},
        "measure-statuses": {"planned": both("geplant", "planned"), "implemented": both("umgesetzt", "implemented")},
        "gate-statuses": {"not_met": both("nicht erfüllt", "not met"), "met": both("erfüllt", "met")},
    }  # fmt: skip
    gate = Gate(
        "contract", "G05", both("Vertrag"), both("Art. 28"), both("Erläuterung"), both("Vertrag schließen"),
        (Requirement("signed", both("Ein Vertrag liegt vor"), In("backup", ("off",))),), OWN, Always(truth=True),
        never_unconditional=True,
    )  # fmt: skip
    return Questionnaire(
        "sample", "1.0", "abc123", ("de", "en"), both("Beispielbogen"), both(""), date(2026, 11, 23),
        both("Struktur nach: EDSA"), SHEETS,
        {r.id: r for r in (risk("upload", "R01", "A"), risk("loss", "R20", "B", "U"), risk("gone", "R21", "B"))},
        {m.id: m for m in (measure("lock", "M29", baseline=True), measure("extra", "M44", baseline=False))},
        {"contract": gate},
        {"clash": Rule("clash", "K01", "error", Always(truth=True), both("Das passt nicht zusammen."), OWN)},
        {"c7": Criterion("c7", "C7", "criteria", both("Schutzbedürftige"), Always(truth=True), OWN)},
        {"gdpr-5": Source("gdpr-5", "S30", both("DSGVO, Art. 5"), "Art. 5", "", "", "L")},
        scale(), terms, {"status-setting": both("Richtigstellung"), "matrix": both("Zur Matrix")},
    )  # fmt: skip


def score(worst: tuple[int, int], best: tuple[int, int], *steps: Step) -> Score:
    matrix = scale().matrix
    ends = (
        Level(*worst, matrix[worst], worst == (3, 3)),
        Level(*best, matrix[best], best == (3, 3)),
    )
    return Score(*ends, steps, *ends)


def scores() -> dict[Stage, Score]:
    start = Step("start", "upload", 3, 3, sources=("gdpr-5",))
    factor = Step("factor", "many", 1, 0, "factor", ("backup",), ("gdpr-5",))
    idle = Step("idle", "extra", note="idle-additional")
    counted = Step("measure", "lock", 0, -1, "only-by", ("measure:lock",), ("gdpr-5",))
    cap = Step("cap", "total", 0, 1, "cap-total")
    end = Step("class", "high", 3, 3, "border")
    return {
        "raw": score((4, 3), (4, 3), start, factor, end),
        "inherent": score((3, 3), (3, 3), start, factor, idle, counted, cap, end),
        "today": score((3, 3), (2, 1), start, counted, end),
        "target": score((3, 2), (3, 2), start, counted, end),
    }


REACH = Reach(
    decision=(("approved", "rejected"), ("rejected", "rejected")),
    stops=(GateMove("G05", "open", ("met", "open"), stops=True),),
    highest_today=(("low", "low"), ("low", "high")),
    risks=(
        RiskMove("R01", (("low", "risk"), ("high", "high")), (("low", "risk"), ("high", "high"))),
        RiskMove("R20", (("", ""), ("", "risk")), ()),
    ),
    threshold=("DPIA_REQUIRED",),
    weight=(3, 1, 0, 2, 2, 1),
)


def assessment() -> Assessment:
    requirement = RequirementFinding("signed", "not_met", ("backup",), ())
    return Assessment(
        "sample", "1.0", "abc123", DAY, False,
        Threshold("DPIA_REQUIRED", ("T02",), (CriterionFinding("c7", "C7", True, ("features.on", "features.off"), ()),), 1, 0),
        (GateFinding("contract", "G05", "not_met", True, (requirement,), ("backup",), (), ("gdpr-5",), True),),
        (
            RiskFinding("upload", "R01", True, (), scores(), ("backup",), ("gdpr-5",)),
            RiskFinding("loss", "R20", None, ("backup",), scores(), (), ("gdpr-5",)),
            RiskFinding("gone", "R21", False, ("backup",), {}, (), ("gdpr-5",)),
        ),
        (
            MeasureFinding("lock", "M29", True, True, "implemented", "partial", "Protokoll", "IT", date(2027, 1, 31), "", ("upload",)),
            MeasureFinding("extra", "M44", True, False, "planned", "planned", "", "HR", date(2027, 2, 28), "", ("upload",)),
        ),
        (RuleFinding("clash", "K01", "error", ("backup",), ("gdpr-5",)),),
        DecisionFinding(
            "rejected", "approved", "rejected", (Reason("stop-not-met", ("G05",)),),
            (ConditionItem("G05", "gate", "contract", "", None), ConditionItem("M44", "measure", "extra", "HR", date(2027, 2, 28))),
            "approved",
        ),
        Headline(1, "high", "low", "risk", "risk"),
        (
            OpenItem("planned-start", True, False, ("R01",), REACH),
            OpenItem("backup", False, False, ("G05",)),
            OpenItem("measure:extra", False, True, ()),
        ),
    )  # fmt: skip


def answers(**values: Value) -> Answers:
    given: dict[str, Value] = {
        "controller-name": "Beispiel GmbH",
        "processing-name": "Interne Abstimmung",
        "backup": UNCLEAR,
        "features.on": "yes",
        "features.off": UNCLEAR,
        "codes-of-conduct": "no codes",
        "persons-count": 12,
    }
    rows = (
        Row("name", {"item": "name and role", "special": "none", "confirmed": "no"}),
        Row("+1", {"item": "Befunde", "special": "health"}),
    )
    measures = (Row("lock", {"status": "implemented"}),)
    return Answers(given | values, {"data-items": rows, "measures": measures}, {"backup": "Bemerkung"}, {"master": ("IT", DAY)})  # fmt: skip


def context(*, draft: bool = True) -> ReportContext:
    versions = () if draft else (EarlierVersion(1, date(2026, 5, 1), "rejected"),)
    return ReportContext(
        draft, DAY, "0.1.0", "answers.xlsx", "f" * 64, None if draft else 2, versions
    )
