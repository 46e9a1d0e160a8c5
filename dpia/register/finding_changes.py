"""Which gates, risks and findings came out differently in two versions, and on which changed answers that rests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from dpia.register.reading import Item, items, mapping, span, strings, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Trend = Literal["better", "worse", ""]
_GATES: Final = ("not_applicable", "met", "planned", "open", "not_met")
"""How a gate can stand, best first."""
_STAGES: Final = (("today", "residual_today"), ("target", "residual_target"))
_OF_MEASURES: Final = ("measure", "idle")


@dataclass(frozen=True, slots=True)
class Figure:
    """A risk at one stage, each as best and worst; all None where the risk does not apply."""

    severity: tuple[Any, Any]
    likelihood: tuple[Any, Any]
    level: tuple[Any, Any]


ABSENT: Final = Figure((None, None), (None, None), (None, None))


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A gate, risk, consistency finding or review that came out differently.

    what: "status", "stops", "today", "target", "raised". title: as stored, of what the user added himself ("" else).
    because: the changed answers that it rests on.
    """

    id: str
    code: str
    what: Literal["status", "stops", "today", "target", "raised"]
    old: Any
    new: Any
    trend: Trend = ""
    title: str = ""
    because: tuple[str, ...] = ()


def gate_changes(old: Item, new: Item, changed: frozenset[str]) -> Iterator[FindingChange]:
    """Every gate with another status, or that stops the processing now and did not before."""
    for was, now in _pairs(_listed(old, "gates"), _listed(new, "gates")):
        one = now or was
        key, code = text(one.get("id")), text(one.get("code"))
        because = _grounds(was, now, changed)
        before, after = was.get("status"), now.get("status")
        if before != after:
            trend = _trend(_gate_rank(before), _gate_rank(after))
            yield FindingChange(key, code, "status", before, after, trend, because=because)
        if was and now and was.get("stop") is not now.get("stop"):
            yield FindingChange(
                key, code, "stops", was.get("stop"), now.get("stop"), because=because
            )


def risk_changes(
    old: Item, new: Item, changed: frozenset[str], ranks: Mapping[str, int]
) -> Iterator[FindingChange]:
    """Every risk that stands elsewhere in the matrix today or after the plan, or came or went."""
    for was, now in _pairs(_listed(old, "risks"), _listed(new, "risks")):
        one = now or was
        title = text(one.get("title")) if one.get("own") else ""
        for stage, key in _STAGES:
            before, after = _figure(was, key), _figure(now, key)
            if before != after:
                yield FindingChange(
                    text(one.get("id")),
                    text(one.get("code")),
                    "today" if stage == "today" else "target",
                    before,
                    after,
                    _trend(_height(before, ranks), _height(after, ranks)),
                    title,
                    _grounds(was, now, changed),
                )


def raised(old: Item, new: Item, part: Literal["findings", "review"]) -> Iterator[FindingChange]:
    """The findings of the consistency check, or reasons for a review, that are new or gone."""
    found = [{text(one.get("id")): one for one in _raised(doc, part)} for doc in (old, new)]
    for key in dict.fromkeys((*found[0], *found[1])):
        was, now = key in found[0], key in found[1]
        if was is not now:
            one = found[1].get(key) or found[0][key]
            trend: Trend = "worse" if now else "better"
            yield FindingChange(key, text(one.get("code")), "raised", was, now, trend)


def _raised(document: Item, part: str) -> Iterator[Item]:
    for one in items(document.get(part)):
        if part != "review" or one.get("due") is True:
            yield one


def _listed(document: Item, part: str) -> dict[str, Item]:
    """Gates or risks by id; a memo has one gate."""
    found = items(document.get(part))
    if part == "gates" and not found and mapping(document.get("gate")):
        found = (mapping(document.get("gate")),)
    return {text(one.get("id")): one for one in found}


def _pairs(old: Mapping[str, Item], new: Mapping[str, Item]) -> Iterator[tuple[Item, Item]]:
    for key in dict.fromkeys((*new, *old)):
        yield old.get(key, {}), new.get(key, {})


def _figure(risk: Item, key: str) -> Figure:
    score = mapping(risk.get(key))
    if not score or risk.get("applies") is False:
        return ABSENT
    return Figure(*(span(score.get(part)) for part in ("severity", "likelihood", "level")))


def _height(figure: Figure, ranks: Mapping[str, int]) -> tuple[int, int]:
    """How high a figure stands, by its worst; what does not apply stands lowest."""
    severity, likelihood, level = (
        part[1] for part in (figure.severity, figure.likelihood, figure.level)
    )
    numbers = [one for one in (severity, likelihood) if isinstance(one, int)]
    return (ranks.get(text(level), 0), sum(numbers))


def _gate_rank(status: object) -> tuple[int, int]:
    return (_GATES.index(text(status)) if status in _GATES else 0, 0)


def _trend(old: tuple[int, int], new: tuple[int, int]) -> Trend:
    return "" if old == new else "better" if new < old else "worse"


def _grounds(old: Item, new: Item, changed: frozenset[str]) -> tuple[str, ...]:
    """The changed answers among all that a finding rests on, then or now."""
    refs = dict.fromkeys(ref for finding in (old, new) for ref in _references(finding))
    return tuple(ref for ref in refs if ref in changed or _options(ref, changed))


def _options(ref: str, changed: frozenset[str]) -> bool:
    """Whether an option of a question that is named as a whole has changed."""
    return any(one.startswith(f"{ref}.") for one in changed)


def _references(finding: Item) -> Iterator[str]:
    for part in ("because", "open"):
        yield from strings(finding.get(part))
    yield f"risk:{text(finding.get('id'))}"
    for need in items(finding.get("requirements")):
        yield from strings(need.get("because"))
    for _, key in _STAGES:
        for step in items(mapping(finding.get(key)).get("steps")):
            yield from strings(step.get("because"))
            if step.get("kind") in _OF_MEASURES:
                yield f"measure:{text(step.get('key'))}"
