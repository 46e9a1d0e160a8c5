"""From what stands in the cells to answers that can be used, or to problems, all at once."""

from dpia.answers.check import check_answers, read_everything
from dpia.answers.own import with_own
from dpia.answers.plain import from_plain, to_plain

__all__ = ["check_answers", "from_plain", "read_everything", "to_plain", "with_own"]
