"""PostgreSQL: CKAN's, the DataStore's and Superset's databases in one cluster."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import psycopg

from runtime import render, secrets, shell
from runtime.install import distribution
from runtime.services import Service
from runtime.settings import Settings


def data(settings: Settings) -> Path:
    """The cluster's folder."""
    return settings.state / "postgresql"


def address(settings: Settings, database: str, role: str = "postgres", secret: str = "postgresql") -> str:
    """Address of a database with a role and its password; the cluster's superuser unless another is named."""
    password, place = secrets.read(settings, secret), settings.address("postgresql")
    return f"postgresql://{role}:{password}@{place}/{database}"


def connect(settings: Settings, database: str = "postgres") -> psycopg.Connection:
    """A connection as the cluster's superuser, in autocommit mode."""
    return psycopg.connect(address(settings, database), autocommit=True, connect_timeout=5)


def initialise(settings: Settings) -> None:
    """Make the cluster where there is none, whole or not at all; passwords are asked of every connection."""
    if data(settings).exists():
        return
    folder = data(settings).with_name("postgresql.new")
    shutil.rmtree(folder, ignore_errors=True)
    shell.folder(folder, settings.account, 0o700)
    with tempfile.NamedTemporaryFile("w", suffix=".password") as handle:
        handle.write(secrets.read(settings, "postgresql"))
        handle.flush()
        shell.give(Path(handle.name), settings.account)
        shell.run(
            [
                distribution.program("initdb"),
                "--pgdata",
                folder,
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--auth=scram-sha-256",
                f"--pwfile={handle.name}",
            ],
            account=settings.account,
            cwd=folder,
        )
    folder.replace(data(settings))


def configure(settings: Settings) -> None:
    """Write the server's settings."""
    render.to_file(settings, "postgresql.conf")


def service(settings: Settings) -> Service:
    """The database server."""

    def ready() -> None:
        connect(settings).close()

    def version() -> str:
        with connect(settings) as connection:
            row = connection.execute("SHOW server_version").fetchone()
            return str(row[0]).split()[0] if row else ""

    binary = distribution.find("postgres") or Path("postgres")
    config = settings.state / "conf" / "postgresql.conf"
    return Service(
        name="postgresql",
        command=(str(binary), "-D", str(data(settings)), "-c", f"config_file={config}"),
        ready=ready,
        version=version,
        address=settings.address("postgresql"),
        priority=10,
        directory=data(settings),
        stop_signal="INT",
    )
