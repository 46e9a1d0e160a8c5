"""The rows of the sheets Assessments, Risks, Measures and Gates, each made of one stored version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dpia.model import UNCLEAR
from dpia.register.links import Link, link_target
from dpia.register.opened import deciding
from dpia.register.reading import (
    Item,
    StoredAnswers,
    codes_of,
    day,
    items,
    mapping,
    span,
    strings,
    text,
)
from dpia.register.seen import row_key, seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dpia.model import Factor, Gate, Measure, Risk
    from dpia.register.cells import Cell
    from dpia.register.seen import RowKey
    from dpia.register.store import Current, StoredVersion
    from dpia.register.words import Words

    RowValues = Mapping[str, Cell]

_STAGES = (
    ("raw", "raw", "raw"),
    ("inherent", "inherent", "inherent"),
    ("residual_today", "today", "residual-today"),
    ("residual_target", "target", "residual-target"),
)


@dataclass(frozen=True)
class Rows:
    """The rows of one processing."""

    current: Current
    words: Words

    @property
    def version(self) -> StoredVersion:
        """The version that is shown."""
        return self.current.shown

    @cached_property
    def answers(self) -> StoredAnswers:
        """Its answers, in words."""
        return StoredAnswers(self.version, self.words)

    def key_of(self, target: str = "") -> str:
        """The hidden key of one of its rows."""
        return str(self._key._replace(target=target))

    @cached_property
    def _key(self) -> RowKey:
        return row_key(self.version.number, self.version.key)

    @property
    def _head(self) -> dict[str, Cell]:
        return {"number": self.version.number, "processing": self.version.key.name}

    @cached_property
    def _measures(self) -> tuple[Item, ...]:
        return items(self.version.assessment.get("measures"))

    @cached_property
    def _risks(self) -> Mapping[str, Risk]:
        return self.words.questionnaire.risks if self.words.questionnaire else {}

    @cached_property
    def _known_measures(self) -> Mapping[str, Measure]:
        return self.words.questionnaire.measures if self.words.questionnaire else {}

    def assessment(self) -> RowValues:
        """The one row of the sheet Assessments."""
        words, found = self.words, self.version.assessment
        headline, decision = mapping(found.get("headline")), mapping(found.get("decision"))
        best, worst = text(decision.get("best")), text(decision.get("worst"))
        taken = text(decision.get("taken"))
        is_open = best != worst
        return {
            **self._entry(),
            "proposed": words.status("decision", text(decision.get("proposed"))),
            "taken": words.status("decision", taken) if taken else words.say("not-decided"),
            "stops": headline.get("stops_not_met", ""),
            "today": self._highest(headline.get("highest_today")),
            "target": self._highest(headline.get("highest_target")),
            "span": words.say(
                "span", best=words.status("decision", best), worst=words.status("decision", worst)
            )
            if is_open
            else "",
            "open": len(items(found.get("open"))),
            "deciding": deciding(words, found.get("open")),
            "overdue": sum(
                self.words.is_overdue(day(one.get("due")), text(one.get("status")))
                for one in self._measures
            ),
            "review": words.review(day(self.answers.value("next-review"))),
        }

    def memo(self) -> RowValues:
        """The one row of a threshold memo, on the same sheet."""
        words, found = self.words, self.version.assessment
        taken = text(mapping(found.get("decision")).get("taken"))
        return {
            **self._entry(),
            "taken": words.status("memo", taken) if taken else words.say("not-decided"),
            "open": len(items(found.get("open"))),
        }

    def _entry(self) -> dict[str, Cell]:
        """What the rows of assessments and memos share."""
        words, version = self.words, self.version
        result = text(mapping(version.assessment.get("threshold")).get("result"))
        return {
            **self._head,
            "controller": version.key.controller,
            "questionnaire": self._questionnaire(),
            "kind-of-record": words.status("record-kind", version.key.kind),
            "state": self.state,
            "date": version.on,
            "threshold": words.status("threshold", result),
            "report": self._report(),
            "input": version.input_sha256[:12],
            "key": self.key_of(version.key.kind),
        }

    def risks(self) -> Iterator[RowValues]:
        """A row for every risk of the questionnaire."""
        for found in items(self.version.assessment.get("risks")):
            known = self._risks.get(text(found.get("id")))
            row = {**self._head, **self._risk_texts(found, known)}
            for stage, short, column in _STAGES:
                row |= self._score(mapping(found.get(stage)), short, column)
            row |= self._risk_measures(found)
            row["key"] = self.key_of(text(found.get("id")))
            yield row

    def measures(self) -> Iterator[RowValues]:
        """A row for every measure of the questionnaire."""
        words = self.words
        for found in self._measures:
            known = self._known_measures.get(text(found.get("id")))
            code, status, due = text(found.get("code")), text(found.get("status")), found.get("due")
            yield {
                **self._head,
                "measure-id": code,
                "title": words.text(known.title) if known else _stored_title(found) or code,
                "kind": words.term("measure-kinds", known.kind) if known else "",
                "set": words.say("set-baseline" if found.get("baseline") else "set-additional"),
                "tables": words.terms("edpb-fields", known.tables) if known else "",
                "measure-risks": ", ".join(codes_of(strings(found.get("risks")), self._risks)),
                "status": words.status("status", status),
                "owner": text(found.get("owner")),
                "due": day(due) or (words.say("answer-unclear") if due == UNCLEAR else text(due)),
                "due-state": words.due(day(due), status),
                "evidence": text(found.get("evidence")),
                "effort": words.term("efforts", known.effort) if known else "",
                "change-l": known.likelihood if known else None,
                "change-s": known.severity if known else None,
                "remark": text(found.get("reason")),
                "key": self.key_of(text(found.get("id"))),
                "seen": seen(entered_of(found)),
            }

    def gates(self) -> Iterator[RowValues]:
        """A row for every gate of the questionnaire."""
        words = self.words
        gates: Mapping[str, Gate] = words.questionnaire.gates if words.questionnaire else {}
        for found in items(self.version.assessment.get("gates")):
            known = gates.get(text(found.get("id")))
            stop, code = found.get("stop"), text(found.get("code"))
            yield {
                **self._head,
                "gate-id": code,
                "title": words.text(known.title) if known else code,
                "norm": words.text(known.norm) if known else "",
                "stop": words.say(
                    "gate-open" if stop is None else "answer-yes" if stop else "answer-no"
                ),
                "status": words.status("gate", text(found.get("status"))),
                "reason": self._gate_reason(found, known),
                "date": self.version.on,
                "key": self.key_of(text(found.get("id"))),
            }

    def _questionnaire(self) -> str:
        known, version = self.words.questionnaire, self.version.questionnaire_version
        title = self.words.text(known.title) if known else self.version.key.questionnaire
        return self.words.say("questionnaire-version", title=title, version=version)

    @cached_property
    def state(self) -> str:
        """Draft or final, and which."""
        version, draft = self.version.version, self.current.newer_draft
        if version is None:
            return self.words.say("state-draft")
        if draft is None:
            return self.words.say("state-final", version=version)
        return self.words.say("state-newer-draft", version=version, date=self.words.day(draft.on))

    def _highest(self, value: object) -> str:
        best, worst = span(value)
        return self.words.levels(text(best), text(worst)) or self.words.say("no-risk-applies")

    def _report(self) -> Link | None:
        """The Word report, by its place relative to the register; the last one known, should it have moved."""
        for name in reversed(tuple(self.version.files)):
            if name.lower().endswith(".docx"):
                return Link(re.split(r"[/\\]", name)[-1], link_target(name))
        return None

    def _risk_texts(self, found: Item, known: Risk | None) -> dict[str, Cell]:
        words, code = self.words, text(found.get("code"))
        judged = self._judged(found)
        if known is None:
            title = _stored_title(found) or code
            return {"risk-id": code, "title": title, "judged": judged}
        level = span(mapping(found.get("inherent")).get("level"))[1]
        scale = words.questionnaire.scale if words.questionnaire else None
        acceptance = scale.acceptance.get(text(level)) if scale else None
        return {
            "risk-id": code,
            "track": words.term("tracks", known.track),
            "title": words.text(known.title),
            "source": words.text(known.source),
            "event": words.text(known.event),
            "impact": words.text(known.impact),
            "persons": words.terms("persons", known.persons),
            "goals": words.terms("goals", known.goals),
            "factors": words.lines(words.text(factor.text) for factor in _factors(found, known)),
            "acceptance": words.lines(
                (words.text(acceptance), self._accepted(found, "residual_target"))
            ),
            "judged": judged,
            "reason": words.text(known.grounds.why),
        }

    def _judged(self, found: Item) -> str:
        """What the assessor set, beside what was computed, and why; or why the risk does not apply."""
        words, lines = self.words, []
        if excluded := text(found.get("excluded")):
            lines.append(words.say("judged-excluded", reason=excluded))
        for stage, _, column in _STAGES:
            for one in items(mapping(found.get(stage)).get("set")):
                key = "judged-set" if one.get("counts") else "judged-refused"
                lines.append(
                    words.say(
                        key,
                        stage=words.say(f"column-{column}"),
                        axis=words.say(f"judged-{text(one.get('axis'))}"),
                        value=text(one.get("value")),
                        computed=text(one.get("computed")),
                        reason=text(one.get("reason")),
                    )
                )
        return words.lines(lines)

    def _accepted(self, found: Item, stage: str) -> str:
        """Whether the assessor accepts the residual risk, "" where nothing was said."""
        one = mapping(mapping(found.get("acceptance")).get(stage))
        if not one:
            return ""
        key = "judged-accepted" if one.get("acceptable") else "judged-not-accepted"
        return self.words.say(key, reason=text(one.get("discussion"))).strip()

    def _score(self, score: Item, short: str, column: str) -> dict[str, Cell]:
        best, worst = span(score.get("level"))
        return {
            f"{short}-s": self._figure(score.get("severity")),
            f"{short}-l": self._figure(score.get("likelihood")),
            column: self.words.levels(text(best), text(worst)),
        }

    def _figure(self, value: object) -> Cell:
        best, worst = span(value)
        if best == worst:
            return best if isinstance(best, int) else None
        return self.words.say("number-range", best=best, worst=worst)

    def _risk_measures(self, found: Item) -> dict[str, Cell]:
        """Which measures act on the risk, whose they are, and how far they are."""
        words = self.words
        mine = self._acting_on(found)
        wanted = [
            one for one in mine if text(one.get("status")) not in ("", "not-planned", UNCLEAR)
        ]
        done = sum(one.get("status") == "implemented" for one in wanted)
        applies = found.get("applies")
        state = (
            words.say("risk-state", done=done, all=len(wanted))
            if wanted
            else words.say("risk-no-measures")
        )
        if applies is False:
            state = words.say("risk-not-applicable")
        elif applies is None:
            state = f"{words.say('risk-applies-open')}; {state}"
        return {
            "risk-measures": words.lines(self._measure_named(one) for one in wanted),
            "owner": ", ".join(dict.fromkeys(text(m["owner"]) for m in wanted if m.get("owner"))),
            "risk-state": state,
        }

    @cached_property
    def _acting(self) -> Mapping[str, list[int]]:
        """The places of the measures by the risks that they name, by id or code."""
        found: dict[str, list[int]] = {}
        for place, measure in enumerate(self._measures):
            for ref in {*strings(measure.get("risks"))}:
                found.setdefault(ref, []).append(place)
        return found

    def _acting_on(self, risk: Item) -> list[Item]:
        """The measures that act on a risk, in their order."""
        refs = (text(risk.get("id")), text(risk.get("code")))
        places = {place for ref in refs for place in self._acting.get(ref, ())}
        return [self._measures[place] for place in sorted(places)]

    def _measure_named(self, measure: Item) -> str:
        known = self._known_measures.get(text(measure.get("id")))
        title = self.words.titled(text(measure.get("code")), known)
        status = self.words.status("status", text(measure.get("status")))
        return self.words.say("measure-named", title=title, status=status)

    def _gate_reason(self, found: Item, known: Gate | None) -> str:
        words, status = self.words, text(found.get("status"))
        if known is None:
            return ""
        if status == "not_applicable":
            return words.text(known.not_applicable_text)
        texts: dict[str, Any] = {one.id: one.text for one in known.requires}
        return words.lines(
            words.say(
                "requirement-named",
                status=words.status("gate", text(need.get("status"))),
                text=words.text(texts[text(need.get("id"))]),
            )
            for need in items(found.get("requirements"))
            if text(need.get("id")) in texts
        )


def entered_of(measure: Item) -> dict[str, str]:
    """What people maintain of a measure, as a version keeps it: codes, ISO dates, texts."""
    return {
        column: text(measure.get(name))
        for column, name in (
            *((one, one) for one in ("status", "owner", "due", "evidence")),
            ("remark", "reason"),
        )
    }


def _stored_title(found: Item) -> str:
    """The title of what the user added; a title of the catalogue is never taken from an old assessment."""
    return text(found.get("title")) if found.get("own") else ""


def _factors(found: Item, known: Risk) -> Iterator[Factor]:
    """The circumstances that shifted the risk."""
    counted = {
        text(step.get("key"))
        for step in items(mapping(found.get("inherent")).get("steps"))
        if step.get("kind") == "factor"
    }
    for factor in known.factors:
        if factor.id in counted:
            yield factor
