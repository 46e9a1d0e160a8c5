"""The fields of labels and values (0.1, 0.3, 0.4, 1.1.d) and the technical sheet of the DPIA (0.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.model import NO, YES
from dpia.render.boxes import box, boxes, field_boxes
from dpia.render.edpb import fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dpia.render.case import Case, Item
    from dpia.render.edpb import Part

_PLAIN = frozenset({"text", "long-text", "date"})
_OTHER = "national-list"


def field_rows(
    case: Case, number: str, special: Mapping[str, Callable[[Part], str]] | None = None
) -> list[Item]:
    """Return the rows that the template fixes for a field; `special` words single rows in its own way."""
    found = []
    for part in fields()[number].rows:
        word = (special or {}).get(part.id)
        value = word(part) if word else _answers(case, part.asked)
        found.append({"label": part.label[case.language], "value": value or "–"})
    return found


def context_rows(case: Case) -> list[Item]:
    """Field 1.1.d: its last row holds the two questions on borders, with boxes and justification."""

    def circumstances(part: Part) -> str:
        lines = [_answers(case, part.asked[:1])]
        lines += [_crossing(case, question_id) for question_id in part.asked[1:]]
        return "\n".join(lines)

    return field_rows(case, "1.1.d", {"context": circumstances})


def _crossing(case: Case, question_id: str) -> str:
    question, *parts = fields()["1.1.d"].boxes[question_id]
    value = str(case.answers.values.get(question_id))
    marks = "   ".join(box(p.label[case.language], ticked=p.id == value) for p in parts)
    lines = [f"{question.label[case.language]} {marks}"]
    if value not in {YES, NO}:
        lines[0] += f" ({case.yes_no(case.answers.values.get(question_id))})"
    if remark := case.answers.notes.get(question_id):
        lines.append(case.say("justified-by", text=remark))
    elif value == YES and question_id == "transfer":
        lines.append(case.say("justified-in", fields="0.2, 2.3.c"))
    return "\n".join(lines)


def _answers(case: Case, question_ids: Iterable[str]) -> str:
    """The answers to several questions in one cell; only what explains itself stands without its question."""
    found = [case.questions[q] for q in question_ids if q in case.questions]
    asked = [question for question in found if not case.not_asked(question)]
    if len(asked) == 1:
        return case.answer_to(asked[0])
    lines = []
    for question in asked:
        answer = case.answer_in_line(question)
        answered = case.answers.values.get(question.id) is not None
        if question.kind not in _PLAIN or not answered:
            text = case.text(question.text)
            answer = f"{text}{' ' if text.endswith('?') else ': '}{answer}"
        lines.append(answer)
    return "\n".join(lines)


def technical_sheet(case: Case, version: str) -> list[Item]:
    """Field 0.5: the eight rows of the template."""
    return field_rows(
        case,
        "0.5",
        {
            "version": lambda part: f"{version}\n{_answers(case, part.asked)}",
            "team": lambda _: _team(case),
            "reasons": lambda _: _reasons(case),
            "publication": lambda _: _publication(case),
        },
    )


def _team(case: Case) -> str:
    lines = []
    for row in case.rows("dpia-team"):
        cells = [case.cell("dpia-team", row, column) for column in ("name", "role", "tasks")]
        name, *more = [cell for cell in cells if cell]
        lines.append(f"• {name}: {'; '.join(more)}" if more else f"• {name}")
    return "\n".join(lines) or case.say("not-answered")


def _publication(case: Case) -> str:
    value = case.answers.values.get("publication")
    text = field_boxes(case, "0.5", "publication", {str(value)})
    how = case.answers.notes.get("publication", "")
    if value is None:
        how = case.say("not-answered")
    return f"{text}\n{how}".strip()


def _reasons(case: Case) -> str:
    """Row 4: the five groups of reasons with all their boxes in the order of the template."""
    return "\n\n".join(_group(case, group) for group in fields()["0.5"].groups)


def _group(case: Case, group: Part) -> str:
    met = _met(case)
    lines = [group.label[case.language]]
    if group.boxes:
        lines.append(boxes(case, group.boxes, {key for key, value in met.items() if value}))
    unsure = [part.label[case.language] for part in group.boxes if met.get(part.id, False) is None]
    if unsure:
        lines.append(case.say("boxes-open", boxes="; ".join(unsure)))
    lines += [text for text in _explained(case, group) if text]
    return "\n".join(lines)


def _met(case: Case) -> dict[str, bool | None]:
    """Which criteria are met (None: open); the entries of the national list make one box together."""
    found = {finding.id: finding.met for finding in case.assessment.threshold.criteria}
    listed = [
        found[key]
        for key, c in case.questionnaire.criteria.items()
        if c.group == _OTHER and key in found
    ]
    found[_OTHER] = True if True in listed else None if None in listed else False
    return found


def _explained(case: Case, group: Part) -> list[str]:
    """The lines for an explanation below a group."""
    if group.asked:
        text = _answers(case, group.asked)
        return [case.say("reason-how", text=text)] if text else []
    lines = [_met_of(case, group.id)] if group.explained else []
    lines += [_met_of(case, part.id) for part in group.boxes if part.id == _OTHER]
    return lines


def _met_of(case: Case, group: str) -> str:
    """The criteria of a group that are met or open, in words."""
    lines = []
    for finding in case.assessment.threshold.criteria:
        criterion = case.questionnaire.criteria[finding.id]
        if criterion.group == group and finding.met is not False:
            state = "" if finding.met else f" ({case.say('open')})"
            lines.append(f"{finding.code} {case.text(criterion.text)}{state}")
    if not lines:
        return case.say("reason-explained", text=case.say("none")) if group != _OTHER else ""
    return case.say("reason-explained", text="; ".join(lines))
