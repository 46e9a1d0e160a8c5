"""How well a text stands out from its ground, as WCAG 2.1 counts it (success criterion 1.4.3)."""

from __future__ import annotations

from typing import Final

ENOUGH: Final = 4.5
"""The least ratio for a text of usual size; large texts may have 3, which we do not use."""


def ratio(one: str, other: str) -> float:
    """The contrast of two colours (RRGGBB): 1 for the same, 21 for black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faint(text: str, ground: str) -> str:
    """A sentence on a pair that is too faint; empty where it is not."""
    found = ratio(text, ground)
    return "" if found >= ENOUGH else f"text {text} on {ground}: contrast {found:.2f}, not {ENOUGH}"


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
