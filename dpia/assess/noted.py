"""What the computation noted on its way, for the consistency rules: by name, the risks and measures concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dpia.assess.setting import BELOW_FLOOR, COUNTED_TWICE, NO_ADDITIONAL, ONLY_BY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dpia.assess.facts import AnswerFacts
    from dpia.assess.result import RiskFinding
    from dpia.model import Questionnaire

FEARED: Final = ("illegitimate-access", "modification", "disappearance")
_REFUSED: Final = {
    "set-without-additional-measure": NO_ADDITIONAL,
    "set-likelihood-only-by": ONLY_BY,
    "set-below-floor": BELOW_FLOOR,
    "factor-counted-twice": COUNTED_TWICE,
}


def notes(
    questionnaire: Questionnaire, risks: Sequence[RiskFinding], facts: AnswerFacts
) -> Mapping[str, tuple[str, ...]]:
    """Gather everything that rules may ask for; each name stands in dpia.definitions.named.NOTED."""
    return {
        "feared-event-missing": tuple(_feared_missing(questionnaire, risks)),
        "measure-without-evidence": tuple(
            f"measure:{state.measure.id}"
            for state in facts.states.values()
            if state.counts_as != state.status
        ),
        "terms-copy-differs": tuple(
            f"question:{one.ref}"
            for one in (facts.answers.terms.differing if facts.answers.terms else ())
        ),
        "cap-organisational": tuple(
            f"risk:{risk.id}" for risk in risks if _capped(risk, "cap-organisational")
        ),
        **{
            name: tuple(f"risk:{risk.id}" for risk in risks if _refused(risk, ground))
            for name, ground in _REFUSED.items()
        },
    }


def _feared_missing(questionnaire: Questionnaire, risks: Sequence[RiskFinding]) -> Iterator[str]:
    """The feared events of field 4.1.a that no risk of track B covers any more."""
    if not questionnaire.risks:
        return
    covered = {
        questionnaire.risks[risk.id].feared
        for risk in risks
        if risk.applies is not False and questionnaire.risks[risk.id].track == "B"
    }
    yield from (f"feared:{feared}" for feared in FEARED if feared not in covered)


def _capped(risk: RiskFinding, note: str) -> bool:
    return any(step.note == note for score in risk.scores.values() for step in score.steps)


def _refused(risk: RiskFinding, ground: str) -> bool:
    return any(
        setting.refused == ground for score in risk.scores.values() for setting in score.settings
    )
