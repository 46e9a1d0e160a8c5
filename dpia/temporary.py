"""One folder for what libraries write while they work: openpyxl keeps the sheets of a workbook in files of its own.

They hold answers. The folder is this process's alone, is removed at its end, and what a killed run left of it is
removed by the next run.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from dpia.beside import own_prefix, remove_leftovers

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def own_temporary() -> Iterator[None]:
    """Let this process and those that it starts write temporary files into a folder of their own.

    Where none can be made, nothing is changed: many commands need none, and the others say what they miss.
    """
    try:
        shared = Path(tempfile.gettempdir())
        folder = tempfile.mkdtemp(prefix=own_prefix(), dir=shared)
    except OSError:
        yield
        return
    remove_leftovers(shared)
    before, variable = tempfile.tempdir, os.environ.get("TMPDIR")
    tempfile.tempdir, os.environ["TMPDIR"] = folder, folder
    try:
        yield
    finally:
        tempfile.tempdir = before
        if variable is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = variable
        rmtree(folder, ignore_errors=True)
