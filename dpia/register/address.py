"""Addresses of registers: which are a database server's, and how one is shown without its secrets.

Nobody can be relied on to have written a password as the rules of URLs want it, so what does not look exactly
like an address is not shown in parts.
"""

from __future__ import annotations

import re
from typing import Final

from dpia.errors import FileError

NOT_PLAIN: Final = "postgresql://…"
"""How an address is shown that does not look exactly like one."""

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+)://")
_POSTGRES: Final = ("postgres", "postgresql")
_KEYWORD: Final = re.compile(
    r"\b(host|hostaddr|port|dbname|user|password|service|sslmode)\s*=\s*('(?:[^'\\]|\\.)*'|[^\s']*)"
)
_HOSTS: Final = r"(?:[\w.\-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?"
_PLAIN: Final = re.compile(
    rf"(?:[^@/?#]*@)?(?P<hosts>(?:{_HOSTS}(?:,{_HOSTS})*)?)(?:/(?P<name>[\w.\-]*))?(?:\?[^@]*)?"
)
_NAME: Final = re.compile(r"[\w.\-]+")


def is_server(location: str) -> bool:
    """Whether it is the address of a PostgreSQL server: postgresql://... or host=... dbname=...

    Raises:
        FileError: it is an address of another kind.
    """
    scheme = _SCHEME.match(location)
    if scheme and scheme[1].lower().split("+")[0] in _POSTGRES:
        return True
    if scheme:
        raise FileError("register-address", area="register", place=f"{scheme[1]}://")
    return _KEYWORD.search(location) is not None


def for_driver(address: str) -> str:
    """The address as PostgreSQL's own library reads it: postgresql+psycopg:// names a driver of other programs."""
    scheme = _SCHEME.match(address)
    return address if scheme is None else f"postgresql://{address[scheme.end() :]}"


def without_secrets(address: str) -> str:
    """Server and database of an address; of one that is not plain, only that it is PostgreSQL's."""
    scheme = _SCHEME.match(address)
    if scheme is None:
        return _of_keywords(address)
    plain = _PLAIN.fullmatch(address[scheme.end() :])
    if plain is None:
        return NOT_PLAIN
    name = f"/{plain['name']}" if plain["name"] else ""
    return f"postgresql://{plain['hosts']}{name}"


def _of_keywords(address: str) -> str:
    found = {key: value.strip("'") for key, value in _KEYWORD.findall(address)}
    found = {key: value for key, value in found.items() if _NAME.fullmatch(value)}
    host = found.get("host") or found.get("hostaddr") or ""
    port = f":{found['port']}" if "port" in found else ""
    name = f"/{found['dbname']}" if "dbname" in found else ""
    return f"postgresql://{host}{port}{name}"
