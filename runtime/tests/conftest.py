"""An instance in a folder of its own, in English, owned by whoever runs the tests."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from runtime import settings as settings_module
from runtime.settings import Settings


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the operator reaches a test, apart from the language."""
    for name in [name for name in os.environ if name.startswith("PORTAL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PORTAL_LANG", "en")


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings whose folder is empty and disappears after the test."""
    monkeypatch.setattr(settings_module, "_home", lambda: tmp_path)
    return Settings(account=pwd.getpwuid(os.getuid()).pw_name)  # type: ignore[call-arg]
