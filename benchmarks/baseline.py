"""The yardstick of the benchmarks: the plainest script that does the same work by hand.

FROZEN. It has not been changed since version 0.1.0 and shall not be: ratios of different versions of dpia can
only be compared while this stays as it is. It is written the way someone would write it in half an hour with
docxtpl 0.20.2 and openpyxl 3.1.5: load the filled questionnaire and walk its cells, render the shipped report
template with a ready-made view, save the report, write one row of a register. Nothing in it is slowed down, and
nothing is checked or concluded: the view comes out of a JSON file that dpia wrote beforehand.

Usage: baseline.py ANSWERS.xlsx TEMPLATE.docx VIEW.json REPORT.docx REGISTER.xlsx
"""

import json
import sys
from datetime import date
from pathlib import Path

import openpyxl
from docxtpl import DocxTemplate


def main() -> None:
    answers_path, template_path, view_path, report_path, register_path = sys.argv[1:]

    answers = {}
    for sheet in openpyxl.load_workbook(answers_path).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    answers[f"{sheet.title}!{cell.coordinate}"] = cell.value

    view = json.loads(Path(view_path).read_text(encoding="utf-8"))
    report = DocxTemplate(template_path)
    report.render(view, autoescape=True)
    report.save(report_path)

    register = openpyxl.Workbook()
    page = register.worksheets[0]
    page.append(["questionnaire", "report", "date", "answers"])
    page.append([answers_path, report_path, date.today(), len(answers)])
    register.save(register_path)


if __name__ == "__main__":
    main()
