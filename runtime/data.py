"""Hands data work to ``pipelines`` and ``superset``, which speak to the running portal by HTTP only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from runtime import secrets
from runtime.errors import PortalError
from runtime.install import environments
from runtime.services import postgresql
from runtime.settings import ROOT, Settings
from runtime.text import t


def publish(settings: Settings, words: Sequence[str] = ()) -> None:
    """Publish datasets through CKAN's API; its output goes to the operator as it comes.

    :raises PortalError: when it ends with a failure, which it has explained itself
    """
    token = str(secrets.path(settings, secrets.PUBLISHER_TOKEN))
    local = f"http://{settings.address('nginx')}"
    _run(
        settings,
        [
            "-m",
            "pipelines",
            "publish",
            *words,
            "--url",
            local,
            "--token-file",
            token,
            "--profile-file",
            str(settings.profile_path),
        ],
    )


def provision_dashboards(settings: Settings) -> None:
    """Make reporting views and import the dashboards."""
    _run(
        settings,
        [
            str(ROOT / "superset" / "provision.py"),
            "--superset-url",
            f"http://{settings.address('nginx')}/bi",
            "--admin-file",
            str(secrets.path(settings, secrets.SUPERSET_ADMIN)),
            "--site-url",
            settings.url,
        ],
        {
            "PORTAL_DATASTORE_ADMIN_DSN": postgresql.address(settings, "datastore"),
            "PORTAL_REPORTING_READER_DSN": postgresql.address(
                settings, "datastore", "reporting_reader", "reporting-reader"
            ),
        },
    )


def _run(settings: Settings, words: Sequence[str], more: dict[str, str] | None = None) -> None:
    python = environments.python(settings, "pipelines")
    done = subprocess.run(
        [python, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PORTAL_PROFILE": settings.profile, **(more or {})},
    )
    if done.returncode:
        raise PortalError(
            t("Việc chưa xong; lý do ở trên.", "That did not finish; the reason is above."),
            t(
                "Sửa rồi chạy lại; phần đã xong được giữ.",
                "Correct it and run it again; what is done is kept.",
            ),
        )
