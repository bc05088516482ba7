"""What a machine lacks to run the portal, and how to get it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from runtime import disk, supervision
from runtime.errors import PortalError
from runtime.install import distribution, qsv
from runtime.settings import ROOT, Settings
from runtime.text import t

#: A stack with its environments needs about 4 GB; data comes on top.
DISK_BYTES = 8 * 1024**3
MEMORY_BYTES = 3 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; an empty way out means that it is well."""

    name: str
    detail: str
    way_out: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; nothing is changed."""
    checks: list[Callable[[Settings], Finding]] = [
        _python,
        _packages,
        _qsvdp,
        _disk,
        _memory,
        _ports,
        _account,
    ]
    return [check(settings) for check in checks]


def _python(settings: Settings) -> Finding:
    return Finding("Python", f"{sys.version.split()[0]} ({sys.executable})")


def _packages(settings: Settings) -> Finding:
    title = t("Gói hệ điều hành", "Distribution packages")
    lacking = distribution.missing(distribution.NEEDED)
    if not lacking:
        return Finding(title, t("đủ", "complete"))
    return Finding(
        title, t("thiếu ", "missing ") + ", ".join(lacking), "apt-get install " + " ".join(lacking)
    )


def _qsvdp(settings: Settings) -> Finding:
    try:
        found = qsv.installed(settings) if qsv.installed(settings).exists() else qsv.find()
        if found is None:
            qsv.require_rust()
    except PortalError as error:
        return Finding("qsvdp", error.reason, error.way_out)
    return Finding(
        "qsvdp", str(found) if found else t("sẽ biên dịch (khoảng 8 phút)", "will be built (about 8 minutes)")
    )


def _disk(settings: Settings) -> Finding:
    title = t("Chỗ trống trên đĩa", "Free disk space")
    free = disk.free_bytes(settings)
    detail = f"{free / 1024**3:.1f} GiB ({disk.place(settings)})"
    enough = free >= DISK_BYTES or ((settings.state / "steps.json").exists() and free >= DISK_BYTES / 8)
    return Finding(title, detail, "" if enough else t("Giải phóng ít nhất 8 GiB.", "Free at least 8 GiB."))


def _memory(settings: Settings) -> Finding:
    title = t("Bộ nhớ", "Memory")
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return Finding(
        title,
        f"{total / 1024**3:.1f} GiB",
        "" if total >= MEMORY_BYTES else t("Cần ít nhất 3 GiB.", "At least 3 GiB are needed."),
    )


def _ports(settings: Settings) -> Finding:
    title = t("Cổng TCP", "TCP ports")
    if supervision.is_running(settings):
        return Finding(title, t("cổng dữ liệu đang chạy", "the portal is running"))
    try:
        supervision.check_ports(settings)
    except PortalError as error:
        return Finding(title, error.reason, error.way_out)
    return Finding(title, f"{settings.port_base}–{settings.port_base + 6}")


def _account(settings: Settings) -> Finding:
    title = t("Quyền", "Rights")
    if os.geteuid() == 0:
        return Finding(
            title,
            t(f"root; dịch vụ chạy bằng «{settings.account}»", f"root; services run as “{settings.account}”"),
        )
    writable = os.access(Path(ROOT), os.W_OK)
    detail = t("tài khoản thường", "an ordinary account")
    return Finding(
        title, detail, "" if writable else t(f"Cho phép ghi vào {ROOT}.", f"Make {ROOT} writable.")
    )
