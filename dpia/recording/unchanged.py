"""Knows a workbook again that is recorded as it stands, without reading it: how a batch goes on where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpia.answers.maintained import entries_of
from dpia.beside import sha256_of
from dpia.definitions import load_questionnaire
from dpia.errors import DpiaError
from dpia.recording.entry import options_digest
from dpia.recording.places import read_template, register_location, relative
from dpia.recording.report import TEMPLATE, report_targets
from dpia.register import open_register
from dpia.register.origins import whole_source

if TYPE_CHECKING:
    from dpia.order import Order
    from dpia.register.store import Store, StoredVersion


def recorded_unchanged(order: Order) -> StoredVersion | None:
    """Return the version that an assessment of this workbook would find recorded, with its files in their place.

    None where anything differs or cannot be read: the assessment itself will say what.
    """
    try:
        location = register_location(order)
        report, data = report_targets(order)
        written = sha256_of(report), sha256_of(data)
        if None in written:
            return None
        with open_register(location, create=False) as store:
            stored = store.owner_of_file(written[0] or "")
            if stored is None or not _stands(store, stored):
                return None
            known = whole_source(stored.source, store.origin_of(stored.id))
        names = [relative(target, location) for target in (report, data)]
        in_place = tuple(stored.files.get(name) for name in names) == written
        same_source = location.is_source(
            known, location.source(order.workbook.with_name(order.stem))
        )
        return stored if in_place and same_source and _records(stored, order) else None
    except DpiaError:
        return None


def _stands(store: Store, stored: StoredVersion) -> bool:
    """Whether it is the draft, or the last of the finals."""
    same = store.same(stored)
    return same is not None and same.id == stored.id


def _records(stored: StoredVersion, order: Order) -> bool:
    """Whether workbook, questionnaire and options are those of the order."""
    language = order.language or str(stored.answers.get("language", ""))
    copies = [sha256_of(order.terms) or ""] if order.terms is not None else []
    _, template_digest = read_template(order, language, TEMPLATE)
    questionnaire = load_questionnaire(stored.key.questionnaire)
    kept = [one.plain() for one in entries_of(stored.answers)]
    digest = options_digest(order, language, template_digest, copies, kept)
    return (
        stored.key.kind == "dpia"
        and stored.final == order.final
        and stored.language == language
        and stored.input_name == order.workbook.name
        and stored.input_sha256 == sha256_of(order.workbook)
        and stored.questionnaire_digest == questionnaire.digest
        and stored.options_digest == digest
    )
