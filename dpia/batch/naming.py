"""Which workbooks a command line means: files, patterns (a Windows console expands none) and folders.

Nothing is passed over without a word: what is left out has its reason.
"""

from __future__ import annotations

import glob
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from dpia.order import plain_stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Reason = Literal["copy", "kind"]

_SHEETS: Final = {".xlsx", ".xlsm"}
_OTHERS: Final = {".xls", ".xlsb", ".xltx", ".xltm", ".ods", ".fods", ".numbers"}
_NOT_OURS: Final = ("~$", ".")
"""How lock files of Excel begin, and those of LibreOffice and this program."""
_MAGIC: Final = re.compile(r"[*?\[]")
_DIGITS: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not assessed. why: "copy" of a workbook that is (instead), or a "kind" of file that is not read."""

    file: Path
    why: Reason
    instead: Path | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """What a command line means.

    workbooks: each once, in the order of the arguments. found: those of them that a folder or pattern gave; one of
    these that is no questionnaire is passed over. nothing: arguments behind which there is no workbook.
    """

    workbooks: tuple[Path, ...]
    found: frozenset[Path] = frozenset()
    left_out: tuple[LeftOut, ...] = ()
    nothing: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Collected:
    workbooks: dict[Path, Path] = field(default_factory=dict)
    found: set[Path] = field(default_factory=set)
    left_out: list[LeftOut] = field(default_factory=list)
    nothing: list[Path] = field(default_factory=list)


def names_one(arguments: Sequence[Path]) -> bool:
    """Whether this is one workbook and no more."""
    return len(arguments) == 1 and not arguments[0].is_dir() and not _is_pattern(arguments[0])


def workbooks_of(arguments: Sequence[Path]) -> Named:
    """Return the workbooks that are meant.

    A folder stands for the workbooks in it, not for those in folders below; the pattern "FOLDER/**/*.xlsx" for these,
    too. In folders and patterns files are sorted by name, 2 before 10. A copy with marked cells (name.checked.xlsx) is
    left out where the workbook that it was made from is meant as well; of several copies alone the last is taken.
    """
    collected = _Collected()
    for argument in arguments:
        if argument.is_dir():
            _collect_found(collected, argument, _in_folder(argument))
        elif _is_pattern(argument):
            _collect_found(collected, argument, _matching(argument))
        else:
            collected.workbooks.setdefault(_identity(argument), argument)
    kept, copies = _without_copies(collected.workbooks.values())
    return Named(
        tuple(kept),
        frozenset(collected.found),
        (*collected.left_out, *copies),
        tuple(collected.nothing),
    )


def _is_pattern(path: Path) -> bool:
    """A file may really be called "answers [1].xlsx"."""
    return bool(_MAGIC.search(str(path))) and not path.exists()


def _in_folder(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []


def _matching(pattern: Path) -> list[Path]:
    return [path for path in map(Path, glob.glob(str(pattern), recursive=True)) if path.is_file()]  # noqa: PTH207  # an absolute pattern, too


def _collect_found(collected: _Collected, argument: Path, files: Iterable[Path]) -> None:
    meant = [one for one in sorted(files, key=_in_order) if not one.name.startswith(_NOT_OURS)]
    workbooks = [one for one in meant if one.suffix.lower() in _SHEETS]
    collected.left_out += [LeftOut(one, "kind") for one in meant if one.suffix.lower() in _OTHERS]
    for one in workbooks:
        if collected.workbooks.setdefault(_identity(one), one) is one:
            collected.found.add(one)
    if not workbooks:
        collected.nothing.append(argument)


def _in_order(path: Path) -> list[tuple[int, int, str]]:
    """By name as people sort: numbers by their value."""
    pieces = _DIGITS.split(str(path.with_suffix("")).casefold())
    keys = [(1, int(one), "") if one.isdecimal() else (0, 0, one) for one in pieces]
    return [*keys, (0, 0, str(path))]


def _identity(path: Path) -> Path:
    try:
        return path.resolve()
    except OSError:
        return path.absolute()


def _without_copies(workbooks: Iterable[Path]) -> tuple[list[Path], list[LeftOut]]:
    taken: dict[tuple[Path, str], Path] = {}
    listed = list(workbooks)
    for path in listed:
        key = (_identity(path.parent), plain_stem(path).casefold())
        before = taken.get(key)
        if before is None or _comes_before(path, before):
            taken[key] = path
    kept, left = [], []
    for path in listed:
        instead = taken[_identity(path.parent), plain_stem(path).casefold()]
        if instead is path or not _is_copy(path):
            kept.append(path)
        else:
            left.append(LeftOut(path, "copy", instead))
    return kept, left


def _comes_before(path: Path, other: Path) -> bool:
    """The workbook itself before its copies, the last copy before the others."""
    if _is_copy(path) != _is_copy(other):
        return not _is_copy(path)
    return _is_copy(path) and _in_order(path) > _in_order(other)


def _is_copy(path: Path) -> bool:
    return plain_stem(path) != path.stem
