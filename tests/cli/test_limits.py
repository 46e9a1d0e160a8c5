"""Limits on what is read, as a user raises them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.hostile_files import good
from dpia.guard.limits import LimitSetting, limits_set

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dpia

pytestmark = pytest.mark.traced


def test_limits_hold_for_the_command_that_they_were_given_to(dpia: Dpia, tmp_path: Path) -> None:
    (tmp_path / "answers.xlsx").write_bytes(good("workbook"))
    refused = dpia("--limit", "workbook-members=3", "check", "answers.xlsx")
    assert refused.code == 1
    assert "dpia --limit workbook-members=" in refused.err
    assert dpia("check", "answers.xlsx").code == 0


def test_a_limit_of_the_environment_is_raised_on_the_command_line(
    dpia: Dpia, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "answers.xlsx").write_bytes(good("workbook"))
    monkeypatch.setenv("DPIA_LIMITS", "workbook-members=3 workbook-file=2GB")
    assert dpia("check", "answers.xlsx").code == 1
    assert dpia("--limit", "workbook-members=100", "check", "answers.xlsx").code == 0
    monkeypatch.setenv("DPIA_LIMITS", "viel")
    assert dpia("check", "answers.xlsx").code == 2


@pytest.mark.parametrize("setting", ["members=3", "workbook-members", "workbook-members=-1", "x"])
def test_what_is_no_limit_is_told(dpia: Dpia, setting: str) -> None:
    told = dpia("--limit", setting, "new")
    assert told.code == 2
    assert "workbook-unpacked=300MB" in told.err
    with pytest.raises(LimitSetting), limits_set([setting]):
        pass
