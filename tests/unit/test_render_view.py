"""What the report says, before any template has seen it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from dpia.assess import assess
from dpia.assess.result import CriterionFinding, Level
from dpia.definitions import load_questionnaire
from dpia.i18n import LANGUAGES, messages
from dpia.model import Answers, Row
from dpia.render.citations import short_title
from dpia.render.printable import printable_text
from dpia.render.references import short_question
from dpia.render.view import build_view
from tests.unit.render_samples import DAY, answers, assessment, both, context, questionnaire


def view(language: str = "de", *, draft: bool = True, given: Answers | None = None) -> Any:
    return build_view(
        questionnaire(), given or answers(), assessment(), language, context(draft=draft)
    )


def test_only_plain_values_reach_the_template() -> None:
    def walk(value: object) -> None:
        assert type(value) in {dict, list, str, bool}, repr(value)
        if isinstance(value, dict):
            assert all(isinstance(key, str) for key in value)
        for entry in (
            value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        ):
            walk(entry)

    for language in LANGUAGES:
        walk(view(language))


def test_the_cover_shows_the_proposal_its_range_and_the_three_numbers() -> None:
    proposal = view()["proposal"]
    assert proposal["decision"] == "abgelehnt"
    assert "freigegeben" in proposal["range"]
    assert proposal["stops"] == "1"
    assert proposal["today"] == "geringes Risiko bis hohes Risiko"
    assert proposal["target"] == "Risiko"
    assert proposal["reasons"][0].endswith("(G05)")


def test_a_draft_says_so_and_a_version_lists_its_predecessors() -> None:
    assert "ENTWURF" in view()["document"]["draft_mark"]
    final = view(draft=False)
    assert final["document"]["draft_mark"] == ""
    assert [row["number"] for row in final["versions"]] == ["1", "2"]
    assert final["document"]["version"] == "Fassung 2"


def test_a_starter_wording_is_printed_in_the_language_of_the_report() -> None:
    assert view("de")["fields"]["f_1_4"][0]["code"] == "keine Regeln"
    assert view("en")["fields"]["f_1_4"][0]["code"] == "no codes"
    assert view("de")["fields"]["f_1_1_a"][0]["item"].startswith("Name und Funktion")


def test_a_proposal_nobody_confirmed_is_marked_and_an_own_row_is_not() -> None:
    proposed, own = view()["fields"]["f_1_1_a"]
    assert "nicht bestätigt" in proposed["item"]
    assert own["item"] == "Befunde"
    assert "☒\N{NO-BREAK SPACE}Gesundheitsdaten" in own["special"]


def test_missing_and_unclear_answers_are_told_apart() -> None:
    lines = {line["question"]: line["answer"] for line in view()["answers"][0]["answers"]}
    assert lines["Beginn"] == "nicht beantwortet"
    assert lines["Backup"] == "unklar"
    assert lines["Funktionen"] == "☐\N{NO-BREAK SPACE}ausgeschaltet (unklar)  ☒\N{NO-BREAK SPACE}an"
    assert lines["Nur mit Betriebsrat"] == "nicht beantwortet"
    assert lines["Personenzahl"] == "12 Monate"


def test_a_question_that_other_answers_rule_out_is_not_called_missing() -> None:
    shown = view(given=answers(backup="off"))
    lines = {line["question"]: line["answer"] for line in shown["answers"][0]["answers"]}
    assert lines["Nur mit Betriebsrat"] == "entfällt nach den übrigen Antworten"
    assert shown["fields"]["further"]["f_5_2"] == []
    assert view()["fields"]["further"]["f_5_2"] != []


def test_further_answers_stand_with_the_field_they_fill() -> None:
    further = view()["fields"]["further"]
    assert [line["question"] for line in further["f_1_3"]] == ["Backup"]
    assert [line["question"] for line in further["f_1_1_a"]] == ["Funktionen"]
    assert [line["question"] for line in further["f_0_1"]] == ["Personenzahl"]


def test_open_answers_give_a_range_and_the_matrix_takes_the_worst_place() -> None:
    risks = view()["risks"]
    assert risks["all"][0]["today"]["short"] == "S 2–3 · E 1–3: geringes Risiko bis hohes Risiko"
    today = risks["after"][0]
    cell = today["rows"][1]["cells"][2]
    assert (cell["codes"], cell["label"]) == ("R01, R20", "hohes Risiko *")
    assert today["rows"][0]["cells"][0]["codes"] == "–"


def test_risks_are_sorted_by_track_and_feared_event_and_none_is_lost() -> None:
    risks = view()["risks"]
    assert [risk["code"] for risk in risks["track_a"]] == ["R01"]
    assert [[risk["code"] for risk in group["risks"]] for group in risks["track_b"]] == [
        [],
        ["R20"],
        [],
    ]
    assert [risk["code"] for risk in risks["not_applicable"]] == ["R21"]
    assert "(U)" in risks["track_b"][1]["risks"][0]["event"]


def test_the_trail_tells_start_factor_measure_cap_and_class_with_grounds() -> None:
    trail = view()["trails"]["track_a"][0]
    assert trail["start"] == "Startwert des Risikokatalogs (V): S 3, E 3."
    assert trail["start_ground"] == "Grund des Werts Quellen: DSGVO, Art. 5 [1]"
    raw, inherent, today, target = trail["stages"]
    assert [step["change"] for step in raw["steps"]] == ["S +1"]
    assert "Backup: unklar" in raw["steps"][0]["text"]
    assert raw["steps"][0]["text"].endswith("Quellen: DSGVO, Art. 5 [1]")
    measure, cap = (step["text"] for step in inherent["steps"])
    assert "M29" in measure
    assert "senkt die Eintrittswahrscheinlichkeit dieses Risikos nicht" in measure
    assert "Kappung" in cap
    assert inherent["idle"].startswith("Ohne Änderung – zusätzliche Maßnahme")
    assert "M44" in inherent["idle"]
    assert "Grenzfall" in inherent["heading"]
    assert [step["text"] for step in today["steps"]] == ["M29 (siehe oben)"]
    assert (target["steps"], target["idle"]) == ([], "")
    assert target["heading"].endswith("unverändert gegenüber der vorigen Stufe")


def test_sources_are_cited_in_short_form_with_their_number_in_annex_c() -> None:
    shown = view()
    assert [(s["number"], s["title"]) for s in shown["sources"]] == [("[1]", "DSGVO, Art. 5")]
    assert shown["gates"][0]["sources"] == "DSGVO, Art. 5 [1]"
    assert shown["rules"][0]["ground"].endswith("Quellen: DSGVO, Art. 5 [1]")
    assert "(V) [1]" in shown["measures"]["all"][0]["effect"]


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("DSGVO, Art. 28: Auftragsverarbeiter", "DSGVO, Art. 28"),
        ("EDSA, Beschluss 1/2021 (WhatsApp); anhängig", "EDSA, Beschluss 1/2021 (WhatsApp)"),
        (
            "WhatsApp Business, Nutzungsbedingungen (WhatsApp Business Terms of Service)",
            "WhatsApp Business, Nutzungsbedingungen",
        ),
        (
            "Universität Wien/SBA Research, Aufzählung von 3,5 Mrd. WhatsApp-Konten",
            "Universität Wien/SBA Research, Aufzählung von 3,5 Mrd. …",
        ),
    ],
)
def test_the_short_form_ends_at_the_first_colon_or_semicolon_and_between_words(
    title: str, short: str
) -> None:
    assert short_title(title) == short


def test_the_number_of_a_source_is_the_same_in_both_languages_and_every_number_is_in_annex_c() -> (
    None
):
    messenger = load_questionnaire("messenger")
    nothing = Answers({}, {})
    found = assess(messenger, nothing, DAY)
    listed = []
    for language in LANGUAGES:
        shown: Any = build_view(messenger, nothing, found, language, context())
        numbers = [source["number"] for source in shown["sources"]]
        assert numbers == [f"[{n}]" for n in range(1, len(numbers) + 1)]
        cited = set(re.findall(r"\[\d+\]", repr({**shown, "sources": []})))
        assert cited == set(numbers)
        listed.append([source["place"] for source in shown["sources"]])
    assert listed[0] == listed[1]


def test_several_options_of_one_question_are_one_ground() -> None:
    assert view()["threshold"]["criteria"][0]["because"].count("Funktionen") == 1


def test_a_measure_is_explained_where_it_stands_first_and_says_what_it_counts_as() -> None:
    measures = view()["measures"]
    rows = [row for group in measures["t_2_3_a"] + measures["t_2_3_e"] for row in group["rows"]]
    assert [row["discussion"] for row in rows] == [
        "So wirkt sie",
        "siehe M29 oben unter „2.3.a-minimisation“",
    ]
    assert rows[0]["status"] == "umgesetzt (zählt als: partial)"
    assert [row["code"] for row in measures["additional"]] == ["M44"]
    assert [row["due"] for row in measures["plan"]] == ["28.02.2027"]


def test_section_6_shows_what_was_taken_and_the_proposal_beside_it() -> None:
    boxes = {box["label"]: box for box in view()["decision"]["boxes"]}
    assert (boxes["FREIGEGEBEN"]["box"], boxes["FREIGEGEBEN"]["proposed"]) == ("☒", "")
    assert boxes["ABGELEHNT"]["box"] == "☐"
    assert "Vorschlag" in boxes["ABGELEHNT"]["proposed"]
    first, second = view()["decision"]["proposed_conditions"]
    assert (first["owner"], first["due"]) == ("noch zu benennen", "Frist fehlt")
    assert (second["owner"], second["due"]) == ("HR", "28.02.2027")


def test_summary_names_what_is_missing_open_and_not_mendable() -> None:
    summary = view()["summary"]
    assert summary["stops"][0]["missing"] == "• Ein Vertrag liegt vor (nicht erfüllt)"
    assert [line["question"] for line in summary["deciding"]] == ["Q99 Beginn"]
    assert any("G05" in line for line in summary["unmendable"])


def test_the_open_answers_say_in_words_what_each_decides_and_where_to_give_it() -> None:
    groups = view()["open_groups"]
    assert [(group["title"].partition(" (")[0], len(group["rows"])) for group in groups] == [
        ("Entscheiden über den Vorschlag oder eine Stopp-Voraussetzung", 1),
        ("Wirken nur zusammen mit anderen offenen Angaben", 1),
        ("Ändern das Ergebnis nicht, gehören aber zur Vollständigkeit", 1),
    ]
    first, second, third = (group["rows"][0] for group in groups)
    assert (first["sheet"], first["state"]) == ("01 Stammdaten", "nicht beantwortet (Pflicht)")
    assert first["decides"].split("\n") == [
        "Vorschlag: freigegeben bis abgelehnt / abgelehnt",
        "G05: open → erfüllt / weiter open",
        "G05: ob die Voraussetzung die Verarbeitung stoppt",
        "Höchste Klasse heute: geringes Risiko / geringes Risiko bis hohes Risiko",
        "R01: geringes Risiko bis Risiko / hohes Risiko",
        "R20: heute nicht anwendbar / nicht anwendbar bis Risiko",
        "Schwellwertanalyse: DPIA_REQUIRED",
    ]
    assert second["decides"] == "Für sich allein nichts; zusammen mit anderen offenen Angaben: G05"
    assert (third["state"], third["decides"]) == (
        "unklar",
        "Nichts am Ergebnis; gehört aber in den Bericht.",
    )


@pytest.mark.parametrize(("answer", "printed"), [("no", False), ("yes", True), ("unclear", True)])
def test_the_correction_on_the_status_setting_appears_where_it_was_relied_on(
    answer: str, *, printed: bool
) -> None:
    notes = view(given=answers(**{"status-as-protection": answer}))["notes"]
    note = {"title": "Status-Einstellung", "text": "Richtigstellung"}
    assert notes == ([note] if printed else [])


def test_every_key_of_the_view_is_the_same_in_both_languages() -> None:
    def keys(value: object) -> object:
        if isinstance(value, dict):
            return {key: keys(entry) for key, entry in value.items()}
        return [keys(entry) for entry in value] if isinstance(value, list) else None

    assert keys(view("de")) == keys(view("en"))


def test_nothing_at_all_still_gives_a_report() -> None:
    empty = Answers({}, {})
    found = replace(assessment(), risks=(), gates=(), measures=(), rules=(), open=())
    shown: Any = build_view(questionnaire(), empty, found, "en", context())
    assert shown["document"]["controller"] == "controller not named"
    assert shown["summary"]["highest"] == []


def test_characters_that_xml_forbids_are_replaced_in_one_place() -> None:
    assert printable_text("a\x00b\ufffec\ud800d\r\ne\tf") == "a\ufffdb\ufffdc\ufffdd\ne\tf"
    shown = view(given=answers(**{"controller-name": "Beispiel\x07 GmbH"}))
    assert shown["document"]["controller"] == "Beispiel\ufffd GmbH"


def test_every_wording_of_the_report_exists_in_every_language() -> None:
    for key, entry in messages("report").entries.items():
        assert set(entry) == set(LANGUAGES), key
        assert all(entry[language].strip() for language in LANGUAGES), key


def test_the_summary_shows_the_highest_classes_and_says_how_many_more_there_are() -> None:
    few = view()["summary"]
    assert [row["code"] for row in few["highest"]] == ["R01", "R20"]
    assert few["highest_more"] == ""
    pattern = questionnaire().risks["upload"]
    many = {f"r{n}": replace(pattern, id=f"r{n}", code=f"R{n}") for n in range(10, 22)}
    scored = assessment().risks[0]
    found = replace(
        assessment(), risks=tuple(replace(scored, id=r.id, code=r.code) for r in many.values())
    )
    asked = replace(questionnaire(), risks={**questionnaire().risks, **many})
    shown: Any = build_view(asked, answers(), found, "de", context())
    assert len(shown["summary"]["highest"]) == 10
    assert "Klassen: 2" in shown["summary"]["highest_more"]


def test_a_low_risk_is_none_of_the_highest() -> None:
    high, other, _ = assessment().risks
    low = replace(high.scores["raw"], worst=Level(1, 1, "low", border=False))
    calm = replace(other, scores={**other.scores, "today": low, "target": low})
    found = replace(assessment(), risks=(high, calm))
    shown: Any = build_view(questionnaire(), answers(), found, "de", context())
    assert [row["code"] for row in shown["summary"]["highest"]] == ["R01"]


def test_an_entry_of_the_national_list_ticks_the_box_for_other_reasons_and_is_named() -> None:
    seventh = questionnaire().criteria["c7"]
    listed = replace(seventh, id="d1", code="D01", group="national-list", text=both("Eintrag"))
    judged = (
        CriterionFinding("c7", "C7", False, (), ()),
        CriterionFinding("d1", "D01", True, (), ()),
    )
    asked = replace(questionnaire(), criteria={"c7": seventh, "d1": listed})
    found = replace(
        assessment(), threshold=replace(assessment().threshold, criteria=judged, met_count=0)
    )
    shown: Any = build_view(asked, answers(), found, "de", context())
    reasons = next(row["value"] for row in shown["sheet"] if row["label"].startswith("④"))
    assert "☒\N{NO-BREAK SPACE}sonstiger Grund" in reasons
    assert "Erläuterung: D01 Eintrag" in reasons
    assert [line["code"] for line in shown["threshold"]["criteria"]] == ["D01"]


def test_the_measures_are_listed_once_in_annex_e_with_all_that_was_entered() -> None:
    lines = {line["question"]: line for line in view()["answers"][1]["answers"]}
    assert "Anhang E" in lines["Maßnahmen"]["answer"]
    given = answers()
    remarked = replace(given, notes={"measures.lock": "seit 2025"})
    lock, extra = view(given=remarked)["measures"]["all"]
    assert lock["evidence"] == "Protokoll\nseit 2025"
    assert lock["owner"] == "IT\n31.01.2027"
    assert "gewählt, weil üblich" in lock["effect"]
    assert extra["kind"].endswith("Zusatzmaßnahme")


def test_a_measure_that_does_not_apply_stands_in_annex_e_and_says_so() -> None:
    lock, extra = assessment().measures
    found = replace(assessment(), measures=(lock, replace(extra, applies=False)))
    shown: Any = build_view(questionnaire(), answers(), found, "de", context())
    assert shown["measures"]["all"][1]["status"].endswith("(hier nicht anwendbar)")
    assert shown["measures"]["additional"] == []


def test_a_long_answer_is_printed_in_its_own_field_only() -> None:
    messenger = load_questionnaire("messenger")
    given = Answers({"nature": "Gruppenchats der Schichten. " * 10}, {})
    shown: Any = build_view(messenger, given, assess(messenger, given, DAY), "de", context())
    fields = shown["fields"]
    assert any("Gruppenchats" in line["value"] for line in fields["f_1_1_d"])
    assert "siehe Feld 1.1.d" in {line["answer"] for line in fields["further"]["f_1_2"]}


def test_a_question_named_as_ground_takes_one_line() -> None:
    long = "Wie ist die Berechtigung (Adressbuch, Kalender und Bilder) auf den Geräten eingestellt?"
    assert short_question(long) == "Wie ist die Berechtigung auf den Geräten eingestellt?"
    assert len(short_question("Wort " * 40)) <= 70
    assert short_question("Backup (Cloud)") == "Backup (Cloud)"


def test_numbers_of_data_items_are_followed_by_their_names_and_other_texts_stay() -> None:
    messenger = load_questionnaire("messenger")
    tables = {
        "data-items": (Row("+1", {"item": "Name"}), Row("+2", {"item": "Nummer"})),
        "purposes": (
            Row("+1", {"purpose": "a", "data": "Nr. 1–2", "legal-basis": "b"}),
            Row("+2", {"purpose": "b", "data": "2, weil nötig"}),
            Row("+3", {"purpose": "c", "data": "9"}),
        ),
        "secondary-uses": (Row("+1", {"use": "keine"}),),
        "special-grounds": (Row("+1", {"item": "nummer", "exception": "prohibited"}),),
        "data-quality": (Row("+1", {"item": "Anderes"}),),
    }
    given = Answers({}, tables)
    shown: Any = build_view(messenger, given, assess(messenger, given, DAY), "de", context())
    fields = shown["fields"]
    assert [row["data"] for row in fields["f_1_1_b"]] == ["1 Name\n2 Nummer", "2, weil nötig", "9"]
    assert [row["purpose"] for row in fields["f_2_1_a"]] == [
        f"Nr. {n} (1.1.b)\n{text}" for n, text in ((1, "a"), (2, "b"), (3, "c"))
    ]
    assert "☒\N{NO-BREAK SPACE}lit. b Vertrag" in fields["f_2_1_a"][0]["legal_basis"]
    assert fields["f_2_1_b"][0]["item"] == "2 nummer"
    assert "Keine Ausnahme" in fields["f_2_1_b"][0]["exception"]
    assert "☒" not in fields["f_2_1_b"][0]["exception"]
    assert fields["f_2_2_b"][0]["item"] == "Anderes"


def test_the_two_questions_on_borders_stand_in_the_context_with_their_justification() -> None:
    messenger = load_questionnaire("messenger")
    values: Any = {"other-states": "no", "transfer": "yes"}
    given = Answers(values, {}, {"other-states": "nur Inland"})
    shown: Any = build_view(messenger, given, assess(messenger, given, DAY), "de", context())
    value = shown["fields"]["f_1_1_d"][2]["value"]
    assert "☒\N{NO-BREAK SPACE}nein   ☐\N{NO-BREAK SPACE}ja\nBegründung: nur Inland" in value
    assert "☐\N{NO-BREAK SPACE}nein   ☒\N{NO-BREAK SPACE}ja\nBegründung: siehe 0.2, 2.3.c" in value


def test_the_grounds_of_a_consultation_are_ticked_only_when_it_was_decided() -> None:
    messenger = load_questionnaire("messenger")
    asked: Any = {"abandon-or-keep": "keep", "national-consultation": "no"}
    for decision, ticked in (("consultation", 1), ("approved", 0)):
        given = Answers({**asked, "decision": decision}, {})
        shown: Any = build_view(messenger, given, assess(messenger, given, DAY), "de", context())
        meaning = shown["decision"]["boxes"][1]["meaning"]
        assert meaning.count("☒") == ticked
        assert meaning.count("☒") + meaning.count("☐") == 2
