"""The trail of one finding in plain words, for the screen: a title and paragraphs, each with its depth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dpia.render.references import reference
from dpia.render.trail import trail_view
from dpia.render.view_cover import proposal_view
from dpia.render.view_gates import gate_view, rule_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dpia.assess.result import (
        CriterionFinding,
        GateFinding,
        MeasureFinding,
        RiskFinding,
        RuleFinding,
    )
    from dpia.render.case import Case

DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. depth: 0 for the text itself, 1 and 2 for what belongs to the line above."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found under one code, and why."""

    code: str
    title: str
    paragraphs: tuple[Paragraph, ...] = field(default=())

    def plain(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "code": self.code,
            "title": self.title,
            "paragraphs": [{"depth": p.depth, "text": p.text} for p in self.paragraphs],
        }


def known_codes(case: Case) -> dict[str, tuple[str, ...]]:
    """Every code that can be explained, by kind."""
    found = case.assessment
    return {
        "gates": tuple(gate.code for gate in found.gates),
        "risks": tuple(risk.code for risk in found.risks),
        "measures": tuple(measure.code for measure in found.measures),
        "criteria": tuple(criterion.code for criterion in found.threshold.criteria),
        "rules": tuple(rule.code for rule in case.questionnaire.rules.values()),
    }


def explain(case: Case, code: str) -> Explanation | None:
    """Explain one code; None when there is nothing of that code. Upper case makes no difference."""
    wanted = code.casefold()
    if wanted == DECISION:
        return _decision(case)
    for findings, make in _kinds(case):
        for finding in findings:
            if finding.code.casefold() == wanted:
                return make(case, finding)
    for rule in case.questionnaire.rules.values():
        if rule.code.casefold() == wanted:
            text = case.say("explain-rule-silent", text=case.text(rule.text))
            return Explanation(rule.code, case.say("explain-rule"), (Paragraph(text),))
    return None


def _kinds(case: Case) -> Iterator[tuple[Iterable[Any], Callable[..., Explanation]]]:
    found = case.assessment
    yield found.gates, _gate
    yield found.risks, _risk
    yield found.measures, _measure
    yield found.threshold.criteria, _criterion
    yield found.rules, _rule


def _decision(case: Case) -> Explanation:
    view = proposal_view(case)
    lines = [Paragraph(view["decision"]), *(Paragraph(r, 1) for r in view["reasons"])]
    if view["range"]:
        lines.append(Paragraph(view["range"]))
    lines.append(Paragraph(case.say("explain-stops", stops=view["stops"])))
    lines.append(Paragraph(case.say("explain-today", level=view["today"])))
    lines.append(Paragraph(case.say("explain-target", level=view["target"])))
    return Explanation(DECISION, case.say("explain-decision"), tuple(lines))


def _gate(case: Case, finding: GateFinding) -> Explanation:
    view = gate_view(case, finding)
    lines = [
        Paragraph(f"{view['norm']} · {view['status']} · {view['effect']}"),
        Paragraph(view["explanation"]),
    ]
    if view["not_applicable"]:
        lines.append(Paragraph(view["not_applicable"]))
        lines += _looked_at(case, finding.because, 1)
    for need, shown in zip(finding.requirements, view["requirements"], strict=False):
        lines.append(Paragraph(f"{shown['text']} – {shown['status']}"))
        refs = (*need.because, *(ref for ref in need.open if ref not in need.because))
        lines += _looked_at(case, refs, 1)
    if view["remedy"]:
        lines.append(Paragraph(case.say("explain-remedy", text=view["remedy"])))
    lines.append(Paragraph(case.say("source-line", sources=view["sources"])))
    return Explanation(finding.code, view["title"], tuple(lines))


def _risk(case: Case, finding: RiskFinding) -> Explanation:
    risk = case.questionnaire.risks[finding.id]
    lines = [Paragraph(case.text(risk.event)), Paragraph(case.text(risk.impact))]
    if finding.applies is False:
        lines.append(Paragraph(case.say("explain-not-applicable")))
        lines += _looked_at(case, finding.because, 1)
        return Explanation(finding.code, case.text(risk.title), tuple(lines))
    view = trail_view(case, finding)
    lines += [Paragraph(view["start"]), Paragraph(view["start_ground"], 1)]
    for stage in view["stages"]:
        lines.append(Paragraph(stage["heading"]))
        for step in stage["steps"]:
            first, *more = str(step["text"]).splitlines() or [""]
            lines.append(Paragraph(f"{step['change']}: {first}", 1))
            lines += [Paragraph(line, 2) for line in more]
        if stage["idle"]:
            lines.append(Paragraph(stage["idle"], 1))
    if view["note"]:
        lines.append(Paragraph(view["note"]))
    if finding.because or finding.open:
        lines.append(Paragraph(case.say("explain-answers")))
        lines += _looked_at(case, dict.fromkeys((*finding.because, *finding.open)), 1)
    if finding.open:
        lines.append(Paragraph(case.say("explain-open")))
        lines += _looked_at(case, finding.open, 1)
    return Explanation(finding.code, case.text(risk.title), tuple(lines))


def _measure(case: Case, finding: MeasureFinding) -> Explanation:
    from dpia.render.view_measures import measures_view

    measure = case.questionnaire.measures[finding.id]
    row = next(r for r in measures_view(case)["all"] if r["code"] == finding.code)
    lines = [
        Paragraph(case.text(measure.explanation)),
        Paragraph(str(row["kind"]).replace("\n", ", ")),
    ]
    lines += [
        Paragraph(f"{case.say(key)}: {line}")
        for key, line in (
            ("explain-status", str(row["status"]).replace("\n", " ")),
            ("explain-evidence", str(row["evidence"]).replace("\n", "; ")),
            ("explain-owner", str(row["owner"]).replace("\n", ", ")),
            ("explain-risks", str(row["risks"])),
            ("explain-effect", str(row["effect"]).replace("\n", " ")),
        )
        if line
    ]
    place = _place(case, f"measure:{finding.id}").strip(" []")
    if place:
        lines.append(Paragraph(case.say("explain-place", place=place)))
    return Explanation(finding.code, case.text(measure.title), tuple(lines))


def _criterion(case: Case, finding: CriterionFinding) -> Explanation:
    criterion = case.questionnaire.criteria[finding.id]
    met = case.truth(known=finding.met)
    lines = [Paragraph(case.say("explain-met", met=met))]
    if criterion.hint is not None:
        lines.append(Paragraph(case.text(criterion.hint)))
    lines += _looked_at(case, finding.because, 1)
    lines.append(Paragraph(case.say("source-line", sources=case.cite(finding.sources))))
    title = case.marked(case.text(criterion.text), criterion.grounds)
    return Explanation(finding.code, title, tuple(lines))


def _rule(case: Case, finding: RuleFinding) -> Explanation:
    view = rule_view(case, finding)
    lines = [Paragraph(view["text"]), *_looked_at(case, finding.because, 1)]
    lines.append(Paragraph(case.say("source-line", sources=view["sources"])))
    return Explanation(finding.code, view["severity"], tuple(lines))


def _looked_at(case: Case, refs: Iterable[str], depth: int) -> list[Paragraph]:
    """The answers looked at, each with the cell in which it stands."""
    return [Paragraph(f"{reference(case, ref)}{_place(case, ref)}", depth) for ref in refs]


def _place(case: Case, ref: str) -> str:
    kind, _, name = ref.partition(":")
    if kind == "measure" and name:
        place = next((row.place for row in case.rows("measures") if row.id == name), None)
    elif kind == "table" and name:
        place = next((row.place for row in case.rows(name)), None)
    else:
        place = case.answers.places.get(ref)
    return f" [{place}]" if place is not None else ""
