"""Long work as named steps: shown while it runs, skipped when its inputs did not change, timed, resumable.

A step that fails or is killed leaves no mark, so the next run does it again; a step with marks is skipped as
long as its fingerprint is the same.
"""

from __future__ import annotations

import hashlib
import json
import time
import xmlrpc.client
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from rich.console import Console

from runtime import shell
from runtime.errors import PortalError, explained

#: What the system, PostgreSQL or the supervisor may raise in a step.
SERVICE_ERRORS = (OSError, psycopg.Error, xmlrpc.client.Error)
#: Folders that building leaves in a source tree.
BUILT = ("__pycache__", "build")

console = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True)
class Step:
    """One named piece of work.

    :param key: stable name, used in the record of what is done
    :param title: what the operator reads
    :param action: does the work
    :param inputs: files, folders and texts that the work depends on; none means that it runs every time
    :param makes: what must be there for the work to count as done
    """

    key: str
    title: str
    action: Callable[[], None]
    inputs: tuple[Path | str, ...] = ()
    makes: Path | None = None


@dataclass
class Record:
    """What has been done in one instance, kept in a file."""

    file: Path
    done: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @classmethod
    def open(cls, file: Path) -> Record:
        """Read the record; an absent or broken one is empty."""
        try:
            found = json.loads(file.read_text("utf-8"))
            return cls(file, dict(found["done"]), dict(found["seconds"]))
        except (OSError, ValueError, TypeError, KeyError):
            return cls(file)

    def save(self) -> None:
        """Write the record."""
        shell.write(self.file, json.dumps({"done": self.done, "seconds": self.seconds}, indent=1))


def fingerprint(inputs: Iterable[Path | str]) -> str:
    """SHA-256 over texts and over the names and bytes of files and folders."""
    digest = hashlib.sha256()
    for item in inputs:
        if isinstance(item, str):
            digest.update(item.encode())
            continue
        files = sorted(item.rglob("*")) if item.is_dir() else [item]
        for file in files:
            name = file.relative_to(item)
            if file.is_file() and not any(part in BUILT or part.endswith(".egg-info") for part in name.parts):
                content = file.read_bytes()
                digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def perform(steps: Iterable[Step], record: Record) -> bool:
    """Do the steps in order; return whether any step with inputs had to be done.

    :raises PortalError: from the step that failed, its title already shown
    """
    changed = False
    for step in steps:
        mark = fingerprint(step.inputs) if step.inputs else ""
        if mark and record.done.get(step.key) == mark and (step.makes is None or step.makes.exists()):
            continue
        started = time.monotonic()
        _perform_one(step)
        record.seconds[step.key] = round(time.monotonic() - started, 1)
        if mark:
            changed = True
            record.done[step.key] = mark
        record.save()
        console.print(f"[green]✓[/] {step.title} [dim]{record.seconds[step.key]:.1f} s[/]")
    return changed


def _perform_one(step: Step) -> None:
    try:
        with console.status(f"{step.title} …"):
            step.action()
    except PortalError:
        console.print(f"[red]✗[/] {step.title}")
        raise
    except SERVICE_ERRORS as error:
        console.print(f"[red]✗[/] {step.title}")
        raise explained(error) from error
