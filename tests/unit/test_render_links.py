"""From each number a way to what it rests on; every link has its place and every place its own number."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dpia.i18n import LANGUAGES
from dpia.render.links import _number_bookmarks, links_written, mark_codes
from tests.unit.plain_links import link_plainly
from tests.unit.render_samples import answers
from tests.unit.test_render_word import W, body, report, texts

WORD = f'<w:body xmlns:w="{W[1:-1]}">{{}}</w:body>'


def place(name: str, text: str) -> str:
    return (
        f'<w:p><w:bookmarkStart w:id="0" w:name="ref_{name}"/><w:r><w:t>{text}</w:t></w:r>'
        '<w:bookmarkEnd w:id="0"/></w:p>'
    )


def linked(content: str) -> etree._Element:
    element = etree.fromstring(WORD.format(content))
    mark_codes(element)
    return etree.fromstring(links_written(etree.tostring(element, encoding="UTF-8")))


def links(element: etree._Element) -> list[tuple[str, str]]:
    return [
        ("".join(t.text or "" for t in link.iter(f"{W}t")), link.get(f"{W}anchor", ""))
        for link in element.iter(f"{W}hyperlink")
    ]


def test_a_code_in_a_sentence_links_and_the_sentence_keeps_its_words_and_its_look() -> None:
    sentence = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>siehe R01, R99 und [12].</w:t><w:br/><w:t>G05</w:t></w:r></w:p>"
    element = linked(
        place("R01", "R01 Titel") + place("12", "[12]") + place("G05", "G05") + sentence
    )
    assert links(element) == [("R01", "ref_R01"), ("[12]", "ref_12"), ("G05", "ref_G05")]
    paragraph = element[-1]
    assert texts(element).splitlines()[-2:] == ["siehe R01, R99 und [12].", "G05"]
    assert all(run.find(f"{W}rPr/{W}b") is not None for run in paragraph.iter(f"{W}r"))


TEXTS = st.lists(
    st.sampled_from(["R01", "E02", "EM02", "[12]", "R0", "1", ".", "&", "<", " ", "ä", "\u2028"]),
    max_size=6,
).map("".join)
LOOKS = st.sampled_from(
    [
        "",
        "<w:rPr/>",
        "<w:rPr><w:b/></w:rPr>",
        '<w:rPr><w:rStyle w:val="Strong"/><w:i/></w:rPr>',
        "<w:rPr><w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>",
    ]
)
BOX = "<w:drawing><w:p><w:r><w:t>R01</w:t></w:r></w:p></w:drawing>"
NODES = st.one_of(
    TEXTS.map(lambda text: f"<w:t>{escape(text)}</w:t>"),
    TEXTS.map(lambda text: f'<w:t xml:space="preserve">{escape(text)}</w:t>'),
    st.sampled_from(["<w:br/>", "<w:tab/>", "<!-- <w:t>R01</w:t> -->", BOX]),
)
RUNS = st.builds(
    "<w:r{}>{}{}</w:r>".format,
    st.sampled_from(["", ' w:rsidR="0A"']),
    LOOKS,
    st.lists(NODES, max_size=4).map("".join),
)
MARKS = st.sampled_from(["R01", "E02", "EM02", "12", ""]).map(
    lambda name: f'<w:bookmarkStart w:id="0" w:name="ref_{name}"/><w:bookmarkEnd w:id="0"/>'
)
INSIDE = st.one_of(RUNS, MARKS, RUNS.map("<w:ins>{}</w:ins>".format))
PARAGRAPHS = st.lists(INSIDE, max_size=4).map(lambda found: f"<w:p>{''.join(found)}</w:p>")


@given(st.lists(PARAGRAPHS, min_size=1, max_size=4).map("".join))
def test_links_are_those_that_one_would_make_in_the_tree(content: str) -> None:
    tree = etree.fromstring(WORD.format(content))
    _number_bookmarks(tree)
    link_plainly(tree)
    same = [etree.tostring(one, method="c14n") for one in (linked(content), tree)]
    assert same[0] == same[1]


def test_codes_of_own_risks_and_measures_link_too() -> None:
    element = linked(
        place("E01", "E01") + place("EM02", "EM02") + "<w:p><w:r><w:t>E01, EM02</w:t></w:r></w:p>"
    )
    assert links(element) == [("E01", "ref_E01"), ("EM02", "ref_EM02")]


def test_the_place_itself_and_longer_words_are_no_links() -> None:
    element = linked(
        place("R01", "R01 Titel") + "<w:p><w:r><w:t>XR01 R012 R01.5 E1</w:t></w:r></w:p>"
    )
    assert links(element) == []


def test_a_second_place_of_the_same_name_is_dropped_and_so_is_one_without_a_code() -> None:
    element = linked(place("Q33", "a") + place("Q33", "b") + place("", "c") + place("Q34", "d"))
    marks = [(m.get(f"{W}id"), m.get(f"{W}name")) for m in element.iter(f"{W}bookmarkStart")]
    assert marks == [("1", "ref_Q33"), ("2", "ref_Q34")]
    assert len(list(element.iter(f"{W}bookmarkEnd"))) == len(marks)


@pytest.fixture(scope="module", params=LANGUAGES)
def filled(request: pytest.FixtureRequest) -> Any:
    return body(report(request.param, given=answers(**{"controller-name": "Firma R01"})))


def test_every_link_of_a_report_leads_to_a_bookmark(filled: etree._Element) -> None:
    names = [mark.get(f"{W}name") for mark in filled.iter(f"{W}bookmarkStart")]
    anchors = [link.get(f"{W}anchor") for link in filled.iter(f"{W}hyperlink")]
    assert len(anchors) > 20
    assert set(anchors) <= set(names)
    assert len(names) == len(set(names))


def test_every_bookmark_has_a_number_of_its_own_and_an_end(filled: etree._Element) -> None:
    starts = [mark.get(f"{W}id") for mark in filled.iter(f"{W}bookmarkStart")]
    ends = [mark.get(f"{W}id") for mark in filled.iter(f"{W}bookmarkEnd")]
    assert len(starts) == len(set(starts))
    assert sorted(starts, key=str) == sorted(ends, key=str)


def test_risks_gates_and_sources_of_the_report_can_be_reached(filled: etree._Element) -> None:
    anchors = {link.get(f"{W}anchor") for link in filled.iter(f"{W}hyperlink")}
    assert {"ref_R01", "ref_G05", "ref_1"} <= anchors
