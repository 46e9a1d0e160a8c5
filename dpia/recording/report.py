"""The DPIA as something to record: report in Word and the record as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpia.answers import to_plain
from dpia.recording.changed import changed_document
from dpia.recording.context import decision_of
from dpia.recording.entry import Finished, Made, enter
from dpia.recording.places import read_template
from dpia.render.json_ import json_bytes
from dpia.render.view import build_view
from dpia.render.word import render_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from dpia.assess.result import Assessment
    from dpia.order import Order, Reading
    from dpia.render.context import ReportContext

TEMPLATE = "dpia-report.docx"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded: the reading with what the register keeps, what came of it, and the files."""

    reading: Reading
    assessment: Assessment
    finished: Finished


def record(order: Order, reading: Reading, assess: Callable[[Reading], Assessment]) -> Recorded:
    """Write report and data and enter the assessment in the register.

    assess: gets the reading with what the register keeps laid over it; it may refuse (AnswersRejected).
    """
    language = order.language or reading.language
    template, digest = read_template(order, language, TEMPLATE)
    begun: list[_Report] = []

    def begin(laid: Reading) -> _Report:
        begun.append(_Report(order, laid, assess(laid), language, template, digest))
        return begun[-1]

    finished = enter(order, reading, "dpia", begin)
    return Recorded(begun[-1].reading, begun[-1].assessment, finished)


@dataclass(frozen=True, slots=True)
class _Report:
    order: Order
    reading: Reading
    assessment: Assessment
    language: str
    template: bytes
    template_digest: str

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
        # The register keeps the answers beside the document; who reads the file needs them in it.
        whole = json_bytes({**document, "answers": to_plain(answers)})
        return Made((report, whole), document)

    def outcome_of(self, assessment: Mapping[str, object]) -> str:
        return decision_of(assessment)
