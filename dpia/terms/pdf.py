"""The text of a PDF, page by page. A scan has none: that is said, never guessed at."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING, Final

from dpia.errors import AnswersRejected, FileError
from dpia.guard.pdf import Drawn, bounded_pdf
from dpia.guard.subject import TERMS
from dpia.terms.lines import from_pages

if TYPE_CHECKING:
    from pathlib import Path

    from pypdf import PdfReader

    from dpia.terms.text import Paragraph

_A_PAGE: Final = 25
"""A page with fewer letters has no text to speak of."""


def paragraphs(path: Path, data: bytes) -> tuple[list[Paragraph], int]:
    """The paragraphs and the number of pages. FileError, or AnswersRejected for a scan."""
    pages = _pages(path, data)
    letters = [sum(map(str.isalpha, page)) for page in pages]
    if sum(letters) < _A_PAGE * len(pages):
        raise AnswersRejected("copy-scanned", "terms", file=str(path), pages=len(pages))
    found = from_pages([page.split("\n") for page in pages])
    return found, len(pages)


def _pages(path: Path, data: bytes) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are not for users
    try:
        with bounded_pdf():
            return _texts(path, PdfReader(BytesIO(data)))
    except FileError:
        raise
    except DependencyError as error:  # AES needs a library that is not ours to bring
        raise FileError("copy-encrypted", "terms", file=str(path)) from error
    except Exception as error:  # a parser on a hostile file raises anything
        raise FileError("copy-damaged", "terms", file=str(path)) from error


def _texts(path: Path, reader: PdfReader) -> list[str]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileError("copy-encrypted", "terms", file=str(path))
    count = len(reader.pages)
    TERMS.bounded("pages", count, path)
    drawn, letters, texts = Drawn(path), 0, []
    for page in reader.pages:
        text = page.extract_text(visitor_operand_before=drawn).replace("\f", "\n")
        TERMS.bounded("drawn", drawn.count, path)  # pypdf swallows what a form raises
        letters += len(text)
        TERMS.bounded("letters", letters, path)
        texts.append(text)
    return texts
