"""The names that templates may use: templates/names.json and the lists in docs/templates.md, from all shipped cases.

Run from the root of the repository: ``python -m docs.tools.template_names`` (it takes half a minute).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from dpia.cases import read_cases
from dpia.checking_templates import USES, views_of
from dpia.definitions import load_questionnaire, shipped_questionnaires
from dpia.resources import shipped
from dpia.template.known import NAMES
from dpia.template.names import Shape, as_plain, from_plain, merged, shape_of
from dpia.template.words import FILTER_NAMES, TEST_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dpia.template.known import Use

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "templates.md"
BEGIN = "<!-- {name}: written by docs/tools/template_names.py -->"
END = "<!-- end of {name} -->"


def derived(every: int = 1) -> dict[Use, Shape]:
    """Return the names of all views that the shipped cases give (or each second, third ... of them)."""
    found: dict[Use, Shape] = {use: Shape() for use in USES}
    for name in shipped_questionnaires():
        questionnaire = load_questionnaire(name)
        for case in list(read_cases(shipped("questionnaires") / name))[::every]:
            for use, view in views_of(questionnaire, case, "en", case.on).items():
                found[use] = merged(found[use], shape_of([view]))
    return found


def names_json(found: dict[Use, Shape]) -> str:
    """Return the file of names."""
    plain = {use: as_plain(shape) for use, shape in found.items()}
    return json.dumps(plain, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def listing(shape: Shape) -> str:
    """Return the names as a Markdown list; what stands in each entry of a list hangs below it."""
    return "\n".join(_lines(shape, 0))


def _lines(shape: Shape, depth: int) -> Iterator[str]:
    for name, inner in shape.entries.items():
        of_list = inner.member is not None
        below = inner.member if inner.member is not None else inner
        note = ""
        if of_list:
            note = " – list of texts" if not below.entries else " – list; each entry has:"
        yield f"{'  ' * depth}- `{name}`{note}"
        yield from _lines(below, depth + 1)


def page(found: dict[Use, Shape], text: str) -> str:
    """Return the page with its lists as they are today."""
    lists: dict[str, str] = {use: listing(shape) for use, shape in found.items()}
    lists |= {
        "filters": ", ".join(f"`{name}`" for name in FILTER_NAMES),
        "tests": ", ".join(f"`{name}`" for name in TEST_NAMES),
    }
    for name, listed in lists.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        before, _, rest = text.partition(begin)
        after = rest.partition(end)[2]
        text = f"{before}{begin}\n\n{listed}\n\n{end}{after}"
    return text


def known() -> dict[Use, Shape]:
    """Return the names as the file has them."""
    plain = json.loads((ROOT / "templates" / NAMES).read_text(encoding="utf-8"))
    return {use: from_plain(plain[use]) for use in USES}


if __name__ == "__main__":
    names = derived()
    (ROOT / "templates" / NAMES).write_text(names_json(names), encoding="utf-8")
    PAGE.write_text(page(names, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"templates/{NAMES}")
    print("docs/templates.md")
