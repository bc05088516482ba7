"""``./portal backup``: one archive with everything that cannot be made again."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from runtime import backup, disk, settings
from runtime.locking import exclusive
from runtime.steps import console
from runtime.text import t


@click.command(
    help=t(
        "Sao lưu cơ sở dữ liệu, tệp và khóa vào một tệp.", "Back up databases, files and keys into one file."
    )
)
@click.argument("target", required=False, type=click.Path(path_type=Path, dir_okay=False))
def command(target: Path | None) -> None:
    """Write the archive and say where it is and how large."""
    current = settings.load()
    stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    path = (target or current.state / "backups" / f"portal-{stamp}.tar.gz").absolute()
    with exclusive(current), console.status(t("Đang sao lưu …", "Backing up …")):
        disk.require(current)
        backup.write(current, path)
    console.print(f"{path} ({path.stat().st_size / 1024**2:.1f} MiB)")
