"""One archive with what cannot be made again: databases, uploaded files, pipelines' input, secrets."""

from __future__ import annotations

import datetime
import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from psycopg import sql

from runtime import secrets, shell
from runtime.errors import PortalError
from runtime.install import distribution
from runtime.provision import databases
from runtime.services import postgresql
from runtime.settings import Settings
from runtime.text import t

DATABASES = ("ckan", "datastore", "superset", "runs")
FORMAT = 2
BLOCK_BYTES = 1024 * 1024


def write(settings: Settings, target: Path) -> Path:
    """Write the archive whole or not at all; databases are dumped while the portal runs.

    :raises PortalError: when PostgreSQL does not answer
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.state) as scratch:
        work = Path(scratch)
        for database in DATABASES:
            _dump(settings, database, work / f"{database}.dump")
        about = {
            "format": FORMAT,
            "profile": settings.profile,
            "made": datetime.datetime.now(datetime.timezone.utc).isoformat(),
        }
        (work / "about.json").write_text(json.dumps(about), "utf-8")
        part = target.with_name(target.name + ".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(descriptor, "wb") as handle,
            tarfile.open(fileobj=handle, mode="w:gz", compresslevel=3) as archive,
        ):
            for name in ("about.json", *(f"{database}.dump" for database in DATABASES)):
                archive.add(work / name, name)
            archive.add(storage(settings), "storage")
            archive.add(shell.folder(settings.pipelines), "pipelines")
            archive.add(settings.state / "secrets", "secrets")
        part.replace(target)
    return target


def _dump(settings: Settings, database: str, target: Path) -> None:
    shell.run(
        [
            distribution.program("pg_dump"),
            "--format=custom",
            f"--file={target}",
            f"--dbname={postgresql.address(settings, database)}",
        ],
        way_out=t("Chạy ./portal up trước.", "Run ./portal up first."),
    )


def check(source: Path) -> None:
    """Refuse what is not one of our archives, before anything changes.

    :raises PortalError: naming the file and what is wrong
    """
    way_out = t("Chọn tệp do ./portal backup tạo.", "Choose a file made by ./portal backup.")
    try:
        with tarfile.open(source) as archive:
            about = archive.extractfile("about.json")
            form = json.load(about)["format"] if about else None
            names = archive.getnames()
            # A copy that broke off behind the last entry shows at the end of the stream only
            while archive.fileobj and archive.fileobj.read(BLOCK_BYTES):
                pass
    except (OSError, EOFError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise PortalError(
            t(f"{source} không phải bản sao lưu: {error}", f"{source} is not a backup: {error}"), way_out
        ) from error
    lacking = [
        name
        for name in (*(f"{database}.dump" for database in DATABASES), "storage", "pipelines", "secrets")
        if name not in names
    ]
    if form != FORMAT or lacking:
        raise PortalError(
            t(
                f"{source} thiếu {lacking} hoặc khác phiên bản.",
                f"{source} lacks {lacking} or is of another format.",
            ),
            way_out,
        )


def unpack(source: Path, folder: Path) -> None:
    """Unpack an archive; only plain files and folders below ``folder`` are taken.

    :raises PortalError: for an archive with anything else in it
    """
    with tarfile.open(source) as archive:
        for member in archive.getmembers():
            name = PurePosixPath(member.name)
            if name.is_absolute() or ".." in name.parts or not (member.isfile() or member.isdir()):
                raise PortalError(
                    t(
                        f"{source} chứa mục lạ: {member.name}",
                        f"{source} holds a strange entry: {member.name}",
                    ),
                    t("Chọn tệp do ./portal backup tạo.", "Choose a file made by ./portal backup."),
                )
        archive.extractall(folder)


def restore_secrets(settings: Settings, folder: Path) -> None:
    """Put back the keys that sessions, tokens and Superset's stored passwords need.

    Ports and passwords of the services stay those of this instance.
    """
    for name in (
        "ckan-session",
        "superset-key",
        "ckan-admin",
        secrets.PUBLISHER_TOKEN,
        secrets.SUPERSET_ADMIN,
    ):
        secrets.store(settings, name, (folder / "secrets" / name).read_text("utf-8").strip())


def restore_database(settings: Settings, database: str, dump: Path) -> None:
    """Replace one database by its dump: loaded beside the old one, then swapped by name."""
    fresh, old = f"{database}_restored", f"{database}_replaced"
    owner = databases.DATABASES[database]
    with postgresql.connect(settings) as connection:
        for name in (fresh, old):
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(fresh), sql.Identifier(owner)
            )
        )
    shell.run(
        [
            distribution.program("pg_restore"),
            "--exit-on-error",
            f"--dbname={postgresql.address(settings, fresh)}",
            dump,
        ],
        way_out=t("Dữ liệu hiện có chưa bị đụng tới.", "The present data was not touched."),
    )
    with postgresql.connect(settings) as connection:
        for source, target in ((database, old), (fresh, database)):
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND pid <> pg_backend_pid()",
                [source],
            )
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(source), sql.Identifier(target)
                )
            )
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))


def restore_folder(settings: Settings, kept: Path, target: Path) -> None:
    """Put a folder of the archive in place of the present one."""
    replaced = target.with_name(f"{target.name}.replaced")
    shutil.rmtree(replaced, ignore_errors=True)
    present = target.exists()
    if present:
        target.replace(replaced)
    shutil.copytree(kept, target)
    for path in (target, *target.rglob("*")):
        shell.give(path, settings.account)
    if present:
        shutil.rmtree(replaced)


def storage(settings: Settings) -> Path:
    """Uploaded files."""
    return settings.state / "ckan" / "storage"
