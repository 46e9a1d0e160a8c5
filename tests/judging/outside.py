"""The judges that others made: openxml-audit, Microsoft's Open XML SDK, LibreOffice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]

from tests.judging.package import words
from tests.judging.sheets import sheet_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.judging.package import Package

ROOT: Final = Path(__file__).resolve().parents[2]
OFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
_AS_UA: Final = '{"PDFUACompliance":{"type":"boolean","value":"true"}}'
_SPREADSHEET: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_T: Final = {"t": _SPREADSHEET[1:-1]}
_SDK: Final = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "DOTNET_TieredPGO": "0"}
"""It lives for a second: to learn while it runs what to compile better costs a quarter of that and never pays."""
_PATIENCE: Final = 240
OFFICE_MISSING: Final = "no LibreOffice on this machine"
SDK_MISSING: Final = (
    "no Open XML SDK validator here: .ci/install-validator installs it where npm is"
)


def sdk_validator() -> Path | None:
    """The program that carries Microsoft's SDK, where .ci/install-validator could put it; or the one named."""
    named = os.environ.get("OOXML_VALIDATOR_CLI")
    if named:
        return Path(named)
    folder = ROOT / ".tools" / "node_modules" / "@xarsh"
    found = sorted(folder.glob("ooxml-validator-*/ooxml-validator*"))
    return next((one for one in found if os.access(one, os.X_OK)), None)


def audit_faults(path: Path) -> list[str]:
    """What openxml-audit finds."""
    result = OpenXmlValidator().validate(path)
    found = [f"{error.part_uri}: {error.description}" for error in result.errors]
    return found or ([] if result.is_valid else ["not valid"])


def sdk_faults(path: Path) -> list[str]:
    """What the Open XML SDK finds, held against the newest Office."""
    validator = sdk_validator()
    if validator is None:
        raise RuntimeError("the validator is not installed")
    done = subprocess.run(
        [validator, path, "Microsoft365"],
        capture_output=True, text=True, encoding="utf-8", timeout=_PATIENCE, check=False,
        env={**os.environ, **_SDK},
    )  # fmt: skip
    try:
        said = json.loads(done.stdout)
    except ValueError:
        return [f"no answer: {done.stdout[:200]}{done.stderr[:200]}"]
    found = [f"{one['path']}: {one['description']}" for one in said["errors"]]
    return found or ([] if said["ok"] else ["not valid"])


def as_pdf(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Let one LibreOffice export Word files as PDF/UA; what it could not open is missing in the answer."""
    return _convert(files, folder, f"pdf:writer_pdf_Export:{_AS_UA}", "pdf")


def as_sheets(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Let one LibreOffice open workbooks, compute them anew and save them as flat OpenDocument."""
    return _convert(files, folder, "fods", "fods")


def _convert(files: Sequence[Path], folder: Path, target: str, suffix: str) -> dict[Path, Path]:
    if OFFICE is None:
        raise RuntimeError("no LibreOffice on this machine")
    source = folder / "in"
    source.mkdir(parents=True)
    named = {file: source / f"{number}{file.suffix}" for number, file in enumerate(files)}
    for file, copy in named.items():
        shutil.copyfile(file, copy)
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
               "--convert-to", target, "--outdir", folder, *named.values()]  # fmt: skip
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=_PATIENCE * 2)
    made = {file: folder / f"{copy.stem}.{suffix}" for file, copy in named.items()}
    return {file: result for file, result in made.items() if result.exists()}


def recomputed_faults(workbook: Package, opened: Path) -> list[str]:
    """What LibreOffice lost of a workbook or could not compute."""
    names = [title for title, _ in sheet_parts(workbook)]
    root = etree.parse(str(opened)).getroot()
    tables = list(root.iter(f"{_SPREADSHEET}table"))
    found = [str(one.get(f"{_SPREADSHEET}name")) for one in tables]
    return [
        *([] if found == names else [f"sheets {found}, not {names}"]),
        *_errors(tables),
    ]


def _errors(tables: Sequence[etree._Element]) -> Iterator[str]:
    for table in tables:
        computed: Any = table.xpath(".//t:table-cell[@t:formula]", namespaces=_T)
        for cell in computed:
            shown = words(cell)
            if shown.startswith(("Err:", "#")):
                yield f"{table.get(f'{_SPREADSHEET}name')}: a formula shows {shown}"
