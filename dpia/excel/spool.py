"""Text that is put aside while a file is made: packed, outside of the memory, and gone when it is closed."""

from __future__ import annotations

import zlib
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from dpia.closing import Closing

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUICK: Final = 1
_PIECE: Final = 262_144


class Spool(Closing):
    """Takes text, and gives it back as UTF-8 in pieces. The file has no name that another program could open by."""

    def __init__(self) -> None:
        self.letters = 0
        self._file = TemporaryFile()  # noqa: SIM115  # lives as long as the spool
        self._packer = zlib.compressobj(_QUICK)
        self._waiting: list[str] = []
        self._wait = 0

    def write(self, text: str) -> None:
        """Put a text behind the others."""
        self.letters += len(text)
        self._waiting.append(text)
        self._wait += len(text)
        if self._wait > _PIECE:
            self._pack()

    def pieces(self) -> Iterator[bytes]:
        """Everything that was written, once; nothing can be written afterwards."""
        self._pack()
        self._file.write(self._packer.flush())
        self._file.seek(0)
        unpacker = zlib.decompressobj()
        while packed := self._file.read(_PIECE):
            while packed:
                yield unpacker.decompress(packed, _PIECE * 4)
                packed = unpacker.unconsumed_tail
        yield unpacker.flush()

    def close(self) -> None:
        """Let go of the file, which then is gone."""
        self._file.close()

    def _pack(self) -> None:
        data = "".join(self._waiting).encode("utf-8", "surrogatepass")
        self._waiting.clear()
        self._wait = 0
        self._file.write(self._packer.compress(data))
