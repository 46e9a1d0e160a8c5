"""dpia template check: faults are found before a template is used, with their place, and a usable one is told apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs.tools.template_names import derived, known, names_json, page
from dpia.i18n import LANGUAGES
from dpia.resources import shipped
from dpia.template.known import NAMES
from dpia.template.look import faults_of
from dpia.template.names import as_plain, merged
from tests.unit.template_samples import changed, shipped_template, small

if TYPE_CHECKING:
    from tests.cli.conftest import Dpia, Fill

ROOT = Path(__file__).resolve().parents[2]
ON = ("--date", "2026-11-24")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "use"), [("dpia-report.docx", "report"), ("dpia-threshold.docx", "threshold")]
)
def test_the_shipped_templates_are_fine_and_recognised(
    dpia: Dpia, tmp_path: Path, language: str, name: str, use: str
) -> None:
    (tmp_path / "mine.docx").write_bytes(shipped_template(language, name))
    result = dpia("template", "check", "mine.docx", "--format", "json", *ON)
    assert result.code == 0, result.out
    found = json.loads(result.out)
    assert (found["fine"], found["for"], found["faults"], found["trial"]) == (True, use, [], None)
    assert found["statements"] > 100


@pytest.mark.traced
def test_a_fault_is_named_with_place_and_remedy_in_both_languages(
    dpia: Dpia, tmp_path: Path
) -> None:
    (tmp_path / "mine.docx").write_bytes(changed("Von: {{ document.procesing }}"))
    german = dpia("template", "check", "mine.docx", "--lang", "de")
    english = dpia("template", "check", "mine.docx", "--lang", "en")
    assert german.code == english.code == 3
    assert "bei „Von: {{ document.procesing }}“" in german.err
    assert "Gemeint ist vielleicht „processing“" in german.err
    assert "near “Von: {{ document.procesing }}”" in english.err
    assert german.out == english.out == ""


TABLE = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{rows}</w:tbl>"
ROW = "<w:tr><w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"


def table(*texts: str) -> bytes:
    rows = "".join(ROW.format(text=text) for text in texts)
    marked = small("MARK")
    import zipfile
    from io import BytesIO

    target = BytesIO()
    with zipfile.ZipFile(BytesIO(marked)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            old = "<w:p><w:r><w:t>MARK</w:t></w:r></w:p>"
            content = source.read(name).decode()
            copy.writestr(name, content.replace(old, TABLE.format(rows=rows) + "<w:p/>"))
    return target.getvalue()


@pytest.mark.traced
@pytest.mark.parametrize(
    ("template", "kind"),
    [
        (table("{%tr for r in risks.all %}", "{{ r.code }}", "{%tr endfor %}"), ""),
        (table("{%tr for r in risks.all %} lost", "{{ r.code }}", "{%tr endfor %}"), "lost-text"),
        (table("{%tr for r in risks.all %}", "{{ r.code }}", "{% endfor %}"), "pair"),
        (table("{% tr for r in risks.all %}", "{{ r.code }}", "{%tr endfor %}"), "spaced"),
        (table("{%tr for r in risks.all %}", "{{ r.code }}"), "open-block"),
        (table("{{ document.title }}", "{%tr endfor %}"), "stray-end"),
        (small("{%tr for r in risks.all %}{%tr endfor %}"), "outside-tr"),
        (small("{%p if document.draft %}x{%p endif %}"), "one-paragraph"),
        (small("{% cellbg 'FF0000' %}"), "outside-tc"),
        (small("{% vm %}"), "merging"),
        (small("{% iff document.draft %}{% endif %}"), "unknown-tag"),
        (small("{{ document.title "), "unclosed"),
        (small("{{ document.title|money }}"), "filter"),
        (small("{% if document.title is prime %}x{% endif %}"), "test"),
        (small("{{ document..title }}"), "syntax"),
        (small("{{ gates }}"), "not-text"),
        (small("{% for g in gates %}{{ g.cod }}{% endfor %}"), "unknown"),
        (small("{% for g in gates %}{% endfor %}{{ g.code }}"), "unknown"),
        (small("{{ gates|map(attribute='cod')|join }}"), "unknown"),
        (small("{% for g in gates %}{{ g.cod|default('–') }}{% endfor %}"), ""),
    ],
)
def test_each_kind_of_fault_is_found(
    dpia: Dpia, tmp_path: Path, template: bytes, kind: str
) -> None:
    (tmp_path / "mine.docx").write_bytes(template)
    result = dpia("template", "check", "mine.docx", "--for", "report", "--format", "json", *ON)
    found = json.loads(result.out)
    assert result.code == (3 if kind else 0), found
    assert (kind in {one["kind"] for one in found["faults"]}) == bool(kind), found
    assert all(one["message"] and one["near"] and one["part"] for one in found["faults"])


@pytest.mark.traced
def test_what_shows_only_when_it_is_filled_in_is_found_by_the_trial(
    dpia: Dpia, tmp_path: Path
) -> None:
    (tmp_path / "mine.docx").write_bytes(small("{{ gates[900].code }} {{ 1 / 0 }}"))
    result = dpia("template", "check", "mine.docx", "--lang", "en")
    assert result.code == 3
    assert "asks for something that this report does not have" in result.err
    assert "{{ gates[900].code }}" in result.err


@pytest.mark.traced
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"plain text"])
def test_what_is_no_word_file_is_refused(dpia: Dpia, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.docx").write_bytes(content)
    result = dpia("template", "check", "mine.docx")
    assert result.code == 3
    assert result.err.startswith("Fehler:")
    assert dpia("template", "check", "nowhere.docx").code == 3


def test_a_template_that_check_refuses_is_refused_by_assess_and_nothing_is_recorded(
    dpia: Dpia, fill: Fill, tmp_path: Path
) -> None:
    fill()
    (tmp_path / "mine.docx").write_bytes(changed("{{ ''.__class__ }} {{ nowhere }}"))
    result = dpia("assess", "answers.xlsx", "--template", "mine.docx", *ON)
    assert result.code == 3
    assert "„nowhere“" in result.err
    assert "„__class__“" in result.err
    assert not (tmp_path / "answers.dpia.docx").exists()
    result = dpia("threshold", "answers.xlsx", "--template", "mine.docx", *ON)
    assert result.code == 3
    assert not (tmp_path / "answers.threshold.docx").exists()
    assert dpia("assess", "answers.xlsx", *ON).code == 0


@pytest.mark.slow
def test_the_list_of_names_has_all_that_the_shipped_cases_give() -> None:
    """Fails after a change of a view: python -m docs.tools.template_names."""
    listed = known()
    for use, found in derived(every=8).items():
        assert as_plain(merged(listed[use], found)) == as_plain(listed[use])
    assert names_json(listed) == (shipped("templates") / NAMES).read_text(encoding="utf-8")


@pytest.mark.traced
def test_the_page_for_authors_has_the_names_of_today() -> None:
    text = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    assert page(known(), text) == text
    for fault in faults_of(small("{{ document.title }}"), merged(*known().values())):
        raise AssertionError(fault)
