"""Words what the assessor judged: levels set beside the computed ones, factors struck, risks accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.render.references import references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dpia.assess.result import Acceptance, Level, RiskFinding, Score, Setting, Stage
    from dpia.render.case import Case, Item

_REFUSED_BY = {
    "below-floor": "K27",
    "likelihood-only-by": "K25",
    "without-additional-measure": "K17",
    "counted-twice": "K36",
}


def judged_rows(case: Case, findings: Iterable[RiskFinding], stages: Iterable[Stage]) -> list[Item]:
    """A row for everything that was set at these stages: risk, stage, and the whole difference in words."""
    return [
        {
            "code": finding.code,
            "title": case.text(case.questionnaire.risks[finding.id].title),
            "stage": case.term("stages", stage),
            "text": text,
        }
        for finding in findings
        for stage in stages
        for text in _told(case, finding, stage)
    ]


def _told(case: Case, finding: RiskFinding, stage: Stage) -> Iterator[str]:
    score = finding.scores.get(stage)
    if score is not None and score.settings:
        yield difference(case, score)
    if stage == "raw":
        for factor in case.questionnaire.risks[finding.id].factors:
            if factor.id in finding.struck:
                yield case.say(
                    "factor-struck-because",
                    factor=case.text(factor.text),
                    reason=finding.struck[factor.id],
                )


def difference(case: Case, score: Score) -> str:
    """What was computed, what was set, what became of it, and why: the whole sentence."""
    computed, held = _level(case, score.computed_worst), _level(case, score.worst)
    counted = [setting for setting in score.settings if setting.counts]
    reason = score.settings[0].reason
    lines = []
    if counted:
        key = "judged-kept" if held == computed else "judged-set"
        lines.append(case.say(key, computed=computed, held=held, reason=reason))
    lines += [_refused(case, one, computed) for one in score.settings if not one.counts]
    if not counted:
        lines.append(case.say("judged-reason", reason=reason))
    return "\n".join(lines)


def beside(case: Case, score: Score | None) -> str:
    """In short, that a level was set and what was computed ("" where nothing differs)."""
    if score is None or _level(case, score.worst) == _level(case, score.computed_worst):
        return ""
    return case.say("set-beside", computed=_level(case, score.computed_worst))


def setting_step(case: Case, setting: Setting) -> Item:
    """A row of the trail for one axis that was set."""
    axis = f"step-{setting.axis}"
    step = f"{setting.value - setting.computed:+d}".replace("-", "−") if setting.counts else ""
    change = case.say(axis, step=step) if step and setting.value != setting.computed else ""
    if setting.counts:
        text = case.say(
            f"set-{setting.axis}",
            value=setting.value,
            computed=setting.computed,
            reason=setting.reason,
        )
    else:
        text = f"{_refused(case, setting, '')} {case.say('judged-reason', reason=setting.reason)}"
    return {"change": change or case.say("step-unchanged"), "text": text}


def accepted(case: Case, acceptance: Acceptance | None) -> str:
    """Whether the assessor accepts the risk, with the discussion ("" where nothing is said)."""
    if acceptance is None:
        return ""
    key = "assessor-accepts" if acceptance.acceptable else "assessor-refuses"
    return f"{case.say(key)} {acceptance.discussion}".strip()


def _refused(case: Case, setting: Setting, computed: str) -> str:
    """Which value does not count, and by which rule."""
    rule = _REFUSED_BY[setting.refused]
    measures = "; ".join(references(case, setting.because))
    ground = case.say(f"refused-{setting.refused}", measures=measures)
    sentence = case.say(f"refused-{setting.axis}", value=setting.value, rule=rule, ground=ground)
    return f"{sentence} {case.say('computed-stands', computed=computed)}" if computed else sentence


def _level(case: Case, level: Level) -> str:
    return case.say(
        "score-short",
        severity=level.severity,
        likelihood=level.likelihood,
        level=case.text(case.questionnaire.scale.classes[level.level]),
    )
