"""A small questionnaire built in code, with every kind of question and table."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from dpia.conditions import All, Any, Between, Condition, In, Not
from dpia.model import (
    UNCLEAR,
    Answers,
    Column,
    Grounds,
    Kind,
    Option,
    Question,
    Questionnaire,
    Row,
    Scale,
    Sheet,
    Source,
    StarterRow,
    Table,
    Text,
    Value,
)

DAY = date(2026, 11, 24)


def both(de: str, en: str = "") -> Text:
    return Text(MappingProxyType({"de": de, "en": en or f"{de} (en)"}))


def option(option_id: str, de: str) -> Option:
    return Option(option_id, both(de))


DEVICES = (option("company", "dienstliches Gerät"), option("private", "privates Gerät"))


def question(  # a builder for tests
    question_id: str,
    kind: Kind = "text",
    *,
    options: tuple[Option, ...] = (),
    required: bool = False,
    when: Condition | None = None,
    unit: str = "",
    starter: Text | str | None = None,
) -> Question:
    return Question(
        id=question_id,
        code="Q01",
        text=both(f"Frage nach {question_id}?", f"Question about {question_id}?"),
        help=both(
            "Diese Angabe wird gebraucht, weil die Verordnung sie in Artikel 35 Absatz 7 ausdrücklich verlangt. "
            "Beschreiben Sie den Sachverhalt so, wie er heute ist."
        ),
        kind=kind,
        sources=("gdpr-35-7",),
        options=options,
        required=required,
        when=when,
        unit=unit,  # type: ignore[arg-type]
        starter=starter,
    )


def column(column_id: str, kind: Kind = "text", *, width: int = 20, **more: object) -> Column:
    return Column(column_id, both(column_id.capitalize()), kind, width=width, **more)  # type: ignore[arg-type]


MASTER = Sheet(
    id="master",
    code="01",
    title=both("Stammdaten", "Master data"),
    intro=both(
        "Wer verarbeitet, was und seit wann. Diese Angaben stehen auf dem Deckblatt des Berichts."
    ),
    items=(
        question("controller-name", required=True),
        question("dpo-designated", "yes-no", required=True),
        question("dpo-contact", required=True, when=In("dpo-designated", ("yes",))),
        question("persons", "integer", required=True),
        question("share", "number", unit="percent"),
        question("start", "date", required=True),
        question("version", starter=both("1.0", "1.0")),
        question("scope", "long-text", required=True),
        Table(
            id="team",
            code="Q08",
            title=both("Team", "Team"),
            help=both("Wer mitgewirkt hat."),
            columns=(column("name", required=True), column("role"), column("tasks")),
            sources=("gdpr-35-7",),
            spare=4,
            min_rows=1,
        ),
    ),
)

DEVICE = Sheet(
    id="devices",
    code="06b",
    title=both("Geräte", "Devices"),
    intro=both("Womit gearbeitet wird."),
    items=(
        question("device", "choice", options=DEVICES, required=True, starter="company"),
        question(
            "mdm",
            "yes-no",
            when=All((In("device", ("company",)), Not(Between("persons", None, 5)))),
        ),
        question(
            "systems",
            "multi",
            options=(option("ios", "iOS"), option("android", "Android")),
            required=True,
            starter="ios",
        ),
        question("ios-note", when=Any((In("systems.ios", ("yes",)), In("device", ("private",))))),
    ),
)

ITEM_COLUMNS = (
    column("item", required=True, width=28),
    column("subjects", width=22),
    column(
        "special",
        "choice",
        width=16,
        options=(option("none", "keine"), option("health", "Gesundheit")),
        required=True,
    ),
    column("secret", "yes-no", width=10),
    column("need", "long-text", width=30),
    column("retention", "integer", unit="months", width=14),
    column("since", "date", width=14),
    column("confirmed", "yes-no", width=12),
)

DATA = Sheet(
    id="data",
    code="04",
    title=both("Daten", "Data"),
    intro=both("Welche Daten verarbeitet werden."),
    items=(
        Table(
            id="data-items",
            code="Q30",
            title=both("Datenarten", "Data items"),
            help=both("Eine Zeile je Datenart."),
            columns=ITEM_COLUMNS,
            sources=("gdpr-35-7",),
            rows=(
                StarterRow("name", {"item": both("Name, Rufnummer"), "special": "none"}),
                StarterRow(
                    "health",
                    {"item": both("Krankmeldung"), "special": "health", "since": "2026-01-31"},
                    when=In("device", ("private",)),
                ),
            ),
            spare=3,
        ),
        question("secrets", "yes-no", required=True),
    ),
)

MEASURES = Sheet(
    id="measures",
    code="09",
    title=both("Maßnahmen", "Measures"),
    intro=both("Welche Maßnahmen umgesetzt sind."),
    items=(
        Table(
            id="measures",
            code="Q60",
            title=both("Maßnahmen", "Measures"),
            help=both("Je Zeile eine Maßnahme."),
            columns=(
                column("code", "label", width=8),
                column("title", "label", width=36),
                column(
                    "status",
                    "choice",
                    width=16,
                    options=(option("planned", "geplant"), option("implemented", "umgesetzt")),
                    required=True,
                ),
                column("evidence", width=30),
                column("owner"),
                column("due", "date", width=14),
            ),
            sources=("gdpr-35-7",),
            rows=tuple(
                StarterRow(f"m{n:02}", {"code": f"M{n:02}", "title": both(f"Maßnahme {n}")})
                for n in range(1, 4)
            ),
            fixed=True,
        ),
    ),
)

GROUNDS = Grounds(("gdpr-35-7",), "V")


def sample(*sheets: Sheet) -> Questionnaire:
    source = Source("gdpr-35-7", "S1", both("DSGVO"), "Art. 35 Abs. 7", "", "", "V")
    empty: MappingProxyType[object, object] = MappingProxyType({})
    scale = Scale(
        "scale",
        both("Skala"),
        both("-"),
        *((empty,) * 9),  # type: ignore[arg-type]
        grounds=GROUNDS,
    )
    return Questionnaire(
        id="sample",
        version="1.0",
        digest="abc",
        languages=("de", "en"),
        title=both("Beispiel-Fragebogen", "Sample questionnaire"),
        subtitle=both("Für Tests", "For tests"),
        law_status=DAY,
        template_label=both("Struktur nach: Test", "Structure: test"),
        sheets=sheets or (MASTER, DEVICE, DATA, MEASURES),
        risks={},
        measures={},
        gates={},
        rules={},
        criteria={},
        sources={source.key: source},
        scale=scale,
        terms={},
    )


def values() -> dict[str, Value]:
    return {
        "controller-name": "=SUMME(A1) & <b> Müller",
        "dpo-designated": "yes",
        "dpo-contact": "@dpo, +49 30 1234",
        "persons": 250,
        "share": 12.5,
        "start": date(2026, 12, 1),
        "version": "1.0",
        "scope": "Zeile eins\nZeile zwei _x0041_ mit 😀",
        "device": UNCLEAR,
        "mdm": "no",
        "systems.ios": "yes",
        "systems.android": UNCLEAR,
        "ios-note": "#N/A",
        "secrets": "no",
    }


def filled() -> Answers:
    return Answers(
        values=values(),
        tables={
            "team": (
                Row("+1", {"name": "A. Beispiel", "role": "DSB"}),
                Row("+4", {"name": "B. Beispiel"}),
            ),
            "data-items": (
                Row("name", {"item": "Name", "special": "none", "confirmed": "yes"}),
                Row("health", {"item": "Attest", "special": UNCLEAR, "since": UNCLEAR}),
                *(Row(f"+{n}", {"item": f"Weitere {n}", "retention": n}) for n in range(1, 9)),
            ),
            "measures": (
                Row("m02", {"status": "planned", "owner": "IT", "due": date(2027, 1, 31)}),
            ),
        },
        notes={"controller-name": "- siehe Register", "systems": "geprüft"},
        signed={"master": ("A. Beispiel", date(2026, 11, 1)), "devices": ("IT", UNCLEAR)},
        language="de",
    )
