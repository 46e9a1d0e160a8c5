"""Write the catalogue of every shipped questionnaire for reading: docs/catalogue/<questionnaire>.<language>.md."""

from __future__ import annotations

from pathlib import Path

from dpia.definitions import load_questionnaire, shipped_questionnaires
from dpia.i18n import LANGUAGES
from dpia.render.catalogue import Catalogue, whole_markdown

FOLDER = Path(__file__).resolve().parents[1] / "catalogue"


def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {
        f"{name}.{language}.md": whole_markdown(Catalogue(load_questionnaire(name), language))
        for name in shipped_questionnaires()
        for language in LANGUAGES
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/catalogue/{name}")
