"""The network to a register is cut, or its server dies: nothing committed is lost, nothing half-done is seen."""

from __future__ import annotations

import signal
from itertools import count
from typing import TYPE_CHECKING

import pytest

from dpia.errors import FileError
from dpia.register import open_register
from tests.proxy import Proxy
from tests.unit.test_store_contract import KEY, version

if TYPE_CHECKING:
    from collections.abc import Callable

    from dpia.register.store import Store
    from tests.postgres import Server

pytestmark = pytest.mark.postgres
TOLD = {"postgres-lost", "postgres-unsure", "postgres-unreachable"}


@pytest.mark.parametrize("arrives", [False, True], ids=["message lost", "answer lost"])
@pytest.mark.fault("the network to PostgreSQL is cut at every message of an entry")
def test_the_network_is_cut_at_every_message_of_an_entry(
    postgres: Server, *, arrives: bool
) -> None:
    name = postgres.database()
    good = postgres.address(name)
    open_register(good).close()
    told = []
    for turn in count():
        new = version(final=True, sha256=f"a{turn}")
        with Proxy(postgres.port, cut_at=turn, arrives=arrives) as proxy:
            try:
                with open_register(postgres.address(name, port=proxy.port)) as store:
                    store.add(new)
            except FileError as error:
                told.append(error.key)
            if not proxy.cut:
                break
        with open_register(good) as store:
            there = [one.input_sha256 for one in store.versions(KEY)]
            assert there[:turn] == [f"a{earlier}" for earlier in range(turn)]
            assert len(there) <= turn + 1
            assert store.add(new).version == turn + 1, "the next run finds out by itself"
            assert list(store.verify()) == []
    assert len(told) > 15
    assert set(told) == TOLD
    assert told.count("postgres-unsure") == 1, "only at COMMIT is nobody sure"


@pytest.mark.parametrize("start", range(4))
@pytest.mark.fault("the network to PostgreSQL is cut at every message while a register is begun")
def test_the_network_is_cut_while_a_register_is_begun(postgres: Server, start: int) -> None:
    """How many messages there are depends on the server and how it lets us in; so go on until none is left to lose."""
    told = []
    for step in count(start, 4):
        name = postgres.database()
        with Proxy(postgres.port, cut_at=step) as proxy:
            error = begun(postgres.address(name, port=proxy.port))
            if not proxy.cut:
                break
        there = postgres.admin("SELECT 1 FROM pg_namespace WHERE nspname = 'dpia'", name)
        assert bool(there) == (error is None), (
            "begun whole, with only the farewell lost, or not at all"
        )
        told += [error] if error else []
        with open_register(postgres.address(name)) as store:
            assert store.add(version(final=True)).version == 1
            assert list(store.verify()) == []
    assert len(told) > 5
    assert set(told) <= TOLD


def begun(address: str) -> str | None:
    """What a user was told when a register could not be begun."""
    try:
        open_register(address).close()
    except FileError as error:
        return error.key
    return None


@pytest.mark.fault("the COMMIT or its answer is lost")
def test_whether_the_commit_arrived_the_next_run_finds_out(postgres: Server) -> None:
    """The same entry, once with the COMMIT lost and once with its answer lost."""
    found = {}
    for arrives in (False, True):
        name = postgres.database()
        with open_register(postgres.address(name)) as store:
            store.add(version(final=True, sha256="a0"))
        new = version(final=True, sha256="a1")
        with (
            Proxy(postgres.port, cut_at=b"COMMIT\0", arrives=arrives) as proxy,
            open_register(postgres.address(name, port=proxy.port)) as store,
            pytest.raises(FileError) as caught,
        ):
            store.add(new)
        assert caught.value.key == "postgres-unsure"
        with open_register(postgres.address(name)) as store:
            recorded = store.same(new)
            found[arrives] = recorded is not None
            again = store.add(new)
            assert again == (recorded or again)
            assert [one.version for one in store.versions(KEY)] == [1, 2]
    assert found == {False: False, True: True}


def interrupted(store: Store, fault: Callable[[], object]) -> None:
    """Two entries that belong together, and what happens between them."""
    with store.transaction():
        store.add(version(final=True, sha256="first half"))
        fault()
        store.add(version(final=True, sha256="second half"))


@pytest.mark.fault("the administration ends the connection in the middle of an entry")
def test_the_administration_ends_a_connection_in_the_middle(postgres: Server) -> None:
    name = postgres.database()
    ending = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
    with open_register(postgres.address(name)) as store:
        store.add(version(final=True, sha256="a1"))
        with pytest.raises(FileError) as caught:
            interrupted(store, lambda: postgres.admin(ending))
        assert caught.value.key == "postgres-lost"
        with pytest.raises(FileError) as caught:
            store.versions(KEY)
        assert caught.value.key == "postgres-lost"
    with open_register(postgres.address(name)) as store:
        assert [one.input_sha256 for one in store.versions(KEY)] == ["a1"]
        assert store.add(version(final=True, sha256="a2")).version == 2


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
@pytest.mark.fault("the server is stopped or crashes in the middle of an entry")
def test_the_server_ends_in_the_middle_and_comes_back(
    postgres: Server, how: signal.Signals
) -> None:
    name = postgres.database()
    address = postgres.address(name)
    with open_register(address) as store:
        for turn in range(3):
            store.add(version(final=True, sha256=f"a{turn}"))
        with pytest.raises(FileError) as caught:
            interrupted(store, lambda: postgres.stop(how))
        assert caught.value.key == "postgres-lost"
    try:
        with pytest.raises(FileError) as caught:
            open_register(address)
        assert caught.value.key == "postgres-unreachable"
    finally:
        postgres.start()
    with open_register(address) as store:
        assert [one.input_sha256 for one in store.versions(KEY)] == ["a0", "a1", "a2"]
        assert store.add(version(final=True, sha256="a3")).version == 4
        assert list(store.verify()) == []


@pytest.mark.fault("the server crashes right after an entry")
def test_what_was_recorded_is_there_after_a_crash_at_once(postgres: Server) -> None:
    """Even where the server is tuned to say yes before it is so."""
    name = postgres.database()
    postgres.admin(f"ALTER DATABASE {name} SET synchronous_commit TO off")
    with open_register(postgres.address(name)) as store:
        for turn in range(10):
            store.add(version(final=True, sha256=f"a{turn}"))
        postgres.stop(signal.SIGQUIT)
    postgres.start()
    with open_register(postgres.address(name)) as store:
        assert [one.version for one in store.versions(KEY)] == list(range(1, 11))
        assert list(store.verify()) == []
