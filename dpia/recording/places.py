"""Where register, templates and outputs lie."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from dpia.errors import FileError
from dpia.guard.template import guarded_template
from dpia.register.address import is_server
from dpia.register.location import DATABASES, Location, in_file
from dpia.resources import shipped

if TYPE_CHECKING:
    from dpia.order import Order

REGISTER_NAME = "register.db"


def register_location(order: Order) -> Location:
    """--register (or DPIA_REGISTER, which the command line passes on), else in the output folder.

    Raises:
        FileError: it is an address of another kind, or the Excel view instead of the database.
    """
    if not order.register:
        return in_file(order.folder / REGISTER_NAME)
    return location_of(order.register, order.folder)


def location_of(register: str, folder: Path | None = None) -> Location:
    """Where the database is that a user named: a server, the file, or the one in a folder; errors as above.

    folder: of the outputs, where a server's workbook belongs; None: the current one.
    """
    if is_server(register):
        return Location(register, folder or Path())
    return in_file(_file(Path(register)))


def _file(place: Path) -> Path:
    if place.is_dir():
        return place / REGISTER_NAME
    if place.suffix.lower() == ".xlsx":
        raise FileError("register-not-a-database", area="register", place=place)
    # A dot makes no file: "DSFA 1.2" is a folder that is not there yet.
    named = place.exists() or place.suffix.lower() in DATABASES
    return place if named else place / REGISTER_NAME


def read_template(order: Order, language: str, name: str) -> tuple[bytes, str]:
    """The user's template or the shipped one of this name, and its hash (DefinitionError: not to be used)."""
    if order.template is not None:
        data = guarded_template(order.template)
    else:
        data = (shipped("templates") / language / name).read_bytes()
    return data, hashlib.sha256(data).hexdigest()


def make_folder(order: Order) -> None:
    """Make the output folder that was named where it is not there yet; the workbook's own is never begun anew."""
    if order.output is None:
        return
    try:
        order.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError("folder-unwritable", found=order.output) from error


def relative(path: Path, location: Location) -> str:
    """The name of a file in the register."""
    return location.relative(path)
