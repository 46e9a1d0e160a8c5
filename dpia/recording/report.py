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


def record(
    order: Order,
    reading: Reading,
    assess: Callable[[Reading], Assessment],
    *,
    show: bool = True,
) -> Recorded:
    """Write report and data and enter the assessment in the register.

    Args:
        order: What the user asked for.
        reading: The workbook as it was read.
        assess: Gets the reading with what the register keeps laid over it; it may refuse (AnswersRejected).
        show: As in enter.
    """
    begin = report_of(order, reading.language, assess)
    begun: list[_Report] = []

    def noting(laid: Reading) -> _Report:
        begun.append(begin(laid))
        return begun[-1]

    finished = enter(order, reading, "dpia", noting, show=show)
    return Recorded(begun[-1].reading, begun[-1].assessment, finished)


def report_of(
    order: Order, language: str, assess: Callable[[Reading], Assessment]
) -> Callable[[Reading], _Report]:
    """Return what makes of a reading something to be recorded: report and data. language: the workbook's."""
    spoken = order.language or language
    template, digest = read_template(order, spoken, TEMPLATE)
    return lambda laid: _Report(order, laid, assess(laid), spoken, template, digest)


def report_targets(order: Order) -> tuple[Path, ...]:
    """Where report and data belong."""
    return tuple(order.folder / f"{order.stem}.dpia.{suffix}" for suffix in ("docx", "json"))


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
        return report_targets(self.order)

    def make(self, context: ReportContext) -> Made:
        questionnaire, answers = self.reading.questionnaire, self.reading.answers
        plain = to_plain(answers)
        document, context = changed_document(
            questionnaire, self.assessment, plain, self.language, context
        )
        view = build_view(questionnaire, answers, self.assessment, self.language, context)
        report = render_word(view, self.template, self.order.on, context.mark)
        # The register keeps the answers beside the document; who reads the file needs them in it.
        whole = json_bytes({**document, "answers": plain})
        return Made((report, whole), document)

    def outcome_of(self, assessment: Mapping[str, object]) -> str:
        return decision_of(assessment)
