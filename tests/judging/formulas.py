"""Formulas that Excel would refuse: signs that do not pair, unknown functions, sheets or names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils import FORMULAE

from tests.judging.ranges import box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST, _LONGEST_TEXT = 8192, 255
_NEWER: Final = {"IFS", "SWITCH", "TEXTJOIN", "CONCAT", "IFNA", "XLOOKUP", "NUMBERVALUE", "DAYS"}
_CONSTANTS: Final = {"TRUE", "FALSE"}


def formula_faults(text: str, sheets: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Say what is wrong with a formula (without its equals sign) in a workbook of these sheets and names."""
    yield from _faults(text, tuple(sheets), tuple(names))


@lru_cache(maxsize=4096)
def _faults(text: str, sheets: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_found(text, sheets, names))


def _found(text: str, sheets: tuple[str, ...], names: tuple[str, ...]) -> Iterator[str]:
    shown = repr(text[:80])
    if not text.strip() or len(text) > _LONGEST or text.startswith("="):
        yield f"formula {shown} is empty, too long or begins with an equals sign"
        return
    try:
        tokens = [t for t in Tokenizer(f"={text}").items if t.type != Token.WSPACE]
    except (TokenizerError, IndexError) as fault:
        yield f"formula {shown}: {fault}"
        return
    depth = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        depth += (token.subtype == Token.OPEN) - (token.subtype == Token.CLOSE)
        if depth < 0:
            yield f"formula {shown}: a bracket too many"
        if before is not None and _stands_alone(before) and _stands_alone(token):
            yield f"formula {shown}: no sign between {before.value} and {token.value}"
        yield from (f"formula {shown}: {fault}" for fault in _token_faults(token, sheets, names))
    if depth:
        yield f"formula {shown}: a bracket is not closed"
    if tokens[-1].type == Token.OP_IN:
        yield f"formula {shown} ends with {tokens[-1].value}"


def _stands_alone(token: Token) -> bool:
    return token.type == Token.OPERAND


def _token_faults(token: Token, sheets: tuple[str, ...], names: tuple[str, ...]) -> Iterator[str]:
    if token.type == Token.FUNC and token.subtype == Token.OPEN:
        name = token.value.rstrip("(").upper()
        if name not in FORMULAE and name.removeprefix("_XLFN.") not in _NEWER:
            yield f"no function {name}"
        if name in _NEWER:
            yield f"function {name} is written to the file as _xlfn.{name}"
    elif token.subtype == Token.ERROR:
        yield f"a lost reference, {token.value}"
    elif token.subtype == Token.TEXT and len(token.value) - 2 > _LONGEST_TEXT:
        yield "a text of more than 255 characters"
    elif token.subtype == Token.RANGE:
        yield from reference_faults(token.value, sheets, names)


def reference_faults(text: str, sheets: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Say what is wrong with a reference: to a range, a range of a sheet, or a name."""
    sheet, mark, area = text.rpartition("!")
    title = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    if mark and title.casefold() not in {one.casefold() for one in sheets}:
        yield f"no sheet {title!r}"
    known = {one.casefold() for one in names} | {one.casefold() for one in _CONSTANTS}
    if box(area) is None and area.casefold() not in known and "[" not in area:
        yield f"no range or name {area!r}"
