"""A value that cannot be used."""

from __future__ import annotations


class Unusable(Exception):  # a verdict on a value, caught where the cell is known
    """The value cannot be used; key names the problem, values fill its message."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
