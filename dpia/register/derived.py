"""What lists and reminders need of a version, laid down beside it so that no document has to be read for them.

It is no evidence: everything here can be made anew from the documents, and is after every migration.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from dpia.register.following import to_follow
from dpia.register.reading import day, items, mapping, text
from dpia.register.store import Pending, ProcessingKey, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dpia.register.database import Row, Value
    from dpia.register.store import NewVersion, RecordKind, StoredVersion

    Ask = Callable[..., list[Row]]

_DONE: Final = ("implemented", "not-planned")

_SUMMARY: Final = """
    SELECT version.id, version.kind, version.version, version.controller, version.name, version.source,
        version.day, version.questionnaire_version, version.questionnaire_digest, version.recorded_at,
        version.recorded_by, processing.number, processing.questionnaire, summary.place, summary.proposed,
        summary.taken, summary.highest_today, summary.highest_target, summary.stops_not_met,
        summary.open_answers, summary.next_review, summary.follow, draft.day AS draft_day
    FROM summary JOIN version ON version.id = summary.version
    JOIN processing ON processing.id = version.processing
    LEFT JOIN version AS draft ON draft.id = summary.newer_draft
    WHERE summary.place > ? ORDER BY summary.place LIMIT ?"""

_PENDING: Final = """
    SELECT pending.due, pending.place, pending.measure, pending.code, pending.status, pending.owner,
        version.id, version.kind, version.controller, version.name, processing.number,
        processing.questionnaire
    FROM pending JOIN version ON version.id = pending.version
    JOIN processing ON processing.id = version.processing
    WHERE pending.due <= ? AND (pending.due, pending.place, pending.measure) > (?, ?, ?)
    ORDER BY pending.due, pending.place, pending.measure LIMIT ?"""

_PAGE: Final = 500


def place_of(number: int, kind: RecordKind) -> int:
    """The place of a record in lists: by the number of its processing, the memo before the assessment."""
    return 2 * number + (kind == "dpia")


def summaries(ask: Ask) -> Iterator[Summary]:
    """All that stands, by its place; a page at a time, so that no lock is held in between."""
    after = 0
    while page := ask(_SUMMARY, after, _PAGE):
        yield from map(_summary, page)
        after = page[-1]["place"]


def pending(ask: Ask, until: date) -> Iterator[Pending]:
    """What is due until this day, by the due date; a page at a time."""
    after: tuple[str, int, str] = ("", 0, "")
    while page := ask(_PENDING, until.isoformat(), *after, _PAGE):
        yield from map(_pending, page)
        after = (page[-1]["due"], page[-1]["place"], page[-1]["measure"])


def stand(ask: Ask, new: NewVersion, version_id: int, number: int) -> None:
    """Let a version that was just recorded stand; a draft after a final is only named beside it.

    The draft that it replaces is gone already, and with it what was laid down of that.
    """
    place = place_of(number, new.key.kind)
    if not new.final and ask("SELECT 1 FROM summary WHERE place = ?", place):
        ask("UPDATE summary SET newer_draft = ? WHERE place = ?", version_id, place)
        return
    ask("DELETE FROM summary WHERE place = ?", place)
    ask("DELETE FROM pending WHERE place = ?", place)
    _insert(ask, "summary", {"place": place, "version": version_id, **_of_document(new)})
    for measure in _due_measures(new):
        _insert(ask, "pending", {"place": place, "version": version_id, **measure})


def rebuild(ask: Ask, standing: Iterable[StoredVersion]) -> None:
    """Make everything anew. standing: what stands, a draft begun since then after its final."""
    ask("DELETE FROM summary")
    ask("DELETE FROM pending")
    for stored in standing:
        stand(ask, stored, stored.id, stored.number)


def _insert(ask: Ask, table: str, row: dict[str, Value]) -> None:
    names, holes = ", ".join(row), ", ".join("?" * len(row))
    ask(f"INSERT INTO {table} ({names}) VALUES ({holes})", *row.values())  # noqa: S608  # our own names


def _of_document(new: NewVersion) -> dict[str, Value]:
    found = new.assessment
    headline, decision = mapping(found.get("headline")), mapping(found.get("decision"))
    review = day(mapping(new.answers.get("values")).get("next-review"))
    stops = headline.get("stops_not_met")
    return {
        "proposed": text(decision.get("proposed")),
        "taken": text(decision.get("taken")),
        "highest_today": json.dumps(headline.get("highest_today"), sort_keys=True),
        "highest_target": json.dumps(headline.get("highest_target"), sort_keys=True),
        "stops_not_met": stops if isinstance(stops, int) else None,
        "open_answers": len(items(found.get("open"))),
        "next_review": review.isoformat() if review else None,
        "follow": json.dumps(to_follow(new), sort_keys=True),
    }


def _due_measures(new: NewVersion) -> list[dict[str, Value]]:
    """One row a measure: a document that names one twice is not ours, but must not stop the register."""
    found: dict[str, dict[str, Value]] = {}
    for one in items(new.assessment.get("measures")):
        due, status = day(one.get("due")), text(one.get("status"))
        if due is None or status in _DONE or one.get("applies") is False:
            continue
        found[text(one.get("id"))] = {
            "measure": text(one.get("id")),
            "code": text(one.get("code")),
            "status": status,
            "owner": text(one.get("owner")),
            "due": due.isoformat(),
        }
    return list(found.values())


def _key(row: Row) -> ProcessingKey:
    return ProcessingKey(row["controller"], row["name"], row["questionnaire"], row["kind"])


def _summary(row: Row) -> Summary:
    return Summary(
        id=row["id"],
        number=row["number"],
        key=_key(row),
        version=row["version"],
        on=date.fromisoformat(row["day"]),
        at=datetime.fromisoformat(row["recorded_at"]),
        user=row["recorded_by"],
        source=row["source"],
        questionnaire_version=row["questionnaire_version"],
        questionnaire_digest=row["questionnaire_digest"],
        proposed=row["proposed"],
        taken=row["taken"],
        highest_today=json.loads(row["highest_today"]),
        highest_target=json.loads(row["highest_target"]),
        stops_not_met=row["stops_not_met"],
        open=row["open_answers"],
        next_review=day(row["next_review"]),
        newer_draft=day(row["draft_day"]),
        follow=json.loads(row["follow"]),
    )


def _pending(row: Row) -> Pending:
    return Pending(
        version_id=row["id"],
        number=row["number"],
        key=_key(row),
        measure=row["measure"],
        code=row["code"],
        status=row["status"],
        owner=row["owner"],
        due=date.fromisoformat(row["due"]),
    )
