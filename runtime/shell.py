"""Running other programs: as the right account, with their output kept for the failure message."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from runtime.errors import FULL, PortalError, disk_full
from runtime.text import t

TAIL = 15


def is_root() -> bool:
    """Whether this process may install packages and change accounts."""
    return os.geteuid() == 0


def identity(account: str | None) -> dict:
    """Arguments for :mod:`subprocess` that make the child run as ``account`` where root may choose."""
    if account is None or not is_root():
        return {}
    entry = pwd.getpwnam(account)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def run(
    command: Sequence[str | Path],
    *,
    account: str | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str | None = None,
    way_out: str = "",
    log: Path | None = None,
) -> str:
    """Run a program to its end and return what it printed.

    :param account: run as this account when called by root
    :param way_out: advice for the failure message
    :param log: where the whole output is appended
    :raises PortalError: when the program is missing or fails, with the last lines that it printed
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, **(env or {})},
            cwd=cwd,
            **identity(account),
        )
    except FileNotFoundError as error:
        raise PortalError(
            t(f"Không có chương trình {words[0]}", f"The program {words[0]} is missing"), way_out
        ) from error
    if log is not None:
        with log.open("a", encoding="utf-8") as handle:
            handle.write(f"$ {' '.join(words)}\n{done.stdout}\n")
    if done.returncode != 0:
        raise _failure(words, done, way_out)
    return done.stdout


def _failure(words: list[str], done: subprocess.CompletedProcess[str], way_out: str) -> PortalError:
    tail = "\n".join(done.stdout.strip().splitlines()[-TAIL:])
    if FULL in done.stdout:
        return disk_full(tail)
    head = t(
        f"Lệnh «{Path(words[0]).name}» lỗi, mã {done.returncode}",
        f"“{Path(words[0]).name}” failed, code {done.returncode}",
    )
    return PortalError(f"{head}:\n{tail}", way_out or t("Xem ./portal doctor.", "See ./portal doctor."))


def write(path: Path, text: str, *, account: str | None = None, mode: int = 0o640) -> bool:
    """Write a file whole or not at all, owned by ``account``; return whether its content changed.

    The new content takes the old one's place in one step, so a killed run leaves no half file.
    """
    if path.exists() and path.read_bytes() == text.encode():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
    part.chmod(mode)
    give(part, account)
    part.replace(path)
    return True


def mirror(sources: Sequence[Path], target: Path) -> None:
    """Make a folder hold exactly these files and folders; what is the same already is not touched."""
    wanted: dict[Path, Path] = {}
    for source in sources:
        files = source.rglob("*") if source.is_dir() else [source]
        wanted |= {target / file.relative_to(source.parent): file for file in files if file.is_file()}
    for present in target.rglob("*"):
        if present.is_file() and present not in wanted:
            present.unlink()
    for copy, file in wanted.items():
        if not copy.exists() or copy.read_bytes() != file.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            part = copy.with_name(copy.name + ".part")
            shutil.copyfile(file, part)
            part.replace(copy)


def give(path: Path, account: str | None) -> None:
    """Make ``account`` the owner where root may do so."""
    if account is not None and is_root():
        shutil.chown(path, account, account)


def folder(path: Path, account: str | None = None, mode: int = 0o750) -> Path:
    """Make a folder (and its parents) owned by ``account``."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    give(path, account)
    return path
