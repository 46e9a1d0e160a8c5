"""The picture of the flow of data: complete, legible, the same for the same answers, and told in words."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from docs.tools.make_templates import template
from dpia.assess import assess
from dpia.definitions import load_questionnaire
from dpia.i18n import LANGUAGES
from dpia.model import Answers, Row
from dpia.render.flow_layout import HIGHEST, WIDTH, Box, Flow, lay_out, lines_of, short
from dpia.render.places import zone
from dpia.render.view import build_view
from dpia.render.word import render_word
from tests.unit.render_samples import DAY, context
from tests.unit.test_render_word import body, part, texts

if TYPE_CHECKING:
    from pathlib import Path

LONG = (
    "Datenschutzfolgenabschätzungsverantwortungsübertragungsgesellschaft für Baustoffe mbH & Co. KG"
)


def given_answers(*, phases: int = 3, recipients: int = 2) -> Answers:
    steps = tuple(
        Row(
            f"+{n}",
            {"phase": f"{n} Schritt", "collection": "yes", "sharing": "yes" if n % 2 else "no"},
        )
        for n in range(1, phases + 1)
    )
    countries = ("Deutschland", "USA", "")
    processors = tuple(
        Row(f"+{n}", {"name": f"{LONG} {n}", "task": "x", "country": countries[n % 3]})
        for n in range(recipients)
    )
    items = (
        Row(
            "+1",
            {
                "item": "Name",
                "subjects": "Kunden, die bestellen, Boten",
                "recipients": "Bank; Post (USA); keine weiteren",
            },
        ),
    )
    return Answers({}, {"phases": steps, "processors": processors, "data-items": items})


def shown(answers: Answers, language: str = "de") -> Any:
    questionnaire = load_questionnaire("messenger")
    return build_view(
        questionnaire, answers, assess(questionnaire, answers, DAY), language, context()
    )


def boxes(shapes: list[Any]) -> list[Any]:
    return [shape for shape in shapes if shape["kind"] != "line"]


def test_persons_phases_and_recipients_of_the_answers_are_drawn() -> None:
    flow = shown(given_answers())["flow"]
    titles = [shape["title"] for shape in boxes(flow["shapes"])]
    assert {"1 Schritt", "2 Schritt", "3 Schritt", "Bank", "Post (USA)"} <= set(titles)
    assert not any("keine" in title for title in titles)
    persons = next(shape for shape in flow["shapes"] if shape["kind"] == "persons")
    assert persons["notes"] == ["• Kunden, die bestellen", "• Boten"]


def test_recipients_in_third_countries_stand_behind_the_border() -> None:
    flow = shown(given_answers())["flow"]
    border = next(shape for shape in flow["shapes"] if shape.get("dashed"))
    inside = {
        shape["title"]
        for shape in flow["shapes"]
        if shape["kind"] == "recipient"
        and border["y"] < shape["y"] < border["y"] + border["height"]
    }
    assert inside == {short(f"{LONG} 1", 90), "Post (USA)"}


def test_the_words_beside_the_picture_name_every_recipient_drawn() -> None:
    flow = shown(given_answers(recipients=4))["flow"]
    words = "\n".join(flow["words"])
    drawn = [s["title"].removesuffix(" …") for s in flow["shapes"] if s["kind"] == "recipient"]
    assert drawn
    assert all(title in words for title in drawn)
    assert "gelöscht in Phase keine" in words


def test_without_phases_a_sentence_says_when_the_picture_comes() -> None:
    flow = shown(Answers({}, {}))["flow"]
    assert not flow["drawn"]
    assert "sobald die Phasen" in flow["words"][0]


def test_what_does_not_fit_is_counted_and_third_countries_are_kept() -> None:
    items = tuple(
        Row(f"+{n}", {"item": f"I{n}", "recipients": f"Stelle {n}" + (" (USA)" if n > 18 else "")})
        for n in range(20)
    )
    answers = given_answers()
    crowded = replace(answers, tables={**answers.tables, "data-items": items})
    drawn = [s["title"] for s in shown(crowded)["flow"]["shapes"] if s["kind"] == "recipient"]
    assert "Stelle 19 (USA)" in drawn
    assert any("weitere" in title for title in drawn)


@pytest.mark.no_cover
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_with_the_picture_is_valid_and_always_the_same(
    language: str, tmp_path: Path
) -> None:
    answers = given_answers(phases=12, recipients=15)
    first, second = (
        render_word(shown(answers, language), template(language), DAY) for _ in range(2)
    )
    assert first == second
    (tmp_path / "report.docx").write_bytes(first)
    result = OpenXmlValidator().validate(tmp_path / "report.docx")
    assert result.is_valid, result.errors[:3]
    document = part(first, "word/document.xml")
    assert document.count("<wpg:wgp>") == 1
    assert "descr=" in document
    assert "data-flow-diagram" not in texts(body(first))


names = st.text(st.sampled_from("abcdefg ÄÖÜß-WMil"), min_size=1, max_size=90)
phase_boxes = st.builds(
    Box, names, names, st.frozensets(st.sampled_from(["collection", "sharing", "deletion"]))
)


@given(
    st.lists(phase_boxes, min_size=1, max_size=12),
    st.lists(st.builds(Box, names, names), max_size=5),
    st.lists(st.builds(Box, names, names), max_size=5),
)
def test_no_box_covers_another_and_all_stay_on_the_page(
    phases: list[Box], near: list[Box], far: list[Box]
) -> None:
    zones: Any = {"open": "Offen", "eea": "EWR", "third": "Drittland"}
    recipients: Any = {"open": (), "eea": tuple(near), "third": tuple(far)}
    shapes, height = lay_out(Flow("Personen", ("alle",), tuple(phases), recipients, zones))
    for shape in shapes:
        assert shape["width"] >= 0
        assert shape["height"] >= 0
        assert 0 <= shape["x"] <= shape["x"] + shape["width"] <= WIDTH
        assert 0 <= shape["y"] <= shape["y"] + shape["height"] <= height
    for one, other in combinations((s for s in boxes(shapes) if s["kind"] != "zone"), 2):
        apart = (
            one["x"] + one["width"] <= other["x"]
            or other["x"] + other["width"] <= one["x"]
            or one["y"] + one["height"] <= other["y"]
            or other["y"] + other["height"] <= one["y"]
        )
        assert apart, (one, other)


@pytest.mark.parametrize("name", ["Auftragsverarbeiter für Datensicherung", LONG[:90], "W" * 90])
def test_twelve_phases_and_fifteen_recipients_fit_on_a_page(name: str) -> None:
    zones: Any = {"open": "Offen", "eea": "EWR", "third": "Drittland"}
    recipient = Box(name, "Deutschland")
    recipients: Any = {"open": (recipient,) * 5, "eea": (recipient,) * 5, "third": (recipient,) * 5}
    phase = Box(name, "Erhebung, Verwendung, Speicherung, Weitergabe und Übermittlung")
    _, height = lay_out(Flow("Personen", ("alle",), (phase,) * 12, recipients, zones))
    assert height <= HIGHEST


def test_a_long_german_word_takes_the_lines_it_needs() -> None:
    assert lines_of("Datenschutzfolgenabschätzungsverantwortung" * 2, 2500) >= 3
    assert lines_of("kurz", 2500) == 1


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Irland", "eea"),
        ("Ireland", "eea"),
        ("EU/EWR", "eea"),
        ("Irland, USA", "third"),
        ("Vereinigtes Königreich", "third"),
        ("Switzerland", "third"),
        ("", "open"),
        ("noch offen", "open"),
        ("Anbieter und dessen Konzern (auch USA)", "third"),
    ],
)
def test_a_country_named_in_words_is_placed(text: str, where: str) -> None:
    assert zone(text) == where
