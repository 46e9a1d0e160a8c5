"""What the user reads after an assessment: the proposal, the levels, where the files lie, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dpia.cli.base import say
from dpia.cli.running import show_changed
from dpia.i18n import short_date

if TYPE_CHECKING:
    from dpia.order import Order
    from dpia.pipeline import Outcome
    from dpia.recording import Finished

STOP_NOT_MET = 14
FIRST_LEVEL = 10


def warn_if_open(order: Order) -> None:
    """A lock file beside the workbook may be stale: a warning, never a refusal."""
    from dpia.workbook.lock import open_elsewhere

    if open_elsewhere(order.workbook):
        click.echo(say("maybe-open", order.language, file=order.workbook.name), err=True)


def print_outcome(order: Order, outcome: Outcome) -> None:
    """Print the summary of one assessment in the report's language."""
    language = order.language or outcome.reading.language
    questionnaire, found = outcome.reading.questionnaire, outcome.assessment
    show_changed(outcome.reading.changed, questionnaire, language)
    key, finished = outcome.finished.stored.key, outcome.finished
    classes = questionnaire.scale.classes
    number = finished.stored.version
    state = say("final-state", language, number=number) if number else say("draft-state", language)
    click.echo(
        say("summary-title", language, file=order.workbook.name, processing=key.name, state=state)
    )
    decision = questionnaire.terms["decisions"][found.decision.proposed][language]
    click.echo(say("summary-proposal", language, decision=decision))
    stopped = [gate.code for gate in found.gates if gate.stop and gate.status == "not_met"]
    if stopped:
        click.echo(say("summary-stops", language, codes=", ".join(stopped)))
    click.echo(
        say(
            "summary-levels",
            language,
            today=classes[found.headline.highest_today][language],
            target=classes[found.headline.highest_target][language],
        )
    )
    required = sum(1 for item in found.open if item.required)
    if required or found.blocking:
        click.echo(say("summary-open", language, open=required, errors=len(found.blocking)))
    print_unchanged(finished, language)
    print_kept(finished, language)
    click.echo(say("summary-report", language, file=finished.report.target))
    click.echo(say("summary-data", language, file=finished.data.target))
    print_register(finished, language)


def print_unchanged(finished: Finished, language: str) -> None:
    """Say that this is recorded already, and who did it when: of two at once, it may have been somebody else."""
    if not finished.unchanged:
        return
    at, user = finished.stored.at.astimezone(), finished.stored.user
    when = f"{short_date(at.date(), language)}, {at:%H:%M}"
    key = "summary-unchanged-by" if user else "summary-unchanged"
    click.echo(say(key, language, when=when, user=user))


def print_kept(finished: Finished, language: str) -> None:
    """Name every file that was kept because somebody edited it or it is final."""
    written = [*finished.files]
    if finished.register_workbook is not None:
        written.append(finished.register_workbook)
    for placed in written:
        if placed.kept is not None:
            key = "kept-final" if placed.kept_final else "kept"
            click.echo(say(key, language, file=placed.target.name, kept=placed.kept))


def print_register(finished: Finished, language: str) -> None:
    """Say where the register lies, and whatever was noted on the way."""
    click.echo(say("summary-register", language, file=finished.register))
    if finished.register_workbook is not None:
        click.echo(say("summary-workbook", language, file=finished.register_workbook.target))
    for warning in finished.warnings:
        click.echo(say("warning", language, message=warning.message(language)), err=True)


def exit_by_risk(outcome: Outcome) -> int:
    """11/12/13 by the class of the highest residual level today, 14 when a stop gate is not met."""
    if outcome.assessment.headline.stops_not_met:
        return STOP_NOT_MET
    rank = outcome.reading.questionnaire.scale.class_rank
    return FIRST_LEVEL + rank[outcome.assessment.headline.highest_today]
