"""From checked YAML mappings to the comparison of means and the profiles of products."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dpia import providers as p
from dpia.definitions.build import grounds, risk, text
from dpia.definitions.conditions import build_condition
from dpia.i18n import LANGUAGES
from dpia.model import NO, YES, Grounds, Option, StarterRow, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

Data = dict[str, Any]
NOT_APPLICABLE = "not-applicable"


def provider(data: Data) -> p.Provider:
    """One product; what stands under "stand" holds for every trait that says nothing else of its own."""
    stand = data["stand"]
    return p.Provider(
        id=data["id"],
        code=data["code"],
        title=text(data["title"]),
        product=data["product"],
        traits={key: _trait(trait, stand) for key, trait in data["traits"].items()},
        functions={key: _trait({"value": v}, stand) for key, v in data["functions"].items()},
        note=None if data.get("note") is None else text(data["note"]),
        terms=_terms(data["terms"]) if "terms" in data else None,
        changes=_changes(data.get("changes", ())),
    )


def _trait(data: Data, stand: Data) -> p.Trait:
    note = data.get("note")
    return p.Trait(
        value=data["value"],
        grounds=_grounds(data, stand),
        dated=date.fromisoformat(str(data.get("dated", stand["dated"]))),
        note=None if note is None else text(note),
    )


def _grounds(data: Data, stand: Data) -> Grounds:
    return grounds({key: data.get(key, stand.get(key)) for key in ("sources", "confidence", "why")})


def _terms(data: Data) -> p.Terms:
    return p.Terms(
        version=date.fromisoformat(data["version"]),
        facts={
            key: p.TermsFact(text(fact), fact["section"], _grounds(fact, data))
            for key, fact in data["facts"].items()
        },
        answers=dict(data["answers"]),
        grounds=grounds(data),
    )


def _changes(listed: Iterable[Data]) -> tuple[p.Change, ...]:
    return tuple(
        p.Change(
            id=data["id"],
            when=build_condition(data["when"]),
            grounds=grounds(data),
            answers=dict(data.get("answers", {})),
            risks={key: _shift(shift) for key, shift in data.get("risks", {}).items()},
            gates=tuple(data.get("gates", ())),
            measures=dict(data.get("measures", {})),
        )
        for data in listed
    )


def _shift(data: Any) -> p.Shift:  # noqa: ANN401
    if data == NOT_APPLICABLE:
        return p.Shift(applies=False)
    return p.Shift(data.get("severity", 0), data.get("likelihood", 0))


def comparison(data: Data) -> p.Comparison:
    """How means are compared."""
    milder, necessity = data["milder"], data["necessity"]
    return p.Comparison(
        places=p.Places(
            table=data["table"],
            product=data["product"],
            choice=data["choice"],
            own_option=data["own_option"],
            measure=data["measure"],
            gate=necessity["gate"],
            requirement=necessity["requirement"],
            reason=necessity["reason"],
            affordable=data["affordable"],
        ),
        yardstick=data["yardstick"],
        attributes={entry["id"]: _attribute(entry) for entry in data["attributes"]},
        milder_of=tuple(milder["of"]),
        milder_at_least=milder["at_least"],
        milder_grounds=grounds(milder),
        weaker=data["weaker"],
        functions={entry["id"]: text(entry) for entry in data["functions"]},
        suitable_grounds=grounds(data["suitable"]),
        pseudo_reasons=tuple(
            p.PseudoReason(entry["id"], text(entry), tuple(entry["phrases"]))
            for entry in data["pseudo_reasons"]
        ),
        changes=_changes(data["changes"]),
        counter_risks={
            entry["id"]: p.CounterRisk(risk(entry), tuple(entry["measures"]))
            for entry in data["counter_risks"]
        },
    )


def _attribute(data: Data) -> p.Attribute:
    grades = {g["id"]: p.Grade(g["id"], text(g), g.get("rank")) for g in data["values"]}
    return p.Attribute(data["id"], text(data["title"]), grades)


def alternatives(profiles: Iterable[p.Provider]) -> list[p.Provider]:
    """The profiles of the means that can take the place of the product, in the order of their codes."""
    return [profile for profile in profiles if profile.product == p.OTHER]


def starter_rows(
    comparison: p.Comparison, profiles: dict[str, p.Provider]
) -> tuple[StarterRow, ...]:
    """One proposed row for each alternative, with what its profile says and whether that makes it milder."""
    yardstick = profiles.get(comparison.yardstick)
    usual = p.certain(yardstick) if yardstick is not None else {}
    return tuple(_row(comparison, one, usual) for one in alternatives(profiles.values()))


def _row(comparison: p.Comparison, profile: p.Provider, usual: dict[str, str | None]) -> StarterRow:
    values: dict[str, Text | str] = {"product": profile.title}
    values |= {
        key: trait.value for key, trait in profile.traits.items() if trait.value != p.UNKNOWN
    }
    notes = [trait.note for trait in profile.traits.values() if trait.note is not None]
    if notes:
        values["particulars"] = Text(
            {language: "; ".join(note[language] for note in notes) for language in LANGUAGES}
        )
    milder = comparison.milder(p.certain(profile), usual)
    if milder is not None:
        values["milder"] = YES if milder else NO
    return StarterRow(profile.id, values)


def options(attribute: p.Attribute) -> tuple[Option, ...]:
    """The choices of a column that stands for an attribute."""
    return tuple(Option(grade.id, grade.label) for grade in attribute.grades.values())
