"""Words a score: severity, likelihood and class of a risk at one stage, or the range still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.render import fills

if TYPE_CHECKING:
    from dpia.assess.result import Level, Score
    from dpia.render.case import Case, Item


def score_view(case: Case, score: Score | None) -> Item:
    """Return the score for table cells; dashes where a risk is not scored."""
    if score is None:
        return dict.fromkeys(("severity", "likelihood", "level", "short"), "–") | {
            "fill": fills.NONE,
            "border": "",
        }
    worst, best = score.worst, score.best
    severity = _range(best.severity, worst.severity)
    likelihood = _range(best.likelihood, worst.likelihood)
    level = level_range(case, best.level, worst.level)
    return {
        "severity": severity,
        "likelihood": likelihood,
        "level": level,
        "fill": fill(case, worst.level),
        "border": border_note(case, worst),
        "short": case.say("score-short", severity=severity, likelihood=likelihood, level=level),
    }


def level_range(case: Case, best: str, worst: str) -> str:
    """Return the class in words, or "from ... to ..." while answers are open."""
    if best == worst:
        return level_name(case, worst)
    return case.say("level-range", best=level_name(case, best), worst=level_name(case, worst))


def level_name(case: Case, level: str) -> str:
    """Return the name of a class; an unknown one is named as not assessed."""
    classes = case.questionnaire.scale.classes
    return case.text(classes[level]) if level in classes else case.say("not-assessed")


def fill(case: Case, level: str) -> str:
    """Return the background colour of a class."""
    return case.questionnaire.scale.class_fill.get(level, fills.NONE)


def border_note(case: Case, level: Level) -> str:
    """Return the note on a split cell of the matrix ("" for any other)."""
    return case.text(case.questionnaire.scale.border.get((level.severity, level.likelihood)))


def acceptance(case: Case, level: Level) -> str:
    """Return in short whether the class is acceptable; the highest severity is never so of itself."""
    scale = case.questionnaire.scale
    ranks = scale.class_rank.values()
    rank = scale.class_rank.get(level.level, max(ranks))
    key = {min(ranks): "accept-lowest", max(ranks): "accept-highest"}.get(rank, "accept-between")
    lines = [case.say(key)]
    if level.severity == max(scale.levels):
        lines.append(case.say("acceptance-highest-severity"))
    if level.border:
        lines.append(case.say("acceptance-border"))
    return "\n".join(lines)


def _range(best: int, worst: int) -> str:
    return str(worst) if best == worst else f"{min(best, worst)}–{max(best, worst)}"
