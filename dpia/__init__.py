"""Data protection impact assessments: Excel questionnaire in, explained risks, Word report and register out."""

from typing import TYPE_CHECKING, Any

from dpia.version import __version__

__all__ = ["Order", "__version__", "assess_workbook", "new_workbook", "read_workbook"]

if TYPE_CHECKING:
    from dpia.order import Order
    from dpia.pipeline import assess_workbook, new_workbook, read_workbook


def __getattr__(name: str) -> Any:  # noqa: ANN401  # what is asked for decides the type
    """Import the front door when it is used, so that the command line starts without it."""
    if name in __all__:
        from dpia import pipeline

        return getattr(pipeline, name)
    raise AttributeError(name)
