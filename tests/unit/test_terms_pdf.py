"""A PDF of terms says the same as the text that it was made of, with the page on which each clause stands."""

from __future__ import annotations

import subprocess
from pathlib import Path

import docx
import pytest

from dpia.terms.analysis import analyse
from dpia.terms.copy import read_copy
from tests.conftest import OFFICE

SOURCE = Path(__file__).resolve().parents[1] / "fixtures" / "terms" / "kurierbox-2023.en.md"
pytestmark = [pytest.mark.libreoffice, pytest.mark.xdist_group("libreoffice"), pytest.mark.no_cover]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The terms on small pages with a running head, as a text processor prints them."""
    folder = tmp_path_factory.mktemp("pdf")
    document = docx.Document()
    section = document.sections[0]
    section.page_height, section.page_width = docx.shared.Cm(16), docx.shared.Cm(12)
    section.header.paragraphs[0].text = "Archived copy, legal department"
    for one in read_copy(SOURCE).paragraphs:
        text = f"{one.marker} {one.text}".strip()
        if one.kind == "heading":
            document.add_heading(text, 2)
        else:
            document.add_paragraph(text)
    source = folder / "terms.docx"
    document.save(str(source))
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(folder), str(source)]  # fmt: skip
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=180)
    return folder / "terms.pdf"


def test_a_pdf_says_what_its_source_says(pdf: Path) -> None:
    made, source = analyse(read_copy(pdf)), analyse(read_copy(SOURCE))
    assert made.copy.pages > 2
    assert made.particulars == source.particulars
    names = ("territory", "exclusive", "sublicensable", "transferable", "licensees", "acts",
             "content", "purposes")  # fmt: skip
    assert [getattr(made.licence, name) for name in names] == [
        getattr(source.licence, name) for name in names
    ]
    for category in source.patterns.categories:
        assert made.status(category) == source.status(category), category


def test_every_clause_has_its_page(pdf: Path) -> None:
    made = analyse(read_copy(pdf))
    pages = [clause.place.page for clause in made.clauses]
    assert None not in pages
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert "Archived copy" not in " ".join(c.quote for c in made.clauses)
