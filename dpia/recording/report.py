"""The DPIA as something to record: report in Word and the record as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpia.answers import to_plain
from dpia.recording.changed import changed_document
from dpia.recording.entry import Finished, Made, decision_of, enter
from dpia.recording.places import read_template
from dpia.render.json_ import json_bytes
from dpia.render.view import build_view
from dpia.render.word import render_word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dpia.assess.result import Assessment
    from dpia.order import Order, Reading
    from dpia.register.store import RecordKind
    from dpia.render.context import ReportContext

TEMPLATE = "dpia-report.docx"


def record(order: Order, reading: Reading, assessment: Assessment) -> Finished:
    """Write report and data and enter the assessment in the register."""
    language = order.language or reading.language
    template, digest = read_template(order, language, TEMPLATE)
    return enter(order, reading, _Report(order, reading, assessment, language, template, digest))


@dataclass(frozen=True, slots=True)
class _Report:
    order: Order
    reading: Reading
    assessment: Assessment
    language: str
    template: bytes
    template_digest: str
    kind: RecordKind = field(default="dpia")

    @property
    def targets(self) -> tuple[Path, ...]:
        folder, stem = self.order.folder, self.order.stem
        return tuple(folder / f"{stem}.dpia.{suffix}" for suffix in ("docx", "json"))

    def make(self, context: ReportContext) -> Made:
        questionnaire, answers = self.reading.questionnaire, self.reading.answers
        document, context = changed_document(
            questionnaire, self.assessment, to_plain(answers), self.language, context
        )
        view = build_view(questionnaire, answers, self.assessment, self.language, context)
        report = render_word(view, self.template, self.order.on, context.mark)
        return Made((report, json_bytes(document)), document)

    def outcome_of(self, assessment: Mapping[str, object]) -> str:
        return decision_of(assessment)
