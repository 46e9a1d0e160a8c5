"""From checked answers to findings: pure functions, no file, no clock, no language."""

from dpia.assess.assessment import assess

__all__ = ["assess"]
