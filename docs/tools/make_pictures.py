"""Draw the pictures of the README: pages of an example's report and workbooks, by LibreOffice and poppler."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "pictures"
WIDTH = 900
PICTURES = {
    # picture: (file, words that stand on the page)
    "report-cover.png": ("examples/baustoffhandel/answers.dpia.docx", "Seite 1 von"),
    "report-summary.png": ("examples/baustoffhandel/answers.dpia.docx", "Seite 2 von"),
    "report-gates.png": (
        "examples/baustoffhandel/answers.dpia.docx",
        "Rechtliche Voraussetzungen (nicht verrechenbar)",
    ),
    "report-matrix.png": ("examples/baustoffhandel/answers.dpia.docx", "Risikomatrix"),
    "workbook-start.png": ("examples/baustoffhandel/answers.xlsx", "So füllen Sie"),
    "workbook-contacts.png": (
        "examples/baustoffhandel/answers.xlsx",
        "Status/Datenschutz/Teilen nur mit",
    ),
    "register.png": ("examples/careful-setup/register.xlsx", "Contact upload"),
}
CLOSER = {"register.png": 2}
"""Wide sheets: how many times nearer their upper left corner is drawn."""


def pdf_of(source: Path, folder: Path) -> Path:
    """Let LibreOffice make a PDF; in a profile of its own, so that an open office does not matter."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    out = folder / source.parent.name
    subprocess.run(
        [*command, "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=180
    )
    return out / f"{source.stem}.pdf"


def page_with(pdf: Path, words: str) -> int:
    """The first page on which the words stand (pages from 1)."""
    text = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout
    for number, page in enumerate(text.split("\f"), 1):
        if " ".join(words.split()) in " ".join(page.split()) and "Inhaltsverzeichnis" not in page:
            return number
    raise LookupError(words)


def main() -> int:
    """Draw every picture; say what is missing when it cannot be done here."""
    missing = [tool for tool in ("soffice", "pdftoppm") if shutil.which(tool) is None]
    if missing:
        print(f"not drawn, missing on this machine: {', '.join(missing)}", file=sys.stderr)
        return 1
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pdfs = {name: pdf_of(ROOT / name, folder) for name, _ in PICTURES.values()}
        for picture, (name, words) in PICTURES.items():
            page = page_with(pdfs[name], words)
            stem, closer = TARGET / Path(picture).stem, CLOSER.get(picture, 1)
            subprocess.run(
                [
                    *("pdftoppm", "-png", "-singlefile"),
                    *("-scale-to-x", str(WIDTH * closer), "-scale-to-y", "-1"),
                    *(("-W", str(WIDTH), "-H", str(WIDTH * 2 // 3)) if closer > 1 else ()),
                    *("-f", str(page), "-l", str(page)),
                    *(str(pdfs[name]), str(stem)),
                ],
                check=True,
            )
            print(f"drawn: {picture}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
