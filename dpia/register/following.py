"""What a version lays down beside it for reminders: days of reviews, its terms, the result of its threshold analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dpia.register.reading import Item, day, items, mapping, text

if TYPE_CHECKING:
    from dpia.register.store import NewVersion

NEXT_REVIEW: Final = "next-review"


def to_follow(version: NewVersion) -> dict[str, Any]:
    """Return it as plain data.

    reviews: the id of each reason for a review that time brings, and the day from which it is due; the date that was
    entered for the next review is none of them. terms: the product and the version of its terms on which the
    assessment rests, null where none is known. threshold: the result ("" for none).
    """
    document = version.assessment
    reviews = [
        [text(one.get("id")), due]
        for one in items(document.get("review"))
        if (due := _due_on(one, version)) and one.get("because") != [NEXT_REVIEW]
    ]
    return {
        "reviews": reviews,
        "terms": _terms(version, mapping(document.get("terms"))),
        "threshold": text(mapping(document.get("threshold")).get("result")),
    }


def _due_on(review: Item, version: NewVersion) -> str:
    """The day from which a review is due; a version of an older program only says whether it was on its own day."""
    if "due_on" in review:
        return text(review.get("due_on"))
    return version.on.isoformat() if review.get("due") is True else ""


def _terms(version: NewVersion, terms: Item) -> list[str] | None:
    """The version of the terms as the copy says, else as it was entered, else as it was known then."""
    profile = mapping(terms.get("profile"))
    archived = (
        day(mapping(terms.get("document")).get("version_date"))
        or day(mapping(version.answers.get("values")).get("terms-version"))
        or day(profile.get("version_date"))
    )
    product = text(profile.get("id"))
    return [product, archived.isoformat()] if product and archived else None
