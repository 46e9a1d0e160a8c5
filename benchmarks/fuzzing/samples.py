"""Small good files to mutate: a questionnaire of two sheets, templates of a few lines, a page of terms of every kind."""

import io
import json
from functools import cache
from pathlib import Path

from benchmarks.hostile_files import clauses, pdf, web_archive, word, written

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "examples" / "baustoffhandel" / "answers.xlsx"
OLD = ROOT / "tests" / "fixtures" / "messenger-1.0.de.xlsx"
KEPT_SHEETS = 1
"""Sheets that stay in the small workbook, beside the hidden ones."""


@cache
def whole_workbook() -> bytes:
    """A filled questionnaire as it comes by mail."""
    return EXAMPLE.read_bytes()


@cache
def small_workbook() -> bytes:
    """The same with few sheets: each is read like any other, and a run takes a tenth of the time."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(whole_workbook()))
    topics = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][1:]
    for sheet in topics[KEPT_SHEETS:]:
        book.remove(sheet)
    for name in list(book.defined_names):
        del book.defined_names[name]
    target = io.BytesIO()
    book.save(target)
    book.close()
    return target.getvalue()


@cache
def old_workbook() -> bytes:
    """A questionnaire of the version before."""
    return OLD.read_bytes()


@cache
def small_template() -> bytes:
    """A template with a loop, a condition, a table and fields."""
    import docx

    document = docx.Document()
    document.add_heading("{{ document.title }}", 1)
    document.add_paragraph(
        "{% if language == 'de' %}Bericht{% else %}Report{% endif %}: {{ language }}"
    )
    document.add_paragraph("{%p for risk in risks.all %}")
    document.add_paragraph("{{ risk.code }} {{ risk.title }}")
    document.add_paragraph("{%p endfor %}")
    table = document.add_table(rows=3, cols=2)
    for row, words in zip(table.rows, (("{%tr for one in gates %}", ""), ("{{ one.code }}", "{{ one.title }}"), ("{%tr endfor %}", "")), strict=True):  # fmt: skip
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@cache
def terms() -> dict[str, bytes]:
    """A page of terms, by suffix."""
    lines = clauses()[:12]
    text = b"# Terms of Service\n\nEffective 1 March 2026\n\n" + b"\n\n".join(lines)
    page = b"<!doctype html><html><head><meta charset='utf-8'><title>Terms</title></head><body><h1>Terms of Service</h1>"
    page += b"".join(b"<p>%s <a href='x'>more</a></p>" % line for line in lines) + b"</body></html>"
    body = b"".join(b"<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>" % line for line in lines)  # fmt: skip
    return {
        ".txt": text.replace(b"# ", b""),
        ".md": text,
        ".html": page,
        ".mhtml": web_archive(page),
        ".docx": word(body),
        ".pdf": pdf([written(lines[:6]), written(lines[6:])]),
    }


@cache
def data() -> bytes:
    """A part of the JSON that an assessment writes."""
    whole = json.loads((ROOT / "examples" / "baustoffhandel" / "answers.dpia.json").read_bytes())
    return json.dumps({key: whole[key] for key in ("input", "gates", "headline")}).encode()
