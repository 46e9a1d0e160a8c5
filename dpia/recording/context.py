"""What the document of a version to be recorded says of itself and of those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.answers.maintained import entries_of
from dpia.register.changes import Recorded
from dpia.register.mark import Mark
from dpia.render.context import EarlierVersion, ReportContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dpia.register.store import NewVersion, Store


def context_of(
    store: Store,
    new: NewVersion,
    outcome_of: Callable[[Mapping[str, object]], str] | None = None,
) -> ReportContext:
    """What the document of a version to be recorded says of itself; under the write lock.

    outcome_of: the decision that an earlier version came to; None: as for an assessment.
    """
    worded = outcome_of or decision_of
    recorded = store.same(new)
    number = store.next_number(new.key) if new.final else None
    if recorded is not None and recorded.version is not None:
        number = recorded.version
    earlier, before = [], None
    for final in store.each_version(new.key):
        if final.version is not None and (number is None or final.version < number):
            earlier.append(EarlierVersion(final.version, final.on, worded(final.assessment)))
            before = final
    return ReportContext(
        draft=not new.final,
        on=new.on,
        tool_version=new.tool_version,
        input_name=new.input_name,
        input_sha256=new.input_sha256,
        version_number=number,
        versions=tuple(earlier),
        maintained=tuple(one.printed() for one in entries_of(new.answers)),
        before=Recorded.of(before) if before is not None else None,
        mark=Mark.of(new.key, number, new.input_sha256, new.on).properties,
    )


def decision_of(assessment: Mapping[str, object]) -> str:
    """The decision taken in a recorded assessment, else the one proposed."""
    decision = assessment.get("decision")
    if not isinstance(decision, dict):
        return ""
    return str(decision.get("taken") or decision.get("proposed") or "")
