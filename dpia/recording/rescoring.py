"""Everything that stands, assessed again with questionnaire and rules of today: what would change, then the versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dpia.answers import to_plain
from dpia.answers.maintained import MAINTAINED
from dpia.assess import judge
from dpia.errors import AnswersRejected, DefinitionError, DpiaError
from dpia.recording.again import read_again, record_again
from dpia.register.changes import Changes, Recorded, compare
from dpia.render.context import ReportContext
from dpia.render.json_ import assessment_document
from dpia.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from dpia.model import Questionnaire
    from dpia.order import Reading
    from dpia.register.store import Current, Store, StoredVersion

Outcome = Literal["changed", "same-result", "same", "rejected", "draft-begun"]
"""Changed in its result; by another questionnaire with the same result; not at all; does not fit the questionnaire of
today; left alone because a draft of it has been begun."""


@dataclass(frozen=True, slots=True)
class Rescored:
    """One processing assessed again. error: why that was not possible. questionnaire: as it reads today."""

    stored: StoredVersion
    outcome: Outcome
    changes: Changes | None = None
    questionnaire: Questionnaire | None = None
    error: DpiaError | None = None

    @property
    def to_record(self) -> bool:
        """Whether a new version says something that the one that stands does not."""
        return self.outcome in {"changed", "same-result"}


def rescore(store: Store, on: date) -> Iterator[Rescored]:
    """Assess everything that stands again, one at a time; writes nothing."""
    for current in store.current():
        if current.shown.key.kind == "dpia":
            yield _again(current, on)


def _again(current: Current, on: date) -> Rescored:
    stored = current.shown
    try:
        reading = read_again(stored)
    except (AnswersRejected, DefinitionError) as error:
        return Rescored(stored, "rejected", error=error)
    changes = _changes(stored, reading, on)
    if not changes.decides:
        made = {move.what for move in changes.apart}
        outcome: Outcome = "same-result" if made & {"questionnaire", "rules"} else "same"
    else:
        outcome = "changed"
    if current.newer_draft is not None and outcome != "same":
        outcome = "draft-begun"
    return Rescored(stored, outcome, changes, reading.questionnaire)


def _changes(stored: StoredVersion, reading: Reading, on: date) -> Changes:
    """What a new version would say instead of the one that stands."""
    questionnaire = reading.questionnaire
    assessment = judge(questionnaire, reading.answers, on, reach=False)
    context = ReportContext(
        draft=not stored.final,
        on=on,
        tool_version=__version__,
        input_name=stored.input_name,
        input_sha256=stored.input_sha256,
    )
    document = assessment_document(questionnaire, assessment, stored.language, context)
    kept = {name: stored.answers[name] for name in (MAINTAINED,) if name in stored.answers}
    answers = to_plain(reading.answers) | kept
    return compare(Recorded.of(stored), Recorded(answers, document), questionnaire)


def record_rescored(
    store: Store, number: int, seen: int, *, on: date, at: datetime, user: str
) -> StoredVersion:
    """Assess one processing once more and record it as a new version.

    Args:
        store: The register.
        number: Of the processing.
        seen: The id of the version that was looked at before.
        on: The date of the assessment.
        at: The clock, for the register only.
        user: Who does it, for the register only.

    Raises:
        AnswersRejected: a final version would have to be incomplete or contradict itself by the rules of today, or
            somebody has recorded something else meanwhile.
    """
    with store.transaction():
        stored = store.find(number)
        latest = None if stored is None else store.latest(stored.key)
        if stored is None or latest is None or not stored.id == latest.id == seen:
            raise AnswersRejected("rescore-overtaken", "history", number=number)
        return record_again(store, stored, read_again(stored), on=on, at=at, user=user)
