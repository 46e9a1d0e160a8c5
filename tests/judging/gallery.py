"""One document of every kind that dpia writes, made by the commands that a user runs, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from click.testing import CliRunner

from dpia import yamlfile
from dpia.answers.plain import from_plain
from dpia.definitions import load_questionnaire
from dpia.i18n import LANGUAGES
from dpia.register import open_register
from dpia.register.size import Bounds
from dpia.register.workbook import write_register
from dpia.workbook.write import write_workbook
from examples.regenerate import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
EXAMPLES: Final = ROOT / "examples"
FIXTURES: Final = ROOT / "tests" / "fixtures"
_TERMS: Final = FIXTURES / "terms"
DAY: Final = date(2026, 11, 26)


@dataclass(frozen=True, slots=True)
class Made:
    """A document and what it is, as "report: de, draft"."""

    kind: str
    path: Path
    exported: bool = True
    """Whether its PDF is looked at too: of the reports, one in each language, because that takes its time."""


def word_files(folder: Path) -> Iterator[Made]:
    """Reports, memos and annexes.

    Of the reports, every pair of language, state and copy of the terms stands once: the shipped examples are a
    German draft and an English final version without a copy.
    """
    for example in sorted(EXAMPLES.glob("*/answers.dpia.docx")):
        name = example.parent.name
        yield Made(f"report: example {name}", example, exported=name == "careful-setup")
    careful = _resting_on_the_copy(folder)
    terms = ("--terms", str(_TERMS / "kurierbox-2023.en.md"))
    for language, state in (("de", "final"), ("en", "draft")):
        out = folder / f"report-{language}"
        final = ("--final",) if state == "final" else ()
        dpia(
            "assess",
            careful,
            "--lang",
            language,
            "-o",
            out,
            "--register",
            out / "r.db",
            *terms,
            *final,
        )
        report, kind = out / "answers.dpia.docx", f"report: {language}, {state}, with the terms"
        yield Made(kind, report, exported=language == "de")
    yield from _memos(folder)
    yield from _annexes(folder)


def _resting_on_the_copy(folder: Path) -> Path:
    """The example that is ready for a final version, with the date that the copy of the terms bears."""
    source: Any = yamlfile.load(EXAMPLES / "careful-setup" / "answers.yaml")
    source["values"]["terms-version"] = "2023-04-27"
    questionnaire = load_questionnaire(source["questionnaire"])
    answers = from_plain(filled(source), questionnaire)
    target = folder / "answers.xlsx"
    write_workbook(questionnaire, source["language"], target, answers=answers, on=DAY)
    return target


def _memos(folder: Path) -> Iterator[Made]:
    source = EXAMPLES / "zeiterfassung" / "answers.xlsx"
    for language in LANGUAGES:
        out = folder / f"memo-{language}"
        dpia("threshold", source, "--lang", language, "-o", out, "--register", out / "r.db")
        (memo,) = out.glob("*.docx")
        yield Made(f"threshold memo: {language}, draft", memo)


def _annexes(folder: Path) -> Iterator[Made]:
    old, new = _TERMS / "kurierbox-2023.en.md", _TERMS / "kurierbox-2024.en.md"
    for language in LANGUAGES:
        annex, compared = folder / f"terms-{language}.docx", folder / f"terms-diff-{language}.docx"
        dpia("terms", "check", old, "--lang", language, "-o", annex)
        yield Made(f"annex on terms: {language}", annex)
        dpia("terms", "diff", old, new, "--lang", language, "-o", compared)
        yield Made(f"annex on changed terms: {language}", compared)


def workbooks(folder: Path) -> Iterator[Made]:
    """Questionnaires (blank, filled, checked, upgraded) and registers."""
    for questionnaire in ("messenger", "general"):
        for language in LANGUAGES:
            out = folder / f"blank-{questionnaire}-{language}"
            dpia("new", "-q", questionnaire, "--lang", language, "-o", out)
            (blank,) = out.glob("*.xlsx")
            yield Made(f"blank questionnaire: {questionnaire}, {language}", blank)
    for example in sorted(EXAMPLES.glob("*/*.xlsx")):
        kind = "register" if example.stem == "register" else "filled questionnaire"
        yield Made(f"{kind}: example {example.parent.name}", example)
    for language in LANGUAGES:
        out = folder / f"upgraded-{language}"
        dpia("upgrade", FIXTURES / f"messenger-1.0.{language}.xlsx", "-o", out)
        (upgraded,) = out.glob("*.xlsx")
        yield Made(f"upgraded questionnaire: {language}", upgraded)
    yield Made("checked copy: de", _checked(folder))
    yield from _registers(folder)


def _checked(folder: Path) -> Path:
    """A copy with marks, of a questionnaire in which words stand for dates."""
    import openpyxl

    source = folder / "wrong.xlsx"
    book = openpyxl.load_workbook(EXAMPLES / "zeiterfassung" / "answers.xlsx")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, datetime) and not cell.protection.locked:
                    cell.value = "bald"
    book.save(source)
    out = folder / "checked"
    dpia("check", source, "-o", out, code=4)
    (copy,) = out.glob("*.xlsx")
    return copy


def _registers(folder: Path) -> Iterator[Made]:
    """A register of three assessments and a memo, in each language."""
    for language in LANGUAGES:
        out = folder / f"register-{language}"
        for name in ("zeiterfassung", "baustoffhandel"):
            source = EXAMPLES / name / "answers.xlsx"
            command = ("assess", "threshold")[name == "zeiterfassung"]
            dpia(
                command,
                source,
                "--lang",
                language,
                "-o",
                out / name,
                "--register",
                out / "register.db",
            )
        yield Made(f"register of several: {language}", out / "register.xlsx")
        yield Made(f"register as a large one: {language}", _streamed(out, language))


def _streamed(folder: Path, language: str) -> Path:
    """The workbook of a register written as that of a large one, with full sheets and texts that are not shared."""
    bounds = Bounds(streamed_above=0, rows=40, links=1, texts=20_000)
    with open_register(folder / "register.db") as store:
        target = folder / "large.xlsx"
        write_register(store, target, load_questionnaire, language, DAY, bounds=bounds)
    return target


def dpia(*arguments: object, code: int = 0) -> None:
    """Run a command as a user does; anything but the expected exit code is an error."""
    from dpia.cli.main import command

    dated = () if arguments[0] == "check" else ("--date", DAY.isoformat())
    ended = CliRunner().invoke(command, [*map(str, arguments), *dated], env={"DPIA_LANG": "de"})
    if ended.exit_code != code:
        raise RuntimeError(f"{arguments}: {ended.exit_code}\n{ended.output}") from ended.exception
