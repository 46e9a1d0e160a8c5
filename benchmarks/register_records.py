"""Registers of any size with real records: answers and result of an example, each version with other people and dates.

BASE processings with their versions are entered as every assessment is, through the store. Larger registers are made
by copying the rows of these in SQL, under other numbers and names: to enter a hundred thousand would take an hour,
most of it for the seals, which no command measured here reads. So the copies have none, and "verify" would say so.

Usage: python -m benchmarks.register_records REGISTER.db EACH BEFORE VERSIONS EXAMPLE.xlsx
"""

import json
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import dpia
from benchmarks.register_size import BASE
from dpia.answers import check_answers, to_plain
from dpia.answers.plain import from_plain
from dpia.assess import assess
from dpia.definitions import load_questionnaire
from dpia.register import open_register
from dpia.register.store import NewVersion, ProcessingKey
from dpia.render.context import ReportContext
from dpia.render.json_ import render_json
from dpia.workbook.read import open_workbook, read_answers

ON = date(2026, 11, 24)
_STATUSES = ("implemented", "implemented", "partial", "planned", "not-planned")
_OWNERS = ("IT", "Personal", "Werkstatt", "Vertrieb", "Einkauf", "Logistik", "Geschäftsführung")
_COPIES = (
    """INSERT INTO processing SELECT number + :p, number + :p, controller, name || ' ' || :k, questionnaire
        FROM processing WHERE id <= :base""",
    """INSERT INTO version SELECT id + :v, processing + :p, kind, version, controller, name || ' ' || :k,
        source || '-' || :k, day, language, tool_version, questionnaire_version, questionnaire_digest,
        input_name, substr(input_sha256, 9) || printf('%08x', :k), options_digest, recorded_at, recorded_by,
        previous, digest FROM version WHERE id <= :versions""",
    "INSERT INTO content SELECT version + :v, document FROM content WHERE version <= :versions",
    """INSERT INTO written (sha256, name, version, sealed)
        SELECT substr(sha256, 9) || printf('%08x', :k), :k || '-' || name, version + :v, sealed
        FROM written WHERE version <= :versions""",
    """INSERT INTO summary SELECT place + 2 * :p, version + :v, newer_draft + :v, proposed, taken,
        highest_today, highest_target, stops_not_met, open_answers, next_review, follow
        FROM summary WHERE version <= :versions""",
    """INSERT INTO pending SELECT place + 2 * :p, version + :v, measure, code, status, owner, due
        FROM pending WHERE version <= :versions""",
)


def begin(path: Path, each: int, example: Path) -> None:
    """Make the register with the entered processings. each: final versions of a processing."""
    with open_register(path) as store, store.transaction():
        for new in records(example, BASE, each):
            store.add(new)


def grow(path: Path, each: int, before: int, versions: int) -> None:
    """Let a register with so many versions before have so many now; both multiples of BASE times each."""
    base = BASE * each
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA cache_size = -200000")
        for k in range(before // base, versions // base):
            processing, version = connection.execute(
                "SELECT max(processing.number), (SELECT max(id) FROM version) FROM processing"
            ).fetchone()  # entries were made since
            ids = {"k": k, "p": processing, "v": version, "base": BASE, "versions": base}
            for statement in _COPIES:
                connection.execute(statement, ids)


def records(example: Path, processings: int, each: int) -> Iterator[NewVersion]:
    """Final versions, assessed with answers of their own: other owners, dates, statuses and remarks."""
    opened = open_workbook(example)
    questionnaire = load_questionnaire(opened.questionnaire_id)
    answers, _ = check_answers(read_answers(opened, questionnaire), questionnaire)
    plain = to_plain(answers)
    chance = random.Random(1)  # noqa: S311  # the same register each time
    for processing in range(processings):
        for version in range(each):
            yield _record(plain, opened.language, (processing, version), chance)


def _record(
    plain: dict[str, Any], language: str, turn: tuple[int, int], chance: random.Random
) -> NewVersion:
    processing, version = turn
    on = ON - timedelta(days=200 * (10 - version))
    name = f"{plain['values'].get('processing-name', 'Messenger')} – Standort {processing}"
    varied = json.loads(json.dumps(plain))
    varied["values"] |= {
        "processing-name": name,
        "next-review": (on + timedelta(days=chance.randrange(100, 900))).isoformat(),
    }
    for row in varied["tables"]["measures"]:
        due = on + timedelta(days=chance.randrange(-60, 900))
        row |= {
            "status": chance.choice(_STATUSES),
            "owner": f"{chance.choice(_OWNERS)} {processing}",
            "due": due.isoformat(),
            "evidence": f"Protokoll {chance.randrange(10_000)} vom {due:%d.%m.%Y}",
        }
    questionnaire = load_questionnaire("messenger")
    answers = from_plain(varied, questionnaire)
    sha256 = f"{processing:032x}{version:032x}"
    context = ReportContext(
        draft=False,
        on=on,
        tool_version=dpia.__version__,
        input_name="answers.xlsx",
        input_sha256=sha256,
    )
    found = render_json(questionnaire, assess(questionnaire, answers, on), language, context)
    return NewVersion(
        key=ProcessingKey(varied["values"].get("controller-name", ""), name, "messenger"),
        final=True,
        source=f"standort-{processing}/answers",
        on=on,
        language=language,
        tool_version=dpia.__version__,
        questionnaire_version=questionnaire.version,
        questionnaire_digest=questionnaire.digest,
        input_name="answers.xlsx",
        input_sha256=sha256,
        options_digest="o1",
        answers=to_plain(answers),
        assessment=json.loads(found),
        files={f"standort-{processing}/answers-{version}.dpia.docx": f"{sha256[32:]}{sha256[:32]}"},
        at=datetime.combine(on, datetime.min.time(), UTC),
        user="dsb",
    )


def main() -> None:
    place, each, before, versions, example = sys.argv[1:]
    path = Path(place)
    if not path.exists():
        begin(path, int(each), Path(example))
    grow(path, int(each), max(int(before), BASE * int(each)), int(versions))


if __name__ == "__main__":
    main()
