"""A law of the assessment: drawn anew for each shipped questionnaire, the draws fixed, so that a run is repeatable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES: Final = {"messenger": 100, "general": 40}
"""How often; the messenger has what general has and more, so that general needs fewer."""

_stable = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # shrinking whole workbooks takes minutes
)


def law(
    *drawn: Callable[[str], st.SearchStrategy[Any]],
) -> Callable[[Callable[..., None]], Callable[[str], None]]:
    """Make a test of a law: a function of the questionnaire's id and of what each strategy for it draws."""

    def made(holds: Callable[..., None]) -> Callable[[str], None]:
        def test(name: str) -> None:
            def once(values: tuple[Any, ...]) -> None:
                holds(name, *values)

            # the fixed draws hang on the name: laws of one name would all be tried with the same answers
            once.__name__ = f"{holds.__name__}_{name}"
            strategies = [strategy(name) for strategy in drawn]
            often = settings(_stable, max_examples=EXAMPLES[name])
            often(given(st.tuples(*strategies))(once))()

        test.__name__, test.__doc__, test.__module__ = (
            holds.__name__,
            holds.__doc__,
            holds.__module__,
        )
        return pytest.mark.parametrize("name", EXAMPLES)(test)

    return made
