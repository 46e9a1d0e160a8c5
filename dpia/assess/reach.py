"""How far each open answer can still move the result, with every other open answer left open.

Each is resolved in every way that the rules tell apart, and the assessment is made anew as far as it looks at it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dpia.assess.dependents import THRESHOLD, Dependents, find_dependents
from dpia.assess.evaluation import Evaluation, re_evaluate
from dpia.assess.moves import compare
from dpia.assess.result import Reach
from dpia.assess.settling import settled_for
from dpia.assess.threshold import assess_threshold
from dpia.assess.ways import follow_up, ways_to_answer, ways_to_do, without
from dpia.conditions import applies, references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dpia.assess.facts import AnswerFacts
    from dpia.assess.result import OpenItem
    from dpia.model import Question, Questionnaire

_NOTHING: Final = Dependents()


def order_by_reach(
    questionnaire: Questionnaire, found: Evaluation, items: Iterable[OpenItem]
) -> tuple[OpenItem, ...]:
    """Give every open item its reach and put those first that can move most; else the order stays."""
    explorer = _Explorer(questionnaire, found)
    reached = [replace(item, reach=explorer.reach(item.ref)) for item in items]
    return tuple(sorted(reached, key=lambda item: item.reach.weight, reverse=True))


class _Explorer:
    """Tries the ways to resolve single references on one evaluation."""

    def __init__(self, questionnaire: Questionnaire, found: Evaluation) -> None:
        self._q = questionnaire
        self._found = found
        self._dependents = find_dependents(questionnaire)
        self._questions = _questions(questionnaire)
        self._by_threshold = self._dependents.get(THRESHOLD, _NOTHING).gates
        self._follow_ups: dict[str, list[Question]] = {}
        for question in questionnaire.questions():
            for ref in references(question.when) if question.when is not None else ():
                self._follow_ups.setdefault(ref, []).append(question)

    def reach(self, ref: str) -> Reach:
        """Return what resolving one reference can change."""
        dependents = self._dependents.get(ref, _NOTHING)
        if dependents.none:
            return Reach()
        outcomes = list(self._outcomes(ref, dependents))
        return compare(self._q.scale, self._found, outcomes)

    def _outcomes(self, ref: str, dependents: Dependents) -> Iterator[Evaluation]:
        kind, colon, key = ref.partition(":")
        facts = self._found.facts
        if not colon:
            yield from self._answered(ref, dependents)
        elif kind == "measure":
            for state in ways_to_do(facts.states[key]):
                states = {**facts.states, key: state}
                yield self._again(self._q, replace(facts, states=states), dependents)
        else:
            for favourable in (True, False):
                settled = settled_for(self._q, facts, ref, favourable=favourable)
                yield self._again(*settled, dependents)

    def _answered(self, ref: str, dependents: Dependents) -> Iterator[Evaluation]:
        """Each way to answer a question, without what is then not asked; then with the details it asks for."""
        facts = self._found.facts
        follow_ups = self._follow_ups.get(ref, ())
        for answered in ways_to_answer(self._questions[ref], ref, dependents.leaves, facts):
            looking = [dependents]
            known = answered
            for question in follow_ups:
                gone = without(question, known)
                looking += self._looking_at(question) if gone is not known else ()
                known = gone
            yield self._again(self._q, self._with_measures(known, *looking), *looking)
            detailed = known
            for question in follow_ups:
                leaves = self._dependents.get(question.id, _NOTHING).leaves
                filled = follow_up(question, leaves, facts, detailed)
                looking += self._looking_at(question) if filled is not detailed else ()
                detailed = filled
            if detailed is not known:
                yield self._again(self._q, self._with_measures(detailed, *looking), *looking)

    def _looking_at(self, question: Question) -> list[Dependents]:
        return [self._dependents.get(ref, _NOTHING) for ref in question.answer_ids]

    def _with_measures(self, facts: AnswerFacts, *looking: Dependents) -> AnswerFacts:
        """The facts with the measures that the answers let apply, or not."""
        states = dict(facts.states)
        for key in (key for dependents in looking for key in dependents.measures):
            states[key] = replace(states[key], applies=applies(self._q.measures[key].when, facts))
        return replace(facts, states=states)

    def _again(
        self, questionnaire: Questionnaire, facts: AnswerFacts, *looking: Dependents
    ) -> Evaluation:
        """The evaluation of changed facts, as far as these dependents go."""
        gates = {key for dependents in looking for key in dependents.gates}
        threshold = None
        if any(dependents.criteria for dependents in looking):
            threshold = assess_threshold(questionnaire, facts)
            if threshold.result != self._found.threshold.result:
                gates |= {*self._by_threshold}
        return re_evaluate(
            questionnaire,
            self._found,
            facts,
            threshold=threshold,
            gates=gates,
            risks={key for dependents in looking for key in dependents.risks},
        )


def _questions(questionnaire: Questionnaire) -> Mapping[str, Question]:
    """Every reference to an answer with its question."""
    return {ref: question for question in questionnaire.questions() for ref in question.answer_ids}
