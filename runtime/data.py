"""Hands data work to ``pipelines`` and ``superset``, which speak to the running portal by HTTP only."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

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
            "--produced-dir",
            str(settings.pipelines / "produced"),
        ],
        ledger(settings),
    )


def run_pipeline(settings: Settings, words: Sequence[str]) -> None:
    """Run a pipeline on its sources.

    :raises PortalError: when it ends with a failure, which it has explained itself
    """
    _run(settings, _of_run(settings, words), ledger(settings))


def show_runs(settings: Settings, words: Sequence[str]) -> None:
    """Show what the ledger knows of runs.

    :raises PortalError: when it does not answer, or there is no such run
    """
    _run(settings, ["-m", "pipelines", "runs", *words], ledger(settings))


def simulate(settings: Settings, name: str, words: Sequence[str]) -> None:
    """Make a simulated source and have the pipeline's runs read it.

    :raises PortalError: when a real source is connected, which is left as it is
    """
    described = source(settings, name)
    folder = _simulated(settings, name)
    if not is_simulated(settings, name):
        place = described if described.exists() else _drop(settings, name)
        raise PortalError(
            t(f"Nguồn thật đã được nối: {place}", f"A real source is connected: {place}"),
            t("Dời nó đi nếu muốn dùng nguồn mô phỏng.", "Move it away to use a simulated one."),
        )
    profile = str(settings.profile_path)
    _run(
        settings,
        ["-m", "pipelines", "simulate", name, "--into", str(folder), "--profile-file", profile, *words],
    )
    described.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / "source.yaml", described)


def source(settings: Settings, name: str) -> Path:
    """The operator's description of a pipeline's sources; need not exist."""
    return settings.pipelines / "sources" / f"{name}.yaml"


def is_simulated(settings: Settings, name: str) -> bool:
    """Whether a pipeline reads a simulated source, or none (not even files in its drop folder)."""
    described = source(settings, name)
    made = _simulated(settings, name) / "source.yaml"
    if described.exists():
        return made.exists() and described.read_bytes() == made.read_bytes()
    drop = _drop(settings, name)
    return not (drop.is_dir() and any(drop.iterdir()))


def pipelines(settings: Settings) -> list[str]:
    """Names of all pipelines.

    :raises PortalError: when they cannot be listed; the reason has been shown
    """
    return _run(settings, _of_run(settings, ()), stdout=subprocess.PIPE).split()


def ledger(settings: Settings) -> dict[str, str]:
    """The variable that names the ledger of runs."""
    return {"PORTAL_RUNS_DSN": postgresql.address(settings, "runs", "runs", "runs-db")}


def _of_run(settings: Settings, words: Sequence[str]) -> list[str]:
    places = ["--home", str(settings.pipelines), "--profile-file", str(settings.profile_path)]
    return ["-m", "pipelines", "run", *words, *places]


def _simulated(settings: Settings, name: str) -> Path:
    return settings.pipelines / "simulated" / name


def _drop(settings: Settings, name: str) -> Path:
    return settings.pipelines / "drop" / name


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


def _run(
    settings: Settings,
    words: Sequence[str],
    more: dict[str, str] | None = None,
    stdout: int | None = None,
) -> str:
    """What the command printed where ``stdout`` is a pipe; otherwise the operator has seen it."""
    done = subprocess.run(
        [environments.python(settings, "pipelines"), *words],
        cwd=ROOT,
        stdout=stdout,
        text=True,
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
    return done.stdout or ""
