"""One processing on a page: what was decided, where it stands, what is missing, what is to do, what was written."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from dpia.i18n import messages
from dpia.register import listed
from dpia.register.opened import named
from dpia.register.reading import Item, day, items, mapping, span, text
from dpia.register.rows import Rows
from dpia.register.summaries import summary_of
from dpia.register.terms_row import terms_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dpia.register.kept import KeptFile
    from dpia.register.store import Current
    from dpia.register.words import Words

_STATUSES: Final = ("implemented", "partial", "planned", "not-planned", "unclear", "")
_INDENT: Final = "  "


@dataclass(frozen=True)
class Page:
    """What stands of one processing, ready to be printed. files: those written for the shown version."""

    current: Current
    words: Words
    files: Sequence[KeptFile]

    def lines(self, width: int) -> list[str]:
        """Return the page for the screen."""
        found = [*self._head(width)]
        if self.current.shown.key.kind == "dpia":
            for title, part in (
                ("page-gates", self._gates()),
                ("page-risks", self._risks()),
                ("page-open", self._open()),
                ("page-measures", self._measures()),
                ("page-terms", self._terms()),
            ):
                found += self._section(title, part, width)
        return found + self._section("page-files", self._files(), width)

    def item(self) -> dict[str, Any]:
        """Return the same as data, with the record of the assessment as it is stored."""
        version = self.current.shown
        measures = items(version.assessment.get("measures"))
        return listed.summary_item(summary_of(self.current)) | {
            "gates_not_met": [text(one.get("code")) for one in self._unmet()],
            "deciding": [text(one.get("ref")) for one in self._deciding()],
            "measures": {
                status or "none": sum(text(one.get("status")) == status for one in measures)
                for status in _STATUSES
            },
            "overdue": [text(one.get("code")) for one in measures if self._overdue(one)],
            "files": [one.plain() for one in self.files],
            "record": version.assessment,
        }

    def _head(self, width: int) -> Iterator[str]:
        one, words, version = summary_of(self.current), self.words, self.current.shown
        yield from wrap(
            f"{self._tell('number', number=one.number)} {listed.heading(one, words)}", width
        )
        known = words.questionnaire
        title = words.text(known.title) if known else version.key.questionnaire
        lines = [
            listed.state(one, words),
            words.say("questionnaire-version", title=title, version=one.questionnaire_version),
            self._tell(
                "recorded",
                date=words.day(version.at.date()),
                user=version.user or "–",
                source=version.input_name,
            ),
            listed.decided(one, words),
        ]
        if version.key.kind == "dpia":
            lines += [listed.levels(one, words), listed.todo(one, words)]
        else:
            result = text(mapping(version.assessment.get("threshold")).get("result"))
            lines.append(self._tell("threshold", result=words.status("threshold", result)))
        for line in lines:
            yield from wrap(line, width, initial_indent=_INDENT, subsequent_indent=_INDENT * 2)

    def _section(self, title: str, lines: Iterator[str], width: int) -> list[str]:
        """A title and its lines; a section without any says that there is none."""
        found = [*lines] or [self._tell("nothing")]
        deeper = _INDENT * 2
        wrapped = [
            part
            for line in found
            for part in wrap(line, width, initial_indent=_INDENT, subsequent_indent=deeper)
        ]
        return ["", self._tell(title), *wrapped]

    def _unmet(self) -> Iterator[Item]:
        for one in items(self.current.shown.assessment.get("gates")):
            if one.get("status") not in {"met", "not_applicable"}:
                yield one

    def _gates(self) -> Iterator[str]:
        known = self.words.questionnaire.gates if self.words.questionnaire else {}
        for one in self._unmet():
            title = self.words.titled(text(one.get("code")), known.get(text(one.get("id"))))
            status = self.words.status("gate", text(one.get("status")))
            key = "gate-stop" if one.get("stop") else "gate"
            yield self._tell(key, gate=title, status=status)

    def _risks(self) -> Iterator[str]:
        """The risks of the highest class today or after the plan, as far as that is above the lowest."""
        known = self.words.questionnaire
        rank = known.scale.class_rank if known else {}
        found = [
            one
            for one in items(self.current.shown.assessment.get("risks"))
            if one.get("applies") is not False and one.get("residual_today")
        ]
        height = {id(one): max(rank.get(level, 0) for level in _classes(one)) for one in found}
        top = max(height.values(), default=0)
        lowest = min(rank.values(), default=0)
        risks = known.risks if known else {}
        for one in found:
            if height[id(one)] == top > lowest:
                today, target = (
                    self.words.levels(*map(text, span(mapping(one.get(stage)).get("level"))))
                    for stage in ("residual_today", "residual_target")
                )
                title = self.words.titled(text(one.get("code")), risks.get(text(one.get("id"))))
                yield self._tell("risk", risk=title, today=today, target=target)

    def _deciding(self) -> Iterator[Item]:
        for one in items(self.current.shown.assessment.get("open")):
            if mapping(one.get("reach")).get("decides"):
                yield one

    def _open(self) -> Iterator[str]:
        for one in self._deciding():
            yield named(self.words, text(one.get("ref")))

    def _measures(self) -> Iterator[str]:
        found = items(self.current.shown.assessment.get("measures"))
        counts = [
            self._tell("measure-count", status=self.words.status("status", status), count=count)
            for status in _STATUSES
            if (count := sum(text(one.get("status")) == status for one in found))
        ]
        if counts:
            yield "; ".join(counts)
        known = self.words.questionnaire.measures if self.words.questionnaire else {}
        for one in found:
            if self._overdue(one):
                title = self.words.titled(text(one.get("code")), known.get(text(one.get("id"))))
                due = self.words.due(day(one.get("due")), text(one.get("status")))
                owner = text(one.get("owner")) or "–"
                yield self._tell("measure-due", measure=title, due=due, owner=owner)

    def _overdue(self, measure: Item) -> bool:
        return self.words.is_overdue(day(measure.get("due")), text(measure.get("status")))

    def _terms(self) -> Iterator[str]:
        row = terms_row(Rows(self.current, self.words))
        if row is None:
            return
        for key in ("product", "terms-version", "terms-archived", "terms-source", "terms-copy"):
            if row[key]:
                yield self._tell("labelled", label=self.words.say(f"column-{key}"), value=row[key])

    def _files(self) -> Iterator[str]:
        for one in self.files:
            yield self._tell(f"kept-{one.state}", name=one.name)

    def _tell(self, key: str, **values: object) -> str:
        return messages("history")(key, self.words.language, **values)


def _classes(risk: Item) -> tuple[str, str]:
    worst = (
        text(span(mapping(risk.get(stage)).get("level"))[1])
        for stage in ("residual_today", "residual_target")
    )
    today, target = worst
    return today, target
