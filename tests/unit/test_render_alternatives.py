"""Field 3.2 in words: necessity, our proposal beside the answers, and the assessment made again (M01)."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from dpia.assess import assess
from dpia.model import Answers, Row
from dpia.render.json_ import render_json
from dpia.render.view import build_view
from tests.unit import render_samples as sample
from tests.unit.assess_samples import DAY, answered, messenger, set_up
from tests.unit.law_strategies import with_value

if TYPE_CHECKING:
    from dpia.assess.result import Assessment


def judged(given: Answers) -> Assessment:
    return assess(messenger(), given, DAY, reach=False)


def view(given: Answers, language: str = "de") -> Any:
    return build_view(messenger(), given, judged(given), language, sample.context())


@cache
def chosen(base: str, name: str, language: str = "de") -> Any:
    return view(with_value(set_up(base), "alternative-chosen", name), language)


def rows(*values: dict[str, Any], **more: Any) -> Answers:
    return answered(more, tables={"alternatives": list(values)})


def test_what_necessity_comes_to_is_said_with_the_means_that_stand_against_it() -> None:
    standing = {"id": "wire", "product": "Wire (Enterprise)", "checked": "yes", "milder": "yes", "suitable": "yes"}  # fmt: skip
    other = {"id": "sms", "checked": "yes", "milder": "yes", "suitable": "no"}
    found = view(rows(standing, other, **{"alternatives-reason": "x" * 60}))["necessity"]
    assert found["verdict"].startswith(
        "Nicht erforderlich. Milder und gleich geeignet ist nach den Angaben: Wire"
    )
    assert "(G03)" in found["verdict"]
    english = view(rows(standing, other, **{"alternatives-reason": "x" * 200}), "en")
    assert "The controller gives detailed reasons" in english["necessity"]["verdict"]
    assert "less intrusive means is available: Wire (Enterprise)" in english["summary"]["milder"]


def test_our_proposal_stands_beside_the_answer_with_what_is_missing_and_where_it_differs() -> None:
    given = rows(
        {"id": "sms", "product": "SMS", "suitable": "yes"},
        {"id": "threema-work", "product": "Threema Work", "retention": "partly"},
    )
    first, second = (row["proposed"].split("\n") for row in view(given)["fields"]["f_3_2"])
    assert first == [
        "Milder: ja (besser in 4 von 7 Merkmalen).",
        "Gleich geeignet: nein. Es fehlt: Gruppen, Bilder.",
        "Gegenargument: Ende-zu-Ende-Verschlüsselung schwächer.",
        "Weicht von Ihrer Angabe ab.",
    ]
    assert second == [
        "Milder: ja (besser in 6 von 7 Merkmalen). Nicht gesichert: Steuerung der Löschung.",
        "Gleich geeignet: offen. Zu beurteilen: Kosten vertretbar.",
    ]
    suitable = rows({"id": "wire", "product": "Wire", "affordable": "yes"})
    assert "Gleich geeignet: ja." in view(suitable)["fields"]["f_3_2"][0]["proposed"]


def test_reasons_that_are_none_are_named_where_they_stand() -> None:
    given = rows(
        {"id": "wire", "product": "Wire", "reason": "Everybody has it already."},
        **{"alternatives-reason": "Alle haben es schon, und es kostet nichts."},
    )
    first, second = view(given)["necessity"]["remarks"]
    assert first.startswith(
        "Die Begründung nennt: die Verbreitung der App; dass die App nichts kostet."
    )
    assert second.startswith("Wire (Enterprise): Die Begründung nennt – die Verbreitung der App.")


def test_answers_on_the_terms_stand_beside_what_is_known() -> None:
    given = answered(
        {
            "product": "whatsapp-business-app",
            "licence-licensees": "none",
            "licence-acts.publish": "no",
            "licence-exclusive": "yes",
        }
    )
    given = replace(
        given, values={**given.values, "licence-acts.publish": "no", "licence-exclusive": "yes"}
    )
    found = {row["question"]: row for row in view(given)["necessity"]["terms"]}
    licensees = next(row for name, row in found.items() if "Wem räumen" in name)
    assert licensees["entered"] == "keine Lizenzklausel"
    assert licensees["known"] == "dem ganzen Konzern (Fassung vom 16.02.2024)"
    assert any(
        name.endswith("veröffentlichen") and row["entered"] == "nein" for name, row in found.items()
    )


def test_the_second_assessment_stands_beside_the_first() -> None:
    found = chosen("article", "threema-work")["rerun"]
    assert found["chosen"] == "Threema Work"
    assert found["product"] == "WhatsApp Business App"
    assert found["result"].startswith("Insgesamt günstiger: Threema Work")
    decision, stops, highest = found["lines"]
    assert (decision["now"], decision["then"]) == ("abgelehnt", "abgelehnt")
    assert stops["now"].startswith("6 (G03, G04, ")
    assert stops["then"] == "1 (G08)"
    assert highest["now"] == "hohes Risiko"
    careful = chosen("careful", "threema-work", "en")["rerun"]["lines"][0]
    assert careful["then"] == "not yet determinable (conditionally approved to rejected)"


def test_every_risk_that_changes_says_why_with_source_and_mark() -> None:
    groups = chosen("article", "threema-work")["rerun"]["risks"]
    assert [group["title"] for group in groups] == [
        "Mit der Alternative niedriger oder nicht anwendbar (12)"
    ]
    risks = {row["code"]: row for row in groups[0]["rows"]}
    assert risks["R01"]["then"] == "nicht anwendbar"
    assert risks["R02"]["today"] == "S 3 · E 4: hohes Risiko"
    assert risks["R02"]["then"] == "S 2 · E 2: Risiko"
    assert "(V) [" in risks["R02"]["why"]
    unchanged = chosen("article", "threema-work")["rerun"]["risks_same"]
    assert unchanged.startswith("R04 S 2 · E 4: Risiko; R06 ")


def test_what_the_alternative_makes_worse_stands_first() -> None:
    groups = chosen("article", "slack", "en")["rerun"]["risks"]
    assert groups[0]["title"] == "Higher or new with the alternative (1)"
    [readable] = groups[0]["rows"]
    assert (readable["code"], readable["today"], readable["target"]) == (
        "R33",
        "not applicable",
        "not applicable",
    )
    assert readable["then"] == "S 3 · L 3: high risk"
    assert "Severity 3: complete content is affected" in readable["why"]


def test_what_is_uncertain_is_said_so_and_what_a_level_waits_for_is_named() -> None:
    groups = {g["title"]: g["rows"] for g in chosen("careful", "microsoft-teams")["rerun"]["risks"]}
    [title] = [title for title in groups if title.startswith("Noch offen")]
    rows_ = {row["code"]: row for row in groups[title]}
    assert "Nur wenn die Angabe zutrifft: Metadaten entstehen" in rows_["R02"]["why"]
    assert rows_["R02"]["why"].endswith("Hängt noch ab von: Metadaten.")
    assert rows_["R14"]["why"] == "Hängt noch ab von: M27."
    own = replace(
        set_up("article"),
        tables={**set_up("article").tables, "alternatives": (Row("+1", {"product": "Haus"}),)},
    )
    shown = view(with_value(own, "alternative-chosen", "own-product"))["rerun"]
    assert shown["result"].startswith(
        "Ob Haus insgesamt günstiger ist, lässt sich noch nicht sagen"
    )
    assert all(row["value"] == "nicht bekannt" for row in shown["traits"])
    rows_ = {row["code"]: row for group in shown["risks"] for row in group["rows"]}
    assert rows_["R01"]["then"].endswith("(falls anwendbar)")


def test_gates_that_change_say_why() -> None:
    rows_ = {row["code"]: row for row in chosen("careful", "threema-work")["rerun"]["gates"]}
    assert rows_["G04"]["then"] == "nicht anwendbar"
    assert rows_["G04"]["why"].startswith("Das Produkt braucht kein Adressbuch")
    assert rows_["G05"]["why"].startswith("Für das neue Produkt noch zu erfüllen")
    assert rows_["G17"]["why"] == "Geprüft wird ein anderer Dienst als WhatsApp."
    assert chosen("careful", "threema-work")["rerun"]["gates_same"].startswith("G01 (erfüllt)")
    assert {row["code"]: row["why"] for row in chosen("careful", "signal")["rerun"]["gates"]}[
        "G05"
    ] == ""


def test_the_attributes_used_name_their_origin() -> None:
    given = replace(
        with_value(set_up("article"), "alternative-chosen", "threema-work"),
        tables={
            **set_up("article").tables,
            "alternatives": (
                Row("threema-work", {"product": "T", "admin": "no", "retention": "partly"}),
            ),
        },
    )
    traits = {row["label"]: row for row in view(given)["rerun"]["traits"]}
    assert traits["Zentrale Verwaltung"]["origin"] == "Ihre Angabe"
    assert traits["Zentrale Verwaltung"]["value"] == "nein"
    assert traits["Rufnummer nötig"]["value"] == "nein (achtstellige Threema-ID)"
    assert traits["Rufnummer nötig"]["origin"].startswith(
        "Profil, Stand 23.11.2026, in öffentlicher Quelle geprüft ["
    )
    assert traits["Steuerung der Löschung"]["value"].endswith("nicht gesichert, deshalb offen")
    confirmed = replace(
        given,
        tables={
            **given.tables,
            "alternatives": (Row("threema-work", {"retention": "partly", "confirmed": "yes"}),),
        },
    )
    traits = {row["label"]: row for row in view(confirmed)["rerun"]["traits"]}
    assert traits["Steuerung der Löschung"]["origin"].endswith("; von Ihnen bestätigt")


def test_the_summary_says_that_a_milder_means_is_available_only_where_it_is_better() -> None:
    assert chosen("article", "threema-work")["summary"]["milder"].startswith(
        "Ein milderes Mittel steht zur Verfügung: Mit Threema Work"
    )
    assert chosen("article", "signal")["rerun"]["result"]
    nothing = view(answered({"alternative-chosen": "signal"}))["summary"]["milder"]
    assert view(answered())["summary"]["milder"] == ""
    assert "Signal" in nothing or nothing == ""


def test_without_a_choice_the_field_says_so_and_without_a_comparison_it_is_silent() -> None:
    assert view(set_up("article"))["rerun"] == {"chosen": "", "asked": True}
    plain: Any = build_view(
        sample.questionnaire(), sample.answers(), sample.assessment(), "de", sample.context()
    )
    assert plain["rerun"] == {"chosen": "", "asked": False}
    assert plain["necessity"]["verdict"] == ""
    assert plain["summary"]["milder"] == ""


def test_the_record_for_programs_holds_both_and_follows_the_schema() -> None:
    schema = json.loads((files("dpia") / "render" / "assessment.schema.json").read_text("utf-8"))
    check = Draft202012Validator(schema)
    for given in (
        with_value(set_up("article"), "alternative-chosen", "slack"),
        with_value(set_up("careful"), "alternative-chosen", "microsoft-teams"),
        answered(
            {
                "product": "whatsapp-business-app",
                "licence-exclusive": "yes",
                "licence-licensees": "group",
            }
        ),
        set_up("article"),
    ):
        found = json.loads(render_json(messenger(), judged(given), "de", sample.context()))
        check.validate(found)
    run = json.loads(
        render_json(
            messenger(),
            judged(with_value(set_up("article"), "alternative-chosen", "slack")),
            "de",
            sample.context(),
        )
    )["alternatives"]["run"]
    risks = {risk["code"]: risk for risk in run["risks"]}
    assert risks["R33"]["verdict"] == "new"
    assert risks["R01"]["residual_target"] is None
    assert [step["kind"] for step in risks["R02"]["raw"]["steps"]][:2] == ["start", "product"]
    assert run["better"] is True


def test_a_questionnaire_without_comparison_has_none_in_the_record() -> None:
    found = json.loads(
        render_json(sample.questionnaire(), sample.assessment(), "de", sample.context())
    )
    assert found["alternatives"] is None
