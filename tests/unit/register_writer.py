"""A program that records finals without end, and says each one that it was told is recorded.

Arguments: the register, who writes, how many (0: until it is killed), which processing.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime

from dpia.register import open_register
from dpia.register.store import NewVersion, ProcessingKey


def of(writer: str, turn: int, processing: str = "shared") -> NewVersion:
    """An entry that nobody else makes."""
    return NewVersion(
        key=ProcessingKey("Muster GmbH", processing, "messenger"),
        final=True,
        source="answers",
        on=date(2026, 11, 24),
        language="de",
        tool_version="1.0",
        questionnaire_version="1.0",
        questionnaire_digest="q1",
        input_name="answers.xlsx",
        input_sha256=f"{writer}-{turn}",
        options_digest="o1",
        answers={"values": {"writer": writer, "turn": turn}},
        assessment={"decision": {"proposed": "approved"}},
        files={f"{writer}-{turn}.docx": f"docx-{writer}-{turn}"},
        at=datetime(2026, 11, 24, 10, 30, tzinfo=UTC),
        user=writer,
    )


def main(register: str, writer: str, count: int, processing: str) -> None:
    """Record, each time as a program of its own would."""
    turn = 0
    while not count or turn < count:
        with open_register(register) as store, store.transaction():
            new = of(writer, turn, processing)
            number = store.next_number(new.key)
            stored = store.add(replace(new, assessment={"printed": number}))
        print(stored.number, stored.version, stored.input_sha256, flush=True)  # noqa: T201
        turn += 1


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
