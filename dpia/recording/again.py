"""A stored version assessed once more, without its workbook: for what changes after the workbook was sent in."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from dpia.answers import from_plain, to_plain, with_own
from dpia.answers.copied import with_copy
from dpia.answers.maintained import MAINTAINED
from dpia.assess import assess
from dpia.definitions import load_questionnaire
from dpia.order import Reading
from dpia.problems import refuse_incomplete
from dpia.recording.changed import changed_document
from dpia.recording.context import context_of
from dpia.register.origins import whole_source
from dpia.register.reading import items, mapping, text
from dpia.register.store import NewVersion
from dpia.termsreading import CopyAnswer
from dpia.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from dpia.assess.result import Assessment
    from dpia.model import Answers, Questionnaire
    from dpia.register.store import Store, StoredVersion

_OF_THE_COPY: Final = ("source", "document", "licence", "clauses")


def read_again(stored: StoredVersion) -> Reading:
    """Bring stored answers back, for the questionnaire of today, as if its workbook had just been read.

    Raises:
        DefinitionError: the questionnaire is not at hand.
        AnswersRejected: the questionnaire of today does not allow an answer of then.
    """
    base = load_questionnaire(stored.key.questionnaire)
    plain: dict[str, Any] = deepcopy(dict(stored.answers))
    copied = _copied(stored)
    for one in copied:
        if one.get("state") == "filled":
            plain.get("values", {}).pop(one.get("ref"), None)
    questionnaire, answers = _restored(base, plain)
    if copied:
        answers = with_copy(questionnaire, answers, (_answer(one) for one in copied))
    return Reading(
        questionnaire,
        answers,
        (),
        stored.language,
        stored.input_sha256,
        stored.source.rpartition("/")[2],
    )


def record_again(
    store: Store,
    stored: StoredVersion,
    reading: Reading,
    *,
    on: date,
    at: datetime,
    user: str,
    maintained: Iterable[Mapping[str, object]] | None = None,
) -> StoredVersion:
    """Assess and enter a new version after `stored`, a final after a final; no report is written.

    Args:
        store: The register; its write lock is taken, or belongs to the caller's transaction.
        stored: What stands so far.
        reading: As read_again gave it, with what has changed since.
        on: The date of the assessment.
        at: The clock, for the register only.
        user: Who does it, for the register only.
        maintained: What is entered in the register itself; None: as in `stored`.

    Raises:
        AnswersRejected: a final version would have to be incomplete or contradict itself.
    """
    assessment = assess(reading.questionnaire, reading.answers, on)
    if stored.final:
        refuse_incomplete(
            reading.questionnaire, reading.answers, assessment, name=stored.input_name
        )
    entered = stored.answers.get(MAINTAINED, []) if maintained is None else list(maintained)
    answers = to_plain(reading.answers) | ({MAINTAINED: entered} if entered else {})
    with store.transaction():
        new = replace(
            _of_today(stored, reading.questionnaire),
            source=whole_source(stored.source, store.origin_of(stored.id)),
            on=on,
            at=at,
            user=user,
            answers=answers,
            options_digest=_options(answers, on),
        )
        return store.add(
            replace(new, assessment=_document(store, stored, reading, assessment, new))
        )


def _restored(base: Questionnaire, plain: Mapping[str, Any]) -> tuple[Questionnaire, Answers]:
    """Own risks have rows in other tables, so the answers are read again, knowing them."""
    own = from_plain({"tables": _only_own(base, plain)}, base)
    questionnaire = with_own(base, own.tables)
    return questionnaire, from_plain(plain, questionnaire)


def _only_own(base: Questionnaire, plain: Mapping[str, Any]) -> dict[str, Any]:
    added = {table.id for table in base.tables() if table.adds}
    return {name: rows for name, rows in mapping(plain.get("tables")).items() if name in added}


def _copied(stored: StoredVersion) -> tuple[Mapping[str, Any], ...]:
    """What a copy of the terms answered when the version was made."""
    return items(mapping(stored.assessment.get("terms")).get("answers"))


def _answer(one: Mapping[str, Any]) -> CopyAnswer:
    place = mapping(one.get("place"))
    return CopyAnswer(
        text(one.get("ref")), text(one.get("found")), text(place.get("section")), place.get("page")
    )


def _of_today(stored: StoredVersion, questionnaire: Questionnaire) -> NewVersion:
    """The same processing, workbook and state, by the program and the questionnaire of today."""
    kept = {name: getattr(stored, name) for name in NewVersion.__dataclass_fields__}
    return replace(
        NewVersion(**kept),
        tool_version=__version__,
        questionnaire_version=questionnaire.version,
        questionnaire_digest=questionnaire.digest,
        files={},
    )


def _options(answers: Mapping[str, object], on: date) -> str:
    """Tells this version from the one that the workbook itself gave."""
    told = json.dumps(["again", on.isoformat(), __version__, answers], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _document(
    store: Store,
    stored: StoredVersion,
    reading: Reading,
    assessment: Assessment,
    new: NewVersion,
) -> dict[str, Any]:
    """The JSON record; what a copy of the terms says does not change by assessing again."""
    context = context_of(store, new)
    document, _ = changed_document(
        reading.questionnaire, assessment, new.answers, stored.language, context
    )
    before = mapping(stored.assessment.get("terms"))
    if before.get("document"):
        document["terms"] |= {name: before[name] for name in _OF_THE_COPY if name in before}
    return document
