"""Bounded load on this machine by ApacheBench, contestants taking turns so that noise meets all alike."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

from runtime import shell
from runtime.errors import PortalError
from runtime.install import distribution
from runtime.text import t

PACKAGES = {"ab": "apache2-utils"}


@dataclass(frozen=True)
class Speed:
    """Requests per second, 95th percentile in milliseconds, and requests without a 2xx answer."""

    per_s: float
    p95_ms: float
    errors: int


def once(url: str, *, requests: int, clients: int) -> Speed:
    """One bounded round against an address of this machine.

    :raises PortalError: for any other address
    """
    if not url.startswith("http://127.0.0.1:"):
        raise PortalError(
            t(f"Chỉ đo trên máy này, không phải {url}.", f"Only this machine is measured, not {url}."),
            t("Đo cổng chạy tại chỗ.", "Measure a portal that runs here."),
        )
    printed = shell.run(
        [distribution.program("ab"), "-q", "-l", "-s", "120", "-n", str(requests), "-c", str(clients), url]
    )
    bad = sum(
        int(found) for found in re.findall(r"^(?:Failed requests|Non-2xx responses):\s+(\d+)", printed, re.M)
    )
    rate = re.search(r"^Requests per second:\s+([\d.]+)", printed, re.M)
    tail = re.search(r"^\s+95%\s+(\d+)", printed, re.M)
    return Speed(float(rate[1]) if rate else 0.0, float(tail[1]) if tail else 0.0, bad)


def duel(
    urls: Mapping[str, str], *, rounds: int = 3, requests: Mapping[str, int], clients: int = 8
) -> dict[str, Speed]:
    """Median speed of each contestant over rounds in which they take turns."""
    seen: dict[str, list[Speed]] = {name: [] for name in urls}
    for url in urls.values():
        once(url, requests=clients, clients=clients)
    for _ in range(rounds):
        for name, url in urls.items():
            seen[name].append(once(url, requests=requests[name], clients=clients))
    return {
        name: Speed(
            statistics.median(speed.per_s for speed in speeds),
            statistics.median(speed.p95_ms for speed in speeds),
            sum(speed.errors for speed in speeds),
        )
        for name, speeds in seen.items()
    }
