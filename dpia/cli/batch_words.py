"""What a batch says of each workbook, and under which headings it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dpia.cli.base import say
from dpia.cli.summary import FIRST_LEVEL, STOP_NOT_MET
from dpia.definitions import load_questionnaire

if TYPE_CHECKING:
    from dpia.batch.running import Done
    from dpia.register.store import StoredVersion

_FAILURES = (1, 3, 4)


@dataclass(frozen=True, slots=True)
class Said:
    """The line of a workbook, the rows of the table that it counts in, and the exit code by its risk."""

    line: str
    rows: tuple[str, ...]
    risk: int = 0


class Words:
    """Words lines and rows in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._decisions: dict[str, None] = {}
        self._levels: dict[str, None] = {}

    def of(self, done: Done, number: int, count: int) -> Said:
        """Return what is said of a workbook."""
        place = {"number": number, "count": count, "file": done.workbook.name}
        if done.passed_over:
            return Said(self._say("batch-line-passed", **place), (self._say("batch-passed"),))
        if done.stored is None:
            return self._failed(done, place)
        return self._recorded(done, done.stored, place)

    def labels(self) -> list[str]:
        """The rows of the table in their order."""
        return [
            *(self._say(f"batch-{key}") for key in ("assessed", "unchanged")),
            *(self._say(f"batch-failed-{code}") for code in _FAILURES),
            self._say("batch-passed"),
            *self._decisions,
            *self._levels,
        ]

    def _failed(self, done: Done, place: dict[str, object]) -> Said:
        assert done.error is not None  # noqa: S101  # a workbook is recorded or refused
        pieces = [done.error.message(self.language)]
        checked = done.error.values.get("checked")
        if checked is not None:
            pieces.append(self._say("checked-written", file=checked))
        code = done.error.exit_code
        message = " ".join(" ".join(pieces).split())
        line = self._say("batch-line-failed", **place, code=code, message=message)
        return Said(line, (self._say(f"batch-failed-{code}"),))

    def _recorded(self, done: Done, stored: StoredVersion, place: dict[str, object]) -> Said:
        found: dict[str, Any] = dict(stored.assessment)
        questionnaire = load_questionnaire(stored.key.questionnaire)
        scale, headline = questionnaire.scale, found["headline"]
        decision = questionnaire.terms["decisions"][found["decision"]["proposed"]][self.language]
        level = headline["highest_today"]["worst"]
        today = scale.classes[level][self.language]
        by_decision = self._say("batch-by-decision", decision=decision)
        by_level = self._say("batch-by-level", today=today)
        self._note(scale.class_rank, scale.classes, questionnaire.terms["decisions"])
        line = self._say(
            "batch-line",
            **place,
            state=self._state(stored),
            decision=decision,
            today=today,
            open=sum(1 for one in found["open"] if one["required"]),
            errors=sum(1 for one in found["findings"] if one["severity"] == "error"),
        )
        row = self._say("batch-unchanged" if done.unchanged else "batch-assessed")
        if done.unchanged:
            line = self._say("batch-line-unchanged", line=line)
        risk = STOP_NOT_MET if headline["stops_not_met"] else FIRST_LEVEL + scale.class_rank[level]
        return Said(line, (row, by_decision, by_level), risk)

    def _note(self, rank: Any, classes: Any, decisions: Any) -> None:  # noqa: ANN401  # mappings of texts
        """Keep the order that the questionnaire gives its decisions, and levels from the highest down."""
        for text in decisions.values():
            self._decisions[self._say("batch-by-decision", decision=text[self.language])] = None
        for code in sorted(rank, key=rank.__getitem__, reverse=True):
            label = self._say("batch-by-level", today=classes[code][self.language])
            self._levels[label] = None

    def _state(self, stored: StoredVersion) -> str:
        if stored.version is None:
            return self._say("draft-state")
        return self._say("final-state", number=stored.version)

    def _say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)
