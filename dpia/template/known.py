"""The names that there are, as they were derived from all shipped cases (templates/names.json)."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, get_args

from dpia.resources import shipped
from dpia.template.names import Shape, from_plain, merged, shape_of

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES: Final = "names.json"
Use = Literal["report", "threshold"]


@cache
def known_names(use: Use) -> Shape:
    """Return the names that a template for this use may print."""
    text = (shipped("templates") / NAMES).read_text(encoding="utf-8")
    return from_plain(json.loads(text)[use])


def names_in(view: Mapping[str, object]) -> Shape:
    """Return the names of a view, with those that others of its kind have: a chapter that is empty in this one."""
    uses: tuple[Use, ...] = get_args(Use)
    alike = max(map(known_names, uses), key=lambda shape: len(view.keys() & shape.entries.keys()))
    return merged(shape_of([view]), alike)
