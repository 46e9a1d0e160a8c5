"""Salted digests: what is sealed, and that a value can be taken out without breaking the rest."""

from __future__ import annotations

from typing import Any

from dpia.register.seal import Seal, broken, seal, values, version_digest


def document() -> dict[str, Any]:
    return {
        "answers": {"values": {"a/b": "yes", "n": 3}, "tables": {"t": [{"id": "+1", "x": "y"}]}},
        "assessment": {"risks": [{"code": "R01", "raw": {"severity": 2}}], "open": []},
    }


def test_every_answer_and_every_property_of_a_finding_is_sealed() -> None:
    assert dict(values(document())) == {
        "/answers/values/a~1b": "yes",
        "/answers/values/n": 3,
        "/answers/tables/t/0/id": "+1",
        "/answers/tables/t/0/x": "y",
        "/assessment/risks/0/code": "R01",
        "/assessment/risks/0/raw": {"severity": 2},
        "/assessment/open": [],
    }


def test_equal_values_have_different_salts_and_digests() -> None:
    one, two = seal(document()), seal(document())
    assert one.keys() == two.keys()
    for path, sealed in one.items():
        assert sealed.salt != two[path].salt
        assert sealed.digest != two[path].digest


def test_changed_added_and_missing_values_are_named() -> None:
    sealed, changed = seal(document()), document()
    changed["answers"]["values"] = {"n": 4, "new": "no"}
    assert list(broken(changed, sealed)) == [
        ("fault-value-missing", "/answers/values/a~1b"),
        ("fault-value-changed", "/answers/values/n"),
        ("fault-value-added", "/answers/values/new"),
    ]


def test_a_value_taken_out_with_its_salt_leaves_the_chain_whole() -> None:
    path, sealed, redacted = "/answers/tables/t/0/x", seal(document()), document()
    before = version_digest("", {"on": "2026-11-24"}, sealed)
    redacted["answers"]["tables"]["t"][0]["x"] = None
    sealed[path] = Seal("", sealed[path].digest)
    assert list(broken(redacted, sealed)) == []
    assert version_digest("", {"on": "2026-11-24"}, sealed) == before
    assert list(broken(document(), sealed)) == [("fault-value-changed", path)]
