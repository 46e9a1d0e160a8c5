"""What this machine lacks is skipped, with a reason that pytest counts; every document that a test makes is judged."""

from __future__ import annotations

import gc
import os
import pkgutil
import shutil
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage

import dpia
from tests.judging.listening import LISTENER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres import Server

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
COMMANDS = Path(__file__).parent / "cli"
LISTENER.start()


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Where coverage is counted, import all of dpia while it is: the first to need a module may be untraced."""
    if session.config.getoption("cov_source", None):
        for module in pkgutil.walk_packages(dpia.__path__, "dpia."):
            if not module.name.endswith("__main__"):
                import_module(module.name)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported and collected lives to the end: looking for garbage in it again and again takes a tenth of all time."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests that need a LibreOffice or a PostgreSQL where there is none; say what each fault is.

    Whole commands are traced only where the test says so: coverage doubles their time and shows little of them
    that it does not show of the others.
    """
    lacking = [] if OFFICE else ["libreoffice"]
    if any(item.get_closest_marker("postgres") for item in items) and not _has_postgres():
        lacking.append("postgres")
    names = {"libreoffice": "LibreOffice", "postgres": "PostgreSQL server or no driver for it"}
    for item in items:
        item.user_properties += [("fault", one.args[0]) for one in item.iter_markers("fault")]
        for one in lacking:
            if item.get_closest_marker(one):
                item.add_marker(pytest.mark.skip(reason=f"no {names[one]} on this machine"))
        if item.path.is_relative_to(COMMANDS) and not item.get_closest_marker("traced"):
            item.add_marker(pytest.mark.no_cover)


def _has_postgres() -> bool:
    from tests.postgres import binaries

    return binaries() is not None and find_spec("psycopg") is not None


@pytest.fixture(scope="session", autouse=True)
def _judged_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The processes of a run tell each other what the validator saw; the folder above theirs is their common one."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        LISTENER.share(tmp_path_factory.getbasetemp().parent / "judged")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, started when the first test asks for it."""
    from tests.postgres import Server

    server = Server.begin()
    yield server
    server.throw_away()


@pytest.fixture
def address(postgres: Server) -> str:
    """The address of a register that is not there yet, with a password in it."""
    return postgres.address(postgres.database())


@contextmanager
def _as_traced(item: pytest.Item) -> Iterator[None]:
    """What stands around a test marked no_cover is not traced either; pytest-cov leaves out the test alone."""
    tracing = Coverage.current() if item.get_closest_marker("no_cover") else None
    if tracing is None:
        yield
        return
    tracing.stop()
    try:
        yield
    finally:
        tracing.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Make the fixtures of a test."""
    with _as_traced(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Fail a test whose documents (or those of its fixtures) have a fault, as an error behind the test."""
    with _as_traced(item):
        yield
        _judge(item)


def _judge(item: pytest.Item) -> None:
    if item.get_closest_marker("writes_faulty_documents"):
        LISTENER.pass_over()
        return
    faults = list(LISTENER.faults())
    if faults:
        pytest.fail("a document that this test made:\n  " + "\n  ".join(faults), pytrace=False)
