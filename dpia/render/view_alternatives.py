"""Field 3.2: what is proposed on each means, what necessity comes to, and where the terms are answered otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.render import fills

if TYPE_CHECKING:
    from dpia.assess.compared import Alternatives, MeansFinding, TermsDifference
    from dpia.providers import Comparison
    from dpia.render.case import Case, Item

_FILLS = {
    "not-necessary": fills.BAD,
    "unreasoned": fills.BAD,
    "open": fills.CARE,
    "reasoned": fills.CARE,
    "none-milder": fills.GOOD,
}


def necessity_view(case: Case) -> Item:
    """Return what field 3.2 comes to, with the reasons that are none; nothing where means are not compared."""
    found, comparison = case.assessment.alternatives, case.questionnaire.comparison
    if found is None or comparison is None:
        return {"verdict": "", "fill": fills.NONE, "remarks": [], "terms": [], "rule": ""}
    names = ", ".join(name_of(case, row) for row in found.standing)
    gate = case.questionnaire.gates[comparison.places.gate].code
    return {
        "verdict": case.say(f"necessity-{found.necessity}", names=names, gate=gate),
        "fill": _FILLS[found.necessity],
        "remarks": _remarks(case, comparison, found),
        "terms": [_term(case, one) for one in found.terms],
        "rule": case.marked(case.text(comparison.milder_grounds.why), comparison.milder_grounds),
    }


def _remarks(case: Case, comparison: Comparison, found: Alternatives) -> list[str]:
    lines = []
    if found.pseudo_reasons:
        named = pseudo_named(case, comparison, found.pseudo_reasons)
        lines.append(case.say("pseudo-in-reason", named=named))
    for row in found.rows:
        if row.pseudo_reasons:
            named = pseudo_named(case, comparison, row.pseudo_reasons)
            lines.append(case.say("pseudo-in-row", name=name_of(case, row), named=named))
    return lines


def pseudo_named(case: Case, comparison: Comparison, ids: tuple[str, ...]) -> str:
    """Return what the reasons found rest on."""
    known = {reason.id: reason.text for reason in comparison.pseudo_reasons}
    return "; ".join(case.text(known[key]) for key in ids)


def name_of(case: Case, row: MeansFinding) -> str:
    """Return the name of a means: of a known one in the language of the report, else as entered."""
    profile = case.questionnaire.providers.get(row.provider)
    return row.name if profile is None else case.text(profile.title)


def proposed_verdict(case: Case, row_id: str) -> str:
    """Return what we work out on the means of one row, and where it differs from what was entered."""
    found, comparison = case.assessment.alternatives, case.questionnaire.comparison
    row = next((one for one in found.rows if one.row == row_id), None) if found else None
    if row is None or comparison is None:
        return ""
    lines = [_milder(case, comparison, row), _suitable(case, comparison, row)]
    if row.weaker:
        attribute = comparison.attributes[comparison.weaker]
        lines.append(case.say("means-weaker", attribute=case.text(attribute.title)))
    if row.differs:
        lines.append(case.say("means-differs"))
    return "\n".join(lines)


def _milder(case: Case, comparison: Comparison, row: MeansFinding) -> str:
    line = case.say(
        "means-milder",
        verdict=case.truth(known=row.milder),
        better=len(row.better),
        of=len(comparison.milder_of),
    )
    if row.unknown:
        titles = (case.text(comparison.attributes[key].title) for key in row.unknown)
        line += f" {case.say('means-unknown', named=', '.join(titles))}"
    return line


def _suitable(case: Case, comparison: Comparison, row: MeansFinding) -> str:
    line = case.say("means-suitable", verdict=case.truth(known=row.suitable))
    if row.missing:
        named = functions_named(case, comparison, row.missing)
        return f"{line} {case.say('means-missing', named=named)}"
    if row.unsure:
        return f"{line} {case.say('means-unsure', named=functions_named(case, comparison, row.unsure))}"
    return line


def functions_named(case: Case, comparison: Comparison, keys: tuple[str, ...]) -> str:
    """Return the indispensable functions in words; the cost is a column of the table."""
    table = case.tables[comparison.places.table]
    cost = comparison.places.affordable
    named = (
        case.text(table.column(cost).title if key == cost else comparison.functions[key])
        for key in keys
    )
    return ", ".join(named)


def _term(case: Case, one: TermsDifference) -> Item:
    known = case.as_answer(one.ref, one.known)
    return {
        "question": case.asked(one.ref),
        "entered": case.as_answer(one.ref, one.entered),
        "known": case.say("terms-known", known=known, version=case.day(one.version)),
    }
