"""The catalogue of a questionnaire for reading: every entry with its values, conditions in words and sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from dpia.i18n import messages
from dpia.model import Question
from dpia.render.conditions import Worded
from dpia.render.explain import Explanation, Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dpia.model import (
        Criterion,
        Gate,
        Grounds,
        Measure,
        Questionnaire,
        Risk,
        Rule,
        Source,
        Text,
    )

KINDS: Final = ("gates", "risks", "measures", "rules", "criteria", "review", "questions", "sources")


@dataclass(frozen=True)
class Catalogue:
    """One questionnaire in one language."""

    questionnaire: Questionnaire
    language: str

    def entries(self, kind: str) -> list[Explanation]:
        """Every entry of one kind in the order of the codes (questions: of the sheets)."""
        makers: dict[str, Callable[[], Iterator[Explanation]]] = {
            "gates": lambda: map(self._gate, self.questionnaire.gates.values()),
            "risks": lambda: map(self._risk, self.questionnaire.risks.values()),
            "measures": lambda: map(self._measure, self.questionnaire.measures.values()),
            "rules": lambda: map(self._rule, self.questionnaire.rules.values()),
            "criteria": lambda: map(self._criterion, self.questionnaire.criteria.values()),
            "review": self._review,
            "questions": self._questions,
            "sources": lambda: map(self._source, self.questionnaire.sources.values()),
        }
        return list(makers[kind]())

    def find(self, code: str) -> list[Explanation]:
        """Every entry of this code or key (several questions can share one)."""
        wanted = code.casefold()
        return [e for kind in KINDS for e in self.entries(kind) if e.code.casefold() == wanted]

    @property
    def title(self) -> str:
        """The questionnaire with its id and version."""
        name = self.questionnaire
        return f"{name.id} {name.version} - {name.title[self.language]}"

    def heading(self, kind: str) -> str:
        """The name of a kind."""
        return self._say(f"kind-{kind}")

    @cached_property
    def _words(self) -> Worded:
        return Worded(self.questionnaire, self.language)

    def _gate(self, gate: Gate) -> Explanation:
        lines = [
            Paragraph(self._text(gate.norm)),
            Paragraph(self._text(gate.explanation)),
            Paragraph(self._say("entry-stop", cond=self._words.words(gate.stop))),
        ]
        for need in gate.requires:
            lines.append(Paragraph(self._text(need.text)))
            lines.append(Paragraph(self._say("entry-met", cond=self._words.words(need.met)), 1))
            if need.planned is not None:
                lines.append(
                    Paragraph(self._say("entry-planned", cond=self._words.words(need.planned)), 1)
                )
        if gate.not_applicable is not None:
            when = self._words.words(gate.not_applicable)
            lines.append(Paragraph(self._say("entry-not-applicable", cond=when)))
        if gate.never_unconditional:
            lines.append(Paragraph(self._say("entry-never-unconditional")))
        lines.append(Paragraph(self._say("entry-remedy", text=self._text(gate.remedy))))
        touched = [r.code for r in self.questionnaire.risks.values() if gate.id in r.gates]
        lines += self._linked("kind-risks", touched)
        return Explanation(
            gate.code, self._text(gate.title), (*lines, *self._grounds(gate.grounds))
        )

    def _risk(self, risk: Risk) -> Explanation:
        terms = self.questionnaire.terms
        goals = ", ".join(terms["goals"][goal][self.language] for goal in risk.goals)
        lines = [
            Paragraph(self._text(risk.event)),
            Paragraph(self._say("entry-source-of-risk", text=self._text(risk.source))),
            Paragraph(self._say("entry-impact", text=self._text(risk.impact))),
            Paragraph(self._say("entry-track", track=risk.track, goals=goals)),
            Paragraph(
                self._say("entry-values", severity=risk.severity, likelihood=risk.likelihood)
            ),
        ]
        if risk.applies is not None:
            lines.append(
                Paragraph(self._say("entry-applies", cond=self._words.words(risk.applies)))
            )
        for factor in risk.factors:
            step = self._say(f"entry-factor-{factor.axis}", text=self._text(factor.text))
            lines.append(Paragraph(step))
            lines.append(Paragraph(self._say("entry-when", cond=self._words.words(factor.when)), 1))
            lines += [Paragraph(p.text, 1) for p in self._grounds(factor.grounds)]
        if risk.severity_floor > 1:
            lines.append(Paragraph(self._say("entry-floor", level=risk.severity_floor)))
        if risk.likelihood_note is not None:
            lines.append(Paragraph(self._text(risk.likelihood_note)))
        lines += self._linked("kind-gates", [self.questionnaire.gates[g].code for g in risk.gates])
        acting = [m.code for m in self.questionnaire.measures.values() if risk.id in m.risks]
        lines += self._linked("kind-measures", acting)
        return Explanation(
            risk.code, self._text(risk.title), (*lines, *self._grounds(risk.grounds))
        )

    def _measure(self, measure: Measure) -> Explanation:
        terms = self.questionnaire.terms
        effect = self._say("entry-effect", likelihood=measure.likelihood, severity=measure.severity)
        kind = terms["measure-kinds"][measure.kind][self.language]
        which = self._say("set-baseline" if measure.baseline else "set-additional")
        lines = [
            Paragraph(self._text(measure.explanation)),
            Paragraph(f"{kind}, {which}; {effect}"),
            Paragraph(self._say("entry-evidence", text=self._text(measure.evidence))),
        ]
        if measure.when is not None:
            lines.append(
                Paragraph(self._say("entry-applies", cond=self._words.words(measure.when)))
            )
        for entry in measure.adjust:
            lines.append(Paragraph(f"{entry.rule}: {self._text(entry.text)}"))
            lines.append(Paragraph(self._say("entry-when", cond=self._words.words(entry.when)), 1))
        for other, text in measure.conflicts:
            code = self.questionnaire.measures[other].code
            lines.append(Paragraph(self._say("entry-conflict", code=code, text=self._text(text))))
        lines += self._linked(
            "kind-risks", [self.questionnaire.risks[r].code for r in measure.risks]
        )
        fields = [terms["edpb-fields"][table][self.language] for table in measure.tables]
        lines.append(Paragraph(self._say("entry-fields", fields=", ".join(fields))))
        if measure.proves:
            named = ", ".join(map(self._proved, measure.proves))
            lines.append(Paragraph(self._say("entry-proves", named=named)))
        title = self._text(measure.title)
        return Explanation(measure.code, title, (*lines, *self._grounds(measure.grounds)))

    def _proved(self, name: str) -> str:
        gate = self.questionnaire.gates.get(name)
        if gate is not None:
            return f"{gate.code} {self._text(gate.title)}"
        return self.questionnaire.terms["edpb-fields"][name][self.language]

    def _rule(self, rule: Rule) -> Explanation:
        severity = self.questionnaire.terms["rule-severities"][rule.severity][self.language]
        lines = [
            Paragraph(self._text(rule.text)),
            Paragraph(self._say("entry-when", cond=self._words.words(rule.when))),
            *self._grounds(rule.grounds),
        ]
        return Explanation(rule.code, severity, tuple(lines))

    def _criterion(self, criterion: Criterion) -> Explanation:
        lines = [Paragraph(self._say("entry-when", cond=self._words.words(criterion.met)))]
        if criterion.hint is not None:
            lines.append(Paragraph(self._text(criterion.hint)))
        lines += self._grounds(criterion.grounds)
        return Explanation(criterion.code, self._text(criterion.text), tuple(lines))

    def _review(self) -> Iterator[Explanation]:
        for trigger in self.questionnaire.review:
            lines = (
                []
                if trigger.when is None
                else [Paragraph(self._say("entry-when", cond=self._words.words(trigger.when)))]
            )
            lines += self._grounds(trigger.grounds)
            yield Explanation(trigger.id, self._text(trigger.text), tuple(lines))

    def _questions(self) -> Iterator[Explanation]:
        for sheet in self.questionnaire.sheets:
            for item in sheet.items:
                title = self._text(item.text if isinstance(item, Question) else item.title)
                lines = [
                    Paragraph(
                        self._say("entry-sheet", sheet=f"{sheet.code} {self._text(sheet.title)}")
                    ),
                    Paragraph(self._text(item.help)),
                ]
                if isinstance(item, Question):
                    lines += [Paragraph(self._text(option.label), 1) for option in item.options]
                else:
                    lines += [Paragraph(self._text(column.title), 1) for column in item.columns]
                if item.when is not None:
                    lines.append(
                        Paragraph(self._say("entry-applies", cond=self._words.words(item.when)))
                    )
                if item.fills:
                    lines.append(Paragraph(self._say("entry-fills", fields=", ".join(item.fills))))
                lines += self._cited(item.sources)
                yield Explanation(item.code, title, tuple(lines))

    def _source(self, source: Source) -> Explanation:
        known = ", ".join(part for part in (source.place, source.dated, source.url) if part)
        mark = self._say(f"confidence-{source.confidence.casefold()}")
        lines = tuple(Paragraph(line) for line in (known, mark) if line)
        return Explanation(source.key, self._text(source.title), lines)

    def _grounds(self, grounds: Grounds) -> list[Paragraph]:
        mark = self._say(f"confidence-{grounds.confidence.casefold()}")
        lines = [Paragraph(self._say("entry-confidence", mark=mark))]
        if grounds.why is not None:
            lines.insert(0, Paragraph(self._say("entry-why", text=self._text(grounds.why))))
        return [*lines, *self._cited(grounds.sources)]

    def _cited(self, keys: Sequence[str]) -> list[Paragraph]:
        titles = [self._text(self.questionnaire.sources[key].title) for key in keys]
        return [Paragraph(self._say("source-line", sources="; ".join(titles)))] if titles else []

    def _linked(self, heading: str, codes: Sequence[str]) -> list[Paragraph]:
        return [Paragraph(f"{self._say(heading)}: {', '.join(codes)}")] if codes else []

    def _text(self, text: Text) -> str:
        return text[self.language]

    def _say(self, key: str, **values: object) -> str:
        return messages("report")(key, self.language, **values)


def as_markdown(entry: Explanation, level: int = 3) -> str:
    """One entry as a section of Markdown."""
    lines = [f"{'#' * level} {entry.code} {entry.title}"]
    before = -1
    for paragraph in entry.paragraphs:
        text = paragraph.text.replace("\n", " ").replace("<", "&lt;").replace("*", r"\*")
        if not (paragraph.depth and before > 0):
            lines.append("")
        lines.append(f"{'  ' * (paragraph.depth - 1)}- {text}" if paragraph.depth else text)
        before = paragraph.depth
    return "\n".join(lines) + "\n"


def whole_markdown(catalogue: Catalogue) -> str:
    """The whole catalogue as one page of Markdown: contents, overview tables, one section an entry."""
    questionnaire, language = catalogue.questionnaire, catalogue.language
    say = messages("report")
    lines = [
        f"# {questionnaire.title[language]}", "",
        say("catalogue-intro", language, id=questionnaire.id, version=questionnaire.version), "",
    ]  # fmt: skip
    for kind in KINDS:
        lines += [f"## {catalogue.heading(kind)}", ""]
        entries = catalogue.entries(kind)
        if kind not in {"sources", "questions"}:
            lines += [
                f"| {say('catalogue-code', language)} | {say('catalogue-title', language)} |",
                "| --- | --- |",
            ]
            lines += [f"| {e.code} | {e.title.replace('|', '/')} |" for e in entries]
            lines.append("")
        lines += [as_markdown(entry) for entry in entries]
    return "\n".join(lines).rstrip() + "\n"
