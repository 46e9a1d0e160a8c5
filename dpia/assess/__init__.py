"""From checked answers to findings: pure functions, no file, no clock, no language."""

from dpia.assess.assessment import judge
from dpia.assess.rerun import assess, assess_alternative

__all__ = ["assess", "assess_alternative", "judge"]
