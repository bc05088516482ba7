"""``./portal restore``: brings back what ``./portal backup`` wrote."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from runtime import backup, bootstrap, settings, supervision
from runtime.locking import exclusive
from runtime.steps import console
from runtime.text import t

WRITERS = ("nginx", "ckan", "worker", "scheduler", "superset")


@click.command(
    help=t(
        "Khôi phục từ bản sao lưu; thay thế dữ liệu hiện có.",
        "Restore from a backup; replaces the present data.",
    )
)
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help=t("Không hỏi lại.", "Do not ask."))
def command(source: Path, yes: bool) -> None:
    """Check the archive, load it beside the present data, then swap."""
    current = settings.load()
    backup.check(source)
    if not yes:
        click.confirm(
            t("Dữ liệu hiện có sẽ bị thay thế. Tiếp tục?", "The present data will be replaced. Go on?"),
            abort=True,
        )
    with exclusive(current):
        bootstrap.up(current, publish=False)
        with (
            tempfile.TemporaryDirectory(dir=current.state) as scratch,
            console.status(t("Đang khôi phục …", "Restoring …")),
        ):
            folder = Path(scratch)
            backup.unpack(source, folder)
            supervision.stop_services(current, WRITERS)
            for database in backup.DATABASES:
                backup.restore_database(current, database, folder / f"{database}.dump")
            backup.restore_folder(current, folder / "storage", backup.storage(current))
            backup.restore_folder(current, folder / "pipelines", current.pipelines)
            backup.restore_secrets(current, folder)
        bootstrap.after_restore(current)
    console.print(t("Đã khôi phục.", "Restored."))
