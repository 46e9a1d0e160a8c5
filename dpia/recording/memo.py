"""The threshold memo as something to record: one Word document; the register keeps its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dpia.recording.entry import Finished, Made, enter
from dpia.recording.places import read_template
from dpia.render.json_memo import memo_document
from dpia.render.view_memo import build_memo_view
from dpia.render.word import render_word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dpia.assess.memo import Memo
    from dpia.assess.result import Assessment
    from dpia.order import Order, Reading
    from dpia.render.context import ReportContext

TEMPLATE: Final = "dpia-threshold.docx"


@dataclass(frozen=True, slots=True)
class MemoWork:
    """A memo to be recorded."""

    order: Order
    reading: Reading
    assessment: Assessment
    memo: Memo
    language: str
    template: bytes
    template_digest: str

    @property
    def targets(self) -> tuple[Path, ...]:
        """The document beside the workbook."""
        return (self.order.folder / f"{self.order.stem}.threshold.docx",)

    def make(self, context: ReportContext) -> Made:
        """Render the document."""
        reading = self.reading
        view = build_memo_view(
            reading.questionnaire,
            reading.answers,
            self.assessment,
            self.memo,
            self.language,
            context,
        )
        data = memo_document(reading.answers, self.assessment, self.memo, self.language, context)
        return Made((render_word(view, self.template, self.order.on, context.mark),), data)

    def outcome_of(self, assessment: Mapping[str, object]) -> str:
        """What was decided."""
        decision = assessment.get("decision")
        return str(decision.get("taken") or "") if isinstance(decision, dict) else ""


def record_memo(order: Order, reading: Reading, assessment: Assessment, memo: Memo) -> Finished:
    """Write the memo and enter it in the register."""
    language = order.language or reading.language
    template, digest = read_template(order, language, TEMPLATE)
    work = MemoWork(order, reading, assessment, memo, language, template, digest)
    return enter(order, reading, "threshold", lambda _: work)
