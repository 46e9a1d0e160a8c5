"""The DPIA as something to record: report in Word and the record as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpia.answers import to_plain
from dpia.recording.entry import Finished, Made, decision_of, enter
from dpia.recording.places import read_template
from dpia.render.json_ import json_bytes, render_json
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
        view = build_view(questionnaire, answers, self.assessment, self.language, context)
        report = render_word(view, self.template, self.order.on)
        data = render_json(questionnaire, self.assessment, self.language, context)
        document = json.loads(data)
        # The register keeps the answers beside the document; who reads the file needs them in it.
        whole = json_bytes({**document, "answers": to_plain(answers)})
        return Made((report, whole), document)

    def outcome_of(self, assessment: Mapping[str, object]) -> str:
        return decision_of(assessment)
