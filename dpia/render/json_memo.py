"""The threshold memo as JSON: what the register keeps of it, and what programs read. A promise: the shipped schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dpia.assess.memo import DECIDED_BY, DECIDED_ON
from dpia.model import entered_text
from dpia.render.json_ import document_head, finding_item, gate_item
from dpia.render.json_threshold import threshold_item
from dpia.render.printable import printable

if TYPE_CHECKING:
    from dpia.assess.memo import Memo
    from dpia.assess.result import Assessment
    from dpia.model import Answers
    from dpia.render.context import ReportContext

SCHEMA = "urn:dpia:threshold:1"
Item = dict[str, Any]


def memo_document(
    answers: Answers, assessment: Assessment, memo: Memo, language: str, context: ReportContext
) -> Item:
    """Return the document as plain data."""
    document: Item = printable(
        {
            **document_head(SCHEMA, assessment, language, context),
            "complete": memo.complete,
            "threshold": threshold_item(memo.threshold),
            "gate": None if memo.gate is None else gate_item(memo.gate),
            "findings": [finding_item(finding) for finding in memo.rules],
            "open": [
                {
                    "ref": answer.ref,
                    "required": answer.required,
                    "unclear": answer.given_unclear,
                    "outcomes": [{"answer": a, "result": r} for a, r in answer.outcomes],
                }
                for answer in memo.open
            ],
            "decision": {
                "taken": memo.threshold.decided,
                "by": entered_text(answers.values.get(DECIDED_BY)),
                "on": entered_text(answers.values.get(DECIDED_ON)),
            },
        }
    )
    return document


def render_memo_json(document: Item) -> str:
    """Return the document as text: sorted keys, ending with a newline."""
    return f"{json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)}\n"
