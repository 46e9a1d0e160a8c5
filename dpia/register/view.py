"""What the register workbook shows: a register, in one language, on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpia.register.size import BOUNDS, Bounds

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dpia.model import Questionnaire
    from dpia.register.store import Store

    Questionnaires = Callable[[str], Questionnaire | None]


@dataclass(frozen=True, slots=True)
class View:
    """The register, and how it is shown.

    questionnaires: gives the questionnaire with an id, for titles; None where it is not at hand. language: of sheets,
    headers and statuses. on: the day against which due dates are held.
    """

    store: Store
    questionnaires: Questionnaires
    language: str
    on: date
    bounds: Bounds = BOUNDS
