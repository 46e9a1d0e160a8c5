"""Hears every document that dpia writes while tests run, and holds it against the own checks of structure.

No test has to say so: whatever leaves the program as a .docx or .xlsx passes `dpia.stablezip.pack_into`, and there
we listen. A document whose pieces were not seen in this order before (in any process of this run of the tests) is
shown to the Open XML SDK too, the quicker of the two validators.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from uuid import uuid4

from dpia import stablezip
from tests.judging.outside import sdk_faults, sdk_validator
from tests.judging.own import structure_faults
from tests.judging.package import Package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

_TEMPLATE: Final = (b"{%p ", b"{%tr ")
"""Word files with template statements are no documents yet; the golden texts and test_render_word hold them."""


_TAG: Final = re.compile(r"</?[\w:]+")
_ATTRIBUTE: Final = re.compile(r"\s[\w:]+=\"")


class Listener:
    """Keeps what was written since the last look; judges each content once."""

    def __init__(self) -> None:
        self.heard = 0
        self.judged = 0
        self.shown = 0
        self._waiting: list[bytes] = []
        self._known: set[bytes] = set()
        self._pieces: set[tuple[str, ...]] = set()
        self._parts: set[bytes] = set()
        self._shared: Path | None = None
        self._read: set[Path] = set()
        self._pack_into = stablezip.pack_into

    def start(self) -> None:
        """Listen from now on; to be called before any module takes the function from where it stands."""
        stablezip.pack_into = self._hear

    def share(self, folder: Path) -> None:
        """Tell others in this folder what was shown, and do not show again what they did: the validator is slow."""
        folder.mkdir(exist_ok=True)
        self._shared = folder

    def _hear(
        self,
        target: IO[bytes],
        members: Mapping[str, bytes | Iterable[bytes]],
        on: date,
        level: int | None = None,
    ) -> None:
        written = BytesIO()
        self._pack_into(written, members, on, level)
        self.heard += 1
        self._waiting.append(written.getvalue())
        target.write(written.getvalue())

    def faults(self) -> Iterator[str]:
        """What is wrong with the documents that were written since the last call."""
        waiting, self._waiting = self._waiting, []
        for data in waiting:
            digest = hashlib.sha256(data).digest()
            if digest in self._known:
                continue
            self._known.add(digest)
            package = Package(data)
            if package.kind == "other" or any(
                mark in package.parts.get("word/document.xml", b"") for mark in _TEMPLATE
            ):
                continue
            self.judged += 1
            yield from structure_faults(package)
            if self._is_new(package):
                self.shown += 1
                yield from _sdk(package.kind, data)

    def pass_over(self) -> None:
        """Forget what was written since the last look: whoever wrote it wanted faults."""
        self._waiting.clear()

    def leave_to_the_court(self) -> None:
        """Take what was written since the last look as judged: tests/test_documents.py asks every judge."""
        waiting, self._waiting = self._waiting, []
        for data in waiting:
            self._known.add(hashlib.sha256(data).digest())
            self._is_new(Package(data))

    def _is_new(self, package: Package) -> bool:
        """Whether it has a piece that was not seen yet; it is seen now. A part that was here before has none."""
        pieces: set[tuple[str, ...]] = set()
        for name in package.names:
            part = package.parts[name] if name.endswith(".xml") else b""
            digest = hashlib.sha256(part).digest()
            if digest not in self._parts:
                self._parts.add(digest)
                pieces |= _pieces(part)
        if pieces <= self._pieces:
            return False
        self._learn()
        fresh = pieces - self._pieces
        self._pieces |= fresh
        if fresh:
            self._tell(fresh)
        return bool(fresh) and sdk_validator() is not None

    def _learn(self) -> None:
        if self._shared is not None:
            for told in {*self._shared.glob("*.json")} - self._read:
                self._read.add(told)
                self._pieces |= {tuple(piece) for piece in json.loads(told.read_text("utf-8"))}

    def _tell(self, pieces: set[tuple[str, ...]]) -> None:
        if self._shared is not None:
            told = self._shared / f"{uuid4()}.json"
            self._read.add(told)
            written = told.with_suffix(".new")
            written.write_text(json.dumps(sorted(pieces)), "utf-8")
            written.rename(told)


def _pieces(part: bytes) -> set[tuple[str, ...]]:
    """Which tag follows which, and the names of all attributes: what a schema is about."""
    text = part.decode("utf-8", "replace")
    return {*pairwise(_TAG.findall(text)), *((one,) for one in set(_ATTRIBUTE.findall(text)))}


def _sdk(kind: str, data: bytes) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / {"word": "heard.docx", "excel": "heard.xlsx"}[kind]
        path.write_bytes(data)
        return [f"Open XML SDK: {fault}" for fault in sdk_faults(path)]


LISTENER: Final = Listener()
