"""What this machine lacks is skipped, with a reason that pytest prints and counts."""

import shutil

import pytest

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the tests that need a LibreOffice where there is none."""
    if OFFICE:
        return
    for item in items:
        if item.get_closest_marker("libreoffice"):
            item.add_marker(pytest.mark.skip(reason="no LibreOffice on this machine"))
