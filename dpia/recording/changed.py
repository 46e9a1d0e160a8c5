"""The JSON record of an assessment together with what changed since the last final version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dpia.register.changes import Recorded, compare
from dpia.render.json_ import assessment_document
from dpia.render.json_changes import changes_item
from dpia.render.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dpia.assess.result import Assessment
    from dpia.model import Questionnaire
    from dpia.render.context import ReportContext


def changed_document(
    questionnaire: Questionnaire,
    assessment: Assessment,
    answers: Mapping[str, Any],
    language: str,
    context: ReportContext,
) -> tuple[dict[str, Any], ReportContext]:
    """Return the record, and the context with what the record says has changed.

    Args:
        questionnaire: That of the assessment, with what the user added.
        assessment: What was found.
        answers: The plain answers, as the register will keep them.
        language: Of the report.
        context: With the last final version in "before", if there is one.
    """
    document = assessment_document(questionnaire, assessment, language, context)
    if context.before is None:
        return document, context
    changes = compare(context.before, Recorded(answers, document), questionnaire)
    document["changes"] = printable(changes_item(changes))
    return document, replace(context, changes=changes)
