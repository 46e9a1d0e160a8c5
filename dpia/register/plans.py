"""The sheets of the register workbook: which columns, how wide, how frozen and printed."""

from __future__ import annotations

from typing import Final

from dpia.register.cells import ColumnPlan, SheetPlan

_NUMBER: Final = ColumnPlan("number", 6, "number")
_PROCESSING: Final = ColumnPlan("processing", 26)
_DATE: Final = ColumnPlan("date", 12, "date")
_KEY: Final = ColumnPlan("key", 14, hidden=True)
_SEEN: Final = ColumnPlan("seen", 14, hidden=True)


def _level(short: str, column: str) -> tuple[ColumnPlan, ...]:
    return (
        ColumnPlan(f"{short}-s", 9, "number"),
        ColumnPlan(f"{short}-l", 9, "number"),
        ColumnPlan(column, 17),
    )


ASSESSMENTS: Final = SheetPlan(
    "assessments",
    (
        _NUMBER,
        ColumnPlan("controller", 26),
        _PROCESSING,
        ColumnPlan("questionnaire", 24),
        ColumnPlan("kind-of-record", 16),
        ColumnPlan("state", 18),
        _DATE,
        ColumnPlan("threshold", 20),
        ColumnPlan("proposed", 20),
        ColumnPlan("taken", 20),
        ColumnPlan("stops", 12, "number"),
        ColumnPlan("today", 17),
        ColumnPlan("target", 17),
        ColumnPlan("span", 24),
        ColumnPlan("open", 10, "number"),
        ColumnPlan("deciding", 22),
        ColumnPlan("overdue", 12, "number"),
        ColumnPlan("review", 20),
        ColumnPlan("report", 34, "link"),
        ColumnPlan("input", 16),
        _KEY,
    ),
    frozen="D2",
    wide=True,
)

RISKS: Final = SheetPlan(
    "risks",
    (
        _NUMBER,
        _PROCESSING,
        ColumnPlan("risk-id", 8),
        ColumnPlan("title", 26),
        ColumnPlan("track", 16),
        ColumnPlan("source", 24),
        ColumnPlan("event", 28),
        ColumnPlan("impact", 28),
        ColumnPlan("persons", 18),
        ColumnPlan("goals", 18),
        *_level("raw", "raw"),
        ColumnPlan("factors", 30),
        *_level("inherent", "inherent"),
        ColumnPlan("acceptance", 22),
        ColumnPlan("risk-measures", 52),
        *_level("today", "residual-today"),
        *_level("target", "residual-target"),
        ColumnPlan("judged", 56),
        ColumnPlan("reason", 56),
        ColumnPlan("owner", 18),
        ColumnPlan("risk-state", 18),
        _KEY,
    ),
    frozen="E2",
    wide=True,
    pages=2,
)

MEASURES: Final = SheetPlan(
    "measures",
    (
        _NUMBER,
        _PROCESSING,
        ColumnPlan("measure-id", 8),
        ColumnPlan("title", 32),
        ColumnPlan("kind", 16),
        ColumnPlan("set", 12),
        ColumnPlan("tables", 26),
        ColumnPlan("measure-risks", 16),
        ColumnPlan("status", 16, entered=True),
        ColumnPlan("owner", 18, entered=True),
        ColumnPlan("due", 12, "date", entered=True),
        ColumnPlan("due-state", 20),
        ColumnPlan("evidence", 30, entered=True),
        ColumnPlan("effort", 10),
        ColumnPlan("change-l", 10, "number"),
        ColumnPlan("change-s", 10, "number"),
        ColumnPlan("remark", 30, entered=True),
        _KEY,
        _SEEN,
    ),
    frozen="E2",
    wide=True,
)

GATES: Final = SheetPlan(
    "gates",
    (
        _NUMBER,
        _PROCESSING,
        ColumnPlan("gate-id", 8),
        ColumnPlan("title", 30),
        ColumnPlan("norm", 26),
        ColumnPlan("stop", 10),
        ColumnPlan("status", 16),
        ColumnPlan("reason", 70),
        _DATE,
        _KEY,
    ),
    frozen="E2",
)

RECORD: Final = SheetPlan(
    "record",
    (
        _NUMBER,
        _PROCESSING,
        ColumnPlan("article-a", 34),
        ColumnPlan("article-b", 36),
        ColumnPlan("article-c-persons", 26),
        ColumnPlan("article-c-data", 38),
        ColumnPlan("article-d", 38),
        ColumnPlan("article-e", 36),
        ColumnPlan("article-f", 56),
        ColumnPlan("article-g", 56),
        ColumnPlan("state", 18),
        _DATE,
        _KEY,
    ),
    frozen="C2",
    wide=True,
)

TERMS: Final = SheetPlan(
    "terms",
    (
        _NUMBER,
        _PROCESSING,
        ColumnPlan("product", 24),
        ColumnPlan("terms-version", 14),
        ColumnPlan("terms-archived", 14),
        ColumnPlan("terms-place", 28),
        ColumnPlan("terms-source", 20),
        ColumnPlan("terms-copy", 28),
        ColumnPlan("terms-copy-version", 14),
        ColumnPlan("terms-party", 28),
        ColumnPlan("terms-law", 12),
        ColumnPlan("terms-licence", 30),
        ColumnPlan("terms-differs", 14, "number"),
        ColumnPlan("terms-known", 14),
        ColumnPlan("terms-sha256", 34),
        ColumnPlan("state", 18),
        _DATE,
        _KEY,
    ),
    frozen="C2",
    wide=True,
)

REVIEWS: Final = SheetPlan(
    "reviews",
    (
        _NUMBER,
        _PROCESSING,
        ColumnPlan("controller", 26),
        ColumnPlan("state", 18),
        _DATE,
        ColumnPlan("review-date", 14, "date", entered=True),
        ColumnPlan("review", 22),
        ColumnPlan("review-reasons", 70),
        ColumnPlan("review-watch", 70),
        _KEY,
        _SEEN,
    ),
    frozen="C2",
    wide=True,
)

CONFLICTS: Final = SheetPlan(
    "conflicts",
    (
        _NUMBER,
        _PROCESSING,
        ColumnPlan("subject", 44),
        ColumnPlan("field", 18),
        ColumnPlan("in-register", 30),
        ColumnPlan("in-workbook", 30),
        ColumnPlan("entered-by", 20),
        ColumnPlan("decide", 20, entered=True),
        _KEY,
        _SEEN,
    ),
    frozen="C2",
)
"""Only there when a value was changed on both sides."""

PLANS: Final = (ASSESSMENTS, RISKS, MEASURES, GATES, RECORD, TERMS, REVIEWS)
