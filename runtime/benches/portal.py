"""``./portal bench portal``: pages and API against stock CKAN, repeated ``up``, memory of the idle stack."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import Any

import requests

from runtime import bootstrap, supervision
from runtime.benches import load, stock
from runtime.install import distribution
from runtime.settings import ROOT, Settings


def run(settings: Settings) -> dict[str, Any]:
    """Measure; the portal must be up and have data."""
    distribution.install(load.PACKAGES)
    memory = idle_memory_mib(settings)
    ours = f"http://127.0.0.1:{settings.port_base}"
    direct = f"http://127.0.0.1:{settings.port('ckan')}"
    with stock.running(settings, ours) as rival:
        found = _duels(ours, direct, rival)
    result: dict[str, Any] = {"errors": 0}
    for name, speeds in found.items():
        result[f"{name}_vs_stock"] = round(speeds["ours"].per_s / speeds["stock"].per_s, 2)
        if "uncached" in speeds:
            result[f"{name}_uncached_vs_stock"] = round(speeds["uncached"].per_s / speeds["stock"].per_s, 2)
        for who, speed in speeds.items():
            result[f"{name}_{who}_per_s"] = round(speed.per_s, 1)
            result[f"{name}_{who}_p95_ms"] = speed.p95_ms
            result["errors"] += speed.errors
    result["up_repeat_s"] = _repeat_up(settings)
    result["up_steps_s"] = bootstrap.record(settings).seconds
    result["idle_memory_mib"] = memory
    return result


def _duels(ours: str, direct: str, rival: str) -> dict[str, dict[str, load.Speed]]:
    dataset = "administrative-units-thai-binh"
    paths = {
        "home": "/",
        "search": "/dataset/?q=s%E1%BB%91",
        "dataset": f"/dataset/{dataset}",
        "package_search": "/api/3/action/package_search?q=s%E1%BB%91&rows=20",
    }
    requests_of = {"ours": 800, "uncached": 80, "stock": 80}
    found = {}
    for name, path in paths.items():
        urls = {"ours": ours + path, "uncached": direct + path, "stock": rival + path}
        found[name] = load.duel(urls, requests=requests_of)
    urls = {
        who: f"{base}/api/3/action/datastore_search?resource_id={_table(base, dataset)}&limit=100"
        for who, base in (("ours", ours), ("uncached", direct), ("stock", rival))
    }
    found["datastore_search"] = load.duel(urls, requests=requests_of)
    return found


def _table(address: str, dataset: str) -> str:
    shown = requests.get(f"{address}/api/3/action/package_show", params={"id": dataset}, timeout=30).json()[
        "result"
    ]
    return next(resource["id"] for resource in shown["resources"] if resource["datastore_active"])


def _repeat_up(settings: Settings) -> float:
    started = time.monotonic()
    subprocess.run([ROOT / "portal", "up"], check=True, stdout=subprocess.DEVNULL)
    return round(time.monotonic() - started, 1)


def idle_memory_mib(settings: Settings) -> int:
    """Proportional set size of every process of the instance, in MiB; shared pages count once."""
    total = 0
    for pid in supervision.processes(settings):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total // 1024
