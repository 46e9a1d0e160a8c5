"""From findings to files and a register entry: one unit, whole or not at all."""

from dpia.recording.entry import Finished
from dpia.recording.memo import record_memo
from dpia.recording.report import record

__all__ = ["Finished", "record", "record_memo"]
