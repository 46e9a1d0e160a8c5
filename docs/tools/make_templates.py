"""Write both report templates from one description, so that German and English never drift apart.

Run from the root of the repository: ``python -m docs.tools.make_templates``
"""

from __future__ import annotations

from pathlib import Path

from docs.tools import (
    template_annexes,
    template_changes,
    template_chapters,
    template_consultation,
    template_front,
    template_open,
    template_risks,
    template_terms,
    template_threshold,
)
from docs.tools.template_layout import Layout
from docs.tools.template_package import package
from docs.tools.template_xml import paragraph, tag
from dpia.i18n import LANGUAGES

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def template(language: str) -> bytes:
    """Return the template of one language."""
    page = Layout(language)
    template_front.front(page)
    template_open.open_answers(page)
    template_front.legal(page)
    template_front.findings(page)
    template_changes.changes(page)
    template_chapters.overview(page)
    template_chapters.description(page)
    template_chapters.analysis(page)
    template_chapters.necessity(page)
    template_risks.risks(page)
    template_risks.closing(page)
    template_consultation.consultation(page)
    template_annexes.annexes(page)
    words = (page.say("page"), page.say("page-of"))
    return package(language, page.say("report-title"), page.body(), _header(), words)


def _header() -> str:
    """Processing and controller on every page; a draft says so in words."""
    return "".join(
        (
            tag("if document.draft"),
            paragraph("{{ document.draft_mark }}", "DraftMark"),
            tag("endif"),
            paragraph(
                "{{ document.processing }} · {{ document.controller }} · {{ document.law_status }}",
                "Header",
            ),
        )
    )


def memo_template(language: str) -> bytes:
    """Return the template of the threshold memo in one language."""
    page = Layout(language)
    template_threshold.memo(page)
    words = (page.say("page"), page.say("page-of"))
    return package(language, page.say("memo-title"), page.body(), _header(), words)


def terms_template(language: str) -> bytes:
    """Return the template of the annex on one copy of terms."""
    page = Layout(language)
    template_terms.annex(page)
    return _annex(page, "terms-annex-title")


def diff_template(language: str) -> bytes:
    """Return the template of the annex on two copies compared."""
    page = Layout(language)
    template_terms.diff(page)
    return _annex(page, "terms-diff-title")


def _annex(page: Layout, title: str) -> bytes:
    words = (page.say("page"), page.say("page-of"))
    header = paragraph("{{ document.title }} · {{ document.date }}", "Header")
    return package(page.language, page.say(title), page.body(), header, words)


WRITTEN = {
    "dpia-report.docx": template,
    "dpia-threshold.docx": memo_template,
    "dpia-terms.docx": terms_template,
    "dpia-terms-diff.docx": diff_template,
}


def main() -> None:
    """Write the templates into the folder of templates."""
    for language in LANGUAGES:
        for name, make in WRITTEN.items():
            target = TEMPLATES / language / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(make(language))
            print(target.relative_to(TEMPLATES.parent))


if __name__ == "__main__":
    main()
