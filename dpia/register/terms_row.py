"""Which terms an assessment rests on, out of a stored assessment: one row of the sheet Terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.register.reading import day, items, mapping, text

if TYPE_CHECKING:
    from dpia.register.cells import Cell
    from dpia.register.rows import Rows


def terms_row(rows: Rows) -> dict[str, Cell] | None:
    """The row of one processing; None where its questionnaire asks for no terms."""
    version = rows.version
    terms = mapping(version.assessment.get("terms"))
    document, profile = mapping(terms.get("document")), mapping(terms.get("profile"))
    product = rows.answers.worded("product")
    if not product and not document:
        return None
    answers = items(terms.get("answers"))
    return {
        "number": version.number,
        "processing": version.key.name,
        "product": product,
        "terms-version": rows.answers.worded("terms-version"),
        "terms-archived": rows.answers.worded("terms-archived"),
        "terms-place": rows.answers.worded("terms-archive-place"),
        "terms-source": _source(rows),
        "terms-copy": text(document.get("name")),
        "terms-copy-version": _day(rows, document.get("version_date")),
        "terms-party": text(document.get("party")),
        "terms-law": ", ".join(text(code) for code in document.get("governing_laws") or ()),
        "terms-licence": _licence(rows),
        "terms-differs": sum(one.get("state") == "differs" for one in answers),
        "terms-known": _day(rows, profile.get("version_date")),
        "terms-sha256": text(document.get("sha256")),
        "state": rows.state,
        "date": version.on,
        "key": rows.key_of(),
    }


def _source(rows: Rows) -> str:
    source = text(mapping(rows.version.assessment.get("terms")).get("source")) or "none"
    return rows.words.say(f"terms-source-{source}")


def _day(rows: Rows, value: object) -> str:
    stored = day(value)
    return rows.words.day(stored) if stored else text(value)


def _licence(rows: Rows) -> str:
    """Whether the copy grants the provider a licence, and how far it goes, in codes of the analysis."""
    licence = mapping(mapping(rows.version.assessment.get("terms")).get("licence"))
    status = text(licence.get("status")).replace("_", "-")
    if status != "found":
        return rows.words.say(f"terms-licence-{status}") if status else ""
    flags = [
        rows.words.say(f"terms-flag-{name}")
        for name in ("worldwide", "sublicensable", "transferable", "perpetual")
        if licence.get(name) is True or name in {licence.get("territory"), licence.get("duration")}
    ]
    return ", ".join([rows.words.say("terms-licence-found"), *flags])
