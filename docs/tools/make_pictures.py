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
    # picture: (file, page from 1)
    "report-cover.png": ("examples/baustoffhandel/answers.dpia.docx", 1),
    "report-summary.png": ("examples/baustoffhandel/answers.dpia.docx", 2),
    "report-gates.png": ("examples/baustoffhandel/answers.dpia.docx", 5),
    "workbook-start.png": ("examples/baustoffhandel/answers.xlsx", 1),
    "workbook-contacts.png": ("examples/baustoffhandel/answers.xlsx", 15),
    "register.png": ("examples/careful-setup/register.xlsx", 1),
}


def pdf_of(source: Path, folder: Path) -> Path:
    """Let LibreOffice make a PDF; in a profile of its own, so that an open office does not matter."""
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    out = folder / source.parent.name
    subprocess.run(
        [*command, "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=180
    )
    return out / f"{source.stem}.pdf"


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
        for picture, (name, page) in PICTURES.items():
            stem = TARGET / Path(picture).stem
            subprocess.run(
                [
                    *("pdftoppm", "-png", "-singlefile", "-scale-to-x", str(WIDTH)),
                    *("-scale-to-y", "-1", "-f", str(page), "-l", str(page)),
                    *(str(pdfs[name]), str(stem)),
                ],
                check=True,
            )
            print(f"drawn: {picture}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
