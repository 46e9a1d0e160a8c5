"""The chapter on what changed since the last final version: the result first, then the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.tools.template_layout import Column
from dpia.i18n import messages

if TYPE_CHECKING:
    from docs.tools.template_layout import Layout


def changes(page: Layout) -> None:
    """At the end of the front part, and only where there is an earlier final version."""
    page.tag("if changes")
    page.heading_if("changes", 1, "changes", "{{ changes.title }}")
    page.text("{{ changes.intro }}", keep=True)
    page.lines("changes.apart")
    page.text(_say(page, "results-title"), "FrontHeading", keep=True)
    page.tag("if changes.results")
    page.grid(
        "changes.results",
        (
            Column("what", _say(page, "col-what"), 36, fixed=True),
            Column("old", _say(page, "col-old"), 20, fixed=True),
            Column("new", _say(page, "col-new"), 20, fill="r.fill", fixed=True),
            Column("why", _say(page, "col-why"), 24, fixed=True),
        ),
        small=True,
    )
    page.tag("else")
    page.text("{{ changes.no_results }}")
    page.tag("endif")
    page.text(_say(page, "answers-title"), "FrontHeading", keep=True)
    page.tag("if changes.answers")
    page.grid(
        "changes.answers",
        (
            Column("code", "col-code", 8),
            Column("question", "col-question", 36),
            Column("old", _say(page, "col-old"), 28, fixed=True),
            Column("new", _say(page, "col-new"), 28, fixed=True),
        ),
        small=True,
        split=True,
    )
    page.tag("else")
    page.text("{{ changes.no_answers }}")
    page.tag("endif")
    page.tag("endif")


def _say(page: Layout, key: str) -> str:
    return messages("changes")(key, page.language)
